from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.name_field import Line
from ...tools.ours import ADDON
from ...tools.visit_terms import quarter_after

# Asked for or given, and not at its end: what has to be known to others in the area.
LIVE = ("submitted", "approved", "suspended", "handed_back")
# Over for good: what was allowed then stays as it was.
OVER = ("closed", "cancelled")
# What was asked for, signed and approved: other works, people or times are another
# permit.
CONTENT = frozenset(
    {"kind_id", "level_id", "partner_id", "works", "limits", "hazards"}
    | {"site_id", "area_id", "unit_id", "place", "start", "stop"}
    | {"hour_from", "hour_to", "noisy", "responsible_name", "responsible_phone"}
)


class VisitorPermit(models.Model):
    """A work permit: who may do which works where and when, and who answers for it.

    Reception writes and submits it, the functions that its kind names sign it, and
    security or whom the kind names approves it. From then on its content stays as it
    is: over or changed works are another permit.
    """

    _name = "visitor.permit"
    _description = "Work Permit"
    _inherit = [
        "visitor.state.mixin",
        "visitor.site.clock.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "start desc, id desc"
    _check_company_auto = True
    _site_moments = ("start", "stop")
    _fixed_fields = frozenset({"site_id"})
    _draft_domain = [("state", "=", "draft")]

    _transitions = {
        "draft": {"submitted", "cancelled"},
        "submitted": {"draft", "approved", "cancelled"},
        "approved": {"suspended", "handed_back", "closed", "cancelled"},
        "suspended": {"approved", "handed_back", "closed", "cancelled"},
        "handed_back": {"closed"},
    }

    name = fields.Char("Permit No.", readonly=True, copy=False, index="trigram")
    kind_id = fields.Many2one(
        "visitor.permit.kind",
        "Kind of Works",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        default=lambda self: self._default_kind(),
    )
    kind_color = fields.Integer(related="kind_id.color")
    has_levels = fields.Boolean(compute="_compute_has_levels")
    level_id = fields.Many2one(
        "visitor.permit.level",
        compute="_compute_level_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('kind_id', '=', kind_id)]",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    # who works
    partner_id = fields.Many2one(
        "res.partner",
        "Contracting Firm",
        index="btree_not_null",
        check_company=True,
        domain="[('is_company', '=', True)]",
        ondelete="restrict",
    )
    responsible_name = Line("Person in Charge", help="Of the works, at the contractor.")
    responsible_phone = Line("Phone of the Person in Charge")
    worker_ids = fields.One2many("visitor.permit.worker", "permit_id", "Workers")
    worker_count = fields.Integer(compute="_compute_worker_count")
    # what
    works = fields.Text(required=True, help="What is done, by which method.")
    limits = fields.Text("Limits of the Works", help="What is not allowed.")
    hazards = fields.Text(help="What may happen, and to whom.")
    # where
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
    area_id = fields.Many2one(
        "visitor.area",
        domain="[('site_id', '=', site_id)]",
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
    place = Line("Place of the Works", help="Where exactly: a room, a machine, a part.")
    # when
    start = fields.Datetime(
        required=True,
        copy=False,
        tracking=True,
        default=lambda self: quarter_after(fields.Datetime.now()),
    )
    stop = fields.Datetime(
        required=True,
        copy=False,
        compute="_compute_stop",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    hour_from = fields.Float(
        "Daily From", help="On the clock of the site. Both empty: all day."
    )
    hour_to = fields.Float(
        "Daily Until", help="Earlier than the beginning: on the next morning."
    )
    noisy = fields.Boolean(
        "Noisy Works",
        help="They go on in the hours that the kind of works has for noisy works.",
    )
    windows = fields.Json(
        "Times of the Works", compute="_compute_windows", store=True, copy=False
    )
    hours_text = fields.Char("Hours of the Works", compute="_compute_hours_text")
    raised_by = fields.Selection(
        [
            ("night", "At night"),
            ("rest_day", "On a rest day"),
            ("holiday", "On a holiday"),
        ],
        "One Level Up",
        compute="_compute_counted_level",
        store=True,
        copy=False,
    )
    counted_level_id = fields.Many2one(
        "visitor.permit.level",
        "Level That Counts",
        compute="_compute_counted_level",
        store=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="At night, on rest days and holidays hot work goes one level up.",
    )
    watch_minutes = fields.Integer(
        "Fire Watch of the Permit (minutes)",
        compute="_compute_watch_minutes",
        store=True,
        copy=False,
    )
    watch_until = fields.Datetime(
        "Fire Watch Until", compute="_compute_watch_until", store=True, copy=False
    )
    watching = fields.Boolean(
        "Fire Watch Now", compute="_compute_watching", search="_search_watching"
    )
    expiring = fields.Boolean(
        "Expiring Within a Week",
        compute="_compute_expiring",
        search="_search_expiring",
    )
    sheet_issue = fields.Integer(
        default=1,
        required=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="The codes of sheets that were printed before are over.",
    )
    local_window = fields.Char("Time at the Site", compute="_compute_local_window")
    # before and while
    detail_ids = fields.One2many(
        "visitor.permit.detail",
        "permit_id",
        "Details",
        compute="_compute_detail_ids",
        store=True,
        readonly=False,
        copy=False,
    )
    line_ids = fields.One2many(
        "visitor.permit.line", "permit_id", "Checklist", copy=False
    )
    related_ids = fields.Many2many(
        "visitor.permit",
        "visitor_permit_related_rel",
        "permit_id",
        "related_id",
        "Related Permits",
        domain="[('site_id', '=', site_id), ('id', '!=', id)]",
        ondelete="restrict",
        copy=False,
        help="Of the same works: several hazards are several permits, and each names "
        "the others.",
    )
    watch_name = Line("Watch Person", copy=False)
    briefing_name = Line("Briefing Given By", copy=False)
    briefed_name = Line("Briefing Received By", copy=False)
    briefed_at = fields.Datetime("Briefed On", copy=False)
    start_checked_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    start_checked_at = fields.Datetime("Start Checked On", readonly=True, copy=False)
    acceptance_name = Line(
        "Works Accepted By", copy=False, help="Empty: whoever closes the permit."
    )
    # life
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Works Approved"),
            ("suspended", "Suspended"),
            ("handed_back", "Handed Back"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        "Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    signature_ids = fields.One2many(
        "visitor.permit.signature", "permit_id", "Signatures", copy=False
    )
    submitted_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    submitted_at = fields.Datetime("Submitted On", readonly=True, copy=False)
    approved_by_id = fields.Many2one(
        "res.users",
        "Permit Approved By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    approved_at = fields.Datetime("Permit Approved On", readonly=True, copy=False)
    suspended_at = fields.Datetime("Suspended On", readonly=True, copy=False)
    handed_back_at = fields.Datetime("Handed Back On", readonly=True, copy=False)
    extended_from = fields.Datetime(
        "End Before the Extension", readonly=True, copy=False
    )
    closed_by_id = fields.Many2one(
        "res.users",
        "Permit Closed By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    closed_at = fields.Datetime("Permit Closed On", readonly=True, copy=False)
    # what to look at
    unsigned_ids = fields.Many2many(
        "visitor.permit.function",
        string="Not Signed Yet",
        compute="_compute_unsigned_ids",
        compute_sudo=True,  # the functions of a kind of works, for who reads the permit
    )
    overlap_ids = fields.Many2many(
        "visitor.permit",
        string="At the Same Time in the Area",
        compute="_compute_overlap_ids",
    )
    may_sign = fields.Boolean(compute="_compute_may")
    may_decide = fields.Boolean(compute="_compute_may")
    may_approve = fields.Boolean(compute="_compute_may")
    may_stop = fields.Boolean(compute="_compute_may")
    start_check_required = fields.Boolean(related="kind_id.start_check_required")
    is_over = fields.Boolean("Over", compute="_compute_is_over")
    may_extend = fields.Boolean(related="kind_id.may_extend")

    _name_uniq = models.UniqueIndex("(company_id, name)")
    _area_idx = models.Index(
        "(site_id, start, stop) WHERE state IN "
        "('submitted', 'approved', 'suspended', 'handed_back')"
    )
    _stop_after_start = models.Constraint(
        "CHECK(stop > start)", "A permit ends after it begins."
    )
    _hours_sane = models.Constraint(
        "CHECK(hour_from >= 0 AND hour_from < 24 AND hour_to >= 0 AND hour_to <= 24)",
        "The daily hours are between 0:00 and 24:00.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.model
    def _default_kind(self):
        kinds = self.env["visitor.permit.kind"]
        general = self.env.ref(f"{ADDON}.visitor_permit_kind_general", False)
        return general if general and general.active else kinds.search([], limit=1)

    @api.depends("kind_id.level_ids")
    def _compute_has_levels(self):
        for permit in self:
            permit.has_levels = bool(permit.kind_id.level_ids)

    @api.depends("worker_ids")
    def _compute_worker_count(self):
        for permit in self:
            permit.worker_count = len(permit.worker_ids)

    @api.depends("start", "stop", "site_id.tz")
    @api.depends_context("lang")
    def _compute_local_window(self):
        for permit in self:
            site = permit.site_id
            permit.local_window = site._format_window(permit.start, permit.stop)

    def _compute_is_over(self):
        now = fields.Datetime.now()
        for permit in self:
            permit.is_over = bool(
                permit.state in ("submitted", "approved", "suspended")
                and permit.stop
                and permit.stop < now
            )

    @api.onchange("kind_id")
    def _onchange_kind_id(self):
        if self.state == "draft":
            self.line_ids = [fields.Command.clear(), *self._measures()]

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("area_id", "unit_id", "site_id")
    def _check_place(self):
        for permit in self:
            places = permit.area_id.site_id | permit.unit_id.site_id
            if places - permit.site_id:
                raise ValidationError(
                    self.env._("Choose an area and a unit of the site of the works.")
                )

    @api.constrains("related_ids")
    def _check_related(self):
        for permit_sudo in self.sudo():  # their sites only
            if permit_sudo in permit_sudo.related_ids:
                raise ValidationError(self.env._("A permit is not related to itself."))
            if permit_sudo.related_ids.site_id - permit_sudo.site_id:
                raise ValidationError(
                    self.env._("Related permits are of the same site.")
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        permits = super().create(vals_list)
        for permit_sudo in permits.sudo():  # numbers are the program's
            permit_sudo._number()
        for permit in permits:
            if not permit.line_ids:
                permit.line_ids = permit._measures()
        permits._name_each_other()
        return permits

    def write(self, vals):
        if CONTENT & vals.keys():
            self._check_content(vals)
        if "watch_name" in vals and not vals["watch_name"]:
            self._check_watch_goes_on()
        own = [name for name in vals if self._is_own(name)]
        if own and any(permit.state in OVER for permit in self):
            self.check_access("write")
            raise self._stays(self.env._("It is over."))
        others = self.filtered(lambda permit: permit.kind_id.id != vals.get("kind_id"))
        result = super().write(vals)
        if "kind_id" in vals and "line_ids" not in vals:
            for permit in others:
                permit.line_ids = [fields.Command.clear(), *permit._measures()]
        if "related_ids" in vals:
            self._name_each_other()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A permit is kept. Cancel it, and say why."))

    def copy_data(self, default=None):
        """A new permit for works that go on or were changed: from now on."""
        vals_list = super().copy_data(default)
        for permit, vals in zip(self, vals_list, strict=True):
            workers = permit.worker_ids
            vals.setdefault(
                "worker_ids",
                [fields.Command.create(each) for each in workers._again()],
            )
        return vals_list

    def _number(self):
        self.ensure_one()
        if not self.name:
            site = self.site_id
            self.name = self.company_id._next_number(self._name, site._today())

    def _measures(self):
        """The measures of the kind as they are today, as commands for the checklist.

        What is changed there later leaves this permit alone. In the language of the
        site, where the permit hangs; of the user as long as no site is chosen.
        """
        self.ensure_one()
        site_sudo = self.site_id.sudo()  # its language only
        lang = site_sudo._lang() if site_sudo else self.env.lang
        return [
            fields.Command.create({"name": each.name, "sequence": each.sequence})
            for each in self.kind_id.with_context(lang=lang).check_ids
        ]

    def _is_own(self, name):
        """Whether a field is of the permit itself, not of its history or activities."""
        field = self._fields.get(name)
        return field is not None and field._module == ADDON

    def _check_content(self, vals):
        """
        :raise UserError: the permit was asked for with something else
        """
        for permit in self:
            if permit.state != "draft" and permit._differing(CONTENT, vals):
                permit.check_access("write")
                raise permit._content_stays()

    def _check_watch_goes_on(self):
        """
        :raise UserError: works that are permitted would have nobody who watches them
        """
        for permit in self:
            if permit.state in LIVE[1:] and permit.kind_id.watch_required:
                permit.check_access("write")
                raise UserError(
                    self.env._("These works are watched: write down who does it now.")
                )

    def _content_stays(self):
        if self.state == "submitted":
            return self._stays(
                self.env._("Take it back to a draft to change it; it is signed anew.")
            )
        return self._stays(self.env._("Changed works need a new permit."))

    def _stays(self, why):
        return UserError(
            self.env._("The content of a permit stays as it was asked for. %s", why)
        )

    def _keeps_files(self):
        return self.state in OVER

    def _name_each_other(self):
        """Each of related permits names the other ones."""
        for permit_sudo in self.sudo():  # which name each other, checked as the user's
            for other in permit_sudo.related_ids:
                if permit_sudo not in other.related_ids:
                    other._add_related(permit_sudo)

    def _add_related(self, permit):
        """Name another permit, whatever this one's state."""
        return super().write({"related_ids": [fields.Command.link(permit.id)]})

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _give_end(self, stop):
        """Past what keeps people from changing a permit that was asked for."""
        before = self.extended_from or self.stop
        return super().write({"stop": stop, "extended_from": before})
