from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..tools.entered_times import AHEAD, BEHIND
from ..tools.name_field import Line
from ..tools.names import readable
from ..tools.opening_hours import to_local
from .client_complaint_closing_mixin import CLOSED_STATES, REOPENED
from .client_complaint_mail_mixin import NEW
from .client_complaint_term import SEVERITIES

MANAGER = "visitor_management.group_client_manager"
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
        "client.complaint.closing.mixin",
        "client.complaint.matter.mixin",
        "client.complaint.portal.mixin",
        "client.complaint.portal.files.mixin",
        "client.complaint.portal.answer.mixin",
        "client.complaint.wrote.mixin",
        "client.complaint.mail.mixin",
        "client.complaint.spike.mixin",
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

    name = fields.Char("Number", readonly=True, copy=False, index="trigram")
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
            ("mail", "E-mail"),
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
        "Category",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    severity = fields.Selection(
        SEVERITIES, required=True, default="general", tracking=True
    )
    content = fields.Text("Complaint", required=True)
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
    accepted_at = fields.Datetime("Accepted", readonly=True, copy=False)
    handled_at = fields.Datetime("Handled", readonly=True, copy=False)
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
    # ACTIONS
    # ------------------------------------------------------------

    def action_accept(self):
        """Take complaints on: a department is responsible from now on.

        :return: True
        :raise UserError: no department is responsible, or it was accepted already
        """
        self.check_access("write")
        for complaint in self:
            if not complaint.department_id:
                raise UserError(
                    self.env._("Say first which department is responsible.")
                )
            complaint._set_state("accepted", accepted_at=fields.Datetime.now())
            complaint.sudo().activity_feedback([NEW])  # write access checked above
            complaint._make_callbacks("received")
            if complaint.rectification_ids:
                complaint._begin_handling()
        return True

    def action_answered(self):
        """The client has a first answer, solved or not.

        :return: True
        :raise UserError: there was a first answer already
        """
        self.check_access("write")
        for complaint_sudo in self.sudo():  # checked above
            if complaint_sudo.answered_at:
                raise UserError(self.env._("The client has a first answer already."))
            complaint_sudo.answered_at = fields.Datetime.now()
        return True

    def action_handled(self):
        """The matter is handled: from now on the client is to be called back.

        :return: True
        :raise UserError: it was not accepted, or is handled already
        """
        self.check_access("write")
        self._one_at_a_time()
        now = fields.Datetime.now()
        for complaint in self:
            complaint._begin_handling()
            complaint._set_state(
                "handled",
                handled_at=now,
                first_handled_at=complaint.first_handled_at or now,
                answered_at=complaint.answered_at or now,
            )
            complaint.sudo().activity_feedback([REOPENED])  # checked above
            complaint._make_callbacks("handled")
        self.sudo()._mail_handled()  # write access checked above
        return True

    def action_invalid(self, reason):
        """It is nothing that was promised: a complaint that is not ours.

        :param str reason: told in the history
        :return: True
        :raise AccessError: the client has answered, or it was closed once, and the user
            is no manager
        :raise UserError: no reason, it was handled already, or the client is
            dissatisfied and something is still open
        """
        self.check_access("write")
        reason = self._reason(reason)
        for complaint in self:
            if "invalid" in complaint._transitions.get(complaint.state, ()):
                complaint._check_not_answered_for()
            complaint._set_state("invalid", invalid_reason=reason)
            complaint.sudo().activity_feedback([NEW])  # write access checked above
            planned = complaint.callback_ids.filtered(lambda c: c.state == "planned")
            planned.sudo().action_waive(reason)  # of a complaint the user wrote
        return True

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

    # ------------------------------------------------------------
    # EFFECTS
    # ------------------------------------------------------------

    def _begin_handling(self):
        """Somebody works on it: from accepted to in hand."""
        for complaint in self:
            if complaint.state == "accepted":
                complaint._set_state("handling", handling_at=fields.Datetime.now())

    def _make_callbacks(self, anchor):
        """Plan the callbacks that the rules ask for at this point of its life.

        Handled again after it was reopened, the client is called for a next round.
        """
        self.ensure_one()
        rules = self.env["client.callback.rule"]._fitting(
            self.company_id, "complaint", self.severity, self.category_id
        )
        due = rules.filtered(lambda rule: rule.anchor == anchor)
        values = [{"complaint_id": self.id, "rule_id": rule.id} for rule in due]
        if (
            not values
            and anchor == "handled"
            and not self._rounds_sudo().filtered(lambda each: each.state == "planned")
        ):
            values = [{"complaint_id": self.id}]  # each complaint has one
        if self.reopened_at:
            last = self._rounds_sudo().filtered(lambda each: not each.next_ids)
            for vals, before in zip(values, reversed(last), strict=False):
                vals.update({"previous_id": before.id, "round": before.round + 1})
        # sudo: follows from the complaint, which the user may write
        self.env["client.callback"].sudo().create(values)

    def _take_earlier_dates(self):
        """A raised severity brings dates forward; it never puts one off."""
        for complaint_sudo in self.sudo():  # dates follow from the rules
            answer, handling = self.env["client.complaint.term"]._limits(
                complaint_sudo.company_id,
                complaint_sudo.severity,
                complaint_sudo.received_at,
                complaint_sudo.department_id,
            )
            complaint_sudo._bring_forward(handling)
            if answer and answer < (complaint_sudo.answer_deadline or datetime.max):
                complaint_sudo.answer_deadline = answer
            complaint_sudo.callback_ids._take_earlier_date()
