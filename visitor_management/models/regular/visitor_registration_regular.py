from odoo import models


class VisitorRegistration(models.Model):
    """Who comes every week is out for now when leaving, but on the last day."""

    _inherit = "visitor.registration"

    def _auto_out(self, closing):
        if not self.visit_id.regular:
            return super()._auto_out(closing)
        if self._comes_again(closing):
            self._go_for_now(closing, closed_by="auto")
            self.env["visitor.admission"]._after_exit(self)
        else:  # its last day, whatever the end of the visit is
            self._leave(closing, card_returned=None, closed_by="auto")
        return None

    def _leave(
        self, at, card_returned, closed_by="desk", remarks="", printed_returned=None
    ):
        """Those who come again are out for now; a card goes back as with anybody."""
        again = self.filtered(lambda person: person._comes_again(at))
        still_open = super(VisitorRegistration, self - again)._leave(
            at, card_returned, closed_by, remarks, printed_returned
        )
        again._go_for_now(at, closed_by, remarks)
        if card_returned:
            for each in again.pass_ids:
                each._free_card()
        for person in again:
            still_open[person.id] = [
                {"kind": thing.kind, "name": thing.name}
                for thing in person._open_belongings()
            ]
        return still_open

    def _go_for_now(self, at, closed_by, remarks=""):
        inside = self.filtered(lambda person: person.state == "inside")
        if not inside:
            return
        passes = self.env["visitor.pass"].union(
            *(person._open_pass() for person in inside)
        )
        self.env["visitor.admission"]._record_exit(
            inside, passes, at, closed_by=closed_by
        )
        for person in inside if remarks else ():
            person.stay_ids.sorted(lambda s: (s.in_at, s.id))[-1:].remarks = remarks

    def _comes_again(self, moment):
        """Whether a regular is expected on a later day.

        :param datetime moment: naive UTC, when the person goes
        """
        return self.visit_id.regular and self.visit_id._comes_after(moment)

    def _stay_away(self, from_state):
        """Nobody is a no-show of a year."""
        regulars = self.filtered("visit_id.regular")
        result = super(VisitorRegistration, self - regulars)._stay_away(from_state)
        for visit in regulars.visit_id:
            visit._end_registrations("cancelled")
        return result
