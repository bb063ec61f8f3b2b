"""What the server answers is what ``docs/openapi.yaml`` says, status and body.

Each path of the document is called; what comes back has to be described there.
"""

import base64
import hashlib
import re
import uuid

import pytest
import requests
import tablet
import warden
import yaml
from bases import ROOT, Cluster
from conftest import GROUP, day_and_night, utc
from gate import Gate, expected
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

DOCUMENT = yaml.safe_load((ROOT / "docs" / "openapi.yaml").read_text("utf-8"))
REGISTRY = Registry().with_resource(
    "urn:api", Resource(contents=DOCUMENT, specification=DRAFT202012)
)
ITEMS = "/visitor/api/v1/items"
SCAN, HEALTH = "/visitor/api/v1/scan", "/visitor/api/v1/health"
ABOUT, RATE = "/client/api/v1/rating/about", "/client/api/v1/rating"
MUSTER = "/visitor/api/v1/muster"
MUSTER_ASSETS = f"{warden.PAGE}/assets/{{version}}/muster.{{kind}}"
ZXING = "/visitor/offline/assets/{version}/zxing.{kind}"
ASKED, ASKED_PAGE = "/visitor/api/v1/answer", "/visitor/answer"
VISITS = "/my/visits"
ESCORT, ESCORT_PAGE = "/visitor/api/v1/escort", "/visitor/escort"
STEPS = "/visitor/api/v1/invitation"
STEP_FILE = f"{STEPS}/file/{{of}}/{{number}}"
INVITE_PAGE = "/visitor/invite"
STEP_CALENDAR = f"{STEPS}/calendar"
STEP_PNG, STEP_PDF = f"{STEPS}/pass.png", f"{STEPS}/pass.pdf"
STEP_ASSETS = f"{tablet.PAGE}/assets/{{version}}/steps.{{kind}}"
TALKS = "/client/talk"
TALK = f"{TALKS}/{{visit_id}}"
COMPLAINTS, COMPLAINT = "/my/complaints", "/my/complaints/{complaint_id}"
MESSAGE, FILE = f"{COMPLAINT}/message", f"{COMPLAINT}/files/{{attachment_id}}"
ANSWER = f"{COMPLAINT}/answer"
PICTURE = "/client/orders/{order_id}/pictures/{attachment_id}"
WORKBOOK = "/visitor/client-statistics/{numbers}.xlsx"
MONITORING = "0123456789abcdef0123456789abcdef"
NOBODYS = 999_999_999
CALLED = set()


def validator(*where):
    """A validator for a part of the document."""
    names = (each.replace("~", "~0").replace("/", "~1") for each in where)
    schema = {"$ref": "urn:api#/" + "/".join(names)}
    return Draft202012Validator(schema, registry=REGISTRY)


def described(where):
    """A part of the document, or what it refers to, and where that stands."""
    part = DOCUMENT
    for name in where:
        assert name in part, f"not described: {' '.join(where)}"
        part = part[name]
    if "$ref" in part:
        return described(part["$ref"].removeprefix("#/").split("/"))
    return part, where


class Caller:
    """Somebody who calls: a device, or a person who is signed in."""

    def __init__(self, odoo, login=""):
        self.url, self.session = odoo.url, requests.Session()
        if login:
            page = self.session.get(f"{self.url}/web/login").text
            form = {"login": login, "password": login, "csrf_token": token_of(page)}
            page = self.session.post(f"{self.url}/web/login", form)
            assert page.url.rstrip("/") != f"{self.url}/web/login", "not signed in"

    def __call__(
        self, path, method="GET", bearer="", places=None, headers=None, **body
    ):
        """
        :param body: as ``requests`` takes it: ``json``, ``data``, ``files``
        :return: status, and what was answered: of JSON the value, else the text
        """
        CALLED.add(path)
        answer = self.session.request(
            method,
            self.url + path.format(**places or {}),
            headers={
                **({"Authorization": f"Bearer {bearer}"} if bearer else {}),
                **(headers or {}),
            },
            allow_redirects=False,
            timeout=60,
            **body,
        )
        where = ["paths", path, method.lower(), "responses", str(answer.status_code)]
        said, where = described(where)
        for name, header in said.get("headers", {}).items():
            header, _where = described(described_at(header, where, name))
            value = answer.headers[name]
            assert header["schema"].get("const", value) == value, (path, name)
        contents = said.get("content", {})
        kind = answer.headers.get("Content-Type", "").partition(";")[0]
        assert not contents or kind in contents or "*/*" in contents, (path, kind)
        if kind != "application/json" or not contents:
            return answer.status_code, answer.text
        validator(*where, "content", kind, "schema").validate(answer.json())
        return answer.status_code, answer.json()


