from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.translate import LazyTranslate

from ...tools import admission
from ...tools.groups import RECEPTION, SECURITY, check_reception
from ...tools.name_field import Line
from ...tools.picture_field import Picture
from ...tools.sentences import say
from ...tools.transaction import lock
from .visitor_identity import EXPIRED
from .visitor_visit import OVER, STANDS

_lt = LazyTranslate(__name__)

# Whoever is announced is the person who comes: changed by reception after approval.
PERSON_FIELDS = {"name", "headcount"}

# They may still come in.
OPEN_STATES = ("expected", "inside", "outside")


class VisitorRegistration(models.Model):
    _name = "visitor.registration"
    _description = "Visitor"
    _inherit = [
        "visitor.headcount.mixin",
        "visitor.state.mixin",
        "visitor.site.clock.mixin",
        "visitor.calendar.mixin",
    ]
    _order = "visit_id desc, id"
    _check_company_auto = True
    _fixed_fields = frozenset({"visit_id"})
    _site_moments = ("visit_id.start", "visit_id.stop")

    _draft_domain = [("visit_id.state", "=", "draft")]
    _transitions = {
        "expected": {"inside", "refused", "cancelled", "no_show"},
        "inside": {"outside", "left"},
        "outside": {"inside", "left"},
        "no_show": {"expected"},
    }
    _taken_back = {
        "inside": {"expected", "no_show"},
        "left": {"inside", "outside"},
        "refused": {"expected"},
        "cancelled": {"expected"},
    }

    visit_id = fields.Many2one(
        "visitor.visit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="visit_id.company_id", store=True, index=True, precompute=True
    )
    site_id = fields.Many2one(
        related="visit_id.site_id", store=True, index=True, precompute=True
    )
    start = fields.Datetime(related="visit_id.start", store=True, precompute=True)
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    host_id = fields.Many2one(related="visit_id.host_id")
    host_name = fields.Char(related="visit_id.host_name")
    type_id = fields.Many2one(related="visit_id.type_id")
    local_window = fields.Char(related="visit_id.local_window")
    emergency = fields.Boolean(related="visit_id.emergency")
    # person
    name = Line(required=True, index="trigram")
    organization = Line(
        compute="_compute_organization", store=True, readonly=False, precompute=True
    )
    phone = Line()
    email = Line()
    vehicle_plate = Line("Plate")
    important = fields.Boolean(
        "Important Visitor",
        compute="_compute_important",
        compute_sudo=True,  # the mark of contacts that are named here
    )
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(), "Language"
    )
    headcount = fields.Integer(
        "People",
        default=1,
        required=True,
        help="More than one: a group under one pass.",
    )
    # taken at the desk, where somebody sees the person
    photo = Picture(
        max_width=480, max_height=480, copy=False, prefetch=False, groups=RECEPTION
    )
    signature = Picture(
        max_width=800, max_height=300, copy=False, prefetch=False, groups=RECEPTION
    )
    own_data_at = fields.Datetime(
        "Own Data Given On",
        readonly=True,
        copy=False,
        help="When the visitor looked at the own data and said that they are right.",
    )
    # invitation
    invitation_state = fields.Selection(
        [
            ("none", "Not Invited by Mail"),
            ("sent", "Invitation Sent"),
            ("opened", "Invitation Opened"),
            ("complete", "Invitation Complete"),
            ("declined", "Invitation Declined"),
            ("bounced", "Invitation Not Delivered"),
        ],
        "Invitation",
        default="none",
        readonly=True,
        copy=False,
        help="What became of the mail with the visitor's own link.",
    )
    invited_at = fields.Datetime(
        "Invited On", readonly=True, copy=False, help="When the latest mail was queued."
    )
    invitation_reminded_at = fields.Datetime(
        "Reminded On", readonly=True, copy=False, help="Of open steps; once at most."
    )
    invitation_told = fields.Char(
        groups=fields.NO_ACCESS,
        copy=False,
        help="What the latest mail said of time, place, host and number, as a digest.",
    )
    # life
    state = fields.Selection(
        [
            ("expected", "Expected"),
            ("inside", "Inside"),
            ("outside", "Out for Now"),
            ("left", "Left"),
            ("refused", "Refused"),
            ("cancelled", "Cancelled"),
            ("no_show", "Did Not Come"),
        ],
        "Status",
        default="expected",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    current_area_id = fields.Many2one(
        "visitor.area", compute="_compute_current_area_id"
    )
    checked_in_at = fields.Datetime("Came", compute="_compute_times")
    checked_out_at = fields.Datetime("Left At", compute="_compute_times")
    pass_ids = fields.One2many(
        "visitor.pass", "registration_id", "Passes", groups=RECEPTION
    )
    stay_ids = fields.One2many("visitor.stay", "registration_id", "Stays")
    induction_record_ids = fields.Many2many(
        "visitor.induction.record",
        string="Safety Training Taken",
        compute="_compute_induction_record_ids",
        groups=RECEPTION,
        help="By this person, at any visit.",
    )
    waiver_ids = fields.One2many(
        "visitor.waiver", "registration_id", "Waivers", groups=RECEPTION
    )
    identity_ids = fields.One2many(
        "visitor.identity", "registration_id", groups=RECEPTION
    )
    violation_ids = fields.One2many(
        "visitor.violation", "registration_id", "Violations", groups=SECURITY
    )
    violation_count = fields.Integer(
        "Number of Violations", compute="_compute_violation_count", groups=SECURITY
    )
    blocker_codes = fields.Json(
        "Still Missing",
        compute="_compute_blockers",
        help="Codes of the conditions that admission would name now.",
    )
    blockers = fields.Text("What Is Missing", compute="_compute_blockers")
    may_undo = fields.Boolean(compute="_compute_may_undo", groups=RECEPTION)
    # contact, and what the search finds
    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        index="btree_not_null",
        check_company=True,
        copy=True,
        ondelete="restrict",
        domain="[('is_company', '=', False)]",
        help="The contact of the company, chosen by whoever announces the visitor or "
        "by reception. Who is no contact is entered by name.",
    )
    email_normalized = fields.Char(
        compute="_compute_email_normalized", store=True, index="btree_not_null"
    )
    phone_key = fields.Char(
        compute="_compute_phone_key",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    # who comes again, see tools/same_person.py; for reception only, as the words below
    known_by_phone = fields.Char(
        compute="_compute_known_by",
        store=True,
        copy=False,
        index="btree_not_null",
        groups=RECEPTION,
    )
    known_by_email = fields.Char(
        compute="_compute_known_by",
        store=True,
        copy=False,
        index="btree_not_null",
        groups=RECEPTION,
    )
    # By what an entry of the watchlist finds somebody. Nobody reads it; like the words
    # it is made of what is personal, and empty when that is.
    watchlist_keys = fields.Char(
        compute="_compute_watchlist_keys",
        store=True,
        copy=False,
        groups=fields.NO_ACCESS,
    )
    visit_request_ids = fields.One2many(
        "visitor.visit.request", "registration_id", "Asked for by the Visitor"
    )
    watchlist_hit_ids = fields.One2many(
        "visitor.watchlist.hit", "registration_id", "Watchlist Hits", groups=SECURITY
    )
    # For reception only: it repeats what is personal. Whoever empties name, phone or
    # plate empties it, too, for it is made of nothing else; so does retention.
    words = fields.Char(
        compute="_compute_words",
        store=True,
        copy=False,
        groups=RECEPTION,
    )

    # things
    belonging_ids = fields.One2many(
        "visitor.belonging", "registration_id", "Belongings", groups=RECEPTION
    )
    item_pass_ids = fields.One2many(
        "visitor.item.pass", "registration_id", "Exit Passes", groups=RECEPTION
    )
    open_belonging_count = fields.Integer(
        "Belongings Here", compute="_compute_open_belonging_count", groups=RECEPTION
    )

    # what the search box reads: few days of one site
    _site_start_idx = models.Index("(site_id, start)")

    _watchlist_idx = models.Index(
        "USING gin (string_to_array(watchlist_keys, '|')) "
        "WHERE watchlist_keys IS NOT NULL"
    )

    _headcount_positive = models.Constraint(
        "CHECK(headcount > 0)", "A registration is for one person at least."
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("partner_id", "visit_id.partner_id")
    def _compute_organization(self):
        for person in self:
            person.organization = (
                person.organization
                or person.partner_id.parent_id.name
                or person.visit_id.partner_id.name
            )

    def _compute_current_area_id(self):
        passes_sudo = self.env["visitor.pass"].sudo()  # only where the person is
        places = {
            issued.registration_id.id: issued.area_id
            for issued in passes_sudo.search_fetch(
                [("registration_id", "in", self.ids), ("area_id", "!=", False)],
                ["registration_id", "area_id"],
            )
        }
        for person in self:
            person.current_area_id = places.get(person.id, False)

    @api.depends("stay_ids.in_at", "stay_ids.out_at")
    def _compute_times(self):
        times = {
            person.id: (first, last)
            for person, first, last in self.env["visitor.stay"]
            .sudo()  # times of a registration the user may read
            ._read_group(
                [("registration_id", "in", self.ids)],
                ["registration_id"],
                ["in_at:min", "out_at:max"],
            )
        }
        for person in self:
            came, went = times.get(person.id, (False, False))
            person.checked_in_at = came
            person.checked_out_at = (
                went if person.state in ("left", "outside") else False
            )

    @api.depends_context("lang", "uid")
    def _compute_blockers(self):
        waiting = self.filtered(lambda person: person._may_come())
        facts = self.env["visitor.admission"]._facts(waiting)
        reception = self.env.user.has_group(RECEPTION)
        for person in self:
            unmet = admission.unmet(facts[person.id]) if person.id in facts else []
            if not reception:
                unmet = admission.for_everybody(unmet)
            person.blocker_codes = [each.code for each in unmet]
            person.blockers = "\n".join(say(self.env, each.message) for each in unmet)

    def _may_come(self):
        return self.state in ("expected", "outside", "no_show")

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("email")
    def _check_one_email(self):
        for person in self:
            if (person.email or "").count("@") > 1:
                raise ValidationError(
                    self.env._(
                        "Enter one e-mail address for each visitor: the invitation "
                        "is for one person alone."
                    )
                )

    @api.constrains("headcount", "visit_id")
    def _check_people_of_visit(self):
        for visit_sudo in self.visit_id.sudo():  # their number only
            named = visit_sudo._named()
            if named > visit_sudo.planned_headcount:  # what was planned is agreed to
                visit_sudo._check_headcount(named)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        visits = self._visits_of(vals_list)
        theirs = visits.sudo(self.env.su)
        with theirs._asking_again(), visits._following_areas():
            people = super().create(vals_list)
        if any(visit.state in OVER for visit in people.visit_id):
            raise UserError(
                self.env._("This visit is over. Announce a new one for more visitors.")
            )
        people.visit_id._check_no_sample()
        people.visit_id._check_may_plan()
        people.visit_id._number()
        announced = people.filtered(
            lambda person: (
                person.visit_id.state in STANDS and not person.visit_id.walk_in
            )
        )
        announced.sudo()._make_passes()  # the visit is approved
        people._bus_changed()
        return people

    def write(self, vals):
        self.visit_id._check_no_sample()
        if PERSON_FIELDS & vals.keys():
            self._check_may_change_person()
        if "partner_id" in vals and any(p.visit_id.state != "draft" for p in self):
            self._check_reception()
        if "headcount" in vals:
            with self.visit_id.sudo()._following_areas():  # as in create
                result = super().write(vals)
        else:
            result = super().write(vals)
        self._bus_changed()
        return result

    def _is_fixed(self, name):
        return UserError(
            self.env._(
                "Visitors stay with the visit they were announced for. Add them to "
                "the other visit and cancel them here."
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_announced(self):
        visits = self.visit_id
        if any(visit.state != "draft" and not visit.sample for visit in visits):
            raise UserError(
                self.env._("Visitors of an announced visit are cancelled, not deleted.")
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_cancel(self):
        """Cancel the registration of somebody who is not coming.

        :return: True
        :raise UserError: the person came already
        """
        self.check_access("write")
        self._end("cancelled", "cancel")
        return True

    def action_refuse(self, reason):
        """Refuse somebody at the desk.

        :param str reason: kept with the visit
        :return: True
        :raise AccessError: not reception
        :raise UserError: no reason, or the person is inside
        """
        self._check_reception()
        reason = self.visit_id._reason(reason)
        self._end("refused", "refuse")
        for visit in self.visit_id:
            visit.sudo()._log_said(  # reception, checked above
                _lt("A visitor was refused at the desk: %s", reason)
            )
        return True

    def set_identity(self, document_type, number, expires_on=False, override_reason=""):
        """Enter the identity document that was shown, as the kind of visit keeps it.

        :param str document_type: a ``document_type`` of ``visitor.identity``
        :param str number: as printed, or the machine readable lines of the document
        :param str expires_on: ``YYYY-MM-DD`` or False
        :param str override_reason: why an inconsistent number is accepted
        :return: ``{"consistent": bool, "message": str}``; an inconsistent number
            without a reason is not stored
        :raise AccessError: not reception
        """
        self.ensure_one()
        self._check_reception()
        self.visit_id._check_no_sample()
        answer = self.env["visitor.identity"]._record(
            self, document_type, number, expires_on, override_reason
        )
        self._bus_changed()
        return answer

    @api.readonly
    def check_identity(self, document_type, number, expires_on=False, recognize=True):
        """Say what a document is and whether its number fits; nothing is kept.

        :param str document_type: the ``document_type`` that was thought of
        :param str number: as for :meth:`set_identity`
        :param str expires_on: ``YYYY-MM-DD`` or False
        :param bool recognize: let the number tell the kind of document
        :return: ``{"document_type", "number", "expires_on", "consistent", "expired",
            "message"}``: the kind, the number as it would be entered, the last day
            (``YYYY-MM-DD`` or False)
        :raise AccessError: not reception
        :raise UserError: unknown document, impossible date, too long
        """
        self.ensure_one()
        self._check_reception()
        identities = self.env["visitor.identity"]
        person_sudo = self.sudo()  # reception, checked above
        if recognize:
            document_type = identities._recognize(person_sudo, document_type, number)
        found = identities._check(person_sudo, document_type, number, expires_on)
        return {
            "document_type": document_type,
            "number": found.number,
            "expires_on": fields.Date.to_string(found.expires_on) or False,
            "consistent": found.consistent,
            "expired": found.message is EXPIRED,
            "message": say(self.env, found.message),
        }

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _visits_of(self, vals_list):
        """The visits that people are about to be added to, also by a default."""
        ids = {vals.get("visit_id") for vals in vals_list if "visit_id" in vals}
        if not all("visit_id" in vals for vals in vals_list):
            ids.add(self.default_get(["visit_id"]).get("visit_id"))
        # sudo: they are compared; what is created is checked as the user's
        return self.env["visitor.visit"].sudo().browse(filter(None, ids))

    def _check_not_over(self):
        """
        :raise UserError: this visitor has left for good, or never comes
        """
        if self.state in ("left", "refused", "cancelled"):
            raise UserError(self.env._("This visitor is not expected any more."))

    def _check_reception(self):
        """What only the desk does.

        :raise AccessError: the user is not reception of the registration's company
        """
        check_reception(self.env)
        self.check_access("write")

    def _check_may_change_person(self):
        """Nobody else comes instead of the person who was approved.

        :raise UserError: the visit is not this user's to change, or the person came
            already: then the register says so, and reception corrects it
        """
        coming = self.filtered(lambda person: person.state == "expected")
        coming.visit_id._check_may_change_plan()
        reception = self.env.su or self.env.user.has_group(RECEPTION)
        for visit in (self - coming).visit_id:
            if not reception or not (self.env.su or visit._answers_for_plan()):
                raise UserError(
                    self.env._("The register holds this name. Reception corrects it.")
                )

    def _lock(self):
        """Keep others from admitting these people until this transaction ends.

        Everything that admits, lets out or withdraws a pass takes this lock first and
        reads after it.
        """
        lock(self)

    def _lock_visits(self):
        """As :meth:`_lock`, with all who come along: what becomes of a visit follows
        from them, and what is taken back is theirs as well.
        """
        self.visit_id.registration_ids._lock()

    def _make_passes(self):
        """A pass that is ready for each person who is expected and has none."""
        passes = self.env["visitor.pass"]
        without = self.filtered(
            lambda person: (
                person.state == "expected"
                and not person.pass_ids.filtered(
                    lambda p: p.state in ("ready", "issued")
                )
            )
        )
        return passes.create([{"registration_id": person.id} for person in without])

    def _end(self, state, act):
        self.visit_id._check_no_sample()
        people_sudo = self.sudo()  # the caller has checked write access
        people_sudo._lock_visits()
        with self.env["visitor.act"]._recording(act, people_sudo):
            people_sudo._set_state(state)
            people_sudo.pass_ids._withdraw()
            people_sudo.visit_id._settle()

    def _stay_away(self, from_state):
        """Those in a state did not come: their passes expire."""
        people = self.filtered(lambda person: person.state == from_state)
        people._set_state("no_show")
        people.pass_ids._expire()

    def _leave_for_good(self, from_state):
        """Those who are out stay out: what they did not give back stays open."""
        people = self.filtered(lambda person: person.state == from_state)
        people._set_state("left")
        people.pass_ids._end_with_departure(card_returned=None)

    def _set_state(self, state, **vals):
        result = super()._set_state(state, **vals)
        self._bus_changed()
        return result

    def _bus_changed(self):
        for site, people in self.grouped("site_id").items():
            site._bus_changed(people)

    def _bus_send_changed(self, site_id):
        """As :meth:`_bus_changed` where the site is known: no query."""
        self.env["visitor.site"].browse(site_id)._bus_changed(self)
