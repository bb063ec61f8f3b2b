"""A year of records, counted by the addon and once more in plain Python.

Every figure of every form must be the same, and filling a form takes as many queries
for the fullest month as for an empty one.
"""

import io
import os
import re
from datetime import date
from pathlib import Path

import psycopg2
import pytest
from client_formulas import Book
from client_year import FIRST_ID, MONTHS, TZ, Year

TABLES = {
    "client_complaint": "complaints",
    "client_callback": "callbacks",
    "client_callback_attempt": "attempts",
    "client_rectification": "orders",
}
UNITS = 1234
# of the year before there are a few records of December
BEFORE = [date(month.year - 1, month.month, 1) for month in MONTHS]
MODEL, LINE = "client.callback.statistics", "client.callback.statistics.line"


@pytest.fixture(scope="module")
def database():
    connection = psycopg2.connect(
        host=os.environ["VISITOR_TEST_PGHOST"],
        port=os.environ["VISITOR_TEST_PGPORT"],
        user=os.environ["VISITOR_TEST_PGUSER"],
        dbname=os.environ["VISITOR_TEST_DB"],
    )
    connection.autocommit = True
    with connection.cursor() as cursor:
        yield cursor
    connection.close()


@pytest.fixture(scope="module")
def manager(odoo, people):
    if not odoo.call("res.users", "search", [("login", "=", "service_manager")]):
        odoo.create(
            "res.users",
            name="Grace Okafor",
            login="service_manager",
            password="service_manager",
            group_ids=[(6, 0, [odoo.ref("visitor_management.group_client_manager")])],
        )
    return odoo.as_user("service_manager")


@pytest.fixture(scope="module")
def year(odoo, database):
    """The records of a year in a company of its own, gone again afterwards."""
    calendar = odoo.create("resource.calendar", name="Shanghai", tz=TZ)
    company = odoo.create(
        "res.company", name="Year of Records", resource_calendar_id=calendar
    )
    manager = odoo.call("res.users", "search", [("login", "=", "service_manager")])
    odoo.call("res.users", "write", manager, {"company_ids": [(4, company)]})
    departments = [
        odoo.create("hr.department", name=name, company_id=company)
        for name in ("Engineering", "Cleaning")
    ]
    categories = [
        odoo.create("client.complaint.category", name=f"Category {number}")
        for number in range(6)
    ]
    year = Year(company, departments, categories)
    user = odoo.uid
    for each in year.attempts:
        each["user_id"] = user
    for table, kind in TABLES.items():
        _copy(database, table, getattr(year, kind))
    yield year
    for table in ("client_callback_statistics", *reversed(TABLES)):
        database.execute(f"DELETE FROM {table} WHERE company_id = %s", [company])


@pytest.fixture(scope="module", autouse=True)
def _in_order(manager, year):
    """The manager is there before the year that she looks after."""


def _copy(database, table, rows):
    """Write rows past the server, the way that takes seconds and not minutes."""
    names = list(rows[0])
    text = io.StringIO()
    for row in rows:
        values = (row[name] for name in names)
        text.write("\t".join("\\N" if v is None else str(v) for v in values) + "\n")
    text.seek(0)
    database.copy_expert(f"COPY {table} ({', '.join(names)}) FROM STDIN", text)
    database.execute(f"ANALYZE {table}")


@pytest.fixture(scope="module")
def forms(manager, year):
    """The form of each department and month, filled by the addon."""
    context = {"context": {"allowed_company_ids": [year.company_id]}}
    forms = {}
    for department in year.departments:
        for month in MONTHS:
            form = manager.call(MODEL, "generate", str(month), department, **context)
            manager.call(MODEL, "write", [form], {"base_quantity": UNITS}, **context)
            forms[department, month] = form
    return forms


@pytest.fixture(scope="module")
def expected(year):
    book = Book(year.complaints, year.callbacks, year.attempts, year.orders, TZ)
    return book.forms([*BEFORE, *MONTHS])


def test_the_year_is_a_whole_one(year):
    assert len(year.complaints) == 50_000
    assert 120_000 <= len(year.callbacks) < 120_010
    assert all(each["id"] >= FIRST_ID for each in year.callbacks)


