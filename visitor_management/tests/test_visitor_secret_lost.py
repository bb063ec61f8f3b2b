"""A secret that changed, was lost or is weak: nothing dead is printed, nothing lies."""

import json
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.http import serialize_exception
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..models.admission import visitor_pass
from ..tools import keys, pass_code
from .identity_common import MASKED, NUMBER, IdentityCase
from .scan_common import ScanCommon, ScanHttpCommon
from .secret_common import GOOD, OTHER, secret_in, secret_set

SENTENCE = "Put the former secret back"
WEAK = "changeme"


class SecretCase(IdentityCase, ScanCommon):
    """Everything of the test is made with one good secret, whatever the server's is."""

    def setUp(self):
        super().setUp()
        self.enterContext(secret_set(GOOD))
        self._forget()
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.user_system = self._user("system", "base.group_system")

    def _forget(self):
        """As in a database of a version that kept no fingerprint, or of no pass."""
        self.env.cr.execute("DELETE FROM visitor_secret")

    def _stored(self):
        return self.env["visitor.secret"]._stored()

    def _pass(self, person):
        return person.pass_ids.with_user(self.user_reception)

    def _print(self, person):
        report = "visitor_management.report_visitor_pass_card"
        reports = self.env["ir.actions.report"].with_user(self.user_reception)
        return reports._render_qweb_html(report, self._pass(person).ids)[0]

    def _nothing_was_made(self):
        """As in a database where nobody was announced yet."""
        self.env.flush_all()
        for table in ("visitor_identity", "visitor_pass_code"):
            self.env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
        self.env.invalidate_all()
        self._forget()

    def _find(self, code):
        reception = self.env["visitor.reception"].with_user(self.user_reception)
        return reception.find_code(self.site.id, code)

    def _reissue(self, user=None):
        settings = self.env["res.config.settings"].with_user(user or self.user_system)
        return settings.create({}).action_visitor_reissue_passes()

    def _settings(self):
        settings = self.env["res.config.settings"].with_user(self.user_system)
        return settings.create({})


