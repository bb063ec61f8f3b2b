from odoo import api, models


class ClientComplaintReport(models.AbstractModel):
    """客户投诉记录表: from receipt to archive, callbacks on the same form."""

    _name = "report.visitor_management.client_complaint"
    _inherit = ["report.visitor_management.client_form"]
    _description = "Complaint Record"

    _prints = "client.complaint"

    @api.model
    def _title(self):
        return self.env._("Complaint Record")

    @api.model
    def _rows(self, document):
        orders = self._readable(document, "rectification_ids")
        callbacks = self._readable(document, "callback_ids")
        return [
            *self._receipt_rows(document),
            *self._handling_rows(document),
            *self._order_rows(orders),
            *self._callback_rows(document, callbacks),
            *self._left_out_rows(document, orders, callbacks),
            *self._end_rows(document, callbacks),
        ]

    @api.model
    def _receipt_rows(self, complaint):
        _ = self.env._
        valid = _("Not ours") if complaint.state == "invalid" else _("Valid")
        reason = complaint.invalid_reason
        names = complaint.sudo()  # names on a complaint that the user reads
        return [
            *self._pairs(
                (_("Complaint No."), complaint.name),
                (_("Received On"), self._moment(complaint, complaint.received_at)),
            ),
            *self._pairs(
                (_("Received by"), names.received_by_id.name),
                (_("Came by"), self._label_of(complaint, "channel")),
            ),
            *self._pairs(
                (_("Complainant"), self._who(complaint)),
                (_("Unit"), names.unit_id.display_name),
            ),
            *self._pairs(
                (_("Phone"), complaint.phone),
                (_("Category"), names.category_id.complete_name),
            ),
            *self._pairs(
                (_("Severity"), self._label_of(complaint, "severity")),
                (_("Valid or Not"), ": ".join(filter(None, (valid, reason)))),
            ),
            *self._pairs((_("Complaint Text"), complaint.content)),
            *self._pairs((_("Remedy wanted"), complaint.remedy)),
        ]

    @api.model
    def _handling_rows(self, complaint):
        _ = self.env._
        names = complaint.sudo()  # names on a complaint that the user reads
        department = names.department_id
        rows = [
            *self._pairs(
                (_("Responsible department"), department.name),
                (_("Answers for it"), department.manager_id.name),
            ),
            *self._pairs(
                (_("Handed over"), self._moment(complaint, complaint.accepted_at)),
                (_("First answer"), self._moment(complaint, complaint.answered_at)),
            ),
            *self._pairs((_("Cause"), complaint.cause)),
            *self._pairs((_("Measures"), complaint.action)),
            *self._pairs(
                (_("Correction"), complaint.corrective_action),
                (_("Prevention"), complaint.preventive_action),
            ),
            *self._pairs(
                (_("To be handled by"), self._moment(complaint, complaint.deadline)),
                (_("Handled On"), self._moment(complaint, complaint.handled_at)),
            ),
            *self._pairs((_("Result"), complaint.result)),
        ]
        if names.parent_id or complaint.analysis:
            rows += self._pairs(
                (_("Same matter as"), names.parent_id.name),
                (_("Analysis"), complaint.analysis),
            )
        return rows

    @api.model
    def _callback_rows(self, complaint, callbacks):
        _ = self.env._
        columns = [
            (_("Callback"), 30.0),
            (_("When"), 25.0),
            (_("Caller"), 26.0),
            (_("How"), 18.0),
            (_("Client's words"), 55.0),
            (_("Outcome, handling"), 32.0),
        ]
        lines = []
        for callback in callbacks.sorted(lambda c: (c.round, c.id)):
            rated = (
                self._label_of(callback, "result"),
                self._label_of(callback, "handling_result"),
            )
            lines.append(
                [
                    callback.name,
                    self._moment(complaint, callback.reached_at or callback.due_at),
                    callback.sudo().caller_id.name,  # a name on a callback one reads
                    self._label_of(callback, "reached_by"),
                    callback.client_words,
                    "\n".join(filter(None, rated)) or self._label_of(callback, "state"),
                ]
            )
        return self._grid(columns, lines)

    @api.model
    def _left_out_rows(self, complaint, orders, callbacks):
        """Say that the form is not whole: a reader would think that nobody called."""
        every = complaint.sudo()  # how many there are, no word of them
        if orders == every.rectification_ids and callbacks == every.callback_ids:
            return []
        left_out = self.env._(
            "Left out: calls and orders that are not for you to read."
        )
        return self._pairs((self.env._("Remarks"), left_out))

    @api.model
    def _end_rows(self, complaint, callbacks):
        """The manager's opinion with name and date, and when it was archived."""
        _ = self.env._
        last = callbacks.filtered("reviewed_at").sorted("reviewed_at")[-1:]
        reviewer = last.sudo().reviewer_id  # a name on a callback the user reads
        signed = (reviewer.name, self._moment(complaint, last.reviewed_at))
        closed = (self._moment(complaint, complaint.closed_at), complaint.close_reason)
        return [
            *self._pairs((_("Opinion of the manager"), last.opinion)),
            *self._signatures(
                (_("Reviewed by"), "\n".join(filter(None, signed))),
                (_("Closed On"), "\n".join(filter(None, closed))),
            ),
        ]

    @api.model
    def _who(self, complaint):
        # sudo: a name on a complaint that the user reads
        names = (complaint.sudo().partner_id.name, complaint.contact_name)
        return ", ".join(dict.fromkeys(filter(None, names)))
