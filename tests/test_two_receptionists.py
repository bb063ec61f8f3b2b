"""Two receptionists at one site: one sees what the other does, and keeps her place."""

import time

import pytest
from conftest import utc
from gate import Gate

PEOPLE = 40
SCREEN = "/odoo/visitor-reception"
WITHIN = 2  # seconds in which the other sees it, on a machine that is not busy
PATIENCE = 30  # seconds


@pytest.fixture
def visitors(odoo, people, site):
    """Forty expected visitors, one after the other; ids by name."""
    kind = odoo.create("visitor.visit.type", name="Open", approval="none")
    host = people["host"]
    visits = host.call(
        "visitor.visit",
        "create",
        [
            {
                "site_id": site,
                "type_id": kind,
                "start": utc(minutes=number - 10),
                "stop": utc(minutes=number + 60),
                "registration_ids": [(0, 0, {"name": f"Visitor {number:02}"})],
            }
            for number in range(PEOPLE)
        ],
    )
    host.call("visitor.visit", "action_submit", visits)
    found = host.call(
        "visitor.registration", "search_read", [("visit_id", "in", visits)], ["name"]
    )
    return {person["name"]: person["id"] for person in found}


@pytest.fixture
def desks(open_page, people, site, visitors):
    """The reception screen of the site in two browsers of their own."""
    pages = []
    for _desk in range(2):
        page = open_page("reception", "/odoo")
        page.evaluate(
            "site => localStorage.setItem('visitor_management.reception.site', site)",
            site,
        )
        page.goto(page.url.split("/odoo")[0] + SCREEN)
        page.wait_for_selector(f".o_live_line[data-id='{visitors['Visitor 39']}']")
        pages.append(page)
    for page in pages:
        _until_it_hears(page, people["reception"], visitors["Visitor 39"])
    return pages


def _until_it_hears(page, reception, person):
    """Change a line until the screen shows a change within two seconds.

    The channel of the site is joined some time after the list is there.
    """
    for number in range(30):
        firm = f"Firm {number}"
        reception.call(
            "visitor.registration", "write", [person], {"organization": firm}
        )
        began = time.monotonic()
        while time.monotonic() - began < WITHIN:
            if firm in page.text_content(f".o_live_line[data-id='{person}']"):
                return
            page.wait_for_timeout(50)
    raise AssertionError(f"The screen never shows a change within {WITHIN} seconds.")


def _line(visitors, name):
    return f".o_live_line[data-kind=person][data-id='{visitors[name]}']"


def _top(page, selector):
    return page.eval_on_selector(selector, "line => line.getBoundingClientRect().top")


def _count(page, tab):
    return page.inner_text(f".o_live_counter[data-list={tab}] .o_live_count").strip()


def _until(condition, what):
    """Wait for a condition, as long as a busy machine takes."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < PATIENCE, f"{what}: it never came"
        time.sleep(0.05)


def test_one_checks_in_and_the_other_sees_it(people, desks, visitors):
    first, second = desks
    # the second one looks at somebody further down
    chosen = _line(visitors, "Visitor 30")
    second.click(chosen)
    second.wait_for_selector(".o_vr_person >> text=Visitor 30")
    second.eval_on_selector(".o_live_list", "list => list.scrollTop += 60")
    before = _top(second, chosen)

    first.click(_line(visitors, "Visitor 02"))
    first.wait_for_selector(".o_vr_person >> text=Visitor 02")
    first.keyboard.press("i")
    first.wait_for_selector(".o_vr_person[data-status=inside]")

    _until(lambda: _count(second, "inside") == "1", "the counter")
    assert second.query_selector(_line(visitors, "Visitor 02")) is None
    assert _top(second, chosen) == pytest.approx(before, abs=1), "the list has moved"
    assert second.query_selector(f"{chosen}.o_live_selected"), "the selection is lost"
    assert second.inner_text(".o_vr_person_name") == "Visitor 30"

    # and what happens to the very person she looks at
    person = visitors["Visitor 30"]
    people["reception"].call("visitor.registration", "check_in", [person])
    _until(
        lambda: second.query_selector(".o_vr_person[data-status=inside]"), "the panel"
    )
    assert second.query_selector(f"{chosen}.o_live_selected [data-status=inside]")
    assert _top(second, chosen) == pytest.approx(before, abs=1)
    second.wait_for_selector(".o_vr_check_out")


def test_somebody_passes_a_gate_and_reception_sees_it(
    odoo, people, desks, visitors, site
):
    person = visitors["Visitor 03"]
    answer = people["reception"].call("visitor.registration", "check_in", [person])
    shown = people["reception"].read("visitor.pass", answer["pass_id"], "short_code")
    _until(lambda: _count(desks[1], "inside") == "1", "the check-in")
    gate = Gate(odoo, site)
    assert gate.scan(shown["short_code"])[1]["status"] == "granted"
    assert gate.scan(shown["short_code"], "out")[1]["status"] == "granted"
    _until(lambda: _count(desks[1], "inside") == "0", "the way out")


def test_somebody_announced_now_appears_while_one_types(people, desks, site, visitors):
    second = desks[1]
    second.click(".o_vr_search input")
    second.keyboard.type("half a na", delay=120)
    visit = people["host"].create(
        "visitor.visit",
        site_id=site,
        type_id=people["host"].call("visitor.visit.type", "search", [])[0],
        start=utc(minutes=5),
        stop=utc(minutes=50),
        registration_ids=[(0, 0, {"name": "Late Idea"})],
    )
    people["host"].call("visitor.visit", "action_submit", [visit])
    _until(
        lambda: "Late Idea" in second.inner_text(".o_live_list"),
        "the announced visitor",
    )
    assert second.input_value(".o_vr_search input") == "half a na"
    assert second.evaluate("document.activeElement.matches('.o_vr_search input')")
