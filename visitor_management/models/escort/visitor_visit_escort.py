from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...tools import escort_plan
from ..visit.visitor_visit import ASKS
from .visitor_escort import LIVE

_lt = LazyTranslate(__name__)

# Of visits that are over it stays as it was.
PLANNED = ("draft", *ASKS)


class VisitorVisit(models.Model):
    """How many employees accompany a visit, and what becomes of them with it."""

    _inherit = "visitor.visit"

    # What a rule changes later (a kind, an area, a mark) follows by
    # :meth:`_follow_escort_rules`: visits that are over keep what was asked of them.
    @api.depends(
        "type_id",
        "site_id",
        "area_ids",
        "headcount",
        "partner_id",
        "registration_ids.partner_id",
    )
    def _compute_escorts_needed(self):
        for visit in self:
            areas_sudo = visit.area_ids.sudo()  # numbers only
            asking = areas_sudo.filtered("escort_guests")
            visit.escorts_needed = escort_plan.needed(
                visit.headcount,
                asking.mapped("escort_guests"),
                (areas_sudo - asking).mapped("guests_per_escort"),
                by_rule=visit._is_escorted_by_rule(),
            )

    @api.depends("escort_ids.state", "escort_ids.employee_id")
    @api.depends_context("lang")
    def _compute_escort_words(self):
        for visit in self:
            states = dict(
                self.env["visitor.escort"]
                ._fields["state"]
                ._description_selection(self.env)
            )
            shown = visit.escort_ids.filtered(
                lambda each: each.state in LIVE or each.state == "done"
            )
            visit.escort_words = "\n".join(
                f"{each.employee_id.name} ({states[each.state]})"
                for each in shown.sorted("id")
            )

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _is_escorted_by_rule(self):
        """Whether an escort is needed wherever the visitors go."""
        self.ensure_one()
        if self.type_id.escort_required:
            return True
        # sudo: a switch of the site one plans for, and who is marked
        return self.sudo().site_id.important_escort and self.sudo()._is_important()

    @api.model
    def _follow_escort_rules(self, domain):
        """A rule was changed: ask anew what the visits that lie ahead need.

        :param domain: which visits it may be about
        """
        visits_sudo = self.sudo().search(  # all of them, whoever changed the rule
            Domain("state", "in", PLANNED) & Domain(domain)
        )
        self.env.add_to_compute(self._fields["escorts_needed"], visits_sudo)
        visits_sudo.flush_recordset(["escorts_needed"])
        visits_sudo.site_id._escorts_changed()

    def _about_for_escorts(self):
        """What whoever accompanies the visitors, or sends somebody, has to know.

        Never phone, e-mail, plate or identity. The caller checked who asks.

        :return: dict of texts and a number
        """
        self.ensure_one()
        people, firms = self.registration_ids.sorted("id"), []
        for firm in [*people.mapped("organization"), self.partner_id.name]:
            if firm and firm not in firms:
                firms.append(firm)
        known = dict(self.env["res.lang"].get_installed())
        spoken = dict.fromkeys(filter(None, people.mapped("lang")))
        return {
            "visitors": ", ".join(people.mapped("name")),
            "organization": ", ".join(firms),
            "languages": ", ".join(known.get(each, each) for each in spoken),
            "area_names": ", ".join(self.area_ids.mapped("complete_name")),
            "host_name": self.host_name or "",
            "guests": self.headcount,
        }

    def _escorts_changed(self):
        """Screens of reception read these visits again."""
        for site, visits in self.grouped("site_id").items():
            site._bus_changed(visits.sudo().registration_ids, visits)  # ids only

    def _facts_ahead(self):
        return {
            visit: mine.but(escort=visit._escort_ahead())
            for visit, mine in super()._facts_ahead().items()
        }

    def _escort_ahead(self):
        """The facts of admission about escorts, of the visit as it is planned."""
        self.ensure_one()
        escorts_sudo = self._origin.sudo().escort_ids  # a number
        return {
            "needed": self.escorts_needed,
            "people": self.headcount,
            "accepted": (0, len(escorts_sudo._accepted_at(self.start).employee_id)),
        }

    # ------------------------------------------------------------
    # WHAT FOLLOWS
    # ------------------------------------------------------------

    def _set_state(self, state, **vals):
        result = super()._set_state(state, **vals)
        if state in ("done", "cancelled", "refused", "no_show"):
            self.sudo()._end_escorts()  # who may take the step was checked
        return result

    def write(self, vals):
        before = {
            visit: (visit.start, visit.stop)
            for visit in (self if {"start", "stop"} & vals.keys() else ())
        }
        result = super().write(vals)
        for visit, (start, stop) in before.items():
            if (start, stop) != (visit.start, visit.stop):
                visit.sudo()._move_escorts(start, stop)
        return result

    def _end_escorts(self):
        """The visit is over: who was with the visitors is done, the others needn't."""
        escorts = self.escort_ids.filtered(lambda each: each.state in LIVE)
        active = escorts.filtered(
            lambda each: each.state == "active" and each.visit_id.state == "done"
        )
        active._end()
        (escorts - active)._call_off(_lt("The visit does not take place, or is over."))

    def _end_escorts_if_gone(self):
        """Nobody of the visit is inside or comes back: nobody is accompanied."""
        self.ensure_one()
        states = set(self.registration_ids.mapped("state"))
        if not states & {"inside", "outside"}:
            active = self.escort_ids.filtered(lambda each: each.state == "active")
            active._end()

    def _move_escorts(self, start, stop):
        """The visit has another time: whoever had promised the old one is asked anew.

        :param datetime start, stop: what the visit had before; an escort for a part of
            it keeps the own time
        """
        whole = self.escort_ids.filtered(
            lambda each: each.state in LIVE and (each.start, each.stop) == (start, stop)
        )
        grace = timedelta(minutes=self.site_id.grace_before)
        kept = whole.filtered(
            lambda each: (
                each.state != "accepted"
                or (self.start >= start - grace and self.stop <= stop)
            )
        )
        self.escort_told = False
        kept.write({"start": self.start, "stop": self.stop, "told": False})
        for escort in whole - kept:
            employee = escort.employee_id
            escort._call_off(_lt("The time of the visit was changed."))
            escort.create(
                {
                    "visit_id": self.id,
                    "employee_id": employee.id,
                    "start": self.start,
                    "stop": self.stop,
                }
            )