def described_at(header, where, name):
    if "$ref" in header:
        return header["$ref"].removeprefix("#/").split("/")
    return [*where, "headers", name]


def token_of(page):
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]


@pytest.fixture(scope="module")
def anybody(odoo):
    return Caller(odoo)


@pytest.fixture
def gate(odoo, site):
    return Gate(odoo, site)


@pytest.fixture
def client(odoo):
    """A client with a login."""
    login = f"client_{uuid.uuid4().hex[:6]}"
    odoo.create(
        "res.users",
        name="Gu Lan",
        login=login,
        password=login,
        email=f"{login}@example.com",
        group_ids=[(6, 0, [odoo.ref("base.group_portal")])],
    )
    return Caller(odoo, login)


# -- gates and monitoring --------------------------------------------------------------


def scan(code, direction="in", **more):
    return {"nonce": str(uuid.uuid4()), "code": code, "direction": direction, **more}


def test_scans(odoo, people, site, gate, anybody):
    code = next(iter(expected(odoo, people, site, 1).values()))
    odoo.call("visitor.gate", "write", [gate.id], {"checks_in": True})
    first = scan(code)
    bodies = [
        first,
        first,
        scan(code),
        first | {"direction": "out"},
        scan(code, "out"),
        scan("nobody's"),
        scan(code, at="2026-11-23T01:40:12Z", offline=True, decision="denied"),
    ]
    answers = [anybody(SCAN, "POST", gate.token, json=body) for body in bodies]
    assert {status for status, _said in answers} == {200}
    assert [(each["status"], each["reason"]) for _status, each in answers[:-1]] == [
        ("granted", ""),
        ("granted", ""),
        ("denied", "already_inside"),
        ("denied", "nonce_conflict"),
        ("granted", ""),
        ("denied", "pass_unknown"),
    ]
    assert [each["replay"] for _status, each in answers[:2]] == [False, True]


def test_scans_that_are_none(gate, anybody):
    """What the schema of the document refuses, the server refuses."""
    good = scan("nobody's")
    schema = validator("components", "schemas", "Scan")
    assert schema.is_valid(good)
    for wrong in (
        {"nonce": "1"},
        {"nonce": "0c7b5a3e-6c1f-1f0e-9a44-2f6a6f9d1c10"},
        {"direction": "sideways"},
        {"code": 5},
        {"offline": True},
        {"offline": False, "decision": "granted"},
        {"offline": True, "decision": "perhaps"},
        {"more": 1},
    ):
        assert not schema.is_valid(good | wrong), wrong
        status, _said = anybody(SCAN, "POST", gate.token, json=good | wrong)
        assert status == 400, wrong
    assert anybody(SCAN, "POST", gate.token, data=b"{")[0] == 400
    assert anybody(SCAN, "POST", gate.token, json=scan("x" * 20_000))[0] == 413
    assert anybody(SCAN, "POST", json=good)[0] == 401


