from odoo import api, fields, models

from ...tools.notice_events import SELECTION


class VisitorNoticeEvent(models.Model):
    """What a channel can tell of, to be ticked: see ``tools/notice_events.py``."""

    _name = "visitor.notice.event"
    _description = "Event Told by a Channel"
    _order = "id"
    _rec_name = "code"

    code = fields.Selection(SELECTION, "What Happened", required=True, readonly=True)

    _code_uniq = models.Constraint("unique(code)", "Each event is there once.")

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["code"]._description_selection(self.env))
        for event in self:
            event.display_name = labels.get(event.code, "")
