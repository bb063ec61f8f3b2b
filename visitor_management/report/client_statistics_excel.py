"""Monthly statistics as a workbook: one sheet for figures, for items, for texts.

Text is always written as text: what begins like a formula is none, and stays none when
somebody edits the cell.
"""

import io

import xlsxwriter

from ..tools.spreadsheet import is_formula

HEAD = {"bold": True, "bg_color": "#e6e9ed", "border": 1, "text_wrap": True}
NUMBER, PERCENT, DATE = "number", "percent", "date"
FORMATS = {NUMBER: "0", PERCENT: "0.0%", DATE: "yyyy-mm-dd"}


def workbook(forms):
    """The workbook of some forms.

    :param forms: ``client.callback.statistics`` that the reader may read
    :return: bytes
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    formats = {kind: book.add_format({"num_format": FORMATS[kind]}) for kind in FORMATS}
    formats["head"] = book.add_format(HEAD)
    formats["quoted"] = book.add_format({"quote_prefix": True})
    _ = forms.env._
    lines, items = forms.line_ids, forms.item_ids
    _sheet(book, formats, _("Figures"), _figure_columns(lines), map(_figure, lines))
    _sheet(book, formats, _("Listed Cases"), _item_columns(items), map(_item, items))
    _sheet(book, formats, _("Texts"), _text_columns(forms), map(_text, forms))
    book.close()
    return out.getvalue()


def _sheet(book, formats, name, columns, rows):
    """
    :param columns: heading, width and kind of each; no kind is text
    :param rows: tuples of values; what is False or empty stays blank
    """
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for index, (heading, width, _kind) in enumerate(columns):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, heading, formats["head"])
    last = 0
    for last, row in enumerate(rows, 1):
        pairs = zip(row, columns, strict=True)
        for index, (value, (_heading, _width, kind)) in enumerate(pairs):
            if value is False or value is None or value == "":
                continue
            if not kind:
                text = str(value)
                looks = formats["quoted"] if is_formula(text) else None
                sheet.write_string(last, index, text, looks)
            elif kind == DATE:
                sheet.write_datetime(last, index, value, formats[kind])
            else:
                sheet.write_number(last, index, value, formats[kind])
    sheet.autofilter(0, 0, last, len(columns) - 1)


def _label(record, name):
    labels = record._fields[name]._description_selection(record.env)
    return dict(labels).get(record[name])


def _figure_columns(lines):
    _ = lines.env._
    return (
        (_("Department"), 26, None),
        (_("Month"), 11, DATE),
        (_("Rate of"), 24, None),
        (_("Category"), 28, None),
        (_("Severity"), 12, None),
        (_("Count"), 10, NUMBER),
        (_("Out of"), 10, NUMBER),
        (_("Rate"), 10, PERCENT),
        (_("Target"), 10, PERCENT),
        (_("Month before"), 10, PERCENT),
        (_("Year before"), 10, PERCENT),
    )


def _figure(line):
    return (
        line.department_id.sudo().name,  # names that stand on the form
        line.month,
        _label(line, "kpi"),
        line.category_id.sudo().complete_name,  # the same
        _label(line, "severity"),
        line.numerator,
        line.denominator,
        line.rate,
        line.statistics_id._targets().get(line.kpi) if line.is_total else False,
        line.previous_rate,
        line.last_year_rate,
    )


def _item_columns(items):
    _ = items.env._
    return (
        (_("Department"), 26, None),
        (_("Month"), 11, DATE),
        (_("Kind"), 12, None),
        (_("Case No."), 16, None),
        (_("Category"), 28, None),
        (_("Severity"), 12, None),
        (_("Since"), 11, DATE),
        (_("Times"), 8, NUMBER),
        (_("What was ordered"), 40, None),
        (_("Responsible"), 24, None),
        (_("Deadline"), 11, DATE),
        (_("Status"), 14, None),
        (_("Reason"), 60, None),
    )


def _item(item):
    form = item.statistics_id
    return (
        form.department_id.sudo().name,  # names that stand on the form
        form.month,
        _label(item, "kind"),
        item.name,
        item.category_id.sudo().complete_name,  # the same
        _label(item, "severity"),
        item.since,
        item.times,
        item.requirement,
        item.department_id.sudo().name,  # the same
        item.deadline,
        item.status_label,
        item.reason,
    )


def _text_columns(forms):
    _ = forms.env._
    return (
        (_("Department"), 26, None),
        (_("Month"), 11, DATE),
        (_("Status"), 14, None),
        (_("Filled in by"), 20, None),
        (_("Occupied Units"), 8, NUMBER),
        (_("Waived callbacks"), 10, NUMBER),
        (_("Invalid complaints"), 10, NUMBER),
        (_("Analysis of the main problems"), 60, None),
        (_("Measures and suggestions"), 60, None),
        (_("Submitted to"), 20, None),
        (_("Instruction of leadership"), 60, None),
    )


def _text(form):
    return (
        form.department_id.sudo().name,  # a name that stands on the form
        form.month,
        _label(form, "state"),
        form.submitted_by_id.name,
        form.base_quantity,
        form.waived_count,
        form.invalid_count,
        form.analysis,
        form.measures,
        form.recipient_id.name,
        form.instruction,
    )
