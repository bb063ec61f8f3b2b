from odoo import Command, api, models


class VisitorVisit(models.Model):
    """A visit of somebody who comes every week, to one unit or several."""

    _inherit = "visitor.visit"

    @api.depends("hours_ids")
    def _compute_regular(self):
        for visit in self:
            visit.regular = bool(visit.hours_ids)

    # ------------------------------------------------------------
    # WHERE TO
    # ------------------------------------------------------------

    def _units(self):
        return super()._units() | self.hours_ids.unit_id

    def _ask_for_units(self):
        """Ask for the areas of the units that the lines name."""
        for visit in self:
            missing = visit.hours_ids.unit_id.area_id - visit.area_ids
            if missing:
                visit.area_ids = [Command.link(area.id) for area in missing]

    # ------------------------------------------------------------
    # WHEN
    # ------------------------------------------------------------

    def _live_hours(self):
        """The lines by which somebody is expected: neither paused nor ended."""
        return self.hours_ids.filtered(lambda line: not (line.paused or line.ended_at))

    def _windows_between(self, begin, end):
        """When a regular is expected in a time, in order.

        :param datetime begin, end: naive UTC, the end excluded
        :return: list of (from, to), naive UTC
        """
        visit_sudo = self.sudo()  # when, of a visit the caller reads
        return sorted(
            (low, high)
            for line in visit_sudo._live_hours()
            for low, high in line._windows()
            if low < end and high > begin
        )

    def _comes_after(self, moment):
        """Whether a regular is still expected on a later day at the site.

        Also at hours that are paused, which may be resumed.

        :param datetime moment: naive UTC
        """
        self.ensure_one()
        after = self.site_id._day_bounds(self.site_id._to_local(moment).date())[1]
        lines_sudo = self.sudo().hours_ids  # when, no more
        return any(
            high > after
            for line in lines_sudo.filtered(lambda each: not each.ended_at)
            for _low, high in line._windows()[-1:]
        )
