from odoo import api, models
from odoo.tools.misc import formatLang

from ...tools.client_kpis import KPIS, LESS_IS_BETTER, MAIN_KPIS
from ...tools.client_leadership import change
from ...tools.client_targets import misses
from ...tools.groups import SERVICE


class ClientCallbackStatistics(models.Model):
    """A form of monthly statistics as people see it: on the screen, on paper, in Excel.

    All three show the same texts; a rate that is out of none is blank in each.
    """

    _inherit = "client.callback.statistics"

    @api.depends("line_ids")
    def _compute_main_rates(self):
        lines = self.env["client.callback.statistics.line"].search_fetch(
            [
                ("statistics_id", "in", self.ids),
                ("is_total", "=", True),
                ("kpi", "in", MAIN_KPIS),
            ],
            ["statistics_id", "kpi", "rate"],
        )
        rates = {(line.statistics_id.id, line.kpi): line.rate for line in lines}
        for form in self:
            for kpi in MAIN_KPIS:
                form[kpi] = rates.get((form._origin.id, kpi), False)

    @api.depends("line_ids", "base_quantity", "generated_at", "state")
    @api.depends_context("lang", "uid")
    def _compute_sheet(self):
        for form in self:
            form.sheet = form._sheet() if form._origin.line_ids else False

    def _sheet(self):
        """The figures as texts.

        :return: dict: ``cards`` (the main rates), ``totals`` (a row per rate),
            ``has_targets``, ``missed`` (labels of the rates that miss their target),
            ``kpis`` and ``groups`` (columns and rows of the table by category and
            severity), ``problems`` (categories by number of complaints), ``apart``,
            ``may_open`` (whether the user may open the records)
        """
        self.ensure_one()
        lines = self._origin.line_ids
        labels = dict(lines._fields["kpi"]._description_selection(self.env))
        totals = {line.kpi: line for line in lines if line.is_total}
        targets = self._origin._targets()
        rows = [
            self._total_row(totals[kpi], labels[kpi], targets.get(kpi)) for kpi in KPIS
        ]
        by_kpi = {row["kpi"]: row for row in rows}
        return {
            "cards": [by_kpi[kpi] for kpi in MAIN_KPIS],
            "totals": rows,
            "has_targets": any(target is not False for target in targets.values()),
            "missed": [row["label"] for row in rows if row["missed"]],
            "kpis": [{"kpi": kpi, "label": labels[kpi]} for kpi in KPIS],
            "groups": self._group_rows(lines.filtered(lambda line: not line.is_total)),
            "problems": self._problems(lines),
            "apart": {"waived": self.waived_count, "invalid": self.invalid_count},
            "may_open": self.env.user.has_group(SERVICE),
        }

    @api.model
    def _total_row(self, line, label, target):
        row = self._cell(line)
        points = change(line.rate, line.previous_rate)
        good = points is not False and (
            (points < 0) if line.kpi in LESS_IS_BETTER else (points > 0)
        )
        return {
            **row,
            "label": label,
            "target": self._percent(target),
            "missed": misses(line.kpi, line.rate, target),
            "previous": self._percent(line.previous_rate),
            "last_year": self._percent(line.last_year_rate),
            "change": self._points(points),
            "trend": "none" if not points else "up" if points > 0 else "down",
            "good": good,
        }

    @api.model
    def _cell(self, line):
        return {
            "line": line.id,
            "kpi": line.kpi,
            "numerator": line.numerator,
            "denominator": line.denominator,
            "rate": self._percent(line.rate),
            "per_unit": not KPIS[line.kpi].denominator,
        }

    @api.model
    def _group_rows(self, lines):
        """A row per category and severity, the categories in their order."""
        severities = lines._fields["severity"]._description_selection(self.env)
        labels = dict(severities)
        ranks = {key: rank for rank, (key, _label) in enumerate(severities)}
        grouped = lines.grouped(lambda line: (line.category_id, line.severity))
        rows = []
        # sudo: names of categories, of a form that the user reads
        for category, severity in sorted(
            grouped,
            key=lambda key: (
                not key[0],
                (key[0].sudo().complete_name or "", key[0].id),
                -ranks.get(key[1], -1),
            ),
        ):
            cells = {line.kpi: self._cell(line) for line in grouped[category, severity]}
            rows.append(
                {
                    "category": category.sudo().complete_name or "",
                    "severity": labels.get(severity, ""),
                    "cells": [cells.get(kpi, {"kpi": kpi, "rate": ""}) for kpi in KPIS],
                }
            )
        return rows

    @api.model
    def _problems(self, lines):
        """Categories by how many complaints of the month are theirs, most first."""
        complaints = lines.filtered(lambda line: line.kpi == "complaint_rate")
        total = sum(complaints.filtered("is_total").mapped("numerator"))
        by_category = complaints.filtered("category_id").grouped("category_id")
        ranked = sorted(
            (
                (-sum(of_category.mapped("numerator")), category)
                for category, of_category in by_category.items()
            ),
            key=lambda pair: (pair[0], pair[1].id),
        )
        return [
            {
                "category_id": category.id,
                "category": category.sudo().complete_name,  # the name of a category
                "count": -count,
                "share": self._percent(-count / total),
            }
            for count, category in ranked
            if count
        ]

    # ------------------------------------------------------------
    # TEXTS
    # ------------------------------------------------------------

    @api.model
    def _percent(self, rate):
        """A rate as text, blank where there is none."""
        if rate is False or rate is None:
            return ""
        return f"{formatLang(self.env, 100 * rate, digits=1)} %"

    @api.model
    def _points(self, change):
        """A change in percentage points, blank where nothing can be compared."""
        if change is False:
            return ""
        sign = "+" if change > 0 else "−" if change < 0 else "±"
        return f"{sign}{formatLang(self.env, abs(100 * change), digits=1)}"
