"""An important delegation, from the board of escorts to the last one who leaves."""

import pytest
from conftest import GROUP, utc
from tablet import PAGE, TABLET, install_chinese, kind_of_all_steps, steps_on

LANGUAGES = ["en_US", "zh_CN"]
GUIDES = {"li_na": "Li Na 李娜", "tom": "Tom Guide"}
# Somebody on the list has the same name, and nothing else in common.
NAMESAKE = {"en_US": "Rosalind Franklyn", "zh_CN": "陈思杰"}
LEADER = {"en_US": "Grace Holt", "zh_CN": "何美玲"}


@pytest.fixture(scope="module")
def guides(odoo):
    """A coordinator, and two employees who may escort."""
    _user(odoo, "coordinator", "Xu Ting 徐婷", f"{GROUP}visitor_escort")
    coordinator = odoo.as_user("coordinator")
    found = {}
    for login, name in GUIDES.items():
        user = _user(odoo, login, name, "base.group_user")
        found[login] = odoo.create("hr.employee", name=name, user_id=user)
    coordinator.call("hr.employee", "set_may_escort", list(found.values()), True)
    return found


@pytest.fixture(scope="module")
def kind(odoo, day):
    install_chinese(odoo)
    kind = kind_of_all_steps(odoo, day["site"])
    odoo.call("visitor.visit.type", "write", [kind], {"escort_required": True})
    return kind


def _user(odoo, login, name, group):
    return odoo.create(
        "res.users",
        name=name,
        login=login,
        password=login,
        email=f"{login}@example.com",
        group_ids=[(6, 0, [odoo.ref(group)])],
    )


