from odoo import models
from odoo.exceptions import UserError

from ...tools.transaction import read_committed

# Who has not come in yet, or is out for now.
MAY_STAND_THERE = ("expected", "outside", "no_show")


class VisitorRegistration(models.Model):
    """Who stands there, and waits for the host."""

    _inherit = "visitor.registration"

    def arrive(self):
        """These visitors stand there: their host is asked, and the ladder begins.

        Reception says so, and so does the server for kiosks and gates. The host is
        asked whether to come, to have them sent up, to let them wait, or not to see
        them; whoever waits already goes on waiting, and nobody is asked anew. An
        approval that is still missing is asked for along with it. Nobody is checked in.

        At the desk it can be taken back for ten minutes, as other acts there.

        :return: True
        :raise AccessError: not reception of the registrations' company
        :raise UserError: somebody is inside already, or does not come any more, or the
            visit was not announced yet
        """
        self._check_reception()
        read_committed(self.env)
        people_sudo = self.sudo()  # reception, checked above
        people_sudo._lock_visits()
        people_sudo._check_may_arrive()
        waits_sudo = self.env["visitor.waiting"].sudo()  # of visitors of reception
        new_sudo = people_sudo - waits_sudo._standing(people_sudo).registration_id
        with self.env["visitor.act"]._recording("arrive", new_sudo):
            new_sudo._come_after_all()
            for visit_sudo, coming_sudo in new_sudo.grouped("visit_id").items():
                waits_sudo._begin(visit_sudo, coming_sudo)
        return True

    def action_gone(self):
        """A visitor who stood there went away: nobody is asked any more.

        :return: True
        :raise AccessError: not reception
        """
        self._check_reception()
        people_sudo = self.sudo()  # reception, checked above
        people_sudo._lock_visits()
        waits_sudo = self.env["visitor.waiting"].sudo()  # of visitors of reception
        waits_sudo._standing(people_sudo)._end()
        return True

    def _check_may_arrive(self):
        self.visit_id._check_no_sample()
        for person in self:
            if person.state == "inside":
                raise UserError(self.env._("This visitor is inside already."))
            if person.state not in MAY_STAND_THERE:
                raise UserError(self.env._("This visitor is not expected any more."))
            if person.visit_id.state == "draft":
                raise UserError(
                    self.env._(
                        "This visit was not announced yet. Announce it first: then the "
                        "host is asked."
                    )
                )

    def _set_state(self, state, **vals):
        """Who comes no more does not wait any longer.

        (Of who comes in the statement of admission says so.)
        """
        result = super()._set_state(state, **vals)
        if state not in MAY_STAND_THERE:
            waits_sudo = self.env["visitor.waiting"].sudo()  # they follow the visitor
            waits_sudo._standing(self)._end()
        return result
