"""Whoever works by keyboard, with a screen reader or with weak eyes finds their way.

axe looks at our screens, and what it calls serious or critical is mended. Our lists,
forms and dialogs in Odoo's own frame are in test_axe_views.
"""

import json
import re

import pytest
import tablet
import warden
from axe_check import check, check_focus
from conftest import utc
from scenes import PHONE

RECEPTION = ".o_visitor_reception"
WORK = ".o_client_work"
DIALOG = ".o_dialog:not(.o_inactive_modal) .modal"
ENLARGED = {"width": 683, "height": 384}  # a screen of 1366 x 768 at 200 %
COVERED = """(each) => {
    const {x, y, width, height} = each.getBoundingClientRect();
    const top = document.elementFromPoint(x + width / 2, y + height / 2);
    return each.contains(top) ? "" : top?.className || "the edge";
}"""


def test_it_finds_what_is_wrong(people, open_page):
    page = open_page("reception", "/odoo/visitor-reception")
    page.evaluate("document.body.innerHTML = '<main><img src=\"/logo.png\"></main>'")
    with pytest.raises(AssertionError, match="image-alt"):
        check(page, "main")


def test_it_finds_what_a_finger_misses_and_the_eye(people, open_page):
    page = open_page("reception", "/odoo/visitor-reception", **PHONE)
    page.evaluate(
        """document.body.innerHTML =
            '<main><button style="outline: none; height: 40px">Open</button></main>'"""
    )
    with pytest.raises(AssertionError, match="x 40: <button"):
        check(page, "main")
    with pytest.raises(AssertionError, match="<button"):
        check_focus(page, "main")


def test_reception(day, open_page):
    page = open_page("reception", "/odoo/visitor-reception")
    page.click(".o_live_line >> text=Emily Carter")
    page.wait_for_selector(".o_live_panel >> text=Emily Carter")
    check(page, RECEPTION)
    check_focus(page, RECEPTION)
    page.click(".o_live_line >> text=Blue Sky")
    page.wait_for_selector(".o_live_panel >> text=Gu Lan")
    check(page, RECEPTION)
    page.click(".o_live_counter[data-list=inside]")
    page.click(".o_live_line >> text=Zhang Wei")
    page.click(".o_vr_check_out")
    check(page, RECEPTION)
    page.fill(".o_vr_search input", "emily")
    page.wait_for_selector(".o_vr_hit")
    check(page, RECEPTION)
    page.fill(".o_vr_search input", "nobody of this name")
    page.wait_for_selector(".o_vr_no_hits")
    check(page, RECEPTION)
    page.click(".o_vr_no_hits button")
    page.fill("#o_vr_host", "Anita")
    page.wait_for_selector(f"{DIALOG} .dropdown-item >> text=Anita")
    check(page, DIALOG)


def test_what_is_missing_at_reception(day, open_page):
    """Somebody from whom much is asked, and the words with which one is refused."""
    page = open_page("reception", "/odoo/visitor-reception", **PHONE)
    page.click(".o_live_line >> text=Wang Fang")
    for missing, ours in (
        ("identity", ".o_vr_identity"),
        ("photo", ".o_vm_photo_capture"),
        ("signature", ".o_vr_sign"),
    ):
        page.click(f"[data-mend={missing}]")
        page.wait_for_selector(f"{DIALOG} {ours}")
        check(page, DIALOG)
        page.keyboard.press("Escape")
        page.wait_for_selector(DIALOG, state="detached")
    page.click(".o_vr_message")
    page.click(".o_vr_more")
    page.click(".o_vr_refuse")
    page.wait_for_selector(".o_live_reason")
    check(page, RECEPTION)