def test_things_at_an_exit(odoo, people, site, gate, anybody):
    person, code = next(iter(expected(odoo, people, site, 1).items()))
    odoo.call("visitor.gate", "write", [gate.id], {"checks_in": True})
    lines = [(0, 0, {"name": "Chair", "quantity": 4}), (0, 0, {"name": "Screen"})]
    number = people["reception"].create(
        "visitor.item.pass", registration_id=person, line_ids=lines
    )
    odoo.call("visitor.item.pass", "action_approve", [number])
    assert anybody(SCAN, "POST", gate.token, json=scan(code))[1]["items"] == []
    _status, said = anybody(SCAN, "POST", gate.token, json=scan(code, "out"))
    assert [each["name"] for each in said["items"]] == ["Chair", "Screen"]
    assert said["item_pass_id"] == number
    chair, screen = (each["id"] for each in said["items"])
    for ticked, stops in (([chair], ["Screen"]), ([chair, screen], [])):
        body = {"item_pass_id": number, "line_ids": ticked}
        status, said = anybody(ITEMS, "POST", gate.token, json=body)
        assert (status, said) == (200, {"mismatch": stops})
    for wrong, status in (
        ({"item_pass_id": NOBODYS}, 404),
        ({"line_ids": [NOBODYS]}, 422),
        ({"line_ids": ["1"]}, 400),
        ({"more": 1}, 400),
    ):
        assert anybody(ITEMS, "POST", gate.token, json=body | wrong)[0] == status
    assert anybody(ITEMS, "POST", json=body)[0] == 401


def test_health(odoo, gate, anybody):
    parameter = "visitor_management.health_token"
    odoo.call("ir.config_parameter", "set_param", parameter, MONITORING)
    for bearer in (MONITORING, gate.token):
        status, said = anybody(HEALTH, bearer=bearer)
        assert status == 200
        assert gate.id in [each["gate"] for each in said["devices"]]
    assert anybody(HEALTH)[0] == 401


# -- the steps of a visitor ------------------------------------------------------------


def test_the_steps_of_a_visitor(odoo, people, site, anybody):
    tour = tablet.kind_of_all_steps(odoo, site)
    person = tablet.expected(people, site, tour, "Sofia Steps", phone="13800138000")
    secret = tablet.handed_over(people, person)
    _status, page = anybody(tablet.PAGE)
    for kind in ("css", "js"):
        now = re.search(rf"/visitor/tablet/assets/([^/]+)/steps\.{kind}", page)[1]
        for version, status in ((now, 200), ("1234567", 404)):
            places = {"version": version, "kind": kind}
            assert anybody(STEP_ASSETS, places=places)[0] == status
    status, shown = anybody(STEPS, bearer=secret)
    assert status == 200
    policy = next(each for each in shown["steps"] if "policy" in each)
    induction = next(each for each in shown["steps"] if "induction" in each)
    places = {"of": "step", "number": induction["induction"]["steps"][1]["id"]}
    assert anybody(STEP_FILE, bearer=secret, places=places)[0] == 200
    assert anybody(STEP_FILE, places=places)[0] == 404
    picture = tablet.picture("Me")
    for path, body in (
        ("", {"json": {"vehicle_plate": "沪A12345"}}),
        ("/opened", {"json": {}}),
        ("/photo", {"data": picture}),
        ("/signature", {"data": picture}),
        ("/policy", {"json": {"policy_id": policy["id"]}}),
        ("/induction", {"json": {"induction_id": induction["id"], "answers": []}}),
    ):
        assert anybody(STEPS + path, "POST", secret, **body)[0] == 200, path
        assert anybody(STEPS + path, "POST", secret, data=b"{")[0] in (400, 422), path
        huge = b"x" * (11 * 1024 * 1024)
        assert anybody(STEPS + path, "POST", secret, data=huge)[0] == 413, path
    assert anybody(STEPS, "POST", secret, json={"name": ""})[0] == 422
    assert anybody(STEPS, "POST", secret, json={"state": "inside"})[0] == 400
    assert anybody(f"{STEPS}/end", "POST", secret, json={})[0] == 200
    assert anybody(STEPS, "POST", secret, json={})[0] == 404