def test_every_figure_is_the_same(manager, year, forms, expected):
    numbers = ["kpi", "category_id", "severity", "numerator", "denominator", "rate"]
    compared = 0
    for key, form in forms.items():
        context = {"context": {"allowed_company_ids": [year.company_id]}}
        lines = manager.call(
            LINE, "search_read", [("statistics_id", "=", form)], numbers, **context
        )
        counted = {
            (
                line["kpi"],
                line["category_id"] and line["category_id"][0] or None,
                line["severity"] or None,
            ): (line["numerator"], line["denominator"])
            for line in lines
        }
        assert len(counted) == len(lines), "one line for each rate and group"
        assert counted == expected[key].figures(UNITS), key
        for line in lines:
            above, below = line["numerator"], line["denominator"]
            assert line["rate"] == (pytest.approx(above / below) if below else False)
        compared += len(lines)
        apart = manager.call(
            MODEL, "read", [form], ["waived_count", "invalid_count"], **context
        )[0]
        assert apart["waived_count"] == expected[key].waived, key
        assert apart["invalid_count"] == expected[key].invalid, key
    assert compared > 24 * 11 * 20


def test_comparisons_are_those_of_the_other_months(manager, year, forms, expected):
    """A form shows the rates of the month before and of the year before."""
    context = {"context": {"allowed_company_ids": [year.company_id]}}
    months = [*BEFORE, *MONTHS]
    for (department, month), form in forms.items():
        at = months.index(month)
        lines = manager.call(
            LINE,
            "search_read",
            [("statistics_id", "=", form), ("kpi", "!=", "complaint_rate")],
            ["kpi", "category_id", "severity", "previous_rate", "last_year_rate"],
            **context,
        )
        for name, other in (("previous_rate", at - 1), ("last_year_rate", at - 12)):
            figures = expected[department, months[other]].figures(UNITS)
            for line in lines:
                category = line["category_id"] and line["category_id"][0] or None
                key = (line["kpi"], category, line["severity"] or None)
                above, below = figures.get(key, (0, 0))
                rate = pytest.approx(above / below) if below else False
                assert line[name] == rate, (department, month, name, key)


def test_every_figure_opens_its_records(manager, year, forms):
    """The lists have as many records as the figures say, also by category."""
    context = {"context": {"allowed_company_ids": [year.company_id]}}
    form = forms[year.departments[0], MONTHS[1]]
    lines = manager.call(
        LINE,
        "search_read",
        [("statistics_id", "=", form)],
        ["kpi", "is_total", "numerator", "denominator"],
        **context,
    )
    for line in [each for each in lines if each["is_total"]] + lines[-25:]:
        for part in ("numerator", "denominator"):
            if part == "denominator" and line["kpi"] == "complaint_rate":
                continue
            method = f"action_open_{part}"
            action = manager.call(LINE, method, [line["id"]], **context)
            found = manager.call(
                action["res_model"], "search_count", action["domain"], **context
            )
            assert found == line[part], (line, part)


def test_filling_takes_the_same_queries_for_a_full_month_as_for_an_empty_one(
    manager, year, forms
):
    context = {"context": {"allowed_company_ids": [year.company_id]}}
    counts = {}
    for name, month in (("empty", "2019-05-01"), ("full", str(MONTHS[4]))):
        department = year.departments[0]
        form = manager.call(MODEL, "generate", month, department, **context)
        for method, arguments in (
            ("generate", [month, department]),
            ("read", [[form], ["sheet", "open_item_ids", "callback_rate"]]),
        ):
            manager.call(MODEL, method, *arguments, **context)  # warm
            manager.call(MODEL, method, *arguments, **context)
            counts[name, method] = _queries_of_last_call()
    for method in ("generate", "read"):
        assert counts["empty", method] == counts["full", method] > 0
    assert counts["full", "generate"] < 80


def _queries_of_last_call():
    """How many queries the last RPC call took, as the server's log says."""
    log = Path(os.environ["VISITOR_TEST_LOG"]).read_text("utf-8", "replace")
    return int(re.findall(r"POST /jsonrpc HTTP/1.1\" 200 - (\d+) ", log)[-1])