def test_who_does_not_see_hears_what_was_done(day, odoo, people, open_page):
    """The region stood there before its words came, and says an error at once."""
    site = day["site"]
    visit = people["host"].create(
        "visitor.visit",
        site_id=site,
        type_id=odoo.ref("visitor_management.visitor_visit_type_business"),
        start=utc(minutes=1),
        stop=utc(minutes=91),
        registration_ids=[(0, 0, {"name": "Nora Lind"})],
    )
    people["host"].call("visitor.visit", "action_submit", [visit])
    page = open_page("reception", "/odoo/visitor-reception")
    page.click(".o_live_line >> text=Nora Lind")
    page.wait_for_selector(".o_live_panel >> text=Nora Lind")
    said = page.locator(".o_visitor_announcer [role=status]")
    assert said.text_content() == ""
    page.click(".o_vr_check_in")
    page.wait_for_selector(".o_vr_check_out")
    assert said.text_content() == "Nora Lind is checked in."
    page.route("**/call_kw/visitor.registration/step_out*", lambda route: route.abort())
    page.click(".o_vr_step_out")
    alert = page.locator(".o_visitor_announcer [role=alert]:not(:empty)")
    alert.wait_for(state="attached")
    assert said.text_content() == ""


def test_in_chinese(odoo, people, office, day, talk, open_page):
    """The page says its language, and no button has an English name."""
    rows = (
        (people["reception"], "/odoo/visitor-reception", RECEPTION, ".o_live_line"),
        (office["desk"], "/odoo/client-work", WORK, ".o_live_line"),
        (office["desk"], f"/client/talk/{talk}", "body", "#o_ct_talk"),
    )
    try:
        for user, path, root, ready in rows:
            odoo.speak(user, "zh_CN")
            page = open_page(user.login, path, locale="zh-CN")
            page.click(f"{ready} >> nth=0")
            page.wait_for_timeout(500)  # the panel
            assert page.evaluate("document.documentElement.lang") == "zh-CN"
            check(page, root)
            names = page.locator(f"{root} button").evaluate_all(
                "all => all.map((each) => each.ariaLabel || each.title)"
            )
            english = [name for name in names if re.fullmatch(r"[A-Za-z ,…]{3,}", name)]
            assert not english, english
    finally:
        for user, *_rest in rows:
            odoo.speak(user, "en_US")


def test_reception_on_a_phone(day, open_page):
    page = open_page("reception", "/odoo/visitor-reception", **PHONE)
    page.wait_for_selector(".o_live_line >> text=Emily Carter")
    check(page, RECEPTION)
    page.click(".o_live_line >> text=Emily Carter")
    page.wait_for_selector(".o_live_panel >> text=Emily Carter")
    check(page, RECEPTION)


@pytest.fixture
def complaint(odoo, office):
    """One that is accepted, of a test's own."""
    complaint = office["desk"].create(
        "client.complaint",
        partner_id=odoo.create("res.partner", name="Tan"),
        content="The goods lift is loud",
        department_id=office["department"],
    )
    office["desk"].call("client.complaint", "action_accept", [complaint])
    return complaint


def test_work_list(odoo, office, complaint, open_page):
    office["desk"].call("client.complaint", "action_handled", [complaint])
    calls = odoo.read("client.complaint", complaint, "callback_ids")["callback_ids"]
    odoo.take_over("client.callback", calls, due_at=utc(minutes=-5))
    page = open_page("desk", "/odoo/client-work")
    page.click(".o_live_line >> text=The goods lift is loud")
    page.wait_for_selector(".o_cw_callback")
    check(page, WORK)
    page.click(".o_cw_callback [data-outcome=reached]")
    page.click(".o_cw_callback [data-scale=result] [data-value='2']")
    page.wait_for_selector("text=Agree on the date of the next callback.")
    check(page, WORK)
    page.focus(".o_live_keys_button")
    page.keyboard.press("Enter")
    check(page, DIALOG)
    page.keyboard.press("Escape")
    page.wait_for_selector(DIALOG, state="detached")
    page.wait_for_selector(".o_live_keys_button:focus")  # where it was before
    check_focus(page, WORK)
    page.set_viewport_size(ENLARGED)
    check(page, WORK)
    for part in (".o_cw_client", ".o_cw_finish"):
        page.locator(part).scroll_into_view_if_needed()
        covered = page.locator(part).evaluate(COVERED)
        assert not covered, f"{part} is under {covered}"


def test_setup_card(administrator, open_page):
    page = open_page("visitor_admin", "/odoo/visitor-setup")
    check(page, ".o_vs_card")


def test_dashboard(day, open_page):
    page = open_page("security", "/odoo/visitor-dashboard")
    page.wait_for_selector(".o_vd_tile")
    check(page, ".o_visitor_dashboard")