def test_a_visitors_own_link(odoo, people, site, anybody):
    kind = odoo.create("visitor.visit.type", name="Meeting", approval="none")
    person = tablet.expected(people, site, kind, "Ivan Invited", phone="13800138001")
    secret = f"vmsecret-{uuid.uuid4().hex}"
    hashed = hashlib.sha256(secret.encode()).hexdigest()
    Cluster().sql(  # as if its mail had left
        "INSERT INTO visitor_invitation"
        " (registration_id, company_id, channel, user_id, token_hash, expires_at)"
        f" SELECT id, company_id, 'mail', {odoo.uid}, '{hashed}',"
        " now() + interval '1 hour'"
        f" FROM visitor_registration WHERE id = {person}",
        odoo.database,
    )
    status, shown = anybody(STEPS, bearer=secret)
    assert (status, shown["pass"]["code"][:4]) == (200, "VM1.")
    for path in (STEP_CALENDAR, STEP_PNG, STEP_PDF):
        assert anybody(path, bearer=secret)[0] == 200, path
        assert anybody(path)[0] == 404, path
    assert anybody(INVITE_PAGE)[0] == 200
    times = {"start": utc(days=1), "stop": utc(days=1, hours=1)}
    for path, body in (
        (f"{STEPS}/companions", {"name": "Carla Companion"}),
        (f"{STEPS}/other_time", {**times, "reason": "The train is late"}),
    ):
        assert anybody(path, "POST", secret, json=body)[0] == 200, path
        assert anybody(path, "POST", secret, json={"more": 1})[0] == 400, path
        assert anybody(path, "POST", json=body)[0] == 404, path
    pass_id = odoo.call("visitor.pass", "search", [("registration_id", "=", person)])
    people["reception"].call("visitor.pass", "revoke", pass_id, "Test")
    assert anybody(STEP_PNG, bearer=secret)[0] == 422
    declined = f"{STEPS}/decline"
    assert anybody(declined, "POST", secret, json={"more": 1})[0] == 400
    assert anybody(declined, "POST", secret, json={"reason": "Ill"})[0] == 200
    assert anybody(declined, "POST", secret, json={"reason": "Ill"})[0] == 404


# -- ratings ---------------------------------------------------------------------------


def test_a_rating(odoo, anybody):
    callback = odoo.create("client.callback", contact_name="Chen Meihua")
    secret = f"vmsecret-{uuid.uuid4().hex}"
    hashed = hashlib.sha256(secret.encode()).hexdigest()
    Cluster().sql(  # as if its mail had left
        "INSERT INTO client_callback_rating"
        " (callback_id, company_id, user_id, token_hash, expires_at)"
        f" SELECT id, company_id, {odoo.uid}, '{hashed}', now() + interval '1 day'"
        f" FROM client_callback WHERE id = {callback}",
        odoo.database,
    )
    assert anybody("/client/rating")[0] == 200
    assert anybody(ABOUT, "POST", secret)[0] == 200
    body = {"result": 5, "handling": 4, "words": "Thank you."}
    for wrong in ({"result": 6}, {"words": "x" * 2001}, {"more": 1}):
        assert anybody(RATE, "POST", secret, json=body | wrong)[0] == 400
    assert anybody(RATE, "POST", secret, json=body) == (200, {"result": "5"})
    assert anybody(RATE, "POST", secret, json=body)[0] == 404, "once"
    assert anybody(ABOUT, "POST")[0] == 404
    assert anybody(RATE, "POST", json=body | {"words": "x" * 20_000})[0] == 413


