from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools import opening_hours, search_words
from ...tools.groups import RECEPTION
from ...tools.name_field import Line
from ...tools.names import readable
from ...tools.ours import ADDON


class VisitorItemPass(models.Model):
    """An exit pass (放行条): what may be taken out, by whom or in which vehicle, today.

    Whom the things belong to approves it, never the carrier. At the exit the person
    always goes; the guard ticks the things, and what does not match stops.
    """

    _name = "visitor.item.pass"
    _description = "Exit Pass"
    _inherit = ["visitor.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "valid_on desc, id desc"
    _check_company_auto = True
    _fixed_fields = frozenset({"site_id"})

    _transitions = {
        "draft": {"approved", "refused"},
        # refused: it is void, or nothing of it went out
        "approved": {"used", "refused"},
    }

    name = fields.Char("Exit Pass No.", readonly=True, copy=False, index="trigram")
    kind = fields.Selection(
        [
            ("moving", "Moving house"),
            ("bulky", "Bulky things"),
            ("works", "Material of works"),
            ("sample", "Samples of goods"),
            ("repair", "For repair"),
            ("other", "Other things"),
        ],
        "Kind of Exit",
        required=True,
        default="other",
        index=True,
    )
    # whose things
    site_id = fields.Many2one(
        "visitor.site",
        required=True,
        compute="_compute_site_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        ondelete="restrict",
        domain="[('company_id', 'in', allowed_company_ids)]",
    )
    company_id = fields.Many2one(
        related="site_id.company_id", store=True, index=True, precompute=True
    )
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    unit_id = fields.Many2one(
        "visitor.unit",
        compute="_compute_of_visit",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('site_id', '=', site_id)]",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    department_id = fields.Many2one(
        "hr.department",
        compute="_compute_of_visit",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        help="Whose head approves it, where the things are of the company.",
    )
    applicant = Line(help="Who asked for the pass.")
    capacity = fields.Selection(
        [("owner", "Owner"), ("tenant", "Tenant"), ("entrusted", "Entrusted by them")],
        "Applicant Is",
    )
    phone = Line("Phone of the Applicant", groups=RECEPTION)
    # who carries
    registration_id = fields.Many2one(
        "visitor.registration",
        "Visitor",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        domain="[('state', 'in', ('expected', 'inside', 'outside'))]",
        help="Who takes the things out.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Carrier",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        help="The contact who takes the things out, where it is no visitor.",
    )
    carrier = Line("Name of the Carrier", help="Who carries, or the firm that moves.")
    plate = Line(help="The vehicle that takes the things out.")
    plate_key = fields.Char(
        compute="_compute_plate_key",
        store=True,
        groups=fields.NO_ACCESS,
    )
    # what
    line_ids = fields.One2many(
        "visitor.item.pass.line", "item_pass_id", "Things", copy=True
    )
    line_count = fields.Integer("Number of Things", compute="_compute_line_count")
    reason = Line("Reason for Taking Out")
    return_on = fields.Date("Comes Back On", help="Things that only go for repair.")
    fees = Line(
        "Outstanding Fees",
        help="Information only: nothing is held back for it.",
    )
    # when and where
    valid_on = fields.Date(
        required=True,
        copy=False,
        compute="_compute_valid_on",
        store=True,
        readonly=False,
        precompute=True,
        help="That day only, on the clock of the site.",
    )
    is_current = fields.Boolean(
        "Valid Today", compute="_compute_is_current", search="_search_is_current"
    )
    expected_at = fields.Datetime(copy=False)
    gate_id = fields.Many2one(
        "visitor.gate",
        "Planned Exit",
        domain="[('site_id', '=', site_id)]",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    lift = Line("Goods Lift")
    # life
    state = fields.Selection(
        [
            ("draft", "To Be Approved"),
            ("approved", "Approved"),
            ("used", "Used"),
            ("refused", "Refused"),
        ],
        "Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    may_approve = fields.Boolean(compute="_compute_may_approve")
    approved_by_id = fields.Many2one(
        "res.partner",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    approved_as = fields.Selection(
        [
            ("occupant", "Occupant of the unit"),
            ("host", "Host"),
            ("head", "Head of department"),
            ("security", "Security"),
        ],
        readonly=True,
        copy=False,
    )
    approved_at = fields.Datetime("Approved On", readonly=True, copy=False)
    channel = fields.Selection(
        [
            ("odoo", "In the system"),
            ("phone", "By phone"),
            ("in_person", "In person"),
            ("letter", "By letter"),
        ],
        "How It Was Approved",
        readonly=True,
        copy=False,
    )
    refusal = Line("Reason of the Refusal", readonly=True, copy=False)
    released_at = fields.Datetime("Checked At", readonly=True, copy=False)
    released_by_id = fields.Many2one(
        "res.users",
        "Checked By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    released_gate_id = fields.Many2one(
        "visitor.gate",
        "Checked Where",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    # what did not match
    mismatch = fields.Text("Did Not Match", readonly=True, copy=False)
    stopped = fields.Boolean(
        "Things Stopped",
        readonly=True,
        copy=False,
        help="What was carried did not match, and nobody has settled it.",
    )
    settlement = fields.Selection(
        [
            ("taken_back", "Taken back inside"),
            ("completed", "Exit pass completed"),
            ("left_with_slip", "Left voluntarily, with a slip"),
            ("security", "Approved by security"),
            ("police", "Police called"),
            ("matched", "Matched when checked again"),
        ],
        "How It Ended",
        readonly=True,
        copy=False,
    )
    settlement_note = Line("Note on How It Ended", readonly=True, copy=False)
    settled_by_id = fields.Many2one(
        "res.users",
        "Ended By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    completes_id = fields.Many2one(
        "visitor.item.pass",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        help="The pass whose things did not match.",
    )
    belonging_ids = fields.One2many(
        "visitor.belonging", "item_pass_id", "Left with a Slip", groups=RECEPTION
    )

    _name_uniq = models.UniqueIndex("(company_id, name)")
    # what a scan at an exit looks up
    _exit_idx = models.Index("(site_id, valid_on) WHERE state = 'approved'")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("registration_id", "unit_id")
    def _compute_site_id(self):
        for each in self:
            person_sudo = each.registration_id.sudo()  # a place only
            each.site_id = (
                person_sudo.site_id
                or each.unit_id.site_id
                or each.site_id
                or self.env["visitor.site"].search(
                    [("company_id", "=", self.env.company.id)], limit=1
                )
            )

    @api.depends("registration_id")
    def _compute_of_visit(self):
        for each in self:
            visit_sudo = each.registration_id.sudo().visit_id  # whom it is with
            each.unit_id = visit_sudo.unit_id or each.unit_id
            each.department_id = visit_sudo.department_id or each.department_id

    @api.depends("site_id")
    def _compute_valid_on(self):
        for each in self:
            if each.site_id and not each.valid_on:
                each.valid_on = each.site_id._today()

    @api.depends("valid_on", "state", "stopped")
    def _compute_is_current(self):
        """Of today, or waiting for somebody to say how it ended."""
        for each in self:
            today = bool(each.site_id) and each.valid_on == each.site_id._today()
            waiting = each.state in ("draft", "approved")
            each.is_current = waiting and (today or each.stopped)

    @api.model
    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        today = Domain.OR(
            Domain("site_id", "in", ids)
            & Domain("valid_on", "=", opening_hours.to_local(now, tz).date())
            for tz, ids in self.env["visitor.site"]._by_zone().items()
        )
        waiting = Domain("state", "in", ("draft", "approved"))
        current = waiting & (today | Domain("stopped", "=", True))
        return current if True in value else ~current

    @api.depends("plate")
    def _compute_plate_key(self):
        for each in self:
            each.plate_key = search_words.together(each.plate or "") or False

    @api.depends("line_ids")
    def _compute_line_count(self):
        for each in self:
            each.line_count = len(each.line_ids)

    @api.depends("state", "registration_id", "partner_id", "unit_id", "department_id")
    @api.depends_context("uid")
    def _compute_may_approve(self):
        for each in self:
            each.may_approve = each.state == "draft" and bool(each._answers_as())

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("registration_id", "partner_id", "carrier", "plate")
    def _check_carrier(self):
        for each in self:
            if not (
                each.registration_id
                or each.partner_id
                or readable(each.carrier)
                or search_words.together(each.plate or "")
            ):
                raise ValidationError(
                    self.env._(
                        "Say who takes the things out: the visitor, a contact, a name "
                        "or the plate of the vehicle."
                    )
                )

    @api.constrains("site_id", "registration_id", "unit_id", "gate_id")
    def _check_place(self):
        for each in self:
            places = each.registration_id.sudo().site_id  # a place only
            if (places | each.unit_id.site_id | each.gate_id.site_id) - each.site_id:
                raise ValidationError(
                    self.env._("Visitor, unit and exit are of the site of the pass.")
                )

    @api.constrains("kind", "unit_id")
    def _check_moving(self):
        for each in self:
            if each.kind == "moving" and not each.unit_id:
                raise ValidationError(
                    self.env._("Choose the unit that somebody moves out of.")
                )

    @api.constrains("expected_at", "valid_on", "site_id")
    def _check_expected(self):
        for each in self:
            expected = each.expected_at and each.site_id._to_local(each.expected_at)
            if expected and expected.date() != each.valid_on:
                raise ValidationError(
                    self.env._("An exit pass is expected on the day it is valid on.")
                )

    @api.constrains("return_on", "valid_on")
    def _check_return(self):
        for each in self:
            if each.return_on and each.return_on < each.valid_on:
                raise ValidationError(
                    self.env._("Things come back after they went out.")
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        # who writes it down for somebody does not follow what becomes of it
        quiet = self.with_context(mail_create_nosubscribe=True)
        passes = super(VisitorItemPass, quiet).create(vals_list)
        passes.registration_id.sudo().visit_id._check_no_sample()
        for pass_sudo in passes.sudo():  # numbers are the program's
            pass_sudo.name = pass_sudo.company_id._next_number(
                self._name, pass_sudo.valid_on
            )
            pass_sudo._ask_approvers()
        return passes.with_env(self.env)

    def write(self, vals):
        if not self.env.su and any(each.state != "draft" for each in self):
            self.check_access("write")
            own = [self._fields.get(name) for name in vals]
            if any(field is not None and field._module == ADDON for field in own):
                raise self._is_decided()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An exit pass is kept. Refuse it instead."))

    def _keeps_files(self):
        return self.state != "draft"

    def _is_decided(self):
        return UserError(
            self.env._(
                "This exit pass was decided about: what it says stays. Make a new one."
            )
        )
