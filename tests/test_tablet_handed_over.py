"""A tablet goes from the desk to a visitor and back, and keeps nothing of it."""

import re

import pytest
from tablet import (
    PAGE,
    START,
    TABLET,
    expected,
    handed_over,
    install_chinese,
    kind_of_all_steps,
    steps_on,
)

LEFT = """async () => JSON.stringify([
    document.documentElement.outerHTML,
    {...sessionStorage},
    {...localStorage},
    document.cookie,
    history.state,
    location.href,
    await indexedDB.databases(),
    await Promise.all((await caches.keys()).map(async (name) =>
        (await (await caches.open(name)).keys()).map((each) => each.url))),
    performance.getEntries().map((each) => each.name),
])"""
RPC = '{"jsonrpc": "2.0", "method": "call", "params": {}}'


@pytest.fixture(scope="module")
def house(odoo, day):
    """The site of a morning at reception, and a kind of visit that asks for much."""
    install_chinese(odoo)
    return day["site"], kind_of_all_steps(odoo, day["site"])


@pytest.fixture
def tablet(chromium):
    """Opens pages on a device of its own, where nobody is signed in."""
    contexts = []

    def open_on(address, **options):
        context = chromium.new_context(**{**TABLET, **options})
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda said: page.faults.append(said.text))
        page.goto(address)
        return page

    yield open_on
    for context in contexts:
        context.close()


def _nothing_is_left(page, *words):
    left = page.evaluate(LEFT)
    for word in words:
        assert word not in left, word
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0
    assert not page.context.cookies()


def test_from_the_desk_to_the_visitor_and_back(odoo, people, house, open_page, tablet):
    site, kind = house
    person = expected(people, site, kind, "Tomas Tablet", phone="+86 138 0013 8000")
    desk = open_page("reception", "/odoo/visitor-reception")
    desk.click(".o_live_line >> text=Tomas Tablet")
    with desk.expect_response(re.compile("hand_over_tablet")) as answered:
        desk.click(".o_vr_tablet")
    secret = answered.value.json()["result"]["url"].partition("#")[2]
    desk.wait_for_selector(".o_vr_tablet_dialog svg")
    assert secret not in desk.content(), "only a camera reads it"

    page = tablet(f"{odoo.url}{PAGE}#{secret}")
    page.wait_for_selector(START)
    assert page.url == f"{odoo.url}{PAGE}", "the secret is out of the address"
    assert "Tomas Tablet" in page.inner_text("h1")
    assert "13800138000" not in page.content().replace(" ", "")
    steps_on(page, lambda each: each.wait_for_function("!document.querySelector('a')"))
    assert not page.faults

    desk.wait_for_selector(".o_vr_tablet_progress >> text=6 of 6 steps done")
    desk.click(".modal-footer .btn-primary")
    desk.wait_for_selector(".o_vr_met >> text=Photo taken")
    desk.wait_for_selector(".o_vr_unmet", state="detached")

    page.click("main .o_vs_give_back")
    page.wait_for_selector("[data-screen=free]")
    _nothing_is_left(page, "Tomas", "138", "zhang.wei", secret, "Rules of the house")
    desk.wait_for_selector(".o_vr_tablet_out", state="detached")
    page.goto(f"{odoo.url}{PAGE}#{secret}")
    page.wait_for_selector("[data-screen=gone]")

    desk.click(".o_vr_check_in")
    desk.wait_for_selector(".o_vr_check_out")
    stored = odoo.read("visitor.registration", person, "state", "photo", "email")
    assert stored["state"] == "inside"
    assert stored["photo"]
    assert stored["email"] == "zhang.wei@acme.example"


