from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from ...tools import opening_hours
from ...tools.weekly_hours import comes_in_sql
from ..site.visitor_site_clock_mixin import DAYS

_lt = LazyTranslate(__name__)

COMING = f"""
    SELECT v.id FROM visitor_visit v
     WHERE v.regular AND v.site_id IN %(sites)s
       AND {comes_in_sql("%(begin)s", "%(end)s")}
"""


class VisitorVisit(models.Model):
    """A regular's visit is of its days only, and nobody is a no-show of a year."""

    _inherit = "visitor.visit"

    def _close(self):
        if not (self.regular and self.state == "approved"):
            return super()._close()
        self._set_state("cancelled")
        self._end_registrations("cancelled")
        local = self.with_context(lang=self.site_id._lang())  # a job has none
        local._log_said(_lt("Nobody came at the weekly hours of this visit."))

    @api.model
    def _search_site_day(self, operator, value):
        domain = super()._search_site_day(operator, value)
        if domain is NotImplemented:
            return domain
        days = [DAYS[day] for day in value if day in DAYS]
        coming = Domain("id", "in", list(self._regulars_coming(days)))
        return domain & (Domain("regular", "!=", True) | coming)

    @api.model
    def _regulars_coming(self, days):
        """The ids of visits of regulars who are expected on one of some days.

        :param days: list of distances from today at each site
        """
        now, found = fields.Datetime.now(), set()
        self.env.flush_all()
        for tz, site_ids in self.env["visitor.site"]._by_zone().items():
            today = opening_hours.to_local(now, tz).date()
            for distance in days if site_ids else ():
                begin, end = opening_hours.day_bounds(
                    today + timedelta(days=distance), tz
                )
                found.update(
                    row[0]
                    for row in self.env.execute_query(
                        SQL(COMING, sites=tuple(site_ids), begin=begin, end=end)
                    )
                )
        return found
