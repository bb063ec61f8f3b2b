from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import format_date

from ..tools import paper
from ..tools.client_kpis import KPIS
from ..tools.printed import printed

# All in millimetres, on A4 landscape.
LEFT, WIDTH = 8.0, 281.0
TOP, BOTTOM = 18.0, 199.0
FONT, LEAST_FONT, SMALL = 2.6, 2.0, 2.2
PADDING = 1.8  # beside the text of a cell
ROW = 5.2  # at least
HEAD_FILL, LABEL_FILL = "#e6e9ed", "#f4f5f7"
TEXT_ROOM = 12.0  # of a free text, at least: people write on paper, too
MOST_LINES = 12  # of a cell in a table
TOGETHER = 12.0  # below a heading, on the same page
MOST_ITEMS = 200  # named one by one; all of them are on the screen and in Excel
LEAST_LINE = 1.5  # of a figure that stands on one line
LINES_TOGETHER = 24  # of a free text, before it may continue on the next page


class Cell(NamedTuple):
    """A box of a row; ``align`` is ``start`` or ``end``."""

    x: float
    width: float
    block: paper.Block
    align: str = "start"
    bold: bool = False
    fill: str = ""


class Row(NamedTuple):
    """Boxes beside each other. A row that has a ``head`` stands below it."""

    height: float
    cells: list
    framed: bool = True
    head: object = None


class Page(NamedTuple):
    """Rows with their places, and what stands above and below them."""

    title: str
    rows: list
    foot: str
    number: str


