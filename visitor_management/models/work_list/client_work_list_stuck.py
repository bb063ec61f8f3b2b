from odoo import models
from odoo.fields import Domain

from ...tools.groups import MANAGER
from ..core.client_stuck_mixin import STUCK

# What of leavers stands in no work list.
ELSEWHERE = ("item", "client_visit", "plan")


class ClientWorkList(models.AbstractModel):
    """What is stuck, for managers: callbacks and orders by the reason, and how much of
    people who have left is open elsewhere."""

    _inherit = "client.work.list"

    def _stuck(self, document):
        """Why a document is stuck, for managers; the panel says what to do about it."""
        return self.env.user.has_group(MANAGER) and document.stuck or ""

    def _stuck_domain(self, model, filters):
        """What is stuck of a model, as the filters and the record rules say.

        :return: ``Domain``; of those who are no managers: nothing
        """
        if not self.env.user.has_group(MANAGER):
            return Domain.FALSE
        is_order = model == "client.rectification"
        mine = (
            self._order_filter(filters) if is_order else self._callback_filter(filters)
        )
        return (
            Domain("company_id", "in", self.env.companies.ids)
            & mine
            & Domain("stuck", "!=", False)
        )

    def _stuck_counts(self, filters):
        """
        :return: ``{"stuck": callbacks, orders and what is elsewhere, "elsewhere": …}``
        """
        models = "client.callback", "client.rectification"
        elsewhere = 0
        if self.env.user.has_group(MANAGER) and not self._is_filtered(filters):
            elsewhere = self.env["visitor.handover"].search_count(
                [
                    ("kind", "in", ELSEWHERE),
                    ("company_id", "in", self.env.companies.ids),
                ]
            )
        stuck = sum(
            self.env[model].search_count(self._stuck_domain(model, filters))
            for model in models
        )
        return {"stuck": stuck + elsewhere, "elsewhere": elsewhere}

    def _is_filtered(self, filters):
        return filters.get("whose", "all") != "all" or any(
            filters.get(name) for name in ("source", "severity", "text")
        )

    def _stuck_lines(self, filters, limit, kept):
        """Lines of callbacks and orders, by reason, the oldest first."""
        callbacks = self._stuck_domain("client.callback", filters)
        orders = self._stuck_domain("client.rectification", filters)
        lines = self._callback_lines(callbacks, "due_at, id", limit, kept)
        lines += self._order_lines(orders, limit, kept)
        reasons = {}
        for kind, model in (
            ("callback", "client.callback"),
            ("order", "client.rectification"),
        ):
            ids = [line["id"] for line in lines if line["kind"] == kind]
            for record in self.env[model].browse(ids):
                reasons[kind, record.id] = record.stuck
        order = [reason for reason, _label in STUCK]
        for line in lines:
            line["stuck"] = reasons[line["kind"], line["id"]] or ""
        lines.sort(
            key=lambda line: order.index(line["stuck"]) if line["stuck"] else len(order)
        )
        return lines[:limit] + [
            line
            for line in lines[limit:]
            if kept and (line["kind"], line["id"]) == (kept["kind"], int(kept["id"]))
        ]
