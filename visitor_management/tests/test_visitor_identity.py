"""Identity documents of visitors: what is kept, who may see it, how it is found."""

import base64
from datetime import date, timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.visit.visitor_identity import EXPIRED
from ..tools.identity_documents import CHECKS
from .identity_common import MASKED, NUMBER, PASSPORT, WRONG, IdentityCase


@tagged("-at_install", "post_install")
class TestIdentity(IdentityCase):
    # ------------------------------------------------------------
    # WHAT IS KEPT
    # ------------------------------------------------------------

    def test_full(self):
        identity = self._entered("full")
        self.assertEqual(identity.number, MASKED)
        self.assertEqual(identity.seen_by_id, self.user_reception)
        self.assertTrue(identity.seen_at)
        self.assertEqual(identity.company_id, self.company)
        self.assertTrue(identity.is_revealable)
        self.assertEqual(identity.display_name, f"Resident Identity Card {MASKED}")
        row = self._columns(identity)
        self.assertEqual(row["number"], MASKED)
        raw = base64.b64decode(row["ciphertext"])
        self.assertEqual(raw[:1], b"\x01")
        self.assertEqual(len(raw), 1 + 12 + len(NUMBER) + 16)
        self.assertNotIn(NUMBER, str(row))
        self.assertNotIn(NUMBER.encode(), raw)

    def test_partial(self):
        identity = self._entered("partial")
        row = self._columns(identity)
        self.assertEqual(row["number"], MASKED)
        self.assertEqual(len(row["number_hash"]), 64)
        self.assertIsNone(row["ciphertext"])
        self.assertFalse(identity.is_revealable)

    def test_none(self):
        person = self._person("none")
        answer = person.set_identity("passport", PASSPORT, "2099-01-31")
        self.assertTrue(answer["consistent"])
        identity = self._identity(person)
        self.assertEqual(identity.document_type, "passport")
        self.assertEqual(identity.expires_on, date(2099, 1, 31))
        self.assertEqual(identity.seen_by_id, self.user_reception)
        row = self._columns(identity)
        for column in ("number", "number_hash", "ciphertext"):
            self.assertIsNone(row[column])
        # the number need not even be typed
        self.assertTrue(person.set_identity("passport", "")["consistent"])
        # but if it is, it is checked
        self.assertFalse(person.set_identity("resident_id", WRONG)["consistent"])

    def test_nonces_differ(self):
        first, second = self._entered("full"), self._entered("full")
        first, second = self._columns(first), self._columns(second)
        self.assertNotEqual(first["ciphertext"], second["ciphertext"])
        self.assertEqual(first["number_hash"], second["number_hash"])

    def test_admission_sees_it(self):
        person = self._person("none")
        self.assertEqual(self._codes(person.check_in()), ["identity_missing"])
        answer = person.set_identity("passport", "E12345678", "2020-01-01")
        self.assertEqual(answer, {"consistent": True, "message": str(EXPIRED)})
        self.assertEqual(self._codes(person.check_in()), ["identity_expired"])
        person.set_identity("passport", "E12345678", "2099-01-01")
        self.assertEqual(person.check_in()["status"], "granted")

    # ------------------------------------------------------------
    # ENTERING
    # ------------------------------------------------------------

    def test_inconsistent(self):
        person = self._person()
        for reason in ("", "   ", False, None):
            answer = person.set_identity("resident_id", WRONG, False, reason)
            self.assertFalse(answer["consistent"])
            self.assertIn("last character", answer["message"])
            self.assertFalse(self._identity(person))
        answer = person.set_identity("resident_id", WRONG, False, " Worn card ")
        self.assertFalse(answer["consistent"])
        self.assertIn("Accepted with your reason", answer["message"])
        identity = self._identity(person, self.user_security)
        self.assertEqual(identity.override_reason, "Worn card")
        self.assertEqual(identity.reveal("Police asked"), WRONG)

    def test_reason_is_for_inconsistent_numbers(self):
        person = self._person()
        person.set_identity("resident_id", NUMBER, False, "Worn card")
        self.assertFalse(self._identity(person).override_reason)

    def test_unreadable_document(self):
        person = self._person()
        self.assertFalse(person.set_identity("passport", "")["consistent"])
        self.assertFalse(self._identity(person))
        person.set_identity("passport", "", False, "Water damage")
        identity = self._identity(person)
        self.assertEqual(identity.override_reason, "Water damage")
        self.assertFalse(identity.number)
        self.assertFalse(identity.is_revealable)

    def test_number_in_a_reason(self):
        person = self._person()
        for reason in (WRONG, f"card says 110105 19491231 0021, {person.name}"):
            with self.assertRaisesRegex(UserError, "out of the reason"):
                person.set_identity("resident_id", WRONG, False, reason)
        identity = self._entered(user=self.user_security)
        with self.assertRaisesRegex(UserError, "out of the reason"):
            identity.reveal("who is 11010519491231002x")
        self.assertFalse(identity.reveal_ids)

    def test_again_replaces(self):
        identity = self._entered("full", user=self.user_security)
        identity.reveal("Police asked")
        person = identity.registration_id.with_user(self.user_reception)
        person.set_identity("resident_id", WRONG, False, "Worn card")
        person.set_identity("passport", PASSPORT, "2099-01-31")
        again = self._identity(person, self.user_security)
        self.assertEqual(again, identity)
        self.assertEqual(again.document_type, "passport")
        self.assertEqual(again.number, "****02C3")
        self.assertFalse(again.override_reason)
        self.assertEqual(again.reveal("Police asked again"), "L898902C3")
        self.assertEqual(len(again.reveal_ids), 2)
        self.assertFalse(self._search(NUMBER))
        # a refused entry leaves what was there
        person.set_identity("resident_id", WRONG)
        self.assertEqual(again.number, "****02C3")

    def test_again_forgets(self):
        """Where the kind of visit was changed, entering again empties the rest."""
        identity = self._entered("full")
        identity.registration_id.visit_id.sudo().type_id.identity_storage = "none"
        identity.registration_id.with_user(self.user_reception).set_identity(
            "resident_id", NUMBER
        )
        row = self._columns(identity)
        for column in ("number", "number_hash", "ciphertext"):
            self.assertIsNone(row[column])

    def test_passport_expiry(self):
        person = self._person()
        self.assertTrue(person.set_identity("passport", PASSPORT)["consistent"])
        self.assertEqual(self._identity(person).expires_on, date(2012, 4, 15))
        person.set_identity("passport", PASSPORT, "2031-05-06")
        self.assertEqual(self._identity(person).expires_on, date(2031, 5, 6))

    def test_dates(self):
        person = self._person()
        day = fields.Date.today() + timedelta(days=2)
        person.set_identity("passport", "E12345678", day)
        self.assertEqual(self._identity(person).expires_on, day)
        for wrong in ("2031-02-30", "06/05/2031", "soon", 20310506, ["2031-05-06"]):
            with self.assertRaisesRegex(UserError, "YYYY-MM-DD") as raised:
                person.set_identity("passport", "E12345678", wrong)
            self.assertNotIn(str(wrong), str(raised.exception))
        for none in (False, None, ""):
            person.set_identity("passport", "E12345678", none)
            self.assertFalse(self._identity(person).expires_on)

    def test_bad_input(self):
        person = self._person()
        with self.assertRaisesRegex(UserError, "Choose one of: resident_id, .*other"):
            person.set_identity("library_card", NUMBER)
        with self.assertRaisesRegex(UserError, "that long"):
            person.set_identity("other", "1" * 129, False, "Because")
        self.assertTrue(person.set_identity("taiwan_permit", 12345678)["consistent"])

    def test_types_agree(self):
        """Each kind of document has a label and a check."""
        labels = self.env["visitor.identity"]._document_types()
        self.assertEqual(list(labels), list(CHECKS))

    # ------------------------------------------------------------
    # CHECKING
    # ------------------------------------------------------------

    def test_check_keeps_nothing(self):
        person = self._person("full").with_user(self.user_reception)
        self.assertEqual(
            person.check_identity("passport", NUMBER),
            {
                "document_type": "resident_id",
                "number": NUMBER,
                "expires_on": False,
                "consistent": True,
                "expired": False,
                "message": "The number is consistent.",
            },
        )
        found = person.check_identity("resident_id", PASSPORT)
        self.assertEqual(found["document_type"], "passport")
        self.assertEqual(found["number"], "L898902C3")
        self.assertEqual(found["expires_on"], "2012-04-15")
        self.assertEqual(found["message"], EXPIRED._translate("en_US"))
        found = person.check_identity("passport", "E12345678", "2020-01-01")
        self.assertTrue(found["expired"])
        # chosen by hand: the number tells no other kind
        found = person.check_identity("other", NUMBER, False, False)
        self.assertEqual(found["document_type"], "other")
        self.assertFalse(person.check_identity("resident_id", WRONG)["consistent"])
        self.assertFalse(person.check_identity("passport", "")["consistent"])
        self.assertFalse(self._identity(person))
        # a kind of visit that keeps no number asks for none
        seen = self._person("none").with_user(self.user_reception)
        self.assertTrue(seen.check_identity("passport", "")["consistent"])

    def test_check_bad_input(self):
        person = self._person().with_user(self.user_reception)
        with self.assertRaisesRegex(UserError, "Choose one of"):
            person.check_identity("library_card", NUMBER)
        with self.assertRaisesRegex(UserError, "that long"):
            person.check_identity("other", "1" * 129)

    def test_check_is_for_reception(self):
        person = self._person()
        for user in (self.user_host, self._other_company_user()):
            with self.assertRaises(AccessError):
                person.with_user(user).check_identity("resident_id", NUMBER)

    def test_reason_as_long_as_a_zone(self):
        """A reason of letters alone is no machine readable line: it hides no number."""
        person = self._person()
        reason = f"Worn{WRONG}".ljust(36, "X")
        with self.assertRaisesRegex(UserError, "Leave the number out"):
            person.set_identity("resident_id", WRONG, False, reason)

    def test_two_desks_at_once(self):
        """The loser of a race is tried again by Odoo, and replaces the entry."""
        identity = self._entered()
        Identity = type(self.env["visitor.identity"])
        nothing = self.env["visitor.identity"].sudo()
        with (
            mute_logger("odoo.sql_db"),
            patch.object(Identity, "search", lambda *_args, **_kwargs: nothing),
            self.assertRaises(ConcurrencyError),
            self.env.cr.savepoint(),
        ):
            identity._record(identity.registration_id, "resident_id", NUMBER)

    # ------------------------------------------------------------
    # WHO MAY
    # ------------------------------------------------------------

    def test_hosts_see_nothing(self):
        identity = self._entered()
        hosts = identity.with_user(self.user_host)
        with self.assertRaises(AccessError):
            hosts.read(["number"])
        with self.assertRaises(AccessError):
            hosts.search([])
        with self.assertRaises(AccessError):
            hosts.reveal("Curious")
        person = identity.registration_id.with_user(self.user_host)
        with self.assertRaises(AccessError):
            person.set_identity("resident_id", NUMBER)
        for domain in (
            [("identity_ids.number", "=", NUMBER)],
            [("identity_ids", "any", [("number", "=", NUMBER)])],
            [("identity_ids.document_type", "=", "resident_id")],
        ):
            with self.assertRaises(AccessError):
                person.search(domain)

    def test_nobody_writes(self):
        identity = self._entered()
        values = {
            "registration_id": self._person().id,
            "document_type": "passport",
            "seen_by_id": self.env.uid,
            "seen_at": fields.Datetime.now(),
        }
        self.addCleanup(
            setattr,
            self.env.transaction,
            "default_env",
            self.env.transaction.default_env,
        )
        line = [Command.update(identity.id, {"number": "x"})]
        attempts = {
            "write": lambda mine: mine.write({"expires_on": "2099-01-01"}),
            "create": lambda mine: mine.create(values),
            "copy": lambda mine: mine.copy(),
            "unlink": lambda mine: mine.unlink(),
            "from the visitor": lambda mine: mine.registration_id.write(
                {"identity_ids": line}
            ),
            "from the visitor, sudo": lambda mine: mine.registration_id.sudo().write(
                {"identity_ids": line}
            ),
            "read": lambda mine: mine.read(["ciphertext"]),
            "read hash": lambda mine: mine.read(["number_hash"]),
            "search": lambda mine: mine.search([("number_hash", "=", "x")]),
            "order": lambda mine: mine.search([], order="number_hash"),
            "export": lambda mine: mine.export_data(["ciphertext"]),
            "group": lambda mine: mine.formatted_read_group([], ["number_hash"]),
        }
        for user in (self.user_reception, self.user_security, self.user_admin):
            mine = identity.with_user(user)
            # as in a request: what is written through a relation is the user's
            self.env.transaction.default_env = mine.env
            for name, attempt in attempts.items():
                with self.subTest(name, user=user.login), self.assertRaises(UserError):
                    attempt(mine)
            self.assertNotIn("ciphertext", mine.fields_get())
            self.assertNotIn("ciphertext", mine.read()[0])
            self.assertNotIn("number_hash", mine.read()[0])
        with self.assertRaises(AccessError):
            call_kw(identity, "_record", [[], identity.id, "other", "x1234"], {})

    def test_companies_apart(self):
        identity = self._entered()
        elsewhere = identity.with_user(self._other_company_user())
        elsewhere.invalidate_recordset()
        with self.assertRaises(AccessError):
            elsewhere.reveal("Curious")
        with self.assertRaises(AccessError):
            elsewhere.read(["number"])
        self.assertFalse(elsewhere.search([("number", "=", NUMBER)]))
        self.assertFalse(identity.sudo().reveal_ids)

    # ------------------------------------------------------------
    # FOUND AGAIN
    # ------------------------------------------------------------

    def test_search(self):
        full, partial = self._entered("full"), self._entered("partial")
        both = full | partial
        self._entered("none")
        self.assertEqual(self._search(NUMBER), both)
        self.assertEqual(self._search("１１０１０５ 19491231-002x"), both)
        self.assertEqual(self._search([NUMBER, "E1234"], "in"), both)
        self.assertEqual(self._search(NUMBER, "ilike"), both)
        for part in (MASKED, "002X", "%", "1101", NUMBER[:-1], f"%{NUMBER}"):
            for operator in ("=", "ilike", "like", "=ilike", "in"):
                found = self._search([part] if operator == "in" else part, operator)
                self.assertFalse(found, (part, operator))
        self.assertFalse(both & self._search(NUMBER, "!="))
        self.assertTrue(self._search("E12345678", "!=") >= both)
        self.assertFalse(both & self._search(False))
        self.assertTrue(self._search(False, "!=") >= both)
        for operator in ("<", ">="):
            with self.assertRaisesRegex(UserError, "complete") as raised:
                self._search(NUMBER, operator)
            self.assertNotIn(NUMBER, str(raised.exception))

    def test_search_passport(self):
        person = self._person("partial")
        person.set_identity("passport", PASSPORT)
        self.assertEqual(self._search("L898902C3").registration_id, person)
        self.assertEqual(self._search(PASSPORT).registration_id, person)

    def test_search_from_visitors(self):
        identity = self._entered()
        people = self.env["visitor.registration"].with_user(self.user_reception)
        found = people.search([("identity_ids.number", "=", NUMBER)])
        self.assertEqual(found, identity.registration_id)
        self.assertEqual(identity.name_search(NUMBER)[0][0], identity.id)

    def test_fingerprints_of_companies_and_documents_differ(self):
        identities = self.env["visitor.identity"]
        prints = {
            identities._hash(company, document_type, "12345678")
            for company in (1, 2)
            for document_type in ("taiwan_permit", "other", "passport")
        }
        self.assertEqual(len(prints), 6)
