from odoo import api, fields, models

from ...tools.groups import LEADERSHIP, MANAGER
from ...tools.rate_field import Rate


class ClientCallbackStatistics(models.Model):
    """The monthly form of one department (回访客户月统计表).

    Filled from the records, analysed and submitted by a customer service manager,
    acknowledged by leadership. What was submitted is a snapshot: it changes no more,
    whatever becomes of the records, until a manager reopens it.
    """

    _name = "client.callback.statistics"
    _description = "Monthly Statistics"
    _inherit = [
        "visitor.monthly.form.mixin",
        "client.state.mixin",
        "client.clock.mixin",
    ]
    _order = "month desc, department_id, id"
    _check_company_auto = True
    _draft_domain = [("state", "=", "draft"), ("submitted_at", "=", False)]
    _fixed_fields = frozenset({"month", "department_id", "company_id"})

    _filled_by = MANAGER
    _of_the_filler = frozenset(
        {"base_quantity", "analysis", "measures", "recipient_id", "item_ids"}
    )
    _of_the_snapshot = frozenset(
        {"open_item_ids", "repeat_item_ids", "line_ids", "order_item_ids", "action_ids"}
    )
    _to_acknowledge = "visitor_management.mail_activity_type_client_statistics"
    _order_link = "statistics_id"

    _transitions = {
        "draft": {"submitted"},
        # back to draft: reopened
        "submitted": {"acknowledged", "draft"},
        "acknowledged": {"draft"},
    }

    # what it is about
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
    # figures
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
        result = super().write(vals)
        if "base_quantity" in vals:
            self._apply_base_quantity()
        return result

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    @api.model
    def _refusal(self, group):
        if group == LEADERSHIP:
            return self.env._("Only leadership may acknowledge statistics.")
        return self.env._(
            "Customer service managers fill in, submit and reopen the "
            "statistics. Ask one of them."
        )

    def _month_today(self):
        return self.company_id._client_today()

    def _month_end(self, next_month):
        return self.company_id._start_of_day(next_month)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

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
