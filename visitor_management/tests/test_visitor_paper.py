"""Papers of contractors: entered, accepted or refused, expired, reminded of."""

from datetime import date, timedelta

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import BaseCase, freeze_time, tagged
from odoo.tools import mute_logger

from ..tools import contractor_papers
from .image_common import b64, picture_bytes
from .paper_common import PDF, PaperCommon

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestStandings(BaseCase):
    """The pure functions: how a paper stands, when its firm is told."""

    def test_how_it_stands(self):
        for state, first, until, stands in (
            ("", None, None, "missing"),
            ("missing", None, None, "missing"),
            ("waiting", None, TODAY, "waiting"),
            ("refused", None, TODAY, "refused"),
            ("valid", None, None, "valid"),
            ("valid", TODAY, TODAY + 31 * DAY, "valid"),
            ("valid", None, TODAY + 30 * DAY, "expiring"),
            ("valid", None, TODAY, "expiring"),
            ("valid", None, TODAY - DAY, "expired"),
            ("valid", TODAY + DAY, None, "not_yet"),
        ):
            found = contractor_papers.standing(state, first, until, 30, TODAY)
            self.assertEqual(found, stands, (state, first, until))

    def test_a_certificate_whose_review_is_due_counts_no_more(self):
        until = contractor_papers.good_until
        self.assertEqual(until(TODAY, TODAY - DAY), TODAY - DAY)
        self.assertEqual(until(TODAY, TODAY + DAY), TODAY)
        self.assertEqual(until(None, TODAY), TODAY)
        self.assertIsNone(until(None, None))

    def test_when_the_firm_is_told(self):
        due = contractor_papers.is_reminder_due
        for stands in ("valid", "waiting", "not_yet"):
            self.assertFalse(due(stands, None, None, TODAY))
        for stands in ("missing", "refused", "expired"):
            self.assertTrue(due(stands, None, None, TODAY))
            self.assertFalse(due(stands, None, TODAY - 6 * DAY, TODAY))
            self.assertTrue(due(stands, None, TODAY - 7 * DAY, TODAY))
        until = TODAY + 30 * DAY
        told, days = None, []
        for ahead in range(31):
            day = TODAY + ahead * DAY
            if due("expiring", until, told, day):
                told = day
                days.append((until - day).days)
        self.assertEqual(days, [30, 7, 1])


