from odoo import api, fields, models
from odoo.tools import format_date


class ClientPromiseMixin(models.AbstractModel):
    """A document with a day that somebody is promised.

    When nobody works on that day it is said where the day is chosen, not refused: the
    client may have wished for it.
    """

    _name = "client.promise.mixin"
    _description = "Document with a promised day"

    # The date field, on the clock of the company, and the field of the department whose
    # hours count; none: customer service's.
    _promise_field = None
    _promise_department = None

    closed_day = fields.Char(compute="_compute_closed_day")

    @api.depends(
        lambda self: [
            name for name in (self._promise_field, self._promise_department) if name
        ]
    )
    @api.depends_context("lang")
    def _compute_closed_day(self):
        for document in self:
            document.closed_day = document._closed_words(
                document[self._promise_field], document._promise_hours()
            )

    def _promise_hours(self):
        """The department whose hours count; empty or None: customer service's."""
        return self[self._promise_department] if self._promise_department else None

    def _closed_words(self, day, department=None):
        """What is to be said of a promised day that lies ahead.

        :param day: a date, may be empty
        :param department: ``hr.department`` whose hours count
        :return: a sentence, or an empty text: there is work on that day
        """
        company_sudo = (self.company_id[:1] or self.env.company).sudo()  # its hours
        if not day or day < company_sudo._client_today():
            return ""
        why = company_sudo._why_closed(day, department)
        return why and self.env._(
            "%(date)s: nobody works then (%(why)s).",
            date=format_date(self.env, day, date_format="full"),
            why=why,
        )
