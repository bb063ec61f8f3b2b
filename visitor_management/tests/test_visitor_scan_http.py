import json
import random
import string
import uuid
from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..controllers.scan import MAX_BODY
from ..models.admission.visitor_scan import UNKNOWN_CODES_A_MINUTE
from ..tools import pass_code
from .scan_common import ScanHttpCommon

EMPTY = {"name": "", "organization": "", "host": "", "visit": "", "areas": []}
ANSWER = {"status", "reason", "message", "replay", "visitor", "items", "server_time"}


def utc(moment):
    return moment.isoformat() + "Z"


@tagged("post_install", "-at_install")
class TestScanHttp(ScanHttpCommon):
    """What a gate's device is answered, and what is stored of it."""

    # ------------------------------------------------------------
    # ANSWERS
    # ------------------------------------------------------------

    def test_a_checked_in_visitor_passes_once(self):
        person = self._inside(names=["Li Na"], partner_id=self._company("Acme").id)
        answer = self._send(person)
        self.assertEqual(answer.keys(), ANSWER)
        self.assertEqual(answer["status"], "granted")
        self.assertEqual((answer["reason"], answer["replay"]), ("", False))
        self.assertEqual(answer["message"], "Welcome.")
        self.assertEqual(
            answer["visitor"],
            {
                "name": "Li Na",
                "organization": "Acme",
                "host": "Anita Oliver",
                "visit": person.visit_id.name,
                "areas": [],
            },
        )
        self.assertEqual(person.pass_ids.area_id, self.lobby)
        self.assertEqual(person.current_area_id, self.lobby)

        answer = self._send(person)
        self.assertEqual(
            (answer["status"], answer["reason"]), ("denied", "already_inside")
        )
        self.assertEqual(answer["visitor"]["name"], "Li Na")
        self.assertEqual(len(person.stay_ids), 1)
        scans = self._movements(("gate_id", "=", self.gate.id))
        self.assertEqual(scans.mapped("granted"), [True, False])
        self.assertEqual(scans[1].reason, "already_inside", "denied scans are kept")
        self.assertFalse(scans.user_id, "a device did it, nobody else")

    def _company(self, name):
        return self.env["res.partner"].create({"name": name, "is_company": True})

    def test_a_device_keeps_no_session_and_nobody_keeps_the_answer(self):
        response = self._post(json.dumps(self._body("x")))
        self.assertNotIn("Set-Cookie", response.headers)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertEqual(
            response.headers["Content-Type"], "application/json; charset=utf-8"
        )

    def test_whoever_is_signed_in_to_the_browser_does_not_matter(self):
        self.authenticate("visitor_admin", "visitor_admin")
        person = self._inside()
        self.assertEqual(self._send(person)["status"], "granted")
        movement = self._movements(("gate_id", "=", self.gate.id))
        self.assertEqual(movement.create_uid, self.env.ref("base.public_user"))

    def test_out_is_granted_and_said(self):
        person = self._inside()
        self._send(person)
        answer = self._send(person, "out")
        self.assertEqual((answer["status"], answer["message"]), ("granted", "Goodbye."))
        self.assertEqual(person.state, "outside")
        self.assertEqual(self._send(person)["status"], "granted", "and back in")
        self.assertEqual(len(person.stay_ids), 2)

    def test_the_message_is_in_the_language_of_the_site(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        address = self._company("Harbour Tower")
        address.lang = "zh_CN"
        self.site.partner_id = address
        seen = []

        def answer(scans, *_args, **_kwargs):
            seen.append(scans.env.lang)
            return {"granted": False, "reason": "", "message": ""}

        with patch.object(
            self.env.registry["visitor.scan"], "_decision", answer, create=False
        ):
            self._send("nobody's")
        self.assertEqual(seen, ["zh_CN"])

    # ------------------------------------------------------------
    # WHO MAY ASK
    # ------------------------------------------------------------

    def assertRefused(self, response, status, error):
        self.assertEqual(response.status_code, status, response.text)
        self.assertEqual(response.json(), {"error": error})
        self.assertEqual(
            response.headers["Content-Type"], "application/json; charset=utf-8"
        )
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertNotIn("Set-Cookie", response.headers)

    def test_unknown_devices_are_sent_away(self):
        body = json.dumps(self._body(self._inside()))
        for authorization in (
            "",
            "Bearer",
            "Bearer ",
            "Bearer nonsense",
            "Basic " + self.bearer,
            self.bearer,
            "Bearer " + self.bearer[:-1],
            "Bearer é\xff",
        ):
            with self.subTest(authorization=authorization):
                response = self._post(body, headers={"Authorization": authorization})
                self.assertRefused(response, 401, "unauthorized")
                self.assertIn("Bearer", response.headers["WWW-Authenticate"])
        self.assertFalse(self._movements(("gate_id", "=", self.gate.id)))

    def test_a_rotated_or_archived_gate_is_sent_away(self):
        old, body = self.bearer, json.dumps(self._body("x"))
        new = self.gate.rotate_token()
        self.assertRefused(self._post(body, old), 401, "unauthorized")
        self.assertEqual(self._post(body, new).status_code, 200)
        self.gate.active = False
        self.assertRefused(self._post(body, new), 401, "unauthorized")
        self.gate.active = True
        self.site.active = False
        self.assertRefused(self._post(body, new), 401, "unauthorized")

    def test_only_posts(self):
        for method in ("GET", "PUT", "DELETE", "PATCH"):
            response = self.url_open("/visitor/api/v1/scan", method=method)
            self.assertEqual(response.status_code, 405, method)

    # ------------------------------------------------------------
    # BAD INPUT
    # ------------------------------------------------------------

    def assertBad(self, body, **options):
        text = body if isinstance(body, (str, bytes)) else json.dumps(body)
        before = self._movements().ids
        response = self._post(text, **options)
        self.assertRefused(response, 400, "bad_request")
        self.assertEqual(self._movements().ids, before, "nothing is stored")

    def test_what_is_not_the_json_of_the_protocol(self):
        good = self._body(self._inside())
        nonce, code = good["nonce"], good["code"]
        head = f'{{"nonce": "{nonce}", "code": "{code}", "direction": '
        for case in (
            b"",
            "null",
            "[]",
            '"in"',
            "17",
            "{}",
            "{",
            json.dumps(good)[:-1],
            json.dumps(good) + "}",
            json.dumps([good]),
            head + '"in", "direction": "out"}',
            head + '"in", "direction": "in"}',
            head + "NaN}",
            head + '"in", "at": Infinity}',
            head + "[" * 7000 + "]" * 7000 + "}",
            "[" * 10000,
            '{"a":' * 3000,
            json.dumps(good).encode("utf-16"),
            json.dumps(good).encode("utf-8-sig"),
            json.dumps({**good, "code": "é"}, ensure_ascii=False).encode("latin-1"),
            head.encode() + b'"in\xff"}',
            f'{{"nonce": "{nonce}", "code": "\\ud800", "direction": "in"}}',
            f"nonce={nonce}&code={code}&direction=in",
        ):
            with self.subTest(body=case[:60]):
                self.assertBad(case)

    def test_unknown_and_missing_keys(self):
        good = self._body(self._inside())
        for key in ("site_id", "gate_id", "granted", "context", "user_id", ""):
            self.assertBad({**good, key: 1})
        for key in good:
            self.assertBad({k: v for k, v in good.items() if k != key})

    def test_wrong_types_and_values_of_each_parameter(self):
        good = self._body(self._inside())
        anything = (None, True, False, 0, 1, -1.5, "", "x", [], ["in"], {}, {"a": 1})
        now = utc(fields.Datetime.now())
        offline = {"offline": True, "decision": "granted"}
        for key in ("nonce", "code", "direction", "at", "offline", "decision"):
            for value in anything:
                if key == "code" and isinstance(value, str):
                    continue
                if key == "offline" and value is False:
                    continue
                with self.subTest(key=key, value=value):
                    self.assertBad({**good, key: value})
                    if key in ("at", "decision") or value is not True:
                        self.assertBad({**good, "at": now, **offline, key: value})
        for decision in ("granted", "denied"):
            self.assertBad({**good, "decision": decision})
            self.assertBad({**good, "decision": decision, "offline": False})
        self.assertBad({**good, "offline": True})

    def test_the_nonce_is_a_random_uuid(self):
        good = self._body(self._inside())
        for nonce in (
            str(uuid.uuid1()),
            str(uuid.uuid5(uuid.NAMESPACE_DNS, "gate")),
            str(uuid.UUID(int=0)),
            uuid.uuid4().hex,
            f"{{{uuid.uuid4()}}}",
            uuid.uuid4().urn,
            f" {uuid.uuid4()}",
            f"{uuid.uuid4()}\n",
            "-" * 36,
            "x" * 36,
        ):
            with self.subTest(nonce=nonce):
                self.assertBad({**good, "nonce": nonce})
        self.assertEqual(
            self._send(**{**good, "nonce": good["nonce"].upper()})["replay"], False
        )
        self.assertTrue(self._send(**good)["replay"], "case does not matter")

    def test_moments_are_in_utc(self):
        good = {**self._body(self._inside()), "offline": True, "decision": "denied"}
        for at in (
            "now",
            "2026-01-01",
            "2026-01-01T10:00:00",
            "2026-01-01T10:00:00+08:00",
            "2026-13-01T10:00:00Z",
            "2026-01-01T25:00:00Z",
            "2026-01-01T10:00:00ZZ",
            "0001-01-01T00:00:00Z",
            "1969-12-31T23:59:59Z",
            "1767261600",
            "９９９９-01-01T00:00:00Z",
        ):
            with self.subTest(at=at):
                self.assertBad({**good, "at": at})
        for at in (
            "2026-01-01T10:00:00Z",
            "2026-01-01T10:00:00.123Z",
            "2026-01-01T10:00:00+00:00",
            "1970-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
        ):
            with self.subTest(at=at):
                good["nonce"] = str(uuid.uuid4())
                self.assertEqual(self._send(**good)["status"], "denied")

    def test_too_large_bodies(self):
        body = json.dumps(self._body("x" * 100))
        full = body + " " * (MAX_BODY - len(body))
        self.assertEqual(self._post(full).status_code, 200, "16 KiB are allowed")
        before = self._movements().ids
        error = "request_entity_too_large"
        self.assertRefused(self._post(full + " "), 413, error)
        self.assertRefused(self._post(full * 100), 413, error)
        in_chunks = (full[i : i + 4096].encode() for i in range(0, MAX_BODY, 4096))
        self.assertRefused(
            self._post(each for part in (in_chunks, [b" "]) for each in part),
            413,
            error,
        )
        for mimetype in ("application/x-www-form-urlencoded", "multipart/form-data"):
            response = self._post(full + " ", headers={"Content-Type": mimetype})
            self.assertRefused(response, 413, error)
        self.assertEqual(self._movements().ids, before)

    def test_bodies_in_chunks_and_of_other_content_types(self):
        person = self._inside()
        chunks = iter([b" ", json.dumps(self._body(person)).encode()])
        self.assertEqual(self._post(chunks).json()["status"], "granted")
        for mimetype in (
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "",
        ):
            with self.subTest(mimetype=mimetype), self.assertNoLogs("odoo.http"):
                body = json.dumps(self._body(person))
                response = self._post(body, headers={"Content-Type": mimetype})
                self.assertEqual(response.json()["reason"], "already_inside")

    def test_an_error_of_ours_is_no_refusal(self):
        person = self._inside()
        with (
            patch.object(
                self.env.registry["visitor.scan"], "_find_pass", side_effect=KeyError
            ),
            mute_logger("odoo.http"),
        ):
            response = self._post(json.dumps(self._body(person)))
        self.assertRefused(response, 500, "internal_server_error")

    # ------------------------------------------------------------
    # THE SAME CALL AGAIN
    # ------------------------------------------------------------

    def assertReplayed(self, body, first):
        again = self._post(body).json()
        self.assertTrue(again.pop("replay"))
        self.assertFalse(first.pop("replay"))
        del again["server_time"], first["server_time"]
        self.assertEqual(again, first)

    def test_the_same_call_is_answered_as_the_first_time(self):
        later = fields.Datetime.now() + timedelta(days=3)
        cases = {
            "granted": self._inside(),
            "not_checked_in": self._registration(),
            "pass_not_yet_valid": self._registration(
                start=later, stop=later + timedelta(hours=1)
            ),
            "pass_unknown": "no code of ours",
        }
        cases = {
            reason: (self._token(each) if not isinstance(each, str) else each, each)
            for reason, each in cases.items()
        }
        for reason, (code, person) in cases.items():
            with self.subTest(reason=reason):
                body = json.dumps(self._body(code))
                first = self._post(body).json()
                self.assertIn(reason, (first["status"], first["reason"]))
                count = len(self._movements())
                if reason == "not_checked_in":
                    person.check_in()
                    count += 1
                elif reason == "granted":
                    person.check_out()
                    count += 1
                self.assertReplayed(body, first)
                self.assertEqual(len(self._movements()), count)

    def test_the_same_call_denied_by_a_kiosk_shows_nobody(self):
        self.gate.kind = "kiosk"
        body = json.dumps(self._body(self._inside()))
        first = self._post(body).json()
        self.assertEqual((first["reason"], first["visitor"]), ("already_inside", EMPTY))
        self.assertReplayed(body, first)

    def test_a_nonce_is_of_one_code_and_direction(self):
        person, other = self._inside(), self._inside()
        nonce = str(uuid.uuid4())
        self.assertEqual(self._send(person, nonce=nonce)["status"], "granted")
        count = len(self._movements())
        for code, direction in ((other, "in"), (person, "out"), ("nonsense", "in")):
            answer = self._send(code, direction, nonce=nonce)
            self.assertEqual(
                (answer["status"], answer["reason"]), ("denied", "nonce_conflict")
            )
            self.assertEqual((answer["replay"], answer["visitor"]), (False, EMPTY))
        self.assertEqual(len(self._movements()), count, "nothing is stored")
        self.assertFalse(other.pass_ids.scanned_in)

    def test_two_devices_may_draw_the_same_nonce(self):
        person, nonce = self._inside(), str(uuid.uuid4())
        second = self.gate.copy({"name": "Back door"}).rotate_token()
        self.assertEqual(self._send(person, nonce=nonce)["status"], "granted")
        answer = self._send(person, nonce=nonce, bearer=second)
        self.assertEqual(
            (answer["reason"], answer["replay"]), ("already_inside", False)
        )

    # ------------------------------------------------------------
    # WHOSE PASS
    # ------------------------------------------------------------

    def test_a_pass_of_another_site(self):
        other = self.env["visitor.site"].create({"name": "Pier", "tz": "Asia/Shanghai"})
        person = self._inside(site_id=other.id)
        answer = self._send(person)
        self.assertEqual(answer["reason"], "wrong_site")
        self.assertEqual(answer["visitor"]["name"], person.name)
        answer = self._send(person.pass_ids.short_code)
        self.assertEqual(answer["reason"], "pass_unknown", "typed: at its site only")
        answer = self._send(person, "out")
        self.assertEqual(answer["status"], "granted", "leaving is never refused")
        self.assertEqual(person.state, "inside", "but this is not how they left")
        self.assertTrue(self._movements(("gate_id", "=", self.gate.id))[-1].forced)

    def test_a_pass_of_another_company_is_unknown(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        site = self.env["visitor.site"].create(
            {"name": "Elsewhere", "tz": "Asia/Shanghai", "company_id": company.id}
        )
        employee = self.env["hr.employee"].create(
            {"name": "Somebody", "company_id": company.id}
        )
        visit = self._visit(self.env.user, site_id=site.id, host_id=employee.id)
        visit.action_submit()
        self.user_reception.company_ids |= company
        for direction in ("in", "out"):
            answer = self._send(visit.registration_ids, direction)
            self.assertEqual(answer["reason"], "pass_unknown")
            self.assertEqual(answer["visitor"], EMPTY)

    def test_the_short_code_as_people_type_it(self):
        person = self._inside()
        code = person.pass_ids.short_code
        self.assertEqual(self._send(code)["status"], "granted")
        for typed in (
            code.lower(),
            f"{code[:4]}-{code[4:]}",
            f" {code[:4]} {code[4:]}",
        ):
            self.assertEqual(self._send(typed)["reason"], "already_inside", typed)
        for typed in (code[:-1], code + "3", code + code, code.replace(code[0], "O")):
            self.assertEqual(self._send(typed)["reason"], "pass_unknown", typed)

    def test_old_codes_keep_answering_why(self):
        person = self._inside()
        old_token, old_code = self._token(person), person.pass_ids.short_code
        person.pass_ids.with_user(self.user_reception).reissue()
        for code in (old_token, old_code):
            self.assertEqual(self._send(code)["reason"], "pass_revoked")
        self.assertEqual(self._send(person)["status"], "granted")
        lost = self._token(person)
        person.pass_ids.report_lost()
        self.assertEqual(self._send(lost)["reason"], "pass_lost")
        person.pass_ids.reissue()
        self.assertEqual(self._send(lost)["reason"], "pass_lost")
        self.assertEqual(self._send(person)["status"], "granted")

    def test_what_becomes_of_a_pass_is_answered(self):
        person = self._inside()
        person.check_out(card_returned=False)
        self.assertEqual(self._send(person)["reason"], "pass_returned")
        person.pass_ids.action_returned()
        self.assertEqual(self._send(person)["reason"], "pass_returned")
        person = self._inside()
        person.pass_ids.revoke("Misuse")
        self.assertEqual(self._send(person)["reason"], "pass_revoked")
        self.assertEqual(self._send(person, "out")["status"], "granted")
        self.assertEqual(person.state, "outside", "out with a withdrawn pass")
        person = self._registration()
        person.visit_id.with_user(self.user_host).action_cancel("Ill")
        self.assertEqual(self._send(person)["reason"], "pass_revoked")

    def test_a_kiosk_shows_nobody_whom_it_refuses(self):
        self.gate.kind = "kiosk"
        person = self._registration()
        answer = self._send(person)
        self.assertEqual(
            (answer["reason"], answer["visitor"]), ("not_checked_in", EMPTY)
        )
        self.gate.checks_in = True
        answer = self._send(person)
        self.assertEqual(answer["status"], "granted")
        self.assertEqual(answer["visitor"]["name"], person.name)

    def test_an_exit_that_cannot_be_is_granted_and_flagged(self):
        for person, reason in (
            (self._registration(), "not_checked_in"),
            (self._left(), "pass_returned"),
        ):
            answer = self._send(person, "out")
            self.assertEqual((answer["status"], answer["reason"]), ("granted", ""))
            movement = self._movements(("registration_id", "=", person.id))[-1]
            self.assertEqual((movement.reason, movement.forced), (reason, True))
            self.assertNotEqual(person.state, "outside")

    def _left(self):
        person = self._inside()
        person.check_out()
        return person

    # ------------------------------------------------------------
    # OFFLINE
    # ------------------------------------------------------------

    def _send_offline(self, person, decision, direction="in", minutes=0, **values):
        self._made_yesterday()
        at = fields.Datetime.now() - timedelta(minutes=minutes)
        values = {"offline": True, "decision": decision, "at": utc(at), **values}
        answer = self._send(person, direction, **values)
        self.assertEqual(answer["status"], decision)
        return self._movements(("gate_id", "=", self.gate.id))[-1:], answer

    def _made_yesterday(self):
        """Passes and gates, so that what happened minutes ago happened with them."""
        self.env.flush_all()
        for table in ("visitor_pass", "visitor_gate"):
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET create_date = LEAST(create_date, %s)",
                    SQL.identifier(table),
                    fields.Datetime.now() - timedelta(days=1),
                )
            )
        self.env.invalidate_all()

    def test_offline_scans_are_stored_as_decided_there(self):
        self.gate.checks_in = True
        person = self._registration()
        movement, _answer = self._send_offline(person, "granted", minutes=4)
        self.assertEqual(
            (movement.offline, movement.forced, movement.late), (True, False, False)
        )
        self.assertEqual(person.state, "inside")
        self.assertEqual(person.stay_ids.in_at, movement.at, "when it happened")
        self.assertGreater(movement.recorded_at, movement.at)

    def test_an_offline_scan_that_we_would_have_refused_is_forced(self):
        person = self._inside()
        self._send(person)
        movement, answer = self._send_offline(person, "granted")
        self.assertEqual((movement.forced, movement.reason), (True, "already_inside"))
        self.assertEqual(answer["reason"], "")
        self.assertEqual(len(person.stay_ids), 1)
        token = self._token(person)
        person.pass_ids.report_lost()
        movement, _answer = self._send_offline(token, "granted")
        self.assertEqual((movement.forced, movement.reason), (True, "pass_lost"))
        movement, _answer = self._send_offline("nonsense", "granted")
        self.assertEqual((movement.forced, movement.reason), (True, "pass_unknown"))

    def test_an_offline_denial_is_kept_and_changes_nothing(self):
        person = self._inside()
        movement, answer = self._send_offline(person, "denied")
        self.assertFalse(movement.granted)
        self.assertFalse(person.pass_ids.scanned_in)
        self.assertEqual(answer["reason"], "", "we would have let them in")

    def test_an_offline_scan_older_than_the_last_movement_is_late(self):
        self.gate.checks_in = True
        person = self._registration()
        self._send_offline(person, "granted", minutes=3)
        self._send_offline(person, "granted", "out", minutes=1)
        stays = person.stay_ids.read(["in_at", "out_at"])
        movement, _answer = self._send_offline(person, "granted", minutes=2)
        self.assertTrue(movement.late)
        self.assertEqual(person.state, "outside")
        self.assertEqual(person.stay_ids.read(["in_at", "out_at"]), stays)

    def test_offline_scans_in_order_follow_the_person(self):
        self.gate.checks_in = True
        person = self._registration()
        for minutes, direction in ((4, "in"), (3, "out"), (2, "in"), (1, "out")):
            movement, _answer = self._send_offline(
                person, "granted", direction, minutes=minutes
            )
            self.assertFalse(movement.forced or movement.late)
        self.assertEqual(person.state, "outside")
        self.assertEqual(len(person.stay_ids), 2)

    def test_an_offline_scan_from_before_its_pass_is_kept_and_changes_nothing(self):
        """A clock ran slow: what it says is no entry before anybody was invited."""
        self.gate.checks_in = True
        person = self._registration()
        self._made_yesterday()
        made = person.pass_ids.create_date.replace(microsecond=0)
        long_ago = "1970-01-01T00:00:00Z"
        just_before = utc(made - timedelta(seconds=1))
        for decision, at in (
            ("granted", long_ago),
            ("granted", just_before),
            ("denied", long_ago),
        ):
            movement, answer = self._send_offline(person, decision, at=at)
            self.assertEqual(answer["status"], decision)
            self.assertEqual((movement.at, movement.late), (made, True), at)
            self.assertEqual(person.state, "expected")
            self.assertFalse(person.stay_ids)
        movement, _answer = self._send_offline(person, "granted", at=utc(made))
        self.assertEqual((movement.at, movement.late), (made, False))
        self.assertEqual(person.state, "inside")

    def test_an_unknown_code_from_before_its_gate_is_kept_as_late(self):
        self._made_yesterday()
        movement, _answer = self._send_offline(
            "nonsense", "denied", at="1999-12-31T23:59:59Z"
        )
        made = self.gate.create_date.replace(microsecond=0)
        self.assertEqual((movement.at, movement.late), (made, True))

    def test_a_moment_that_is_still_to_come_is_now(self):
        person = self._inside()
        movement, _answer = self._send_offline(
            person, "granted", at="9999-12-31T23:59:59Z"
        )
        self.assertLessEqual(movement.at, movement.recorded_at)
        self.assertFalse(movement.late)

    def test_a_device_whose_clock_is_fast_or_that_tells_the_time_online(self):
        person = self._inside()
        movement, _answer = self._send_offline(person, "denied", minutes=-600)
        self.assertLessEqual(movement.at, movement.recorded_at)
        early = fields.Datetime.now() - timedelta(days=2)
        answer = self._send(person, at=utc(early))
        self.assertEqual(answer["status"], "granted", "online our clock decides")
        self.assertGreater(self._movements()[-1].at, early + timedelta(days=1))

    def test_offline_scans_sent_twice_and_out_of_order_are_kept_once(self):
        self.gate.checks_in = True
        rng = random.Random(7)
        people = [self._registration() for _i in range(3)]
        self._made_yesterday()
        start = fields.Datetime.now() - timedelta(minutes=5)
        bodies = [
            json.dumps(
                self._body(
                    person,
                    rng.choice(["in", "out"]),
                    at=utc(start + timedelta(seconds=10 * i)),
                    offline=True,
                    decision="granted",
                )
            )
            for i in range(8)
            for person in people
        ]
        rng.shuffle(bodies)
        for body in bodies + bodies:
            self.assertEqual(self._post(body).status_code, 200)
        movements = self._movements(("gate_id", "=", self.gate.id))
        self.assertEqual(len(movements), len(bodies))
        for person in people:
            open_stays = person.stay_ids.filtered(lambda stay: not stay.out_at)
            self.assertEqual(len(open_stays), person.state == "inside")

    # ------------------------------------------------------------
    # ABUSE
    # ------------------------------------------------------------

    def test_a_device_that_guesses_codes_is_slowed_down(self):
        good, body = self._inside(), json.dumps(self._body("nonsense"))
        self.assertEqual(self._post(body).status_code, 200)
        for _i in range(UNKNOWN_CODES_A_MINUTE - 1):
            self._scan("nonsense")
        guess = json.dumps(self._body("VM1.NONSENSE"))
        self.assertRefused(self._post(guess), 429, "too_many_requests")
        count = len(self._movements())
        self.assertRefused(self._post(guess), 429, "too_many_requests")
        self.assertEqual(len(self._movements()), count, "nothing is stored")
        self.assertTrue(self._post(body).json()["replay"], "asked and answered before")
        self.assertEqual(
            self._send(good)["status"], "granted", "good passes still pass"
        )
        other = self.gate.copy({"name": "Back door"}).rotate_token()
        self.assertEqual(self._send("nonsense", bearer=other)["reason"], "pass_unknown")
        self.env.cr.execute(
            "UPDATE visitor_throttle SET since = since - INTERVAL '61 s'"
        )
        self.assertEqual(self._post(guess).status_code, 200, "a minute later")

    def test_no_text_opens_a_gate(self):
        """Random, cut, changed and foreign texts: one answer, never an admission."""
        person = self._inside()
        token, rng = self._token(person), random.Random(20261124)
        short = person.pass_ids.short_code
        self._send(person)  # so that a good code would be known by already_inside
        texts = [*self._foreign_texts(), *self._broken(token, short, rng, 1000)]
        with patch.object(self.env.registry["visitor.throttle"], "_take"):
            for text in texts:
                answer = self._scan(text, rng.choice(["in", "out"]))
                self.assertEqual(answer["status"], "denied", text)
                self.assertEqual(answer["reason"], "pass_unknown", text)
                self.assertEqual(answer["visitor"], EMPTY)
            for text in rng.sample(texts, 200):
                if len(json.dumps(text)) < MAX_BODY - 200:
                    answer = self._send(text, rng.choice(["in", "out"]))
                    self.assertEqual(answer["reason"], "pass_unknown", text)

    def _foreign_texts(self):
        return [
            "",
            " ",
            "VM1.",
            "VM2.",
            "VM1.=",
            "\0",
            "' OR 1=1 --",
            "%",
            "________",
            "٣٤٦٧٩٣٤٦",
            "ﬀﬀﬀﬀ",
            "https://example.com/visitor?code=VM1.AAAA",
            "BEGIN:VCARD\nVERSION:3.0\nFN:Li Na\nEND:VCARD",
            "WIFI:T:WPA;S:guests;P:secret;;",
            "4006381333931",
            "😀" * 50,
            "A" * 4096,
            "VM1." + "A" * 4096,
            "3" * 1_000_000,
            "VM1." + "Q" * 1_000_000,
        ]

    def _broken(self, token, short, rng, count):
        printable = string.printable + "éﬀ中\u202e\u200b😀"
        for _i in range(count):
            text = list(rng.choice([token, token, token, short]))
            place = rng.randrange(len(text))
            what = rng.randrange(6)
            if what == 0:
                old = text[place]
                text[place] = rng.choice(printable.replace(old, ""))
                if "".join(text).upper() == short:  # typed in small letters
                    continue
            elif what == 1:
                del text[place:]
            elif what == 2:
                del text[place]
            elif what == 3:
                text.insert(place, rng.choice(string.ascii_letters + string.digits))
            elif what == 4:
                text = [*text, *rng.choices(printable, k=rng.randrange(1, 40))]
            else:
                text = rng.choices(printable, k=rng.randrange(0, 200))
            text = "".join(text)
            read = pass_code.trim(text)
            if pass_code.normalize_short_code(read) != short and read != token:
                yield text

    def test_what_a_scanner_sends_along_is_taken_off(self):
        person = self._inside()
        token, short = self._token(person), person.pass_ids.short_code
        for before, after in (
            *((" ", " "), ("", "\r\n"), ("", "\r"), ("\t", "\n"), ("\ufeff", "")),
            *(
                ("\x02", "\x03"),
                ("\x1d", "\x00"),
                ("\u3000", "\x85"),
                ("\ufeff \t", " "),
            ),
        ):
            for code in (token, short):
                with self.subTest(before=before, after=after):
                    answer = self._send(f"{before}{code}{after}")
                    self.assertEqual(answer["status"], "granted")
                    answer = self._send(f"{before}{code}{after}", "out")
                    self.assertEqual(answer["status"], "granted")
        body = self._body(f"{token}\r")
        first = self._post(json.dumps(body)).json()
        again = self._post(json.dumps({**body, "code": token})).json()
        self.assertEqual((first["replay"], again["replay"]), (False, True))

    def test_what_stands_within_a_code_is_not_taken_off(self):
        person = self._inside()
        token = self._token(person)
        for inner in (" ", "\n", "\ufeff", "\x00", "\u200b"):
            answer = self._scan(f"{token[:9]}{inner}{token[9:]}")
            self.assertEqual(answer["reason"], "pass_unknown", inner)
        for added in ("\u200b", "\u202e", "=", "_"):  # no scanner adds these
            self.assertEqual(self._scan(token + added)["reason"], "pass_unknown", added)

    def test_no_code_is_stored_in_clear(self):
        person = self._inside()
        token = self._token(person)
        self._send(token)
        self._send("110101199003077758")
        self.env.cr.execute("SELECT CAST(m.* AS TEXT) FROM visitor_movement m")
        stored = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertNotIn(token, stored)
        self.assertNotIn("110101199003077758", stored)

    def test_movements_are_never_changed(self):
        self._send(self._inside())
        movement = self._movements()[-1]
        for user in (self.user_reception, self.user_admin, self.env.user):
            with self.assertRaises(UserError):
                movement.with_user(user).write({"granted": False})
            with self.assertRaises(UserError):
                movement.with_user(user).unlink()
        with self.assertRaises(UserError):
            movement.sudo().granted = False

    def test_gates_do_not_wait_for_each_other_to_say_they_live(self):
        self._send("nonsense")
        seen = self.gate.last_seen
        self.assertTrue(seen)
        self.gate.last_seen = old = seen - timedelta(minutes=5)
        self._send("nonsense")
        self.assertGreater(self.gate.last_seen, old)

    # ------------------------------------------------------------
    # FAULTS
    # ------------------------------------------------------------

    def test_a_call_that_odoo_tries_again_is_one_scan(self):
        self.gate.checks_in = True
        person = self._registration()
        mails = self.env["mail.mail"].search_count([])
        scans = self.env.registry["visitor.scan"]
        apply, failed = scans._apply, []

        def fail_once(self, *args):
            apply(self, *args)
            if not failed:
                failed.append(True)
                raise SerializationFailure

        with (
            patch.object(scans, "_apply", fail_once),
            patch.object(SerializationFailure, "pgcode", "40001"),
            patch("odoo.service.model.time.sleep"),
            mute_logger("odoo.service.model"),
        ):
            answer = self._send(person)
        self.assertEqual((answer["status"], answer["replay"]), ("granted", False))
        self.assertEqual(len(person.stay_ids), 1)
        self.assertEqual(len(self._movements(("gate_id", "=", self.gate.id))), 1)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails + 1)

    def test_a_mail_server_that_hangs_is_not_waited_for(self):
        self.gate.checks_in = True
        self.user_host.notification_type = "email"
        person = self._registration()
        with patch.object(
            self.env.registry["ir.mail_server"],
            "_connect__",
            side_effect=AssertionError("nobody sends mail at a gate"),
        ):
            self.assertEqual(self._send(person)["status"], "granted")
        mail = self.env["mail.mail"].search([], order="id desc", limit=1)
        self.assertEqual(mail.state, "outgoing")
        self.assertIn(self.user_host.partner_id, mail.notification_ids.res_partner_id)
