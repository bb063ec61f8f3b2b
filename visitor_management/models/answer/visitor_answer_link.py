from odoo import SUPERUSER_ID, api, fields, models


class VisitorAnswerLink(models.Model):
    """A link by which somebody answers for a visit from the mail, without signing in.

    Opening it changes nothing. It shows the visit until that is over; who was asked
    answers by it until somebody has.
    """

    _name = "visitor.answer.link"
    _description = "Link to Answer for a Visit"
    _inherit = ["visitor.link.mixin"]
    _order = "id desc"
    _secret_about = "visit_id"

    visit_id = fields.Many2one(
        "visitor.visit", required=True, index=True, ondelete="cascade", readonly=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Asked",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    company_id = fields.Many2one(related="visit_id.company_id", store=True, index=True)
    user_id = fields.Many2one(
        "res.users", "Sent By", required=True, readonly=True, index=True
    )

    _token_hash_uniq = models.UniqueIndex("(token_hash)")

    @api.model
    def _is_wanted(self, visit_sudo):
        return (
            bool(visit_sudo)
            and visit_sudo.state != "draft"
            and not visit_sudo.sample
            and visit_sudo.stop > fields.Datetime.now()
        )

    @api.model
    def _when_given_up(self, visit_sudo):
        """Whoever is next is asked by and by, and the desk in the end."""

    @api.model
    def _issued_to(self, mail_sudo):
        return {"partner_id": mail_sudo.recipient_ids[:1].id}

    def _is_valid(self):
        """Who has moved out sees no visits to the unit any more."""
        return super()._is_valid() and not self.visit_id._has_moved_out(self.partner_id)

    def _shown(self):
        """What the page shows, in the language of who was asked."""
        return self._visit()._answer_shown()

    def _answer(self, decision, reason=""):
        """Take the answer of who was asked, whose right to give it is the secret.

        :param str decision: see ``visitor.visit._answer``
        :param str reason: said with it
        :return: what the page shows
        :raise UserError: a refusal without a reason
        """
        visit_sudo = self._visit()
        visit_sudo._lock_answers()
        if not visit_sudo._is_asked(self.partner_id):
            return visit_sudo._answer_shown()  # somebody else has answered
        return visit_sudo._answer(decision, self.partner_id, "mail", reason)

    def _visit(self):
        """The visit as who was asked, in that language; superuser by the secret."""
        self.ensure_one()
        partner = self.partner_id
        # of who has no login it is nobody's else: not of the one who announced it
        nobody = self.env["res.users"].browse(SUPERUSER_ID)
        user = partner.user_ids.filtered("active")[:1] or nobody
        lang = partner.lang or self.visit_id.site_id._lang()
        return self.visit_id.with_user(user).sudo().with_context(lang=lang)
