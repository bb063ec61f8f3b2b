from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyTranslate

from ...tools.groups import LEADERSHIP, MANAGER
from ...tools.names import readable
from ...tools.rate_field import Rate

_lt = LazyTranslate(__name__)
FROZEN = ("submitted", "acknowledged")

TO_ACKNOWLEDGE = "visitor_management.mail_activity_type_client_statistics"
# What people write, and whose it is in which state.
OF_THE_MANAGER = {"base_quantity", "analysis", "measures", "recipient_id", "item_ids"}
OF_LEADERSHIP = {"instruction"}


class ClientCallbackStatistics(models.Model):
    """The monthly form of one department (回访客户月统计表).

    Filled from the records, analysed and submitted by a customer service manager,
    acknowledged by leadership. What was submitted is a snapshot: it changes no more,
    whatever becomes of the records, until a manager reopens it.
    """

    _name = "client.callback.statistics"
    _description = "Monthly Statistics"
    _inherit = [
        "client.state.mixin",
        "client.clock.mixin",
        "visitor.owner.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "month desc, department_id, id"
    _check_company_auto = True
    _draft_domain = [("state", "=", "draft"), ("submitted_at", "=", False)]
    _owner_field = "recipient_id"
    _fixed_fields = frozenset({"month", "department_id", "company_id"})

    _transitions = {
        "draft": {"submitted"},
        # back to draft: reopened
        "submitted": {"acknowledged", "draft"},
        "acknowledged": {"draft"},
    }

    # what it is about
    month = fields.Date(required=True, readonly=True, help="Its first day.")
    department_id = fields.Many2one(
        "hr.department",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company.id,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("acknowledged", "Acknowledged"),
        ],
        "Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    # figures
    generated_at = fields.Datetime("Figures As Of", readonly=True, copy=False)
    base_quantity = fields.Integer(
        "Occupied Units",
        copy=False,
        help="What complaints are counted per: units that have an occupant, unless "
        "changed here.",
    )
    waived_count = fields.Integer(
        "Waived",
        readonly=True,
        copy=False,
        help="Cases whose callback was waived. They are in no rate.",
    )
    invalid_count = fields.Integer(
        "Not Ours",
        readonly=True,
        copy=False,
        help="Complaints that were found to be invalid. They are in no rate.",
    )
    line_ids = fields.One2many(
        "client.callback.statistics.line",
        "statistics_id",
        "Figures",
        readonly=True,
        copy=False,
    )
    item_ids = fields.One2many(
        "client.callback.statistics.item", "statistics_id", "Listed Cases", copy=False
    )
    open_item_ids = fields.One2many(
        "client.callback.statistics.item",
        "statistics_id",
        "Open Cases",
        domain=[("kind", "=", "open")],
        copy=False,
    )
    repeat_item_ids = fields.One2many(
        "client.callback.statistics.item",
        "statistics_id",
        "Repeated Matters",
        domain=[("kind", "=", "repeat")],
        copy=False,
    )
    order_item_ids = fields.One2many(
        "client.callback.statistics.item",
        "statistics_id",
        "Earlier Orders",
        domain=[("kind", "=", "order")],
        copy=False,
    )
    # judgement
    analysis = fields.Text("Analysis of the Main Problems", copy=False)
    measures = fields.Text("Measures and Suggestions", copy=False)
    recipient_id = fields.Many2one(
        "res.users",
        "Submitted To",
        check_company=True,
        copy=False,
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref(LEADERSHIP).ids),
            ("share", "=", False),
        ],
        default=lambda self: self._default_recipient_id(),
        index="btree_not_null",
        ondelete="restrict",
    )
    submitted_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    submitted_at = fields.Datetime("Submitted", readonly=True, copy=False)
    instruction = fields.Text("Instruction of Leadership", copy=False)
    acknowledged_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    acknowledged_at = fields.Datetime("Acknowledged", readonly=True, copy=False)
    action_ids = fields.One2many(
        "client.rectification",
        "statistics_id",
        "Orders",
        readonly=True,
        copy=False,
        help="What leadership ordered after reading this form.",
    )
    sheet = fields.Json(
        compute="_compute_sheet", help="The figures as texts, in the order of the form."
    )
    month_name = fields.Char("Month of", compute="_compute_month_name")
    # for the list of forms
    callback_rate = Rate("Called Back", compute="_compute_main_rates")
    on_time_rate = Rate("Called Back in Time", compute="_compute_main_rates")
    satisfaction_rate = Rate("Satisfied Clients", compute="_compute_main_rates")
    handling_on_time_rate = Rate("Handled in Time", compute="_compute_main_rates")
    closing_rate = Rate("Complaints Closed", compute="_compute_main_rates")

    _month_uniq = models.UniqueIndex(
        "(company_id, department_id, month)",
        "There is a form of this department and month already.",
    )
    _month_first_day = models.Constraint(
        "CHECK(EXTRACT(DAY FROM month) = 1)", "A month is given by its first day."
    )
    _base_not_negative = models.Constraint(
        "CHECK(base_quantity >= 0)", "There can't be fewer than no units."
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.model
    def _default_recipient_id(self):
        """Whoever is leadership, where it is one person."""
        group_sudo = self.env.ref(LEADERSHIP).sudo()  # who leads is no secret
        people = group_sudo.all_user_ids.filtered(
            lambda user: self.env.company in user.company_ids and not user._is_system()
        )
        people = self.env["visitor.stand.in"]._at_work(people, self.env.company)
        return people if len(people) == 1 else False

    @api.depends("month", "department_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for form in self:
            form.display_name = " ".join(
                filter(None, (form.department_id.name, form.month_name))
            )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        self._check_frozen(vals.keys())
        result = super().write(vals)
        if "base_quantity" in vals:
            self._apply_base_quantity()
        return result

    def _check_frozen(self, names):
        """What was submitted is a snapshot, for everybody.

        :param names: the fields that somebody writes
        :raise UserError: the form is not in the state for it; says what to do
        :raise AccessError: it is not the user's to write
        """
        written = OF_THE_MANAGER | OF_LEADERSHIP | {"open_item_ids", "repeat_item_ids"}
        written |= {"line_ids", "order_item_ids", "action_ids"}
        names = written & set(names)
        if not names:
            return
        allowed = OF_LEADERSHIP if names <= OF_LEADERSHIP else written - OF_LEADERSHIP
        state = "submitted" if allowed is OF_LEADERSHIP else "draft"
        if any(form.state != state for form in self) or not names <= allowed:
            if state == "submitted":
                raise UserError(
                    self.env._("Leadership gives its instruction on a submitted form.")
                )
            raise UserError(
                self.env._("This form was submitted. Reopen it to change it.")
            )
        if not self.env.su:
            self._check_group(LEADERSHIP if state == "submitted" else MANAGER)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(form.state != "draft" or form.submitted_at for form in self):
            raise UserError(
                self.env._("A form that was submitted is kept, reopened or not.")
            )

    def _check_step(self, state, group):
        """Whether the user may take the forms to a state.

        :raise AccessError: the user may not, or not in this state
        :raise UserError: the step is none of a form's
        """
        self.check_access("write")
        for form in self:
            if state not in self._transitions[form.state]:
                raise form._step_not_allowed(state)
        self._check_group(group)

    def _check_group(self, group):
        if not self.env.user.has_group(group):
            sentences = {
                MANAGER: self.env._(
                    "Customer service managers fill in, submit and reopen the "
                    "statistics. Ask one of them."
                ),
                LEADERSHIP: self.env._("Only leadership may acknowledge statistics."),
            }
            raise AccessError(sentences[group])

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_submit(self):
        """Hand the forms to leadership; from now on they are snapshots.

        :return: True
        :raise UserError: a form was submitted before, its month is not over, its
            figures are older than the end of the month, or a rate misses its target
            and analysis or measures are missing
        """
        self._check_step("submitted", MANAGER)
        self._check_owner()  # may have left since they were named
        self._lock()
        self._check_month_over()
        self._check_targets()
        self._keep_targets()
        for form in self:
            form._set_state(
                "submitted",
                submitted_by_id=self.env.uid,
                submitted_at=fields.Datetime.now(),
            )
            if form.recipient_id:
                form.sudo().activity_schedule(  # of a form the user may submit
                    TO_ACKNOWLEDGE, user_id=form.recipient_id.id
                )
        return True

    def action_acknowledge(self, instruction):
        """Leadership has read the forms, and says what is to be done.

        :param str instruction: of leadership
        :return: True
        :raise AccessError: the user is not leadership
        :raise UserError: no instruction, or a form is not submitted
        """
        self._check_step("acknowledged", LEADERSHIP)
        instruction = readable(instruction)
        if not instruction:
            raise UserError(self.env._("Write the instruction."))
        for form in self:
            form._set_state(
                "acknowledged",
                instruction=instruction,
                acknowledged_by_id=self.env.uid,
                acknowledged_at=fields.Datetime.now(),
            )
            form.sudo().activity_feedback([TO_ACKNOWLEDGE])  # acknowledged above
        return True

    def action_reopen(self, reason):
        """Make drafts of the forms again, to mend them.

        A form that leadership has acknowledged can be reopened, too: a wrong figure is
        wrong after it was read. Instruction and orders stay, leadership acknowledges
        the mended form again.

        :param str reason: kept in the history of the form
        :return: True
        :raise AccessError: the user is no customer service manager
        :raise UserError: no reason, or a form is a draft
        """
        self._check_step("draft", MANAGER)
        reason = readable(reason)
        if not reason:
            raise UserError(self.env._("Say why it is reopened."))
        for form in self:
            form._set_state("draft", acknowledged_by_id=False, acknowledged_at=False)
            form.sudo().activity_unlink([TO_ACKNOWLEDGE])  # reopened above
            form._log_said(
                _lt(
                    "Reopened by %(user)s: %(reason)s",
                    user=self.env.user.name,
                    reason=reason,
                )
            )
        return True

    def action_excel(self):
        """Download the forms as a workbook.

        :return: action that downloads it
        """
        self.check_access("read")
        numbers = ",".join(map(str, self.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/visitor/client-statistics/{numbers}.xlsx",
            "target": "download",
        }

    def give_order(self, requirement, department_id, deadline, employee_id=False):
        """Turn the instruction, or a part of it, into an order to a department.

        :param str requirement: what is to be done
        :param int department_id: whose it is
        :param deadline: its date
        :param employee_id: who carries it out; else the department's head says who
        :return: id of the order
        :raise AccessError: the user is not leadership
        :raise UserError: the form is not acknowledged, something is missing, or the
            deadline is over
        """
        self.ensure_one()
        self._check_group(LEADERSHIP)
        self.check_access("write")
        if self.state != "acknowledged":
            raise UserError(
                self.env._("Acknowledge the statistics first, then give orders.")
            )
        if not readable(requirement) or not department_id or not deadline:
            raise UserError(
                self.env._("An order says what is to be done, by whom and by when.")
            )
        orders = self.env["client.rectification"]
        orders._check_times({"deadline": deadline})
        orders._check_entered({"deadline": deadline}, company=self.company_id)
        orders_sudo = orders.sudo()  # checked above
        return orders_sudo.create(
            {
                "statistics_id": self.id,
                "requirement": requirement,
                "department_id": department_id,
                "employee_id": employee_id,
                "deadline": deadline,
            }
        ).id

    def action_open_problem(self, category_id):
        """Open the complaints of the month that are of a category.

        :param int category_id: see ``problems`` of the sheet
        :return: window action
        """
        category = self.env["client.complaint.category"].browse(category_id)
        return self._open_counted(
            "complaint", "due", category.display_name, category=category
        )

    def action_open_waived(self):
        """Open the cases whose callback was waived.

        :return: window action
        """
        return self._open_counted("case", "waived", self.env._("Waived"))

    def action_open_invalid(self):
        """Open the complaints that were found to be invalid.

        :return: window action
        """
        return self._open_counted("complaint", "invalid", self.env._("Not Ours"))
