from odoo import api, models

# Boxes to fill in with a pen, where the paper is checked.
EMPTY_BOX = "□"


class VisitorItemPassReport(models.AbstractModel):
    """放行条: what may be taken out that day, by whom, who approved it, what went."""

    _name = "report.visitor_management.visitor_item_pass"
    _inherit = ["report.visitor_management.client_form"]
    _description = "Exit Pass Form"

    _prints = "visitor.item.pass"

    @api.model
    def _title(self):
        return self.env._("Exit Pass for Things")

    @api.model
    def _rows(self, document):
        _ = self.env._
        pictures = document.line_ids.with_context(bin_size=False).mapped("picture")
        return [
            *self._whose_rows(document),
            *self._thing_rows(document),
            *self._carrier_rows(document),
            *self._decision_rows(document),
            *self._exit_rows(document),
            *self._picture_rows(_("Pictures of the things"), filter(None, pictures)),
        ]

    @api.model
    def _whose_rows(self, item_pass):
        _ = self.env._
        names = item_pass.sudo()  # names on a pass that the user reads
        unit = (names.unit_id.display_name, names.department_id.name)
        return [
            *self._pairs(
                (_("Exit Pass No."), item_pass.name),
                (
                    _("Valid that day only"),
                    self._day(item_pass.valid_on),
                ),
            ),
            *self._pairs(
                (_("Kind of Exit"), self._label_of(item_pass, "kind")),
                (_("Site"), names.site_id.name),
            ),
            *self._pairs(
                (_("Unit"), " · ".join(filter(None, unit))),
                (_("Reason for Taking Out"), item_pass.reason),
            ),
            *self._pairs(
                (_("Applicant"), item_pass.applicant),
                (_("Applicant Is"), self._label_of(item_pass, "capacity")),
            ),
            *self._pairs(
                (_("Phone of the Applicant"), item_pass.phone),
                (_("Comes Back On"), self._day(item_pass.return_on)),
            ),
        ]

    @api.model
    def _thing_rows(self, item_pass):
        _ = self.env._
        columns = [
            (_("No."), 12.0),
            (_("Thing"), 62.0),
            (_("Specification"), 48.0),
            (_("Quantity"), 22.0),
            (_("Counted at the exit"), 42.0),
        ]
        matches, differs = _("matches"), _("does not match")
        lines = [
            [
                number,
                line.name,
                line.specification,
                " ".join(filter(None, (str(line.quantity), line.measure))),
                (matches if line.checked else differs)
                if item_pass.released_at
                else f"{EMPTY_BOX} {matches}  {EMPTY_BOX} {differs}",
            ]
            for number, line in enumerate(item_pass.line_ids, 1)
        ]
        return self._grid(columns, lines)

    @api.model
    def _carrier_rows(self, item_pass):
        _ = self.env._
        names = item_pass.sudo()  # names on a pass that the user reads
        person = names.registration_id
        carrier = (
            names.registration_id.name or names.partner_id.name,
            person.organization,
            item_pass.carrier,
        )
        return [
            *self._pairs(
                (_("Carrier"), " · ".join(filter(None, carrier))),
                (_("Plate"), item_pass.plate),
            ),
            *self._pairs(
                (_("Expected At"), self._moment(item_pass, item_pass.expected_at)),
                (
                    _("Exit and lift"),
                    " · ".join(filter(None, (names.gate_id.name, item_pass.lift))),
                ),
            ),
            *self._pairs(
                (
                    _("Outstanding fees (information only)"),
                    item_pass.fees,
                )
            ),
        ]

    @api.model
    def _decision_rows(self, item_pass):
        _ = self.env._
        names = item_pass.sudo()  # names on a pass that the user reads
        approved = (
            names.approved_by_id.name,
            self._label_of(item_pass, "approved_as"),
            self._moment(item_pass, item_pass.approved_at),
        )
        return [
            *self._pairs(
                (_("How the owner agreed"), self._label_of(item_pass, "channel")),
                (_("Status"), self._label_of(item_pass, "state")),
            ),
            *self._signatures(
                (_("Approved by (signature)"), "\n".join(filter(None, approved))),
                (_("Signature of the applicant"), ""),
            ),
        ]

    @api.model
    def _exit_rows(self, item_pass):
        _ = self.env._
        names = item_pass.sudo()  # names on a pass that the user reads
        ended = (self._label_of(item_pass, "settlement"), item_pass.settlement_note)
        return [
            *self._pairs(
                (_("Check at the exit"), self._check(item_pass)),
                (_("How it ended"), " · ".join(filter(None, ended))),
            ),
            *self._pairs(
                (_("Released at"), self._moment(item_pass, item_pass.released_at)),
                (_("Gate"), names.released_gate_id.name),
            ),
            *self._signatures((_("Guard on duty"), names.released_by_id.name)),
        ]

    @api.model
    def _check(self, item_pass):
        _ = self.env._
        if not item_pass.released_at:
            matches, differs = _("matches"), _("does not match")
            return f"{EMPTY_BOX} {matches}  {EMPTY_BOX} {differs}"
        if item_pass.mismatch:
            return _("Does not match: %s", item_pass.mismatch.replace("\n", ", "))
        return _("matches")