@pytest.fixture(scope="session")
def month(office):
    """The form of the office's department for a month that is over, submitted."""
    forms, first = "client.callback.statistics", "2024-03-01"
    form = office["head"].call(forms, "generate", first, office["department"])
    office["head"].call(forms, "action_submit", [form])
    return form


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_leadership(month, open_page, options):
    page = open_page("head", "/odoo/client-leadership", **options)
    page.wait_for_selector(".o_cl_row")
    check(page, ".o_client_leadership")


def test_talk(talk, open_page):
    page = open_page("desk", f"/client/talk/{talk}", **PHONE)
    page.wait_for_selector("#o_ct_talk")
    check(page)
    page.click(".o_ct_add")
    check(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_rating(odoo, chromium, scheme):
    context = chromium.new_context(color_scheme=scheme, **PHONE)
    page = context.new_page()
    about = json.dumps({"company": "Harbour Tower", "number": "CB/26/00012"})
    page.route("**/rating/about", lambda route: route.fulfill(body=about))
    page.goto(f"{odoo.url}/client/rating#secret")
    page.wait_for_selector("#form:not([hidden])")
    assert page.evaluate("document.doctype.name") == "html"
    page.click("#send")
    page.wait_for_selector("#missing:not([hidden])")
    check(page)
    page.route("**/v1/rating", lambda route: route.fulfill(body="{}"))
    for scale in ("result", "handling"):
        page.check(f"[name={scale}][value='5']", force=True)
    page.click("#send")
    page.wait_for_selector("#thanks:not([hidden])")
    check(page)
    page.unroute("**/rating/about")
    page.goto(f"{odoo.url}/client/rating?lang=en_US#wrong")
    page.wait_for_selector("#gone:not([hidden])")
    check(page)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en_US", "zh_CN"])
def test_the_page_of_a_permit(odoo, chromium, lang, scheme):
    context = chromium.new_context(color_scheme=scheme, **PHONE)
    page = context.new_page()
    told = {
        "number": "WP/2026/00012",
        "kind": "Hot Work",
        "level": "Grade 1",
        "site": "Harbour Tower",
        "area": "Lobby",
        "window": "24 Nov 2026 10:00 – 12:00",
        "hours": "",
        "again": "",
        "watch": "12:40",
        "at": "24 Nov 2026 11:40",
        "record": "/odoo/visitor-permits/1",
    }
    answer = {}
    page.route("**/v1/permit?*", lambda route: route.fulfill(json=answer))
    address = f"{odoo.url}/visitor/permit?lang={lang}"
    for result in ("allowed", "other_hour", "suspended", "handed_back"):
        answer = {**told, "result": result}
        page.goto("about:blank")
        page.goto(f"{address}#secret")
        page.wait_for_selector(f"[data-result={result}]:not([hidden])")
        check(page)
    page.unroute("**/v1/permit?*")
    page.goto("about:blank")
    page.goto(f"{address}#wrong")
    page.wait_for_selector("[data-result=unknown]:not([hidden])")
    check(page)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en_US", "zh_CN"])
def test_the_page_of_who_is_asked(odoo, chromium, lang, scheme):
    context = chromium.new_context(color_scheme=scheme, **PHONE)
    page = context.new_page()
    visit = {
        "name": "V/2026/00012",
        "kind": "Business",
        "site": "Harbour Tower",
        "host": "Anita Oliver",
        "purpose": "Interview",
        "time": "24 Nov 2026 10:00 – 12:00",
        "start": "2026-11-24 02:00:00",
        "stop": "2026-11-24 04:00:00",
        "tz": "Asia/Shanghai",
        "headcount": 3,
        "changed": True,
        "here": False,
    }
    asked = {
        "state": "pending",
        "visit": visit,
        "visitors": [
            {"name": "Zhang Wei 张伟", "organization": "Pudong Lift 浦东电梯"}
        ],
    }
    sent = []

    def serve(route):
        if route.request.method == "POST":
            sent.append(route.request.post_data_json)
            asked["state"] = "approved"
        route.fulfill(json=asked)

    page.route("**/v1/answer", serve)
    address = f"{odoo.url}/visitor/answer?lang={lang}"
    page.goto(f"{address}#secret")
    page.wait_for_selector("#form:not([hidden])")
    assert "secret" not in page.url
    check(page)
    page.click("#refuse")
    page.wait_for_selector("#missing:not([hidden])")
    check(page)
    assert not sent, "nothing is sent before it is said why"
    page.click("[data-decision=approve]")
    page.wait_for_selector("#done:not([hidden])")
    assert sent == [{"decision": "approve"}]
    check(page)
    for here, part in ((True, "#form"), (False, "#other")):
        visit["here"] = here
        page.goto("about:blank")
        page.goto(f"{address}#secret")
        page.wait_for_selector(f"{part}:not([hidden])")
        check(page)
    page.unroute("**/v1/answer")
    page.goto("about:blank")
    page.goto(f"{address}#wrong")
    page.wait_for_selector("#gone:not([hidden])")
    check(page)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en_US", "zh_CN"])
def test_the_page_of_an_escort(odoo, chromium, lang, scheme):
    context = chromium.new_context(color_scheme=scheme, **PHONE)
    page = context.new_page()
    about = {
        "state": "requested",
        "company": "Harbour Tower",
        "site": "Harbour Tower",
        "number": "V/2026/00012",
        "time": "24 Nov 2026 10:00 – 12:00",
        "visitors": "Zhang Wei 张伟",
        "guests": 6,
        "organization": "Acme",
        "languages": "English",
        "areas": "Lobby / Laboratory",
        "host": "Anita Oliver",
    }
    page.route("**/escort/about", lambda route: route.fulfill(json=about))
    page.goto(f"{odoo.url}/visitor/escort?lang={lang}#secret")
    page.wait_for_selector("#form:not([hidden])")
    page.click("#decline")
    page.wait_for_selector("#missing:not([hidden])")
    check(page)
    page.route("**/v1/escort", lambda route: route.fulfill(body="{}"))
    page.click("#accept")
    page.wait_for_selector("#yes:not([hidden])")
    check(page)
    page.unroute("**/escort/about")
    page.goto("about:blank")  # another fragment alone opens no page anew
    page.goto(f"{odoo.url}/visitor/escort?lang={lang}#wrong")
    page.wait_for_selector("#gone:not([hidden])")
    check(page)
    context.close()


@pytest.mark.parametrize(
    ("width", "height", "lang", "scheme"),
    [(1024, 768, "en-US", "light"), (820, 1180, "zh-CN", "light")]
    + [(375, 740, "en-US", "dark")],
)
def test_the_steps_of_a_visitor(
    odoo, people, day, steps_of_all, chromium, width, height, lang, scheme
):
    """Each page of the tablet that reception hands over."""
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        has_touch=True,
        locale=lang,
        color_scheme=scheme,
    )
    page = context.new_page()
    page.goto(f"{odoo.url}{tablet.PAGE}")
    page.wait_for_selector("[data-screen=free]")
    check(page)
    person = tablet.expected(
        people, day["site"], steps_of_all, f"Nora {scheme}{width}", phone="13800138000"
    )
    page.goto(f"{odoo.url}{tablet.PAGE}#{tablet.handed_over(people, person)}")
    tablet.steps_on(page, check)
    check_focus(page, "body")
    page.goto(f"{odoo.url}{tablet.PAGE}#wrong")
    page.wait_for_selector("[data-screen=gone]")
    check(page)
    context.close()


