from psycopg2.errors import UniqueViolation

from odoo import models
from odoo.exceptions import ConcurrencyError

# The documents that are numbered for each company and year: what their numbers are
# called, and how they begin.
NUMBERED = {
    "visitor.visit": ("Visits", "V"),
    "visitor.violation": ("Violations", "VN"),
    "visitor.permit": ("Work permits", "WP"),
    "visitor.belonging": ("Deposit slips", "S"),
    "visitor.belonging.found": ("Things found", "LF"),
    "visitor.item.pass": ("Exit passes", "EP"),
    "client.complaint": ("Complaints", "C"),
    "client.callback": ("Callbacks", "CB"),
    "client.rectification": ("Orders", "R"),
    "client.visit": ("Client visits", "CV"),
    "client.visit.archive": ("Archived client visits", "CVA"),
}


class ResCompany(models.Model):
    """The numbers of documents, for each company and year."""

    _inherit = "res.company"

    def _number_sequences(self, code):
        """The sequences of a kind of document, one for each company, made if missing.

        PostgreSQL sequences: two documents made at the same moment get two numbers and
        nobody waits; a document that is rolled back leaves a gap.

        :param str code: the model that is numbered
        """
        label, prefix = NUMBERED[code]
        # sudo: a technical record of the user's own companies
        sequences = self.env["ir.sequence"].sudo()
        found = sequences.search([("code", "=", code), ("company_id", "in", self.ids)])
        return found | sequences.create(
            [
                {
                    "name": f"{label} ({company.name})",
                    "code": code,
                    "company_id": company.id,
                    "prefix": f"{prefix}/%(range_year)s/",
                    "padding": 5,
                    "use_date_range": True,
                }
                for company in self - found.company_id
            ]
        )

    def _next_number(self, code, day):
        """Draw the next number of a kind of document.

        :param str code: the model that is numbered
        :param date day: local date of the document; its year is the number's
        :raise ConcurrencyError: somebody else opened the year at this moment; Odoo
            tries the request again
        """
        self.ensure_one()
        try:
            return self._number_sequences(code)[:1]._next(sequence_date=day)
        except UniqueViolation as error:
            raise ConcurrencyError("The year's numbers were just opened") from error
