"""Invited from Odoo: the mail, the steps at home, the code at the desk, in and out."""

import json
import re
import urllib.request

import axe_check
import pytest
from letterbox import link_in, mailbox, send_queue
from tablet import (
    START,
    expected,
    install_chinese,
    kind_of_all_steps,
    steps_on,
)

PAGE = "/visitor/invite"
PHONE = {
    "viewport": {"width": 375, "height": 740},
    "has_touch": True,
    "is_mobile": True,
}
NAMES = {"en_US": "Ivy Archer", "zh_CN": "林晓雨"}
WECHAT = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/116.0 Mobile "
    "Safari/537.36 MicroMessenger/8.0.49 NetType/WIFI Language/zh_CN"
)


@pytest.fixture(scope="module")
def house(odoo, day):
    install_chinese(odoo)
    return day["site"], kind_of_all_steps(odoo, day["site"])


@pytest.fixture(scope="module")
def box(odoo):
    with mailbox(odoo) as found:
        yield found


@pytest.fixture
def phone(chromium):
    """Opens pages on phones of visitors, each of its own."""
    contexts = []

    def open_on(address, **options):
        context = chromium.new_context(**{**PHONE, **options})
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(address)
        return page

    yield open_on
    for context in contexts:
        context.close()


def _invited(odoo, people, house, box, name, **values):
    """
    :return: pair of the registration's id, and the link in the mail
    """
    site, kind = house
    address = f"{abs(hash(name))}@acme.example"
    person = expected(people, site, kind, name, email=address, **values)
    people["host"].call("visitor.registration", "action_send_invitation", [person])
    send_queue(odoo)
    link = link_in(box.to(address), PAGE)
    return person, f"{odoo.url}{PAGE}#{link.partition('#')[2]}"


def _state(odoo, person):
    found = odoo.read("visitor.registration", person, "state", "invitation_state")
    return found["state"], found["invitation_state"]


def _document(odoo, link):
    request = urllib.request.Request(
        f"{odoo.url}/visitor/api/v1/invitation",
        headers={"Authorization": f"Bearer {link.partition('#')[2]}"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


@pytest.mark.parametrize("lang", ["en_US", "zh_CN"])
def test_from_the_mail_to_the_door_and_out(
    odoo, people, house, box, phone, open_page, folder, lang
):
    name = NAMES[lang]
    person, link = _invited(
        odoo, people, house, box, name, lang=lang, phone="+86 138 0013 8000"
    )
    assert _state(odoo, person) == ("expected", "sent")

    page = phone(link, locale=lang.replace("_", "-"))
    page.wait_for_selector(START)
    assert page.url == f"{odoo.url}{PAGE}", "the secret is out of the address"
    assert page.evaluate("document.documentElement.lang") == lang.replace("_", "-")
    page.wait_for_timeout(1500)
    page.evaluate("window.scrollTo(0, 400)")
    assert _state(odoo, person)[1] == "sent", (
        "loaded and scrolled by itself: not opened"
    )

    def look(each):
        assert each.evaluate("document.documentElement.scrollWidth") <= 375
        assert not axe_check.faults(each, "body")
        assert "13800138000" not in each.content().replace(" ", "")

    page.screenshot(path=folder / f"invite_{lang}.png", animations="disabled")
    steps_on(page, look, end=".o_vs_own_home")
    for each in ("companions", "other_time", "decline"):
        page.click(f"[data-page={each}]")
        look(page)
        page.click(".o_vs_home")
    assert not page.faults
    assert _state(odoo, person)[1] == "complete"
    page.screenshot(path=folder / f"invite_pass_{lang}.png", animations="disabled")
    page.reload()
    page.wait_for_selector(".o_vs_short_code")
    shown = _document(odoo, link)["pass"]
    assert page.inner_text(".o_vs_short_code").replace(" ", "") == shown["short_code"]

    # the code is scanned into the search box of the desk; one key lets the visitor in
    desk = open_page("reception", "/odoo/visitor-reception")
    desk.wait_for_selector(".o_live_line")
    desk.keyboard.type(shown["code"], delay=1)
    desk.keyboard.press("Enter")
    desk.wait_for_selector(f".o_vr_person[data-id='{person}']")
    desk.keyboard.press("i")
    desk.wait_for_selector(".o_vr_check_out")
    assert _state(odoo, person)[0] == "inside"
    people["reception"].call("visitor.registration", "check_out", [person])
    assert _state(odoo, person)[0] == "left"
    same = [("name", "=", name)]
    assert odoo.call("visitor.registration", "search_count", same) == 1
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_selector("[data-screen=gone]")


def test_in_wechat_the_picture_is_pressed(odoo, people, house, box, phone):
    _person, link = _invited(odoo, people, house, box, "Wang Weixin")
    page = phone(link, user_agent=WECHAT)
    page.wait_for_selector(".o_vs_press")
    source = page.get_attribute("img.o_vs_qr", "src")
    assert source.startswith("data:image/png"), "what WeChat saves"
    for files in (".o_vs_calendar", ".o_vs_png", ".o_vs_pdf"):
        assert not page.query_selector(files)


def test_on_another_phone_the_files_are_saved(odoo, people, house, box, phone):
    _person, link = _invited(odoo, people, house, box, "Fiona Files")
    page = phone(link)
    page.wait_for_selector("img.o_vs_qr")
    for files, name in (
        (".o_vs_png", "pass.png"),
        (".o_vs_pdf", "pass.pdf"),
        (".o_vs_calendar", "visit.ics"),
    ):
        with page.expect_download() as saved:
            page.click(files)
        assert saved.value.suggested_filename == name


def test_a_shared_phone_keeps_nothing(odoo, people, house, box, phone):
    _person, link = _invited(odoo, people, house, box, "Shari Shared")
    page = phone(link)
    page.wait_for_selector(START)
    stored = page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    assert "Shari" not in stored
    page.click(".o_vs_forget")
    page.wait_for_selector("[data-screen=free]")
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0
    assert not page.context.cookies()
    page.go_back()
    page.wait_for_timeout(500)
    assert "Shari" not in page.content()


def test_another_time_and_declined(odoo, people, house, box, phone, open_page):
    person, link = _invited(odoo, people, house, box, "Otto Othertime")
    page = phone(link)
    page.click("[data-page=other_time]")
    page.fill("#o_vs_day", "2031-05-06")
    page.fill("#o_vs_from", "10:00")
    page.fill("#o_vs_until", "11:30")
    page.fill("#o_vs_reason", "My flight is late")
    page.click(".o_vs_finish")
    page.wait_for_selector(".o_vs_proposal")
    assert _state(odoo, person)[1] == "opened"

    visit = odoo.read("visitor.registration", person, "visit_id")["visit_id"][0]
    host = open_page("host", f"/odoo/visitor-visits/{visit}")
    host.wait_for_selector("text=My flight is late")
    host.click("button[name=action_accept]")
    host.wait_for_selector("button[name=action_accept]", state="detached")
    moved = odoo.read("visitor.visit", visit, "start")["start"]
    assert moved.startswith("2031-05-0"), moved

    page.reload()
    page.click("[data-page=decline]")
    page.fill("#o_vs_reason", "I am ill")
    page.click(".o_vs_finish")
    page.wait_for_selector("[data-screen=declined]")
    assert _state(odoo, person) == ("cancelled", "declined")
    assert odoo.read("visitor.visit", visit, "state")["state"] == "cancelled"
    assert re.search("Otto", page.content()) is None
