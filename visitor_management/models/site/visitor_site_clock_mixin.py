from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import opening_hours

DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}


class VisitorSiteClockMixin(models.AbstractModel):
    """Days of what happens at a site, on the clock of the site.

    Odoo counts days on the clock of who looks: a list of Shanghai, opened in Berlin,
    begins its days at seven in the morning. Here lists filter and group by the days of
    the site. The model has a field ``site_id``.
    """

    _name = "visitor.site.clock.mixin"
    _description = "Days on the Clock of the Site"
    # the datetime fields of the first and the last moment; the first may be a path
    # where nothing is grouped by it
    _site_moments = (None, None)

    site_date = fields.Date(
        "Day at the Site", compute="_compute_site_date", search="_search_site_date"
    )
    site_day = fields.Selection(
        [("yesterday", "Yesterday"), ("today", "Today"), ("tomorrow", "Tomorrow")],
        "Day Seen From Today",
        compute="_compute_site_day",
        search="_search_site_day",
        help="On the clock of the site.",
    )

    def _compute_site_date(self):
        for record in self:
            moment, site = record.mapped(self._site_moments[0]), record.site_id
            if moment and moment[0]:
                tz = site.sudo().tz  # whose clock it is, no more
                record.site_date = opening_hours.to_local(moment[0], tz).date()
            else:
                record.site_date = False

    def _compute_site_day(self):
        for record in self:
            today = opening_hours.to_local(
                fields.Datetime.now(), record.site_id.sudo().tz
            ).date()
            away = record.site_date and (record.site_date - today).days
            record.site_day = next(
                (day for day, distance in DAYS.items() if distance == away), False
            )

    # ------------------------------------------------------------
    # SEARCH
    # ------------------------------------------------------------

    @api.model
    def _search_site_date(self, operator, value):
        """The days of every site as moments, so that indexes on moments serve."""
        if operator == "in":
            days = [fields.Date.to_date(day) for day in value if day]
            return Domain.OR(self._on_day(lambda _tz, day=day: day) for day in days)
        if operator not in ("<", "<=", ">", ">=") or not value:
            return NotImplemented
        day, first = fields.Date.to_date(value), self._site_moments[0]
        return Domain.OR(
            in_zone & Domain(first, *self._bound(operator, day, tz))
            for tz, in_zone in self._zones()
        )

    @api.model
    def _bound(self, operator, day, tz):
        first, after = opening_hours.day_bounds(day, tz)
        return {
            "<": ("<", first),
            "<=": ("<", after),
            ">": (">=", after),
            ">=": (">=", first),
        }[operator]

    @api.model
    def _search_site_day(self, operator, value):
        """What begins on the day or lasts into it."""
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()

        def away(distance):
            return lambda tz: (
                opening_hours.to_local(now, tz).date() + timedelta(days=distance)
            )

        return Domain.OR(
            self._on_day(away(DAYS[day]), since=self._site_moments[1])
            for day in value
            if day in DAYS
        )

    @api.model
    def _on_day(self, day_at, since=None):
        """What happens on a local day, as a domain of moments.

        :param day_at: from a time zone to the :class:`date`
        :param str since: the field that reaches the day; default: the first moment
        """
        first = self._site_moments[0]
        return Domain.OR(
            in_zone
            & Domain(since or first, ">=", bounds[0])
            & Domain(first, "<", bounds[1])
            for tz, in_zone in self._zones()
            for bounds in [opening_hours.day_bounds(day_at(tz), tz)]
        )

    @api.model
    def _zones(self):
        """Each time zone with the domain of what happens on its clock."""
        for tz, sites in self.env["visitor.site"]._by_zone().items():
            yield tz, Domain("site_id", "in", [*sites, *([False] * (tz == "UTC"))])

    # ------------------------------------------------------------
    # GROUPS
    # ------------------------------------------------------------

    def _field_to_sql(self, alias, field_expr, query=None):
        """The day at the site, which no column holds, for groups and orders."""
        if field_expr != "site_date" or "." in self._site_moments[0]:
            return super()._field_to_sql(alias, field_expr, query)
        local = self.env["visitor.site"]._local_sql(
            self._field_to_sql(alias, self._site_moments[0], query),
            self._field_to_sql(alias, "site_id", query),
        )
        return SQL("%s::date", local)
