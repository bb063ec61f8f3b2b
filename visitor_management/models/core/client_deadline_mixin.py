from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.name_field import Line
from ...tools.names import readable


class ClientDeadlineMixin(models.AbstractModel):
    """A document with a due date: what was missed stays missed, done or not.

    It is judged by the first date, or by an earlier one that a raised severity set.
    Whoever puts it off says why; what is still to be done is sorted and coloured by the
    current date.
    """

    _name = "client.deadline.mixin"
    _description = "Document with a due date"
    _inherit = "client.clock.mixin"

    # Names of the stored fields that say by when and when, both dates or both moments:
    # the current date, the first one, when it was done, when it was done first.
    _due_field = None
    _first_field = None
    _done_field = None
    _first_done_field = None
    # States in which nothing is due.
    _not_due_states = ()

    # not tracked: it may name people, and the history outlives them
    put_off_reason = Line("Why Put Off", copy=False, help="Of the last time.")
    put_off_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    put_off_at = fields.Datetime("Put Off On", readonly=True, copy=False)
    is_late = fields.Boolean(
        "Past Due",
        compute="_compute_is_late",
        search="_search_is_late",
        help="Not done by the first date: overdue now, put off, or done after it.",
    )
    is_overdue = fields.Boolean(
        "Overdue",
        compute="_compute_is_late",
        search="_search_is_overdue",
        help="To be done by now, by the current date.",
    )

    def _compute_is_late(self):
        """Not stored: it changes with the time."""
        now = self._now_of_deadline()
        first_done_field = self._first_done_field or self._done_field
        for document in self:
            due, done = document[self._due_field], document[self._done_field]
            waits = document.state not in self._not_due_states
            document.is_overdue = bool(due) and not done and due < now and waits
            first, first_done = document[self._first_field], document[first_done_field]
            document.is_late = document.is_overdue or (
                bool(first)
                and (first_done > first if first_done else first < now and waits)
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._passed(self._due_field, self._done_field)

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        first = self._first_field
        first_done = self._first_done_field or self._done_field
        late = self._passed(first, first_done)
        if self._first_done_field:
            late |= self._passed(self._due_field, self._done_field)
        return late | Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s > %s",
                model._field_to_sql(alias, first_done, query),
                model._field_to_sql(alias, first, query),
            )
        )

    def _passed(self, due, done):
        return (
            Domain(done, "=", False)
            & Domain(due, "<", self._now_of_deadline())
            & Domain("state", "not in", self._not_due_states)
        )

    @api.model
    def _now_of_deadline(self):
        return fields.Datetime.now()

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        documents._keep_first_dates()
        return documents

    def write(self, vals):
        put_off = self._put_off_by(vals)
        if put_off and not readable(vals.get("put_off_reason")):
            raise UserError(self.env._("Say why the date is put off: “Why Put Off”."))
        rewritten = self._is_reason_rewritten(vals, put_off)
        result = super().write(vals)
        if rewritten:  # what is wrong with the date itself was said above
            raise UserError(
                self.env._(
                    "“Why Put Off” belongs to a date that becomes a later one. Put off "
                    "the date with it, or write to the history."
                )
            )
        if self._due_field in vals:
            self._keep_first_dates()
        if put_off:
            put_off.sudo().write(  # written above
                {"put_off_by_id": self.env.uid, "put_off_at": fields.Datetime.now()}
            )
        return result

    def _is_reason_rewritten(self, vals, put_off):
        """Whether a document would get a reason that is not that of a later date.

        :param put_off: the documents whose date becomes a later one now
        """
        if self.env.su or "put_off_reason" not in vals:
            return False
        reason = vals["put_off_reason"] or ""
        return any((each.put_off_reason or "") != reason for each in self - put_off)

    def _put_off_by(self, vals):
        """The documents whose date somebody moves to a later one."""
        due, first = self._due_field, self._first_field
        if self.env.su or due not in vals:
            return self.browse()
        new = self._fields[due].convert_to_cache(vals[due], self)

        def is_put_off(document):
            # taken out and then set to a later one: put off all the same
            before = document[due] or document[first]
            return bool(before) and (before < new if new else bool(document[due]))

        return self.filtered(is_put_off)

    def _keep_first_dates(self):
        """The first date that a document gets is the one it is judged by."""
        for document_sudo in self.sudo():  # not the user's to choose
            due, first = (
                document_sudo[self._due_field],
                document_sudo[self._first_field],
            )
            if due and not first:
                document_sudo[self._first_field] = due

    def _bring_forward(self, moment):
        """A raised severity sets an earlier date: judged by it from now on."""
        self.ensure_one()
        for name in (self._due_field, self._first_field):
            if moment and (not self[name] or moment < self[name]):
                self[name] = moment
