from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from ...tools import quiet_hours
from ..visit.visitor_visit import ASKS

HOUR = timedelta(hours=1)


class VisitorVisit(models.Model):
    """What who announces a visit is told of the site's wishes. Nothing is refused."""

    _inherit = "visitor.visit"

    @api.depends("start", "stop", "site_id", "host_id", "host_partner_id", "state")
    @api.depends_context("lang")
    def _compute_said(self):
        for visit in self:
            visit.said = "\n".join(visit._said_when_announced())

    def _said_when_announced(self):
        """What the site asks of who announces this visit, saved or not.

        :return: list of sentences in the user's language, empty where it fits, or where
            it is too late to choose another time
        """
        self.ensure_one()
        if self.state not in ("draft", "pending") or not (
            self.start and self.stop and self.site_id
        ):
            return []
        return [*self._said_of_quiet_hours(), *self._said_of_others()]

    def _said_of_quiet_hours(self):
        site_sudo = self.site_id.sudo()  # its wishes, of a site one plans for
        spans = quiet_hours.read(site_sudo.quiet_hours)
        met = spans and quiet_hours.met(spans, self.start, self.stop, site_sudo._tz())
        if not met:
            return []
        return [
            self.env._(
                "%(site)s asks for quiet at %(hours)s. Choose another time if you can.",
                site=site_sudo.name,
                hours=", ".join(span.words for span in met),
            )
        ]

    def _said_of_others(self):
        """Whether the host has as many visits within the hour as the site likes."""
        site_sudo, host = self.site_id.sudo(), self._host()
        limit = site_sudo.host_visits_per_hour
        if not limit or not host:
            return []
        local = site_sudo._to_local(self.start)
        since = self.start - timedelta(
            minutes=local.minute, seconds=local.second, microseconds=local.microsecond
        )
        name = "host_id" if self.host_id else "host_partner_id"
        visits_sudo = self.sudo()  # how many they are, and no more
        others = visits_sudo.search_count(
            Domain(name, "=", host._origin.id)
            & Domain("site_id", "=", self.site_id._origin.id)
            & Domain("start", ">=", since)
            & Domain("start", "<", since + HOUR)
            & Domain("state", "in", ASKS)
            & Domain("id", "!=", self._origin.id or 0)
        )
        if others < limit:
            return []
        return [
            self.env._(
                "%(host)s has %(count)s other visits that begin between %(since)s and "
                "%(until)s; %(site)s asks for %(limit)s at most. Choose another hour "
                "if you can.",
                host=host.sudo().name,
                count=others,
                since=f"{local:%H}:00",
                until=f"{local + HOUR:%H}:00",
                site=site_sudo.name,
                limit=limit,
            )
        ]