def _delegation(odoo, people, site, kind, lang):
    """Six people of an important firm with a programme, announced by the host."""
    firm = odoo.create(
        "res.partner",
        name="Northern Rail 北方铁路",
        is_company=True,
        visitor_important=True,
    )
    visit = people["host"].create(
        "visitor.visit",
        type_id=kind,
        site_id=site,
        partner_id=firm,
        purpose="Delegation 参观",
        start=utc(minutes=-5),
        stop=utc(hours=2),
        registration_ids=[
            (0, 0, {"name": LEADER[lang], "headcount": 5, "lang": lang}),
            (0, 0, {"name": NAMESAKE[lang], "lang": lang}),
        ],
        programme_ids=[
            (0, 0, {"start": utc(), "stop": utc(minutes=30), "what": "Welcome 欢迎"}),
            (
                0,
                0,
                {"start": utc(minutes=30), "stop": utc(hours=1), "what": "Tour 参观"},
            ),
        ],
    )
    people["host"].call("visitor.visit", "action_submit", [visit])
    found = people["host"].read("visitor.visit", visit, "registration_ids")
    return visit, *sorted(found["registration_ids"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_delegation(
    odoo, people, day, guides, kind, open_page, chromium, folder, lang
):
    site, short = day["site"], lang[:2]
    for login in ("reception", "security", "coordinator", "li_na"):
        odoo.speak(odoo.as_user(login), lang)
    people["security"].create(
        "visitor.watchlist", level="deny", name=NAMESAKE[lang], reason="Stole tools"
    )
    visit, leader, namesake = _delegation(odoo, people, site, kind, lang)

    # the coordinator asks two escorts, one click each
    board = open_page("coordinator", "/odoo/visitor-escort-board", locale=short)
    board.wait_for_selector(f"[data-need='{visit}']")
    if board.query_selector("select.o_live_input"):
        board.select_option("select.o_live_input", str(site))
    for login in GUIDES:
        board.click(f"[data-need='{visit}']")
        ask = f".o_live_panel [data-employee='{guides[login]}']"
        board.click(ask)
        _confirm_what_is_said(board)
        board.wait_for_selector(ask, state="detached")
    picture(board, folder / f"escort_board_{lang}.png")
    _escorts_accept(odoo, open_page, visit, short)

    # the desk hands over the tablet; the leader does the steps for five
    desk = open_page("reception", "/odoo/visitor-reception", locale=short)
    desk.wait_for_selector(".o_live_line")
    _open(desk, LEADER[lang], leader)
    desk.wait_for_selector(".o_vr_unmet[data-code=policy_missing]")
    desk.wait_for_selector(".o_vr_unmet[data-code=induction_missing]")
    picture(desk, folder / f"delegation_{lang}.png")
    _does_the_steps(odoo, people, chromium, leader, folder, lang)
    desk.wait_for_selector(".o_vr_unmet", state="detached")
    desk.click(".o_vr_check_in")
    desk.wait_for_selector(f".o_vr_person[data-id='{leader}'][data-status=inside]")

    # somebody has a name like one on the list: asked, and cleared by security
    _does_the_steps(odoo, people, chromium, namesake, folder, lang)
    _open(desk, NAMESAKE[lang], namesake)
    desk.wait_for_selector(".o_vr_unmet[data-code=watchlisted]")
    assert "Stole tools" not in desk.content(), "reception reads no reason"
    desk.click(".o_vr_check_in")
    assert _state(odoo, namesake) == "expected"
    security = open_page("security", "/odoo/visitor-reception", locale=short)
    security.wait_for_selector(".o_live_line")
    _open(security, NAMESAKE[lang], namesake)
    security.wait_for_selector("section.o_vr_watched_list >> text=Stole tools")
    picture(security, folder / f"watchlist_{lang}.png")
    security.click(".o_vr_watched_clear")
    security.fill("section.o_vr_watched_list input", "Another birth date")
    security.press("section.o_vr_watched_list input", "Enter")
    security.wait_for_selector("section.o_vr_watched_list", state="detached")
    desk.wait_for_selector(".o_vr_unmet[data-code=watchlisted]", state="detached")
    desk.click(".o_vr_check_in")
    desk.wait_for_selector(f".o_vr_person[data-id='{namesake}'][data-status=inside]")
    assert {each["state"] for each in _escorts(odoo, visit)} == {"active"}

    # a violation, in two taps
    desk.click(".o_vr_violation")
    desk.click(".o_vr_violation_types button >> nth=0")
    desk.wait_for_selector(".o_vr_violation_open")
    (violation,) = odoo.call(
        "visitor.violation",
        "search_read",
        [("registration_id", "=", namesake)],
        ["state"],
    )
    assert violation["state"] == "new"

    # they leave, and with the last one the escorts are done
    for name, person in ((NAMESAKE, namesake), (LEADER, leader)):
        _open(desk, name[lang], person)
        desk.click(".o_vr_check_out")
        desk.click(".o_vr_leave")
        desk.wait_for_selector(f".o_vr_person[data-id='{person}'][data-status=left]")
    assert {each["state"] for each in _escorts(odoo, visit)} == {"done"}
    for login in ("reception", "security"):
        odoo.speak(odoo.as_user(login), "en_US")


def picture(page, path):
    """What the page looks like now."""
    page.wait_for_timeout(500)  # transitions
    page.screenshot(path=path)
    assert path.stat().st_size > 20_000


def _confirm_what_is_said(board):
    """Leave, hours and overlaps are said, and confirmed there: the test has no hour."""
    board.wait_for_timeout(500)
    if confirm := board.query_selector(".modal-footer .btn-primary"):
        confirm.click()


def _escorts(odoo, visit):
    return odoo.call(
        "visitor.escort", "search_read", [("visit_id", "=", visit)], ["state"]
    )


def _escorts_accept(odoo, open_page, visit, short):
    """One on the own form, one by a program."""
    by_hand, by_program = sorted(each["id"] for each in _escorts(odoo, visit))
    page = open_page("li_na", f"/odoo/visitor-my-escorts/{by_hand}", locale=short)
    page.click("button[name=action_accept]")
    page.wait_for_selector("button[name=action_accept]", state="detached")
    odoo.as_user("tom").call("visitor.escort", "action_accept", [by_program])


def _open(page, name, person):
    """The panel of a person, found by name."""
    page.fill(".o_vr_search input", name)
    page.click(f"[role=option][data-id='{person}']")
    page.wait_for_selector(f".o_vr_person[data-id='{person}']")


def _state(odoo, person):
    return odoo.read("visitor.registration", person, "state")["state"]


def _does_the_steps(odoo, people, chromium, person, folder, lang):
    handed = people["reception"].call(
        "visitor.registration", "hand_over_tablet", [person]
    )
    secret = handed["url"].partition("#")[2]
    context = chromium.new_context(**TABLET, locale=lang.replace("_", "-"))
    page = context.new_page()
    page.goto(f"{odoo.url}{PAGE}#{secret}")
    page.wait_for_selector(f"[data-lang={lang}]")
    page.click(f"[data-lang={lang}]")
    shown = []

    def look(each):
        shown.append(each)
        if len(shown) == 5:
            picture(each, folder / f"tablet_{lang}.png")

    steps_on(page, look)
    page.click("main .o_vs_give_back")
    page.wait_for_selector("[data-screen=free]")
    context.close()
