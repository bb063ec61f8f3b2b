from psycopg2.errors import UniqueViolation

from odoo import models
from odoo.exceptions import ConcurrencyError

VISIT_SEQUENCE = "visitor.visit"


class ResCompany(models.Model):
    _inherit = "res.company"

    def _visitor_number_sequences(self):
        """The sequences that number visits, one for each company, made if missing.

        PostgreSQL sequences: two visits made at the same moment get two numbers and
        nobody waits; a visit that is rolled back leaves a gap.
        """
        # sudo: a technical record of the user's own companies
        sequences = self.env["ir.sequence"].sudo()
        found = sequences.search(
            [("code", "=", VISIT_SEQUENCE), ("company_id", "in", self.ids)]
        )
        return found | sequences.create(
            [
                {
                    "name": f"Visits ({company.name})",
                    "code": VISIT_SEQUENCE,
                    "company_id": company.id,
                    "prefix": "V/%(range_year)s/",
                    "padding": 5,
                    "use_date_range": True,
                }
                for company in self - found.company_id
            ]
        )

    def _next_visit_number(self, day):
        """Draw the number of a visit.

        :param date day: local date of the site; its year is the number's
        :raise ConcurrencyError: somebody else opened the year at this moment; Odoo
            tries the request again
        """
        self.ensure_one()
        try:
            return self._visitor_number_sequences()[:1]._next(sequence_date=day)
        except UniqueViolation as error:
            raise ConcurrencyError("The year's numbers were just opened") from error
