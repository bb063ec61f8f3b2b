from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.client_kpis import KPIS
from ...tools.rate_field import Rate
from ..complaint.client_complaint_term import SEVERITIES


class ClientCallbackStatisticsLine(models.Model):
    """One rate of a month: of all, or of one category and severity.

    The program writes lines, in one statement for a form; nobody else does.
    """

    _name = "client.callback.statistics.line"
    _description = "Line of Monthly Statistics"
    _order = "month desc, statistics_id, id"
    _rec_name = "kpi"

    statistics_id = fields.Many2one(
        "client.callback.statistics",
        "Form",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="statistics_id.company_id", store=True, index=True
    )
    department_id = fields.Many2one(related="statistics_id.department_id", store=True)
    month = fields.Date(related="statistics_id.month", store=True)
    month_name = fields.Char(related="statistics_id.month_name", string="Month of")
    state = fields.Selection(related="statistics_id.state", store=True)
    kpi = fields.Selection(
        [
            ("callback_rate", "Called Back"),
            ("on_time_rate", "Called Back in Time"),
            ("contact_rate", "Reached per Try"),
            ("satisfaction_rate", "Satisfied Clients"),
            ("first_round_satisfaction_rate", "Satisfied at First"),
            ("handling_on_time_rate", "Handled in Time"),
            ("closing_rate", "Complaints Closed"),
            ("rectification_on_time_rate", "Put Right in Time"),
            ("recovered_rate", "Won Back"),
            ("repeat_rate", "Complaints Repeated"),
            ("complaint_rate", "Complaints per Unit"),
        ],
        "Rate of",
        required=True,
        readonly=True,
    )
    category_id = fields.Many2one(
        "client.complaint.category",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    severity = fields.Selection(SEVERITIES, readonly=True)
    is_total = fields.Boolean(
        "Total", readonly=True, help="Of all categories and severities together."
    )
    numerator = fields.Integer("Count", readonly=True)
    denominator = fields.Integer("Out of", readonly=True)
    rate = Rate(readonly=True, aggregator="avg", help="Empty when it is out of none.")
    previous_rate = Rate("Month Before", readonly=True, aggregator=None)
    last_year_rate = Rate("Year Before", readonly=True, aggregator=None)
    target = Rate(
        readonly=True,
        aggregator=None,
        help="What the rate was to reach when the form was submitted.",
    )

    _line_uniq = models.UniqueIndex(
        "(statistics_id, kpi, COALESCE(category_id, 0), COALESCE(severity, ''))"
    )
    _overview = models.Index("(company_id, month, department_id, kpi) WHERE is_total")

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if vals_list:
            raise self._is_computed()
        return super().create(vals_list)

    def write(self, vals):
        if self:
            raise self._is_computed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise self._is_computed()

    def _is_computed(self):
        return UserError(
            self.env._(
                "The figures follow from the records. Mend the record, then refresh "
                "the draft."
            )
        )

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """The rate of several lines is that of their sums, no mean of rates."""
        if aggregate_spec != "rate:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "SUM(%s)::float8 / NULLIF(SUM(%s), 0)",
            self._field_to_sql(self._table, "numerator", query),
            self._field_to_sql(self._table, "denominator", query),
        )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_numerator(self):
        """Open the records above the line of the rate.

        :return: window action
        :raise AccessError: the user may not read them
        """
        self.ensure_one()
        return self._open(KPIS[self.kpi].numerator)

    def action_open_denominator(self):
        """Open the records below the line of the rate.

        :return: window action
        :raise AccessError: the user may not read them
        :raise UserError: it is a rate per unit
        """
        self.ensure_one()
        mark = KPIS[self.kpi].denominator
        if not mark:
            raise UserError(
                self.env._("This is the number of units, it stands on the form.")
            )
        return self._open(mark)

    def _open(self, mark):
        return self.statistics_id._open_counted(
            KPIS[self.kpi].kind,
            mark,
            self._label(),
            category=None if self.is_total else self.category_id,
            severity=None if self.is_total else self.severity,
        )

    def _label(self):
        return dict(self._fields["kpi"]._description_selection(self.env))[self.kpi]
