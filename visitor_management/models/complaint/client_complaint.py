from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools.entered_times import AHEAD, BEHIND
from ...tools.groups import MANAGER
from ...tools.name_field import Line
from ...tools.names import readable
from ...tools.opening_hours import to_local
from ...tools.satisfaction import SATISFACTION
from .client_complaint_term import SEVERITIES

NEW = "visitor_management.mail_activity_type_client_complaint"
REOPENED = "visitor_management.mail_activity_type_client_reopened"
# Something is still to be done for it.
OPEN_STATES = ("new", "accepted", "handling")
# Nothing is done for it any more, unless it is reopened.
CLOSED_STATES = ("closed", "invalid")

# What stays as it is once a complaint is closed.
KEPT_FIELDS = {
    "partner_id",
    "unit_id",
    "contact_name",
    "phone",
    "email",
    "channel",
    "received_at",
    "category_id",
    "severity",
    "content",
    "remedy",
    "parent_id",
    "visitor_visit_id",
    "client_visit_id",
    "department_id",
    "deadline",
    "cause",
    "action",
    "corrective_action",
    "preventive_action",
    "result",
}


class ClientComplaint(models.Model):
    _name = "client.complaint"
    _description = "Complaint"
    _inherit = [
        "client.state.mixin",
        "client.contact.mixin",
        "client.deadline.mixin",
        "client.times.mixin",
        "client.work.bus.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "received_at desc, id desc"
    _rec_names_search = ["name", "partner_id", "content"]
    _check_company_auto = True
    _due_field = "deadline"
    _times = {"received_at": BEHIND, "deadline": AHEAD}
    _first_field = "first_deadline"
    _done_field = "handled_at"
    _first_done_field = "first_handled_at"
    _not_due_states = ("invalid",)
    _fixed_fields = frozenset({"company_id"})

    _transitions = {
        "new": {"accepted", "invalid"},
        "accepted": {"handling", "invalid"},
        "handling": {"handled", "invalid"},
        "handled": {"closed"},
        "closed": {"handling"},  # reopened, for a reason
    }

    def _default_received_by_id(self):
        """Whoever writes it down; a letter or mail may have come by no hands."""
        user = self.env.user
        return user if self.env.company in user.company_ids else user.browse()

    name = fields.Char("Complaint No.", readonly=True, copy=False, index="trigram")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    # receipt
    channel = fields.Selection(
        [
            ("phone", "Phone"),
            ("visit", "In Person"),
            ("letter", "Letter"),
            ("mail", "Email"),
            ("portal", "Portal"),
            ("app", "App"),
        ],
        "Came By",
        required=True,
        default="phone",
    )
    received_at = fields.Datetime(
        "Received On", required=True, default=lambda self: fields.Datetime.now()
    )
    received_by_id = fields.Many2one(
        "res.users",
        check_company=True,
        default=lambda self: self._default_received_by_id(),
        index="btree_not_null",
        ondelete="restrict",
    )
    category_id = fields.Many2one(
        "client.complaint.category",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    severity = fields.Selection(
        SEVERITIES, required=True, default="general", tracking=True
    )
    content = fields.Text("Complaint Text", required=True)
    remedy = fields.Text("Remedy Wanted", help="What the client asks for.")
    visitor_visit_id = fields.Many2one(
        "visitor.visit",
        "Their Visit",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        help="The visit to us that it came up at.",
    )
    client_visit_id = fields.Many2one(
        "client.visit",
        "Our Visit",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        help="The visit to the client that it came up at.",
    )
    # handling
    department_id = fields.Many2one(
        "hr.department",
        "Responsible",
        index="btree_not_null",
        check_company=True,
        tracking=True,
        default=lambda self: self.env.company.client_service_department_id,
        ondelete="restrict",
        help="Answers for the whole; other departments get orders.",
    )
    answer_deadline = fields.Datetime("First Answer By", readonly=True, copy=False)
    answered_at = fields.Datetime("First Answer", readonly=True, copy=False)
    deadline = fields.Datetime("Handle By", tracking=True, copy=False)
    first_deadline = fields.Datetime("Handle By at First", readonly=True, copy=False)
    accepted_at = fields.Datetime("Accepted On", readonly=True, copy=False)
    handled_at = fields.Datetime("Handled On", readonly=True, copy=False)
    cause = fields.Text(copy=False)
    action = fields.Text("Measures", copy=False)
    corrective_action = fields.Text(
        "Correction", copy=False, help="What removes the cause."
    )
    preventive_action = fields.Text(
        "Prevention", copy=False, help="What keeps it from happening elsewhere."
    )
    result = fields.Text(copy=False)
    invalid_reason = Line("Why Not Ours", readonly=True, copy=False)
    # life
    state = fields.Selection(
        [
            ("new", "New"),
            ("accepted", "Accepted"),
            ("handling", "In Hand"),
            ("handled", "Handled"),
            ("closed", "Closed"),
            ("invalid", "Not Ours"),
        ],
        "Status",
        default="new",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand="_expand_states",
    )
    rectification_ids = fields.One2many(
        "client.rectification", "complaint_id", "Orders"
    )
    callback_ids = fields.One2many("client.callback", "complaint_id", "Callbacks")
    rectification_count = fields.Integer("Number of Orders", compute="_compute_counts")
    callback_count = fields.Integer("Number of Callbacks", compute="_compute_counts")
    closed_at = fields.Datetime("Closed On", readonly=True, copy=False)
    close_reason = Line("Why Closed", readonly=True, copy=False)
    # handled once, and taken up again
    first_handled_at = fields.Datetime(
        "First Handled",
        readonly=True,
        copy=False,
        help="Stays when the complaint is reopened: statistics judge by it.",
    )
    reopened_at = fields.Datetime("Reopened On", readonly=True, copy=False)
    reopened_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    reopen_reason = Line("Why Reopened", readonly=True, copy=False)
    # what the client said of it
    last_callback_id = fields.Many2one(
        "client.callback",
        "Last Answer",
        compute="_compute_last_callback_id",
        help="The last callback that the client answered.",
    )
    last_result = fields.Selection(
        SATISFACTION, "Satisfaction", compute="_compute_last_callback_id"
    )
    dissatisfied = fields.Boolean(
        "Dissatisfied to the Last", compute="_compute_last_callback_id"
    )
    blocking = fields.Text(
        compute="_compute_blocking",
        help="What is open before the complaint can be closed, one thing a line.",
    )
    # by mail: what the checks of its sender found
    sender_check = fields.Selection(
        [("passed", "Sender Confirmed"), ("failed", "Sender Not Confirmed")],
        "Check of the Sender",
        readonly=True,
        copy=False,
        help="What your mail server found out about who sent the mail.",
    )
    # the same matter
    parent_id = fields.Many2one(
        "client.complaint",
        "Same Matter As",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
        domain="[('id', '!=', id), ('parent_id', '=', False)]",
        help="The first complaint of this matter. It is counted once.",
    )
    child_ids = fields.One2many("client.complaint", "parent_id", "Complained Again")
    similar_ids = fields.Many2many(
        "client.complaint",
        compute="_compute_similar_ids",
        string="Maybe the Same Matter",
    )
    matter_count = fields.Integer(
        "Times Complained",
        compute="_compute_matter_count",
        help="How often this matter was complained of.",
    )
    analysis_required = fields.Boolean(
        "Analysis Asked For",
        compute="_compute_matter_count",
        search="_search_analysis_required",
        help="The same matter came up so often that its causes are to be analysed.",
    )
    analysis = fields.Text(
        "Analysis of Causes",
        copy=False,
        help="Why the same matter came up again, and what is done about it.",
    )
    handling_at = fields.Datetime("In Hand Since", readonly=True, copy=False)
    # what the client wrote
    client_message_id = fields.Many2one(
        "mail.message",
        "Client Wrote",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The last message of the client since the complaint was closed.",
    )
    client_wrote = fields.Text("What the Client Wrote", compute="_compute_client_wrote")
    client_wrote_at = fields.Datetime(
        "Client Wrote On", compute="_compute_client_wrote"
    )

    _name_uniq = models.UniqueIndex("(company_id, name)")

    _department_first = models.Index("(company_id, department_id, first_deadline)")
    # earlier complaints of a client, a unit, a sender: see _find_similar
    _client_received = models.Index(
        "(partner_id, received_at) WHERE partner_id IS NOT NULL"
    )
    _unit_received = models.Index("(unit_id, received_at) WHERE unit_id IS NOT NULL")
    _sender_received = models.Index("(email, received_at) WHERE email IS NOT NULL")
    _open_idx = models.Index(
        "(company_id, deadline) WHERE state IN ('new', 'accepted', 'handling')"
    )
    # how much one sender wrote just now
    _mailed_idx = models.Index("(company_id, received_at) WHERE channel = 'mail'")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("channel")
    @api.depends_context("lang")
    def _compute_client_name(self):
        return super()._compute_client_name()

    def _client_name(self):
        anonymous = self.env._("Anonymous") if self.channel == "letter" else False
        return super()._client_name() or anonymous

    @api.depends("name", "client_name")
    def _compute_display_name(self):
        for complaint in self:
            complaint.display_name = " ".join(
                filter(None, (complaint.name, complaint.client_name))
            )

    @api.depends("rectification_ids", "callback_ids")
    @api.depends_context("uid")
    def _compute_counts(self):
        for name, comodel in (
            ("rectification_count", "client.rectification"),
            ("callback_count", "client.callback"),
        ):
            counts = dict(
                self.env[comodel]._read_group(
                    [("complaint_id", "in", self.ids)], ["complaint_id"], ["__count"]
                )
            )
            for complaint in self:
                complaint[name] = counts.get(complaint._origin, 0)

    @api.model
    def _expand_states(self, states, domain):
        """The columns of the board: in the order of life, without what is over."""
        life = [key for key, _label in self._fields["state"].selection]
        return [key for key in life if key in states or key not in CLOSED_STATES]

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("partner_id", "contact_name")
    def _check_client(self):
        for complaint in self:
            if not complaint.client_name and complaint.channel != "letter":
                raise ValidationError(
                    self.env._("Say who complains. Only a letter may be anonymous.")
                )

    @api.constrains("content")
    def _check_content(self):
        # required refuses no text, not an empty one
        if any(not readable(each.content) for each in self):
            raise ValidationError(self.env._("Write down what the client said."))

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create(vals_list)
        for complaint in complaints:
            company = complaint.company_id
            answer, handling = self.env["client.complaint.term"]._limits(
                company,
                complaint.severity,
                complaint.received_at,
                complaint.department_id,
            )
            day = to_local(complaint.received_at, company._client_tz()).date()
            if complaint.deadline:
                complaint._check_manager()  # as for a date that is written later
            complaint_sudo = complaint.sudo()  # numbers and limits are not the user's
            complaint_sudo.write(
                {
                    "name": company._next_number(self._name, day),
                    "answer_deadline": answer,
                    "deadline": complaint.deadline or handling,
                }
            )  # which keeps the first date
        complaints.filtered("parent_id")._note_same_matter()
        return complaints

    def write(self, vals):
        if "deadline" in vals and not self.env.su:
            self._check_manager()
        for each in self:
            if vals.keys() & KEPT_FIELDS and each.state in CLOSED_STATES:
                sentence = self.env._("This complaint is closed: it stays as it is.")
                raise UserError(each._with_first(sentence))
        named = self.filtered(lambda each: each.state != "new" and each._is_named())
        ranks = {each: self._rank_of(each.severity) for each in self}
        result = super().write(vals)
        if any(not each._is_named() for each in named):
            self._check_manager()  # nobody calls back whom nobody knows
        if "severity" in vals:
            raised = self.filtered(
                lambda each: self._rank_of(each.severity) > ranks[each]
            )
            raised._take_earlier_dates()
        if vals.get("parent_id"):
            self._note_same_matter()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_accepted(self):
        if any(complaint.state != "new" for complaint in self):
            raise UserError(
                self.env._(
                    "A complaint that was accepted is kept. Say that it is not yours "
                    "instead."
                )
            )

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _check_manager(self):
        if not self.env.su and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only a customer service manager may do this. Ask yours.")
            )

    def _reason(self, reason):
        reason = readable(reason)
        if not reason:
            raise UserError(self.env._("Say why."))
        return reason

    def _work_list_ids(self):
        return {"complaint_ids": self.ids}

    @api.model
    def _rank_of(self, severity):
        return [key for key, _label in SEVERITIES].index(severity or "minor")
