from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyTranslate

from ...tools.groups import SECURITY, check_reception
from ...tools.names import readable
from ...tools.sentences import say
from ...tools.transaction import locked
from .visitor_shift import OPEN

_lt = LazyTranslate(__name__)


class VisitorShift(models.Model):
    """How a shift is handed over: written, signed, taken over or not, reviewed."""

    _inherit = "visitor.shift"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.model
    def open_for(self, site_id):
        """Open the handover that is being written or waits at a site, or a new one.

        :param int site_id: a site of the user's companies
        :return: action that opens it
        :raise AccessError: not reception of the site's company
        """
        self._check_reception()
        site = self.env["visitor.site"].browse(int(site_id))
        site.check_access("read")
        shift = self.search([("site_id", "=", site.id), ("state", "in", OPEN)], limit=1)
        if shift.state == "draft":
            shift.action_refresh()
        # sudo: begun here alone, by reception, checked above
        shift = shift or self.sudo().create({"site_id": site.id}).sudo(False)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Shift Handover"),
            "res_model": self._name,
            "res_id": shift.id,
            "views": [(False, "form")],
        }

    def action_refresh(self):
        """Read again what is open and what there should be, while it is being written.

        What was counted stays.

        :return: True
        :raise AccessError: not reception
        :raise UserError: it was handed over
        """
        for shift_sudo in self._begin():
            if shift_sudo.state != "draft":
                raise self._is_closed()
            shift_sudo._freeze()
        return True

    def action_all_there(self):
        """All that was not counted yet is there as it should be.

        :return: True
        :raise AccessError: not reception
        :raise UserError: it was handed over
        """
        for shift_sudo in self._begin():
            if shift_sudo.state != "draft":
                raise self._is_closed()
            for line in shift_sudo.count_ids:
                if line.counted is False:
                    line.counted = line.due
        return True

    def action_hand_over(self, signature=False):
        """Hand the desk over: what is open at this moment is frozen with the notes.

        :param str signature: the image, base64, where it was not drawn on the sheet
        :return: True
        :raise AccessError: not reception
        :raise UserError: it was handed over already, or nobody has said why something
            is missing
        """
        for shift_sudo in self._begin():
            if shift_sudo.state != "draft":
                raise shift_sudo._step_not_allowed("handed_over")
            shift_sudo._freeze()
            shift_sudo._check_explained()
            if signature:
                shift_sudo.giver_signature = signature
            shift_sudo._set_state(
                "handed_over", giver_id=self.env.uid, stop=fields.Datetime.now()
            )
        return True

    def action_write_on(self):
        """Go on writing, as long as nobody has taken it over.

        Security may, where it was not accepted: the one who hands over may be gone.

        :return: True
        :raise AccessError: neither reception nor the one who handed it over
        :raise UserError: it was taken over already
        """
        for shift_sudo in self._begin():
            giver, state = shift_sudo.giver_id, shift_sudo.state
            # the desk does not wait for whoever left without settling it
            settles = state == "refused" and self.env.user.has_group(SECURITY)
            if giver and giver != self.env.user and not settles:
                raise AccessError(self.env._("Only who wrote it goes on writing it."))
            shift_sudo._set_state(
                "draft", giver_id=False, stop=False, giver_signature=False
            )
        return True

    def action_take_over(self, remarks="", signature=False):
        """Take the desk over, with one's own login: from now on nothing of it changes.

        From now on whoever takes over answers for the desk.

        :param str remarks: what was found otherwise; empty: accepted as it is
        :param str signature: the image, base64
        :return: True
        :raise AccessError: not reception
        :raise UserError: it was not handed over, or by oneself
        """
        for shift_sudo in self._begin():
            shift_sudo._check_another(self.env.user)
            shift_sudo._set_state(
                "taken_over",
                taker_id=self.env.uid,
                taken_at=fields.Datetime.now(),
                remarks=remarks or False,
                taker_signature=signature,
            )
        return True

    def action_refuse(self, reason):
        """Not accept the shift: whoever hands over stays, and security is called.

        :param str reason: what is not clear or not in order
        :return: True
        :raise AccessError: not reception
        :raise UserError: no reason, it was not handed over, or by oneself
        """
        reason = readable(reason)
        if not reason:
            raise UserError(self.env._("Say why the shift is not accepted."))
        for shift_sudo in self._begin():
            shift_sudo._check_another(self.env.user)
            shift_sudo._set_state(
                "refused",
                refused_by_id=self.env.uid,
                refused_at=fields.Datetime.now(),
                refusal=reason,
            )
            shift_sudo._call_supervisors()
        return True

    def action_review(self, note=""):
        """The supervisor has read it.

        :param str note: a word to the shift
        :return: True
        :raise AccessError: not security, or one of the two who signed
        :raise UserError: it is not taken over, or was reviewed
        """
        if not self.env.user.has_group(SECURITY):
            raise AccessError(self.env._("Security reviews the handovers."))
        for shift_sudo in self._begin():
            if shift_sudo.state != "taken_over" or shift_sudo.reviewed_at:
                raise UserError(
                    self.env._("Review a shift once, after it was taken over.")
                )
            if self.env.user in shift_sudo.giver_id | shift_sudo.taker_id:
                raise AccessError(
                    self.env._("Somebody else reviews what one has signed oneself.")
                )
            shift_sudo._note(
                reviewed_by_id=self.env.uid,
                reviewed_at=fields.Datetime.now(),
                review_note=readable(note) or False,
            )
        return True

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _begin(self):
        """Check that reception asks, lock; answer superuser records."""
        self._check_reception()
        self.check_access("write")
        return locked(self.sudo())  # reception, checked above

    def _check_reception(self):
        check_reception(self.env)

    def _check_another(self, user):
        """Two people sign: nobody answers oneself.

        :raise UserError: it was handed over by this user
        """
        if self.state == "handed_over" and self.giver_id == user:
            raise UserError(
                self.env._("Who takes over confirms it, signed in themselves.")
            )

    def _check_explained(self):
        """
        :raise UserError: something that was counted differs, and nobody has said why
        """
        unexplained = self.count_ids.filtered(
            lambda line: line.difference and not line.reason
        )
        if unexplained:
            raise UserError(
                self.env._(
                    "Say why, where another number was counted than there should be: "
                    "%s",
                    ", ".join(unexplained.mapped("name")),
                )
            )

    def _may_review(self):
        user = self.env.user
        return (
            self.state == "taken_over"
            and not self.reviewed_at
            and user.has_group(SECURITY)
            and user not in self.giver_id | self.taker_id
        )

    # ------------------------------------------------------------
    # WHO IS TOLD
    # ------------------------------------------------------------

    def _call_supervisors(self):
        """Tell security that a shift was not accepted; the reason they read there."""
        site, told = self.site_id, self.env["visitor.told"]

        def words(env):
            return say(env, _lt("A shift was not accepted (%s)", site.name)), say(
                env,
                _lt(
                    "Whoever hands over stays at the desk until this is settled. "
                    "Please come, and open the handover: it says why."
                ),
            )

        for user in site._security_officers() - self.env.user:
            told._notify(user.partner_id, words, otherwise=site._lang())