class ClientStatisticsReport(models.AbstractModel):
    """The monthly form on paper, in the layout of 回访客户月统计表.

    Who and which month above; the table; what is open, frequent and repeated; analysis
    and measures; to whom it was submitted, and the instruction of leadership.
    """

    _name = "report.visitor_management.client_statistics"
    _description = "Monthly Statistics on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        forms = self.env["client.callback.statistics"].browse(docids)
        forms.check_access("read")
        return {
            "doc_ids": forms.ids,
            "doc_model": forms._name,
            "docs": forms,
            "pages": [page for form in forms for page in self._pages(form)],
            "left": LEFT,
            "right": LEFT + WIDTH,
            "fit": paper.fit,
        }

    # ------------------------------------------------------------
    # PAGES
    # ------------------------------------------------------------

    @api.model
    def _pages(self, form):
        """Rows in their order, distributed; each table repeats its head."""
        _ = self.env._
        head = self._head(form)
        tz = form.company_id.sudo()._client_tz()  # not a secret
        sheets, y, table = [], BOTTOM, None
        for row in self._rows(form):
            needed = row.height + (0 if row.framed else TOGETHER + 1.5)
            if row.head is not table and row.head:
                needed += row.head.height
            if y + needed > BOTTOM:
                sheets.append([(TOP, head)])
                y, table = TOP + head.height + 2, None
            elif not row.framed:
                y += 1.5  # away from the table above
            heads = [row.head] if row.head and row.head is not table else []
            for each in (*heads, row):
                sheets[-1].append((y, each))
                y += each.height
            table = row.head
        return [
            Page(
                _("Monthly Statistics of Client Callbacks"),
                rows,
                f"{form.company_id.name} · {printed(self.env, tz)}",
                _("Page %(number)s of %(count)s", number=number, count=len(sheets)),
            )
            for number, rows in enumerate(sheets, 1)
        ]

    @api.model
    def _rows(self, form):
        sheet = form.sheet or {}
        if not sheet:
            return [self._heading(self.env._("No figures yet."))]
        return [
            *self._totals(form, sheet),
            *self._groups(sheet),
            *self._open_items(form),
            *self._problems(form, sheet),
            *self._orders(form),
            *self._texts(form),
        ]

    # ------------------------------------------------------------
    # PARTS OF THE FORM
    # ------------------------------------------------------------

    @api.model
    def _head(self, form):
        _ = self.env._
        submitted = form.submitted_at and fields.Datetime.context_timestamp(
            form, form.submitted_at
        )
        labels = (
            (_("Project / department"), form.department_id.name),
            (_("Month"), form.month_name),
            (_("Filled in by"), form.submitted_by_id.name),
            (_("Date"), submitted and format_date(self.env, submitted.date())),
        )
        cells = []
        for label, text in labels:
            cells += [
                (label, 26, {"fill": LABEL_FILL}),
                (text, WIDTH / 4 - 26, {"bold": True}),
            ]
        return self._row(cells, least=7)

    @api.model
    def _totals(self, form, sheet):
        _ = self.env._
        columns = (
            (_("Rate of"), 68, "start"),
            (_("Count"), 24, "end"),
            (_("Out of"), 24, "end"),
            (_("Rate"), 28, "end"),
            (_("Target"), 45, "end"),
            (_("Month before"), 32, "end"),
            (_("Change (points)"), 28, "end"),
            (_("Year before"), 32, "end"),
        )
        rows = [
            (
                each["label"],
                each["numerator"],
                each["denominator"],
                each["rate"],
                _("%s – missed", each["target"]) if each["missed"] else each["target"],
                each["previous"],
                each["change"],
                each["last_year"],
            )
            for each in sheet["totals"]
        ]
        apart = _(
            "Apart, in no rate: %(waived)s waived callbacks, %(invalid)s invalid "
            "complaints. Complaints are counted per %(units)s units.",
            waived=form.waived_count,
            invalid=form.invalid_count,
            units=form.base_quantity,
        )
        return [
            *self._grid(columns, rows),
            self._row([(apart, WIDTH, {"size": SMALL})], framed=False),
        ]

    @api.model
    def _groups(self, sheet):
        if not sheet["groups"]:
            return []
        _ = self.env._
        width = (WIDTH - 45 - 17) / len(KPIS)
        columns = (
            (_("Category"), 45, "start"),
            (_("Severity"), 17, "start"),
            *((kpi["label"], width, "end") for kpi in sheet["kpis"]),
        )
        rows = [
            (each["category"], each["severity"], *map(self._fraction, each["cells"]))
            for each in sheet["groups"]
        ]
        return [
            self._heading(_("By category and severity")),
            *self._grid(columns, rows, size=SMALL),
        ]

    @api.model
    def _fraction(self, cell):
        if not cell.get("line"):
            return ""
        return [cell["rate"], f"{cell['numerator']} / {cell['denominator']}"]

    @api.model
    def _open_items(self, form):
        _ = self.env._
        columns = (
            (_("Case No."), 32, "start"),
            (_("Category"), 42, "start"),
            (_("Severity"), 18, "start"),
            (_("Since"), 22, "start"),
            (_("Status"), 24, "start"),
            (_("Reason"), 143, "start"),
        )
        rows = [
            (
                item.name,
                item.category_id.sudo().complete_name,  # a name on the form
                self._severity(item),
                item.since and format_date(self.env, item.since),
                item.status_label,
                item.reason,
            )
            for item in form.open_item_ids[:MOST_ITEMS]
        ]
        count = len(form.open_item_ids)
        heading = _("Open items: %s", count)
        if count > len(rows):
            heading = _(
                "Open items: %(count)s, of which the first %(printed)s",
                count=count,
                printed=len(rows),
            )
        return [
            self._heading(heading),
            *self._grid(columns, rows),
        ]

    @api.model
    def _problems(self, form, sheet):
        _ = self.env._
        ranked = [
            (rank, each["category"], each["count"], each["share"])
            for rank, each in enumerate(sheet["problems"], 1)
        ]
        repeated = [
            (
                item.name,
                item.category_id.sudo().complete_name,  # a name on the form
                item.times,
                item.reason,
            )
            for item in form.repeat_item_ids
        ]
        return [
            self._heading(_("Most frequent problems")),
            *self._grid(
                (
                    (_("Rank"), 14, "start"),
                    (_("Category"), 207, "start"),
                    (_("Complaints"), 30, "end"),
                    (_("Share"), 30, "end"),
                ),
                ranked,
            ),
            self._heading(_("Repeated matters: %s", len(repeated))),
            *self._grid(
                (
                    (_("Case No."), 32, "start"),
                    (_("Category"), 60, "start"),
                    (_("Times"), 18, "end"),
                    (_("Analysis"), 171, "start"),
                ),
                repeated,
            ),
        ]

    @api.model
    def _orders(self, form):
        """What became of earlier orders."""
        _ = self.env._
        rows = [
            (
                item.name,
                item.requirement,
                item.department_id.sudo().name,  # the name of a department
                item.deadline and format_date(self.env, item.deadline),
                item.status_label,
                item.reason,
            )
            for item in form.order_item_ids
        ]
        if not rows:
            return []
        columns = (
            (_("Case No."), 32, "start"),
            (_("What was ordered"), 89, "start"),
            (_("Responsible"), 38, "start"),
            (_("Deadline"), 22, "start"),
            (_("Status"), 22, "start"),
            (_("What was done"), 78, "start"),
        )
        return [
            self._heading(_("What became of leadership's orders")),
            *self._grid(columns, rows),
        ]

    @api.model
    def _texts(self, form):
        _ = self.env._
        orders = [
            _(
                "%(requirement)s – %(owner)s, by %(date)s",
                requirement=order.requirement,
                owner=order.department_id.sudo().name,  # the name of a department
                date=format_date(self.env, order.deadline),
            )
            for order in form.action_ids
        ]
        instruction = "\n".join(filter(None, (form.instruction, *orders)))
        return [
            self._heading(""),
            *self._text(_("Analysis of the main problems"), form.analysis),
            *self._text(_("Measures and suggestions"), form.measures),
            *self._text(_("Submitted to"), form.recipient_id.name, least=7),
            *self._text(_("Instruction of leadership"), instruction),
        ]

    @api.model
    def _severity(self, item):
        labels = item._fields["severity"]._description_selection(self.env)
        return dict(labels).get(item.severity)

    # ------------------------------------------------------------
    # ROWS
    # ------------------------------------------------------------

    @api.model
    def _heading(self, text):
        return self._row([(text, WIDTH, {"bold": True})], least=5.6, framed=False)

    @api.model
    def _grid(self, columns, rows, size=FONT):
        """The head of a table and its rows; without rows there is none.

        :param columns: label, width and alignment of each
        :param rows: tuples of texts; a list of texts is one line each
        """
        if not rows:
            return []
        head = self._row(
            [
                (label, width, {"align": align, "bold": True, "fill": HEAD_FILL})
                for label, width, align in columns
            ],
            size=SMALL,
        )
        return [
            self._row(
                [
                    (text, width, {"align": align})
                    for text, (_label, width, align) in zip(row, columns, strict=True)
                ],
                size=size,
            )._replace(head=head)
            for row in rows
        ]

    @api.model
    def _text(self, label, text, least=TEXT_ROOM):
        """A free text beside its label; a long one continues on the next page."""
        width = WIDTH - 45
        paragraphs = (text or "").splitlines() or [""]
        lines = [
            line
            for paragraph in paragraphs
            for line in paper.wrap(paper.clean(paragraph), (width - PADDING) / FONT)
        ]
        chunks = [
            lines[start : start + LINES_TOGETHER]
            for start in range(0, len(lines) or 1, LINES_TOGETHER)
        ]
        return [
            self._row(
                [
                    (label if not number else "", 45, {"fill": LABEL_FILL}),
                    (chunk, width, {}),
                ],
                least=least if not number else ROW,
            )
            for number, chunk in enumerate(chunks)
        ]

    @api.model
    def _row(self, cells, size=FONT, least=ROW, framed=True):
        """Boxes from left to right, as high as the longest text needs.

        :param cells: text, width and looks of each
        """
        placed, x, height = [], LEFT, least
        for text, width, looks in cells:
            looks = dict(looks)
            cell_size = looks.pop("size", size)
            block = self._block(text, width - PADDING, cell_size, looks.get("bold"))
            placed.append(Cell(x, width, block, **looks))
            x += width
            height = max(height, block.height + 1.6)
        return Row(round(height, 2), placed, framed)

    @api.model
    def _block(self, text, width, size, bold=False):
        if isinstance(text, list):  # one line each, as large as the longest allows
            fitted = [
                paper.fit(line, width, size * paper.LEADING, size, LEAST_LINE, bold, 1)
                for line in text
            ]
            least = min((block.size for block in fitted), default=size)
            return paper.Block(least, [line for each in fitted for line in each.lines])
        text = paper.clean("" if text is False or text is None else str(text))
        room = MOST_LINES * size * paper.LEADING
        return paper.fit(text, width, room, size, min(size, LEAST_FONT), bold)
