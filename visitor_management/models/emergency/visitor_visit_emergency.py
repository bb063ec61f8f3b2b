from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...tools import admission
from ...tools.groups import RECEPTION, SECURITY
from ...tools.names import readable
from ...tools.sentences import say
from ...tools.transaction import apart, batches

_lt = LazyTranslate(__name__)

# Of whom nothing is asked any more: they did not come in.
NOT_HERE = ("refused", "cancelled", "no_show")
# Where the company says nothing: until the same time of the next day.
USUAL_HOURS = 24


class VisitorVisit(models.Model):
    """Emergencies: the fire brigade does not wait until a host has approved it.

    Reception says so when the visit is made, and why. It is approved at once, and
    admission asks for little (``in_emergency`` of each condition). The rest is due
    within the hours that the company gives; what is owed is listed until then, and
    somebody is told once when it is over time.
    """

    _inherit = "visitor.visit"

    @api.depends("emergency", "emergency_settled_at", "registration_ids.state")
    @api.depends_context("lang", "uid")
    def _compute_emergency_owes(self):
        owed = self._emergency_owed()
        for visit in self:
            lines = [
                self.env._(
                    "%(who)s: %(what)s",
                    who=person.name,
                    what=" ".join(say(self.env, each.message) for each in unmet),
                )
                for person, unmet in owed.get(visit, {}).items()
            ]
            visit.emergency_owes = "\n".join(lines)
            visit.emergency_owing = bool(lines)

    def _search_emergency_owing(self, operator, value):
        if operator != "in":
            return NotImplemented
        owed = self.search(self._unsettled())._emergency_owed()
        return Domain("id", "in", [visit.id for visit in owed])

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        if emergencies := visits.filtered("emergency"):
            emergencies._begin_emergency()
        if any(visit.emergency_reason and not visit.emergency for visit in visits):
            raise UserError(self.env._("Say that it is an emergency, too."))
        return visits

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_announce(self):
        """As of every visit; what was saved as an emergency is approved by now."""
        announced = self.filtered(
            lambda visit: visit.emergency and visit.state == "approved"
        )
        return super(VisitorVisit, self - announced).action_announce()

    def action_close_emergency(self, reason):
        """Give up what emergencies still owe: it can't be had any more.

        :param str reason: kept in the history
        :return: True
        :raise AccessError: not security
        :raise UserError: no reason, it is no emergency, or nothing is owed
        """
        if not self.env.user.has_group(SECURITY):
            raise AccessError(
                self.env._("Security decides that the rest is not asked for any more.")
            )
        self.check_access("write")
        reason = self._reason(reason)
        for visit in self:
            if not visit.emergency or visit.emergency_settled_at:
                raise UserError(self.env._("Nothing is owed of this visit."))
            visit_sudo = visit.sudo()  # security, checked above
            visit_sudo._settle_emergency()
            visit_sudo._log_said(
                _lt("What was still owed of the emergency is given up: %s", reason)
            )
        return True

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _begin_emergency(self):
        """Approve at once what reception has said is an emergency.

        :raise AccessError: somebody else said so
        :raise UserError: no reason
        """
        user = self.env.user
        if user.id != SUPERUSER_ID and not user.has_group(RECEPTION):
            raise AccessError(
                self.env._("Only reception lets people in because of an emergency.")
            )
        for visit in self:
            if not readable(visit.emergency_reason):
                raise UserError(self.env._("Say what the emergency is."))
            visit_sudo = visit.sudo()  # reception, checked above
            hours = visit_sudo.company_id.visitor_emergency_hours or USUAL_HOURS
            visit_sudo.emergency_due_at = fields.Datetime.now() + timedelta(hours=hours)
            visit._approve()
            self.env["visitor.notice.channel"]._tell(visit.site_id, "emergency", visit)

    def _answers_for_plan(self):
        # who let them in says how many they are, whomever the kind of visit asks
        if self.emergency:
            return self.env.user.has_group(RECEPTION)
        return super()._answers_for_plan()

    @api.depends("emergency")
    def _compute_host_id(self):
        result = super()._compute_host_id()
        for visit in self:
            if visit.emergency and not visit._origin.id:
                if visit.host_id == self.env.user.employee_id:
                    visit.host_id = False  # they come to the house
        return result

    def _ask_openers(self):
        # nobody is asked to open what is not asked for
        return super(
            VisitorVisit, self.filtered(lambda visit: not visit.emergency)
        )._ask_openers()

    # ------------------------------------------------------------
    # WHAT IS OWED
    # ------------------------------------------------------------

    @api.model
    def _unsettled(self):
        return Domain("emergency", "=", True) & Domain(
            "emergency_settled_at", "=", False
        )

    def _emergency_owed(self):
        """What emergencies among these visits still owe, in few queries for any number.

        :return: dict from visit to a dict from ``visitor.registration`` to a list of
            :class:`admission.Unmet`; without those who owe nothing
        """
        waiting = self.filtered(
            lambda visit: visit.emergency and not visit.emergency_settled_at
        )
        people = waiting.registration_ids.filtered(
            lambda person: person.state not in NOT_HERE
        ).sorted("id")
        facts = self.env["visitor.admission"]._facts(people)
        owed = {}
        for person in people:
            unmet = admission.owed(facts[person.id]) if person.id in facts else []
            if unmet:
                owed.setdefault(person.visit_id, {})[person] = unmet
        return owed

    def _settle_emergency(self):
        self.emergency_settled_at = fields.Datetime.now()
        self.site_id._bus_changed(self.registration_ids, self)

    # ------------------------------------------------------------
    # JOB
    # ------------------------------------------------------------

    @api.model
    def _cron_emergency(self, limit=200):
        """Settle emergencies that owe nothing more; tell once who is over time."""
        now = fields.Datetime.now()
        for visits in batches(self, self._unsettled(), limit):
            owed = visits._emergency_owed()
            todo = visits.filtered(
                lambda visit, owed=owed: visit not in owed or visit._is_over_time(now)
            )
            for visit in todo.try_lock_for_update():
                with apart(visit):
                    if visit in owed:
                        visit._tell_emergency(now)
                    elif not visit._unnamed() and visit.state != "approved":
                        visit._settle_emergency()

    def _is_over_time(self, now):
        return bool(
            self.emergency_due_at
            and self.emergency_due_at < now
            and not self.emergency_told_at
        )

    def _tell_emergency(self, now):
        self.emergency_told_at = now
        at_work = self.site_id._receptionists() | self.site_id._security_officers()
        for partner in at_work.partner_id:
            self._tell(
                partner,
                _lt("An emergency still owes something (%s)", self.name),
                _lt(
                    "The time is over in which the desk completes what was not asked "
                    "for at the door. Open the list “What Emergencies Still Owe” and "
                    "complete it, or ask security to give it up."
                ),
            )
