"""Ways past the watchlist that somebody might find, on purpose or not."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..tools import admission
from .watchlist_common import WatchlistCommon

PASSPORT = "E12345678"
RESIDENT = "11010519491231002X"


@tagged("post_install", "-at_install")
class TestWatchlistPast(WatchlistCommon):
    # ------------------------------------------------------------
    # DOCUMENTS
    # ------------------------------------------------------------

    def test_a_document_of_which_nobody_said_the_kind(self):
        for kind in (False, "other"):
            entry = self._entry(document_type=kind, document_number=RESIDENT)
            self.assertEqual(entry.document_masked, "****002X")
            person = self._person("Somebody Else")
            person.set_identity("resident_id", RESIDENT)
            self.assertEqual(self._in(person), ["watchlisted"], kind)
            entry.active = False

    def test_a_document_that_is_shown_as_another_one(self):
        self._entry(document_type="passport", document_number=PASSPORT)
        person = self._person("Somebody Else")
        person.set_identity("other", PASSPORT, override_reason="Worn out")
        self.assertEqual(self._in(person), ["watchlisted"])

    def test_a_document_shown_before_the_entry_without_its_kind(self):
        self.type_open.identity_storage = "full"
        person = self._person("Somebody Else")
        person.set_identity("resident_id", RESIDENT)
        self._entry(document_number=RESIDENT)
        self.assertEqual(self._in(person), ["watchlisted"])

    # ------------------------------------------------------------
    # COMING BACK
    # ------------------------------------------------------------

    def test_who_is_expected_again_meets_what_was_entered_meanwhile(self):
        for act in ("action_cancel", "action_refuse", "check_out"):
            person = self._person(f"Boris Becket{act[-3:]}")
            at_desk = person.with_user(self.user_reception)
            if act == "check_out":
                self.assertEqual(self._in(person), [])
            getattr(at_desk, act)(*["Not today"] * (act == "action_refuse"))
            self._entry(name=person.name)
            self.assertFalse(self._hits(person), act)
            at_desk.undo()
            self.assertTrue(self._hits(person), act)
            self.assertIn("watchlisted", self._codes_of(person), act)

    def test_who_is_renamed_while_cancelled(self):
        self._entry()
        person = self._person("Carl Other")
        at_desk = person.with_user(self.user_reception)
        at_desk.action_cancel()
        at_desk.name = "Boris Becket"
        at_desk.undo()
        self.assertEqual(self._in(person), ["watchlisted"])

    def test_a_visit_that_was_over_is_moved_ahead(self):
        person = self._person()
        visit = person.visit_id
        self._put(
            visit,
            start=visit.start - timedelta(days=5),
            stop=visit.stop - timedelta(days=5),
        )
        self._entry()
        self.assertFalse(self._hits(person), "nobody expects them any more")
        now = fields.Datetime.now()
        visit.with_user(self.user_reception).write(
            {"start": now, "stop": now + timedelta(hours=2)}
        )
        self.assertTrue(self._hits(person))

    def _codes_of(self, person):
        """What speaks against an entry, whether or not the person is inside."""
        self.env.flush_all()
        facts = self.env["visitor.admission"].sudo()._facts(person)[person.id]
        return [each.code for each in admission.unmet(facts)]

    # ------------------------------------------------------------
    # ENTRIES THAT CHANGE
    # ------------------------------------------------------------

    def test_an_entry_that_is_corrected_in_the_archive_asks_again(self):
        for cleared in (False, True):
            entry, person = self._entry(), self._person()
            if cleared:
                self._hits(person).action_clear("Another birth date")
            entry.active = False
            entry.organization = "Becket Works"
            self.assertEqual(self._codes_of(person), [])
            entry.active = True
            self.assertEqual(self._hits(person).state, "open", cleared)
            self.assertEqual(self._in(person), ["watchlisted"])
            entry.active = False

    # ------------------------------------------------------------
    # SOMEBODY ELSE'S CLEARING
    # ------------------------------------------------------------

    def test_a_contact_that_was_cleared_lends_it_to_nobody(self):
        self._entry()
        contact = self.env["res.partner"].create({"name": "Boris Becket"})
        taken_for = {"name": "Boris Becket", "partner_id": contact.id}
        known = self._registration(registration_ids=[Command.create(taken_for)])
        hit = self._hits(known)
        hit.action_clear("Another birth date")
        self._put(hit, decided_at=hit.decided_at - timedelta(days=1))
        person = self._registration(registration_ids=[Command.create(taken_for)])
        self.assertEqual(self._hits(person).state, "cleared")
        person.with_user(self.user_reception).partner_id = False
        self.assertEqual(self._in(person), ["watchlisted"])

    def test_a_contact_is_linked_after_security_has_decided(self):
        self._entry()
        contact = self.env["res.partner"].create({"name": "Boris Becket"})
        person = self._person()
        self._hits(person).action_clear("Another birth date")
        person.with_user(self.user_reception).partner_id = contact
        self.assertEqual(self._in(person), [], "nobody is asked twice")

    # ------------------------------------------------------------
    # ENTRIES THAT SAY TOO LITTLE, OR TOO MUCH
    # ------------------------------------------------------------

    def test_one_common_word_meets_nobody(self):
        for name in ("Michael", "Johnson", "Nguyen", "Zhangwei", "Mr. Wilson"):
            with self.subTest(name), self.assertRaises(ValidationError):
                self._entry(name=name)
        self._entry(aliases="Michael; Johnson")
        for name in ("Michael", "Johnson"):
            self.assertEqual(self._in(self._person(name)), [])
        self._entry(name="Zhang Wei")
        for joined in ("Zhangwei", "张伟"):
            self.assertEqual(self._in(self._person(joined)), ["watchlisted"])

    def test_who_it_meets_is_counted_where_it_counts(self):
        for _each in range(3):
            self._person()
        other = self.env["visitor.site"].create({"name": "Elsewhere"})
        unit = self.env["visitor.unit"].create(
            {"name": "12-34", "site_id": self.site.id}
        )
        self.assertEqual(self._entry().met_last_year, 3)
        self.assertEqual(self._entry(site_id=other.id).met_last_year, 0)
        self.assertEqual(self._entry(site_id=self.site.id).met_last_year, 3)
        self.assertEqual(self._entry(unit_id=unit.id).met_last_year, 0)

    # ------------------------------------------------------------
    # WHO IS REMINDED
    # ------------------------------------------------------------

    def test_nobody_but_security_answers_for_an_entry(self):
        with self.assertRaises(ValidationError):
            self._entry(user_id=self.user_reception.id)
        entry = self._entry(review_on=fields.Date.today())
        with self.assertRaises(ValidationError):
            entry.user_id = self.user_host
        group = self.env.ref("visitor_management.group_visitor_security")
        self.user_security.sudo().group_ids -= group
        with self._in_slices():
            self.env["visitor.watchlist"]._cron_remind()
        told = self.env["mail.activity"].search(
            [("res_model", "=", entry._name), ("res_id", "=", entry.id)]
        )
        self.assertNotIn(self.user_security, told.user_id)