def test_who_is_asked(odoo, people, site, anybody):
    kind = odoo.create("visitor.visit.type", name="Meeting", approval="host")
    host = odoo.create("hr.employee", name="Host Away", company_id=1)
    visit = people["host"].create(
        "visitor.visit",
        type_id=kind,
        site_id=site,
        host_id=host,
        start=utc(minutes=5),
        stop=utc(hours=1),
        registration_ids=[(0, 0, {"name": "Zhang Wei"})],
    )
    people["host"].call("visitor.visit", "action_submit", [visit])
    secret = f"vmsecret-{uuid.uuid4().hex}"
    hashed = hashlib.sha256(secret.encode()).hexdigest()
    Cluster().sql(  # as if its mail had left
        "INSERT INTO visitor_answer_link"
        " (visit_id, partner_id, company_id, user_id, token_hash, expires_at)"
        f" SELECT v.id, u.partner_id, v.company_id, u.id, '{hashed}',"
        " now() + interval '1 day' FROM visitor_visit v, res_users u"
        f" WHERE v.id = {visit} AND u.id = {odoo.uid};"
        " INSERT INTO visitor_visit_asked_rel (visit_id, partner_id)"
        f" SELECT {visit}, partner_id FROM res_users WHERE id = {odoo.uid}"
        " ON CONFLICT DO NOTHING",
        odoo.database,
    )
    assert anybody(ASKED_PAGE)[0] == 200
    assert anybody(ASKED, bearer=secret)[1]["state"] == "pending"
    for wrong in ({"decision": "maybe"}, {"decision": "approve", "state": "done"}):
        assert anybody(ASKED, "POST", secret, json=wrong)[0] == 400
    assert anybody(ASKED, "POST", secret, json={"decision": "refuse"})[0] == 409
    yes = {"decision": "approve"}
    assert anybody(ASKED)[0] == 404
    # so many wrong secrets from one address are enough, of all these tests
    Cluster().sql("DELETE FROM visitor_throttle", odoo.database)
    status, answer = anybody(ASKED, "POST", secret, json=yes)
    assert (status, answer["state"]) == (200, "approved")
    assert anybody(ASKED, "POST", secret, json={"decision": "wait"})[1] == answer


def test_visits_of_residents(odoo, site, client):
    """Each page, and each form with a field that it does not have."""
    anybody = Caller(odoo)
    nobodys = {
        name: NOBODYS
        for name in ("visit_id", "hours_id", "item_pass_id", "instruction_id")
    } | {"entry_id": NOBODYS, "page": 1}
    token = {"csrf_token": token_of(client(f"{COMPLAINTS}/new")[1])}
    for path, methods in DOCUMENT["paths"].items():
        if not path.startswith(VISITS):
            continue
        if "get" in methods:
            assert client(path, places=nobodys)[0] in (200, 404), path
            assert anybody(path, places=nobodys)[0] == 303, path
        if "post" in methods:
            wrong = token | {"company_id": "1"}
            answer = client(path, "POST", data=wrong, places=nobodys)
            assert answer[0] in (400, 404), path


def test_an_escort(odoo, people, site, anybody):
    kind = odoo.create(
        "visitor.visit.type", name="Tour", approval="none", escort_required=True
    )
    visit = people["host"].create(
        "visitor.visit",
        type_id=kind,
        site_id=site,
        start=utc(minutes=5),
        stop=utc(hours=1),
        registration_ids=[(0, 0, {"name": "Zhang Wei"})],
    )
    people["host"].call("visitor.visit", "action_submit", [visit])
    guide = odoo.create("hr.employee", name="Anna Guide")
    odoo.call("hr.employee", "set_may_escort", [guide], True)
    escort = odoo.create("visitor.escort", visit_id=visit, employee_id=guide)
    secret = f"vmsecret-{uuid.uuid4().hex}"
    hashed = hashlib.sha256(secret.encode()).hexdigest()
    Cluster().sql(  # as if its mail had left
        "INSERT INTO visitor_escort_link"
        " (escort_id, company_id, user_id, token_hash, expires_at)"
        f" SELECT id, company_id, {odoo.uid}, '{hashed}', now() + interval '1 day'"
        f" FROM visitor_escort WHERE id = {escort}",
        odoo.database,
    )
    assert anybody(ESCORT_PAGE)[0] == 200
    assert anybody(f"{ESCORT}/about", "POST", secret)[0] == 200
    for wrong in ({"decision": "maybe"}, {"decision": "accept", "more": 1}):
        assert anybody(ESCORT, "POST", secret, json=wrong)[0] == 400
    yes = {"decision": "accept"}
    assert anybody(ESCORT, "POST", secret, json=yes) == (200, {"state": "accepted"})
    assert anybody(ESCORT, "POST", json=yes)[0] == 404
    assert anybody(f"{ESCORT}/about", "POST")[0] == 404


