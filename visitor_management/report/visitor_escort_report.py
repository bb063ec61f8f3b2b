from odoo import api, models


class VisitorEscortReport(models.AbstractModel):
    """陪同记录: who accompanied whom, from when to when, and what happened."""

    _name = "report.visitor_management.visitor_escort"
    _inherit = ["report.visitor_management.client_form"]
    _description = "Escort Record"

    _prints = "visitor.escort"

    @api.model
    def _title(self):
        return self.env._("Escort Record")

    @api.model
    def _number(self, document):
        return document.visit_id.sudo().name  # of an escort that the user reads

    @api.model
    def _rows(self, document):
        _ = self.env._
        names = document.sudo()  # names on an escort that the user reads
        successor = names.replaced_by_ids.filtered("accepted_at")[:1]
        return [
            *self._pairs(
                (_("Visit No."), names.visit_id.name),
                (_("Site"), names.site_id.name),
            ),
            *self._pairs((_("Areas"), document.area_names)),
            *self._pairs((_("Visitors"), document.visitors)),
            *self._pairs(
                (_("Firm"), document.organization),
                (_("Number of Visitors"), str(document.guests)),
            ),
            *self._pairs(
                (_("Languages"), document.languages),
                (_("Visited"), document.host_name),
            ),
            *self._pairs(
                (_("Escorted by"), names.employee_id.name),
                (_("Status"), self._label_of(document, "state")),
            ),
            *self._pairs(
                (_("Planned Time"), document.local_window),
                (_("Accepted At"), self._moment(document, document.accepted_at)),
            ),
            *self._pairs(
                (_("Started"), self._moment(document, document.started_at)),
                (_("Ended At"), self._moment(document, document.ended_at)),
            ),
            *self._pairs(
                (_("Taken over from"), names.replaces_id.employee_id.name),
                (
                    _("Handed over to"),
                    self._lines(
                        successor.employee_id.name,
                        self._moment(document, successor.accepted_at),
                    ),
                ),
            ),
            *self._pairs((_("Incidents"), document.remarks or document.reason)),
            *self._signatures(
                (_("Signature of the Escort"), ""),
                (_("Date"), ""),
            ),
        ]
