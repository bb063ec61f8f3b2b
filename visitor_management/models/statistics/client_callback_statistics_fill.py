from dateutil.relativedelta import relativedelta
from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tools import SQL

from ...tools.client_kpis import COMPLAINT, KPIS, MODELS
from ...tools.groups import MANAGER, SERVICE
from ...tools.transaction import apart
from ..core.visitor_monthly_form_mixin import FROZEN


class ClientCallbackStatistics(models.Model):
    """How a form of monthly statistics is made and filled; how its figures open.

    Statements in a constant number, however many records a month has.
    """

    _inherit = "client.callback.statistics"

    # ------------------------------------------------------------
    # DRAFTS
    # ------------------------------------------------------------

    @api.model
    def generate(self, month, department_id):
        """Make the draft of a department and month, or fill it again.

        :param month: its first day, a date or ISO text
        :param int department_id: of one of the user's companies
        :return: id of the form
        :raise AccessError: the user is no customer service manager, or the department
            is another company's
        :raise UserError: the form was submitted, or the month has not begun
        """
        self._check_group(MANAGER)
        month = self._to_month(month)
        department = self.env["hr.department"].browse(department_id).exists()
        company = department.sudo().company_id or self.env.company  # checked below
        if (
            not department
            or not department.has_access("read")
            or company not in self.env.companies
        ):
            raise AccessError(
                self.env._("There is no such department in your companies.")
            )
        if month > company._client_today():
            raise UserError(self.env._("This month has not begun."))
        return self._generate(company, department, month).id

    @api.model
    def _generate(self, company, department, month):
        """
        :raise ConcurrencyError: somebody else makes it at this moment; Odoo tries the
            request again
        """
        forms_sudo = self.sudo().with_company(company)  # checked, or the monthly job
        form_sudo = forms_sudo.search(
            [
                ("company_id", "=", company.id),
                ("department_id", "=", department.id),
                ("month", "=", month),
            ]
        )
        if form_sudo:
            form_sudo._lock()
            form_sudo._check_draft()
        else:
            try:
                form_sudo = forms_sudo.create(
                    {
                        "company_id": company.id,
                        "department_id": department.id,
                        "month": month,
                        "base_quantity": self._occupied_units(company),
                    }
                )
                form_sudo.flush_recordset()
            except UniqueViolation as error:
                raise ConcurrencyError("The form was just made") from error
        form_sudo._fill()
        return form_sudo.with_env(self.env)

    def _check_draft(self):
        """
        :raise UserError: the form was submitted; says what to do
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        for form in self:
            if form.state != "draft":
                raise UserError(
                    self.env._(
                        "The statistics of %(department)s for %(month)s are no draft "
                        "but “%(state)s”. Reopen them, then refresh them.",
                        department=form.department_id.name,
                        month=form._month_label(),
                        state=labels[form.state],
                    )
                )

    def action_refresh(self):
        """Fill drafts again from the records.

        :return: True
        :raise UserError: a form was submitted
        """
        self._check_group(MANAGER)
        self.check_access("write")
        for form in self:
            self._generate(form.company_id, form.department_id, form.month)
        return True

    # ------------------------------------------------------------
    # FILL
    # ------------------------------------------------------------

    def _fill(self):
        """Fill a draft from the records as they are now."""
        self.ensure_one()
        count = self.env["client.statistics.count"]
        scope = count._scope(self.company_id, self.department_id, self.month)
        counts = count._store(scope, self)
        figures = self._figures(counts, self.base_quantity)
        self._write_lines(figures, *self._figures_before())
        self.env["client.callback.statistics.item"]._refill(self, scope)
        self._set_figures(
            generated_at=fields.Datetime.now(),
            waived_count=self._sum(counts, "case", "waived"),
            invalid_count=self._sum(counts, COMPLAINT, "invalid"),
        )
        self.invalidate_recordset()

    def _set_figures(self, **vals):
        """Write what only the program writes."""
        self.sudo().write(vals)  # readonly, of a form whose rights were checked

    @api.model
    def _sum(self, counts, kind, mark):
        return sum(each.get(mark, 0) for key, each in counts.items() if key[0] == kind)

    @api.model
    def _figures(self, counts, base_quantity):
        """The rates as fractions.

        :param dict counts: see ``client.statistics.count._counts``
        :param int base_quantity: what complaints are counted per
        :return: dict of ``(kpi, category id, severity)`` to (numerator, denominator);
            the total has ``None`` and ``None``
        """
        figures = {}
        for name, kpi in KPIS.items():
            total = [0, 0]
            for (kind, category, severity), marks in counts.items():
                if kind != kpi.kind:
                    continue
                above = marks[kpi.numerator]
                below = marks[kpi.denominator] if kpi.denominator else 0
                total[0] += above
                total[1] += below
                # what has neither is in the total only: it would look like one
                if (above or below) and (category or severity):
                    figures[name, category, severity] = (
                        above,
                        below if kpi.denominator else base_quantity,
                    )
            figures[name, None, None] = (
                total[0],
                total[1] if kpi.denominator else base_quantity,
            )
        return figures

    def _figures_before(self):
        """The figures of the previous month and of the same month last year.

        As they were submitted, where they were; else as they are now.

        :return: pair of dicts, see :meth:`_figures`
        """
        months = [
            self.month - relativedelta(months=1),
            self.month - relativedelta(years=1),
        ]
        forms = self.sudo().search(  # of the same department
            [
                ("company_id", "=", self.company_id.id),
                ("department_id", "=", self.department_id.id),
                ("month", "in", months),
            ]
        )
        forms = {form.month: form for form in forms}
        return [self._figures_of(month, forms.get(month)) for month in months]

    def _figures_of(self, month, form):
        if form and form.state in FROZEN:
            return {
                (line.kpi, line.category_id.id or None, line.severity or None): (
                    line.numerator,
                    line.denominator,
                )
                for line in form.line_ids
            }
        count = self.env["client.statistics.count"]
        scope = count._scope(self.company_id, self.department_id, month)
        # without a form nobody knows how many units there were
        base = form.base_quantity if form else 0
        return self._figures(count._counts(scope), base)

    def _write_lines(self, figures, previous, last_year):
        """Replace the lines, in one statement."""
        lines = self.env["client.callback.statistics.line"]
        table = SQL.identifier(lines._table)
        self.env.execute_query(
            SQL("DELETE FROM %s WHERE statistics_id = %s RETURNING 1", table, self.id)
        )
        # totals first, in the order of the paper form
        keys = sorted(figures, key=lambda key: bool(key[1] or key[2]))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO %s (
                    statistics_id, company_id, department_id, month, state,
                    create_uid, create_date, write_uid, write_date,
                    kpi, category_id, severity, is_total, numerator, denominator,
                    rate, previous_rate, last_year_rate
                )
                SELECT %s, %s, %s, %s, %s,
                       %s, NOW() AT TIME ZONE 'UTC', %s, NOW() AT TIME ZONE 'UTC',
                       line.*
                  FROM (VALUES %s) AS line
                """,
                table,
                self.id,
                self.company_id.id,
                self.department_id.id,
                self.month,
                self.state,
                self.env.uid,
                self.env.uid,
                SQL(", ").join(
                    self._line(key, figures[key], previous.get(key), last_year.get(key))
                    for key in keys
                ),
            )
        )
        lines.invalidate_model()

    @api.model
    def _line(self, key, figure, previous, last_year):
        name, category, severity = key
        return SQL(
            "(%s, %s::int, %s, %s, %s, %s, %s::float8, %s::float8, %s::float8)",
            name,
            category,
            severity,
            category is None and severity is None,
            *figure,
            self._divided(figure),
            self._divided(previous),
            self._divided(last_year),
        )

    @api.model
    def _divided(self, figure):
        """The rate of a fraction, None where there is nothing to divide by."""
        return figure[0] / figure[1] if figure and figure[1] else None

    def _apply_base_quantity(self):
        """Complaints per unit follow the number of units that somebody corrected."""
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                """
                UPDATE %s line
                   SET denominator = form.base_quantity,
                       rate = line.numerator::float8 / NULLIF(form.base_quantity, 0)
                  FROM %s form
                 WHERE form.id = line.statistics_id AND form.id IN %s
                   AND line.kpi = 'complaint_rate'
             RETURNING line.id
                """,
                SQL.identifier(self.env["client.callback.statistics.line"]._table),
                SQL.identifier(self._table),
                tuple(self.ids),
            )
        )
        self.env["client.callback.statistics.line"].invalidate_model()

    # ------------------------------------------------------------
    # WHOSE MONTH
    # ------------------------------------------------------------

    @api.model
    def _occupied_units(self, company):
        """How many units of a company have an occupant.

        :return: int
        """
        units_sudo = self.env["visitor.unit"].sudo()  # their number only
        return units_sudo.search_count(
            [("company_id", "=", company.id), ("partner_ids", "!=", False)]
        )

    @api.model
    def _departments_to_fill(self, company, month):
        """Departments that have something to count in a month, and no form of it yet.

        :return: ``hr.department``
        """
        count = self.env["client.statistics.count"]
        scope = count._scope(company, self.env["hr.department"], month)
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT department_id FROM client_callback
                 WHERE company_id = %(company)s
                   AND first_due_at >= %(since)s AND first_due_at < %(until)s
                 UNION
                SELECT department_id FROM client_complaint
                 WHERE company_id = %(company)s
                   AND received_at < %(until)s
                   AND (closed_at IS NULL OR closed_at >= %(since)s)
                   AND state != 'invalid'
                 UNION
                SELECT department_id FROM client_rectification
                 WHERE company_id = %(company)s
                   AND first_deadline >= %(first_day)s
                   AND first_deadline < %(next_day)s
                EXCEPT
                SELECT department_id FROM client_callback_statistics
                 WHERE company_id = %(company)s AND month = %(first_day)s
                """,
                company=company.id,
                since=scope.since,
                until=scope.until,
                first_day=scope.first_day,
                next_day=scope.next_day,
            )
        )
        found = sorted(department for (department,) in rows if department)
        return self.env["hr.department"].browse(found)

    # ------------------------------------------------------------
    # RECORDS BEHIND FIGURES
    # ------------------------------------------------------------

    def _open_counted(self, kind, mark, label, category=None, severity=None):
        """Open the records that a figure counted, as it counted them.

        :param str kind: of record, see ``tools/client_kpis.py``
        :param str mark: what they were counted as
        :param str label: what the list is called
        :param category: only of this category; an empty one is “none”, None is “all”
        :param severity: the same
        :return: window action
        :raise AccessError: the user may not read such records
        """
        self.ensure_one()
        self.check_access("read")
        # others read single complaints, what opened would not be what was counted
        if not self.env.user.has_group(SERVICE):
            raise AccessError(self.env._("Only customer service opens the records."))
        domain = [("statistics_id", "=", self.id), ("kind", "=", kind)]
        if category is not None:
            domain.append(("category_id", "=", category.id))
        if severity is not None:
            domain.append(("severity", "=", severity))
        # sudo: ids only, the list shows what the user may read of them
        sources_sudo = self.env["client.callback.statistics.source"].sudo()
        return {
            "type": "ir.actions.act_window",
            "name": f"{label} – {self.display_name}",
            "res_model": MODELS[kind],
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", sources_sudo.search(domain)._ids_marked(mark))],
            "context": {"create": False},
        }

    # ------------------------------------------------------------
    # JOBS
    # ------------------------------------------------------------

    @api.model
    def _cron_generate(self):
        """Make last month's drafts, once the month is over on the company's clock.

        For each department that has anything to count; what there is already is left
        as it is.
        """
        todo, cron = [], self.env["ir.cron"]
        # pylint: disable-next=no-search-all
        for company in self.env["res.company"].search([]):
            with apart(company):
                today = company._client_today()
                month = today.replace(day=1) - relativedelta(months=1)
                todo += [
                    (company, department, month)
                    for department in self._departments_to_fill(company, month)
                ]
        for remaining, (company, department, month) in zip(
            reversed(range(len(todo))), todo, strict=True
        ):
            with apart(department):
                self._generate(company, department, month)
            if not cron._commit_progress(1, remaining=remaining):
                return
