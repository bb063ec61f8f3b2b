from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools.mail_secret import SLOT
from ...tools.transaction import read_committed
from ..visit.visitor_visit import OVER

_lt = LazyTranslate(__name__)

PAGE = "/visitor/answer"
LAYOUT = "visitor_management.visitor_answer_mail"
# What somebody is told who is to answer.
ASKING = {
    "asked",
    "asked_again",
    "asked_for_deputy",
    "at_desk",
    "at_desk_for_security",
    "waits",
    "waits_for_deputy",
}
MESSAGE = "visitor_management/asked"
# So many cards are read at once.
MOST_ASKED = 20


class VisitorVisit(models.Model):
    """How people are asked: by a link in the mail, in Odoo where they are, by push."""

    _inherit = "visitor.visit"

    def answer(self, decision, reason=""):
        """Answer for a visit, as who was asked or whose approval it needs.

        :param str decision: ``approve``, ``coming``, ``send_up``, ``wait``, ``refuse``
        :param str reason: said with it; a refusal needs one
        :return: ``{"state", "visit", "visitors"}``: what became of it, by this word or
            by one that came first
        :raise AccessError: this user is not asked
        :raise UserError: no such answer, or a refusal without a reason
        """
        self.ensure_one()
        self.check_access("read")
        read_committed(self.env)
        self.sudo()._lock_answers()  # of a visit that may be read
        if self._may_answer():
            return self._answer(decision, self.env.user.partner_id, "odoo", reason)
        if self.state in ("draft", "pending"):
            raise self._not_the_approver()
        return self.sudo()._answer_shown()  # somebody else has answered

    def asked(self):
        """What this user is asked just now: for the pop-up.

        :return: list of ``{"id", "state", "visit", "visitors"}``, of these visits; of
            all where none is named
        :raise AccessError: of visits that this user does not read
        """
        self.check_access("read")
        visits = self.exists()
        if not self:
            mine = [("asked_ids", "in", self.env.user.partner_id.ids)]
            # sudo: who was asked is compared; the rules decide what is read
            visits = self.browse(self.sudo().search(mine, limit=MOST_ASKED).ids)
        return [
            {"id": visit.id, **visit.sudo()._answer_shown()}  # may answer: reads it
            for visit in visits._filtered_access("read")
            if visit._may_answer()
        ]

    def _may_answer(self):
        """Whether it is this user's to say something, now."""
        if self.state in OVER or self.state == "draft":
            return False
        asked = self._is_asked(self.env.user.partner_id)
        return asked or (self.state == "pending" and self._is_approver())

    # ------------------------------------------------------------
    # ASKING
    # ------------------------------------------------------------

    def _layout_told(self, event):
        return LAYOUT if event in ASKING else super()._layout_told(event)

    def _after_told(self, event, partner, message):
        super()._after_told(event, partner, message)
        if event not in ASKING or not partner:
            return
        visit_sudo = self.sudo()  # who is asked follows from the visit
        visit_sudo.asked_ids |= partner
        mails_sudo = self.env["mail.mail"].sudo()  # of the message just made
        mails_sudo.search([("mail_message_id", "=", message.id)]).write(
            {
                "secret_model": "visitor.answer.link",
                "secret_about_id": self.id,
                "secret_user_id": self.env.uid,
            }
        )
        users_sudo = partner.sudo().user_ids.filtered(  # who signs in here
            lambda user: user.active and not user.share
        )
        self._show_asked(users_sudo)
        self.env["visitor.told"]._push(
            self.env["res.users"].browse(users_sudo.ids),
            _lt("Somebody waits for your answer"),
            _lt("Visit %s", self.name),
            self,
        )

    def _answer_url(self):
        """The address of the page; as the mail leaves, its secret is put to the end."""
        return f"{self.get_base_url()}{PAGE}#{SLOT}"

    # ------------------------------------------------------------
    # THE END
    # ------------------------------------------------------------

    def _set_state(self, state, **vals):
        result = super()._set_state(state, **vals)
        self._settle_asked()
        return result

    def _settle_asked(self):
        result = super()._settle_asked()
        for visit_sudo in self.sudo():  # who was asked follows from the visit
            if visit_sudo.asked_ids and not visit_sudo._is_answer_awaited():
                visit_sudo._show_asked(visit_sudo.asked_ids.user_ids)
            if visit_sudo.state in OVER:
                visit_sudo.asked_ids = False  # until then they read what became of it
        return result

    def _show_asked(self, users_sudo):
        """Let what users are asked be read again where they are; no names."""
        for user_sudo in users_sudo.filtered(lambda user: not user.share):
            user_sudo._bus_send(MESSAGE, {"id": self.id})
