from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.transaction import read_committed
from .visitor_act import STANDING, UNDO_WITHIN


class VisitorRegistration(models.Model):
    """Take back what was done at the desk: undo beats “are you sure”."""

    _inherit = "visitor.registration"

    def _compute_may_undo(self):
        """By the age of what was done; whether something followed is said by undo."""
        since = fields.Datetime.now() - UNDO_WITHIN
        of_people = Domain("registration_ids", "in", self.ids)
        acts = self.env["visitor.act"].search(
            of_people & STANDING & Domain("at", ">=", since)
        )
        for person in self:
            person.may_undo = person in acts.registration_ids

    def undo(self, act_id=False):
        """Take back the latest act at the desk on these visitors or their visit.

        In, out, out for now, a condition set aside, refused, cancelled, a pass
        withdrawn, lost or given back: for ten minutes, by any receptionist of the
        site, and only if nothing followed. An act on several people is taken back as a
        whole. Another record annuls it, nothing is erased; who was told of it is told
        that it was a mistake.

        :param int act_id: the ``visitor.act`` that is meant, if a screen shows it
        :return: True
        :raise AccessError: not reception
        :raise UserError: there is nothing to take back, or it is too late, or
            something followed; says what
        """
        self._check_reception()
        read_committed(self.env)
        acts_sudo = self.env["visitor.act"].sudo()  # reception, checked above
        if act_id:  # that one, or nothing: no other act instead of it
            act_sudo = acts_sudo.browse(int(act_id)).exists()
        else:
            act_sudo = acts_sudo._latest(self)
        if act_sudo.annuls_id or not act_sudo.registration_ids & self:
            raise UserError(
                self.env._("Nothing was done with this visitor at the desk just now.")
            )
        act_sudo._take_back()
        return True
