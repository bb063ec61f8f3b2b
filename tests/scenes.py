"""A house at work that several tests look at: a morning at reception, and an office."""

import os
import re
import shutil
from datetime import datetime, timezone
from pathlib import Path

import pytest
from bases import ROOT
from conftest import GROUP, day_and_night, utc, zone_of_morning

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
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
def folder(tmp_path_factory):
    """Where pictures go; those that the README shows are put there when asked for."""
    path = tmp_path_factory.mktemp("pictures")
    yield path
    if os.environ.get("VISITOR_SCREENSHOTS"):
        for place in re.findall(r"!\[.*?\]\((.+?)\)", (ROOT / "README.md").read_text()):
            if (path / Path(place).name).exists():
                shutil.copy(path / Path(place).name, ROOT / place)


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
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
        odoo.take_over("client.callback", calls, due_at=utc(minutes=minutes))
        users[severity] = calls
    return {**users, "department": department}


@pytest.fixture(scope="session")
def administrator(odoo):
    """Whoever sets it all up."""
    return odoo.create(
        "res.users",
        name="Maria Santos",
        login="visitor_admin",
        password="visitor_admin",
        group_ids=[(6, 0, [odoo.ref(f"{GROUP}visitor_admin")])],
    )


@pytest.fixture(scope="session")
def talk(odoo, office):
    """An appointment of now, with a talk that has begun."""
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
    return visit


@pytest.fixture(scope="session")
def statistics(office):
    """The form of the month, with three clients called back."""
    for severity, result in (("serious", "4"), ("general", "5"), ("minor", "2")):
        calls = office[severity]
        office["desk"].call("client.callback", "log_attempt", calls, "reached")
        office["desk"].call("client.callback", "write", calls, {"result": result})
    month = datetime.now(timezone.utc).date().replace(day=1)
    return office["head"].call(
        "client.callback.statistics", "generate", str(month), office["department"]
    )
