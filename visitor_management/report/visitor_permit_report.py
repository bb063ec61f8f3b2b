from odoo import api, models

from ..models.permit.visitor_permit_page import HUNG_UP
from ..tools import qr_code
from ..tools.permit_forms import GAS_TESTS

CODE_WIDTH = 38.0
ROW_HEIGHT = 11.0  # to write in
# Lines left to be written on at the place.
BLANK_TESTS, BLANK_MEASURES = 3, 4


class VisitorPermitReport(models.AbstractModel):
    """动火作业许可证, which serves all kinds of works: asked, looked at, signed, ended.

    It hangs at the place of the works; its code tells how they are at this moment.
    """

    _name = "report.visitor_management.visitor_permit"
    _inherit = ["report.visitor_management.client_form"]
    _description = "Work Permit on Paper"

    _prints = "visitor.permit"

    @api.model
    def _title(self):
        return self.env._("Work Permit")

    @api.model
    def _title_of(self, permit):
        """The name of the form in the words of its kind."""
        names = permit.sudo()  # names on a permit that the user reads
        form = self.env._("Work Permit: %s", names.kind_id.name)
        level = names.counted_level_id.name
        return f"{form} ({level})" if level else form

    @api.model
    def _number(self, document):
        return document.name

    # ------------------------------------------------------------
    # CODE
    # ------------------------------------------------------------

    @api.model
    def _pages(self, document):
        """The code stands above the rows of the first page: that is what one sees."""
        pages = super()._pages(document)
        for page in pages:
            page["title"] = self._title_of(document)
        first = pages[0]["rows"][0]
        if symbol := self._symbol(document):
            pages[0]["code"] = {
                "symbol": symbol,
                "y": first["y"] + 1,
                "words": self._code_words(document),
            }
        return pages

    @api.model
    def _symbol(self, permit):
        """The code of a permit that was approved; before that nothing hangs."""
        if permit.state not in HUNG_UP:
            return False
        return qr_code.symbol(permit._sheet_url())

    @api.model
    def _code_words(self, permit):
        return self.env._(
            "Scan this code to see whether works may go on at this moment. What is "
            "printed here was so when it was printed."
        )

    @api.model
    def _code_rows(self, permit):
        """Room for the code, or the word that there is none yet."""
        if permit.state in HUNG_UP:
            return [{"cells": [], "height": CODE_WIDTH + 4}]
        return self._pairs(
            (
                self.env._("Not Approved"),
                self.env._(
                    "This sheet collects signatures. It does not permit any works and "
                    "is not to be hung up."
                ),
            )
        )

    # ------------------------------------------------------------
    # ROWS
    # ------------------------------------------------------------

    @api.model
    def _rows(self, document):
        return [
            *self._code_rows(document),
            *self._asked_rows(document),
            *self._extra_rows(document),
            *self._worker_rows(document),
            *self._gas_rows(document),
            *self._risk_rows(document),
            *self._measure_rows(document),
            *self._people_rows(document),
            *self._step_rows(document),
            *self._end_rows(document),
        ]

    @api.model
    def _asked_rows(self, permit):
        _ = self.env._
        names = permit.sudo()  # names on a permit that the user reads
        return [
            *self._pairs(
                (_("Permit No."), permit.name), (_("Level"), self._level(names))
            ),
            *self._pairs(
                (
                    _("Asked for by"),
                    names.submitted_by_id.name or names.create_uid.name,
                ),
                (_("Asked for on"), self._moment(permit, permit.submitted_at)),
            ),
            *self._pairs((_("Works"), permit.works)),
            *self._pairs((_("Place and part"), self._place(names))),
            *self._pairs(
                (_("Works done by"), names.partner_id.name),
                (_("Person in charge"), permit.responsible_name),
            ),
            *self._pairs((_("Valid from – until"), permit.local_window)),
            *self._pairs((_("Hours of the Works"), permit.hours_text)),
            *self._pairs(
                (_("Status"), self._label_of(permit, "state")),
                (_("Related permits"), ", ".join(names.related_ids.mapped("name"))),
            ),
        ]

    @api.model
    def _level(self, names):
        """The level, and to which one it goes up by night and on days off."""
        if not names.raised_by:
            return names.level_id.name
        return self.env._(
            "%(level)s (%(reason)s: one level up)",
            level=names.counted_level_id.name or "",
            reason=self._label_of(names, "raised_by"),
        )

    @api.model
    def _place(self, names):
        place = (
            names.site_id.name,
            names.area_id.complete_name,
            names.unit_id.name,
            names.place,
        )
        return " · ".join(filter(None, place))

    @api.model
    def _extra_rows(self, permit):
        """The columns that only forms of this kind have, two in a row."""
        details = [
            (self._label_of(detail, "code"), detail.value)
            for detail in permit.detail_ids
        ]
        rows = []
        for first in range(0, len(details), 2):
            rows += self._pairs(*details[first : first + 2])
        return rows

    @api.model
    def _worker_rows(self, permit):
        _ = self.env._
        columns = [
            (_("No."), 14.0),
            (_("Worker"), 62.0),
            (_("Trade"), 50.0),
            (_("Certificate No."), 60.0),
        ]
        lines = [
            [str(number), worker.name, worker.trade, worker.certificate]
            for number, worker in enumerate(permit.worker_ids, 1)
        ]
        return self._grid(columns, lines or [["1", "", "", ""]])

    @api.model
    def _gas_rows(self, permit):
        """Tests of gas are written at the place, where they are made."""
        if permit.sudo().kind_id.form not in GAS_TESTS:
            return []
        _ = self.env._
        columns = [
            (_("Sampled at"), 44.0),
            (_("Gas"), 50.0),
            (_("Result of the analysis"), 50.0),
            (_("Analysed by"), 42.0),
        ]
        return self._grid(columns, [[""] * 4] * BLANK_TESTS)

    @api.model
    def _risk_rows(self, permit):
        _ = self.env._
        return [
            *self._pairs((_("Hazards found"), permit.hazards)),
            *self._pairs((_("Not allowed"), permit.limits)),
        ]

    @api.model
    def _measure_rows(self, permit):
        _ = self.env._
        columns = [
            (_("No."), 14.0),
            (_("Safety measure"), 104.0),
            (_("Applies?"), 20.0),
            (_("Measure confirmed by"), 48.0),
        ]
        lines = [
            [
                str(number),
                line.name,
                "☒" if line.applies else "☐",
                self._lines(
                    line.confirmed_name, self._moment(permit, line.confirmed_at)
                ),
            ]
            for number, line in enumerate(permit.line_ids, 1)
        ]
        blank = [
            [str(len(lines) + 1 + number), "", "☐", ""]
            for number in range(BLANK_MEASURES if not lines else 1)
        ]
        return self._grid(columns, [*lines, *blank])

    @api.model
    def _people_rows(self, permit):
        _ = self.env._
        checked = permit.sudo()  # a name on a permit that the user reads
        return [
            *self._pairs(
                (_("Briefing by"), permit.briefing_name),
                (_("Briefing received by"), permit.briefed_name),
            ),
            *self._pairs(
                (_("Watch person"), permit.watch_name),
                (
                    _("Checked before start"),
                    self._lines(
                        checked.start_checked_by_id.name,
                        self._moment(permit, permit.start_checked_at),
                    ),
                ),
            ),
        ]

    @api.model
    def _step_rows(self, permit):
        """Who signed what and when; functions that have not signed sign here."""
        _ = self.env._
        steps = permit.sudo().signature_ids  # of a permit that the user reads
        who = {"submitted": _("Asked for by"), "approved": _("Approved by")}
        cells = [
            (
                step.function_name
                or who.get(step.step)
                or self._label_of(step, "step"),
                self._lines(step.name, self._moment(permit, step.at)),
                step.signature,
            )
            for step in steps
        ]
        cells += [(each.name, "") for each in permit.sudo().unsigned_ids]
        rows = []
        for first in range(0, len(cells), 2):
            pair = cells[first : first + 2]
            rows += self._signatures(*pair)
        return rows

    @api.model
    def _end_rows(self, permit):
        _ = self.env._
        watch = permit.sudo().kind_id  # a rule of the kind
        rows = []
        if watch.hot_work and watch.fire_watch_minutes:
            rows = self._pairs(
                (
                    _("Fire watch"),
                    _(
                        "%s minutes after the end of the works (house rule)",
                        watch.fire_watch_minutes,
                    ),
                )
            )
        return [
            *rows,
            *self._signatures(
                (_("Accepted at the end by"), permit.acceptance_name or ""),
                (_("Date and time"), self._moment(permit, permit.closed_at) or ""),
            ),
        ]


