from psycopg2.errors import UniqueViolation

from odoo import fields, models
from odoo.exceptions import ConcurrencyError

from ...tools.groups import USER

# The documents that are numbered for each company and year: what their numbers are
# called, and how they begin.
NUMBERED = {
    "visitor.visit": ("Visits", "V"),
    "client.complaint": ("Complaints", "C"),
    "client.callback": ("Callbacks", "CB"),
    "client.rectification": ("Orders", "R"),
    "client.visit": ("Client visits", "CV"),
    "client.visit.archive": ("Archived client visits", "CVA"),
}


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "visitor.held.mixin"]

    visitor_reception_export = fields.Boolean(
        "Reception May Export the Register",
        groups=USER,
        help="Reception exports the register and the lists of visits, without identity "
        "documents and codes of passes.",
    )
    client_service_department_id = fields.Many2one(
        "hr.department",
        "Customer Service",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Owns complaints that no department is responsible for yet, and calls "
        "clients back.",
    )
    client_repeat_complaints = fields.Integer(
        "Complaints of the Same Matter",
        groups=USER,
        default=2,
        help="How often the same matter is complained of before its causes are "
        "analysed.",
    )
    client_repeat_repairs = fields.Integer(
        "Repairs of the Same Thing",
        groups=USER,
        default=3,
        help="How often the same is repaired within a year before its causes are "
        "analysed.",
    )
    client_reminder_days = fields.Integer(
        "Remind of Orders (days)",
        groups=USER,
        default=1,
        help="How many days before its deadline a department is reminded of an order.",
    )

    client_complaint_alias_id = fields.Many2one(
        "mail.alias",
        "Address for Complaints",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="What is mailed there becomes a complaint.",
    )
    client_mail_receipts = fields.Boolean(
        "Receipts by Mail",
        groups=USER,
        default=True,
        help="Who complains on the portal or by mail gets the number of the complaint "
        "by mail.",
    )
    client_managing_company_id = fields.Many2one(
        "res.company",
        "Managing Company",
        help="What a client said on a visit can be given to its people, too.",
    )

    client_rating_by_mail = fields.Boolean(
        "Rating by Mail",
        groups=USER,
        help="Who can't be reached by phone gets a mail with a link to rate.",
    )

    _client_thresholds_positive = models.Constraint(
        "CHECK(client_repeat_complaints > 1 AND client_repeat_repairs > 1"
        " AND client_reminder_days >= 0)",
        "A matter is repeated from the second time on; reminders come before a "
        "deadline.",
    )

    # ------------------------------------------------------------
    # NUMBERS
    # ------------------------------------------------------------

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
