"""Exports of our lists that no spreadsheet executes.

Odoo's controllers serve all models. Ours change what they write only while a list of
ours is exported: any other one is as without this addon.
"""

import json
import re

from werkzeug.datastructures import FileStorage

from odoo.http import request, route

from odoo.addons.web.controllers.export import (
    CSVExport,
    ExcelExport,
    ExportXlsxWriter,
    GroupExportXlsxWriter,
)
from odoo.addons.web.controllers.pivot import TableExporter

from ..tools.ours import is_ours
from ..tools.spreadsheet import is_formula, quoted

# What the pivot's export makes a formula or a link of, beside what begins like one
WRITTEN_OTHERWISE = re.compile(r"\{=|((ftp|http)s?://|mailto:|(in|ex)ternal:)")


class OurList:
    """Only here the model is known; a controller serves many requests at once."""

    def base(self, data):
        params = json.loads(data)
        request.visitor_list = is_ours(request.env, params["model"])
        if request.visitor_list:
            data = json.dumps(self._narrowed(params))
        return super().base(data)

    def _narrowed(self, params):
        """Without the columns that reception sees on the screen but does not export."""
        model = request.env[params["model"]]
        if isinstance(model, request.env.registry["visitor.export.mixin"]):
            names = [field["name"] for field in params["fields"]]
            kept = set(model._exported_columns(names))
            params["fields"] = [
                each for each in params["fields"] if each["name"] in kept
            ]
            if model._exports_as_reception():
                # a heading says what stands in the records behind, too
                params["groupby"] = [
                    each for each in params.get("groupby") or () if "." not in each
                ]
        return params

    def _is_our_list(self):
        return getattr(request, "visitor_list", False)


class VisitorCSVExport(OurList, CSVExport):
    def from_data(self, fields, columns_headers, rows):
        if self._is_our_list():
            columns_headers = map(quoted, columns_headers)
            rows = [map(self._quoted, row) for row in rows]
        return super().from_data(fields, columns_headers, rows)

    def _quoted(self, value):
        return quoted(value.decode() if isinstance(value, bytes) else value)


class TextCells:
    """Writes text as text: neither formulas nor links."""

    def __init__(self, fields, columns_headers, row_count):
        super().__init__(fields, columns_headers, row_count)
        self.quoted_style = self.workbook.add_format(
            {"text_wrap": True, "quote_prefix": True}
        )
        # nothing but text has these
        self.header_style.set_quote_prefix()
        self.header_bold_style.set_quote_prefix()

    def write_cell(self, row, column, cell_value):
        if isinstance(cell_value, str):
            # a sheet holds no carriage return: Odoo would make it a blank
            cell_value = cell_value.replace("\r\n", "\n").replace("\r", "\n")
        return super().write_cell(row, column, cell_value)

    def write(self, row, column, cell_value, style=None):
        if not isinstance(cell_value, str) or not cell_value:
            return super().write(row, column, cell_value, style)
        if is_formula(cell_value) and style is self.base_style:
            style = self.quoted_style
        return self.worksheet.write_string(row, column, cell_value, style)


class TextXlsxWriter(TextCells, ExportXlsxWriter):
    pass


class TextGroupXlsxWriter(TextCells, GroupExportXlsxWriter):
    pass


class VisitorExcelExport(OurList, ExcelExport):
    def from_data(self, fields, columns_headers, rows):
        if not self._is_our_list():
            return super().from_data(fields, columns_headers, rows)
        with TextXlsxWriter(fields, columns_headers, len(rows)) as writer:
            for number, row in enumerate(rows, 1):
                for column, value in enumerate(row):
                    writer.write_cell(number, column, value)
        return writer.value

    def from_group_data(self, fields, columns_headers, groups):
        if not self._is_our_list():
            return super().from_group_data(fields, columns_headers, groups)
        with TextGroupXlsxWriter(fields, columns_headers, groups.count) as writer:
            row, column = 1, 0
            for name, group in groups.children.items():
                row, column = writer.write_group(row, column, name, group)
        return writer.value


class VisitorTableExporter(TableExporter):
    @route()
    def export_xlsx(self, data, **kw):
        """A pivot as a workbook: no text of ours that stands in it is a formula.

        The workbook is made within Odoo's method, so that its cells can't be written as
        text. The apostrophe is seen there; nobody imports a pivot.
        """
        data = data.read() if isinstance(data, FileStorage) else data
        table = json.loads(data)
        if table and is_ours(request.env, table.get("model")):
            data = json.dumps(self._as_text(table))
        return super().export_xlsx(data, **kw)

    def _as_text(self, table):
        headers = [
            *(header for row in table["col_group_headers"] for header in row),
            *table["measure_headers"],
            *table["rows"],
        ]
        for header in headers:
            header["title"] = self._text(header["title"])
        for row in table["rows"]:
            for cell in row["values"]:
                cell["value"] = self._text(cell["value"])
        return table

    def _text(self, value):
        if isinstance(value, str) and WRITTEN_OTHERWISE.match(value):
            return f"'{value}"
        return quoted(value)
