"""Lists of people as companies send them: a spreadsheet, a text with commas, or pasted.

The first line names the columns. What is read here is text; who it is, and whether it
will do, is decided by who asked for it.
"""

import csv
import io
import unicodedata
import zipfile
from datetime import date, datetime, time

import openpyxl

from odoo.tools.translate import LazyTranslate

from .spreadsheet import unquoted

_lt = LazyTranslate(__name__)

# Bytes, and lines. A list of ten thousand people has less than two megabytes.
LARGEST = 10 * 1024 * 1024
MOST_LINES = 20_000
# An xlsx file is packed: what it holds must not be much more than what was sent.
LARGEST_UNPACKED = 100 * 1024 * 1024
SEPARATORS = "\t;,"
# Byte order marks, longest first. Without one a text is UTF-8, or what Chinese Excel
# writes.
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
ENCODINGS = ("utf-8", "gb18030")

# What columns are called, beside the names of the fields in each language.
HEADINGS = {
    "name": ("full name", "visitor", "姓名", "访客", "访客姓名", "訪客", "訪客姓名"),
    "organization": ("company", "firm", "organisation", "单位", "公司", "單位"),
    "phone": ("mobile", "telephone", "tel", "手机", "手机号", "电话", "手機", "電話"),
    "email": ("e-mail", "mail", "邮箱", "电子邮件", "邮件", "信箱", "電子郵件"),
    "vehicle_plate": (
        "plate",
        "car",
        "licence plate",
        "车牌",
        "车牌号",
        "車牌",
        "車牌號碼",
    ),
    "lang": ("language", "语言", "語言"),
}


class UnreadableFile(Exception):
    """A file that holds no list of people; says what to do, lazily translated."""

    def __init__(self, sentence):
        super().__init__("unreadable file")
        self.sentence = sentence


def read(data, filename=""):
    """The lines of a file, with the number each has there.

    :param bytes data: the file, or a pasted text as UTF-8
    :param str filename: as it was called; what a file is tells itself
    :return: list of (line, list of str), the heading first; empty lines are left out
    :raise UnreadableFile: it is too large, or neither a text nor a workbook
    """
    if len(data) > LARGEST:
        raise UnreadableFile(_lt("The file is too large: send 10 MB at most."))
    if not data.strip():
        raise UnreadableFile(_lt("The file is empty. Choose another one."))
    if data.startswith(b"PK"):
        lines = _workbook(data)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(
            _lt("This is a workbook of an old kind. Save it as .xlsx or .csv.")
        )
    else:
        lines = _text(data)
    found = [(line, cells) for line, cells in lines if any(cells)]
    if len(found) > MOST_LINES:
        raise UnreadableFile(
            _lt("The list is too long: send %s lines at most.", MOST_LINES)
        )
    return found


def columns(heading, labels=()):
    """Which columns hold what.

    :param list heading: the cells of the first line
    :param labels: more names of columns: pairs of name and field
    :return: dict from field to the place of its column; the first of two counts
    """
    known = {_folded(label): field for label, field in labels}
    known |= {_folded(field): field for field in HEADINGS}
    known |= {
        _folded(each): field for field, names in HEADINGS.items() for each in names
    }
    found = {}
    for place, cell in enumerate(heading):
        field = known.get(_folded(cell))
        if field:
            found.setdefault(field, place)
    return found


def _folded(label):
    """How a heading is compared: without case, blanks, colons, the star of required."""
    text = unicodedata.normalize("NFKC", label).casefold()
    return "".join(each for each in text if each.isalnum())


def _text(data):
    text = _decoded(data)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line, found = 1, []
    try:
        for cells in reader:
            found.append((line, [unquoted(cell.strip()) for cell in cells]))
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile(
            _lt(
                "Line %s can't be read. Look whether a quotation mark is left open.",
                line,
            )
        ) from error
    return found


def _decoded(data):
    marked = next((name for mark, name in MARKS if data.startswith(mark)), None)
    for encoding in (marked,) if marked else ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableFile(
        _lt("This is no list. Send an .xlsx workbook, or a .csv file in UTF-8.")
    )


def _workbook(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(each.file_size for each in packed.infolist()) > LARGEST_UNPACKED:
                raise UnreadableFile(_lt("The workbook is too large once unpacked."))
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # a file may lie about how much it holds
        return [
            (line, [_cell(value) for value in values])
            for line, values in enumerate(
                sheet.iter_rows(max_row=MOST_LINES + 2, max_col=50, values_only=True), 1
            )
        ]
    except UnreadableFile:
        raise
    except Exception as error:
        raise UnreadableFile(
            _lt("The workbook can't be opened. Save it again as .xlsx, or as .csv.")
        ) from error


def _cell(value):
    """A cell as somebody reads it: a phone number is no amount."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()  # a cell that holds a day
    if isinstance(value, datetime | date):
        value = value.isoformat()
    return unquoted(str(value).strip())
