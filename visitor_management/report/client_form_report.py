from odoo import api, models
from odoo.tools import format_date, format_datetime

from ..tools import paper
from ..tools.printed import printed
from .visitor_pass_report import picture

# All in millimetres, on A4 portrait.
LEFT, WIDTH = 12.0, 186.0
TOP, BOTTOM = 24.0, 283.0
FONT, PADDING = 3.1, 1.2
MOST_LINES = 40  # of one row: what is longer goes on in the next one

# Of a row of pictures, in millimetres; in pixels, enough for paper.
PICTURE_HEIGHT, PER_ROW = 52.0, 2
PIXELS = (900, 600)
MOST_PICTURES = 6  # of each kind: a form is no album


class ClientFormReport(models.AbstractModel):
    """A paper form of client relations: rows of cells with labels, as pages of paper.

    Rows are distributed over the pages here, see ``tools/paper``; a text that is
    longer than a page goes on on the next one. A form says what stands in its rows,
    :meth:`_rows`, and what it is called, :meth:`_title`.
    """

    _name = "report.visitor_management.client_form"
    _description = "Paper form of client relations"

    _prints = None  # the model of the documents
    _label_width = 28.0
    _signature_height = 22.0  # at least

    @api.model
    def _get_report_values(self, docids, data=None):
        documents = self.env[self._prints].browse(docids)
        documents.check_access("read")
        return {
            "doc_ids": documents.ids,
            "doc_model": documents._name,
            "docs": documents,
            "title": self._title(),
            "pages": [page for each in documents for page in self._pages(each)],
            "left": LEFT,
            "right": LEFT + WIDTH,
            "fit": paper.fit,
        }

    @api.model
    def _title(self):
        """What stands above the form, unless its template says it."""
        return ""

    @api.model
    def _number(self, document):
        """What a document is found by, in the corner of each page."""
        return document.name

    @api.model
    def _rows(self, document):
        """The form from top to bottom: list of rows made by the methods below."""
        raise NotImplementedError

    @api.model
    def _pages(self, document):
        return self._paged(document, self._rows(document), self._number(document))

    @api.model
    def _paged(self, document, rows, said, heading=()):
        """Rows as pages.

        :param document: whose company and clock it is
        :param rows: list of rows
        :param str said: stands in the corner of each page
        :param heading: rows that stand above the others on every page
        """
        tz = document.tz
        above = sum(row["height"] for row in heading)
        chunks = paper.paginate([row["height"] for row in rows], BOTTOM - TOP - above)
        pages = []
        for number, chunk in enumerate(chunks, 1):
            placed, bottom = [], TOP
            for row in (*heading, *(rows[index] for index in chunk)):
                placed.append({**row, "y": round(bottom, 2)})
                bottom += row["height"]
            pages.append(
                {
                    "company": document.company_id.name,
                    "printed": " · ".join(
                        (document.company_id.name, printed(self.env, tz))
                    ),
                    "number": said,
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
    def _pairs(self, *pairs):
        """A row of labels and texts; texts share the width evenly."""
        share = WIDTH / len(pairs)
        cells, x = [], LEFT
        for label, text in pairs:
            cells += self._labelled(x, share, label, text)
            x += share
        return self._split(cells)

    @api.model
    def _grid(self, columns, lines):
        """A heading and rows below it.

        :param columns: list of pairs: what stands above, and the width
        :param lines: list of lists of texts
        """
        rows = []
        for number, texts in enumerate([[label for label, _width in columns], *lines]):
            cells, x = [], LEFT
            for (_label, width), text in zip(columns, texts, strict=True):
                cells.append(self._cell(x, width, text, bold=not number))
                x += width
            rows += self._split(cells)
        return rows

    @api.model
    def _signatures(self, *cells):
        """A row to sign in: a label, a text and perhaps a picture (base64) each."""
        share = WIDTH / len(cells)
        row, x = [], LEFT
        for label, text, *pictures in cells:
            row += self._labelled(x, share, label, text)
            for each in pictures:
                row[-1]["image"] = picture(each, "PNG", (640, 240))
            x += share
        return [
            {"cells": row, "height": max(self._signature_height, self._height(row))}
        ]

    @api.model
    def _picture_rows(self, label, pictures):
        """Pictures side by side, under what they show.

        :param pictures: of base64
        """
        images = [picture(each, "JPEG", PIXELS) for each in pictures]
        images = [each for each in images if each][:MOST_PICTURES]
        if not images:
            return []
        share = WIDTH / PER_ROW
        rows = self._split([self._cell(LEFT, WIDTH, label, bold=True)])
        for first in range(0, len(images), PER_ROW):
            cells = []
            for place in range(PER_ROW):
                cell = self._cell(LEFT + place * share, share, "")
                cell["image"] = next(
                    iter(images[first + place : first + place + 1]), False
                )
                cells.append(cell)
            rows.append({"cells": cells, "height": PICTURE_HEIGHT})
        return rows

    @api.model
    def _labelled(self, x, width, label, text):
        """A label and, beside it, a text."""
        room = width - self._label_width
        return [
            self._cell(x, self._label_width, label, bold=True),
            self._cell(x + self._label_width, room, text),
        ]

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
                {
                    **cell,
                    "lines": cell["lines"]
                    if cell["bold"]
                    else cell["lines"][first : first + MOST_LINES],
                }
                for cell in cells
            ]
            rows.append({"cells": part, "height": self._height(part)})
        return rows

    @api.model
    def _height(self, cells):
        lines = max(len(cell["lines"]) for cell in cells)
        return round(lines * FONT * paper.LEADING + 2 * PADDING, 2)

    # ------------------------------------------------------------
    # WORDS
    # ------------------------------------------------------------

    @api.model
    def _readable(self, document, name):
        """What a document points at, as far as its reader may read it.

        :param name: of a relational field; as superuser that names all, then filtered:
            what the cache holds was perhaps read for a rule
        """
        every = document.sudo()[name].with_env(document.env)
        return every._filtered_access("read")

    @api.model
    def _moment(self, document, moment):
        """A naive UTC moment on the clock of the document, in the reader's language."""
        return moment and format_datetime(self.env, moment, document.tz, "short")

    @api.model
    def _day(self, day):
        return day and format_date(self.env, day)

    @api.model
    def _lines(self, *texts):
        """Those that there are, each on a line of its own."""
        return "\n".join(filter(None, texts))

    @api.model
    def _label_of(self, record, name):
        """The word for the value of a selection."""
        labels = record._fields[name]._description_selection(self.env)
        return dict(labels).get(record[name], "")

    @api.model
    def _order_rows(self, orders):
        """The orders to departments, with what became of them."""
        _ = self.env._
        columns = [
            (_("Order"), 28.0),
            (_("Department"), 27.0),
            (_("To be put right"), 48.0),
            (_("Deadline"), 23.0),
            (_("What was done"), 38.0),
            (_("Verification"), 22.0),
        ]
        lines = [
            [
                order.name,
                order.sudo().department_id.name,  # a name on an order the user reads
                order.requirement,
                self._day(order.deadline),
                "\n".join(filter(None, (order.result, self._day(order.done_on)))),
                order.sudo().verified_by_id.name  # the same
                or self._label_of(order, "state"),
            ]
            for order in orders
        ]
        return self._grid(columns, lines)
