from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...tools.client_kpis import MAIN_KPIS
from ...tools.client_leadership import change, months_to, share, worst
from ...tools.client_targets import misses
from ...tools.groups import LEADERSHIP, MANAGER, SERVICE
from ..complaint.client_complaint_term import SEVERITIES
from ..core.visitor_monthly_form_mixin import FROZEN

RANKS = {severity: rank for rank, (severity, _label) in enumerate(SEVERITIES, 1)}
# How many are listed; the rest is one click away.
WAITING, FOLLOWED, RECORDS = 20, 10, 5


class ClientLeadership(models.AbstractModel):
    """Leadership's page: the month of all departments, and what came of instructions.

    All is read with the rights of who asks, in as many queries for twenty departments
    as for one. Figures are those of submitted forms: snapshots.
    """

    _name = "client.leadership"
    _description = "Leadership's page"

    @api.model
    @api.readonly
    def read_month(self, month=False):
        """The page of a month.

        :param month: its first day, a date or ISO text; False for the latest that a
            form was submitted of
        :return: dict: ``month`` and ``months`` (those there are, latest first),
            ``kpis`` (kpi, label), ``departments`` (see :meth:`_rows`), ``total`` (a
            row, False for one department), ``waiting`` and ``waiting_count`` (see
            :meth:`_waiting`), ``followed`` (see :meth:`_followed`), ``problems`` (see
            :meth:`_problems`), ``may_open`` (whether the user may open complaints)
        :raise AccessError: neither leadership nor a customer service manager
        :raise ValidationError: not the first day of a month
        """
        user = self.env.user
        if not (user.has_group(LEADERSHIP) or user.has_group(MANAGER)):
            raise AccessError(
                self.env._(
                    "This page is for leadership and for managers of customer service."
                )
            )
        forms = self.env["client.callback.statistics"]
        groups = forms._read_group([("state", "in", FROZEN)], ["month:month"])
        months = sorted((each for (each,) in groups), reverse=True)
        month = forms._to_month(month) if month else self._latest(months)
        forms = forms.search_fetch(
            [("month", "=", month)], ["company_id", "department_id", "state"]
        )
        lines = self._lines(month)
        waiting, waiting_count = self._waiting_forms()
        followed = self._followed_forms(month)
        orders = self._orders(followed)
        departments = self._departments(forms, lines, waiting, followed, orders)
        rows = self._rows(month, forms, lines, departments)
        return {
            "month": str(month),
            "months": [str(each) for each in sorted({*months, month}, reverse=True)],
            "kpis": self._kpis(),
            "departments": rows,
            "total": len(rows) > 1 and self._total(month, lines, departments),
            "waiting": self._waiting(waiting, departments),
            "waiting_count": waiting_count,
            "followed": self._followed(followed, orders, departments),
            "problems": self._problems(month, forms, departments),
            "may_open": user.has_group(SERVICE),
        }

    @api.model
    def _latest(self, months):
        today = self.env.company._client_today()
        return months[0] if months else today.replace(day=1) - relativedelta(months=1)

    @api.model
    def _kpis(self):
        field = self.env["client.callback.statistics.line"]._fields["kpi"]
        labels = dict(field._description_selection(self.env))
        return [{"kpi": kpi, "label": labels[kpi]} for kpi in MAIN_KPIS]

    @api.model
    def _departments(self, *of):
        """The departments of some records that the user may see.

        :return: dict of id to name
        """
        ids = {each.department_id.id for records in of for each in records}
        departments = self.env["hr.department"].with_context(active_test=False)
        found = departments.search_fetch([("id", "in", list(ids))], ["name"])
        return {department.id: department.name for department in found}

    # ------------------------------------------------------------
    # RATES
    # ------------------------------------------------------------

    @api.model
    def _lines(self, month):
        """The main rates of a year, of forms that were submitted."""
        return self.env["client.callback.statistics.line"].search_fetch(
            [
                ("is_total", "=", True),
                ("kpi", "in", MAIN_KPIS),
                ("state", "in", FROZEN),
                ("month", ">=", months_to(month)[0]),
                ("month", "<=", month),
            ],
            ["company_id", "department_id", "month", "kpi", "numerator"]
            + ["denominator", "rate", "previous_rate", "target"],
        )

    @api.model
    def _rows(self, month, forms, lines, departments):
        """A row per department that had a form within the year.

        :return: list of dicts: ``key``, ``name``, ``company`` (of several),
            ``form_id``, ``state``, ``state_label`` (all False without a form that the
            user may read) and ``cells`` (see :meth:`_cell`)
        """
        labels = dict(forms._fields["state"]._description_selection(self.env))
        forms = {(form.company_id, form.department_id.id): form for form in forms}
        by_row = lines.grouped(lambda line: (line.company_id, line.department_id.id))
        several = len({company for company, _department in {*forms, *by_row}}) > 1
        rows = []
        for company, department in {*forms, *by_row}:
            if department not in departments:
                continue
            form = forms.get((company, department))
            of_row = by_row.get((company, department), lines.browse())
            of_kpi = of_row.grouped("kpi")
            rows.append(
                {
                    "key": f"{company.id}-{department}",
                    "name": departments[department],
                    "company": several and company.name,
                    "form_id": form.id if form else False,
                    "state": form.state if form else False,
                    "state_label": labels[form.state] if form else False,
                    "cells": [
                        self._cell(
                            kpi,
                            month,
                            of_kpi.get(kpi, lines.browse()),
                            # as it stands on the form
                            lambda line: line.previous_rate,
                        )
                        for kpi in MAIN_KPIS
                    ],
                }
            )
        return sorted(rows, key=lambda row: (row["company"] or "", row["name"]))

    @api.model
    def _total(self, month, lines, departments):
        """The row of all departments together: of their sums, no mean of rates."""
        lines = lines.filtered(lambda line: line.department_id.id in departments)
        of_kpi = lines.grouped("kpi")
        before = month - relativedelta(months=1)
        cells = []
        for kpi in MAIN_KPIS:
            of_all = of_kpi.get(kpi, lines.browse())
            previous = self._together(
                of_all.filtered(lambda line: line.month == before)
            )
            cells.append(
                self._cell(kpi, month, of_all, lambda _line, rate=previous: rate)
            )
        return {"cells": cells}

    @api.model
    def _cell(self, kpi, month, lines, previous_rate):
        """A rate of a month, with the year before it.

        :param lines: of one rate, of one department or of several
        :param previous_rate: function of a line of the month to the rate before it
        :return: dict: ``kpi``, ``rate``, ``numerator``, ``denominator``, ``change``
            (shares, False where there is none), ``target`` (as the forms were judged by
            it, False where they were not judged by the same), ``missed`` and ``line``
            (the shares of twelve months)
        """
        by_month = lines.grouped("month")
        now = by_month.get(month, lines.browse())
        rate = self._together(now)
        targets = set(now.mapped("target"))
        target = targets.pop() if len(targets) == 1 else False
        return {
            "kpi": kpi,
            "rate": rate,
            "numerator": sum(now.mapped("numerator")),
            "denominator": sum(now.mapped("denominator")),
            "change": change(rate, previous_rate(now[:1])) if now else False,
            "target": target,
            "missed": misses(kpi, rate, target),
            "line": [
                self._together(by_month.get(each, lines.browse()))
                for each in months_to(month)
            ],
        }

    @api.model
    def _together(self, lines):
        return share((line.numerator, line.denominator) for line in lines)

    # ------------------------------------------------------------
    # INSTRUCTIONS
    # ------------------------------------------------------------

    @api.model
    def _waiting_forms(self):
        """Submitted forms that nobody has acknowledged, and how many there are."""
        forms = self.env["client.callback.statistics"]
        domain = [("state", "=", "submitted")]
        return (
            forms.search_fetch(
                domain,
                ["company_id", "department_id", "month", "submitted_at"]
                + ["submitted_by_id", "recipient_id"],
                order="month, id",
                limit=WAITING,
            ),
            forms.search_count(domain),
        )

    @api.model
    def _waiting(self, forms, departments):
        """What waits for an instruction, the longest first.

        :return: list of dicts: ``form_id``, ``department``, ``month``, ``by``,
            ``days`` (since it was submitted, on the company's clock) and ``mine``
        """
        return [
            {
                "form_id": form.id,
                "department": departments[form.department_id.id],
                "month": str(form.month),
                "by": form.submitted_by_id.sudo().name,  # stands on the form
                "days": self._days_since(form.company_id, form.submitted_at),
                "mine": form.recipient_id == self.env.user,
            }
            for form in forms
            if form.department_id.id in departments
        ]

    @api.model
    def _days_since(self, company, moment):
        day = fields.Datetime.context_timestamp(
            self.with_context(tz=company._client_tz()), moment
        ).date()
        return (company._client_today() - day).days

    @api.model
    def _followed_forms(self, month):
        """Forms whose instruction is shown: of this month and the one before, and
        older ones with orders that are not verified yet.
        """
        return self.env["client.callback.statistics"].search_fetch(
            [
                ("state", "=", "acknowledged"),
                ("month", "<=", month),
                "|",
                ("month", ">=", month - relativedelta(months=1)),
                ("action_ids", "any", [("state", "!=", "verified")]),
            ],
            ["department_id", "month", "instruction"],
            order="month desc, id",
            limit=FOLLOWED,
        )

    @api.model
    def _orders(self, forms):
        return self.env["client.rectification"].search_fetch(
            [("statistics_id", "in", forms.ids)],
            ["name", "requirement", "department_id", "deadline", "state"]
            + ["statistics_id", "first_deadline", "done_on"],
            order="deadline, id",
        )

    @api.model
    def _followed(self, forms, orders, departments):
        """What became of instructions, as it is today.

        :return: list of dicts: ``form_id``, ``department``, ``month``,
            ``instruction`` and ``orders``: dicts with ``id``, ``name``,
            ``requirement``, ``department``, ``deadline``, ``state``, ``state_label``,
            ``overdue`` and ``late``
        """
        labels = dict(orders._fields["state"]._description_selection(self.env))
        by_form = orders.grouped("statistics_id")
        return [
            {
                "form_id": form.id,
                "department": departments[form.department_id.id],
                "month": str(form.month),
                "instruction": form.instruction or "",
                "orders": [
                    {
                        "id": order.id,
                        "name": order.name,
                        "requirement": order.requirement,
                        "department": departments.get(order.department_id.id, ""),
                        "deadline": str(order.deadline),
                        "state": order.state,
                        "state_label": labels[order.state],
                        "overdue": order.is_overdue,
                        "late": order.is_late,
                    }
                    for order in by_form.get(form, orders.browse())
                ],
            }
            for form in forms
            if form.department_id.id in departments
        ]

    # ------------------------------------------------------------
    # PROBLEMS
    # ------------------------------------------------------------

    @api.model
    def _problems(self, month, forms, departments):
        """What most complaints of the month were about, in all departments together.

        :return: list of dicts, at most three: ``category_id``, ``category``,
            ``count``, ``before`` (in the month before), ``share`` (of all complaints
            of the month), ``forms`` (form_id, department, count; most first) and
            ``records`` (what the forms name of it: open or repeated complaints)
        """
        forms = forms.filtered(
            lambda form: form.state in FROZEN and form.department_id.id in departments
        )
        counts, total = self._complaints(month, departments)
        problems = worst(counts, month, RANKS)
        categories_sudo = self.env["client.complaint.category"].sudo()  # names only
        categories_sudo = categories_sudo.browse(each.category_id for each in problems)
        names = {each.id: each.complete_name for each in categories_sudo}
        of_form = {form.id: departments[form.department_id.id] for form in forms}
        return [
            {
                "category_id": problem.category_id,
                "category": names[problem.category_id],
                "count": problem.count,
                "before": problem.before,
                "share": share([(problem.count, total)]),
                "forms": [
                    {"form_id": form, "department": of_form[form], "count": count}
                    for form, count in sorted(
                        problem.by_form.items(), key=lambda pair: (-pair[1], pair[0])
                    )
                ],
                "records": self._records(forms, problem.category_id),
            }
            for problem in problems
        ]

    @api.model
    def _complaints(self, month, departments):
        """Complaints by form, category and severity, of the month and the one before.

        :return: list of tuples, see :func:`worst`; number of complaints of the month
        """
        rows = self.env["client.callback.statistics.line"]._read_group(
            [
                ("kpi", "=", "complaint_rate"),
                ("state", "in", FROZEN),
                ("month", "in", (month, month - relativedelta(months=1))),
            ],
            ["month:month", "department_id", "statistics_id"]
            + ["category_id", "severity", "is_total"],
            ["numerator:sum"],
        )
        counts, total = [], 0
        for of_month, department, form, category, severity, is_total, number in rows:
            if department.id not in departments:
                continue
            if is_total:
                total += number if of_month == month else 0
            elif category:
                counts.append((of_month, form.id, category.id, severity, number))
        return counts, total

    @api.model
    def _records(self, forms, category_id):
        """The complaints that forms name of a category, the oldest first."""
        items = self.env["client.callback.statistics.item"].search(
            [
                ("statistics_id", "in", forms.ids),
                ("category_id", "=", category_id),
                ("kind", "in", ("open", "repeat")),
            ],
            order="since, id",
            limit=2 * RECORDS,  # the same complaint may be open and repeated
        )
        severities = dict(items._fields["severity"]._description_selection(self.env))
        records = {}
        for item in items:
            record = records.setdefault(
                item.res_id,
                {
                    "item_id": item.id,
                    "name": item.name,
                    "since": str(item.since),
                    "severity": item.severity,
                    "severity_label": severities.get(item.severity, ""),
                    "state": item.status,
                    "state_label": item.status_label,
                    "times": 0,
                    "reason": "",
                },
            )
            record["times"] = max(record["times"], item.times)
            record["reason"] = record["reason"] or item.reason or ""
        return list(records.values())[:RECORDS]
