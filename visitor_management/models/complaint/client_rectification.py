from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...tools.entered_times import AHEAD
from ...tools.groups import LEADERSHIP, MANAGER, SECURITY, SERVICE
from ...tools.name_field import Line
from ...tools.names import readable
from ...tools.opening_hours import to_local
from ...tools.picture_field import Picture

_lt = LazyTranslate(__name__)
ORDER = "visitor_management.mail_activity_type_client_order"
VERIFY = "visitor_management.mail_activity_type_client_verify"
LATE = "visitor_management.mail_activity_type_client_order_late"
OPEN_STATES = ("sent", "accepted", "reopened")
CARRIED_OUT = ("done", "verified")

# Who changes an order of leadership.
LEADERS = (MANAGER, LEADERSHIP)
# What the department that carries out an order may set itself.
OF_THE_DOER = {"employee_id"}


class ClientRectification(models.Model):
    """An order to a department to put something right by a date."""

    _name = "client.rectification"
    _description = "Order"
    _inherit = [
        "client.state.mixin",
        "client.deadline.mixin",
        "client.times.mixin",
        "client.promise.mixin",
        "client.work.bus.mixin",
        "client.stuck.mixin",
        "visitor.owner.mixin",
        "visitor.left.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "deadline, id"
    _rec_names_search = ["name", "requirement"]
    _check_company_auto = True
    _mail_post_access = "read"  # who carries it out shows what was done
    _owner_field = "employee_id"
    _due_field = "deadline"
    _first_field = "first_deadline"
    _done_field = "done_on"
    _times = {"deadline": AHEAD}
    _promise_field = "deadline"
    _promise_department = "department_id"
    _fixed_fields = frozenset(
        {"complaint_id", "callback_id", "visit_item_id", "statistics_id", "review_id"}
    )

    _transitions = {
        "sent": {"accepted", "done"},
        "accepted": {"done"},
        "done": {"verified", "reopened"},
        "verified": {"reopened"},
        "reopened": {"accepted", "done"},
    }

    name = fields.Char("Order No.", readonly=True, copy=False, index="trigram")
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        required=True,
        index=True,
    )
    # where it comes from
    complaint_id = fields.Many2one(
        "client.complaint",
        compute="_compute_complaint_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    callback_id = fields.Many2one(
        "client.callback",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    visit_item_id = fields.Many2one(
        "client.visit.item",
        "Item of a Client Visit",
        index="btree_not_null",
        ondelete="restrict",
    )
    statistics_id = fields.Many2one(
        "client.callback.statistics",
        "Monthly Statistics",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="What leadership read before it gave the order.",
    )
    review_id = fields.Many2one(
        "visitor.review",
        "Review of the Visitor Rules",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="What leadership read before it gave the order.",
    )
    origin = fields.Char(
        compute="_compute_origin",
        compute_sudo=True,  # a number, for those who carry the order out
        help="What the order follows from.",
    )
    # what, who, by when
    department_id = fields.Many2one(
        "hr.department", required=True, index=True, check_company=True, tracking=True
    )
    employee_id = fields.Many2one(
        "hr.employee",
        "Carried Out By",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        help="Empty: the head of the department says who.",
    )
    requirement = fields.Text("What Is To Be Put Right", required=True)
    deadline = fields.Date(required=True, tracking=True)
    first_deadline = fields.Date("Deadline at First", readonly=True, copy=False)
    # life
    state = fields.Selection(
        [
            ("sent", "Sent"),
            ("accepted", "Order Accepted"),
            ("done", "Done"),
            ("verified", "Verified"),
            ("reopened", "Reopened"),
        ],
        "Status",
        default="sent",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    accepted_at = fields.Datetime("Order Accepted On", readonly=True, copy=False)
    done_at = fields.Datetime("Reported Done On", readonly=True, copy=False)
    done_on = fields.Date(
        compute="_compute_done_on",
        store=True,
        help="On the clock of the company.",
    )
    result = fields.Text("What Was Done", readonly=True, copy=False)
    verified_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    verified_at = fields.Datetime("Verified On", readonly=True, copy=False)
    may_carry_out = fields.Boolean(compute="_compute_may_carry_out")
    # What a department works from. Fields of the order: who may read it reads them, and
    # nothing else of the case opens by them.
    case_unit = fields.Char("Unit or Place", compute="_compute_case", compute_sudo=True)
    case_contact = fields.Char(
        "Contact Person", compute="_compute_case", compute_sudo=True
    )
    case_phone = fields.Char(
        "Phone of the Contact Person", compute="_compute_case", compute_sudo=True
    )
    case_content = fields.Text(
        "What the Client Said", compute="_compute_case", compute_sudo=True
    )
    case_pictures = fields.Json(
        "Pictures of the Client", compute="_compute_case_pictures", compute_sudo=True
    )
    # what shows that it was carried out
    before_picture_ids = fields.Many2many(
        "ir.attachment",
        "client_rectification_before_rel",
        "order_id",
        "attachment_id",
        "Pictures Before",
        copy=False,
        help="How it looked before anything was done.",
    )
    after_picture_ids = fields.Many2many(
        "ir.attachment",
        "client_rectification_after_rel",
        "order_id",
        "attachment_id",
        "Pictures After",
        copy=False,
        readonly=True,
        help="How it looks now that it is put right.",
    )
    client_signature = Picture(
        "Signature of the Client",
        readonly=True,
        copy=False,
        max_width=1024,
        max_height=1024,
    )
    signed_by = Line("Signed By", readonly=True, copy=False)
    # who was told
    reminded_on = fields.Date(readonly=True, copy=False)
    climbed_on = fields.Date(
        "Manager Told", readonly=True, copy=False, help="When a manager last heard."
    )
    climbed_to_id = fields.Many2one(
        "hr.department",
        "Told in",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    _name_uniq = models.UniqueIndex("(company_id, name)")

    _open_idx = models.Index(
        "(company_id, deadline) WHERE state IN ('sent', 'accepted', 'reopened')"
    )
    _department_first = models.Index("(company_id, department_id, first_deadline)")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("callback_id")
    def _compute_complaint_id(self):
        for order in self:
            order.complaint_id = order.callback_id.complaint_id or order.complaint_id

    @api.depends(
        *("complaint_id", "callback_id", "visit_item_id", "statistics_id"),
        *("review_id", "department_id"),
    )
    def _compute_company_id(self):
        for order in self:
            order.company_id = (
                order.complaint_id.company_id
                or order.callback_id.company_id
                or order.visit_item_id.visit_company_id
                or order.statistics_id.company_id
                or order.review_id.company_id
                or order.department_id.company_id
                or self.env.company
            )

    @api.depends(
        *("complaint_id", "callback_id", "visit_item_id", "statistics_id", "review_id")
    )
    def _compute_origin(self):
        for order in self:
            order.origin = (
                order.complaint_id.name
                or order.callback_id.name
                or order.visit_item_id.visit_id.name
                or order.statistics_id.display_name
                or order.review_id.display_name
            )

    @api.depends("name", "department_id")
    def _compute_display_name(self):
        for order in self:
            order.display_name = " ".join(
                filter(None, (order.name, order.department_id.name))
            )

    @api.depends("done_at")
    def _compute_done_on(self):
        for order in self:
            tz = order.company_id._client_tz()
            order.done_on = order.done_at and to_local(order.done_at, tz).date()

    @api.depends("employee_id", "department_id")
    @api.depends_context("uid")
    def _compute_may_carry_out(self):
        for order in self:
            order.may_carry_out = order._is_doer() or order._is_service()

    @api.model
    def _now_of_deadline(self):
        return self.env.company._client_today()

    @api.constrains("requirement")
    def _check_requirement(self):
        # required refuses no text, not an empty one
        if any(not readable(order.requirement) for order in self):
            raise ValidationError(self.env._("Say what is to be put right."))

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._check_work_goes_on()
        for order_sudo in orders.sudo():  # numbers and the life of the complaint
            order_sudo.name = order_sudo.company_id._next_number(
                self._name, order_sudo.company_id._client_today()
            )
            order_sudo.complaint_id._begin_handling()
            order_sudo._tell(ORDER)
        return orders

    def write(self, vals):
        self._check_terms(vals)
        result = super().write(vals)
        if vals.keys() & {"employee_id", "department_id"}:
            for order_sudo in self.sudo():  # written above
                order_sudo._tell(ORDER)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        if any(order.state != "sent" for order in self):
            raise UserError(
                self.env._("The department has begun. An order is kept once it did.")
            )
        if self._is_of_leadership():
            raise UserError(self.env._("Leadership gave this order: it is kept."))
        if any(order._missed_first_date() for order in self):
            raise UserError(
                self.env._(
                    "The date of this order is over or was put off: the order is kept. "
                    "Have it carried out, and verify it."
                )
            )
        callbacks_sudo = self.sudo().callback_id  # whatever the user may read of them
        if any(each.state not in ("planned", "reached") for each in callbacks_sudo):
            raise UserError(
                self.env._("The client was promised it: the callback is finished.")
            )

    def _check_terms(self, vals):
        """What is ordered is customer service's, who does it the department's.

        :raise AccessError: the one who carries it out changes the order
        :raise UserError: the order is verified, it is kept
        """
        terms = vals.keys() & {
            *("complaint_id", "callback_id", "department_id", "employee_id"),
            *("requirement", "deadline"),
        }
        if self.env.su or not terms:
            return
        if not self._is_service() and terms - OF_THE_DOER:
            raise AccessError(
                self.env._(
                    "What is ordered, and by when, is set by those who gave the order."
                )
            )
        if "employee_id" in terms:
            self._check_hands_on(vals["employee_id"])
        if (
            terms - OF_THE_DOER
            and self._is_of_leadership()
            and not any(map(self.env.user.has_group, LEADERS))
        ):
            raise AccessError(
                self.env._(
                    "Leadership gave this order. What is ordered, and by when, is "
                    "changed by leadership or a customer service manager."
                )
            )
        for order in self:
            if order.state in CARRIED_OUT:
                sentence = self.env._(
                    "The order was carried out. Reopen it to change it."
                )
                raise UserError(order._with_first(sentence))

    def _check_hands_on(self, employee_id):
        """An order tells of a client: who heads the department gives it to anybody,
        whoever else carries it out hands it on within the department.

        :param employee_id: of ``hr.employee``, False for the head
        :raise AccessError: somebody outside
        """
        if self._is_service() or not employee_id:
            return
        employee_sudo = self.env["hr.employee"].sudo().browse(employee_id)
        for order_sudo in self.sudo():  # departments and their heads are no secret
            heads = order_sudo.department_id.manager_id.user_id
            inside = Domain("id", "child_of", order_sudo.department_id.id)
            if (
                employee_sudo != order_sudo.employee_id
                and self.env.user not in heads
                and not employee_sudo.department_id.filtered_domain(inside)
            ):
                raise AccessError(
                    self.env._(
                        "Hand the order to somebody of its department, or ask the head "
                        "of the department: %s.",
                        order_sudo.name,
                    )
                )

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _carried_out_sudo(self):
        """The orders with the rights to carry them out.

        :raise AccessError: an order is neither the user's nor of the user's department
        """
        self.check_access("read")
        for order in self:
            if not (order._is_doer() or order._is_service()):
                raise AccessError(
                    self.env._("This order is given to somebody else: %s.", order.name)
                )
        return self.sudo()  # checked above

    def _is_doer(self):
        """Whether the user carries it out, or heads the department that does."""
        self.ensure_one()
        order_sudo = self.sudo()  # logins and heads of departments are no secret
        doers = order_sudo.employee_id.user_id
        doers |= order_sudo.department_id.manager_id.user_id
        return self.env.user in doers

    def _missed_first_date(self):
        """Whether the order was put off, or waits since a day that is over."""
        today = self.company_id._client_today()
        return bool(self.put_off_at or (self.first_deadline or today) < today)

    def _is_of_leadership(self):
        """Whether leadership gave one of the orders, after a form of a month."""
        orders_sudo = self.sudo()  # yes or no
        return bool(orders_sudo.statistics_id or orders_sudo.review_id)

    def _is_service(self):
        return self.env.user.has_group(SERVICE)

    def _check_service(self):
        self.check_access("read")
        of_review = self.filtered(lambda order: order.sudo().review_id)  # yes or no
        if of_review and not self.env.user.has_group(SECURITY):
            raise AccessError(self.env._("Security says whether it is put right."))
        if (self - of_review or not self) and not self._is_service():
            raise AccessError(
                self.env._("Customer service says whether it is put right.")
            )

    def _work_list_ids(self):
        return {
            "order_ids": self.ids,
            "callback_ids": self.callback_id.ids,
            "complaint_ids": self.complaint_id.ids,
        }
