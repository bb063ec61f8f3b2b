from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import opening_hours
from ..visit.visitor_visit import TO_COME


class VisitorVisit(models.Model):
    """A visit of a weekly series: changed or called off alone, or with all that follow.

    Changed alone it stays what it became; "all that follow" are like it from then on.
    """

    _inherit = "visitor.visit"

    @api.depends("series_id.words", "type_id")
    @api.depends_context("lang")
    def _compute_series_words(self):
        for visit in self:
            series_sudo = visit.series_id.sudo()  # when, of a visit the user reads
            words = series_sudo.words or False
            if words and series_sudo._asks_once() and visit.state == "pending":
                words = self.env._("%s. One answer counts for all of them.", words)
            visit.series_words = words

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_make_series(self):
        """Ask on which days this visit comes again.

        :return: an action
        :raise UserError: it is over, or of a series already
        """
        self.ensure_one()
        self.check_access("write")
        self._check_may_begin_series()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Weekly Series"),
            "res_model": "visitor.visit.series",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_source_id": self.id},
        }

    def action_change_following(self):
        """Make all visits of the series that follow this one like it.

        Time of day, length, kind, host, areas, purpose and people; moved to another
        weekday, so are they. Rights and approvals are those of each visit.

        :return: True
        :raise AccessError: the user does not change them
        :raise UserError: the visit is of no series, or somebody else has to approve
        """
        self.ensure_one()
        self.check_access("write")
        self._check_in_series()
        series_sudo = self.series_id.sudo()  # of a visit the user may change
        former_sudo = series_sudo.source_id
        series_sudo.source_id = self
        if self.sudo()._differs_for_approval(former_sudo):
            if not self._answers_for_plan():
                series_sudo._ask_anew()
        for visit in self._following(with_this=False):
            visit._become_like(self)
        return True

    def action_cancel_following(self, reason):
        """Call off this visit of a series and all that follow; the series ends.

        :param str reason: kept in the history of each
        :return: True
        :raise AccessError: the user does not change them
        :raise UserError: no reason, or the visit is of no series
        """
        self.ensure_one()
        self.check_access("write")
        self._check_in_series()
        self._following(with_this=True).action_cancel(reason)
        series_sudo = self.series_id.sudo()  # write access to its visits was checked
        if series_sudo.state == "running":
            series_sudo._set_state("ended")
        return True

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _check_may_begin_series(self):
        """
        :raise UserError: the visit is over, or of a series already
        """
        self._check_no_sample()
        self._check_not_over()
        if self.series_id:
            raise UserError(self.env._("This visit is of a weekly series already."))
        if self.emergency or self.state not in TO_COME:
            raise UserError(
                self.env._(
                    "A series begins with a visit that is still to come. Repeat this "
                    "one first."
                )
            )

    def _check_in_series(self):
        if not self.series_id:
            raise UserError(self.env._("This visit is not of a weekly series."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_series(self):
        if any(visit.series_id for visit in self):
            raise UserError(
                self.env._(
                    "This visit is of a weekly series, which would make it again. "
                    "Cancel it instead."
                )
            )

    # ------------------------------------------------------------
    # THE OTHERS
    # ------------------------------------------------------------

    def _following(self, with_this):
        """The visits of the series after this one that have not begun, in order."""
        day, now = self.series_day, fields.Datetime.now()
        return self.series_id.visit_ids.filtered(
            lambda visit: (
                visit.state in TO_COME
                and visit.start > now
                and (visit.series_day > day or with_this and visit == self)
            )
        ).sorted("series_day")

    def _local_day(self):
        """The day on which it begins, on the clock of the site."""
        return self.site_id._to_local(self.start).date()

    def _start_on(self, day):
        """When a visit like this one begins on a day of its series, as naive UTC.

        This one may have been moved to the day after: then they are as well.
        """
        local = self.site_id._to_local(self.start).replace(tzinfo=None)
        moved = local.date() - (self.series_day or local.date())
        return opening_hours.to_utc(
            datetime.combine(day + moved, local.time()), self.site_id._tz()
        )

    def _become_like(self, source):
        start = source._start_on(self.series_day)
        self.write(
            {
                "type_id": source.type_id.id,
                "host_id": source.host_id.id,
                "host_partner_id": source.host_partner_id.id,
                "unit_id": source.unit_id.id,
                "partner_id": source.partner_id.id,
                "purpose": source.purpose,
                "start": start,
                "stop": start + (source.stop - source.start),
                "area_ids": [fields.Command.set(source.area_ids.ids)],
            }
        )
        self._take_people_of(source)
        self.headcount = source.headcount

    def _take_people_of(self, source):
        """Those who come to the other visit come to this one, and nobody else."""
        wanted = {each._as_person(): each for each in source._people_again()}
        mine = {
            each._as_person(): each
            for each in self.registration_ids
            if each.state == "expected"
        }
        gone = self.registration_ids.browse(
            each.id for key, each in mine.items() if key not in wanted
        )
        new = [each for key, each in wanted.items() if key not in mine]
        if new:
            people = source.registration_ids.browse(each.id for each in new)
            self.env["visitor.registration"].create(
                [{**vals, "visit_id": self.id} for vals in people.copy_data()]
            )
        if self.state == "draft":
            gone.unlink()
        elif gone:
            gone.action_cancel()
