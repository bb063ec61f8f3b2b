from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_duration

DAYS = {"week": 5, "saturday": 6, "all": 7}


class VisitorSetupHours(models.TransientModel):
    """Opening hours of a site that are the same on each day."""

    _name = "visitor.setup.hours"
    _description = "Opening Hours of a Site"

    site_id = fields.Many2one("visitor.site", required=True)
    days = fields.Selection(
        [
            ("week", "Monday to Friday"),
            ("saturday", "Monday to Saturday"),
            ("all", "Every day"),
            ("always", "Day and night"),
        ],
        "Open On",
        required=True,
        default="week",
    )
    hour_from = fields.Float("Opens At", default=8.0)
    hour_to = fields.Float("Closes At", default=18.0)

    def action_confirm(self):
        """Make the opening hours and give them to the site.

        Own hours: the working schedule of the company is not touched.

        :return: action that closes the dialog
        :raise AccessError: not the administrator of visitors
        :raise UserError: it closes before it opens
        """
        self.ensure_one()
        site = self.site_id
        self.env["visitor.setup"]._check_half("reception")
        site.check_access("write")
        always = self.days == "always"
        low, high = (0, 24) if always else (self.hour_from, self.hour_to)
        if not 0 <= low < high <= 24:
            raise UserError(
                self.env._("It opens before it closes, both between 0:00 and 24:00.")
            )
        # sudo: hours of our own, for a site that the user may write; nothing of the
        # caller's context
        # pylint: disable-next=context-overridden
        calendars_sudo = self.env["resource.calendar"].sudo().with_context({})
        site.resource_calendar_id = calendars_sudo.create(
            {
                "name": self._name_of_hours(low, high),
                "company_id": site.company_id.id,
                "tz": site.tz,
                "attendance_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "name": site.name,
                                "dayofweek": str(day),
                                "hour_from": low,
                                "hour_to": high,
                                "day_period": "morning",
                            }
                        )
                        for day in range(7 if always else DAYS[self.days])
                    ),
                ],
            }
        ).with_env(self.env)
        return {"type": "ir.actions.act_window_close"}

    def _name_of_hours(self, low, high):
        labels = dict(self._fields["days"]._description_selection(self.env))
        if self.days == "always":
            return labels[self.days]
        return f"{labels[self.days]} {format_duration(low)}–{format_duration(high)}"
