"""The pictures of the README and of the addon's page, taken of the running product.

They go to a temporary folder; ``VISITOR_SCREENSHOTS=1 ./dev test test_screenshots``
then puts each where the README shows it from.
"""

import os
import random
import re
import shutil
import subprocess
from datetime import datetime, timezone
from pathlib import Path

import pytest
from bases import ROOT, Cluster
from conftest import GROUP, day_and_night, utc, zone_of_morning

EXPECTED = [
    # minutes from now, names, firm, kind, purpose
    (-20, ["Zhang Wei 张伟"], "Acme Ltd", "business", "Contract 合同"),
    (10, ["Emily Carter"], "", "interview", "Interview 面试"),
    (
        25,
        ["Sun Li 孙莉", "Omar Haddad", "Gu Lan 顾兰"],
        "Blue Sky 蓝天",
        "business",
        "Tour",
    ),
    (60, ["Wang Fang 王芳"], "Lift Service 电梯", "contractor", "Inspection 年检"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("pictures")
    yield path
    if os.environ.get("VISITOR_SCREENSHOTS"):
        for place in re.findall(r"!\[.*?\]\((.+?)\)", (ROOT / "README.md").read_text()):
            if (path / Path(place).name).exists():
                shutil.copy(path / Path(place).name, ROOT / place)


@pytest.fixture(scope="module")
def day(odoo, people):
    """A site with a morning's visitors; answers the person who is inside."""
    site = odoo.create(
        "visitor.site",
        name="Harbour Tower 海港大厦",
        tz=zone_of_morning(),
        sequence=1,
        capacity=80,
        announce_phone="+86 21 5550 1100",
        grace_before=90,
    )
    inside = None
    for minutes, names, firm, kind, purpose in EXPECTED:
        visit = people["host"].create(
            "visitor.visit",
            site_id=site,
            type_id=odoo.ref(f"visitor_management.visitor_visit_type_{kind}"),
            start=utc(minutes=minutes),
            stop=utc(minutes=minutes + 90),
            purpose=purpose,
            registration_ids=[
                (0, 0, {"name": name, "organization": firm}) for name in names
            ],
        )
        people["host"].call("visitor.visit", "action_submit", [visit])
        if inside is None:
            inside = odoo.read("visitor.visit", visit, "registration_ids")
            inside = inside["registration_ids"][0]
    answer = people["reception"].call("visitor.registration", "check_in", [inside])
    assert answer["status"] == "granted", answer
    return {"site": site, "inside": inside, "pass": answer["pass_id"]}


@pytest.mark.parametrize(
    ("lang", "word"), [("en_US", "Expected"), ("zh_CN", "预计到访")]
)
def test_reception_screen(odoo, people, day, open_page, folder, lang, word):
    _speak(odoo, people["reception"], lang)
    page = open_page("reception", "/odoo/visitor-reception", locale=lang[:2])
    page.wait_for_selector("text=Emily Carter")
    assert word in page.inner_text(".o_visitor_reception")
    page.click("text=Emily Carter")
    page.wait_for_selector(".o_vr_panel >> text=Emily Carter")
    page.wait_for_timeout(500)  # transitions
    people["reception"].call("visitor.registration", "check_out", [day["inside"]])
    page.wait_for_timeout(3000)  # what others do is seen within two seconds
    picture = folder / f"reception_{'en' if lang == 'en_US' else lang}.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 20_000
    page.keyboard.press("u")  # as the bar says; the next language starts alike
    for _wait in range(40):
        if (
            odoo.read("visitor.registration", day["inside"], "state")["state"]
            == "inside"
        ):
            break
        page.wait_for_timeout(250)
    else:
        raise AssertionError("the check-out was not taken back")
    _speak(odoo, people["reception"], "en_US")


def test_handover(odoo, people, day, open_page, folder):
    action = people["reception"].call("visitor.shift", "open_for", day["site"])
    people["reception"].call(
        "visitor.shift",
        "write",
        [action["res_id"]],
        {"notes": "The lift firm comes back at 14:00. 电梯公司14点再来。"},
    )
    people["reception"].call("visitor.shift", "action_hand_over", [action["res_id"]])
    page = open_page("reception", f"/odoo/visitor-shifts/{action['res_id']}")
    page.wait_for_selector("text=Zhang Wei")
    page.wait_for_timeout(500)  # transitions
    picture = folder / "handover.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 20_000


def test_dashboard(odoo, people, day, open_page, folder):
    _some_weeks(odoo, people, day["site"])
    page = open_page("security", "/odoo/visitor-dashboard")
    page.wait_for_selector(".o_vd_charts canvas")
    page.wait_for_timeout(1500)  # the charts draw themselves
    picture = folder / "dashboard.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 20_000


def _some_weeks(odoo, people, site):
    """Visits of the last weeks: made now, and then put back in time."""
    chance, visits = random.Random(7), []
    kind = odoo.ref("visitor_management.visitor_visit_type_business")
    for number in range(60):
        visit = people["host"].create(
            "visitor.visit",
            site_id=site,
            type_id=kind,
            start=utc(minutes=5),
            stop=utc(minutes=95),
            registration_ids=[(0, 0, {"name": f"Visitor {number}"})],
        )
        people["host"].call("visitor.visit", "action_submit", [visit])
        registration = odoo.read("visitor.visit", visit, "registration_ids")
        registration = registration["registration_ids"][0]
        came = number % 9 > 0
        if came:
            desk = people["reception"]
            answer = desk.call("visitor.registration", "check_in", [registration])
            assert answer["status"] == "granted", answer
            desk.call("visitor.registration", "check_out", [registration])
        visits.append((visit, registration, came))
    statements = []
    for visit, registration, came in visits:
        back = (
            f"interval '{chance.randrange(1, 28)} days {chance.randrange(-6, 2)} hours'"
        )
        late = f"interval '{chance.choice((-10, -5, 0, 5, 10, 25))} minutes'"
        inside = f"interval '{chance.randrange(20, 180)} minutes'"
        statements.append(
            f"""
            UPDATE visitor_visit SET start = start - {back}, stop = stop - {back},
                state = '{"done" if came else "no_show"}', walk_in = {visit % 6 == 0}
            WHERE id = {visit};
            UPDATE visitor_registration SET start = start - {back},
                state = '{"left" if came else "no_show"}' WHERE id = {registration};
            UPDATE visitor_stay SET in_at = in_at - {back} + {late},
                out_at = in_at - {back} + {late} + {inside}
            WHERE registration_id = {registration};
            """
        )
    Cluster().sql("".join(statements), odoo.database)


def test_setup_card(odoo, open_page, folder):
    if not odoo.call("res.users", "search", [("login", "=", "visitor_admin")]):
        odoo.create(
            "res.users",
            name="Maria Santos",
            login="visitor_admin",
            password="visitor_admin",
            group_ids=[(6, 0, [odoo.ref(f"{GROUP}visitor_admin")])],
        )
    page = open_page("visitor_admin", "/odoo/visitor-setup")
    page.wait_for_selector(".o_vs_line")
    page.wait_for_timeout(500)  # transitions
    picture = folder / "setup_card.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 20_000


def test_visits_of_a_host(day, open_page, folder):
    page = open_page("host", "/odoo/visitor-visits")
    page.wait_for_selector(".o_data_row >> text=Emily Carter")
    picture = folder / "visits_host.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 20_000


def test_pass(odoo, day, open_page, folder):
    page = open_page("reception", "/odoo")
    report = "visitor_management.report_visitor_pass_card"
    answer = page.request.get(f"{odoo.url}/report/pdf/{report}/{day['pass']}")
    assert answer.body().startswith(b"%PDF"), answer.status_text
    (folder / "pass.pdf").write_bytes(answer.body())
    subprocess.run(
        ["pdftoppm", "-r", "200", "-singlefile", "-png", "pass.pdf", "pass_card"],
        cwd=folder,
        check=True,
    )
    (folder / "pass.pdf").unlink()
    assert (folder / "pass_card.png").stat().st_size > 5_000


# What clients complain of: severity, client, unit, what, minutes until the call is due.
COMPLAINTS = [
    (
        "major",
        "Chen Meihua 陈美华",
        "1203",
        "Lift 2 stops between floors 电梯困人",
        -130,
    ),
    ("serious", "Blue Sky 蓝天物流", "0601", "Water in the store room 仓库进水", -25),
    ("general", "Gu Lan 顾兰", "0801", "The air conditioning is loud 空调噪音", 40),
    ("minor", "Petra Nováková", "1604", "The corridor was not cleaned 走廊未清洁", 90),
]


@pytest.fixture(scope="module")
def office(odoo, day):
    """Customer service with its manager, and callbacks that are due."""
    users = {}
    for login, name, group in (
        ("desk", "Liu Min 刘敏", "client_service"),
        ("head", "Grace Okafor", "client_manager"),
    ):
        user = odoo.create(
            "res.users",
            name=name,
            login=login,
            password=login,
            tz=zone_of_morning(),
            group_ids=[(6, 0, [odoo.ref(f"{GROUP}{group}")])],
        )
        odoo.create("hr.employee", name=name, user_id=user)
        users[login] = odoo.as_user(login)
    department = odoo.create("hr.department", name="Engineering 工程部")
    lifts = odoo.ref("visitor_management.client_complaint_category_lift")
    for severity, client, number, content, minutes in COMPLAINTS:
        partner = odoo.create("res.partner", name=client, phone="+86 138 0013 8000")
        unit = odoo.create(
            "visitor.unit", name=number, site_id=day["site"], partner_ids=[(4, partner)]
        )
        complaint = users["desk"].create(
            "client.complaint",
            partner_id=partner,
            unit_id=unit,
            severity=severity,
            category_id=lifts,
            department_id=department,
            content=content,
        )
        for step in ("action_accept", "action_handled"):
            users["desk"].call("client.complaint", step, [complaint])
        calls = odoo.read("client.complaint", complaint, "callback_ids")["callback_ids"]
        odoo.call("client.callback", "write", calls, {"due_at": utc(minutes=minutes)})
        users[severity] = calls
    return {**users, "department": department}


def test_work_list(office, open_page, folder):
    page = open_page("desk", "/odoo/client-work")
    page.click("text=Lift 2 stops")
    page.click(".o_cw_callback [data-outcome=reached]")
    page.click(".o_cw_callback [data-scale=result] [data-value='2']")
    page.wait_for_selector("text=Agree on the date of the next callback.")
    page.wait_for_timeout(500)  # transitions
    picture = folder / "work_list_en.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 20_000


def test_talk_record(odoo, office, open_page, folder):
    client = odoo.create(
        "res.partner",
        name="Orchid Studio 兰花设计",
        is_company=True,
        client_calendar_id=day_and_night(odoo),
    )
    visit = office["desk"].create(
        "client.visit",
        partner_id=client,
        appointment_at=utc(minutes=5),
        place="A-0801",
        confirmed_by="Gu Lan 顾兰",
        purpose="Quarterly talk 季度走访",
        talk="Content with the guards. The goods lift waits long on each floor.",
        item_ids=[(0, 0, {"kind": "complaint", "content": "货梯等候时间长"})],
    )
    office["desk"].call("client.visit", "action_appoint", [visit])
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
    page = open_page("desk", f"/client/talk/{visit}", **phone)
    page.wait_for_selector("#o_ct_talk")
    page.wait_for_function(
        "[...document.querySelectorAll('textarea')].some(e => e.value.includes('货梯'))"
    )
    picture = folder / "talk_phone.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 10_000


def test_statistics_in_chinese(odoo, office, open_page, folder):
    for severity, result in (("serious", "4"), ("general", "5"), ("minor", "2")):
        calls = office[severity]
        office["desk"].call("client.callback", "log_attempt", calls, "reached")
        office["desk"].call("client.callback", "write", calls, {"result": result})
    month = datetime.now(timezone.utc).date().replace(day=1)
    form = office["head"].call(
        "client.callback.statistics", "generate", str(month), office["department"]
    )
    _speak(odoo, office["head"], "zh_CN")
    page = open_page("head", f"/odoo/client-statistics/{form}", locale="zh")
    page.wait_for_selector("text=回访及时率")
    page.wait_for_timeout(500)  # transitions
    picture = folder / "statistics_zh_CN.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 20_000


def _speak(odoo, user, lang):
    if not odoo.call("res.lang", "search", [("code", "=", lang)]):
        archived = {"context": {"active_test": False}}
        found = odoo.call("res.lang", "search", [("code", "=", lang)], **archived)
        wizard = odoo.create("base.language.install", lang_ids=[(6, 0, found)])
        odoo.call("base.language.install", "lang_install", [wizard])
    odoo.call("res.users", "write", [user.uid], {"lang": lang})
