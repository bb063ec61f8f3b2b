"""The talk record on a phone whose network comes and goes."""

import time
import uuid

import pytest
from conftest import day_and_night, utc
from playwright.sync_api import Error as PlaywrightError
from scenes import PHONE

TALK = "#o_ct_talk"
STATUS = ".o_ct_status"
WITHIN = 20  # seconds


@pytest.fixture
def visit(odoo, service):
    """An appointment of now; the client can be visited at any hour."""
    client = odoo.create(
        "res.partner",
        name=f"Blue Sky {uuid.uuid4().hex[:6]}",
        is_company=True,
        client_calendar_id=day_and_night(odoo),
    )
    identifier = service.create(
        "client.visit",
        partner_id=client,
        appointment_at=utc(minutes=5),
        place="8F",
        confirmed_by="Mrs Chen",
        purpose="Quarterly talk",
    )
    service.call("client.visit", "action_appoint", [identifier])
    return identifier


@pytest.fixture
def page(open_page, visit):
    page = open_page("service", f"/client/talk/{visit}", **PHONE)
    page.wait_for_selector(TALK)
    return page


def _status(page, word):
    try:
        page.wait_for_selector(f"{STATUS}[data-status={word}]", timeout=WITHIN * 1000)
    except PlaywrightError as error:
        said = page.inner_text("#client_talk")
        raise AssertionError(f"not “{word}” but: {said}") from error


def _offline(page, is_cut):
    page.context.set_offline(is_cut)


def _stored(service, visit):
    fields = ("talk", "told_client", "item_ids", "state", "signed_by", "signature")
    fields += ("start", "stop")
    return service.read("client.visit", visit, *fields)


def _kept(page):
    """What the browser's database holds."""
    return page.evaluate(
        """() => new Promise((resolve) => {
            const opening = indexedDB.open("visitor_management.client_talk");
            opening.onsuccess = () => {
                const rows = opening.result.transaction("drafts");
                const all = rows.objectStore("drafts").getAll();
                all.onsuccess = () => resolve(JSON.stringify(all.result));
            };
        })"""
    )


def _add_item(page, kind, content):
    there = page.locator(".o_ct_item").count()
    page.click(".o_ct_add")
    page.click(f".o_ct_chip[data-kind={kind}]")
    item = page.locator(".o_ct_item").nth(there)
    item.locator(".o_ct_content").fill(content)
    return item


def test_type_cut_type_restore(service, visit, page):
    """Once and complete on the server, and nothing is left on the phone."""
    page.click(TALK)
    page.keyboard.type("The lift is slow. ", delay=10)
    _status(page, "saved")
    assert _stored(service, visit)["talk"] == "The lift is slow. "

    _offline(page, True)
    page.keyboard.type("They wait five minutes.", delay=10)
    answered = _add_item(page, "question", "When is it mended?")
    answered.locator("[data-mode=answered]").click()
    answered.locator(".o_ct_answer").fill("On Friday")
    page.fill(".o_ct_told", "The garage is closed in May")
    wish = _add_item(page, "request", "A second lift")
    wish.locator(".o_ct_facilities").click()
    wish.locator("[data-mode=answered]").click()
    wish.locator(".o_ct_answer").fill("We ask for an offer")
    given = _add_item(page, "complaint", "The lift stops")
    given.locator("[data-mode=given]").click()
    given.locator(".o_ct_person_search").fill("liu")
    given.locator(".o_ct_found").first.click()
    given.locator(".o_ct_deadline").fill("2099-01-31")
    _status(page, "kept")
    assert "Kept on this phone" in page.inner_text(STATUS)
    assert "five minutes" in _kept(page)
    assert _stored(service, visit)["talk"] == "The lift is slow. "

    _offline(page, False)
    _status(page, "saved")
    stored = _stored(service, visit)
    assert stored["talk"] == "The lift is slow. They wait five minutes."
    items = service.call(
        "client.visit.item",
        "read",
        stored["item_ids"],
        ["content", "kind", "state", "answer", "deadline", "facilities"],
    )
    assert [(each["content"], each["kind"], each["state"]) for each in items] == [
        ("When is it mended?", "question", "fed_back"),
        ("A second lift", "request", "fed_back"),
        ("The lift stops", "complaint", "escalated"),
    ]
    assert items[0]["answer"] == "On Friday"
    assert [each["facilities"] for each in items] == [False, True, False]
    assert items[2]["deadline"] == "2099-01-31"
    assert stored["told_client"] == "The garage is closed in May"

    page.click(".o_ct_finish")
    page.wait_for_selector(".o_ct_good")
    assert _stored(service, visit)["state"] == "done"
    assert _kept(page) == "[]"


