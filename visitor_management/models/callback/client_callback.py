from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.entered_times import BEHIND, MOVED, SOON
from ...tools.groups import MANAGER, SERVICE
from ...tools.name_field import Line
from ...tools.picture_field import Picture
from ...tools.satisfaction import SATISFACTION
from ..complaint.client_complaint_term import SEVERITIES
from .client_callback_rule import CHANNELS, SOURCES

CALL = "visitor_management.mail_activity_type_client_callback"
# What finishing a callback decides, and what a review locks besides.
DECIDED_FIELDS = {
    "result",
    "handling_result",
    "client_words",
    "dissatisfied_reason",
    "solved_on_spot",
    "explained_reason",
    "next_date",
    "next_hour",
    "due_at",
}
# How often the client is tried: whoever is given up lets the complaint close.
SERVICE_FIELDS = {"rule_id", "attempts"}
# What follows the complaint until the client is called.
FOLLOWED_FIELDS = {"partner_id", "department_id"}
# What says whether the same was repaired before.
REPAIR_FIELDS = {"source", "category_id", "partner_id", "unit_id", "anchor_at"}
CONTACT_FIELDS = ("partner_id", "unit_id", "contact_name", "phone", "email")
CONTENT_FIELDS = DECIDED_FIELDS | {
    "unit_id",
    "contact_name",
    "phone",
    "email",
    "category_id",
    "severity",
    "caller_id",
    "client_signature",
}
LOCKED_STATES = ("reviewed", "archived", "waived")
ARCHIVED_AFTER = 9  # days of the next quarter

# Not finished yet: the client is called, or what was found is written down.
UNFINISHED = ("planned", "reached")
# Somebody still has to do something.
OPEN_STATES = (*UNFINISHED, "unreachable")
# Their client is still to be asked.
TO_ASK = ("planned", "unreachable")


