from textwrap import shorten

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...tools.entered_times import AHEAD, BEHIND
from ...tools.names import readable

# What a person may write whose only part in the visit is the item given to them.
SOLVER_FIELDS = {"solution"}


class ClientVisitItem(models.Model):
    """What a client said on a visit: an opinion, a request, a complaint, praise.

    Answered on the spot, or given to somebody by a date. The state follows from what is
    written: given, solved, the client told.
    """

    _name = "client.visit.item"
    _description = "Item of a Client Visit"
    _inherit = [
        "visitor.state.mixin",
        "client.talk.revision.mixin",
        "client.times.mixin",
        "client.promise.mixin",
        "visitor.owner.mixin",
        "visitor.left.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "visit_id desc, id"
    _mail_post_access = "read"
    _fixed_fields = frozenset({"visit_id"})
    _times = {"deadline": AHEAD, "fed_back_on": BEHIND}
    _promise_field = "deadline"

    _transitions = {
        "open": {"escalated", "solved", "fed_back"},
        "escalated": {"open", "solved", "fed_back"},
        "solved": {"open", "escalated", "fed_back"},
        "fed_back": {"open", "escalated", "solved"},
    }
    _owner_field = "escalated_to_id"
    _talk_fields = frozenset(
        {"kind", "facilities", "content", "answered", "answer", "escalated_to_id"}
        | {"deadline"}
    )

    visit_id = fields.Many2one(
        "client.visit", "Client Visit", required=True, index=True, ondelete="cascade"
    )
    visit_company_id = fields.Many2one(
        related="visit_id.company_id",
        string="Company of the Visit",
        store=True,
        index=True,
        precompute=True,
    )
    client_name = fields.Char(
        related="visit_id.partner_id.name",
        string="Client",
        tracking=False,  # not as the contact does: its name has no place in a history
    )
    visit_day = fields.Date(related="visit_id.day", string="Visited On")
    uuid = fields.Char(readonly=True, copy=False)  # made by the phone
    kind = fields.Selection(
        [
            ("opinion", "Opinion"),
            ("idea", "Idea"),
            ("suggestion", "Suggestion"),
            ("request", "Request"),
            ("question", "Question"),
            ("complaint", "Complaint"),
            ("praise", "Praise"),
        ],
        required=True,
        default="opinion",
        index=True,
    )
    facilities = fields.Boolean(
        copy=False, help="It is about facilities and equipment."
    )
    content = fields.Text(required=True)
    answered = fields.Boolean("Answered on the Spot", copy=False)
    answer = fields.Text(copy=False)
    solution = fields.Text(copy=False)
    solved_on = fields.Date(readonly=True, copy=False)
    fed_back_on = fields.Date(
        "Client Told On", copy=False, help="When the client was told of the solution."
    )
    state = fields.Selection(
        [
            ("open", "Not Settled"),
            ("escalated", "Given"),
            ("solved", "Solved"),
            ("fed_back", "Settled"),
        ],
        "Status",
        compute="_compute_state",
        store=True,
        precompute=True,
        index=True,
    )
    pending = fields.Boolean(
        compute="_compute_state",
        store=True,
        precompute=True,
        help="Something still has to happen before the visit can be archived.",
    )
    complaint_id = fields.Many2one(
        "client.complaint",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The complaint that was made of it.",
    )
    order_ids = fields.One2many("client.rectification", "visit_item_id", "Orders")
    may_change = fields.Boolean(compute="_compute_may_change")
    escalated_to_id = fields.Many2one(
        "hr.employee",
        "Given To",
        index="btree_not_null",
        copy=False,
        ondelete="restrict",
        help="Who finds the solution: one of us, or of the managing company.",
    )
    deadline = fields.Date(copy=False, help="By when there must be a solution.")
    department_id = fields.Many2one(
        "hr.department",
        compute="_compute_department_id",
        compute_sudo=True,  # company and department of an employee are public
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        compute_sudo=True,  # as above
        store=True,
        precompute=True,
        index=True,
        ondelete="restrict",
        help="The company of who solves the item, else that of the visit.",
    )
    reminded_on = fields.Date(readonly=True, copy=False)
    climbed_on = fields.Date("Manager Told", readonly=True, copy=False)
    climbed_to_id = fields.Many2one(
        "hr.employee",
        "Went Up To",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The manager who was told that the date has passed.",
    )
    is_late = fields.Boolean(
        "Past Due", compute="_compute_is_late", search="_search_is_late"
    )

    _uuid_uniq = models.UniqueIndex("(visit_id, uuid) WHERE uuid IS NOT NULL")
    _pending_idx = models.Index("(visit_id) WHERE pending")
    _deadline_idx = models.Index("(deadline, id) WHERE state = 'escalated'")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("kind", "content")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for item in self:
            text = shorten(item.content or "", 60, placeholder="…")
            item.display_name = f"{kinds.get(item.kind, '')}: {text}"

    @api.depends("kind", "answered", "escalated_to_id", "solution", "fed_back_on")
    def _compute_state(self):
        for item in self:
            if item.escalated_to_id:
                solved = bool(readable(item.solution))
                state = "solved" if solved else "escalated"
                if solved and item.fed_back_on:
                    state = "fed_back"
            else:
                state = "fed_back" if item.answered else "open"
            item.state = state
            item.pending = state != "fed_back" and (
                item.kind != "praise" or bool(item.escalated_to_id)
            )

    @api.depends("visit_id")
    @api.depends_context("uid")
    def _compute_may_change(self):
        for item in self:
            item.may_change = not item.visit_id or item._is_of_the_visit()

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("content")
    def _check_content(self):
        if any(not readable(item.content) for item in self):
            raise ValidationError(self.env._("Write down what the client said."))

    @api.constrains("answered", "answer", "escalated_to_id")
    def _check_answer(self):
        for item in self.filtered("answered"):
            if not readable(item.answer):
                raise ValidationError(self.env._("Write down what was answered."))
            if item.escalated_to_id:
                raise ValidationError(
                    self.env._("An item is answered on the spot or given to somebody.")
                )

    @api.constrains("fed_back_on", "solution", "escalated_to_id")
    def _check_fed_back(self):
        for item in self.filtered("fed_back_on"):
            if not item.escalated_to_id or not readable(item.solution):
                raise ValidationError(
                    self.env._("The client can be told when there is a solution.")
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items.visit_id._check_not_archived()
        items._tell_who_solves()
        return items

    def write(self, vals):
        self._check_may_write(vals.keys())
        before = {item.id: (item.escalated_to_id, item.deadline) for item in self}
        solved = {item.id: item.state in ("solved", "fed_back") for item in self}
        result = super().write(vals)
        self.visit_id._check_not_archived()
        given = self.filtered(
            lambda item: before[item.id] != (item.escalated_to_id, item.deadline)
        )
        given._tell_who_solves()
        now = self.filtered(lambda item: item.state in ("solved", "fed_back"))
        now.filtered(lambda item: not solved[item.id])._after_solved()
        (self - now).filtered(lambda item: solved[item.id])._tell_who_solves()
        self.filtered(lambda item: item.state == "fed_back")._end_activities()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_given(self):
        self.visit_id._check_not_archived()
        if any(item.escalated_to_id for item in self):
            raise UserError(
                self.env._("An item that was given to somebody is not deleted.")
            )

    def _check_may_write(self, names):
        """Archived items are kept; who only solves an item writes the solution.

        :param names: fields that are written
        """
        # sudo: the state of the visit, which who solves an item may not read
        self.sudo().visit_id._check_not_archived()
        if self.env.su or not set(names) - SOLVER_FIELDS:
            return
        if any(not item._is_of_the_visit() for item in self):
            raise AccessError(
                self.env._("Write your solution; the rest is for who made the visit.")
            )

    def _clock_company(self):
        return self.visit_company_id or self.env.company

    def _is_of_the_visit(self):
        """Whether the user writes the visit itself, not only an item given to them."""
        return self.env.su or self.visit_id.has_access("write")

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_told_client(self):
        """The client was told of the solution, today.

        :return: True
        :raise UserError: there is no solution yet
        """
        for item in self:
            if item.state != "solved":
                raise item._step_not_allowed("fed_back")
            item.check_access("write")
            item.fed_back_on = item.visit_company_id._client_today()
        return True

    def action_make_complaint(self):
        """Make a complaint of what the client said, and show it.

        :return: action
        :raise UserError: there is one already
        """
        self.ensure_one()
        self.check_access("write")
        if self.complaint_id:
            raise UserError(self.env._("This item is a complaint already."))
        visit = self.visit_id
        complaint = self.env["client.complaint"].create(
            {
                "company_id": visit.company_id.id,
                "partner_id": visit.partner_id.id,
                "unit_id": visit.unit_id.id,
                "channel": "visit",
                "client_visit_id": visit.id,
                "content": self.content,
            }
        )
        # sudo: the complaint that was made with the user's own rights
        self.sudo().complaint_id = complaint
        return self.action_open_complaint()

    def action_open_complaint(self):
        """Open the complaint that was made of this item.

        :return: action
        """
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "client.complaint",
            "res_id": self.complaint_id.id,
            "views": [(False, "form")],
        }

    def action_open_visit(self):
        """Open the visit of this item.

        :return: action
        """
        self.ensure_one()
        self.visit_id.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "client.visit",
            "res_id": self.visit_id.id,
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    @api.model
    def _open_from_last_time(self, visit):
        """What is still open from earlier visits to the same client."""
        earlier = Domain("visit_id.partner_id", "=", visit.partner_id.id)
        earlier &= Domain("visit_id", "!=", visit.id) & Domain("pending", "=", True)
        earlier &= Domain("visit_company_id", "=", visit.company_id.id)
        return self.search(earlier, order="id desc", limit=20)
