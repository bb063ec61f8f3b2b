from odoo import api, models

# In millimetres; with what is responsible, as wide as the page.
TIMES, WHAT, PLACE, WHO, NOTES = 28.0, 52.0, 40.0, 30.0, 36.0
# Names that are printed; the others are counted.
MOST_NAMES = 24


class VisitorProgrammeReport(models.AbstractModel):
    """接待日程: who comes, and what happens when, where and by whom."""

    _name = "report.visitor_management.visitor_programme"
    _inherit = ["report.visitor_management.client_form"]
    _description = "Programme of a Visit"

    _prints = "visitor.visit"

    @api.model
    def _title(self):
        return self.env._("Programme of the Visit")

    @api.model
    def _rows(self, document):
        return [*self._visit_rows(document), *self._programme_rows(document)]

    @api.model
    def _visit_rows(self, visit):
        _ = self.env._
        people = visit.registration_ids
        names = people[:MOST_NAMES].mapped("name")
        if len(people) > MOST_NAMES:
            names.append(_("%s more", len(people) - MOST_NAMES))
        firms = {*people.mapped("organization"), visit.sudo().partner_id.name}
        department = visit.sudo().department_id.name  # the name of a department
        return [
            *self._pairs(
                (_("Visit No."), visit.name),
                (_("Time"), visit.local_window),
            ),
            *self._pairs((_("Purpose"), visit.purpose or visit.type_id.name)),
            *self._pairs(
                (_("Firm"), ", ".join(sorted(filter(None, firms)))),
                (_("People"), str(visit.headcount)),
            ),
            *self._pairs((_("Visitors"), ", ".join(names))),
            *self._pairs(
                (_("Visited"), ", ".join(filter(None, (visit.host_name, department)))),
                (_("Reception Phone"), visit.site_id.sudo().announce_phone),
            ),
            *self._pairs((_("Where"), visit.site_id.name)),
        ]

    @api.model
    def _programme_rows(self, visit):
        _ = self.env._
        columns = [
            (_("Time"), TIMES),
            (_("What happens"), WHAT),
            (_("Place"), PLACE),
            (_("Person responsible"), WHO),
            (_("Notes"), NOTES),
        ]
        one_day = len(
            {self._local_day(visit, each.start) for each in visit.programme_ids}
        )
        lines, day = [], None
        for point in visit.programme_ids:
            times = visit._point_times(point)
            if one_day > 1 and self._local_day(visit, point.start) != day:
                day = self._local_day(visit, point.start)
                times = f"{self._day(day)}\n{times}"
            lines.append(
                [
                    times,
                    point.what,
                    point._place_words(),
                    point.sudo().responsible_id.name,  # on a visit the user reads
                    point.notes,
                ]
            )
        return self._grid(columns, lines)

    @api.model
    def _local_day(self, visit, moment):
        return visit.site_id._to_local(moment).date()
