from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import admission
from ...tools.groups import RECEPTION
from ...tools.sentences import say
from ...tools.weekly_hours import comes_in_sql
from .visitor_visit import TO_COME

# No visit lasts longer: older ones are not looked at.
LONGEST_VISIT = timedelta(days=366)
# How many are expected at a site at a moment, besides a visit: a row for each asked.
EXPECTED = f"""
    SELECT asked.visit_key, COALESCE(SUM(v.headcount), 0)
      FROM UNNEST(%(keys)s, %(ids)s, %(sites)s, %(moments)s::timestamp[])
           AS asked (visit_key, id, site_id, moment)
 LEFT JOIN visitor_visit v
        ON v.site_id = asked.site_id AND v.id != asked.id
       AND v.start <= asked.moment AND v.start > asked.moment - %(longest)s
       AND v.stop > asked.moment
       AND v.state IN ('approved', 'in_progress')
       AND {comes_in_sql("asked.moment", "asked.moment + INTERVAL '1 second'")}
  GROUP BY asked.visit_key
"""
MINUTE = timedelta(minutes=1)


class VisitorVisit(models.Model):
    """What will be missing at the door, told while there is time to prepare.

    Admission is asked as at the desk, for the planned moment: of a visit as it stands
    on the form, saved or not. It blocks nothing.
    """

    _inherit = "visitor.visit"

    @api.depends("start", "stop", "site_id", "type_id", "headcount", "state")
    @api.depends("escorts_needed", "escort_ids.state", "emergency")
    @api.depends_context("lang", "uid")
    def _compute_ahead(self):
        now = fields.Datetime.now()
        planned = self.filtered(lambda visit: visit._lies_ahead(now))
        facts = planned._facts_ahead()
        reception = self.env.user.has_group(RECEPTION)
        for visit in self:
            unmet = visit._unmet_ahead(facts[visit]) if visit in facts else []
            if not reception:
                unmet = admission.for_everybody(unmet)
            visit.ahead_codes = [each.code for each in unmet]
            visit.ahead = "\n".join(say(self.env, each.message) for each in unmet)

    def _lies_ahead(self, now):
        return (
            self.state in TO_COME
            and bool(self.start and self.stop and self.site_id and self.type_id)
            and now <= self.start < self.stop
        )

    def _unmet_ahead(self, facts):
        """What admission will name when it begins, and of the hour, before it ends."""
        unmet = admission.unmet(facts)
        known = {each.code for each in unmet}
        ends = admission.unmet(facts.but(moment=facts.hours.stop - MINUTE))
        return unmet + [
            each for each in admission.of_the_hour(ends) if each.code not in known
        ]

    def _facts_ahead(self):
        """The facts of these visits when they begin, in two queries at most.

        :return: dict from visit to :class:`admission.Facts`
        """
        if not self:
            return {}
        sites_sudo = self.site_id.sudo()  # hours and numbers, of sites one plans for
        calendars = self.env["visitor.site"]._opening_calendars(
            {
                (
                    site._origin.id,
                    site.resource_calendar_id.id,
                    site.company_id.id,
                    site._tz(),
                )
                for site in sites_sudo
            },
            min(self.mapped("start")),
            max(self.mapped("stop")),
        )
        others = self._expected_besides()
        return {
            visit: admission.known(
                ahead=True,
                moment=visit.start,
                site_id=visit.site_id._origin.id,
                tz=visit.site_id.sudo()._tz(),
                visit={
                    "state": "approved",  # whether it will be is seen in its state
                    "registration_state": "expected",
                    "headcount": visit.headcount,
                    "emergency": visit.emergency,
                },
                hours={
                    "start": visit.start,
                    "stop": visit.stop,
                    "opening": calendars.get(visit.site_id._origin.id),
                },
                capacity={
                    "limit": visit.site_id.sudo().capacity,
                    "inside": others.get(key, 0),
                },
                papers={
                    "id_required": visit.type_id.id_required,
                    "photo_required": visit.type_id.photo_required,
                    "signature_required": visit.type_id.signature_required,
                },
            )
            for key, visit in enumerate(self)
        }

    def _expected_besides(self):
        """How many others are expected when each visit begins, where that matters.

        :return: dict from the position among these visits to a number
        """
        rows = [
            (key, visit._origin.id or 0, visit.site_id._origin.id, visit.start)
            for key, visit in enumerate(self)
            if visit.site_id.sudo().capacity
        ]
        if not rows:
            return {}
        self.env["visitor.visit"].flush_model(
            ["headcount", "site_id", "start", "state", "stop"]
        )
        keys, ids, sites, moments = map(list, zip(*rows, strict=True))
        return dict(
            self.env.execute_query(
                SQL(
                    EXPECTED,
                    keys=keys,
                    ids=ids,
                    sites=sites,
                    moments=moments,
                    longest=LONGEST_VISIT,
                )
            )
        )
