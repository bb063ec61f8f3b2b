from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.groups import check_reception
from ...tools.sentences import say
from ...tools.transaction import apart, batches
from ..visit.visitor_visit import STANDS
from .visitor_escort import LIVE
from .visitor_escort_told import WORDS

# How long before the visit somebody is told that nobody has accepted.
BEFORE = timedelta(minutes=30)
# How long before it an employee who accepted is reminded, and one who did not answer.
REMIND = timedelta(minutes=60)
REMIND_TO_ANSWER = timedelta(hours=24)
# An employee has this long to answer before being reminded.
TIME_TO_ANSWER = timedelta(hours=1)


class VisitorEscort(models.Model):
    """Reminders and alarms: each goes out once."""

    _inherit = "visitor.escort"

    @api.model
    def _cron_alarms(self, limit=200):
        """Remind employees; tell coordinators and desk what is missing, late, or over
        its time."""
        now = fields.Datetime.now()
        waiting = Domain("state", "in", LIVE)
        waiting &= Domain("start", "<=", now + REMIND_TO_ANSWER)
        for escorts in batches(self, waiting, limit):
            for escort in escorts.try_lock_for_update():
                with apart(escort):
                    for code in escort._due(now):
                        escort._raise(code)
        coming = Domain("escorts_needed", ">", 0)
        coming &= Domain("state", "in", STANDS)
        coming &= Domain("start", "<=", now + BEFORE)
        for visits in batches(self.env["visitor.visit"], coming, limit):
            due = visits.filtered(lambda visit: visit._escort_alarms_due(now))
            for visit in due.try_lock_for_update():
                with apart(visit):
                    visit._raise_escort_alarms(now)

    def _due(self, now):
        """Which reminders and alarms are to go out now.

        :return: list of codes of ``WORDS``
        """
        self.ensure_one()
        late = timedelta(minutes=self.site_id.late_after)
        asked = self.create_date + TIME_TO_ANSWER
        going_on = now <= self._window()[1]
        found = {
            "not_answered": self.state == "requested" and asked <= now and going_on,
            "soon": self.state == "accepted"
            and self.start - REMIND <= now < self.start,
            "late": self.state == "accepted" and self.start + late <= now and going_on,
            "overstay": self.state == "active" and not going_on,
        }
        told = (self.told or "").split()
        return [code for code, due in found.items() if due and code not in told]

    def _raise(self, code):
        self.told = " ".join(filter(None, (self.told, code)))
        if code == "not_answered":
            if not self._mail_link(code):
                self._tell_employee(code)
        elif code == "soon":
            self._tell_employee(code)
        else:
            self._tell_alarm(code)


class VisitorVisit(models.Model):
    """Alarms about a visit that nobody accompanies."""

    _inherit = "visitor.visit"

    def action_ask_escort(self):
        """Tell the coordinators that the visitors are at the desk and wait.

        :return: names of those who were told, and of those who were asked to escort
        :raise AccessError: not reception
        :raise UserError: there is no coordinator; says who can make one
        """
        self.ensure_one()
        check_reception(self.env)
        self.check_access("read")
        visit_sudo = self.sudo()  # reception, checked above
        coordinators_sudo = visit_sudo.site_id._escort_coordinators()
        if not coordinators_sudo:
            raise UserError(
                self.env._(
                    "There is no coordinator of escorts. An administrator gives the "
                    "role."
                )
            )
        for user in coordinators_sudo:
            visit_sudo._tell_escort_alarm(user.partner_id, "at_desk")
        waiting = visit_sudo.escort_ids.filtered(lambda each: each.state == "requested")
        return {
            "told": coordinators_sudo.mapped("name"),
            "asked": waiting.employee_id.mapped("name"),
        }

    def _escort_alarms_due(self, now):
        """Which alarms are to go out now.

        :return: list of ``nobody`` and ``alone``
        """
        self.ensure_one()
        told = (self.escort_told or "").split()
        found = []
        if "nobody" not in told and now <= self._over_at():
            # who came early, and left, was there
            coming = self.escort_ids._accepted_at(max(now, self.start))
            inside = self._inside_unaccompanied()
            if len(coming.employee_id) < self.escorts_needed and not inside:
                found.append("nobody")
        if "alone" not in told and self._inside_unaccompanied():
            found.append("alone")
        return found

    def _inside_unaccompanied(self):
        """Who is inside without an escort; not whom security let in alone."""
        if self.escort_ids.filtered(lambda each: each.state == "active"):
            return self.registration_ids.browse()
        return self.registration_ids.filtered(
            lambda person: (
                person.state == "inside"
                and "escort_missing"
                not in person.sudo().waiver_ids._standing().mapped("code")
            )
        )

    def _raise_escort_alarms(self, now):
        codes = self._escort_alarms_due(now)
        self.escort_told = " ".join(filter(None, (self.escort_told, *codes)))
        site = self.site_id
        for code in codes:
            for user in site._escort_coordinators() | site._receptionists():
                # the coordinator reads no visit: the message opens none
                self._tell_escort_alarm(user.partner_id, code)
        self._escorts_changed()
        site._escorts_changed()

    def _tell_escort_alarm(self, partner, code):
        subject, sentence = WORDS[code]

        def words(env):
            visit = self.with_env(env).sudo()  # of a visit the reader is told of
            about = visit._about_for_escorts()
            text = say(env, sentence) % {
                "needed": visit.escorts_needed,
                "accepted": len(
                    visit.escort_ids._accepted_at(
                        max(fields.Datetime.now(), visit.start)
                    ).employee_id
                ),
            }
            rows = [
                (env._("Visitors"), about["visitors"]),
                (env._("Firm"), about["organization"]),
                (env._("Languages"), about["languages"]),
                (env._("Time"), visit.local_window),
                (env._("Where"), about["area_names"] or visit.site_id.name),
            ]
            return (
                say(env, subject) % (visit.name or ""),
                env["ir.qweb"]._render(
                    "visitor_management.visitor_visit_told",
                    {"sentence": text, "rows": [row for row in rows if row[1]]},
                ),
            )

        self.env["visitor.told"]._notify(partner, words, otherwise=self.site_id._lang())
