from datetime import date, timedelta

from babel.dates import format_skeleton
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date
from odoo.tools.misc import babel_locale_parse
from odoo.tools.translate import LazyTranslate

from ...tools.groups import LEADERSHIP
from ...tools.names import readable
from ...tools.transaction import lock

_lt = LazyTranslate(__name__)
FROZEN = ("submitted", "acknowledged")
OF_LEADERSHIP = {"instruction"}


class VisitorMonthlyFormMixin(models.AbstractModel):
    """A form of a month: filled from the records, submitted, read by leadership.

    It is made again as long as it is a draft. What was submitted is a snapshot, until
    it is reopened. Leadership acknowledges it with an instruction, and gives orders.

    A model says whose it is to fill (``_filled_by``) and what these people write
    (``_of_the_filler``), which other fields are part of the snapshot
    (``_of_the_snapshot``), which activity asks leadership to read it
    (``_to_acknowledge``), and by which field an order names the form (``_order_link``).
    Its clock is that of :meth:`_month_today` and :meth:`_month_end`.
    """

    _name = "visitor.monthly.form.mixin"
    _description = "Form of a month for leadership"
    _inherit = ["visitor.owner.mixin", "mail.thread", "mail.activity.mixin"]
    _owner_field = "recipient_id"

    _filled_by = None
    _of_the_filler = frozenset()
    _of_the_snapshot = frozenset()
    _to_acknowledge = None
    _order_link = None

    month = fields.Date(required=True, readonly=True, help="Its first day.")
    month_name = fields.Char("Month of", compute="_compute_month_name")
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
    generated_at = fields.Datetime("Figures As Of", readonly=True, copy=False)
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

    @api.depends("month")
    @api.depends_context("lang")
    def _compute_month_name(self):
        for form in self:
            form.month_name = form._month_label()

    def _month_label(self):
        """The month in words, in the reader's language."""
        self.ensure_one()
        locale = babel_locale_parse(self.env.lang or "en_US")
        return self.month and format_skeleton("yMMMM", self.month, locale=locale)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        self._check_frozen(vals.keys())
        return super().write(vals)

    def _check_frozen(self, names):
        """What was submitted is a snapshot, for everybody.

        :param names: the fields that somebody writes
        :raise UserError: the form is not in the state for it; says what to do
        :raise AccessError: it is not the user's to write
        """
        written = self._of_the_filler | OF_LEADERSHIP | self._of_the_snapshot
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
            self._check_group(LEADERSHIP if state == "submitted" else self._filled_by)

    def _keeps_files(self):
        return self.state in FROZEN

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(form.state != "draft" or form.submitted_at for form in self):
            raise UserError(
                self.env._("A form that was submitted is kept, reopened or not.")
            )

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

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
            raise AccessError(self._refusal(group))

    @api.model
    def _refusal(self, group):
        """What is said to who is not of a group: ``_filled_by`` or leadership."""
        raise NotImplementedError

    @api.model
    def _to_month(self, month):
        """
        :raise ValidationError: it is not the first day of a month
        """
        try:
            month = fields.Date.to_date(month)
        except (ValueError, TypeError):
            month = None
        # a calendar ends on both sides, and we look at the months around
        if not isinstance(month, date) or month.day != 1 or not 1 < month.year < 9999:
            raise ValidationError(
                self.env._("A month is given by its first day, like 2026-01-01.")
            )
        return month

    def _month_today(self):
        """The date on the clock of the form."""
        raise NotImplementedError

    def _month_end(self, next_month):
        """The first moment after the month on the clock of the form, naive UTC.

        :param date next_month: the day after the month
        """
        raise NotImplementedError

    def _check_month_over(self):
        """
        :raise UserError: the month goes on, on the clock of the form, or the figures
            are of a time when it did
        """
        for form in self:
            next_month = form.month + relativedelta(months=1)
            if form._month_today() < next_month:
                raise UserError(
                    self.env._(
                        "%(month)s ends on %(date)s. Submit its form when it is over.",
                        month=form._month_label(),
                        date=format_date(self.env, next_month - timedelta(days=1)),
                    )
                )
            generated_at = form.generated_at
            if generated_at and generated_at < form._month_end(next_month):
                raise UserError(
                    self.env._(
                        "The figures were taken before the month was over. Refresh "
                        "them from the records, then submit the form."
                    )
                )

    def _lock(self):
        """Wait for whoever fills or submits the forms at this moment.

        What they changed is seen by the request when Odoo tries it again.
        """
        lock(self)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_submit(self):
        """Hand the forms to leadership; from now on they are snapshots.

        :return: True
        :raise UserError: a form was submitted before, its month is not over, its
            figures are older than the end of the month, or something in it is missing
        """
        self._check_step("submitted", self._filled_by)
        self._check_owner()  # may have left since they were named
        self._lock()
        self._check_month_over()
        self._check_complete()
        for form in self:
            form._set_state(
                "submitted",
                submitted_by_id=self.env.uid,
                submitted_at=fields.Datetime.now(),
            )
            form._after_submit()
        return True

    def _check_complete(self):
        """What has to be there before the forms are submitted, and is kept with them.

        :raise UserError: something is missing; says what
        """

    def _after_submit(self):
        if self.recipient_id:
            self.sudo().activity_schedule(  # of a form the user may submit
                self._to_acknowledge, user_id=self.recipient_id.id
            )

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
            form.sudo().activity_feedback([self._to_acknowledge])  # acknowledged above
        return True

    def action_reopen(self, reason):
        """Make drafts of the forms again, to mend them.

        A form that leadership has acknowledged can be reopened, too: a wrong figure is
        wrong after it was read. Instruction and orders stay, leadership acknowledges
        the mended form again.

        :param str reason: kept in the history of the form
        :return: True
        :raise AccessError: the user does not fill these forms
        :raise UserError: no reason, or a form is a draft
        """
        self._check_step("draft", self._filled_by)
        reason = readable(reason)
        if not reason:
            raise UserError(self.env._("Say why it is reopened."))
        for form in self:
            form._set_state("draft", acknowledged_by_id=False, acknowledged_at=False)
            form.sudo().activity_unlink([self._to_acknowledge])  # reopened above
            form._log_said(
                _lt(
                    "Reopened by %(user)s: %(reason)s",
                    user=self.env.user.name,
                    reason=reason,
                )
            )
        return True

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
            raise UserError(self.env._("Acknowledge the form first, then give orders."))
        if not readable(requirement) or not department_id or not deadline:
            raise UserError(
                self.env._("An order says what is to be done, by whom and by when.")
            )
        orders = self.env["client.rectification"]
        for model, number in (
            ("hr.department", department_id),
            ("hr.employee.public", employee_id),
        ):
            known = self.env[model].browse(number if type(number) is int else ())
            if number and not known.exists():
                raise UserError(
                    self.env._("Choose a department, and an employee, that there is.")
                )
        orders._check_times({"deadline": deadline})
        orders._check_entered({"deadline": deadline}, company=self.company_id)
        orders_sudo = orders.sudo()  # checked above
        return orders_sudo.create(
            {
                self._order_link: self.id,
                "requirement": requirement,
                "department_id": department_id,
                "employee_id": employee_id,
                "deadline": deadline,
            }
        ).id
