from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_list

from ...tools.groups import RECEPTION, SECURITY
from ...tools.visit_terms import Plan
from .visitor_visit import ASKS, OVER
from .visitor_visit_approval import ASKED_CHANNELS, OWN_CHANNELS

ACTIVITY = "visitor_management.mail_activity_type_area_opening"


class VisitorVisit(models.Model):
    """Which areas a visit asks for, which of them are open, and who opens the others.

    ``area_ids`` is what is asked for: by the kind of visit, by the unit visited, by
    whoever plans it. An area that is not restricted is open to it at once. A
    restricted one is opened by the occupants of the unit in it, by the person
    responsible for it, or by security; neither a kind of visit nor the name of a host
    opens it. Each area stands for itself, whatever it is inside of. The visit's own
    approval does not wait for that. Only what is open stands on a pass.
    """

    _inherit = "visitor.visit"

    @api.depends("area_ids.restricted", "opening_ids.kind", "state")
    def _compute_open_areas(self):
        for visit in self:
            closed = visit._closed_areas()
            visit.open_area_ids = visit.area_ids._origin - closed
            visit.waiting_area_ids = closed if visit.state in ASKS else False

    @api.depends("waiting_area_ids", "opening_ids.kind", "unit_id", "hours_ids")
    @api.depends_context("lang")
    def _compute_area_words(self):
        for visit in self:
            visit.area_openers = "\n".join(
                f"{area.name}: {visit._who_opens(area)}"
                for area in visit.waiting_area_ids
            )
            visit.area_answers = "\n".join(
                visit._answer_sentence(opening) for opening in visit._openings()
            )

    @api.depends("waiting_area_ids", "unit_id", "hours_ids", "host_partner_id")
    @api.depends_context("uid")
    def _compute_may_open_areas(self):
        for visit in self:
            visit.may_open_areas = any(map(visit._opens_as, visit.waiting_area_ids))
            visit.may_note_areas = visit._may_note_areas()

    def _search_may_open_areas(self, operator, value):
        return self._search_waiting(operator, "may_open_areas")

    def _search_may_note_areas(self, operator, value):
        return self._search_waiting(operator, "may_note_areas")

    def _search_waiting(self, operator, name):
        if operator != "in":
            return NotImplemented
        asking = Domain("state", "in", ASKS) & Domain("area_ids.restricted", "=", True)
        # few: of visits that are not over, and of restricted areas
        return Domain("id", "in", self.search(asking).filtered(name).ids)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_areas(self, channel="odoo", partner_id=False):
        """Open the restricted areas that visits wait for, those that one may open.

        :param str channel: how the answer came; ``intercom``, ``phone`` and
            ``in_person`` are reception's, who asked an occupant of the unit: they
            open the area of the unit
        :param int partner_id: the occupant who answered; by default the host
        :return: True
        :raise AccessError: it is somebody else who opens them; says who
        :raise UserError: nothing waits to be opened, or it is not said who answered
        """
        self.check_access("read")
        self.sudo().registration_ids._lock()  # a gate may be letting them in
        for visit in self:
            if not visit.waiting_area_ids:
                raise UserError(self.env._("No area of this visit waits to be opened."))
            partner = visit._opening_partner(channel, partner_id)
            areas = visit._openable(channel, partner)
            if not areas:
                raise visit._not_the_opener()
            visit.sudo()._open_areas(areas, channel, partner)  # checked above
        self._follow_areas()
        return True

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _openings(self):
        """What stands of what was opened: the latest word on each area decides."""
        openings_sudo = self._origin.sudo().opening_ids  # of a visit one may read
        latest = {each.area_id: each for each in openings_sudo.sorted("id")}
        return openings_sudo.filtered(
            lambda each: each.kind == "opened" and latest[each.area_id] == each
        ).sorted("id")

    def _closed_areas(self):
        """The restricted areas asked for that nobody has opened."""
        asked, opened = self.area_ids._origin, self._openings().area_id
        return asked.filtered("restricted") - opened

    def _opens_as(self, area):
        """In what capacity this user opens a restricted area of the visit.

        :return: an ``opened_as`` of ``visitor.area.opening``, or False: not at all
        """
        user = self.env.user
        if user in self._occupant_users(area):
            return "occupant"
        if user == area._responsible_user():
            return "responsible"
        return user.has_group(SECURITY) and "security"

    def _units(self):
        """The units that visitors come to: usually the one of the visit."""
        return self.unit_id

    def _units_in(self, area):
        """Those of the units whose own area it is, as superuser."""
        visit_sudo = self.sudo()  # the occupants of a unit are reception's to know
        return visit_sudo._units().filtered(lambda unit: unit.area_id == area)

    def _occupant_users(self, area):
        """Those who sign in and answer for the unit in an area themselves.

        Of a tenant firm's people only those of the portal: an employee of ours could
        put the own contact below the firm.
        """
        units_sudo = self._units_in(area)
        return units_sudo.partner_ids.user_ids | (
            units_sudo._occupants().user_ids.filtered("share")
        )

    def _openable(self, channel, partner):
        """The closed areas that a person's word opens, given by way of a channel."""
        closed = self._closed_areas()
        if channel in ASKED_CHANNELS:
            return closed.filtered(
                lambda area: partner and partner in self._units_in(area)._occupants()
            )
        return closed.filtered(self._opens_as)

    def _opening_partner(self, channel, partner_id):
        """The person whose answer this is.

        :raise AccessError: this user can't pass on that answer
        """
        if channel in ASKED_CHANNELS:
            if not self.env.user.has_group(RECEPTION):
                raise self._not_the_opener()
            occupants_sudo = self.sudo()._units()._occupants()  # reception, checked
            answered = occupants_sudo.browse(partner_id) or self.host_partner_id
            if self.waiting_area_ids & self._units().area_id and (
                not answered or answered not in occupants_sudo
            ):
                raise UserError(
                    self.env._("Say which occupant of the unit has answered.")
                )
            return answered
        if channel not in OWN_CHANNELS:
            raise UserError(self.env._("“%s” is no way to confirm a visit.", channel))
        return self.env.user.partner_id

    def _may_note_areas(self):
        """Whether an occupant's answer is still to be asked for by this desk."""
        if not self.env.user.has_group(RECEPTION):
            return False
        occupants_sudo = self.sudo()._units()._occupants()  # reception, checked above
        waits = bool(self.waiting_area_ids & self._units().area_id)
        # the host who approves opens it with the same answer
        with_approval = self.may_ask and self.host_partner_id in occupants_sudo
        return waits and bool(occupants_sudo) and not with_approval

    def _not_the_opener(self):
        return AccessError(
            self.env._(
                "These areas are opened by others:\n%s", self.sudo().area_openers
            )
        )

    def _who_opens(self, area):
        """Who opens a restricted area of the visit, in words. Names no occupant."""
        who = []
        for unit_sudo in self._units_in(area).filtered("partner_ids"):
            who.append(self.env._("the occupants of %s", unit_sudo.display_name))
        if area._responsible_user():
            who.append(area.sudo().responsible_id.name)  # the name is public
        who.append(self.env._("Security"))
        return format_list(self.env, who, "or")

    def _answer_sentence(self, opening):
        """Which area was opened by whom, in words."""
        channels = dict(opening._fields["channel"]._description_selection(self.env))
        return self.env._(
            "%(area)s: opened by %(person)s (%(channel)s)",
            area=opening.area_id.name,
            person=opening.partner_id.name or opening.user_id.name,
            channel=channels.get(opening.channel, "–"),
        )

    # ------------------------------------------------------------
    # EFFECTS
    # ------------------------------------------------------------

    def _open_areas(self, areas, channel, partner):
        """Record that areas are open; the callers checked who opens them."""
        self._record_openings(
            areas,
            "opened",
            lambda area: {
                "opened_as": (
                    "occupant" if channel in ASKED_CHANNELS else self._opens_as(area)
                ),
                "partner_id": partner.id,
                "channel": channel,
            },
        )

    def _open_on_word(self, channel, partner):
        """Open what a person may who says yes to the visit: announces or approves."""
        self._open_areas(self._openable(channel, partner), channel, partner)

    def _record_openings(self, areas, kind, values=lambda area: {}):
        openings_sudo = self.env["visitor.area.opening"].sudo()  # the program writes
        openings_sudo.create(
            [
                {
                    "visit_id": self.id,
                    "area_id": area.id,
                    "kind": kind,
                    "at": fields.Datetime.now(),
                    "user_id": self.env.uid,
                    **values(area),
                }
                for area in areas
            ]
        )

    @contextmanager
    def _following_areas(self):
        """What changes the plan of visits inside ends what was opened for it.

        Unless the one who changes it could open the area. What is added is opened on
        the same terms.
        """
        announced = self.filtered(lambda visit: visit.state in ASKS)
        announced.sudo().registration_ids._lock()  # a gate may be letting them in
        before = {visit: (visit._plan(), visit.area_ids) for visit in announced}
        yield
        for visit, (plan, asked) in before.items():
            opened, added = visit._openings().area_id, visit.area_ids - asked
            dropped = opened - visit.area_ids
            visit._record_openings(dropped, "dropped")
            if not plan.covers(visit._plan()):
                changed = (opened - dropped).filtered(
                    lambda area, visit=visit: not visit._opens_as(area)
                )
                visit._record_openings(changed, "changed")
            person = self.env.user.partner_id
            visit._open_areas(visit._openable("odoo", person) & added, "odoo", person)
        announced._follow_areas()

    def _plan(self):
        """What an area is opened for."""
        visit_sudo = self.sudo()  # compared, not shown
        whom = (
            visit_sudo.site_id,
            visit_sudo.type_id,
            visit_sudo.host_id,
            visit_sudo.host_partner_id,
            visit_sudo.unit_id,
        )
        return Plan(whom, self.start, self.stop, self.headcount)

    def _follow_areas(self):
        """Let the passes name what is open, and tell those who open the rest."""
        visits_sudo = self.sudo()  # the callers checked what they did
        visits_sudo.registration_ids.pass_ids._refresh_window()
        visits_sudo._ask_openers()
        for site, visits in visits_sudo.grouped("site_id").items():
            site._bus_changed(visits.registration_ids)

    def _ask_openers(self):
        """Put the visits on the list of those who open what is not open yet."""
        for visit in self:
            openers = visit._openers()
            asked = visit.activity_search([ACTIVITY])
            others = openers - asked.user_id
            asked.filtered(lambda each, who=openers: each.user_id not in who).unlink()
            for user in others:
                visit.activity_schedule(ACTIVITY, user_id=user.id)

    def _ask_again(self):
        """Put what still waits on the lists, although somebody has ticked it off."""
        for visit_sudo in self.sudo():  # of activities the user may end
            visit_sudo._put_on_list()
            visit_sudo._ask_openers()

    def _openers(self):
        """The users to ask: security where nobody nearer is there."""
        openers = self.env["res.users"]
        for area in self.waiting_area_ids:
            nearer = area._responsible_user()
            occupants = self._occupant_users(area)
            nearer |= occupants.filtered(lambda user: not user.share)
            openers |= nearer or self.site_id._security_officers()
        return openers

    def _set_state(self, state, **vals):
        result = super()._set_state(state, **vals)
        if state in OVER:
            self.sudo().activity_unlink([ACTIVITY])  # nobody is asked any more
        return result
