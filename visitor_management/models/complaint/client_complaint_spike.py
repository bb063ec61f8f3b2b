from collections import namedtuple

from odoo import api, models
from odoo.tools import SQL
from odoo.tools.misc import formatLang
from odoo.tools.translate import LazyTranslate

from ...tools.client_feedback import WEEKS_BEFORE, is_spike, week_of
from ...tools.sentences import Named
from ...tools.transaction import apart, batches

_lt = LazyTranslate(__name__)

SPIKE = "visitor_management.mail_activity_type_client_spike"
# Complaints of a category in a building: how many in the last seven days, on average
# in a week before, and the latest of them.
Spike = namedtuple("Spike", "category_id site_id building count mean complaint_id")


class ClientComplaint(models.Model):
    """More complaints of a kind in a building than usual: a manager hears of it once.

    What was told stands in the company as long as the spike goes on; once it is over
    and comes again, it is told again.
    """

    _inherit = "client.complaint"

    @api.model
    def _cron_spikes(self):
        """Tell the managers of spikes that they have not heard of."""
        for company in batches(self.env["res.company"], [], limit=1):
            with apart(company):
                self._tell_spikes(company)

    @api.model
    def _tell_spikes(self, company):
        told = {tuple(key) for key in company.client_spikes or []}
        spikes = {
            (spike.category_id, spike.site_id, spike.building): spike
            for spike in self._spikes(company)
        }
        for key, spike in spikes.items():
            if key not in told:
                self._tell_spike(company, spike)
        if spikes.keys() != told:
            company.client_spikes = sorted(spikes)

    @api.model
    def _spikes(self, company):
        """The spikes of the seven days up to today, on the company's clock.

        Invalid complaints are none; those without a unit are of no building.

        :return: list of :class:`Spike`
        """
        week, since = map(company._start_of_day, week_of(company._client_today()))
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT complaint.category_id, unit.site_id,
                       COALESCE(unit.building, '') AS building,
                       COUNT(*) FILTER (WHERE received_at >= %(week)s),
                       COUNT(*) FILTER (WHERE received_at < %(week)s),
                       MAX(complaint.id) FILTER (WHERE received_at >= %(week)s)
                  FROM client_complaint complaint
                  JOIN visitor_unit unit ON unit.id = complaint.unit_id
                 WHERE complaint.company_id = %(company)s
                   AND complaint.received_at >= %(since)s
                   AND complaint.category_id IS NOT NULL
                   AND complaint.state != 'invalid'
              GROUP BY 1, 2, 3
              ORDER BY 1, 2, 3
                """,
                company=company.id,
                week=week,
                since=since,
            )
        )
        spikes = [
            Spike(category, site, building, count, before / WEEKS_BEFORE, latest)
            for category, site, building, count, before, latest in rows
        ]
        return [spike for spike in spikes if is_spike(spike.count, spike.mean)]

    @api.model
    def _tell_spike(self, company, spike):
        """Put a spike on the list of a manager, with the latest complaint of it."""
        user = self.env["visitor.stand.in"]._who_answers(company)
        site = self.env["visitor.site"].browse(spike.site_id)
        where = " ".join(filter(None, (site.name, spike.building)))
        self.browse(spike.complaint_id).activity_schedule(
            SPIKE,
            date_deadline=company._client_today(),
            summary=_lt(
                "%(count)s complaints in 7 days: %(category)s, %(building)s",
                count=spike.count,
                category=Named(
                    "client.complaint.category", spike.category_id, "complete_name"
                ),
                building=where,
            ),
            note=_lt(
                "Usually there are %s a week. Look for one cause behind them.",
                formatLang(
                    self.with_context(lang=user.lang or self.env.lang).env,
                    spike.mean,
                    digits=1,
                ),
            ),
            user_id=user.id,
        )