@tagged("post_install", "-at_install")
@freeze_time("2026-11-24 04:00:00")
class TestPaper(PaperCommon):
    def test_a_paper_that_nobody_has_filled_in_has_no_odd_name(self):
        paper = self.env["visitor.contractor.paper"].new()
        self.assertFalse(paper.display_name)
        paper.kind = self.insurance
        self.assertEqual(paper.display_name, "Insurance")

    def test_what_is_entered_waits_for_security(self):
        paper = self._paper()
        self.assertEqual(paper.state, "waiting")
        self.assertEqual(paper.entered_by_id, self.user_reception)
        self.assertEqual(paper.entered_at, fields.Datetime.now())
        self.assertEqual(paper.due_on, TODAY + 2 * DAY)
        with self.assertRaises(AccessError):
            paper.action_accept()
        with self.assertRaises(AccessError):
            paper.action_refuse("No")
        officer = paper.with_user(self.user_security)
        officer.action_accept()
        self.assertEqual(officer.state, "valid")
        self.assertEqual(officer.decided_by_id, self.user_security)

    def test_one_that_is_missing_waits_once_it_is_entered(self):
        paper = self._paper(file=False)
        self.assertEqual(paper.state, "missing")
        paper.write({"file": b64(PDF), "file_name": "insurance.pdf"})
        self.assertEqual(paper.state, "waiting")

    def test_one_of_a_kind_is_missing_or_waits(self):
        self._paper()
        again = mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation)
        with again[0], again[1], self.env.cr.savepoint():
            self._paper()

    def test_the_file_is_for_security_and_who_entered_it(self):
        paper = self._paper(self.worker, self.certificate)
        other = self._user("desk2", "visitor_management.group_visitor_reception")
        self.env.invalidate_all()
        self.assertFalse(paper.with_user(other).file)
        self.assertTrue(paper.with_user(other).has_file)
        self.env.invalidate_all()
        for user in (self.user_reception, self.user_security):
            self.assertEqual(paper.with_user(user).file, b64(PDF).encode())
        files = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", paper._name),
                    ("res_id", "=", paper.id),
                    ("res_field", "!=", False),
                ]
            )
        )
        self.assertTrue(files)
        for user in (other, self.user_security, self.user_host):
            with self.assertRaises(AccessError):
                files.with_user(user).read(["raw"])

    def test_no_form_says_that_somebody_else_entered_it(self):
        paper = self._paper(self.worker, self.certificate)
        other = self._user("desk2", "visitor_management.group_visitor_reception")
        said = {"entered_by_id": other.id}
        theirs = paper.with_user(other)
        answer = theirs.onchange(said, ["entered_by_id"], {"file": {}})
        self.assertFalse(answer["value"].get("file"))
        self.assertFalse(theirs.new(said, origin=theirs).file)

    def test_a_paper_is_a_pdf_or_a_picture(self):
        for wrong in (b"<html><script>", b"MZ\x90", b"%!PS", b"<svg/>"):
            refused = self.assertRaisesRegex(UserError, "PDF")
            with refused, self.env.cr.savepoint():
                self._paper(file=b64(wrong))
        picture = self._paper(file=b64(picture_bytes()))
        self.assertEqual(picture.state, "waiting")

    def test_its_end_stands_on_it(self):
        paper = self._paper(valid_to=False).with_user(self.user_security)
        with self.assertRaisesRegex(UserError, "last day"):
            paper.action_accept()
        paper.valid_to = TODAY - DAY
        with self.assertRaisesRegex(UserError, "over already"):
            paper.action_accept()
        paper.valid_to = TODAY
        paper.action_accept()
        refused = self.assertRaisesRegex(ValidationError, "before it begins")
        with refused, self.env.cr.savepoint():
            self._paper(self.worker, self.certificate, valid_from="2030-01-01")

    def test_what_was_decided_stays(self):
        paper = self._accepted()
        for user in (self.user_reception, self.user_security, self.user_admin):
            decided = paper.with_user(user)
            for change in ({"valid_to": "2099-01-01"}, {"file": b64(PDF)}):
                with self.assertRaisesRegex(UserError, "decided"):
                    decided.write(change)
            with self.assertRaisesRegex(UserError, "kept"):
                decided.unlink()

    def test_a_firm_shows_its_papers_and_a_worker_his(self):
        with self.assertRaisesRegex(ValidationError, "choose the worker"):
            self._paper(self.firm, self.certificate)
        with self.assertRaisesRegex(ValidationError, "choose the firm"):
            self._paper(self.worker, self.insurance)

    def test_a_refusal_is_mailed_with_its_reason(self):
        boss = self.env["res.partner"].create(
            {"name": "Li", "parent_id": self.firm.id, "email": "li@acme.example"}
        )
        clerk = boss.copy({"name": "Wu", "email": "wu@acme.example"})
        for person in (boss, clerk):
            person.with_user(self.user_reception).action_tell_papers()
        paper = self._paper(self.worker, self.certificate)
        paper = paper.with_user(self.user_security)
        with self.assertRaisesRegex(UserError, "Say why"):
            paper.action_refuse(" ")
        paper.action_refuse("The stamp is missing")
        self.assertEqual((paper.state, bool(paper.mailed_at)), ("refused", True))
        for person in (boss, clerk):
            (message,) = self._told_to(person)
            self.assertIn("The stamp is missing", message.body)
            self.assertIn("Welder", message.body)
            self.assertNotIn("Zhang Wei", message.subject)
        self.assertFalse(self._told_to(self.firm))

    def test_nobody_to_write_to(self):
        self.firm.email = False
        paper = self._paper().with_user(self.user_security)
        paper.action_refuse("It can't be read")
        self.assertFalse(paper.mailed_at)

    def test_a_renewed_one_stands_beside_the_old_one(self):
        paper = self._accepted()
        action = paper.with_user(self.user_reception).action_renew()
        self.assertEqual(action["context"]["default_partner_id"], self.firm.id)
        renewed = self._paper()
        self.assertEqual(paper.state, "valid")
        action = paper.with_user(self.user_reception).action_renew()
        self.assertEqual(action["res_id"], renewed.id)

    def test_it_expires_by_itself(self):
        paper = self._accepted(valid_to=TODAY + DAY)
        papers = self.env["visitor.contractor.paper"]
        self.assertIn(paper, papers.search([("expiring", "=", True)]))
        self.assertNotIn(paper, papers.search([("expiring", "=", False)]))
        self._run()
        self.assertEqual(paper.state, "valid")
        with freeze_time("2026-11-26 04:00:00"):
            self._run()
            self.assertEqual(paper.state, "expired")

    def test_what_waits_too_long_is_found(self):
        paper = self._paper()
        papers = self.env["visitor.contractor.paper"]
        self.assertNotIn(paper, papers.search([("overdue", "=", True)]))
        with freeze_time("2026-11-26 04:00:00"):
            self._run()
            told = self._told_to(self.user_security.partner_id)
            said = [each.body for each in told if "wait to be checked" in each.body]
            self.assertEqual(len(said), 1)
        with freeze_time("2026-11-27 04:00:00"):
            self.env.invalidate_all()
            self.assertIn(paper, papers.search([("overdue", "=", True)]))
            self.assertTrue(paper.overdue)

    # ------------------------------------------------------------

    def _run(self):
        with self._in_slices():
            self.env["visitor.contractor.paper"]._cron_papers()

    def _told_to(self, partner):
        return self.env["mail.message"].search(
            [("notified_partner_ids", "in", partner.ids)]
        )
