from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.groups import check_reception
from ...tools.names import readable
from ...tools.transaction import locked

# What closing means, by kind.
OUTCOMES = {
    "deposit": "given_back",
    "forbidden": "given_back",
    "taken_out": "given_back",
    "brought": "taken_along",
    "found": "claimed",
}


class VisitorBelonging(models.Model):
    """What reception does with things, step by step."""

    _inherit = "visitor.belonging"

    def action_close(self, note=""):
        """Give things back to whose they are, at any time: nothing else is waited for.

        :param str note: kept with it; of something found it says who claimed it and
            which marks were checked
        :return: True
        :raise AccessError: not reception
        :raise UserError: it is settled already; of something found, no note
        """
        note = readable(note)
        for thing_sudo in self._begin():
            if thing_sudo.kind == "found" and thing_sudo.state == "open" and not note:
                raise UserError(
                    self.env._(
                        "Write down who claimed it, and by which marks it was known."
                    )
                )
            thing_sudo._settle(OUTCOMES[thing_sudo.kind], note)
        return True

    def action_give_back(self):
        """Give things back: the button of the list.

        :return: True
        :raise AccessError, UserError: as :meth:`action_close`
        """
        return self.action_close()

    def action_mistake(self, reason):
        """Say that things were recorded by mistake; what was written stays.

        :param str reason: kept with it
        :return: True
        :raise AccessError: not reception
        :raise UserError: no reason, or it is settled already
        """
        reason = readable(reason)
        if not reason:
            raise UserError(self.env._("Say what was wrong."))
        for thing_sudo in self._begin():
            thing_sudo._settle("mistake", reason)
        return True

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _begin(self):
        """Check that reception asks and lock; answer superuser records.

        :raise AccessError: not reception of the company
        """
        check_reception(self.env)
        self.check_access("write")
        return locked(self.sudo())  # reception, checked above

    def _settle(self, outcome, note="", **values):
        """
        :param str outcome: what became of it
        :param str note: kept with it, may be empty
        :raise UserError: it is settled already
        """
        self._set_state(
            "closed",
            outcome=outcome,
            closing_note=note or False,
            closed_by_id=self.env.uid,
            closed_at=fields.Datetime.now(),
            **values,
        )
        self._end_reminder()
        self.registration_id._bus_changed()

    def _end_reminder(self):
        """Whoever was reminded of what a visitor left behind has nothing left to do."""
