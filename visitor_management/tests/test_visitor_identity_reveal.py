"""The full number of an identity document: shown for a reason, logged for ever."""

import base64
from datetime import date

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import Form, tagged

from .identity_common import MASKED, NUMBER, PASSPORT, WRONG, IdentityCase
from .secret_common import OTHER, secret_set


@tagged("-at_install", "post_install")
class TestIdentityReveal(IdentityCase):
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
        second = self._entered(number="440524198001010013", user=self.user_security)
        second.sudo().ciphertext = first.sudo().ciphertext
        with self.assertRaisesRegex(UserError, "can't be read with this secret"):
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
        with secret_set(OTHER):
            with self.assertRaisesRegex(UserError, "can't be read with this secret"):
                identity.reveal("Police asked")
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
        with self.assertRaises(UserError):
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

    def test_form_finds_the_kind_itself(self):
        form = self._form(self._person())
        form.document_type = "passport"
        form.number = NUMBER
        self.assertEqual(form.document_type, "resident_id")
        self.assertTrue(form.is_consistent)
        form.number = PASSPORT
        self.assertEqual(form.document_type, "passport")

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