def test_a_warden(odoo, people, site, anybody):
    _status, page = anybody(warden.PAGE)
    for path, name in ((MUSTER_ASSETS, "muster.css"), (MUSTER_ASSETS, "muster.js")) + (
        (ZXING, "zxing.js"),
    ):
        now = re.search(rf"/assets/([^/]+)/{re.escape(name)}", page)[1]
        kind = name.partition(".")[2]
        for version, status in ((now, 200), ("1234567", 404)):
            places = {"version": version, "kind": kind}
            assert anybody(path, places=places)[0] == status
    assert anybody(f"{warden.PAGE}/service-worker.js")[0] == 200
    for lang, status in (("en_US", 200), ("xx_XX", 404)):
        places = {"lang": lang}
        assert (
            anybody(f"{warden.PAGE}/{{lang}}.webmanifest", places=places)[0] == status
        )
    warden.crowd(odoo, people, site, ["East"], 2)
    [(_id, secret)] = warden.named(odoo, people, site, ["Wu"])
    phone = {"headers": {"Visitor-Phone": "a" * 43}}
    ticks, add = f"{MUSTER}/ticks", f"{MUSTER}/add"
    assert anybody(MUSTER, bearer=secret, **phone)[0] == 404, "it took no phone yet"
    assert anybody(ticks, "POST", secret, json={"ticks": []}, **phone)[0] == 200
    people["reception"].call("visitor.muster", "start", site, "drill")
    status, shown = anybody(MUSTER, bearer=secret, **phone)
    assert status == 200
    known = {**phone["headers"], "If-None-Match": f'"{shown["version"]}"'}
    assert anybody(MUSTER, bearer=secret, headers=known)[0] == 304
    schema = validator("components", "schemas", "MusterTick")
    good = {"nonce": "n1", "key": shown["lines"][0]["key"], "status": "safe"}
    for wrong in (
        {},
        {"more": 1},
        {"status": "dead"},
        {"nonce": "a b"},
        {"line_id": 1},
    ):
        body = {"ticks": [good | wrong]}
        assert schema.is_valid(good | wrong) == (not wrong)
        status = 400 if wrong else 200
        assert anybody(ticks, "POST", secret, json=body, **phone)[0] == status, wrong
    row = {"nonce": "n2", "name": "Tom", "status": "safe"}
    for wrong, status in (
        ({}, 200),
        ({"name": " ", "nonce": "n3"}, 422),
        ({"more": 1}, 400),
    ):
        assert anybody(add, "POST", secret, json=row | wrong, **phone)[0] == status
    for path, body in ((ticks, {"ticks": []}), (add, row)):
        assert anybody(path, "POST", secret, json=body)[0] == 404, "another phone"
        assert anybody(path, "POST", secret, data=b"x" * 300_000, **phone)[0] == 413


def test_a_certificate(anybody):
    assert anybody("/visitor/certificate")[0] == 200
    assert anybody("/visitor/api/v1/certificate", bearer="1.0")[0] == 404


def test_the_sheet_of_a_permit(anybody):
    assert anybody("/visitor/permit")[0] == 200
    assert anybody("/visitor/api/v1/permit", bearer="1.0")[0] == 404


