from odoo import models


class VisitorVisitHours(models.Model):
    """When the visitor was there, as the unit that pays may know it."""

    _inherit = "visitor.visit.hours"

    def _attendance(self, month):
        """Who was there in a month: for occupants, of whom the caller checked that.

        :param date month: a day of it
        :return: list of ``{"day": date, "unit", "visitor", "came", "left", "hours"}``,
            oldest first; times naive UTC, False where not known, hours a float or False
        """
        lines_sudo = self.env["visitor.attendance"].sudo()  # of these hours only
        return [
            {
                "day": line.day,
                "unit": line.unit_id.display_name,
                "visitor": line.registration_id.name,
                "came": line.in_at,
                "left": line.out_at,
                "hours": line.duration or False,
            }
            for line in lines_sudo._of_month(self, month)
        ]

    def action_open_attendance(self):
        """Open when the visitor was there.

        :return: an action
        """
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "visitor_management.visitor_attendance_action"
        )
        return action | {"domain": [("hours_id", "in", self.ids)], "context": {}}
