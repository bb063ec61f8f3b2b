from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_time
from odoo.tools.translate import LazyTranslate

from ...tools import opening_hours
from ...tools.sentences import say
from ...tools.transaction import apart, batches
from .visitor_visit import APPROVED_FIELDS, ASKS, STANDS

_lt = LazyTranslate(__name__)

# On the clock of the site, the evening before.
EVENING = 17
# The evening before, however early it begins and long the day is (clocks are changed).
AHEAD = timedelta(hours=32)
SUBJECTS = {
    "expected": _lt("Important visitors are expected (%s)"),
    "changed": _lt("Important visitors: the plan has changed (%s)"),
    "cancelled": _lt("Important visitors do not come (%s)"),
}
SENTENCES = {
    "expected": _lt("They come on %(when)s. Prepare what is yours."),
    "changed": _lt("The plan is different now. They come on %(when)s."),
    "cancelled": _lt("The visit was called off. Nothing is to be prepared."),
}


class VisitorVisit(models.Model):
    """Important visits, and those with a programme, are prepared: reception, security,
    the escorts and who is responsible for a point are told the evening before, and
    again when something of it changes.
    """

    _inherit = "visitor.visit"

    def write(self, vals):
        # a start alone comes here again with its end; a programme that is written along
        # with the time is as somebody wants it
        moves = {"start", "stop"} <= vals.keys() and "programme_ids" not in vals
        starts = {visit: visit.start for visit in self} if moves else {}
        result = super().write(vals)
        for visit, before in starts.items():
            visit._move_programme(before)
        if APPROVED_FIELDS & vals.keys():
            self._programme_changed()
        return result

    def _set_state(self, state, **vals):
        result = super()._set_state(state, **vals)
        if state in ("cancelled", "refused"):
            self._programme_changed()
        return result

    def _move_programme(self, before):
        """The programme moves along with the visit."""
        delta = self.start - before
        if not delta:
            return
        for point_sudo in self.sudo().programme_ids:  # of a visit just written
            point_sudo.write(
                {"start": point_sudo.start + delta, "stop": point_sudo.stop + delta}
            )

    def _programme_changed(self):
        """Who was told hears that it is different now, with the next run of the job."""
        told_sudo = self.sudo().filtered("prepared_told_at")  # whether they were told
        told_sudo.prepared_news = True

    # ------------------------------------------------------------
    # WHO PREPARES
    # ------------------------------------------------------------

    def _who_prepares(self):
        """Whom it concerns: reception and security of the site, the escorts, and who is
        responsible for a point of the programme.

        :return: ``res.partner``
        """
        self.ensure_one()
        site = self.site_id
        users = site._receptionists() | site._security_officers()
        return users.partner_id | self._employees_who_prepare().work_contact_id

    def _employees_who_prepare(self):
        """The employees who have a part in the visit, as superuser records."""
        visit_sudo = self.sudo()  # whom to tell, not to show
        people_sudo = visit_sudo.programme_ids.responsible_id
        people_sudo |= visit_sudo.escort_ids.filtered(
            lambda escort: escort.state in ("requested", "accepted", "active")
        ).employee_id
        return self.env["visitor.stand.in"]._at_work(people_sudo, self.company_id)

    def _tell_who_prepares(self, event):
        """
        :param str event: of ``SUBJECTS``
        """
        for partner in self._who_prepares():
            self.env["visitor.told"]._notify(
                partner,
                lambda env: self._words_to_prepare(env, event),
                about=self,
                otherwise=self.site_id._lang(),
            )
        self.write({"prepared_told_at": fields.Datetime.now(), "prepared_news": False})

    def _words_to_prepare(self, env, event):
        visit = self.with_env(env)
        sentence = say(env, SENTENCES[event]) % {"when": visit._format_window()}
        rows = self._rows_told(env, self.registration_ids, named=self.headcount)
        if event != "cancelled":
            rows += [
                (visit._point_times(point), visit._point_words(point))
                for point in visit.sudo().programme_ids  # of what they have a part in
            ]
        return say(env, SUBJECTS[event]) % self.name, self._body_told(
            env, sentence, rows
        )

    def _point_times(self, point):
        tz = self.site_id._tz()
        return " – ".join(
            format_time(self.env, moment, tz, "short")
            for moment in (point.start, point.stop)
        )

    def _point_words(self, point):
        words = (
            point.what,
            point._place_words(),
            point.responsible_id.name,
            point.notes,
        )
        return " · ".join(filter(None, words))

    # ------------------------------------------------------------
    # JOB
    # ------------------------------------------------------------

    @api.model
    def _cron_prepare(self, limit=200):
        """Tell who prepares a visit: the evening before it, and when it has changed."""
        now = fields.Datetime.now()
        soon = Domain("state", "in", ASKS) & Domain("prepared_told_at", "=", False)
        soon &= Domain("start", "<", now + AHEAD) & Domain("stop", ">", now)
        soon &= Domain("important", "=", True) | Domain("programme_ids", "!=", False)
        for visits in batches(self, soon | Domain("prepared_news", "=", True), limit):
            due = visits.filtered(lambda visit: visit._is_to_be_prepared(now))
            for visit in due.try_lock_for_update():
                with apart(visit):
                    visit._prepare()

    def _is_to_be_prepared(self, now):
        if self.sample or self.state == "draft":
            return False
        if self.prepared_told_at:
            return self.prepared_news
        local = self.site_id._to_local
        day = local(self.start).date()
        evening = opening_hours.day_bounds(day - timedelta(days=1), self.site_id.tz)[0]
        evening += timedelta(hours=EVENING)
        return self.state in STANDS and now >= evening

    def _prepare(self):
        if not self.prepared_told_at:
            event = "expected"
        elif self.state in ("cancelled", "refused"):
            event = "cancelled"
        else:
            event = "changed"
        if self.state in ("done", "no_show"):
            self.prepared_news = False  # nobody prepares what is over
        else:
            self._tell_who_prepares(event)
