from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...tools.groups import ESCORT, RECEPTION
from ...tools.name_field import Line
from ...tools.picture_field import Picture
from ...tools.visit_terms import (
    is_in_calendar,
    later,
    quarter_after,
    takes_longer,
)

_lt = LazyTranslate(__name__)

# Announced, and people may still come or are there.
ASKS = ("pending", "approved", "in_progress")
# Nothing is missing: who is expected may come.
STANDS = ("approved", "in_progress")
# Nobody has come yet: it can be moved, changed or called off.
MOVABLE = ("pending", "approved")
TO_COME = ("draft", *MOVABLE)
OVER = ("done", "refused", "cancelled", "no_show")
# What an approval covers: whoever changes it later needs the right to approve.
APPROVED_FIELDS = {
    "type_id",
    "site_id",
    "host_id",
    "host_partner_id",
    "unit_id",
    "start",
    "stop",
    "area_ids",
    "headcount",
    "planned_headcount",
}


class VisitorVisit(models.Model):
    _name = "visitor.visit"
    _description = "Visit"
    _inherit = [
        "visitor.headcount.mixin",
        "visitor.state.mixin",
        "visitor.owner.mixin",
        "visitor.left.mixin",
        "visitor.site.clock.mixin",
        "visitor.export.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "start desc, id desc"
    _check_company_auto = True
    _draft_domain = [("state", "=", "draft")]
    _owner_field = "host_id"
    _fixed_fields = frozenset({"emergency", "emergency_reason"})
    _site_moments = ("start", "stop")
    _reception_columns = frozenset(
        {"name", "type_id", "site_id", "host_name", "host_id", "host_partner_id"}
        | {"unit_id", "department_id", "partner_id", "purpose", "start", "stop"}
        | {"site_date", "local_window", "headcount", "people", "walk_in", "state"}
        | {"company_id", "emergency"}
    )

    _transitions = {
        "draft": {"pending", "approved", "cancelled"},
        "pending": {"approved", "refused", "cancelled"},
        # back, when somebody changes the plan who could not approve it
        "approved": {"in_progress", "cancelled", "no_show", "pending"},
        "in_progress": {"done"},
        "no_show": {"approved"},
    }
    _taken_back = {
        "in_progress": {"approved", "no_show"},
        "done": {"in_progress", "approved"},
        "refused": {"pending"},
        "cancelled": {"draft", "pending", "approved"},
    }

    def _default_start(self):
        """The next quarter of an hour on the clocks: nobody plans to the second."""
        return quarter_after(fields.Datetime.now())

    name = fields.Char("Visit No.", readonly=True, copy=False, index="trigram")
    type_id = fields.Many2one(
        "visitor.visit.type",
        "Kind",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        default=lambda self: self.env["visitor.visit.type"].search([], limit=1),
    )
    type_color = fields.Integer(related="type_id.color")
    site_id = fields.Many2one(
        "visitor.site",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('company_id', 'in', allowed_company_ids)]",
        default=lambda self: self.env["visitor.site"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        ),
    )
    company_id = fields.Many2one(
        related="site_id.company_id", store=True, index=True, precompute=True
    )
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    # host
    host_id = fields.Many2one(
        "hr.employee",
        compute="_compute_host_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    host_partner_id = fields.Many2one(
        "res.partner",
        "Resident or Tenant",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    unit_id = fields.Many2one(
        "visitor.unit",
        domain="[('site_id', '=', site_id)]",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    unit_instructions = fields.Text(
        "Instructions of the Unit",
        compute="_compute_unit_instructions",
        groups=RECEPTION,
    )
    department_id = fields.Many2one(
        "hr.department",
        compute="_compute_department_id",
        compute_sudo=True,  # the department of an employee is public
        store=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Department of the host when the visit was announced.",
    )
    host_name = fields.Char("Visited", compute="_compute_host_name", compute_sudo=True)
    # plan
    partner_id = fields.Many2one(
        "res.partner",
        "Organization",
        index="btree_not_null",
        check_company=True,
        domain="[('is_company', '=', True)]",
        ondelete="restrict",
    )
    important = fields.Boolean(
        "Important Visitors",
        compute="_compute_important",
        compute_sudo=True,  # the mark of contacts that are named here
        search="_search_important",
    )
    purpose = Line()
    start = fields.Datetime(
        required=True, tracking=True, default=lambda self: self._default_start()
    )
    stop = fields.Datetime(
        required=True,
        compute="_compute_stop",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    local_window = fields.Char(
        "Time at the Site",
        compute="_compute_local_window",
        help="From and until, in the time zone of the site.",
    )
    headcount = fields.Integer(
        "People",
        compute="_compute_headcount",
        inverse="_inverse_headcount",
        store=True,
        readonly=False,
        precompute=True,
        help="How many come: as planned, or more if more are named.",
    )
    planned_headcount = fields.Integer(
        help="How many were planned, where that is more than are named."
    )
    area_ids = fields.Many2many(
        "visitor.area",
        string="Areas",
        compute="_compute_area_ids",
        store=True,
        readonly=False,
        domain="[('site_id', '=', site_id)]",
        ondelete="restrict",
        help="What is asked for. A restricted area is opened by the occupants of the "
        "unit, the person responsible for it, or security.",
    )
    # weekly hours
    hours_ids = fields.One2many(
        "visitor.visit.hours",
        "visit_id",
        "Weekly Hours",
        copy=False,
        help="Who comes every week has hours with each unit: they count on the days of "
        "the visit instead of its beginning and end.",
    )
    regular = fields.Boolean("Has Weekly Hours", compute="_compute_regular", store=True)
    # works
    permit_id = fields.Many2one(
        "visitor.permit",
        "Work Permit",
        copy=False,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        domain="[('site_id', '=', site_id), ('state', 'not in', ('closed', "
        "'cancelled'))]",
        groups=RECEPTION,
        help="The works that the visitors come for. Its workers are picked from its "
        "list.",
    )
    # escorts
    escorts_needed = fields.Integer(
        compute="_compute_escorts_needed",
        store=True,
        help="How many employees accompany the visitors: by the kind of visit, its "
        "areas, or because they are important. 0: none.",
    )
    escort_ids = fields.One2many(
        "visitor.escort", "visit_id", "Escorts", groups=f"{RECEPTION},{ESCORT}"
    )
    escort_words = fields.Text(
        "Accompanied By",
        compute="_compute_escort_words",
        compute_sudo=True,  # the names of colleagues, for who reads the visit
    )
    escort_told = fields.Char(
        groups=fields.NO_ACCESS,
        copy=False,
        help="Which alarms about its escorts were raised, each once.",
    )
    opening_ids = fields.One2many(
        "visitor.area.opening", "visit_id", "Openings", groups=RECEPTION
    )
    waiting_ids = fields.One2many(
        "visitor.waiting", "visit_id", "Waits", groups=RECEPTION
    )
    asked_words = fields.Text(
        "Who Is Asked",
        compute="_compute_asked_words",
        compute_sudo=True,  # who is asked and when, for who reads the visit
    )
    walk_in = fields.Boolean(
        readonly=True, copy=False, help="Came without an appointment."
    )
    # fire brigade, ambulance, engineers: see emergency/
    emergency = fields.Boolean(
        copy=False,
        help="Approved at once; at the door only the pass, the site and the watchlist "
        "are asked for. The rest is due later. Reception says so when the visit is "
        "made, and why.",
    )
    emergency_reason = Line("Reason of the Emergency", copy=False)
    emergency_due_at = fields.Datetime(
        "Rest Due Until",
        readonly=True,
        copy=False,
        help="Until when the desk completes what was not asked for at the door.",
    )
    emergency_settled_at = fields.Datetime(
        "Rest Complete Since", readonly=True, copy=False
    )
    emergency_told_at = fields.Datetime(
        readonly=True,
        copy=False,
        help="When somebody was told that the rest is over time.",
    )
    emergency_owes = fields.Text(
        "Still Owed", compute="_compute_emergency_owes", groups=RECEPTION
    )
    emergency_owing = fields.Boolean(
        "Owes Something",
        compute="_compute_emergency_owes",
        search="_search_emergency_owing",
        groups=RECEPTION,
    )
    # life
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("pending", "To Approve"),
            ("approved", "Expected"),
            ("in_progress", "Inside"),
            ("done", "Done"),
            ("refused", "Refused"),
            ("cancelled", "Cancelled"),
            ("no_show", "Nobody Came"),
        ],
        "Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    registration_ids = fields.One2many(
        "visitor.registration", "visit_id", "Visitors", copy=True
    )
    people = fields.Char("Names", compute="_compute_people")
    # what visitors ask for by their own link
    request_ids = fields.One2many(
        "visitor.visit.request", "visit_id", "Asked by Visitors", copy=False
    )
    open_request_ids = fields.One2many(
        "visitor.visit.request",
        "visit_id",
        "Visitors Ask",
        domain=[("state", "=", "open")],
        readonly=True,
        copy=False,
    )
    declined_at = fields.Datetime(
        "All Declined On",
        readonly=True,
        copy=False,
        help="When the last of the visitors declined, which cancelled the visit.",
    )
    # what is prepared for important visitors
    programme_ids = fields.One2many("visitor.visit.programme", "visit_id", copy=False)
    prepared_told_at = fields.Datetime(
        "Prepared Since",
        readonly=True,
        copy=False,
        help="When reception, security and the escorts were told of it.",
    )
    prepared_news = fields.Boolean(
        readonly=True,
        copy=False,
        help="Something has changed since they were told.",
    )
    # what will be missing at the door
    ahead_codes = fields.Json(
        compute="_compute_ahead",
        help="Codes of the conditions that admission will name at the planned moment.",
    )
    ahead = fields.Text("At the Door", compute="_compute_ahead")
    # of a weekly series: the day of the series that it was made for
    series_id = fields.Many2one(
        "visitor.visit.series",
        "Weekly Series",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    series_day = fields.Date(readonly=True, copy=False)
    series_words = fields.Char("Comes Again", compute="_compute_series_words")
    # what is said when it is announced, and never refused
    said = fields.Text("Please Note", compute="_compute_said")
    announce_phone = fields.Char(related="site_id.announce_phone")
    # approval
    confirmation_channel = fields.Selection(
        [
            ("odoo", "Odoo"),
            ("portal", "Portal"),
            ("mail", "Email"),
            ("intercom", "Intercom"),
            ("phone", "Phone"),
            ("in_person", "In person"),
        ],
        "Confirmed By Way Of",
        readonly=True,
        copy=False,
    )
    confirmed_by_id = fields.Many2one(
        "res.partner",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    confirmed_at = fields.Datetime(readonly=True, copy=False)
    reopened = fields.Boolean(
        "Changed Since It Was Approved",
        readonly=True,
        copy=False,
        help="Somebody changed the plan who could not approve it: approval is asked "
        "again.",
    )
    asked_ids = fields.Many2many(
        "res.partner",
        "visitor_visit_asked_rel",
        "visit_id",
        "partner_id",
        copy=False,
        ondelete="restrict",
        groups=fields.NO_ACCESS,
        help="Who was asked: they may answer until somebody has, and read the visit "
        "until it is over.",
    )
    host_signature = Picture(
        "Signature of the Host",
        readonly=True,
        copy=False,
        max_width=800,
        max_height=300,
        groups=RECEPTION,
        help="A resident who brings guests in signs for them at the desk.",
    )
    may_approve = fields.Boolean(
        compute="_compute_may_approve", search="_search_may_approve"
    )
    may_ask = fields.Boolean(compute="_compute_may_approve", search="_search_may_ask")
    may_change = fields.Boolean(compute="_compute_may_approve")
    # who opens a restricted area reads the visit, and no more
    may_edit = fields.Boolean(compute="_compute_may_approve")
    # restricted areas
    open_area_ids = fields.Many2many(
        "visitor.area",
        string="Already Open",
        compute="_compute_open_areas",
        compute_sudo=True,  # which of the areas asked for are open, and no more
        help="What the passes of this visit name.",
    )
    waiting_area_ids = fields.Many2many(
        "visitor.area",
        string="Not Open Yet",
        compute="_compute_open_areas",
        compute_sudo=True,
        help="Restricted areas that are asked for and that nobody has opened.",
    )
    area_openers = fields.Text("Opened By", compute="_compute_area_words")
    area_answers = fields.Text("Opened", compute="_compute_area_words")
    may_open_areas = fields.Boolean(
        compute="_compute_may_open_areas", search="_search_may_open_areas"
    )
    may_note_areas = fields.Boolean(
        compute="_compute_may_open_areas", search="_search_may_note_areas"
    )
    # to look at, and how long it lasts
    sample = fields.Boolean(
        "Sample Data",
        readonly=True,
        copy=False,
        help="To look at only: nobody comes.",
    )
    overstay_told_at = fields.Datetime(
        readonly=True,
        copy=False,
        help="When somebody was told that visitors stay too long.",
    )
    overstay_told = fields.Char(
        groups=fields.NO_ACCESS,
        copy=False,
        help="Who was told of the end that is over: host, desk, manager, each once.",
    )
    may_extend = fields.Boolean(compute="_compute_may_extend")

    _name_uniq = models.UniqueIndex("(company_id, name)")

    _one_sample = models.UniqueIndex("(company_id) WHERE sample")
    _site_window = models.Index("(site_id, start, stop)")
    _prepared_news_idx = models.Index("(id) WHERE prepared_news")
    _escort_idx = models.Index("(site_id, start) WHERE escorts_needed > 0")
    _series_day_uniq = models.UniqueIndex(
        "(series_id, series_day) WHERE series_id IS NOT NULL"
    )
    _emergency_idx = models.Index("(site_id, start) WHERE emergency")
    _open_idx = models.Index(
        "(state, stop) WHERE state IN ('pending', 'approved', 'in_progress')"
    )
    _stop_after_start = models.Constraint(
        "CHECK(stop > start)", "A visit ends after it begins."
    )
    _headcount_positive = models.Constraint(
        "CHECK(headcount > 0)", "A visit is by one person at least."
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("host_partner_id")
    def _compute_host_id(self):
        for visit in self:
            if visit.host_partner_id:
                visit.host_id = False
            elif not visit.host_id and not visit._origin.id:
                visit.host_id = self.env.user.employee_id

    @api.depends("host_id")
    def _compute_department_id(self):
        for visit in self:
            visit.department_id = visit.host_id.department_id

    @api.depends("host_id.name", "host_partner_id.name", "unit_id.display_name")
    def _compute_host_name(self):
        for visit in self:
            host = visit.host_id.name or visit.host_partner_id.name
            visit.host_name = " · ".join(
                filter(None, (host, visit.unit_id.display_name))
            )

    @api.depends("start", "type_id")
    def _compute_stop(self):
        for visit in self:
            start, origin = visit.start, visit._origin
            if not start:
                visit.stop = visit.stop or False
            elif origin.stop and origin.type_id == visit.type_id and origin.start:
                visit.stop = later(start, origin.stop - origin.start)
            elif not visit.stop or visit.stop <= start or not origin:
                lasting = timedelta(hours=visit.type_id.default_duration or 1)
                visit.stop = later(start, lasting)

    @api.depends("start", "stop", "site_id.tz")
    @api.depends_context("lang")
    def _compute_local_window(self):
        for visit in self:
            visit.local_window = visit._format_window()

    @api.depends("registration_ids.headcount", "planned_headcount")
    def _compute_headcount(self):
        for visit in self:
            visit.headcount = max(visit._named(), visit.planned_headcount, 1)

    @api.onchange("headcount")
    def _inverse_headcount(self):
        for visit in self:
            planned = visit.headcount
            visit.planned_headcount = planned if planned > visit._named() else 0
        # a plan for fewer than are named changes nothing
        self.env.add_to_compute(self._fields["headcount"], self)

    @api.depends("type_id", "site_id", "unit_id")
    def _compute_area_ids(self):
        for visit in self:
            asked = visit.type_id.area_ids | visit.unit_id.area_id
            visit.area_ids = asked.filtered(
                lambda area, site=visit.site_id: area.site_id == site
            )

    @api.depends("registration_ids.name")
    def _compute_people(self):
        for visit in self:
            names = visit.registration_ids.mapped("name")
            visit.people = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("host_id", "host_partner_id", "state")
    def _check_host(self):
        for visit in self:
            if visit.host_id and visit.host_partner_id:
                raise ValidationError(
                    self.env._("A visit has one host: an employee or a resident.")
                )
            waits = visit.state in MOVABLE and not visit.emergency
            if waits and not visit._host():
                raise ValidationError(self.env._("Say who is visited."))

    @api.constrains("start", "stop", "type_id", "site_id")
    def _check_length(self):
        for visit in self:
            if not is_in_calendar(visit.start, visit.stop):
                raise ValidationError(self.env._("Check the date of the visit."))
            days = visit.type_id.max_days
            if takes_longer(visit.start, visit.stop, days, visit.site_id.tz):
                raise ValidationError(
                    self.env._(
                        "A visit of this kind takes %s days at most. Announce another "
                        "one for the time after that.",
                        days,
                    )
                )

    @api.constrains("unit_id", "host_partner_id", "site_id")
    def _check_unit(self):
        for visit in self:
            unit = visit.unit_id
            if unit and unit.site_id != visit.site_id:
                raise ValidationError(self.env._("The unit belongs to another site."))
            occupants = visit._occupants()
            if occupants and visit.host_partner_id - occupants:
                raise ValidationError(
                    self.env._("This resident is not an occupant of the unit.")
                )

    @api.constrains("area_ids", "site_id")
    def _check_areas(self):
        for visit in self:
            if visit.area_ids.site_id - visit.site_id:
                raise ValidationError(
                    self.env._("The areas of a visit are those of its site.")
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        planned = APPROVED_FIELDS & vals.keys()
        if not planned:
            return super().write(vals)
        if "start" in vals and "stop" not in vals:
            start = fields.Datetime.to_datetime(vals["start"])
            for visit in self:  # it takes as long as before
                stop = start and later(start, visit.stop - visit.start)
                visit.write({**vals, "stop": stop})
            return True
        self._check_no_sample()
        self._check_may_plan()
        if "site_id" in vals:
            self._check_may_move(vals["site_id"])
        before = {visit: visit._host() for visit in self}
        sites = self.grouped("site_id")
        with self._asking_again(), self._following_areas():
            result = super().write(vals)
        self._check_may_plan()  # of another kind, too
        for visit in self.filtered(lambda visit: visit._host() != before[visit]):
            if visit.state != "draft":  # no names: the history outlives them
                visit._log_said(_lt("The host was changed."))
        for site, visits in [*sites.items(), *self.grouped("site_id").items()]:
            site._bus_changed(visits.registration_ids, visits)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        if any(visit.state != "draft" and not visit.sample for visit in self):
            raise UserError(
                self.env._("Only drafts can be deleted. Cancel the visit instead.")
            )

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    @api.model
    def _search_asking(self, domain):
        """Visits to which people may still come, or where they are.

        :param domain: which of them
        """
        return self.search(Domain("state", "in", ASKS) & Domain(domain))

    def _named(self):
        """How many people the visitors are who are named."""
        return sum(self.registration_ids.mapped("headcount"))

    def _host(self):
        return self.host_id or self.host_partner_id

    def _occupants(self):
        """The contacts of the unit visited, with the people of its firms."""
        return self.unit_id._occupants()

    def _format_window(self):
        """From and until in the site's time zone, the date once if it is one day."""
        self.ensure_one()
        return self.site_id._format_window(self.start, self.stop)
