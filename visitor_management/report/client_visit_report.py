from odoo import api, models
from odoo.tools import format_datetime


class ClientVisitReport(models.AbstractModel):
    """拜访客户登记记录表: the record of a visit to a client."""

    _name = "report.visitor_management.client_visit"
    _inherit = ["report.visitor_management.client_form"]
    _description = "Record of a Client Visit"

    _prints = "client.visit"
    _label_width = 27.0
    _signature_height = 24.0

    @api.model
    def _number(self, document):
        return " · ".join(filter(None, (document.name, document.archive_number)))

    @api.model
    def _rows(self, document):
        return [
            *self._fact_rows(document),
            *self._item_rows(document),
            *self._end_rows(document),
        ]

    @api.model
    def _fact_rows(self, visit):
        _ = self.env._
        visit_sudo = visit.sudo()  # names that belong to a visit the user reads
        kind = (self._label_of(visit, "kind"), visit.ad_hoc_reason)
        contact = visit_sudo.contact_id
        whom = ", ".join(filter(None, (contact.name, contact.function)))
        return [
            *self._pairs(
                (_("Client Visit No."), visit.name),
                (_("Kind"), ": ".join(filter(None, kind))),
            ),
            *self._pairs(
                (_("Work plan"), visit_sudo.plan_id.name),
                (_("Appointment"), visit.client_time),
            ),
            *self._pairs(
                (_("Made by"), visit_sudo.appointed_by_id.name),
                (_("Confirmed by"), visit.confirmed_by),
            ),
            *self._pairs(
                (_("Client"), visit_sudo.partner_id.name),
                (_("Unit"), visit_sudo.unit_id.display_name),
            ),
            *self._pairs(
                (_("Person visited"), whom),
                (_("Phone"), visit.contact_phone),
            ),
            *self._pairs(
                (_("Who Goes"), visit.people),
                (_("Place"), visit.place),
            ),
            *self._pairs(
                (
                    _("Planned time"),
                    self._span(visit, visit.appointment_at, visit.appointment_stop),
                ),
                (_("Actual time"), self._span(visit, visit.start, visit.stop)),
            ),
            *self._pairs((_("Purpose"), visit.purpose)),
            *self._pairs((_("Talk"), visit.talk)),
            *self._pairs((_("What we told the client"), visit.told_client)),
        ]

    @api.model
    def _item_rows(self, visit):
        _ = self.env._
        columns = [
            ("#", 8.0),
            (_("Kind"), 20.5),
            (_("What the client raised"), 42.0),
            (_("Answer on the spot"), 32.0),
            (_("Given to, by"), 28.0),
            (_("Solution"), 30.5),
            (_("Client told"), 25.0),
        ]
        lines = []
        for number, item in enumerate(self._readable(visit, "item_ids"), 1):
            given = (
                item.sudo().escalated_to_id.name,  # a name on an item the user reads
                item.sudo().department_id.name,
                self._day(item.deadline),
            )
            lines.append(
                [
                    number,
                    "\n".join(
                        filter(
                            None,
                            (
                                self._label_of(item, "kind"),
                                item.facilities and _("Facilities"),
                            ),
                        )
                    ),
                    item.content,
                    item.answered and item.answer,
                    "\n".join(filter(None, given)),
                    item.solution,
                    self._day(item.fed_back_on),
                ]
            )
        return self._grid(columns, lines)

    @api.model
    def _end_rows(self, visit):
        """Signed by whom, written down and archived by whom."""
        _ = self.env._
        visit_sudo = visit.sudo()  # names that belong to a visit the user reads
        written = (
            (_("Written down by"), visit_sudo.recorded_by_id.name),
            # nobody reviews a visit: who archives it closes the record
            (_("Archived by"), visit_sudo.archived_by_id.name),
            (_("Archived on"), self._day(visit.archived_on)),
            (_("Archive number"), visit.archive_number),
        )
        return self._signatures(
            (_("Client's signature"), visit.signed_by, visit.signature),
            (
                _("Written Down and Archived"),
                "\n".join(f"{label}: {text or ''}" for label, text in written),
            ),
        )

    @api.model
    def _span(self, visit, begin, end):
        """From when to when, on the clock of the client."""
        tz = visit._client_tz()
        return " – ".join(
            format_datetime(self.env, moment, tz, "short")
            for moment in (begin, end)
            if moment
        )
