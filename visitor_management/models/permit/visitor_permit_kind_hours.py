import itertools

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.permit_hours import HOLIDAY

DAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
    (HOLIDAY, "Holiday"),
]


class VisitorPermitKindHours(models.Model):
    """One window of a day in which noisy works of a kind are allowed.

    A day may have several, and one without any has none. On a holiday those of
    holidays hold, whatever the weekday.
    """

    _name = "visitor.permit.kind.hours"
    _description = "Hours of Noisy Works"
    _inherit = ["visitor.fixed.mixin"]
    _order = "kind_id, day, hour_from, id"
    _fixed_fields = frozenset({"kind_id"})

    kind_id = fields.Many2one(
        "visitor.permit.kind", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="kind_id.company_id", store=True, index=True)
    day = fields.Selection(DAYS, "Day of the Week", required=True, default="0")
    hour_from = fields.Float("From (hour)", required=True, default=8.0)
    hour_to = fields.Float("Until (hour)", required=True, default=12.0)

    _hours_in_order = models.Constraint(
        "CHECK(hour_from >= 0 AND hour_from < hour_to AND hour_to <= 24)",
        "A window of a day begins before it ends, between 00:00 and 24:00.",
    )

    @api.depends("day", "hour_from", "hour_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        names = dict(self._fields["day"]._description_selection(self.env))
        for hours in self:
            hours.display_name = f"{names.get(hours.day, '')} {hours._window()}"

    @api.constrains("day", "hour_from", "hour_to")
    def _check_apart(self):
        for hours in self.kind_id.hours_ids.grouped(
            lambda each: (each.kind_id, each.day)
        ).values():
            ordered = hours.sorted("hour_from")
            for before, after in itertools.pairwise(ordered):
                if after.hour_from < before.hour_to:
                    raise ValidationError(
                        self.env._(
                            "Two windows overlap: %(before)s and %(after)s. Make one "
                            "of them.",
                            before=before.display_name,
                            after=after.display_name,
                        )
                    )

    def _window(self):
        """From and until, as on a clock."""
        return f"{clock(self.hour_from)} – {clock(self.hour_to)}"


def clock(hour):
    """An hour as on a clock: 13.5 is 13:30."""
    minutes = round(hour * 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"
