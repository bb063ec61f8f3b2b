from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class ClientDeadlineMixin(models.AbstractModel):
    """A document with a due date: what was missed stays missed, done or not."""

    _name = "client.deadline.mixin"
    _description = "Document with a due date"

    # Names of the stored fields that say by when and when, both dates or both moments.
    _due_field = None
    _done_field = None
    # States in which nothing is due.
    _not_due_states = ()

    is_late = fields.Boolean(
        "Past Due",
        compute="_compute_is_late",
        search="_search_is_late",
        help="Not done in time: overdue now, or done after it was due.",
    )

    def _compute_is_late(self):
        """Not stored: it changes with the time."""
        for document in self:
            due = document[self._due_field]
            done = document[self._done_field]
            document.is_late = bool(due) and (
                done > due
                if done
                else due < document._now_of_deadline()
                and document.state not in self._not_due_states
            )

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        due, done = self._due_field, self._done_field
        overdue = (
            Domain(done, "=", False)
            & Domain(due, "<", self._now_of_deadline())
            & Domain("state", "not in", self._not_due_states)
        )
        return overdue | Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s > %s",
                model._field_to_sql(alias, done, query),
                model._field_to_sql(alias, due, query),
            )
        )

    @api.model
    def _now_of_deadline(self):
        return fields.Datetime.now()
