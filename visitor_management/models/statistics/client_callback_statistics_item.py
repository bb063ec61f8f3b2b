from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...tools.groups import SERVICE
from ..callback.client_callback import OPEN_STATES
from ..complaint.client_complaint_term import SEVERITIES


class ClientCallbackStatisticsItem(models.Model):
    """Something a form names one by one: what is open, repeated, or was ordered.

    As it was when the form was filled; the reason is the manager's to write.
    """

    _name = "client.callback.statistics.item"
    _description = "Item of Monthly Statistics"
    _order = "kind, since, id"
    _log_access = False
    _draft_domain = [
        ("statistics_id.state", "=", "draft"),
        ("statistics_id.submitted_at", "=", False),
    ]

    statistics_id = fields.Many2one(
        "client.callback.statistics",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    kind = fields.Selection(
        [("open", "Still Open"), ("repeat", "Repeated Complaint"), ("order", "Order")],
        required=True,
        readonly=True,
    )
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(
        "Record ID", model_field="res_model", readonly=True
    )
    name = fields.Char("Case No.", readonly=True)
    category_id = fields.Many2one(
        "client.complaint.category",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    severity = fields.Selection(SEVERITIES, readonly=True)
    since = fields.Date(readonly=True, help="Received, or due.")
    times = fields.Integer(readonly=True, help="How often the matter came up.")
    requirement = fields.Text("What Was Ordered", readonly=True)
    department_id = fields.Many2one(
        "hr.department",
        "Responsible",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    employee_id = fields.Many2one(
        "hr.employee",
        "Carried Out By",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    deadline = fields.Date(readonly=True)
    status = fields.Char("Status Code", readonly=True)
    status_label = fields.Char("Status", compute="_compute_status_label")
    reason = fields.Text(help="Why it is open, and how far it is.")
    may_open = fields.Boolean(compute="_compute_may_open")

    @api.depends("res_model", "status")
    @api.depends_context("lang")
    def _compute_status_label(self):
        for item in self:
            states = item.res_model and self.env[item.res_model]._fields["state"]
            labels = dict(states._description_selection(self.env)) if states else {}
            item.status_label = labels.get(item.status, item.status)

    @api.depends_context("uid")
    def _compute_may_open(self):
        """Leadership reads what a form says of a complaint, not the complaint."""
        self.may_open = self.env.user.has_group(SERVICE)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if vals_list:
            raise self._is_filled()
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() - {"reason"}:
            raise self._is_filled()
        self.statistics_id._check_frozen({"item_ids"})
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise self._is_filled()

    def _is_filled(self):
        return UserError(
            self.env._("Items follow from the records; only their reason is written.")
        )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open(self):
        """Open the complaint, callback or order.

        :return: window action
        :raise AccessError: the user may not read it
        """
        self.ensure_one()
        self.check_access("read")
        if not self.may_open:
            raise AccessError(self.env._("Only customer service opens the records."))
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------
    # FILL
    # ------------------------------------------------------------

    @api.model
    def _refill(self, statistics, scope):
        """Replace the items of a draft, in one statement; reasons written stay.

        :param statistics: the form
        :param scope: see ``client.statistics.count``
        """
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                """
                WITH old AS (
                    DELETE FROM %(table)s WHERE statistics_id = %(statistics)s
                    RETURNING kind, res_model, res_id, reason
                ), found AS (
                    %(open_complaints)s
                    UNION ALL
                    %(open_callbacks)s
                    UNION ALL
                    %(repeats)s
                    UNION ALL
                    %(orders)s
                )
                INSERT INTO %(table)s (
                    statistics_id, kind, res_model, res_id, name, category_id,
                    severity, since, times, requirement, department_id, employee_id,
                    deadline, status, reason
                )
                SELECT %(statistics)s, kind, res_model, res_id, name, category_id,
                       severity, since, times, requirement, department_id,
                       employee_id, deadline, status,
                       COALESCE(NULLIF(old.reason, ''), found.reason)
                  FROM found LEFT JOIN old USING (kind, res_model, res_id)
             RETURNING id
                """,
                table=SQL.identifier(self._table),
                statistics=statistics.id,
                open_complaints=self._open_complaints(scope),
                open_callbacks=self._open_callbacks(scope),
                repeats=self._repeats(scope),
                orders=self._orders(scope),
            )
        )
        self.invalidate_model()

    @api.model
    def _open_complaints(self, scope):
        """Complaints that are open at the end of the month, each matter once.

        The reason is what the client was told last.
        """
        return SQL(
            """
            SELECT 'open' AS kind, 'client.complaint' AS res_model,
                   complaint.id AS res_id,
                   complaint.name, complaint.category_id, complaint.severity,
                   %(received)s AS since, NULL::int AS times, NULL AS requirement,
                   NULL::int AS department_id, NULL::int AS employee_id,
                   %(deadline)s AS deadline, complaint.state AS status, told.reason
              FROM client_complaint complaint
 LEFT JOIN LATERAL (
                SELECT COALESCE(explained_reason, dissatisfied_reason) AS reason
                  FROM client_callback
                 WHERE complaint_id = complaint.id
                   AND COALESCE(explained_reason, dissatisfied_reason) IS NOT NULL
              ORDER BY id DESC LIMIT 1
                   ) told ON TRUE
             WHERE complaint.company_id = %(company)s
               AND complaint.department_id = %(department)s
               AND complaint.parent_id IS NULL
               AND complaint.state != 'invalid'
               AND complaint.received_at < %(until)s
               AND (complaint.closed_at IS NULL OR complaint.closed_at >= %(until)s)
            """,
            received=self._local_day("complaint.received_at", scope),
            deadline=self._local_day("complaint.deadline", scope),
            company=scope.company_id,
            department=scope.department_id,
            until=scope.until,
        )

    @api.model
    def _open_callbacks(self, scope):
        """Cases of other work, due in the month, whose last round is not finished."""
        return SQL(
            """
            SELECT 'open', 'client.callback', last.id, last.name,
                   first.category_id, first.severity, %(due)s, NULL, NULL, NULL, NULL,
                   NULL, last.state, last.dissatisfied_reason
              FROM client_callback first
CROSS JOIN LATERAL (
                SELECT * FROM client_callback
                 WHERE first_id = first.id ORDER BY round DESC LIMIT 1
                   ) last
             WHERE first.company_id = %(company)s
               AND first.department_id = %(department)s
               AND first.complaint_id IS NULL AND first.round = 1
               AND first.first_due_at >= %(since)s AND first.first_due_at < %(until)s
               AND last.state IN %(open)s
            """,
            due=self._local_day("first.due_at", scope),
            company=scope.company_id,
            department=scope.department_id,
            since=scope.since,
            until=scope.until,
            open=OPEN_STATES,
        )

    @api.model
    def _repeats(self, scope):
        """Matters that were complained of again in the month.

        How often is counted until its end; the reason is the analysis of the causes.
        """
        return SQL(
            """
            SELECT 'repeat', 'client.complaint', root.id, root.name, root.category_id,
                   root.severity, %(received)s, again.times, NULL, NULL, NULL, NULL,
                   root.state, root.analysis
              FROM (
                SELECT parent_id, 1 + COUNT(*) AS times
                  FROM client_complaint
                 WHERE company_id = %(company)s AND parent_id IS NOT NULL
                   AND state != 'invalid' AND received_at < %(until)s
              GROUP BY parent_id
                HAVING MAX(received_at) >= %(since)s
                   ) again
              JOIN client_complaint root ON root.id = again.parent_id
             WHERE root.department_id = %(department)s AND root.state != 'invalid'
            """,
            received=self._local_day("root.received_at", scope),
            company=scope.company_id,
            department=scope.department_id,
            since=scope.since,
            until=scope.until,
        )

    @api.model
    def _orders(self, scope):
        """What became of leadership's orders after earlier forms of the department.

        All of the month before, and older ones that are not verified yet.
        """
        return SQL(
            """
            SELECT 'order', 'client.rectification', rectification.id,
                   rectification.name, NULL, NULL, form.month, NULL,
                   rectification.requirement, rectification.department_id,
                   rectification.employee_id, rectification.deadline,
                   rectification.state, rectification.result
              FROM client_callback_statistics form
              JOIN client_rectification rectification
                ON rectification.statistics_id = form.id
             WHERE form.company_id = %(company)s
               AND form.department_id = %(department)s
               AND form.month < %(first_day)s
               AND (form.month = %(first_day)s::date - INTERVAL '1 month'
                    OR rectification.state != 'verified')
            """,
            company=scope.company_id,
            department=scope.department_id,
            first_day=scope.first_day,
        )

    @api.model
    def _local_day(self, column, scope):
        return SQL(
            "(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", SQL(column), scope.tz
        )
