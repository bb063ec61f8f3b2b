from odoo import models
from odoo.exceptions import UserError

from ...tools.shift_round import SECTIONS


class VisitorShiftLine(models.Model):
    """What is done about what is still open: by the calls of the record itself.

    With the rights of who does it; then the sheet is read again.
    """

    _inherit = "visitor.shift.line"

    # ------------------------------------------------------------
    # PEOPLE
    # ------------------------------------------------------------

    def action_check_out(self):
        """Check out people who are still inside. Cards that they hold stay open.

        :return: True
        :raise AccessError: not reception
        :raise UserError: the sheet is closed, or nobody of this line is inside
        """
        for line in self._begin("inside", "overstaying"):
            person = line.registration_id
            if person.state in ("inside", "outside"):
                holds = any(each._holds_card() for each in person.pass_ids)
                person.check_out(card_returned=not holds, printed_returned=True)
        return self._done()

    def action_extend_visit(self):
        """Give people who stay too long more time: as much as the kind of visit says.

        :return: True
        :raise AccessError: not reception, or security decides
        :raise UserError: the sheet is closed, or the visit is over
        """
        visits = self._begin("overstaying").registration_id.visit_id
        for visit in visits:
            visit.action_extend(visit.type_id.extend_minutes)
        return self._done()

    def action_seen_leaving(self):
        """Confirm that people are gone whom closing time checked out.

        :return: True
        :raise AccessError: not reception
        :raise UserError: the sheet is closed
        """
        lines = self._begin("unseen")
        self.env["visitor.stay"].browse(lines.mapped("res_id")).action_seen_leaving()
        return self._done()

    # ------------------------------------------------------------
    # CARDS
    # ------------------------------------------------------------

    def action_given_back(self):
        """Take cards and passes back.

        :return: True
        :raise AccessError: not reception
        :raise UserError: the sheet is closed, or the holder is still inside
        """
        for visitor_pass in self._passes():
            if visitor_pass.state == "issued":
                raise UserError(
                    self.env._("The holder has not left yet. Check the visitor out.")
                )
            if visitor_pass.is_out:
                visitor_pass.action_returned()
        return self._done()

    def action_report_lost(self):
        """Report cards and passes as lost: nobody gets in with them.

        :return: True
        :raise AccessError: not reception
        :raise UserError: the sheet is closed
        """
        for visitor_pass in self._passes():
            if visitor_pass.state in ("issued", "left_open"):
                visitor_pass.report_lost()
            elif visitor_pass.held_card_ids:
                visitor_pass.held_card_ids.action_report_lost()
        return self._done()

    def _passes(self):
        return self.env["visitor.pass"].browse(self._begin("card").mapped("res_id"))

    # ------------------------------------------------------------
    # DEPOSITS
    # ------------------------------------------------------------

    def action_give_back(self):
        """Give deposits back to whose they are.

        :return: True
        :raise AccessError: not reception
        :raise UserError: the sheet is closed, or it was given back
        """
        lines = self._begin("deposit")
        self.env["visitor.belonging"].browse(lines.mapped("res_id")).action_close()
        return self._done()

    # ------------------------------------------------------------
    # DELIVERIES
    # ------------------------------------------------------------

    def action_leave(self):
        """Note that deliveries have left.

        :return: True
        :raise AccessError: not reception
        :raise UserError: the sheet is closed, or they have left already
        """
        lines = self._begin("delivery")
        self.env["visitor.delivery"].browse(lines.mapped("res_id")).action_leave()
        return self._done()

    # ------------------------------------------------------------
    # WORKS
    # ------------------------------------------------------------

    def action_hand_back(self, note):
        """Take permits back from contractors whose works have ended.

        :param str note: in which state the place was left
        :return: True
        :raise AccessError: not reception
        :raise UserError: the sheet is closed, no note, or works were not permitted
        """
        lines = self._begin("permit")
        self.env["visitor.permit"].browse(lines.mapped("res_id")).action_hand_back(note)
        return self._done()

    # ------------------------------------------------------------
    # ESCORTS
    # ------------------------------------------------------------

    def action_end_escort(self):
        """End escorts whose visitors have gone.

        :return: True
        :raise AccessError: neither the employee nor the coordinator
        :raise UserError: the sheet is closed, or the escort has not begun
        """
        lines = self._begin("escort")
        self.env["visitor.escort"].browse(lines.mapped("res_id")).action_done()
        return self._done()

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def action_open(self):
        """Open what a line is about.

        :return: an action
        :raise AccessError: not reception, or not theirs to read
        """
        self.ensure_one()
        self.check_access("read")
        model = SECTIONS[self.kind].model
        record = self.env[model].browse(self.res_id) if model else self.registration_id
        record.check_access("read")
        return record._get_records_action()

    def _begin(self, *kinds):
        """Check that the sheet is being written and that lines are of some kinds.

        :return: the lines
        :raise AccessError: not reception
        :raise UserError: it is closed, or they are of another kind
        """
        self.shift_id._check_reception()
        self.check_access("read")
        if any(line.shift_id.state != "draft" for line in self):
            raise self.shift_id._is_closed()
        if any(line.kind not in kinds for line in self):
            raise UserError(self.env._("This can't be done here."))
        return self

    def _done(self):
        self.shift_id.action_refresh()
        return True