class VisitorPermitRegisterReport(models.AbstractModel):
    """施工出入证登记表: which worker has a card, and whether it came back."""

    _name = "report.visitor_management.visitor_permit_register"
    _inherit = ["report.visitor_management.visitor_permit"]
    _description = "Register of Workers' Cards"

    @api.model
    def _title_of(self, permit):
        return self.env._("Register of Workers' Cards")

    @api.model
    def _code_rows(self, permit):
        return []

    @api.model
    def _symbol(self, permit):
        return False

    @api.model
    def _rows(self, permit):
        _ = self.env._
        names = permit.sudo()  # names on a permit that the user reads
        columns = [
            (_("No."), 9.0),
            (_("Card No."), 24.5),
            (_("Worker"), 21.0),
            (_("Trade"), 22.0),
            (_("Licence of the trade"), 18.0),
            (_("Deposit paid"), 17.0),
            (_("Received by, on"), 19.0),
            (_("Returned On"), 19.5),
            (_("Deposit back, signed"), 17.0),
            (_("Remarks"), 19.0),
        ]
        lines = [
            [
                str(number),
                worker._card_number(),
                worker.name,
                worker.trade,
                worker.certificate,
                *[""] * 5,
            ]
            for number, worker in enumerate(permit.worker_ids, 1)
        ]
        return [
            *self._pairs(
                (_("Permit No."), permit.name),
                (_("Valid from – until"), permit.local_window),
            ),
            *self._pairs(
                (_("Works done by"), names.partner_id.name),
                (_("Place and part"), self._place(names)),
            ),
            *self._to_write_in(self._grid(columns, lines)),
            *self._signatures(
                (_("Issued by (stamp)"), permit.company_id.name), (_("Handled by"), "")
            ),
        ]

    @api.model
    def _to_write_in(self, rows):
        """Rows high enough for a pen."""
        return [{**row, "height": max(row["height"], ROW_HEIGHT)} for row in rows]
