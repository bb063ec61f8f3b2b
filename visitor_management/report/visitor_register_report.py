from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.tools import format_date

from ..tools import paper
from ..tools.printed import printed
from .visitor_pass_report import picture

# All in millimetres, on A4 landscape.
LEFT, WIDTH = 8.0, 281.0
TOP, BOTTOM = 29.0, 195.0  # of the rows
FONT, LEAST_FONT, MOST_LINES = 2.4, 2.0, 9
PADDING = 1.5  # beside the text of a cell as well as above and below it, together
ROW = 7.0  # at least: people write into the free columns


class Column(NamedTuple):
    """A column of the register: its key in a row, its heading and its width.

    What is short is kept on one line, somewhat smaller if need be.
    """

    key: str
    label: str
    width: float
    short: bool = False


class VisitorRegisterReport(models.AbstractModel):
    """The register of visitors as pages of paper, in the language of the reader.

    One line per stay, in the time zone of its site. Rows are distributed over the
    pages here: heading and totals stand on every one.
    """

    _name = "report.visitor_management.visitor_register"
    _description = "Register of Visitors"

    @api.model
    def _get_report_values(self, docids, data=None):
        stays = self.env["visitor.stay"].browse(docids)
        stays.check_access("read")
        stays = stays.sorted(lambda stay: (stay.in_at, stay.id))
        facts = self._facts(stays)
        return {
            "doc_ids": stays.ids,
            "doc_model": stays._name,
            "docs": stays,
            "pages": [
                page
                for site, of_site in stays.grouped("site_id").items()
                for page in self._pages(site, of_site, facts)
            ],
            "columns": self._columns(),
            "left": LEFT,
            "right": LEFT + WIDTH,
            "top": TOP,
            "fit": paper.fit,
        }

    # ------------------------------------------------------------
    # PAGES
    # ------------------------------------------------------------

    @api.model
    def _columns(self):
        """The columns of the paper form in their order; they fill the width."""
        _ = self.env._
        return [
            Column("date", _("Date"), 15.5, short=True),
            Column("number", _("No."), 7, short=True),
            Column("name", _("Name"), 23.5),
            Column("organization", _("Firm"), 24),
            Column("identity", _("Identity document"), 25),
            Column("phone", _("Phone"), 20, short=True),
            Column("host", _("Visited"), 23),
            Column("purpose", _("Purpose"), 22),
            Column("people", _("People"), 9.5, short=True),
            Column("plate", _("Plate"), 15, short=True),
            Column("in", _("In"), 9.5, short=True),
            Column("out", _("Out"), 9.5),
            Column("pass", _("Pass or card"), 13, short=True),
            Column("returned", _("Given back"), 11, short=True),
            Column("desk", _("Desk"), 15),
            Column("remarks", _("Remarks"), 22),
            Column("signature", _("Signature"), 16.5),
        ]

    @api.model
    def _pages(self, site, stays, facts):
        """The pages of one site.

        :param stays: in the order in which they are printed
        :return: list of dicts: what stands above, in and below the rows of a page
        """
        _ = self.env._
        rows = self._rows(site, stays, facts)
        chunks = paper.paginate([row["height"] for row in rows], BOTTOM - TOP)
        total = _(
            "Total: %(entries)s entries, %(people)s people, %(inside)s still inside",
            entries=len(rows),
            people=sum(row["headcount"] for row in rows),
            inside=sum(row["headcount"] for row in rows if row["inside"]),
        )
        pages = []
        for number, chunk in enumerate(chunks, 1):
            on_page, bottom = [], TOP
            for index in chunk:
                on_page.append({**rows[index], "y": bottom})
                bottom += rows[index]["height"]
            pages.append(
                {
                    "site": site.name,
                    "printed": " · ".join(
                        (site.company_id.name, printed(self.env, site._tz()))
                    ),
                    "days": self._days(site, stays),
                    "rows": on_page,
                    "bottom": bottom,
                    "on_page": _(
                        "This page: %(entries)s entries, %(people)s people",
                        entries=len(on_page),
                        people=sum(row["headcount"] for row in on_page),
                    ),
                    "total": total,
                    "number": _(
                        "Page %(number)s of %(count)s", number=number, count=len(chunks)
                    ),
                }
            )
        return pages

    @api.model
    def _days(self, site, stays):
        """The day or days that the stays began on, and whose clock it is."""
        first, last = (
            format_date(self.env, site._to_local(moment).date(), date_format="long")
            for moment in (stays[0].in_at, stays[-1].in_at)
        )
        days = first if first == last else f"{first} – {last}"
        return f"{days} ({site.tz})"

    @api.model
    def _rows(self, site, stays, facts):
        """The lines of the register: fitted texts, and the height that they need."""
        columns = self._columns()
        numbers = defaultdict(int)
        rows = []
        for stay in stays:
            day = site._to_local(stay.in_at).date()
            numbers[day] += 1
            cells = self._cells(site, stay, facts)
            cells.update(date=str(day), number=numbers[day])
            blocks = {
                column.key: self._block(paper.clean(cells[column.key]), column)
                for column in columns
                if column.key != "signature"
            }
            text = max(block.height for block in blocks.values())
            rows.append(
                {
                    "blocks": blocks,
                    "signature": picture(
                        stay.registration_id.signature, "PNG", (320, 120)
                    ),
                    "emergency": stay.visit_id.emergency,
                    "height": max(ROW, round(text + PADDING, 2)),
                    "headcount": stay.headcount,
                    "inside": not stay.out_at,
                }
            )
        return rows

    @api.model
    def _block(self, text, column):
        width = column.width - PADDING
        if column.short and paper.text_width(text) * LEAST_FONT <= width:
            return paper.fit(text, width, ROW, FONT, LEAST_FONT, most=1)
        return paper.fit(text, width, MOST_LINES * FONT * paper.LEADING, FONT, FONT)

    # ------------------------------------------------------------
    # CONTENT
    # ------------------------------------------------------------

    @api.model
    def _facts(self, stays):
        """What stands beside the stays in other records, read once for all of them.

        :return: dict of dicts by registration id: ``identity``, ``pass`` (the latest),
            ``movements`` in, ``last`` stay id
        """
        people = stays.registration_id
        documents = self.env["visitor.identity"].search(
            [("registration_id", "in", people.ids)]
        )
        passes = self.env["visitor.pass"].search(
            [("registration_id", "in", people.ids)], order="id"
        )
        movements = self.env["visitor.movement"].search_fetch(
            [
                ("registration_id", "in", people.ids),
                ("direction", "=", "in"),
                ("granted", "=", True),
                ("annuls_id", "=", False),
                ("annulled_by_ids", "=", False),
            ],
            ["registration_id", "at", "user_id", "gate_id"],
        )
        last = self.env["visitor.stay"]._read_group(
            [("registration_id", "in", people.ids)], ["registration_id"], ["id:max"]
        )
        return {
            "identity": {each.registration_id.id: each for each in documents},
            "pass": {each.registration_id.id: each for each in passes},
            "movements": {
                person.id: of_person
                for person, of_person in movements.grouped("registration_id").items()
            },
            "last": {person.id: stay_id for person, stay_id in last},
        }

    @api.model
    def _cells(self, site, stay, facts):
        """The texts of one line by column, as a person reads them."""
        person, visit = stay.registration_id, stay.visit_id
        document = facts["identity"].get(person.id)
        # sudo: the name of a department
        department = visit.sudo().department_id.name
        is_last = facts["last"].get(person.id) == stay.id
        last_pass = facts["pass"].get(person.id, self.env["visitor.pass"])
        return {
            "name": person.name,
            "organization": person.organization,
            "identity": document and document.display_name,
            "phone": person.phone,
            "host": ", ".join(filter(None, (visit.host_name, department))),
            "purpose": visit.purpose or visit.type_id.name,
            "people": stay.headcount,
            "plate": person.vehicle_plate,
            "in": self._clock(site, stay.in_at, stay.in_at),
            "out": self._clock(site, stay.out_at, stay.in_at),
            "pass": self._pass_number(last_pass),
            "returned": self._returned(last_pass) if is_last else "",
            "desk": self._desk(stay, facts["movements"].get(person.id, ())),
            "remarks": self._remarks(stay),
        }

    @api.model
    def _desk(self, stay, movements):
        """Who let the person in, or at which gate: the entry nearest in time.

        Not that of the same moment: a corrected time is another one.
        """
        if not movements:
            return ""
        entry = min(movements, key=lambda each: abs(each.at - stay.in_at))
        # sudo: the name of a colleague, perhaps of another company
        return entry.user_id.sudo().name or entry.gate_id.name

    @api.model
    def _clock(self, site, moment, came):
        """The time of day at the site; with the date when it is another day's."""
        if not moment:
            return ""
        local = site._to_local(moment)
        if local.date() == site._to_local(came).date():
            return f"{local:%H:%M}"
        return f"{local:%m-%d %H:%M}"

    @api.model
    def _pass_number(self, last_pass):
        """The number on the card; of a printed pass the end of its short code.

        The whole code opens gates, and the register lies open for months.
        """
        if last_pass.card_id:
            return last_pass.card_id.number
        return last_pass.short_code and f"…{last_pass.short_code[-4:]}"

    @api.model
    def _returned(self, last_pass):
        _ = self.env._
        return {"returned": _("Yes"), "left_open": _("No"), "lost": _("Lost")}.get(
            last_pass.state, ""
        )

    @api.model
    def _remarks(self, stay):
        _ = self.env._
        remarks = [
            stay.visit_id.emergency and _("EMERGENCY"),
            stay.remarks,
            stay.closed_by == "auto" and _("Checked out at closing time, unseen"),
            stay.corrected and _("Time corrected"),
        ]
        return "; ".join(filter(None, remarks))
