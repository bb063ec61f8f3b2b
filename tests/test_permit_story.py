"""Works on site: an insurance that ran out, hot work, its suspension, watch and end."""

from datetime import date, timedelta

import pytest
from bases import Cluster
from conftest import utc
from gate import Gate
from tablet import b64
from tablet import picture as drawn

ADDON = "visitor_management"
LANGUAGES = ["en_US", "zh_CN"]
NAMES = {
    "en_US": [
        *("Ray Okafor", "Ian Blake", "Sam Novak", "Lou Petit", "Max Weber"),
        *("Ben Adeyemi", "Tim Rossi", "Joe Silva", "Kim Larsen", "Ned Doyle"),
    ],
    "zh_CN": [
        *("赵强", "钱伟", "孙磊", "李刚", "周涛"),
        *("吴斌", "郑凯", "冯军", "陈鹏", "褚亮"),
    ],
}
FIRM = {"en_US": "Eastern Steel", "zh_CN": "东方钢构"}
WORKS = {"en_US": "Weld the rail of the stairs", "zh_CN": "焊接楼梯扶手"}
MISSING = ".o_vr_unmet[data-code=permit_missing]"


@pytest.fixture(scope="module")
def works(odoo, day):
    """A kind of visit that asks for a permit; hot work asks for an insurance."""
    insurance = odoo.create("visitor.contractor.paper.kind", name="Insurance 保险")
    kind = odoo.ref(f"{ADDON}.visitor_permit_kind_hot_work")
    odoo.call(
        "visitor.permit.kind", "write", [kind], {"paper_kind_ids": [(4, insurance)]}
    )
    visit_type = odoo.create(
        "visitor.visit.type", name="Works", approval="none", permit_required=True
    )
    return {"insurance": insurance, "kind": kind, "type": visit_type}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hot_work(odoo, people, day, works, open_page, folder, lang):
    short = lang[:2]
    for login in ("reception", "security"):
        odoo.speak(people[login], lang)
    firm = odoo.create("res.partner", name=FIRM[lang], is_company=True)
    permit, workers = _permit(people["reception"], day["site"], works, firm, lang)
    visit = _visit(people, day["site"], works, firm, permit)
    expired = _paper(people, works, firm, days=1)
    Cluster().sql(
        f"""UPDATE visitor_contractor_paper
               SET valid_to = valid_to - 9, good_until = good_until - 9
             WHERE id = {expired}""",
        odoo.database,
    )

    # asked for in a browser, signed, and approved by another
    desk = open_page("reception", f"/odoo/visitor-permits/{permit}", locale=short)
    _press(desk, "action_submit")
    people["reception"].call(
        "visitor.permit", "action_sign", [permit], "acceptor", b64(drawn("Ray"))
    )
    security = open_page("security", f"/odoo/visitor-permits/{permit}", locale=short)
    for _function in ("unit", "safety"):
        _press(security, _action(odoo, "sign"))
        security.click(".modal button[name=action_sign]")
        security.wait_for_selector(".modal", state="detached")
        security.reload()  # the next dialog offers who has not signed by then
    lines = odoo.read("visitor.permit", permit, "line_ids")["line_ids"]
    people["security"].call("visitor.permit.line", "action_confirm", lines)
    security.reload()
    _press(security, "action_approve")
    security.wait_for_selector(f"button[name='{_action(odoo, 'suspend')}']")
    picture(security, folder / f"permit_{lang}.png")
    assert odoo.read("visitor.permit", permit, "state")["state"] == "approved"

    # the expired insurance of the firm stops its ten workers, with that sentence
    picked = people["reception"].call("visitor.visit", "pick_workers", [visit], workers)
    assert len(picked) == len(NAMES[lang])
    for person in picked:
        answer = _check_in(people, person)
        assert _codes(answer) == ["permit_missing"], answer
        assert "Insurance 保险" in answer["reasons"][0]["message"]
    desk.goto(f"{odoo.url}/odoo/visitor-reception")
    desk.wait_for_selector(".o_live_line")
    _open(desk, NAMES[lang][0], picked[0])
    desk.wait_for_selector(f"{MISSING} >> text=Insurance 保险")
    picture(desk, folder / f"permit_missing_{lang}.png")

    # renewed: they come in, by desk and gate
    _paper(people, works, firm, days=300)
    for person in picked:
        answer = _check_in(people, person)
        assert answer["status"] == "granted", answer
    gate = Gate(odoo, day["site"])
    first, second = picked[:2]
    code = _code(people, first)
    for direction in ("in", "out"):
        assert gate.scan(code, direction)[1]["status"] == "granted"
    people["reception"].call("visitor.registration", "step_out", [second])

    # suspended: refused from that moment, at the desk and at the gate
    _press(security, _action(odoo, "suspend"))
    security.fill(".modal [name=reason] input", "Sparks fell into the shaft 火花")
    security.click(".modal button[name=action_confirm]")
    security.wait_for_selector(".o_visitor_permit_suspended")
    picture(security, folder / f"permit_suspended_{lang}.png")
    answer = people["reception"].call("visitor.registration", "step_in", [second])
    assert _codes(answer) == ["permit_missing"], answer
    status, scanned = gate.scan(code)
    assert (status, scanned["status"], scanned["reason"]) == (
        *(200, "denied"),
        "permit_missing",
    )
    _open(desk, NAMES[lang][1], second)
    desk.wait_for_selector(MISSING)

    # resumed; handed back when all are out; watched; closed
    _press(security, "action_resume")
    security.wait_for_selector(".o_visitor_permit_suspended", state="detached")
    close = (people["security"].call, "visitor.permit", "action_close", [permit])
    assert "Swept" not in _refused(*close, "Swept"), "workers are inside"
    people["reception"].call("visitor.registration", "check_out_group", picked)
    people["reception"].call("visitor.permit", "action_hand_back", [permit], "Swept")
    assert _refused(*close, "Swept"), "the fire watch lasts"
    security.reload()
    security.wait_for_selector(f"button[name='{_action(odoo, 'close')}']")
    picture(security, folder / f"permit_watch_{lang}.png")
    Cluster().sql(
        f"""UPDATE visitor_permit
               SET watch_until = watch_until - INTERVAL '2 hours'
             WHERE id = {permit}""",
        odoo.database,
    )
    _press(security, _action(odoo, "close"))
    security.fill(".modal [name=reason] input", "No embers 无余火")
    security.click(".modal button[name=action_confirm]")
    security.wait_for_selector(".modal", state="detached")
    assert odoo.read("visitor.permit", permit, "state")["state"] == "closed"
    for login in ("reception", "security"):
        odoo.speak(people[login], "en_US")


