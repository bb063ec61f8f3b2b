from odoo import fields, models


class VisitorReception(models.AbstractModel):
    """A regular's visit begins and ends on each of its days."""

    _inherit = "visitor.reception"

    def _day(self, site, only=None, visits=None, days=0):
        day = super()._day(site, only, visits, days)
        if days and (regulars := [row for row in day["visits"] if row["regular"]]):
            bounds = self._bounds(site, days)
            for row in regulars:
                visit = self.env["visitor.visit"].browse(row["id"])
                row.update(self._row_hours(visit, *bounds))
        return day

    def _row_visit(self, visit):
        row = super()._row_visit(visit) | {"regular": visit.regular}
        if visit.regular:
            row |= self._row_hours(visit, *self._bounds(visit.site_id, 0))
        return row

    def _row_hours(self, visit, begin, end):
        """The hours on a day: those that are or come next, else the last ones.

        :return: ``{"start", "stop"}``, empty where nobody is expected
        """
        now = fields.Datetime.now()
        windows = visit._windows_between(begin, end)
        if not windows:
            return {}
        start, stop = next((each for each in windows if each[1] > now), windows[-1])
        return {
            "start": fields.Datetime.to_string(start),
            "stop": fields.Datetime.to_string(stop),
        }
