"""A roll call on wardens' phones, whatever becomes of the network and the phones."""

import statistics
import time

import pytest
import warden
from bases import Cluster
from conftest import utc
from flaky import FlakyServer

SIDES = ("East", "North", "South", "West")
EACH = 500
SOON = 4  # seconds: half of them may go by before the kept page is taken
LEFT = """async () => ({
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    shown: document.body.innerText,
})"""


@pytest.fixture
def phones(chromium):
    """Makes phones, each with a browser of its own; all are put away at the end."""
    contexts = []

    def phone(**options):
        contexts.append(chromium.new_context(**{**warden.PHONE, **options}))
        return contexts[-1]

    yield phone
    for context in contexts:
        context.close()


def count(odoo, what, where):
    return int(Cluster().sql(f"SELECT {what} WHERE {where}", odoo.database))


def test_two_thousand_people_four_wardens(odoo, people, site, phones, capsys):
    """One is offline from before the start, one dies: nothing is lost or twice."""
    warden.crowd(odoo, people, site, SIDES, EACH)
    links = warden.named(odoo, people, site, SIDES)
    flaky = FlakyServer(odoo.url)
    urls = (odoo.url, flaky.url, odoo.url, odoo.url)
    contexts = [phones() for _side in SIDES]
    east, north, south, west = (
        warden.taken(context, url, secret)
        for context, url, (_id, secret) in zip(contexts, urls, links, strict=True)
    )
    for page in (east, west):
        assert page.inner_text(".o_vu_figure") == "2000"
        assert "0001" not in page.inner_text("body"), "no names before it runs"

    # one has no network any more, and begins alone
    contexts[3].set_offline(True)
    west.evaluate(warden.LOOK)
    west.click(f"{warden.ALONE}[data-kind=drill]")
    warden.tick(west, "west", 200)

    # how long a call takes that does little, on this machine as busy as it is
    times = []
    for _again in range(9):
        begun = time.monotonic()
        people["reception"].call("res.users", "context_get")
        times.append(time.monotonic() - begun)
    begun = time.monotonic()
    muster = people["reception"].call("visitor.muster", "start", site, "drill")
    frozen = time.monotonic() - begun
    for page in (east, north, south):
        page.evaluate(warden.LOOK)
        page.wait_for_selector(warden.PERSON)
        page.wait_for_selector("[data-kind=drill]")

    # one dies: 300 are sent, 100 are not
    warden.tick(south, "south", 300)
    warden.sent(south)
    contexts[2].set_offline(True)
    warden.tick(south, "south", 100)
    assert warden.waiting(south) == 100
    contexts[2].close()

    # one has a server that comes and goes
    warden.tick(north, "north", 100)
    flaky.trouble = "bad gateway"
    warden.tick(north, "north", 300)
    north.wait_for_selector(warden.OFFLINE)
    flaky.trouble = ""
    warden.tick(north, "north", 100)
    north.click(".o_vu_open_add")
    north.fill("#o_vu_name", "Driver in a yellow jacket")
    north.click(".o_vu_add .o_vu_main")
    warden.sent(north)

    warden.tick(east, "east", EACH)
    warden.sent(east)

    # the one without network opens the page anew, and goes on
    west.close()
    west = contexts[3].new_page()
    west.goto(f"{odoo.url}{warden.PAGE}")
    west.wait_for_selector(warden.PERSON)
    assert warden.waiting(west) == 200
    warden.tick(west, "west", 300)
    contexts[3].set_offline(False)
    warden.sent(west)
    west.wait_for_selector(warden.ONLINE)

    # whom the dead phone had and did not send is ticked again elsewhere
    east.evaluate(warden.LOOK)
    east.wait_for_selector(".o_vu_missing[data-missing='200']", timeout=30_000)
    warden.tick(east, "south", 200)
    warden.sent(east)
    east.wait_for_selector(".o_vu_missing[data-missing='0']", timeout=30_000)
    whole = time.monotonic() - begun

    ticks = f"muster_id = {muster}"
    stored = count(odoo, "COUNT(*) FROM visitor_muster_tick", ticks)
    assert stored == len(SIDES) * EACH + 1
    twice = "COUNT(*) - COUNT(DISTINCT (device, nonce)) FROM visitor_muster_tick"
    assert count(odoo, twice, ticks) == 0
    people_twice = "COUNT(*) - COUNT(DISTINCT line_id) FROM visitor_muster_tick"
    assert count(odoo, people_twice, ticks) == 0
    safe = "COUNT(*) FROM visitor_muster_line"
    assert count(odoo, safe, f"{ticks} AND status = 'safe'") == stored
    assert count(odoo, safe, f"{ticks} AND added_late") == 1

    people["security"].call("visitor.muster", "action_end", [muster], "All are there")
    east.evaluate(warden.LOOK)
    east.wait_for_selector(warden.READY)
    assert "0001" not in east.inner_text("body"), "no names after it"
    flaky.close()
    with capsys.disabled():
        print(
            f"\nroll call: {len(SIDES) * EACH} people frozen in {frozen:.2f} s; four "
            f"wardens, {stored} ticks stored, 0 lost, 0 doubled, in {whole:.0f} s"
        )
    assert frozen < 300 * statistics.median(times)