@pytest.mark.parametrize(
    ("lang", "scheme"), [("en_US", "light"), ("zh_CN", "light"), ("en_US", "dark")]
)
def test_the_page_of_a_warden(odoo, people, site, chromium, lang, scheme):
    """Each page of it, in both languages, by day and at night."""
    tablet.install_chinese(odoo)
    warden.crowd(odoo, people, site, ["East"], 3)
    odoo.create("visitor.muster.point", name="Car park", site_id=site)
    [(identifier, secret)] = warden.named(odoo, people, site, ["Wu"])
    context = chromium.new_context(color_scheme=scheme, **warden.PHONE)
    page = context.new_page()
    page.goto(f"{odoo.url}{warden.PAGE}?lang={lang}")
    page.wait_for_selector(".o_vu_centre h1")
    check(page)
    page.goto(f"{odoo.url}{warden.PAGE}?lang={lang}#{secret}")
    page.wait_for_selector(warden.TAKE)
    assert page.evaluate("document.documentElement.lang") == lang.replace("_", "-")
    check(page)
    page.click(warden.TAKE)
    page.wait_for_selector(warden.READY)
    check(page)
    context.set_offline(True)
    page.evaluate(warden.LOOK)
    page.wait_for_selector(warden.ALONE)
    check(page)
    context.set_offline(False)
    muster = people["reception"].call("visitor.muster", "start", site, "drill")
    page.evaluate(warden.LOOK)
    page.wait_for_selector(warden.PERSON)
    check(page)
    check_focus(page, "body")
    page.click(f"{warden.SAFE} >> nth=0")
    page.click(".o_vu_who >> nth=1")
    check(page)
    context.set_offline(True)
    page.click(f"{warden.SAFE} >> nth=0")
    page.wait_for_selector(warden.OFFLINE)
    for button in (warden.WAITING, ".o_vu_open_add", ".o_vu_open_scan"):
        page.click(button)
        page.wait_for_selector("dialog[open]")
        check(page)
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog", state="detached")
    for part in ("count", "print"):
        page.click(f"[data-page={part}]")
        check(page)
    context.set_offline(False)
    people["security"].call("visitor.muster", "action_end", [muster], "All there")
    page.evaluate(warden.LOOK)
    page.wait_for_selector(warden.READY)
    check(page)
    people["security"].call("visitor.muster.warden", "action_revoke_link", [identifier])
    page.evaluate(warden.LOOK)
    page.wait_for_selector(".o_vu_centre [role=alert]")
    check(page)
    context.close()


