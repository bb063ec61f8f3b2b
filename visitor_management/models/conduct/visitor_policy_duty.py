from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools.translate import LazyTranslate

from ...tools.groups import ADMIN
from ...tools.name_field import Line

_lt = LazyTranslate(__name__)

ACTIVITY = "visitor_management.mail_activity_type_policy_duty"


class VisitorPolicyDuty(models.Model):
    """What a department does so that the rules are kept, and what shows that it does.

    Its head confirms it for each version. Until then it is on the head's list, and in
    the monthly review.
    """

    _name = "visitor.policy.duty"
    _description = "Duty under the Rules"
    _inherit = ["visitor.fixed.mixin"]
    _order = "policy_id, sequence, id"
    _check_company_auto = True
    _fixed_fields = frozenset({"policy_id"})

    policy_id = fields.Many2one(
        "visitor.policy", "Rules", required=True, index=True, ondelete="cascade"
    )
    tz = fields.Char(related="policy_id.tz")
    policy_state = fields.Selection(related="policy_id.state")
    company_id = fields.Many2one(
        related="policy_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    department_id = fields.Many2one(
        "hr.department",
        required=True,
        index=True,
        ondelete="restrict",
    )
    name = Line("Duty", required=True)
    evidence = Line(
        "Shown By",
        required=True,
        help="What shows that it is done: a record, a list, a round.",
    )
    confirmed_at = fields.Datetime(readonly=True, copy=False)
    confirmed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index=True, ondelete="restrict"
    )
    confirmed = fields.Boolean(compute="_compute_confirmed", search="_search_confirmed")
    may_confirm = fields.Boolean(compute="_compute_may_confirm")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("confirmed_at")
    def _compute_confirmed(self):
        for duty in self:
            duty.confirmed = bool(duty.confirmed_at)

    def _search_confirmed(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted = set(value)
        if wanted >= {True, False}:
            return []
        return [("confirmed_at", "!=" if True in wanted else "=", False)]

    @api.depends("confirmed_at", "policy_id.state", "department_id.manager_id")
    @api.depends_context("uid")
    def _compute_may_confirm(self):
        for duty in self:
            duty.may_confirm = (
                not duty.confirmed_at
                and duty.policy_id.state == "published"
                and self.env.user in duty._head()
            )

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("department_id", "policy_id")
    def _check_department(self):
        # a text for all companies may give duties to a department of each
        for duty in self:
            ours = duty.policy_id.company_id
            if ours and duty.sudo().department_id.company_id - ours:  # compared
                raise ValidationError(
                    self.env._("Choose a department of the company of these rules.")
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._check_not_confirmed({name for vals in vals_list for name in vals})
        duties = super().create(vals_list)
        duties._check_draft()
        return duties

    def write(self, vals):
        self._check_not_confirmed(vals.keys())
        self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        self._check_draft()

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_confirm(self):
        """Confirm, as head of the department, that the duty is known and done.

        :return: True
        :raise AccessError: somebody else heads the department; says so
        :raise UserError: the rules are not published, or it is confirmed already
        """
        self.check_access("read")
        for duty in self:
            if duty.policy_id.state != "published":
                raise UserError(
                    self.env._("Duties are confirmed under rules that are published.")
                )
            if duty.confirmed_at:
                raise UserError(self.env._("This duty is confirmed already."))
            if self.env.user not in duty._head():
                raise AccessError(
                    self.env._("The head of the department confirms its duties.")
                )
        duties_sudo = self.sudo()  # of the head, checked above
        super(VisitorPolicyDuty, duties_sudo).write(
            {"confirmed_at": fields.Datetime.now(), "confirmed_by_id": self.env.uid}
        )
        for policy_sudo in duties_sudo.policy_id:
            policy_sudo._departments_confirmed(self.env.user)
        return True

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _head(self):
        """Who confirms it: the head of the department, or of one above it.

        :return: ``res.users`` at work, may be empty
        """
        department_sudo = self.sudo().department_id  # who heads one is no secret
        company = self.company_id or department_sudo.company_id
        stand_in = self.env["visitor.stand.in"]
        while department_sudo:
            if head := stand_in._head_at_work(department_sudo, company):
                return head
            department_sudo = department_sudo.parent_id
        return self.env["res.users"]

    def _check_not_confirmed(self, field_names):
        """
        :raise UserError: somebody writes what the confirmation does
        """
        if not self.env.su and {"confirmed_at", "confirmed_by_id"} & set(field_names):
            raise UserError(
                self.env._(
                    "The confirmation can't be set by hand: the head of the department "
                    "confirms its duties."
                )
            )

    def _check_draft(self):
        """
        :raise UserError: the duties belong to what was published
        """
        if any(policy.state != "draft" for policy in self.policy_id):
            raise self.policy_id._is_published()


class VisitorPolicy(models.Model):
    """On publishing, those who have duties are asked to confirm them."""

    _inherit = "visitor.policy"

    def _ask_departments(self):
        """Put unconfirmed duties on the lists of who heads the departments.

        Where nobody does, on the list of who answers for the text.
        """
        for policy in self:
            heads = self.env["res.users"]
            for duty in policy.duty_ids:
                heads |= duty._head() or policy._answers_for()
            for user in heads:
                policy.activity_schedule(ACTIVITY, user_id=user.id)

    def _departments_confirmed(self, user):
        """Take a policy off the list of who has confirmed all of the own duties."""
        open_duties = self.duty_ids.filtered(lambda duty: not duty.confirmed_at)
        if not open_duties.filtered(lambda duty: user in duty._head()):
            self.activity_feedback([ACTIVITY], user_id=user.id)
        self._log_said(_lt("%s confirmed the duties of the department.", user.name))

    def _answers_for(self):
        """Who looks after the text: its owner while at work, else an administrator."""
        stand_in = self.env["visitor.stand.in"]
        at_work = stand_in._at_work(self.owner_id, self.company_id)
        return at_work or stand_in._of_group(ADMIN, self.company_id)
