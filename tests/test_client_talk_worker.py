"""The talk page opens and takes what is said, whatever becomes of the server."""

import time
import uuid

import pytest
from conftest import GROUP, day_and_night, utc
from flaky import FlakyServer
from playwright.sync_api import Error as PlaywrightError

TALK = "#o_ct_talk"
STATUS = ".o_ct_status"
SOON = 4  # seconds: half of them may go by before the kept page is taken
KEPT = """async (path) => {
    const cache = await caches.open("client-talk-1");
    const keys = (await cache.keys()).map((each) => new URL(each.url).pathname);
    const assets = keys.filter((each) => each.includes("/assets/"));
    return keys.includes(path) && assets.length === 2;
}"""
NAMES = """async () => {
    const keys = await (await caches.open("client-talk-1")).keys();
    return keys.map((each) => each.url);
}"""
# The kept page and what it names become those of an older version.
OLDER = """async (path) => {
    const cache = await caches.open("client-talk-1");
    const older = (text) => text.replaceAll(/assets\\/[^/]+/g, "assets/1111111");
    const page = await (await cache.match(path)).text();
    const headers = { "Content-Type": "text/html" };
    await cache.put(path, new Response(older(page), { headers }));
    for (const each of await cache.keys()) {
        if (each.url.includes("/assets/")) {
            await cache.put(older(each.url), await cache.match(each));
            await cache.delete(each);
        }
    }
}"""
INK = """() => {
    const { width, height } = document.querySelector(".o_ct_pad canvas");
    const context = document.querySelector(".o_ct_pad canvas").getContext("2d");
    const pixels = context.getImageData(0, 0, width, height).data;
    const drawn = [];
    for (let at = 0; at < pixels.length; at += 4) {
        if (pixels[at + 3] === 255) {
            drawn.push(Math.max(pixels[at], pixels[at + 1], pixels[at + 2]));
        }
    }
    return [drawn.length, Math.max(...drawn)];
}"""


@pytest.fixture(scope="module")
def server(odoo):
    flaky = FlakyServer(odoo.url)
    yield flaky
    flaky.close()


@pytest.fixture(scope="module")
def service(odoo):
    login = f"talk_{uuid.uuid4().hex[:6]}"
    user = odoo.create(
        "res.users",
        name="Wang Fang 王芳",
        login=login,
        password=login,
        group_ids=[(6, 0, [odoo.ref(f"{GROUP}client_service")])],
    )
    odoo.create("hr.employee", name="Wang Fang 王芳", user_id=user)
    return odoo.as_user(login)


@pytest.fixture(scope="module")
def visit(odoo, service):
    client = odoo.create(
        "res.partner",
        name="Green Roof",
        is_company=True,
        client_calendar_id=day_and_night(odoo),
    )
    visit = service.create(
        "client.visit",
        partner_id=client,
        appointment_at=utc(minutes=5),
        place="8F",
        confirmed_by="Mrs Chen",
    )
    service.call("client.visit", "action_appoint", [visit])
    return visit


@pytest.fixture(scope="module")
def page(chromium, server, service, visit):
    """The page, opened once while all was well, on a phone that likes it dark."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, color_scheme="dark"
    )
    page = context.new_page()
    page.goto(f"{server.url}/web/login")
    page.fill("input[name=login]", service.login)
    page.fill("input[name=password]", service.password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/odoo**")
    page.goto(f"{server.url}/client/talk/{visit}")
    page.wait_for_selector(TALK)
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    deadline = time.monotonic() + 20
    while not page.evaluate(KEPT, f"/client/talk/{visit}"):
        assert time.monotonic() < deadline, "the browser keeps no page"
        time.sleep(0.1)
    yield page
    context.close()


def _open(page, server, path):
    page.goto(f"{server.url}{path}", wait_until="commit", timeout=20_000)
    try:
        page.wait_for_selector(TALK, timeout=20_000)
    except PlaywrightError as error:
        said = page.evaluate("document.body.innerText")
        raise AssertionError(f"not open, but: {said}") from error


def _status(page, word):
    page.wait_for_selector(f"{STATUS}[data-status={word}]", timeout=20_000)


@pytest.mark.parametrize("way", ["visit", "next"])
@pytest.mark.parametrize("trouble", ["hang", "bad gateway", "not found", "cut"])
def test_opens_at_once_and_takes_what_is_typed(
    server, service, visit, page, trouble, way
):
    path = f"/client/talk/{visit if way == 'visit' else 'next'}"
    talk = f"{trouble}, {way}"
    server.trouble = trouble
    try:
        begun = time.monotonic()
        _open(page, server, path)
        assert time.monotonic() - begun < SOON
        page.fill(TALK, talk)
    finally:
        server.trouble = ""
    _open(page, server, f"/client/talk/{visit}")
    assert page.input_value(TALK) == talk
    _status(page, "saved")
    assert service.read("client.visit", visit, "talk")["talk"] == talk


def test_a_newer_page_that_comes_whole_is_taken(server, visit, page):
    """What the kept page named goes with it, and nothing else does."""
    path = f"/client/talk/{visit}"
    page.evaluate(OLDER, path)
    deadline = time.monotonic() + 30
    names = page.evaluate(NAMES)
    while any("1111111" in name for name in names):  # goes with the opening after
        assert time.monotonic() < deadline, names
        _open(page, server, path)
        names = page.evaluate(NAMES)
    assert len(names) == 3, names
    server.trouble = "hang"
    try:
        _open(page, server, path)
    finally:
        server.trouble = ""


def test_signed_in_the_dark_and_stored_in_dark_ink(page):
    pad = page.locator(".o_ct_pad canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 40, steps=5)
    page.mouse.up()
    drawn, brightest = page.evaluate(INK)
    assert drawn
    assert brightest < 100, "what is printed on white paper"
    assert "invert" in pad.evaluate("each => getComputedStyle(each).filter")
    page.wait_for_selector(".o_ct_signed")
    _status(page, "saved")