def picture(page, path):
    """What the page looks like now."""
    page.wait_for_timeout(500)  # transitions
    page.screenshot(path=path)
    assert path.stat().st_size > 20_000


def _permit(reception, site, works, firm, lang):
    level = reception.call(
        "visitor.permit.level", "search", [("kind_id", "=", works["kind"])]
    )[-1]
    permit = reception.create(
        "visitor.permit",
        kind_id=works["kind"],
        level_id=level,
        site_id=site,
        partner_id=firm,
        works=WORKS[lang],
        responsible_name=NAMES[lang][0],
        watch_name=NAMES[lang][-1],
        start=utc(minutes=-5),
        stop=utc(hours=6),
        worker_ids=[(0, 0, {"name": name}) for name in NAMES[lang]],
    )
    workers = reception.read("visitor.permit", permit, "worker_ids")["worker_ids"]
    return permit, workers


def _visit(people, site, works, firm, permit):
    visit = people["host"].create(
        "visitor.visit",
        type_id=works["type"],
        site_id=site,
        partner_id=firm,
        start=utc(minutes=-5),
        stop=utc(hours=2),
    )
    people["host"].call("visitor.visit", "action_submit", [visit])
    people["reception"].call("visitor.visit", "write", [visit], {"permit_id": permit})
    return visit


def _paper(people, works, firm, days):
    """An insurance that reception entered and security accepted."""
    paper = people["reception"].create(
        "visitor.contractor.paper",
        partner_id=firm,
        kind=works["insurance"],
        valid_to=str(date.today() + timedelta(days=days)),
        file=b64(drawn("Insurance", "PDF")),
        file_name="insurance.pdf",
    )
    people["security"].call("visitor.contractor.paper", "action_accept", [paper])
    return paper


def _action(odoo, step):
    """The name of the button that opens a dialog."""
    return str(odoo.ref(f"{ADDON}.visitor_permit_{step}_action"))


def _press(page, button):
    """Press a button of the form, and wait until it is done."""
    page.click(f".o_statusbar_buttons button[name='{button}']")
    if button.isdecimal():
        page.wait_for_selector(".modal")
    else:
        page.wait_for_selector(
            f".o_statusbar_buttons button[name='{button}']", state="detached"
        )


def _check_in(people, person):
    return people["reception"].call("visitor.registration", "check_in", [person])


def _codes(answer):
    return [reason["code"] for reason in answer["reasons"]]


def _code(people, person):
    (issued,) = people["reception"].call(
        "visitor.pass",
        "search_read",
        [("registration_id", "=", person), ("state", "=", "issued")],
        ["short_code"],
    )
    return issued["short_code"]


def _refused(call, *args):
    """Why a call is refused."""
    try:
        call(*args)
    except Exception as refusal:  # noqa: BLE001 (of whatever kind: it is looked at)
        return str(refusal)
    raise AssertionError("it was not refused")


def _open(page, name, person):
    """The panel of a person, found by name."""
    page.fill(".o_vr_search input", name)
    page.click(f"[role=option][data-id='{person}']")
    page.wait_for_selector(f".o_vr_person[data-id='{person}']")