@tagged("post_install", "-at_install")
class TestSecretLost(SecretCase):
    # ------------------------------------------------------------
    # PASSES
    # ------------------------------------------------------------

    def test_the_first_pass_keeps_the_fingerprint(self):
        self.assertFalse(self._stored())
        self._nothing_was_made()
        self._registration()
        self.assertEqual(self._stored(), keys.fingerprint())
        self.assertNotIn(GOOD[:8], self._stored())

    def test_with_another_secret_nothing_is_printed(self):
        person = self._inside()
        code = self._token(person)
        self._print(person)
        with secret_set(OTHER):
            with self.assertRaisesRegex(UserError, SENTENCE):
                self._token(person)
            with self.assertRaisesRegex(UserError, SENTENCE):
                self._print(person)
        self.assertEqual(self._token(person), code, "back with the former secret")

    def test_people_come_and_go_meanwhile(self):
        """Nobody stands before a closed door for the server's sake."""
        self._inside()
        with secret_set(OTHER):
            person = self._inside()
            self.assertEqual(person.state, "inside")
            with self.assertRaisesRegex(UserError, SENTENCE):
                self._token(person)
        with self.assertRaisesRegex(UserError, "Give it a new code"):
            self._token(person)
        self._pass(person).reissue()
        self.assertEqual(self._scan(person)["status"], "granted")

    def test_scans_stay_decisions(self):
        person = self._inside()
        token, short = self._token(person), person.pass_ids.short_code
        with secret_set(OTHER):
            self.assertEqual(self._scan(token)["reason"], "pass_unknown")
            self.assertEqual(self._scan(short)["status"], "granted")
        self.assertEqual(self._scan(token)["reason"], "already_inside")

    def test_who_prints_is_told_in_their_own_language(self):
        """Not in that of the site, in which passes are printed."""
        self.env["res.lang"]._activate_lang("zh_CN")
        passes = self._inside().pass_ids
        reports = self.env["report.visitor_management.visitor_pass_card"]
        secrets, languages = type(self.env["visitor.secret"]), []

        def spy(secret):
            languages.append(secret.env.lang)
            raise RuntimeError("asked, that is enough")

        with patch.object(secrets, "_check", spy), self.assertRaises(RuntimeError):
            reports.with_context(lang="zh_CN")._get_report_values(passes.ids)
        self.assertEqual(languages, ["zh_CN"])

    def test_a_database_from_before_fingerprints(self):
        """Its passes tell with which secret they were made."""
        person = self._inside()
        self._forget()
        with secret_set(OTHER):
            with self.assertRaisesRegex(UserError, SENTENCE):
                self._token(person)
            self._inside()
            with self.assertRaisesRegex(UserError, SENTENCE):
                self._token(person)
        self.assertTrue(self._token(person), "back with the former secret")
        self._inside(names=["Wang Fang"])
        self.assertEqual(self._stored(), keys.fingerprint())

    def test_a_browser_knows_the_error_for_one_that_is_told_to_people(self):
        """By the name of its class: else it shows a traceback."""
        secrets = self.env["visitor.secret"]
        with secret_set(WEAK), self.assertRaises(UserError) as caught:
            secrets._use()
        self.assertIs(type(caught.exception), UserError)
        told = serialize_exception(caught.exception)
        self.assertNotIn(WEAK, json.dumps(told))

    def test_a_weak_secret_does_nothing_at_all(self):
        person, identity = self._inside(), self._entered(user=self.user_security)
        for text in ("", WEAK):
            with secret_set(text):
                for call in (
                    lambda: self._token(person),
                    lambda: self._print(person),
                    lambda: self._scan("VM1.ABC"),
                    lambda: self._inside(names=["Li Na"]),
                    lambda: self._pass(person).reissue(),
                    lambda: self._reissue(),
                    lambda: identity.reveal("Police asked"),
                    lambda: self._search(NUMBER),
                    lambda: self._find("VM1.ABC"),
                    lambda: person.set_identity("passport", "L898902C3"),
                ):
                    with (
                        self.assertRaisesRegex(UserError, "openssl rand") as caught,
                        self.env.cr.savepoint(),
                    ):
                        call()
                    self.assertNotIn(WEAK, str(caught.exception))
                found = self._find(person.pass_ids.short_code)
                self.assertEqual(found["registration_id"], person.id)
        self.assertTrue(self._token(person))

    # ------------------------------------------------------------
    # THE FILE
    # ------------------------------------------------------------

    def test_the_first_use_makes_the_file(self):
        self._nothing_was_made()
        with secret_in(self.folder) as path:
            self.assertEqual(self.env["visitor.secret"]._state(), ("new", ""))
            self.assertFalse(path.exists(), "looking makes nothing")
            person = self._inside()
            self.assertTrue(keys.is_good(path.read_text("ascii")))
            self.assertEqual(path.stat().st_mode & 0o7777, 0o600)
            self.assertEqual(self._scan(person)["status"], "granted")
            self.assertEqual(self.env["visitor.secret"]._state(), ("good", ""))

    def test_a_lost_file_is_not_silently_replaced(self):
        person = self._inside()
        for _with_and_without_fingerprint in range(2):
            with secret_in(self.folder) as path:
                for call in (
                    lambda: self._token(person),
                    lambda: self._scan("VM1.ABC"),
                    lambda: self._inside(names=["Li Na"]),
                ):
                    with (
                        self.assertRaisesRegex(UserError, "Put it back from its copy"),
                        self.env.cr.savepoint(),
                    ):
                        call()
                self.assertFalse(path.exists())
            self._forget()

    def test_identity_numbers_alone_keep_the_file_from_being_replaced(self):
        for storage in ("partial", "full"):
            self._nothing_was_made()
            self._entered(storage)
            self.env.cr.execute("DELETE FROM visitor_pass_code")
            self._forget()
            with secret_in(self.folder) as path:
                with self.assertRaisesRegex(UserError, "missing"):
                    self.env["visitor.secret"]._use()
                self.assertFalse(path.exists())

    def test_two_databases_share_the_file(self):
        """The fingerprint is each one's: a new one joins, the older stays right."""
        self._nothing_was_made()
        with secret_in(self.folder) as path:
            path.write_text(GOOD)
            path.chmod(0o600)
            self._registration()
            self.assertEqual(self._stored(), keys.fingerprint())
            path.write_text(OTHER)  # the other database made a new one
            self.assertEqual(self.env["visitor.secret"]._state()[0], "differs")

    # ------------------------------------------------------------
    # IDENTITY NUMBERS
    # ------------------------------------------------------------

    def test_numbers_say_that_they_can_not_be_read(self):
        identity = self._entered(user=self.user_security)
        with secret_set(OTHER):
            with self.assertRaisesRegex(UserError, "can't be read with this secret"):
                identity.reveal("Police asked")
            self.assertFalse(identity.reveal_ids)
            self.assertEqual(identity.number, MASKED, "as before")
            with self.assertRaisesRegex(UserError, SENTENCE):
                self._search(NUMBER)  # not "nobody has this number"
            self.assertTrue(self._search(False, "!="), "empty or not is no secret")
        self.assertEqual(identity.reveal("Police asked"), NUMBER)
        self.assertEqual(self._search(NUMBER), identity)

    def test_no_number_is_stored_that_is_lost_with_the_next_secret(self):
        self._entered()
        with secret_set(OTHER):
            for storage in ("partial", "full"):
                person = self._person(storage)
                with self.assertRaisesRegex(UserError, SENTENCE):
                    person.set_identity("resident_id", NUMBER)
            answer = self._person("none").set_identity("resident_id", NUMBER)
            self.assertTrue(answer["consistent"])

    # ------------------------------------------------------------
    # REISSUE ALL OPEN PASSES
    # ------------------------------------------------------------

    def test_reissuing_all_open_passes_mends_it(self):
        self._other_company()
        here, ready = self._inside(), self._registration(names=["Li Na"])
        gone = self._inside(names=["Wang Fang"])
        gone.check_out()
        over = gone.pass_ids.sudo().issue
        old = self._token(here)
        self._entered()
        with secret_set(OTHER):
            shown = self._reissue()["params"]["message"]
            self.assertRegex(shown, r"\A\d+ passes have new codes")
            self.assertIn("1 identity numbers can't be read any more", shown)
            self.assertEqual(self._stored(), keys.fingerprint())
            self.assertEqual(self.env["visitor.secret"]._state(), ("good", ""))
            for person in (here, ready):
                self.assertEqual(len(person.pass_ids.sudo().code_ids), 2)
                self.assertTrue(self._print(person))
            self.assertEqual(self._scan(here)["status"], "granted")
            self.assertEqual(self._scan(old)["reason"], "pass_unknown")
            self.assertEqual(gone.pass_ids.sudo().issue, over)
        with self.assertRaisesRegex(UserError, SENTENCE):
            self._token(here)

    def test_a_lost_file_is_made_anew_when_the_administrator_asks(self):
        person = self._inside()
        with secret_in(self.folder) as path:
            self._reissue()
            self.assertTrue(keys.is_good(path.read_text("ascii")))
            self.assertEqual(self._scan(person)["status"], "granted")

    def test_numbers_are_taken_over_from_the_former_secret(self):
        """The way out for who had a weak one: it is named once more, to be left."""
        damaged = self._entered(user=self.user_security)
        damaged.sudo().ciphertext = "AA=="
        identity = self._entered(number="440524198001010013", user=self.user_security)
        with secret_set(OTHER), secret_set(GOOD, keys.FORMER_ENVIRONMENT):
            self.assertTrue(self._settings().visitor_secret_former)
            shown = self._reissue()["params"]["message"]
            self.assertIn("1 identity numbers were taken over", shown)
            self.assertIn("1 identity numbers can't be read any more", shown)
            self.assertEqual(identity.reveal("Police asked"), "440524198001010013")
            self.assertEqual(self._search("440524198001010013"), identity)
        with secret_set(OTHER):
            self.assertEqual(identity.reveal("Police asked"), "440524198001010013")

    def test_only_the_administrator_reissues_all(self):
        self._inside()
        for user in (self.user_admin, self.user_security, self.user_host):
            with secret_set(OTHER):
                secrets = self.env["visitor.secret"].with_user(user)
                self.assertRaises(AccessError, secrets._reissue_all)
                self.assertRaises(AccessError, secrets.search, [])
                self.assertRaises(AccessError, secrets.create, {"fingerprint": "x"})

    def test_many_passes_in_batches(self):
        people = [self._inside(names=[f"Visitor {n}"]) for n in range(3)]
        self.patch(visitor_pass, "REISSUED_AT_ONCE", 2)
        with secret_set(OTHER):
            self._reissue()
            for person in people:
                self.assertEqual(self._scan(person)["status"], "granted")

    # ------------------------------------------------------------
    # SETTINGS
    # ------------------------------------------------------------

    def test_the_settings_say_it(self):
        self._inside()
        settings = self._settings()
        self.assertEqual(settings.visitor_secret_state, "good")
        self.assertEqual(settings.visitor_secret_source, "environment")
        self.assertFalse(settings.visitor_secret_advice)
        with secret_set(OTHER):
            settings = self._settings()
            self.assertEqual(settings.visitor_secret_state, "differs")
            self.assertIn(SENTENCE, settings.visitor_secret_advice)
        with secret_set(WEAK):
            settings = self._settings()
            self.assertFalse(settings.visitor_secret_former)
            self.assertEqual(settings.visitor_secret_state, "weak")
            self.assertIn("openssl", settings.visitor_secret_advice)
        with secret_in(self.folder):
            settings = self._settings()
            self.assertEqual(settings.visitor_secret_state, "missing")
            self.assertEqual(settings.visitor_secret_source, "file")

    def test_the_sentence_is_in_the_language_of_the_user(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self._inside()
        chinese = self.env["visitor.secret"].with_context(lang="zh_CN")
        with secret_set(WEAK):
            _state, sentence = chinese._state()
            with self.assertRaises(UserError) as caught:
                chinese._use()
        self.assertEqual(str(caught.exception), sentence)


@tagged("post_install", "-at_install")
class TestSecretHttp(ScanHttpCommon):
    """A device is told that there is no answer, never that a person is refused."""

    @mute_logger("odoo.http")
    def test_a_gate_without_a_good_secret_is_unavailable(self):
        token = self._token(self._inside())
        body = json.dumps(self._body(token))
        with secret_set(WEAK):
            response = self._post(body)
        self.assertEqual(response.status_code, 503)
        self.assertEqual(response.json(), {"error": "service_unavailable"})
        self.assertFalse(self._movements(("gate_id", "=", self.gate.id)))
        self.assertEqual(self._post(body).json()["status"], "granted")

    @mute_logger("odoo.http")
    def test_a_public_page_without_a_good_secret_is_unavailable(self):
        with secret_set(WEAK):
            response = self.url_open(
                "/client/api/v1/rating/about",
                data="{}",
                headers={"Authorization": "Bearer nonsense"},
            )
        self.assertEqual(response.status_code, 503)

    def test_the_log_says_nothing_of_the_secret(self):
        body = json.dumps(self._body(f"{pass_code.PREFIX}ABC"))
        with secret_set(WEAK), self.assertLogs(level="DEBUG") as caught:
            self._post(body)
        self.assertNotIn(WEAK, "\n".join(caught.output))
        self.assertNotIn("Traceback", "\n".join(caught.output))
