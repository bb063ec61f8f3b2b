from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.names import readable
from ..admission.visitor_admission import LEFT_BEHIND


class VisitorBelonging(models.Model):
    """What becomes of something that was found: Civil Code 314 to 318.

    Its owner is told where known; else a notice is published. Who claims it says by
    which marks; or the police take it. Who keeps it decides nothing before a year has
    passed since the notice, but about what would not keep so long.
    """

    _inherit = "visitor.belonging"

    def action_tell_owner(self, how=""):
        """Write down that the owner was told that it is here.

        :param str how: by what means, and who
        :return: True
        :raise AccessError: not reception
        :raise UserError: it was not found, or is settled
        """
        for thing_sudo in self._begin_found():
            thing_sudo.write(
                {"told_on": fields.Datetime.now(), "told_how": readable(how) or False}
            )
        return True

    def action_publish(self):
        """Write down that the notice is up since today, on the clock of the site.

        :return: True
        :raise AccessError: not reception
        :raise UserError: it was not found, is settled, or has a notice already
        """
        for thing_sudo in self._begin_found():
            if thing_sudo.notice_on:
                raise UserError(self.env._("The notice is up already."))
            thing_sudo.notice_on = thing_sudo.site_id._today()
        return True

    def action_claim(self, claimed_by, marks):
        """Hand it to who claims it, after the marks were checked.

        :param str claimed_by: name of who takes it
        :param str marks: which marks that person named, and were right
        :return: True
        :raise AccessError: not reception
        :raise UserError: it was not found, is settled, or one of the two is missing
        """
        claimed_by, marks = readable(claimed_by), readable(marks)
        for thing_sudo in self._begin_found():
            if not claimed_by:
                raise UserError(self.env._("Write down who claims it."))
            if not marks:
                raise UserError(
                    self.env._(
                        "Ask for the marks first, and write down which were right."
                    )
                )
            thing_sudo._settle("claimed", claimed_by=claimed_by, marks_checked=marks)
        return True

    def action_hand_to_police(self, receipt):
        """Hand it to the police.

        :param str receipt: number of their receipt, or who took it
        :return: True
        :raise AccessError: not reception
        :raise UserError: it was not found, is settled, or there is no receipt
        """
        receipt = readable(receipt)
        for thing_sudo in self._begin_found():
            if not receipt:
                raise UserError(
                    self.env._("Write down the receipt, or who of the police took it.")
                )
            thing_sudo._settle("police", police_receipt=receipt)
        return True

    def action_dispose(self, note):
        """End what nobody claimed: perishables at once, the rest after a year.

        :param str note: what was done with it
        :return: True
        :raise AccessError: not reception
        :raise UserError: it was not found, is settled, has no note, or must be kept
        """
        note = readable(note)
        for thing_sudo in self._begin_found():
            if not note:
                raise UserError(self.env._("Write down what was done with it."))
            thing_sudo._settle(thing_sudo._unclaimed(), note)
        return True

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _begin_found(self):
        """
        :raise UserError: one was not found, or is settled
        """
        things_sudo = self._begin()
        for thing_sudo in things_sudo:
            if thing_sudo.kind != "found":
                raise UserError(self.env._("This was not found: it has an owner."))
            if thing_sudo.state != "open":
                raise thing_sudo._step_not_allowed("closed")
        return things_sudo

    def _unclaimed(self):
        """What becomes of it if nobody claimed it until now.

        :return: an ``outcome``
        :raise UserError: its owner may still come; says until when
        """
        if self.perishable:
            return "disposed"
        if not self.keep_until:
            raise UserError(
                self.env._(
                    "Nobody decides about what was found but its owner. Publish the "
                    "notice: it is kept for a year from then, or hand it to the police."
                )
            )
        if self.site_id._today() < self.keep_until:
            raise UserError(
                self.env._(
                    "It is kept until %s: a year from the notice. Until then its owner "
                    "may claim it.",
                    format_date(self.env, self.keep_until),
                )
            )
        return "state"

    def _end_reminder(self):
        result = super()._end_reminder()
        for visit in self.filtered(lambda each: each.kind == "found").visit_id:
            of_visit = Domain("visit_id", "=", visit.id) & Domain("kind", "=", "found")
            if not self.search_count(of_visit & Domain("state", "=", "open"), limit=1):
                visit.activity_unlink([LEFT_BEHIND])
        return result
