from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class VisitorEscortLink(models.Model):
    """A link by which an employee answers from the mail, without signing in.

    Opening it changes nothing. It works until the answer is given, or the escort is
    over.
    """

    _name = "visitor.escort.link"
    _description = "Link to Answer"
    _inherit = ["visitor.link.mixin"]
    _order = "id desc"
    _secret_about = "escort_id"

    escort_id = fields.Many2one(
        "visitor.escort", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="escort_id.company_id", store=True, index=True)
    user_id = fields.Many2one(
        "res.users", "Sent By", required=True, readonly=True, index=True
    )

    _token_hash_uniq = models.UniqueIndex("(token_hash)")

    @api.model
    def _is_wanted(self, escort_sudo):
        waits = escort_sudo.state in ("requested", "accepted")
        return bool(escort_sudo) and waits and escort_sudo.stop > fields.Datetime.now()

    @api.model
    def _when_given_up(self, escort_sudo):
        escort_sudo._tell_coordinators("not_mailed")

    def _about(self):
        """What the page shows, in the language of the employee: texts by name."""
        self.ensure_one()
        escort = self.escort_id.with_context(lang=self.escort_id._lang())
        return {
            "state": escort.state,
            "company": escort.company_id.name,
            "site": escort.site_id.name,
            "number": escort.visit_id.name or "",
            "time": escort.local_window,
            "visitors": escort.visitors or "",
            "guests": escort.guests,
            "organization": escort.organization or "",
            "languages": escort.languages or "",
            "areas": escort.area_names or "",
            "host": escort.host_name or "",
        }

    def _answer(self, decision, reason=""):
        """Take the answer of the employee, whose right to give it is the secret.

        :param str decision: ``accept`` or ``decline``
        :param str reason: of who declines
        :return: the state that follows
        :raise UserError: the escort can't be accepted any more, or this person may not
        """
        self.ensure_one()
        # as who sent the link: the secret is the employee's right to answer
        escort_sudo = self.escort_id.with_user(self.user_id).sudo()
        if decision == "accept":
            escort_sudo._accept()
        else:
            escort_sudo._decline(reason)
        return escort_sudo.state