class ClientCallback(models.Model):
    _name = "client.callback"
    _description = "Callback"
    _inherit = [
        "client.state.mixin",
        "client.contact.mixin",
        "client.deadline.mixin",
        "client.times.mixin",
        "client.promise.mixin",
        "client.repair.mixin",
        "client.work.bus.mixin",
        "client.stuck.mixin",
        "visitor.owner.mixin",
        "visitor.left.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "due_at, id"
    _rec_names_search = ["name", "partner_id", "origin"]
    _check_company_auto = True
    _owner_field = "caller_id"
    _due_field = "due_at"
    _first_field = "first_due_at"
    _done_field = "reached_at"
    _not_due_states = ("waived", "unreachable")
    _promise_field = "next_date"
    _times = {"anchor_at": BEHIND, "due_at": MOVED, "next_date": SOON}
    _fixed_fields = frozenset(
        {
            *("company_id", "complaint_id", "source", "origin", "draw_line_id"),
            *("previous_id", "round"),
        }
    )

    _transitions = {
        "planned": {"reached", "waived", "unreachable"},
        # back again: a try that was noted by mistake is taken back
        "reached": {"finished", "planned", "unreachable"},
        "finished": {"reviewed"},
        "reviewed": {"archived"},
        # the client calls by himself, or answers the letter; or was told otherwise
        "unreachable": {"reached", "planned", "reviewed", "waived"},
    }

    name = fields.Char("Callback No.", readonly=True, copy=False, index="trigram")
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_from_complaint",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
    )
    # whom and what it is about
    partner_id = fields.Many2one(
        compute="_compute_partner_id", store=True, readonly=False, precompute=True
    )
    complaint_id = fields.Many2one(
        "client.complaint",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    complaint_content = fields.Text("Complained Of", related="complaint_id.content")
    source = fields.Selection(SOURCES, required=True, default="complaint", index=True)
    origin = Line(
        "Work Order", index="btree_not_null", help="Number of the document it is about."
    )
    draw_line_id = fields.Many2one(
        "client.callback.draw.line",
        "Drawn For",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    draw_id = fields.Many2one(
        related="draw_line_id.draw_id", store=True, index="btree_not_null"
    )
    category_id = fields.Many2one(
        "client.complaint.category",
        compute="_compute_from_complaint",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    severity = fields.Selection(
        SEVERITIES,
        compute="_compute_from_complaint",
        store=True,
        readonly=False,
        precompute=True,
    )
    department_id = fields.Many2one(
        "hr.department",
        "Responsible",
        compute="_compute_from_complaint",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        help="The department whose work the client is asked about.",
    )
    # rounds
    round = fields.Integer(
        default=1, readonly=True, required=True, copy=False, aggregator=None
    )
    previous_id = fields.Many2one(
        "client.callback",
        "Round Before",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    next_ids = fields.One2many("client.callback", "previous_id", "Next Round")
    first_id = fields.Many2one(
        "client.callback",
        "First Round",
        compute="_compute_first_id",
        store=True,
        recursive=True,
        index=True,
        help="The case: callbacks of one chain share it.",
    )
    analysis_required = fields.Boolean(
        "Analysis Asked For",
        readonly=True,
        copy=False,
        help="The same was repaired so often that its causes are to be analysed.",
    )
    analysis = fields.Text("Analysis of Causes", copy=False)
    # {answer: {"by": id of the user, "at": UTC}}
    answers_written = fields.Json("Who Wrote What", readonly=True, copy=False)
    answers_base = fields.Json(
        "Answers as They Stand",
        compute="_compute_answers_base",
        help="What whoever types began from; sent along when it is saved.",
    )
    quality_told_at = fields.Datetime(
        "Quality Owner Told",
        readonly=True,
        copy=False,
        help="Of a rating of 2 or less.",
    )
    attempt_ids = fields.One2many(
        "client.callback.attempt", "callback_id", "Tries", readonly=True
    )
    attempt_count = fields.Integer("Tries Made", compute="_compute_attempt_count")
    reached = fields.Boolean(readonly=True, copy=False)
    reached_at = fields.Datetime("Reached On", readonly=True, copy=False)
    reached_by = fields.Selection(
        [
            ("phone", "Phone"),
            ("visit", "In Person"),
            ("mail", "Rated by the Client"),
        ],
        readonly=True,
        copy=False,
    )
    result = fields.Selection(
        SATISFACTION,
        "Outcome",
        copy=False,
        help="How satisfied the client is with what became of it.",
    )
    handling_result = fields.Selection(
        SATISFACTION,
        "Handling",
        copy=False,
        help="How satisfied the client is with how it was dealt with.",
    )
    client_words = fields.Text(
        "Client's Words", copy=False, help="As the client said it, no summary."
    )
    client_signature = Picture(
        "Signature of the Client", copy=False, max_width=1024, max_height=1024
    )
    dissatisfied = fields.Boolean(compute="_compute_dissatisfied")
    dissatisfied_reason = fields.Text("Why Dissatisfied", copy=False)
    solved_on_spot = fields.Boolean("Solved on the Spot", copy=False)
    explained_reason = fields.Text(
        "Explained to the Client",
        copy=False,
        help="Why it can't be solved at once, as it was told to the client.",
    )
    next_date = fields.Date("Next Callback", copy=False)
    rectification_ids = fields.One2many("client.rectification", "callback_id", "Orders")
    missing = fields.Text(
        compute="_compute_missing",
        help="What is missing before the callback can be finished, one thing a line.",
    )
    early_promise = fields.Boolean(
        compute="_compute_missing",
        help="The client is called before the department has to be done.",
    )
    # life
    state = fields.Selection(
        [
            ("planned", "To Call"),
            ("reached", "Reached"),
            ("finished", "To Review"),
            ("reviewed", "Reviewed"),
            ("archived", "Archived"),
            ("waived", "Waived"),
            ("unreachable", "Unreachable"),
        ],
        "Status",
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    finished_at = fields.Datetime("Finished On", readonly=True, copy=False)
    reviewer_id = fields.Many2one(
        "res.users",
        "Reviewed By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    reviewed_at = fields.Datetime("Reviewed On", readonly=True, copy=False)
    opinion = fields.Text("Opinion of the Manager", readonly=True, copy=False)
    # plan, as the rules say
    anchor_at = fields.Datetime(
        "Done On",
        default=lambda self: fields.Datetime.now(),
        help="When the work ended that the client is asked about. The rules count "
        "from it.",
    )
    rule_id = fields.Many2one(
        "client.callback.rule",
        compute="_compute_rule_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="set null",
        index="btree_not_null",
        check_company=True,
    )
    due_at = fields.Datetime(
        "Call By",
        compute="_compute_plan",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
    )
    first_due_at = fields.Datetime("Call By at First", readonly=True, copy=False)
    channel = fields.Selection(
        CHANNELS,
        "How",
        compute="_compute_plan",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    attempts = fields.Integer(
        "Tries Before Giving Up",
        compute="_compute_plan",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
    )
    caller_id = fields.Many2one(
        "res.users",
        compute="_compute_plan",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        help="Empty: whoever of customer service comes to it first.",
    )
    next_hour = fields.Float(
        "Next Callback At",
        compute="_compute_next_hour",
        store=True,
        readonly=False,
        copy=False,
        aggregator=None,
        help="The hour that was agreed on, on the clock of the company. Unless said "
        "otherwise until the end of service hours.",
    )
    # rated by the client
    rating_ids = fields.One2many(
        "client.callback.rating", "callback_id", "Links to Rate", readonly=True
    )
    rated_at = fields.Datetime(
        "Rated by Link",
        compute="_compute_rated",
        compute_sudo=True,  # the manager reads the links too
        groups=MANAGER,
    )
    rated_from_staff = fields.Boolean(
        "Rated From an Address of Staff",
        compute="_compute_rated",
        compute_sudo=True,
        groups=MANAGER,
        help="The rating came from an address that a colleague also signs in from.",
    )
    # waived
    may_waive = fields.Boolean(compute="_compute_may_waive")
    waive_reason = Line("Why Waived", readonly=True, copy=False)
    # nobody was reached: how the client was told otherwise
    concluded_note = fields.Text("Told Otherwise", readonly=True, copy=False)
    concluded_at = fields.Datetime("Concluded On", readonly=True, copy=False)
    concluded_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    _name_uniq = models.UniqueIndex("(company_id, name)")

    _one_next_round = models.UniqueIndex(
        "(previous_id) WHERE previous_id IS NOT NULL",
        "There is a next round of this callback already.",
    )
    _work_list = models.Index(
        "(company_id, due_at, id) WHERE state IN ('planned', 'reached')"
    )
    _first_round_due = models.Index("(company_id, first_due_at) WHERE round = 1")
    _department_due = models.Index("(company_id, department_id, first_due_at)")
    _next_hour_of_day = models.Constraint(
        "CHECK(next_hour >= 0 AND next_hour < 24)", "A day has 24 hours: 0:00 to 23:59."
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("complaint_id.client_name")
    def _compute_client_name(self):
        return super()._compute_client_name()

    def _client_name(self):
        return super()._client_name() or self.complaint_id.client_name

    @api.depends("name", "client_name")
    def _compute_display_name(self):
        for callback in self:
            callback.display_name = " ".join(
                filter(None, (callback.name, callback.client_name))
            )

    @api.depends(
        "complaint_id.category_id",
        "complaint_id.severity",
        "complaint_id.department_id",
    )
    def _compute_from_complaint(self):
        for callback in self:
            if callback._origin.id and callback.state != "planned":
                continue  # as it was when the client was called
            complaint = callback.complaint_id
            callback.company_id = (
                complaint.company_id or callback.company_id or self.env.company
            )
            callback.category_id = complaint.category_id or callback.category_id
            callback.severity = complaint.severity or callback.severity
            callback.department_id = (complaint or callback).department_id

    @api.depends("complaint_id.partner_id")
    def _compute_partner_id(self):
        for callback in self:
            if callback._origin.id and callback.state != "planned":
                continue  # as it was when the client was called
            callback.partner_id = (callback.complaint_id or callback).partner_id

    @api.depends("complaint_id")
    def _compute_unit_id(self):
        for callback in self:
            callback.unit_id = callback.unit_id or callback.complaint_id.unit_id
        return super()._compute_unit_id()

    @api.depends("complaint_id")
    def _compute_contact(self):
        """As the complaint names them, before what the contact says."""
        for callback in self:
            complaint = callback.complaint_id
            for name in ("contact_name", "phone", "email"):
                callback[name] = callback[name] or complaint[name]
        return super()._compute_contact()

    @api.depends("previous_id.first_id")
    def _compute_first_id(self):
        for callback in self:
            callback.first_id = callback.previous_id.first_id or callback

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        given = self.default_get(["complaint_id"])
        callbacks = super().create(
            [self._with_client({**given, **vals}) for vals in vals_list]
        )
        callbacks._check_work_goes_on()
        for callback in callbacks:
            callback_sudo = callback.sudo()  # the number is not the user's to choose
            callback_sudo.name = callback.company_id._next_number(
                self._name, callback.company_id._client_today()
            )
            callback_sudo._tell_caller()
        callbacks._note_repeated()
        return callbacks

    def _with_client(self, vals):
        """Whoever complained is called back, as the complaint names them."""
        complaint = self.env["client.complaint"].browse(vals.get("complaint_id"))
        if not complaint:
            return vals
        said = {
            name: complaint._fields[name].convert_to_write(complaint[name], complaint)
            for name in CONTACT_FIELDS
            if complaint[name]
        }
        followed = {name: complaint[name].id for name in FOLLOWED_FIELDS}
        return {**said, **vals, **followed}

    def write(self, vals):
        self.check_access("write")
        if not self.env.su:
            self._check_plan(vals)
        if FOLLOWED_FIELDS & vals.keys():
            self._check_followed_fields(vals)
        for callback in self:
            kept = callback._kept_fields() & vals.keys()
            if kept:
                sentence = self.env._(
                    "Callback %s is finished: what was found stays as it is.",
                    callback.name,
                )
                raise UserError(callback._with_first(sentence))
            callback._check_rating_stays(vals)
        result = super().write(vals)
        if "caller_id" in vals:
            self._tell_caller()
        if vals.keys() & REPAIR_FIELDS:
            self._note_repeated()
        return result

    def _promise_hours(self):
        return self._service_department()

    def _is_service(self):
        return self.env.user.has_group(SERVICE)

    def _to_ask(self):
        """Those whose client is still to be asked."""
        return self.filtered(lambda callback: callback.state in TO_ASK)

    def _work_list_ids(self):
        return {"callback_ids": self.ids}

    def _put_on_list(self):
        self._tell_caller()