# -- the portal ------------------------------------------------------------------------


def test_a_client_on_the_portal(odoo, client, service, anybody):
    service = Caller(odoo, "service")
    form = client(f"{COMPLAINTS}/new")[1]
    text = {"csrf_token": token_of(form), "content": "No light"}
    assert client(f"{COMPLAINTS}/new", "POST", data=text | {"content": ""})[0] == 200
    assert client(f"{COMPLAINTS}/new", "POST", data=text | {"state": "new"})[0] == 400
    assert client(f"{COMPLAINTS}/new", "POST", data={"content": "No light"})[0] == 400
    assert client(f"{COMPLAINTS}/new", "POST", data=text)[0] == 303
    number = max(odoo.call("client.complaint", "search", []))

    its = {"places": {"complaint_id": number}}
    text = {"csrf_token": text["csrf_token"], "text": "Still none"}
    picture = (ROOT / "docs" / "images" / "pass_card.png").read_bytes()
    files = {"attachments": ("lamp.png", picture, "image/png")}
    assert client(MESSAGE, "POST", data=text, files=files, **its)[0] == 303
    assert client(MESSAGE, "POST", data=text | {"to": "me"}, **its)[0] == 400
    department = odoo.create("hr.department", name="Engineering")
    values = {"department_id": department}
    odoo.call("client.complaint", "write", [number], values)
    odoo.call("client.complaint", "action_accept", [number])
    odoo.call("client.complaint", "action_handled", [number])
    text = {"csrf_token": text["csrf_token"], "result": "5", "handling": "4"}
    assert client(ANSWER, "POST", data=text | {"handling": "6"}, **its)[0] == 200
    assert client(ANSWER, "POST", data=text | {"to": "me"}, **its)[0] == 400
    assert client(ANSWER, "POST", data=text, **its)[0] == 303
    order = odoo.create(
        "client.rectification",
        complaint_id=number,
        department_id=department,
        requirement="Change the lamp",
        deadline=utc(days=3)[:10],
    )
    page = client(COMPLAINT, **its)[1]
    file = re.search(rf"{COMPLAINT.format(**its['places'])}/files/(\d+)", page)[1]
    for attachment, status in ((file, 200), (NOBODYS, 404)):
        places = {"complaint_id": number, "attachment_id": attachment}
        assert client(FILE, places=places)[0] == status
        assert anybody(FILE, places=places)[0] == 303
        places = {"order_id": order, "attachment_id": attachment}
        assert service(PICTURE, places=places)[0] == status
        assert anybody(PICTURE, places=places)[0] == 303
    assert client(COMPLAINTS)[0] == 200
    assert client(f"{COMPLAINTS}/page/{{page}}", places={"page": 1})[0] == 200
    nobodys = {"places": {"complaint_id": NOBODYS}}
    assert client(COMPLAINT, **nobodys)[0] == 404
    text = {"csrf_token": text["csrf_token"]}
    for path in (MESSAGE, ANSWER):
        assert client(path, "POST", data=text, **nobodys)[0] == 404
    for path in (COMPLAINTS, f"{COMPLAINTS}/new", COMPLAINT):
        assert anybody(path, **its)[0] == 303


# -- the office ------------------------------------------------------------------------


