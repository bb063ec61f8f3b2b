from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import arrivals, opening_hours


class VisitorDashboard(models.AbstractModel):
    """The figures of reception for a site and a period.

    All are counted from ``visitor.analysis``, with the rights of who asks, in as many
    queries for a day as for a year.
    """

    _name = "visitor.dashboard"
    _description = "Figures of Reception"

    @api.model
    def read_figures(self, days=30, first=False, last=False, site_id=False):
        """What came about in a period, and in the one of as many days before it.

        :param int days: up to today, on the clock of the site; without first and last
        :param first: date, on the clock of each site
        :param last: date, included
        :param int site_id: False for all sites of the companies that are chosen
        :return: dict: ``sites`` (id, name), ``site_id``, ``first``, ``last``,
            ``domain`` (of the period, for lists of ``visitor.analysis``), ``unit`` (of
            the trend), ``tiles`` and ``before`` (see :meth:`Figures.tiles`), and the
            rows of ``hours``, ``lengths``, ``punctuality`` and ``trend``: dicts with
            ``key``, ``label`` and numbers
        :raise AccessError: not reception
        :raise UserError: no period, or too long a one
        """
        self.env["visitor.analysis"].check_access("read")
        sites = self.env["visitor.site"].search(
            [("company_id", "in", self.env.companies.ids)]
        )
        chosen = sites.filtered(lambda site: site.id == site_id) or sites
        first, last = self._period(days, first, last, chosen[:1])
        since = arrivals.before(first, last)[0]
        now, then = self._totals(self._domain(chosen, since, last), first)
        domain = self._domain(chosen, first, last)
        return {
            "sites": [{"id": site.id, "name": site.name} for site in sites],
            "site_id": site_id if chosen.ids == [site_id] else False,
            "first": str(first),
            "last": str(last),
            "domain": list(domain),
            "unit": arrivals.unit(first, last),
            "tiles": now.tiles(),
            "before": then.tiles(),
            **self._rows(domain, first, last),
        }

    # ------------------------------------------------------------
    # PERIOD
    # ------------------------------------------------------------

    @api.model
    def _period(self, days, first, last, site):
        """The first and the last date of what was asked for."""
        try:
            if not first and not last:
                last = site._today() if site else fields.Date.context_today(self)
                first = last - timedelta(days=int(days) - 1)
            first, last = fields.Date.to_date(first), fields.Date.to_date(last)
        except (TypeError, ValueError, OverflowError):
            first = last = None
        if not first or not last or first > last:
            raise UserError(self.env._("Choose a first day and a last one after it."))
        if (last - first).days >= arrivals.MOST_DAYS or not 2000 <= first.year < 2100:
            raise UserError(self.env._("Choose a period of three years at most."))
        return first, last

    @api.model
    def _domain(self, sites, first, last):
        """The lines of some days, as moments: an index finds them."""
        return Domain.OR(
            Domain("site_id", "in", of_zone.ids)
            & Domain("at", ">=", opening_hours.day_bounds(first, tz)[0])
            & Domain("at", "<", opening_hours.day_bounds(last, tz)[1])
            for tz, of_zone in sites.grouped(lambda site: site._tz()).items()
        )

    # ------------------------------------------------------------
    # FIGURES
    # ------------------------------------------------------------

    @api.model
    def _totals(self, domain, first):
        """The figures from a date on, and those before it.

        :return: two :class:`arrivals.Figures`
        """
        rows = self._count(
            domain,
            SQL("(day >= %s)", first),
            SQL("COUNT(DISTINCT visit_id) FILTER (WHERE outcome = 'came')"),
            SQL("SUM(arrivals)"),
            SQL("SUM(walk_ins)"),
            SQL("SUM(no_shows)"),
            SQL("PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY duration)"),
            SQL("COUNT(punctuality)"),
            SQL("COUNT(*) FILTER (WHERE punctuality IN ('0', '1'))"),
            groups=SQL("1"),
        )
        found = {is_now: arrivals.Figures(*figures) for is_now, *figures in rows}
        return tuple(found.get(is_now, arrivals.Figures()) for is_now in (True, False))

    @api.model
    def _rows(self, domain, first, last):
        """What is drawn, counted in one go: each set of rows is grouped by its own."""
        unit = arrivals.unit(first, last)
        rows = self._count(
            domain,
            SQL("GROUPING(hour, length, punctuality, DATE_TRUNC(%s, day)::date)", unit),
            SQL("hour"),
            SQL("length"),
            SQL("punctuality"),
            SQL("DATE_TRUNC(%s, day)::date", unit),
            SQL("SUM(arrivals)"),
            SQL("SUM(walk_ins)"),
            SQL("SUM(no_shows)"),
            SQL("COUNT(*)"),
            groups=SQL(
                "GROUPING SETS ((hour), (length), (punctuality), "
                "(DATE_TRUNC(%s, day)::date))",
                unit,
            ),
        )
        # the bit of the column that a row is grouped by is 0
        sets = {
            name: {row[column]: row[5:] for row in rows if row[0] == mask}
            for column, (name, mask) in enumerate(
                (("hour", 0b0111), ("length", 0b1011))
                + (("punctuality", 0b1101), ("day", 0b1110)),
                start=1,
            )
        }
        nothing = (0, 0, 0, 0)
        hours = [hour for hour, (came, *_rest) in sets["hour"].items() if came]
        return {
            "hours": [
                {
                    "key": hour,
                    "label": f"{hour:02}:00",
                    "count": sets["hour"].get(hour, nothing)[0],
                }
                for hour in (range(min(hours), max(hours) + 1) if hours else ())
            ],
            "lengths": self._classes("length", sets["length"]),
            "punctuality": self._classes("punctuality", sets["punctuality"]),
            "trend": [
                dict(
                    zip(
                        ("arrivals", "walk_ins", "no_shows"),
                        sets["day"].get(step, nothing),
                        strict=False,
                    ),
                    key=str(step),
                )
                for step in arrivals.steps(first, last)
            ],
        }

    @api.model
    def _classes(self, name, counted):
        """All classes of a selection in their order, with how many are in each."""
        field = self.env["visitor.analysis"]._fields[name]
        return [
            {"key": key, "label": label, "count": counted.get(key, (0, 0, 0, 0))[3]}
            for key, label in field._description_selection(self.env)
        ]

    @api.model
    def _count(self, domain, *terms, groups):
        """Rows of aggregates over the lines that the user may read.

        :param terms: SQL over the columns of ``visitor.analysis``
        :param SQL groups: what they are grouped by
        """
        query = self.env["visitor.analysis"]._search(domain)
        if query.is_empty():
            return []
        query.groupby = groups
        return self.env.execute_query(query.select(*terms))
