"""Identity documents of visitors: what is kept, who may see it, what nobody may."""

import base64
import logging
from datetime import date, timedelta
from unittest.mock import patch

from psycopg2.errors import ForeignKeyViolation

from odoo import Command, fields
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.service.model import call_kw
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import SQL, mute_logger

from ..models.visitor_identity import EXPIRED
from ..tools import keys, log_filter
from ..tools.identity_documents import CHECKS
from .common import VisitorCommon

NUMBER = "11010519491231002X"
MASKED = "****002X"
WRONG = "110105194912310021"
PASSPORT = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"


class IdentityCase(VisitorCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kinds = {
            storage: cls.type_open.copy(
                {"name": storage, "identity_storage": storage, "id_required": True}
            )
            for storage in ("none", "partial", "full")
        }

    def _person(self, storage="full"):
        return self._registration(type_id=self.kinds[storage].id)

    def _identity(self, person, user=None):
        identity = self.env["visitor.identity"].search(
            [("registration_id", "=", person.id)]
        )
        self.assertLessEqual(len(identity), 1)
        return identity.with_user(user or self.user_reception)

    def _entered(self, storage="full", number=NUMBER, user=None):
        person = self._person(storage)
        answer = person.set_identity("resident_id", number)
        self.assertTrue(answer["consistent"], answer)
        return self._identity(person, user)

    def _columns(self, identity):
        """The row as it stands in the database."""
        self.env.flush_all()
        row = self.env.execute_query_dict(
            SQL("SELECT * FROM visitor_identity WHERE id = %s", identity.id)
        )
        return row[0]

    def _other_company_user(self):
        company = self.env["res.company"].create({"name": "Other"})
        return new_test_user(
            self.env,
            login="security_elsewhere",
            groups="visitor_management.group_visitor_security",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )


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

    def _search(self, number, operator="=", user=None):
        identities = self.env["visitor.identity"].with_user(user or self.user_reception)
        return identities.search([("number", operator, number)])

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

    # ------------------------------------------------------------
    # REVEALING
    # ------------------------------------------------------------

    def test_reveal(self):
        identity = self._entered(user=self.user_security)
        before = fields.Datetime.now()
        number = call_kw(identity.browse(), "reveal", [[identity.id], " Police "], {})
        self.assertEqual(number, NUMBER)
        line = identity.reveal_ids
        self.assertEqual(len(line), 1)
        self.assertEqual(line.reason, "Police")
        self.assertEqual(line.user_id, self.user_security)
        self.assertEqual(line.registration_id, identity.registration_id)
        self.assertEqual(line.company_id, self.company)
        self.assertGreaterEqual(line.at, before.replace(microsecond=0))
        # masked as before
        self.assertEqual(identity.read(["number"])[0]["number"], MASKED)

    def test_reveal_needs_a_reason(self):
        identity = self._entered(user=self.user_security)
        for reason in ("", "  ", False, None):
            with self.assertRaisesRegex(UserError, "Say why"):
                identity.reveal(reason)
        self.assertFalse(identity.reveal_ids)

    def test_reveal_is_for_security(self):
        identity = self._entered()
        for user in (self.user_reception, self.user_host):
            with self.assertRaises(AccessError):
                identity.with_user(user).reveal("Curious")
            with self.assertRaises(AccessError):
                identity.with_user(user).sudo().reveal("Curious")
        with self.assertRaises(AccessError):
            identity.reveal_ids.read()

    def test_reveal_what_is_not_kept(self):
        for storage in ("none", "partial"):
            identity = self._entered(storage, user=self.user_security)
            with self.assertRaisesRegex(UserError, "not kept"):
                identity.reveal("Police asked")
            self.assertFalse(identity.reveal_ids)

    def test_moved_ciphertext(self):
        first = self._entered(user=self.user_security)
        second = self._entered(number="440524188001010014", user=self.user_security)
        second.sudo().ciphertext = first.sudo().ciphertext
        with self.assertRaisesRegex(UserError, "can't be read on this installation"):
            second.reveal("Police asked")
        self.assertFalse(second.reveal_ids)
        self.assertEqual(first.reveal("Police asked"), NUMBER)

    def test_changed_ciphertext(self):
        identity = self._entered(user=self.user_security)
        sound = base64.b64decode(identity.sudo().ciphertext)
        broken = [sound[:i] + bytes([sound[i] ^ 1]) + sound[i + 1 :] for i in range(47)]
        broken += [b"", b"\x01", sound[:13], sound[:-1], sound + b"\0"]
        texts = [base64.b64encode(each).decode() or "=" for each in broken]
        for text in (*texts, "é", "no base64!"):
            identity.sudo().ciphertext = text
            with self.assertRaisesRegex(UserError, "can't be read"):
                identity.reveal("Police asked")

    def test_another_secret(self):
        identity = self._entered(user=self.user_security)
        with patch.dict("os.environ", {keys.ENVIRONMENT: "another secret"}):
            with self.assertRaisesRegex(UserError, "can't be read"):
                identity.reveal("Police asked")
            self.assertFalse(self._search(NUMBER))
        self.assertEqual(identity.reveal("Police asked"), NUMBER)

    def test_log_is_for_ever(self):
        identity = self._entered(user=self.user_security)
        identity.reveal("Police asked")
        line = identity.reveal_ids
        for user in (self.user_security, self.user_admin, self.env.user):
            for mine in (line.with_user(user), line.with_user(user).sudo()):
                with self.assertRaises(UserError):
                    mine.write({"reason": "Nothing"})
                with self.assertRaises(UserError):
                    mine.unlink()
        with self.assertRaises(AccessError):
            line.copy()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(ForeignKeyViolation),
            self.env.cr.savepoint(),
        ):
            identity.sudo().unlink()
        self.assertTrue(line.exists())
        # what it is about can be emptied
        identity.sudo().write(
            {"number": False, "number_hash": False, "ciphertext": False}
        )
        self.assertFalse(self._search(NUMBER))
        self.assertEqual(line.reason, "Police asked")

    # ------------------------------------------------------------
    # FORMS
    # ------------------------------------------------------------

    def _form(self, person):
        wizards = self.env["visitor.identity.wizard"].with_user(self.user_reception)
        return Form(wizards.with_context(default_registration_id=person.id))

    def test_form(self):
        person = self._person()
        form = self._form(person)
        form.document_type = "resident_id"
        form.number = "110105 19491231 002x"
        self.assertTrue(form.is_consistent)
        self.assertIn("consistent", form.message)
        form.expires_on = date(2099, 1, 31)
        wizard = form.save()
        self.assertFalse(wizard.number)
        self.assertEqual(wizard.action_enter()["type"], "ir.actions.act_window_close")
        identity = self._identity(person)
        self.assertEqual(identity.number, MASKED)
        self.assertEqual(identity.expires_on, date(2099, 1, 31))

    def test_form_inconsistent(self):
        person = self._person()
        form = self._form(person)
        form.document_type = "resident_id"
        form.number = WRONG
        self.assertFalse(form.is_consistent)
        self.assertIn("last character", form.message)
        with self.assertRaisesRegex(UserError, "last character"):
            form.save()
        self.assertFalse(self._identity(person))
        form.override_reason = "Worn card"
        form.save()
        self.assertEqual(self._identity(person).override_reason, "Worn card")

    def test_form_is_for_reception(self):
        person = self._person()
        wizards = self.env["visitor.identity.wizard"]
        values = {
            "registration_id": person.id,
            "document_type": "resident_id",
            "number": NUMBER,
        }
        with self.assertRaises(AccessError):
            wizards.with_user(self.user_host).create(values)
        with self.assertRaises(AccessError):
            wizards.with_user(self._other_company_user()).create(values)
        self.assertFalse(self._identity(person))

    def test_reveal_form(self):
        identity = self._entered(user=self.user_security)
        wizards = self.env["visitor.identity.reveal.wizard"]
        wizards = wizards.with_context(default_identity_id=identity.id)
        form = Form(wizards.with_user(self.user_security))
        form.reason = "Police asked"
        action = form.save().action_reveal()
        self.assertEqual(action["params"]["message"], NUMBER)
        self.assertEqual(identity.reveal_ids.reason, "Police asked")
        with self.assertRaises(AccessError):
            wizards.with_user(self.user_reception).create({"reason": "Curious"})

    def test_views(self):
        for user in (self.user_reception, self.user_security):
            identities = self.env["visitor.identity"].with_user(user)
            views = identities.get_views(
                [(False, k) for k in ("list", "form", "search")]
            )
            seen = "Reveal Number" in views["views"]["form"]["arch"]
            self.assertEqual(seen, user == self.user_security)


