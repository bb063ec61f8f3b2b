"""Wardens' phones: a site full of people, links, and thumbs that tick."""

import base64
import hashlib
import os
import re
import tempfile
import time
from contextlib import contextmanager

from bases import Cluster
from conftest import CHROMIUM, utc

PAGE = "/visitor/muster"
PHONE = {"viewport": {"width": 375, "height": 740}, "has_touch": True}
TAKE, READY, PERSON = ".o_vu_take", ".o_vu_ready", ".o_vu_person"
ALONE, SAFE, WAITING = ".o_vu_alone", ".o_vu_safe", ".o_vu_waiting"
OFFLINE, ONLINE = "[data-net=offline]", "[data-net=online]"
# As thumbs do, a few before the list is drawn again: nobody twice.
TICK = """async ([count, until]) => {
    const drawn = () => new Promise((resolve) => requestAnimationFrame(resolve));
    let done = 0;
    while (done < count && Date.now() < until) {
        const buttons = [...document.querySelectorAll(".o_vu_safe")];
        for (const button of buttons.slice(0, Math.min(20, count - done))) {
            button.click();
            done += 1;
        }
        const more = !buttons.length && document.querySelector(".o_vu_more");
        if (!buttons.length && !more) {
            break;
        }
        more && more.click();
        await drawn();
        await drawn();
    }
    return done;
}"""
PATIENCE = 60  # seconds for some hundred ticks
LOOK = "document.dispatchEvent(new Event('visibilitychange'))"
KEPT = """async () => {
    const registration = await navigator.serviceWorker.ready;
    return Boolean(registration.active) && (await caches.keys()).length === 1;
}"""
CROWD = """
    WITH people AS (
        INSERT INTO visitor_registration (
            visit_id, company_id, site_id, start, name, organization, headcount, state,
            create_date, write_date
        )
        SELECT v.id, v.company_id, v.site_id, v.start,
               side || ' ' || lpad(n::text, 4, '0'), 'Acme', 1, 'inside', now(), now()
          FROM visitor_visit v, unnest(ARRAY[{sides}]) side,
               generate_series(1, {each}) n
         WHERE v.id = {visit}
     RETURNING id, site_id, company_id
    )
    INSERT INTO visitor_stay (registration_id, site_id, company_id, headcount, in_at)
    SELECT id, site_id, company_id, 1, now() - interval '1 minute' FROM people
"""


def crowd(odoo, people, site, sides, each):
    """So many people inside of each side, past the desk."""
    visit = people["host"].create(
        "visitor.visit",
        type_id=odoo.create("visitor.visit.type", name="Open", approval="none"),
        site_id=site,
        start=utc(minutes=-5),
        stop=utc(hours=1),
        registration_ids=[(0, 0, {"name": "Not here yet"})],
    )
    people["host"].call("visitor.visit", "action_submit", [visit])
    names = ", ".join(f"'{side}'" for side in sides)
    statement = CROWD.format(sides=names, each=each, visit=visit)
    Cluster().sql(statement, odoo.database)


def named(odoo, people, site, names):
    """Wardens of a site: the secret of each link, this once."""
    secrets = []
    for name in names:
        warden = people["security"].create(
            "visitor.muster.warden", name=name, site_id=site
        )
        shown = people["security"].call(
            "visitor.muster.warden", "action_show_link", [warden]
        )
        secrets.append((warden, shown["params"]["url"].partition("#")[2]))
    return secrets


def taken(context, url, secret, lang="en_US"):
    """A phone that has become the warden's, and keeps page and list."""
    page = context.new_page()
    page.goto(f"{url}{PAGE}?lang={lang}#{secret}")
    page.click(TAKE)
    page.wait_for_selector(READY)
    assert page.evaluate(KEPT)
    assert secret not in page.url
    return page


def waiting(page):
    """How many are not sent yet."""
    button = page.locator(WAITING)
    return int(button.get_attribute("data-waiting")) if button.count() else 0


def sent(page):
    page.evaluate(LOOK)
    page.wait_for_selector(WAITING, state="detached", timeout=60_000)


def tick(page, whom, count):
    """Find some people by name and tick so many of them."""
    page.fill(".o_vu_search", whom)
    page.wait_for_timeout(100)
    done = page.evaluate(TICK, [count, (time.time() + PATIENCE) * 1000])
    assert done == count, f"{done} of {count} {whom}"


def missing(page):
    return int(page.get_attribute(".o_vu_missing", "data-missing"))


@contextmanager
def filming(chromium, film):
    """Another browser, whose camera sees a film."""
    with tempfile.TemporaryDirectory() as folder:
        browser = chromium.browser_type.launch(
            executable_path="/usr/bin/chromium",
            args=[
                *CHROMIUM,
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-video-capture={film}",
            ],
            env={**os.environ, "HOME": folder},
        )
        yield browser
        browser.close()


def code_of(odoo, person):
    """A code of somebody's pass, as it would stand on it."""
    identifier = os.urandom(16)
    hashed = hashlib.sha256(identifier).hexdigest()
    Cluster().sql(
        f"UPDATE visitor_pass_code c SET code_hash = '{hashed}' FROM visitor_pass p"
        f" WHERE p.id = c.pass_id AND p.registration_id = {person}",
        odoo.database,
    )
    # what follows the id is not looked at without network
    return "VM1." + base64.b32encode(identifier + bytes(64)).decode().rstrip("=")


def film_of(code, path):
    """A pass held before a camera, smooth all around: two frames, again and again."""
    import qrcode
    from PIL import Image

    width, height = 1280, 720
    frame = Image.new("L", (width, height), 128)
    picture = qrcode.make(code, box_size=7).convert("L")
    frame.paste(picture, ((width - picture.width) // 2, (height - picture.height) // 2))
    grey = bytes([128]) * (width * height // 2)
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n".encode())
        for _frame in range(2):
            file.write(b"FRAME\n" + frame.tobytes() + grey)


def versions_of(page_text, kind):
    return re.search(rf"/visitor/muster/assets/([^/]+)/muster\.{kind}", page_text)[1]