def test_reloaded_without_network_nothing_is_lost(service, visit, page):
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.wait_for_timeout(1500)  # the worker keeps the page
    _offline(page, True)
    page.fill(TALK, "Typed in the cellar")
    _status(page, "kept")
    page.reload()
    page.wait_for_selector(TALK)
    assert page.input_value(TALK) == "Typed in the cellar"
    page.fill(TALK, "Typed in the cellar, twice")
    _status(page, "kept")
    _offline(page, False)
    _status(page, "saved")
    assert _stored(service, visit)["talk"] == "Typed in the cellar, twice"


def test_left_in_the_middle_of_a_word(service, visit, page, odoo):
    _offline(page, True)
    page.click(TALK)
    page.keyboard.type("The lift is sl", delay=5)
    page.wait_for_timeout(300)
    page.goto("about:blank")
    _offline(page, False)
    page.goto(f"{odoo.url}/client/talk/{visit}")
    page.wait_for_selector(TALK)
    assert page.input_value(TALK) == "The lift is sl"
    _status(page, "saved")
    assert _stored(service, visit)["talk"] == "The lift is sl"


def test_an_answer_that_gets_lost_doubles_nothing(service, visit, page):
    """The server stores it, and the phone never hears of it."""
    lost = []

    def swallow(route):
        if not lost:
            lost.append(route.fetch())  # it arrives there
            route.abort()
        else:
            route.continue_()

    page.route("**/save", swallow)
    _add_item(page, "idea", "A bench")
    _status(page, "saved")
    assert lost
    assert len(_stored(service, visit)["item_ids"]) == 1


def test_a_conflict_is_shown_and_decided(service, visit, page):
    page.fill(TALK, "First")
    _status(page, "saved")
    service.call("client.visit", "write", [visit], {"talk": "From the office"})
    page.fill(TALK, "From the phone")
    _status(page, "conflict")
    assert "From the office" in page.inner_text(".o_ct_conflict")
    assert _stored(service, visit)["talk"] == "From the office"
    page.click(".o_ct_conflict >> text=Keep both")
    _status(page, "saved")
    talk = _stored(service, visit)["talk"]
    assert "From the office" in talk
    assert "From the phone" in talk


def test_what_the_office_adds_appears(service, visit, page):
    """Without a conflict where nobody touched the same thing."""
    item = service.create(
        "client.visit.item", visit_id=visit, content="From the office", kind="praise"
    )
    page.fill(TALK, "From the phone")
    _status(page, "saved")
    assert page.input_value(".o_ct_item .o_ct_content") == "From the office"
    assert _stored(service, visit)["item_ids"] == [item]


def test_signed_with_a_finger(service, visit, page):
    pad = page.locator(".o_ct_pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 40, steps=5)
    page.mouse.move(box["x"] + 250, box["y"] + 110, steps=5)
    page.mouse.up()
    page.wait_for_selector(".o_ct_signed")
    page.fill("[placeholder='Name of who signs']", "Mrs Chen")
    _status(page, "saved")
    stored = _stored(service, visit)
    assert stored["signature"]
    assert stored["signed_by"] == "Mrs Chen"


def test_one_hand_is_enough(page):
    """Everything to press is 44 px and more, and nothing goes out of the screen."""
    given = _add_item(page, "complaint", "The lift stops")
    given.locator("[data-mode=given]").click()
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, a, input, textarea")]
            .map((each) => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.height < 44 || box.width < 44))
            .map(([html]) => html)"""
    )
    assert not small
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_somebody_else_on_the_same_phone_sees_nothing(odoo, people, visit, page):
    page.fill(TALK, "Not for others")
    _offline(page, True)
    page.fill(TALK, "Not for others, offline")
    _status(page, "kept")
    _offline(page, False)
    time.sleep(0.1)
    page.context.clear_cookies()
    page.goto(f"{odoo.url}/web/login")
    page.fill("input[name=login]", "host")
    page.fill("input[name=password]", "host")
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/odoo**")
    answer = page.goto(f"{odoo.url}/client/talk/{visit}")
    assert answer.status == 404
    assert "Not for others" not in page.content()