PLANTED = {
    "resident_id": "440524188001010014",
    "residence_permit_hmt": "810000199408230021",
    "residence_permit": "SHANGHAI20261234",
    "hk_macau_permit": "H8765432101",
    "taiwan_permit": "9081726354",
    "foreigner_id": "911124198108030024",
    "passport": PASSPORT,
    "driving_licence": "310482716354",
    "other": "OFFICER-7162534",
}
# what is searched for: each number, and what betrays a birth date
TRACES = (
    "440524188001010014",
    "18800101",
    "810000199408230021",
    "19940823",
    "SHANGHAI20261234",
    "H8765432101",
    "9081726354",
    "911124198108030024",
    "L898902C3",
    "7408122F",
    "310482716354",
    "7162534",
)
TABLES = (
    "visitor\\_%",
    "client\\_%",
    "mail\\_%",
    "bus\\_bus",
    "ir\\_attachment",
    "ir\\_logging",
    "ir\\_config\\_parameter",
    "res\\_partner",
)


@tagged("-at_install", "post_install")
class TestPlantedNumbers(IdentityCase):
    """Numbers are planted and then searched for wherever they must not stand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=False))

    def _dump(self):
        """Every value of the tables in question as text: table.column → values."""
        self.env.flush_all()
        columns = self.env.execute_query(
            SQL(
                """
                SELECT c.table_name, c.column_name, c.data_type
                  FROM information_schema.columns c
                  JOIN information_schema.tables t USING (table_schema, table_name)
                 WHERE t.table_type = 'BASE TABLE'
                   AND table_schema = current_schema
                   AND c.table_name LIKE ANY(%s)
                """,
                list(TABLES),
            )
        )
        self.assertGreater(len({table for table, *_column in columns}), 20)
        for table, column, data_type in columns:
            name = SQL.identifier(column)
            text = (
                SQL("encode(%s, 'escape')", name)
                if data_type == "bytea"
                else SQL("%s::text", name)
            )
            ((values,),) = self.env.execute_query(
                SQL(
                    "SELECT string_agg(%s, chr(10)) FROM %s",
                    text,
                    SQL.identifier(table),
                )
            )
            if values:
                yield f"{table}.{column}", values

    def _found(self):
        return {
            (where, trace)
            for where, text in self._dump()
            for trace in TRACES
            if trace in text
        }

    def _use_everything(self, storages=("none", "partial", "full")):
        """Each document entered, refused, overridden, searched, revealed, by form."""
        for document_type, number in PLANTED.items():
            for storage in storages:
                person = self._person(storage)
                record = self.env["visitor.registration"].with_user(self.user_reception)
                self._rpc(record, "set_identity", [person.id], document_type, number)
                self._rpc(
                    record,
                    "set_identity",
                    [person.id],
                    "resident_id" if document_type == "other" else "taiwan_permit",
                    number,
                    False,
                    "Worn card",
                )
                self._rpc(record, "set_identity", [person.id], document_type, number)
            identity = self._identity(person, self.user_security)
            identities = identity.browse()
            self._rpc(identities, "web_search_read", [("number", "=", number)], {})
            self._rpc(identities, "name_search", number)
            self._rpc(identities, "reveal", identity.ids, "Police asked")
            wizards = self.env["visitor.identity.wizard"].with_user(self.user_reception)
            values = {
                "registration_id": person.id,
                "document_type": document_type,
                "number": number,
            }
            self._rpc(wizards, "web_save", [], values, {"number": {}, "message": {}})
            self._rpc(wizards, "onchange", [], values, ["number"], {"message": {}})

    def _rpc(self, records, method, *args):
        return call_kw(records.browse(), method, list(args), {})

    def test_planted(self):
        with self.assertLogs("odoo", "DEBUG") as logs:
            self._use_everything()
            self.env.cr.flush()  # writes the tracking values
        log = "\n".join(logs.output)
        self.assertGreater(len(logs.output), 500)
        self.assertIn("call visitor.registration", log)
        self.assertIn("odoo.sql_db", log)
        told = {trace for trace in TRACES if trace in log}
        self.assertFalse(told, "in the log")
        self.assertFalse(self._found(), "in the database")

    def test_the_search_finds(self):
        """The negative control: planted on purpose, each is found where it stands."""
        identity = self._entered()
        trace = TRACES[0]
        identity.sudo().number = trace
        identity.registration_id.visit_id.sudo().message_post(body=f"card {trace}")
        self.env["ir.attachment"].create({"name": f"{trace}.txt", "raw": b"x"})
        found = {where for where, _trace in self._found()}
        self.assertIn("visitor_identity.number", found)
        self.assertIn("mail_message.body", found)
        self.assertIn("ir_attachment.name", found)

    def test_the_log_would_tell(self):
        """The negative control: without the filter each is found in the log."""
        for name in log_filter.BEGINNINGS:
            logger = logging.getLogger(name)
            logger.removeFilter(log_filter.FILTER)
            self.addCleanup(logger.addFilter, log_filter.FILTER)
        with self.assertLogs("odoo", "DEBUG") as logs:
            self._use_everything(storages=("full",))
        log = "\n".join(logs.output)
        self.assertFalse([trace for trace in TRACES if trace not in log])
