from odoo import api, models


class ClientCallbackReport(models.AbstractModel):
    """回访客户记录表: one callback; signed when made on site, else it says how."""

    _name = "report.visitor_management.client_callback"
    _inherit = ["report.visitor_management.client_form"]
    _description = "Callback Record"

    _prints = "client.callback"

    @api.model
    def _title(self):
        return self.env._("Callback Record")

    @api.model
    def _rows(self, document):
        return [
            *self._source_rows(document),
            *self._answer_rows(document),
            *self._order_rows(self._readable(document, "rectification_ids")),
            *self._try_rows(document),
            *self._end_rows(document),
        ]

    @api.model
    def _source_rows(self, callback):
        _ = self.env._
        severity = self._label_of(callback, "severity")
        source = filter(None, (self._label_of(callback, "source"), severity))
        names = callback.sudo()  # names on a callback that the user reads
        complaint = self._readable(callback, "complaint_id")
        return [
            *self._pairs(
                (_("Callback No."), callback.name),
                (_("Round"), callback.round),
            ),
            *self._pairs(
                (_("Date and time"), self._moment(callback, callback.reached_at)),
                (_("To be called by"), self._moment(callback, callback.due_at)),
            ),
            *self._pairs(
                (_("Kind"), ", ".join(source)),
                (_("Work order"), names.complaint_id.name or callback.origin),
            ),
            *self._pairs(
                (_("Client"), names.partner_id.name),
                (_("Unit"), names.unit_id.display_name),
            ),
            *self._pairs(
                (_("Spoken to"), callback.contact_name),
                (_("Phone"), callback.phone),
            ),
            *self._pairs(
                (_("Responsible department"), names.department_id.name),
                (_("Category"), names.category_id.complete_name),
            ),
            *self._pairs((_("What it was about"), complaint.content)),
        ]

    @api.model
    def _answer_rows(self, callback):
        _ = self.env._
        rows = [
            *self._pairs(
                (_("How"), self._how(callback)),
                (_("Caller"), callback.sudo().caller_id.name),  # a name on it
            ),
            *self._pairs(
                (_("Outcome"), self._label_of(callback, "result")),
                (_("Handling"), self._label_of(callback, "handling_result")),
            ),
            *self._pairs((_("Client's words"), callback.client_words)),
        ]
        if callback._is_dissatisfied():
            solved = _("Yes") if callback.solved_on_spot else _("No")
            rows += [
                *self._pairs((_("Why dissatisfied"), callback.dissatisfied_reason)),
                *self._pairs(
                    (_("Solved on the spot"), solved),
                    (_("Next callback"), self._promise(callback)),
                ),
                *self._pairs((_("Explained to the client"), callback.explained_reason)),
            ]
        return rows

    @api.model
    def _promise(self, callback):
        """Day and hour of the next callback; what was promised before had no hour."""
        if callback.next_date and callback.next_hour:
            return self._moment(callback, callback._promised_at())
        return self._day(callback.next_date)

    @api.model
    def _try_rows(self, callback):
        """The remarks: tries, and why it was waived."""
        remarks = [
            ", ".join(
                filter(
                    None,
                    (
                        self._moment(callback, each.at),
                        self._label_of(each, "outcome"),
                        each.note,
                    ),
                )
            )
            for each in self._readable(callback, "attempt_ids").sorted("at")
        ]
        remarks.append(callback.waive_reason)
        return self._pairs((self.env._("Remarks"), "\n".join(filter(None, remarks))))

    @api.model
    def _end_rows(self, callback):
        _ = self.env._
        signed = (
            callback.sudo().reviewer_id.name,  # a name on it
            self._moment(callback, callback.reviewed_at),
        )
        return [
            *self._pairs((_("Opinion of the manager"), callback.opinion)),
            *self._signatures(
                (_("Client's signature"), *self._signature(callback)),
                (_("Reviewed by"), "\n".join(filter(None, signed))),
            ),
        ]

    @api.model
    def _how(self, callback):
        """How the client was reached, or is to be."""
        if callback.reached_by:
            return self._label_of(callback, "reached_by")
        return self._label_of(callback, "channel")

    @api.model
    def _signature(self, callback):
        """The client signs on site; on the phone nobody can.

        :return: a text and a picture (base64)
        """
        if callback.reached_by == "phone":
            return self.env._("By phone"), False
        if callback.reached_by == "mail":
            return self.env._("Rated by the client"), False
        return "", callback.client_signature