@pytest.fixture(scope="module")
def server(odoo):
    flaky = FlakyServer(odoo.url)
    yield flaky
    flaky.close()


@pytest.mark.parametrize("trouble", ["hang", "bad gateway", "not found"])
def test_the_page_opens_whatever_becomes_of_the_server(
    odoo, people, site, phones, server, trouble
):
    warden.crowd(odoo, people, site, ["East"], 3)
    [(_id, secret)] = warden.named(odoo, people, site, ["Wu"])
    page = warden.taken(phones(), server.url, secret)
    server.trouble = trouble
    try:
        begun = time.monotonic()
        page.goto(f"{server.url}{warden.PAGE}?lang=zh_CN", wait_until="commit")
        page.wait_for_selector(warden.READY)
        assert time.monotonic() - begun < SOON
        if trouble != "hang":  # that one is told when its patience is over
            page.click(f"{warden.ALONE}[data-kind=real]")
            page.wait_for_selector(warden.PERSON)
            assert page.locator(warden.PERSON).count() == 3
            page.click("[data-page=print]")
            assert "East 0001" in page.inner_text(".o_vu_print")
    finally:
        server.trouble = ""


def test_a_link_that_is_taken_back_leaves_nothing(odoo, people, site, phones):
    warden.crowd(odoo, people, site, ["East"], 3)
    [(identifier, secret)] = warden.named(odoo, people, site, ["Wu"])
    page = warden.taken(phones(), odoo.url, secret)
    people["reception"].call("visitor.muster", "start", site, "test")
    page.evaluate(warden.LOOK)
    page.wait_for_selector(warden.PERSON)
    people["security"].call("visitor.muster.warden", "action_revoke_link", [identifier])
    page.evaluate(warden.LOOK)
    page.wait_for_selector(".o_vu_centre [role=alert]")
    page.wait_for_timeout(1000)
    left = page.evaluate(LEFT)
    assert "East" not in left.pop("shown")
    assert left == {"databases": 0, "caches": 0, "workers": 0}


def test_a_second_phone_gets_nothing(odoo, people, site, phones):
    [(_id, secret)] = warden.named(odoo, people, site, ["Wu"])
    warden.taken(phones(), odoo.url, secret)
    other = phones().new_page()
    other.goto(f"{odoo.url}{warden.PAGE}#{secret}")
    other.click(warden.TAKE)
    other.wait_for_selector(".o_vu_centre [role=alert]")


def test_a_pass_that_is_scanned_is_a_tick(odoo, people, site, chromium, tmp_path):
    """Read by the camera, and known without network: the list says whose pass it is."""
    visit = people["host"].create(
        "visitor.visit",
        type_id=odoo.create("visitor.visit.type", name="Open", approval="none"),
        site_id=site,
        start=utc(minutes=-5),
        stop=utc(hours=1),
        registration_ids=[(0, 0, {"name": "Zhang Wei 张伟"})],
    )
    people["host"].call("visitor.visit", "action_submit", [visit])
    [person] = people["host"].read("visitor.visit", visit, "registration_ids")[
        "registration_ids"
    ]
    people["reception"].call("visitor.registration", "check_in", [person])
    [(_id, secret)] = warden.named(odoo, people, site, ["Wu"])
    people["reception"].call("visitor.muster", "start", site, "test")
    film = tmp_path / "pass.y4m"
    warden.film_of(warden.code_of(odoo, person), film)
    with warden.filming(chromium, film) as browser:
        context = browser.new_context(**warden.PHONE)
        page = context.new_page()
        page.goto(f"{odoo.url}{warden.PAGE}#{secret}")
        page.click(warden.TAKE)
        page.wait_for_selector(warden.PERSON)
        assert page.evaluate(warden.KEPT)
        context.set_offline(True)
        page.click(".o_vu_open_scan")
        page.wait_for_selector("[data-camera=on]")
        page.wait_for_selector("text=Zhang Wei 张伟 is safe.")
        page.keyboard.press("Escape")
        page.wait_for_selector(f"{warden.PERSON}[data-status=safe]")
        context.set_offline(False)
        warden.sent(page)
        context.close()
    found = people["security"].call(
        "visitor.muster.line",
        "search_read",
        [("registration_id", "=", person)],
        ["status"],
    )
    assert [each["status"] for each in found] == ["safe"]