def test_in_chinese_on_a_small_one(odoo, people, house, tablet):
    site, kind = house
    person = expected(people, site, kind, "王小芳")
    secret = handed_over(people, person)
    page = tablet(
        f"{odoo.url}{PAGE}#{secret}",
        viewport={"width": 375, "height": 740},
        color_scheme="dark",
    )
    page.wait_for_selector(START)
    page.click("[data-lang=zh_CN]")
    page.wait_for_selector("[data-lang=zh_CN][aria-pressed=true]")
    seen = []

    def look(each):
        assert each.evaluate("document.documentElement.lang") == "zh-CN"
        assert each.evaluate("document.documentElement.scrollWidth") <= 375
        seen.append(each.inner_text("main"))

    steps_on(page, look)
    assert any("禁止吸烟" in text for text in seen)
    assert odoo.read("visitor.registration", person, "lang")["lang"] == "zh_CN"
    accepted = odoo.call(
        "visitor.policy.acceptance",
        "search_read",
        [("registration_id", "=", person)],
        ["lang", "channel"],
    )
    assert {each["channel"] for each in accepted} == {"tablet"}
    assert "zh_CN" in {each["lang"] for each in accepted}
    page.click("main .o_vs_give_back")
    page.wait_for_selector("[data-screen=free]")
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    _nothing_is_left(page, "王小芳", secret, "禁止吸烟")


def test_closed_and_opened_again_it_goes_on(odoo, people, house, tablet):
    site, kind = house
    person = expected(people, site, kind, "Rita Reload")
    page = tablet(f"{odoo.url}{PAGE}#{handed_over(people, person)}")
    page.click(START)
    page.click(".o_vs_own_data .o_vs_finish")
    page.wait_for_selector(".o_vs_photo")
    page.reload()
    page.click(START)
    page.wait_for_selector(".o_vs_photo")
    again = tablet(f"{odoo.url}{PAGE}#{handed_over(people, person)}")
    again.click(START)
    again.wait_for_selector(".o_vs_photo")
    page.click(".o_vs_step[data-step=signature_missing]")
    page.wait_for_selector("[data-screen=step] .o_vs_signature")


def test_left_alone_it_is_cleared(odoo, people, house, tablet):
    site, kind = house
    secret = handed_over(people, expected(people, site, kind, "Ida Idle"))
    page = tablet("about:blank")
    page.clock.install()
    page.goto(f"{odoo.url}{PAGE}#{secret}")
    page.wait_for_selector(START)
    page.clock.run_for("14:30")
    page.wait_for_selector("[role=alertdialog]")
    page.clock.run_for("00:40")
    page.wait_for_selector("[data-screen=free]")
    _nothing_is_left(page, "Ida Idle", secret)
    page.goto(f"{odoo.url}{PAGE}#{secret}")
    page.wait_for_selector("[data-screen=gone]")


def test_to_look_at_the_page_changes_nothing(odoo, people, house, tablet):
    """A scanner that opens it, programs and all."""
    site, kind = house
    person = expected(people, site, kind, "Lou Looker")
    before = odoo.read("visitor.registration", person, "write_date", "own_data_at")
    page = tablet(f"{odoo.url}{PAGE}#{handed_over(people, person)}")
    page.wait_for_selector(START)
    page.wait_for_timeout(300)
    after = odoo.read("visitor.registration", person, "write_date", "own_data_at")
    assert after == before
    (handed,) = odoo.call(
        "visitor.invitation",
        "search_read",
        [("registration_id", "=", person)],
        ["opened_at"],
    )
    assert not handed["opened_at"]


def test_nobody_gets_at_the_desk_through_it(odoo, people, house, open_page):
    """Opened in the browser of the desk, it goes on when that is signed out."""
    site, kind = house
    expected(people, site, kind, "Dana Desk")
    page = open_page("reception", "/odoo/visitor-reception")
    page.click(".o_live_line >> text=Dana Desk")
    page.click(".o_vr_tablet")
    page.click(".o_vr_open_here")
    page.wait_for_selector("[data-screen=signed_in]")
    assert "Dana Desk" not in page.content()
    page.click(".o_vs_sign_out")
    page.wait_for_selector(START)
    answer = page.request.post(
        f"{odoo.url}/web/session/get_session_info",
        data=RPC,
        headers={"Content-Type": "application/json"},
    )
    assert "Session Expired" in answer.text()
    page.go_back()
    page.wait_for_url(re.compile("/web/login"))


def test_nothing_from_elsewhere_runs_in_it(odoo, tablet):
    page = tablet(f"{odoo.url}{PAGE}")
    page.wait_for_selector("[data-screen=free]")
    for attack in (
        "document.head.append(Object.assign(document.createElement('script'),"
        + " {textContent: 'window.x = 1'}))",
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=x=1>')",
    ):
        page.evaluate(attack)
    page.wait_for_timeout(200)
    assert not page.evaluate("window.x")
