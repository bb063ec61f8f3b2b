from odoo import models

from ..visit.visitor_visit_approval import ACTIVITY


class VisitorVisit(models.Model):
    """Who approves a series: each of its visits, or one answer for all.

    The kind of visit says which (``series_approved_once``). Then those who approve are
    asked with the first visit alone, and read that it is a series.
    """

    _inherit = "visitor.visit"

    def _submit_of_series(self):
        """Announce a visit that its series has made."""
        series = self.series_id
        if series._asks_once() and series.approved_at:
            channel = series.approved_channel or False
            self._approve(channel, series.approved_by_id)
        else:
            self._submit()

    def _reopen(self):
        """What the coming visits are like was approved, and is not any more."""
        result = super()._reopen()
        for series_sudo in self.sudo().series_id:  # of visits the user wrote
            if series_sudo.source_id in self:
                series_sudo._ask_anew()
        return result

    def _differs_for_approval(self, source):
        """Whether visits like this one are more than was agreed to with another."""
        places = ("type_id", "site_id", "host_id", "host_partner_id", "unit_id")
        local, other = (
            self.site_id._to_local(self.start),
            source.site_id._to_local(source.start),
        )
        return (
            any(self[name] != source[name] for name in places)
            or local.time() != other.time()
            or self._days_moved() != source._days_moved()
            or self.stop - self.start != source.stop - source.start
            or self.headcount > source.headcount
            or bool(self.area_ids - source.area_ids)
        )

    def _days_moved(self):
        return self._local_day() - (self.series_day or self._local_day())

    def _ask_host(self, answered=False):
        if self._is_asked_with_another():
            self.site_id._bus_changed(self.registration_ids)
            return None
        return super()._ask_host(answered)

    def _is_asked_with_another(self):
        """Whether those who approve are asked about all of the series with another."""
        series_sudo = self.sudo().series_id  # of a visit the user wrote
        return bool(
            series_sudo
            and series_sudo._asks_once()
            and series_sudo._visits_waiting() - self.sudo()
        )

    def _approve(self, channel=False, partner=None):
        result = super()._approve(channel, partner)
        series_sudo = self.sudo().series_id  # who may approve was checked
        if channel and series_sudo and not series_sudo.approved_at:
            if series_sudo._asks_once():
                series_sudo._approved(channel, partner)
        return result

    def action_refuse(self, reason):
        """As of every visit; a series that is asked about once is over with it."""
        series_sudo = self.sudo().series_id.filtered(
            lambda each: each._asks_once() and not each.approved_at
        )
        together = self | self.browse(series_sudo._visits_waiting().ids)
        result = super(VisitorVisit, together).action_refuse(reason)
        for each in series_sudo:
            each._end_in_time()
        return result

    def action_cancel(self, reason):
        """As of every visit; if it was the one asked with, the next one asks."""
        waiting = self.filtered(lambda visit: visit.state == "pending")
        result = super().action_cancel(reason)
        for series_sudo in waiting.sudo().series_id:  # of visits the user called off
            others = series_sudo._visits_waiting()
            asked = any(visit.activity_search([ACTIVITY]) for visit in others)
            if others and not asked and series_sudo._asks_once():
                super(VisitorVisit, others[0])._ask_host()
        return result

    def _rows_told(self, env, people, place=(), named=0):
        rows = super()._rows_told(env, people, place, named)
        words = self.with_env(env).sudo().series_words  # of a visit one is told of
        return [*rows, (env._("Weekly Series"), words)] if words else rows
