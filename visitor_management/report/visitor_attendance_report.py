from odoo import api, models
from odoo.tools import format_date, format_duration


class VisitorAttendanceReport(models.AbstractModel):
    """When regular visitors were there: a page for each unit and month."""

    _name = "report.visitor_management.visitor_attendance"
    _inherit = ["report.visitor_management.client_form"]
    _description = "Attendance List"

    _prints = "visitor.attendance"

    @api.model
    def _title(self):
        return self.env._("Attendance List")

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        lines = values["docs"].sorted(lambda each: (each.day, each.in_at, each.id))
        pages = []
        for (unit, month), of_month in lines.grouped(
            lambda each: (each.unit_id, each.day.replace(day=1))
        ).items():
            heading, *rows = self._lines_of(of_month)
            said = f"{unit.display_name} · {self._month(month)}"
            pages += self._paged(
                of_month[:1], [*rows, *self._total(of_month)], said, [heading]
            )
        return values | {"pages": pages}

    @api.model
    def _pages(self, document):
        return []  # a list is of all times of a month together

    @api.model
    def _month(self, day):
        return format_date(self.env, day, date_format="MMMM yyyy")

    @api.model
    def _lines_of(self, lines):
        _ = self.env._
        columns = [
            (_("Day"), 44.0),
            (_("Visitor"), 58.0),
            (_("Came at"), 28.0),
            (_("Left at"), 28.0),
            (_("Hours"), 28.0),
        ]
        return self._grid(columns, [self._line(line) for line in lines])

    @api.model
    def _line(self, line):
        return [
            format_date(self.env, line.day, date_format="EEE yyyy-MM-dd"),
            line.registration_id.name,
            self._clock(line, line.in_at),
            self._clock(line, line.out_at) if line.duration else "",
            format_duration(line.duration) if line.duration else "",
        ]

    @api.model
    def _clock(self, line, moment):
        return moment and f"{line.site_id._to_local(moment):%H:%M}"

    @api.model
    def _total(self, lines):
        _ = self.env._
        known = lines.filtered("duration")
        words = format_duration(sum(known.mapped("duration")))
        without = len(lines) - len(known)
        if without:
            words += " · " + _("%s times nobody saw the visitor leave", without)
        return [
            *self._pairs(
                (_("Days"), str(len(set(lines.mapped("day"))))),
                (_("Hours in all"), words),
            ),
            *self._signatures((_("Signature of the unit"), ""), (_("Signature"), "")),
        ]