def test_a_talk(odoo, service, anybody):
    client = odoo.create(
        "res.partner", name="Blue Sky", client_calendar_id=day_and_night(odoo)
    )
    visit = service.create(
        "client.visit",
        partner_id=client,
        appointment_at=utc(minutes=5),
        place="8F",
        confirmed_by="Mrs Chen",
    )
    service.call("client.visit", "action_appoint", [visit])
    caller, its = Caller(odoo, "service"), {"places": {"visit_id": visit}}
    item = {
        "uuid": str(uuid.uuid4()),
        "revision": 0,
        "kind": "praise",
        "content": "Clean lobby",
        "answered": True,
        "answer": "Thank you",
        "escalated_to_id": False,
        "deadline": "",
        "deleted": False,
    }
    draft = {
        "device": "phone",
        "draft": 1,
        "text": {"revision": 0, "talk": "x", "signed_by": "", "signature": None},
        "start": "",
        "stop": "",
        "done": False,
        "items": [item],
    }
    page = caller(TALK, **its)[1]
    for kind in ("css", "js"):
        version = re.search(rf"/client/talk/assets/([^/]+)/talk\.{kind}", page)[1]
        for wanted, status in ((version, 200), ("older", 404)):
            places = {"version": wanted, "kind": kind}
            assert (
                anybody(f"{TALKS}/assets/{{version}}/talk.{{kind}}", places=places)[0]
                == status
            )
    said = caller(f"{TALK}/load", "POST", json={"params": {}}, **its)[1]
    draft["text"]["revision"] = said["result"]["revision"]
    for version, status in ((draft, "saved"), (draft | {"draft": 0}, "old")):
        validator("components", "schemas", "TalkDraft").validate(version)
        body = {"params": {"draft": version}}
        said = caller(f"{TALK}/save", "POST", json=body, **its)[1]
        assert said["result"]["status"] == status, said
    said = caller(f"{TALK}/save", "POST", json={"params": {}}, **its)[1]
    assert "error" in said
    its = {"places": {"visit_id": NOBODYS}}
    assert caller(f"{TALK}/load", "POST", json={"params": {}}, **its)[1]["error"]
    assert caller(TALK, **its)[0] == 404
    assert anybody(TALK, **its)[0] == 303
    said = anybody(f"{TALK}/load", "POST", json={"params": {}}, **its)[1]
    assert said["error"]["code"] == 100
    assert anybody(f"{TALKS}/service-worker.js")[0] == 200
    for lang, status in (("en_US", 200), ("xx_XX", 404)):
        places = {"lang": lang}
        assert anybody(f"{TALKS}/{{lang}}.webmanifest", places=places)[0] == status
    for one in (caller, anybody):
        assert one(f"{TALKS}/next")[0] == 303


def test_a_picture_of_an_order(odoo, service, anybody):
    department = odoo.create("hr.department", name="Engineering")
    complaint = service.create(
        "client.complaint", contact_name="Gu Lan", content="No light"
    )
    order = service.create(
        "client.rectification",
        complaint_id=complaint,
        department_id=department,
        requirement="Replace the lamp",
        deadline="2099-01-05",
    )
    picture = (ROOT / "docs" / "images" / "pass_card.png").read_bytes()
    file = service.create(
        "ir.attachment",
        name="lamp.png",
        datas=base64.b64encode(picture).decode(),
        res_model="client.complaint",
        res_id=complaint,
    )
    caller = Caller(odoo, "service")
    for number, status in ((file, 200), (NOBODYS, 404)):
        places = {"order_id": order, "attachment_id": number}
        assert caller(PICTURE, places=places)[0] == status
        assert anybody(PICTURE, places=places)[0] == 303
    places = {"order_id": NOBODYS, "attachment_id": file}
    assert caller(PICTURE, places=places)[0] == 404


def test_a_workbook(odoo, anybody):
    login = f"manager_{uuid.uuid4().hex[:6]}"
    odoo.create(
        "res.users",
        name=login,
        login=login,
        password=login,
        group_ids=[(6, 0, [odoo.ref(f"{GROUP}client_manager")])],
    )
    department = odoo.create("hr.department", name="Engineering")
    form = odoo.call("client.callback.statistics", "generate", "2026-01-01", department)
    manager = Caller(odoo, login)
    for number, status in ((form, 200), (NOBODYS, 404)):
        assert manager(WORKBOOK, places={"numbers": number})[0] == status
        assert anybody(WORKBOOK, places={"numbers": number})[0] == 303


def test_every_path_was_called():
    assert CALLED == set(DOCUMENT["paths"])
