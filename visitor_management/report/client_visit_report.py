from odoo import api, fields, models
from odoo.tools import format_date, format_datetime

from ..tools import paper
from .visitor_pass_report import picture

# All in millimetres, on A4 portrait.
LEFT, WIDTH = 12.0, 186.0
TOP, BOTTOM = 24.0, 283.0
FONT, PADDING = 3.1, 1.2
LABEL = 27.0
MOST_LINES = 40  # of one row: what is longer goes on in the next one
SIGNATURE = 24.0
# The columns of the items, of the paper form: key and width.
ITEM_COLUMNS = (
    ("number", 8.0),
    ("kind", 20.5),
    ("content", 42.0),
    ("answer", 32.0),
    ("given", 28.0),
    ("solution", 30.5),
    ("told", 25.0),
)


class ClientVisitReport(models.AbstractModel):
    """拜访客户登记记录表: the record of a visit to a client, as pages of paper.

    Rows are distributed over the pages here, see ``tools/paper``; a text that is longer
    than a page goes on on the next one.
    """

    _name = "report.visitor_management.client_visit"
    _description = "Record of a Client Visit"

    @api.model
    def _get_report_values(self, docids, data=None):
        visits = self.env["client.visit"].browse(docids)
        visits.check_access("read")
        return {
            "doc_ids": visits.ids,
            "doc_model": visits._name,
            "docs": visits,
            "pages": [page for visit in visits for page in self._pages(visit)],
            "left": LEFT,
            "right": LEFT + WIDTH,
            "fit": paper.fit,
            "printed": self._printed(),
        }

    @api.model
    def _pages(self, visit):
        rows = self._rows(visit)
        chunks = paper.paginate([row["height"] for row in rows], BOTTOM - TOP)
        pages = []
        for number, chunk in enumerate(chunks, 1):
            placed, bottom = [], TOP
            for index in chunk:
                placed.append({**rows[index], "y": round(bottom, 2)})
                bottom += rows[index]["height"]
            pages.append(
                {
                    "company": visit.company_id.name,
                    "number": visit.name,
                    "archive": visit.archive_number or "",
                    "rows": placed,
                    "page": self.env._(
                        "Page %(number)s of %(count)s", number=number, count=len(chunks)
                    ),
                }
            )
        return pages

    # ------------------------------------------------------------
    # ROWS
    # ------------------------------------------------------------

    @api.model
    def _rows(self, visit):
        """The form from top to bottom: rows of cells with their heights."""
        rows = []
        for pairs in self._facts(visit):
            share = WIDTH / len(pairs)
            cells, x = [], LEFT
            for label, text in pairs:
                cells.append(self._cell(x, LABEL, label, bold=True))
                cells.append(self._cell(x + LABEL, share - LABEL, text))
                x += share
            rows += self._split(cells)
        rows += self._item_rows(visit)
        rows += self._signature_rows(visit)
        return rows

    @api.model
    def _facts(self, visit):
        """Labels and texts of the upper part, one or two pairs in a row."""
        _ = self.env._
        visit_sudo = visit.sudo()  # names that belong to a visit the user reads
        kinds = dict(visit._fields["kind"]._description_selection(self.env))
        kind = ": ".join(filter(None, (kinds[visit.kind], visit.ad_hoc_reason)))
        contact = visit_sudo.contact_id
        whom = ", ".join(filter(None, (contact.name, contact.function)))
        return [
            [(_("No."), visit.name), (_("Kind"), kind)],
            [
                (_("Work plan"), visit_sudo.plan_id.name),
                (_("Appointment"), visit.client_time),
            ],
            [
                (_("Made by"), visit_sudo.appointed_by_id.name),
                (_("Confirmed by"), visit.confirmed_by),
            ],
            [
                (_("Client"), visit_sudo.partner_id.name),
                (_("Unit"), visit_sudo.unit_id.display_name),
            ],
            [(_("Person visited"), whom), (_("Phone"), visit.contact_phone)],
            [(_("Who Goes"), visit.people), (_("Place"), visit.place)],
            [
                (
                    _("Planned time"),
                    self._span(visit, visit.appointment_at, visit.appointment_stop),
                ),
                (_("Actual time"), self._span(visit, visit.start, visit.stop)),
            ],
            [(_("Purpose"), visit.purpose)],
            [(_("Talk"), visit.talk)],
        ]

    @api.model
    def _item_rows(self, visit):
        _ = self.env._
        heads = {
            "number": "#",
            "kind": _("Kind"),
            "content": _("What the client raised"),
            "answer": _("Answer on the spot"),
            "given": _("Given to, by"),
            "solution": _("Solution"),
            "told": _("Client told"),
        }
        rows = self._split(self._line(heads, bold=True))
        kinds = dict(
            self.env["client.visit.item"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        for number, item in enumerate(visit.item_ids, 1):
            given = (
                item.sudo().escalated_to_id.name,  # a name on an item the user reads
                item.sudo().department_id.name,
                item.deadline and format_date(self.env, item.deadline),
            )
            texts = {
                "number": number,
                "kind": kinds[item.kind],
                "content": item.content,
                "answer": item.answer if item.answered else "",
                "given": "\n".join(filter(None, given)),
                "solution": item.solution,
                "told": item.fed_back_on and format_date(self.env, item.fed_back_on),
            }
            rows += self._split(self._line(texts))
        return rows

    @api.model
    def _signature_rows(self, visit):
        _ = self.env._
        visit_sudo = visit.sudo()  # names that belong to a visit the user reads
        half = WIDTH / 2
        archived = visit.archived_on and format_date(self.env, visit.archived_on)
        signature = self._cell(LEFT + LABEL, half - LABEL, visit.signed_by)
        signature["image"] = picture(visit.signature, "PNG", (640, 240))
        written = "\n".join(
            f"{label}: {text or ''}"
            for label, text in (
                (_("Written down by"), visit_sudo.recorded_by_id.name),
                (_("Reviewed by"), visit_sudo.archived_by_id.name),
                (_("Archived on"), archived),
                (_("Archive number"), visit.archive_number),
            )
        )
        cells = [
            self._cell(LEFT, LABEL, _("Client's signature"), bold=True),
            signature,
            self._cell(LEFT + half, LABEL, _("Record"), bold=True),
            self._cell(LEFT + half + LABEL, half - LABEL, written),
        ]
        height = max(SIGNATURE, self._height(cells))
        return [{"cells": cells, "height": height}]

    # ------------------------------------------------------------
    # CELLS
    # ------------------------------------------------------------

    @api.model
    def _line(self, texts, bold=False):
        cells, x = [], LEFT
        for key, width in ITEM_COLUMNS:
            cells.append(self._cell(x, width, texts[key], bold=bold))
            x += width
        return cells

    @api.model
    def _cell(self, x, width, text, bold=False):
        """A text wrapped into a cell, with its own line breaks."""
        lines = []
        for paragraph in str(text or "").splitlines() or [""]:
            room = (width - 2 * PADDING) / FONT
            lines += paper.wrap(paper.clean(paragraph), room, bold) or [""]
        return {
            "x": round(x, 2),
            "width": round(width, 2),
            "lines": lines,
            "bold": bold,
            "image": False,
        }

    @api.model
    def _split(self, cells):
        """Rows that fit on a page, of cells with any number of lines."""
        most = max(len(cell["lines"]) for cell in cells)
        rows = []
        for first in range(0, most, MOST_LINES):
            part = [
                {**cell, "lines": cell["lines"][first : first + MOST_LINES]}
                for cell in cells
            ]
            rows.append({"cells": part, "height": self._height(part)})
        return rows

    @api.model
    def _height(self, cells):
        lines = max(len(cell["lines"]) for cell in cells)
        return round(lines * FONT * paper.LEADING + 2 * PADDING, 2)

    @api.model
    def _span(self, visit, begin, end):
        tz = visit._client_tz()
        return " – ".join(
            format_datetime(self.env, moment, tz, "short")
            for moment in (begin, end)
            if moment
        )

    @api.model
    def _printed(self):
        now = fields.Datetime.context_timestamp(self, fields.Datetime.now())
        return f"{format_date(self.env, now.date())} {now:%H:%M} · {self.env.user.name}"
