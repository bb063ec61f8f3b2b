from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_duration

from ..tools.groups import check_reception

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class VisitorHoursWizard(models.TransientModel):
    """Weekly hours with a unit, said by days and a time: the schedule is made of it.

    Working schedules are personnel's to make; these are of visitors alone.
    """

    _name = "visitor.hours.wizard"
    _description = "Weekly Hours with a Unit"

    visit_id = fields.Many2one(
        "visitor.visit",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    site_id = fields.Many2one(related="visit_id.site_id", related_sudo=False)
    unit_id = fields.Many2one(
        "visitor.unit",
        required=True,
        compute="_compute_unit_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('site_id', '=', site_id)]",
    )
    monday = fields.Boolean()
    tuesday = fields.Boolean()
    wednesday = fields.Boolean()
    thursday = fields.Boolean()
    friday = fields.Boolean()
    saturday = fields.Boolean()
    sunday = fields.Boolean()
    hour_from = fields.Float("Comes At", default=9.0)
    hour_to = fields.Float("Goes At", default=12.0)

    @api.depends("visit_id")
    def _compute_unit_id(self):
        for wizard in self:
            free = wizard.visit_id.unit_id - wizard.visit_id.hours_ids.unit_id
            wizard.unit_id = wizard.unit_id or free

    def action_confirm(self):
        """Add the weekly hours to the visit.

        :return: action that closes the dialog
        :raise AccessError: not reception, or the visit is somebody else's
        :raise UserError: no day is chosen, it ends before it begins, or the visit can't
            be changed any more
        """
        self.ensure_one()
        check_reception(self.env)
        visit = self.visit_id
        visit.check_access("write")
        days = [number for number, name in enumerate(DAYS) if self[name]]
        if not days:
            raise UserError(self.env._("Choose the days of the week."))
        if not 0 <= self.hour_from < self.hour_to <= 24:
            raise UserError(
                self.env._("The hours begin before they end, both within a day.")
            )
        self.env["visitor.visit.hours"].create(
            {
                "visit_id": visit.id,
                "unit_id": self.unit_id.id,
                "resource_calendar_id": self._schedule(days).id,
            }
        )
        return {"type": "ir.actions.act_window_close"}

    def _schedule(self, days):
        """The schedule of these hours: the one there is, else a new one."""
        labels = dict(
            self.env["resource.calendar.attendance"]
            ._fields["dayofweek"]
            ._description_selection(self.env)
        )
        name = self.env._(
            "Regulars: %(days)s %(from)s–%(to)s",
            days=", ".join(labels[str(day)] for day in days),
            **{
                "from": format_duration(self.hour_from),
                "to": format_duration(self.hour_to),
            },
        )
        company, site = self.visit_id.company_id, self.visit_id.site_id
        # sudo: hours of our own, for a visit that the user may change; nothing of the
        # caller's context
        # pylint: disable-next=context-overridden
        calendars_sudo = self.env["resource.calendar"].sudo().with_context({})
        wanted = {(day, self.hour_from, self.hour_to) for day in days}
        for found_sudo in calendars_sudo.search(
            [("name", "=", name), ("company_id", "=", company.id)]
        ):
            lines = found_sudo._regular_attendances()
            if {line[:3] for line in lines} == wanted:
                return found_sudo.with_env(self.env)
        made_sudo = calendars_sudo.create(
            {
                "name": name,
                "company_id": company.id,
                "tz": site.tz,
                "attendance_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "name": labels[str(day)],
                                "dayofweek": str(day),
                                "hour_from": self.hour_from,
                                "hour_to": self.hour_to,
                                "day_period": "morning",
                            }
                        )
                        for day in days
                    ),
                ],
            }
        )
        return made_sudo.with_env(self.env)