@pytest.fixture(scope="session")
def steps_of_all(odoo, day):
    tablet.install_chinese(odoo)
    return tablet.kind_of_all_steps(odoo, day["site"])


def test_portal_of_residents(odoo, people, site, open_page):
    """Each page for a unit, by mouse and on a phone; somebody stands at the door."""
    partner = odoo.create("res.partner", name="Ana Silva", email="ana@tower.example")
    odoo.create(
        "res.users",
        name="Ana Silva",
        login="ana",
        password="ana",
        partner_id=partner,
        group_ids=[(6, 0, [odoo.ref("base.group_portal")])],
    )
    unit = odoo.create(
        "visitor.unit", name="1203", site_id=site, partner_ids=[(6, 0, [partner])]
    )
    visits = [
        people["reception"].create(
            "visitor.visit",
            site_id=site,
            unit_id=unit,
            host_partner_id=partner,
            type_id=odoo.ref("visitor_management.visitor_visit_type_private"),
            start=utc(minutes=minutes),
            stop=utc(minutes=minutes + 60),
            registration_ids=[(0, 0, {"name": "Zhou Min"})],
        )
        for minutes in (-5, 30)
    ]
    people["reception"].call("visitor.visit", "action_submit", visits)
    person = people["reception"].read("visitor.visit", visits[0], "registration_ids")
    people["reception"].call(
        "visitor.registration", "arrive", person["registration_ids"]
    )
    for options in ({}, PHONE):
        page = open_page("ana", "/my/visits", **options)
        for path in (
            "",
            "/new",
            f"/{visits[0]}",
            f"/{visits[1]}",
            "/regulars",
            "/passes",
            "/passes/new",
            "/instructions",
            "/barred",
        ):
            page.goto(f"{odoo.url}/my/visits{path}")
            check(page, "#wrap")
            check_focus(page, "#wrap")


def test_portal(odoo, office, open_page):
    client = odoo.create("res.partner", name="Ines Prado", email="ines@tower.example")
    if not odoo.call("res.users", "search", [("login", "=", "ines")]):
        odoo.create(
            "res.users",
            name="Ines Prado",
            login="ines",
            password="ines",
            partner_id=client,
            group_ids=[(6, 0, [odoo.ref("base.group_portal")])],
        )
    complaint = office["desk"].create(
        "client.complaint",
        partner_id=client,
        content="The corridor is dark",
        department_id=office["department"],
    )
    page = open_page("ines", "/my/complaints")
    check(page, "#wrap")
    page.goto(f"{odoo.url}/my/complaints/{complaint}")
    check(page, "#wrap")
    for step in ("action_accept", "action_handled"):
        office["desk"].call("client.complaint", step, [complaint])
        page.reload()
        check(page, "#wrap")
    page.goto(f"{odoo.url}/my/complaints/new")
    check(page, "#wrap")
