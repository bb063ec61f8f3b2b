from odoo import api, models

from ..tools.shift_round import SECTIONS

# widths in millimetres, 186 together
CARDS = (26, 18, 16, 16, 16, 21, 17, 20, 36)
DEPOSITS = (46, 20, 20, 20, 20, 20, 40)
THINGS = (50, 20, 20, 20, 38, 38)
OPEN_COLUMNS = (28, 38, 36, 19, 29, 36)


class VisitorShiftReport(models.AbstractModel):
    """交接班记录, 盘点: what was handed over, what was counted, and who signed."""

    _name = "report.visitor_management.visitor_shift"
    _inherit = ["report.visitor_management.client_form"]
    _description = "Handover of a Shift"

    _prints = "visitor.shift"

    @api.model
    def _title(self):
        return self.env._("Handover of a Shift")

    @api.model
    def _number(self, document):
        return document.display_name

    @api.model
    def _rows(self, document):
        return [
            *self._head_rows(document),
            *self._word_rows(document),
            *self._open_rows(document),
            *self._count_rows(document),
            *self._result_rows(document),
        ]

    @api.model
    def _head_rows(self, shift):
        _ = self.env._
        names = shift.sudo()  # names on a handover that the user reads
        site = names.site_id
        return [
            *self._pairs(
                (_("Site"), site.name),
                (_("Duty Post"), shift.post),
            ),
            *self._pairs(
                (_("Shift From"), self._moment(shift, shift.start)),
                (_("Shift Until"), self._moment(shift, shift.stop)),
            ),
            *self._pairs(
                (_("Handed over by"), names.giver_id.name),
                (_("Taken over by"), names.taker_id.name),
            ),
            *self._pairs(
                (_("People on Duty"), str(shift.present)),
                (_("Still Open"), shift.open_words or _("Nothing")),
            ),
        ]

    @api.model
    def _word_rows(self, shift):
        _ = self.env._
        return [
            *self._pairs((_("Events of the Shift"), shift.events)),
            *self._pairs((_("Incidents and what was done"), shift.incidents)),
            *self._pairs((_("Instructions"), shift.orders)),
            *self._pairs((_("To do"), shift.notes)),
        ]

    @api.model
    def _open_rows(self, shift):
        """What was open, in the order of the round."""
        _ = self.env._
        if not shift.line_ids:
            return []
        labels = (
            _("What is open"),
            _("Who or what"),
            _("Visited"),
            _("People"),
            _("Card or No."),
            _("Until"),
        )
        order = list(SECTIONS)
        names = shift.sudo()  # names on a handover that the user reads
        return self._grid(
            list(zip(labels, OPEN_COLUMNS, strict=True)),
            [
                [
                    self._label_of(line, "kind"),
                    line.what,
                    line.host_name,
                    str(line.headcount),
                    line.number,
                    self._moment(shift, line.due_at),
                ]
                for line in names.line_ids.sorted(
                    lambda each: (order.index(each.kind), each.id)
                )
            ],
        )

    # ------------------------------------------------------------
    # 盘点
    # ------------------------------------------------------------

    @api.model
    def _count_rows(self, shift):
        counts = shift.count_ids.grouped("kind")
        rows = []
        for kind, grid in (
            ("card", self._card_grid),
            ("deposit", self._deposit_grid),
            ("thing", self._thing_grid),
        ):
            if counts.get(kind):
                rows += grid(counts[kind])
        if rows:
            _ = self.env._
            names = shift.sudo()  # names on a handover that the user reads
            rows += self._pairs(
                (_("Counted by"), names.giver_id.name),
                (_("Checked by"), names.taker_id.name),
            )
        return rows

    @api.model
    def _card_grid(self, counts):
        _ = self.env._
        labels = (
            _("Range of Cards"),
            _("Opening Stock"),
            _("Given Out"),
            _("Come Back"),
            _("Lost Cards"),
            _("Damaged"),
            _("Should Be"),
            _("Counted"),
            _("Difference, and why"),
        )
        return self._grid(
            list(zip(labels, CARDS, strict=True)),
            [
                [
                    line.name,
                    str(line.opening),
                    str(line.issued),
                    str(line.returned),
                    self._lost(line),
                    str(line.damaged),
                    str(line.due),
                    self._count(line.counted),
                    self._why(line),
                ]
                for line in counts
            ],
        )

    @api.model
    def _deposit_grid(self, counts):
        _ = self.env._
        labels = (
            _("Deposits"),
            _("Opening Stock"),
            _("Taken In"),
            _("Handed Back"),
            _("Should Be"),
            _("Counted"),
            _("Difference, and why"),
        )
        return self._grid(
            list(zip(labels, DEPOSITS, strict=True)),
            [
                [
                    line.name,
                    str(line.opening),
                    str(line.returned),
                    str(line.issued),
                    str(line.due),
                    self._count(line.counted),
                    self._why(line),
                ]
                for line in counts
            ],
        )

    @api.model
    def _thing_grid(self, counts):
        _ = self.env._
        labels = (
            _("Things of the Desk"),
            _("Should Be"),
            _("Counted"),
            _("Difference"),
            _("State of the Thing"),
            _("Why It Differs"),
        )
        return self._grid(
            list(zip(labels, THINGS, strict=True)),
            [
                [
                    line.name,
                    str(line.due),
                    self._count(line.counted),
                    self._signed(line.difference),
                    line.condition,
                    line.reason,
                ]
                for line in counts
            ],
        )

    @api.model
    def _lost(self, line):
        """Those of the stock, and in brackets those that visitors had."""
        return f"{line.lost} ({line.lost_out})" if line.lost_out else str(line.lost)

    @api.model
    def _count(self, number):
        return "" if number is False else str(number)

    @api.model
    def _signed(self, number):
        return f"{number:+d}" if number else self._count(number)

    @api.model
    def _why(self, line):
        return " ".join(filter(None, (self._signed(line.difference), line.reason)))

    # ------------------------------------------------------------
    # WHO SIGNED
    # ------------------------------------------------------------

    @api.model
    def _result_rows(self, shift):
        _ = self.env._
        names = shift.sudo()  # names on a handover that the user reads
        pictures = shift.with_context(bin_size=False)
        return [
            *self._pairs((_("Result of the Handover"), self._result(shift))),
            *self._signatures(
                (
                    _("Handed over: signature, time"),
                    self._lines(names.giver_id.name, self._moment(shift, shift.stop)),
                    pictures.giver_signature,
                ),
                (
                    _("Taken over: signature, time"),
                    self._lines(
                        names.taker_id.name, self._moment(shift, shift.taken_at)
                    ),
                    pictures.taker_signature,
                ),
            ),
            *self._pairs(
                (
                    _("Reviewed by the supervisor"),
                    self._lines(
                        names.reviewed_by_id.name,
                        self._moment(shift, shift.reviewed_at),
                    ),
                ),
                (_("Word of the Supervisor"), shift.review_note),
            ),
        ]

    @api.model
    def _result(self, shift):
        _ = self.env._
        if shift.state == "taken_over":
            if shift.remarks:
                return _("Accepted with objections: %s", shift.remarks)
            return _("Accepted as it is")
        if shift.state == "refused":
            return _(
                "Not accepted by %(person)s: %(reason)s",
                person=shift.sudo().refused_by_id.name,  # on the handover
                reason=shift.refusal,
            )
        return ""
