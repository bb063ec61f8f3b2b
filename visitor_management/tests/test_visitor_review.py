"""The monthly review of the visitor rules: counted, submitted, acknowledged."""

from datetime import datetime, timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from ..tools import admission
from ..tools.sentences import say
from .client_common import ClientCommon

SMOKING = "visitor_management.visitor_violation_type_smoking"
TO_SUBMIT = "visitor_management.mail_activity_type_visitor_review_due"
# January in Shanghai: from the 31st of December, 16:00 UTC.
FIRST_MINUTE = "2025-12-31 16:01:00"
LAST_MINUTE = "2026-01-31 15:59:00"
MIDDLE = "2026-01-15 02:00:00"
AFTERWARDS = "2026-02-02 02:00:00"


class ReviewCommon(ClientCommon):
    tz = "Asia/Shanghai"

    def _review(self, month="2026-01-01", user=None):
        reviews = self.env["visitor.review"].with_user(user or self.user_security)
        return reviews.browse(reviews.generate(month, self.site.id))

    def _figure(self, review, kind, code="", title=""):
        self.env.invalidate_all()
        lines = review.line_ids.filtered(
            lambda line: (
                (line.kind, line.code or "", line.title or "") == (kind, code, title)
            )
        )
        self.assertLessEqual(len(lines), 1)
        return lines

    def _count(self, review, kind, code="", title=""):
        return self._figure(review, kind, code, title).count

    def _at(self, moment, method="_inside", **values):
        with freeze_time(moment):
            at = datetime.fromisoformat(moment)
            window = {"start": at, "stop": at + timedelta(hours=1)}
            return getattr(self, method)(**{**window, **values})


@tagged("post_install", "-at_install")
class TestFigures(ReviewCommon):
    def test_visitors_by_the_clock_of_the_site(self):
        for moment in (FIRST_MINUTE, LAST_MINUTE):
            self._at(moment)
        self._at("2025-12-31 15:50:00")
        self._at("2026-01-31 16:10:00")
        with freeze_time(AFTERWARDS):
            self.assertEqual(self._count(self._review(), "came", "came"), 2)
            self.assertEqual(self._review("2025-12-01").came, 1)

    def test_groups_count_as_many_as_they_are(self):
        self._at(
            MIDDLE,
            names=(),
            registration_ids=[Command.create({"name": "Choir", "headcount": 30})],
        )
        with freeze_time(AFTERWARDS):
            self.assertEqual(self._review().came, 30)

    def test_refused_at_desk_and_gate_and_what_was_set_aside(self):
        self.type_open.photo_required = True
        with freeze_time(MIDDLE):
            at = datetime.fromisoformat(MIDDLE)
            person = self._registration(start=at, stop=at + timedelta(hours=1))
            self.assertEqual(self._codes(person.check_in()), ["photo_missing"])
            self.env["visitor.movement"].create(
                {
                    "registration_id": person.id,
                    "site_id": self.site.id,
                    "company_id": self.company.id,
                    "gate_id": self.gate.id,
                    "direction": "in",
                    "at": MIDDLE,
                    "recorded_at": MIDDLE,
                    "reason": "photo_missing",
                }
            )
            person.waive("photo_missing", "The camera is broken")
            self._put(person.waiver_ids, create_date=MIDDLE)
            self.assertEqual(person.check_in()["status"], "granted")
        with freeze_time(AFTERWARDS):
            review = self._review()
            self.assertEqual(self._count(review, "refused", "photo_missing"), 2)
            self.assertEqual(self._count(review, "waived", "photo_missing"), 1)
            line = self._figure(review, "refused", "photo_missing")
            self.assertEqual(line.label, "Photo")
            action = line.action_open()
            moves = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(len(moves), 2)
            self.assertFalse(any(moves.mapped("granted")))

    def test_a_waiver_that_was_taken_back_does_not_count(self):
        self.type_open.photo_required = True
        with freeze_time(MIDDLE):
            at = datetime.fromisoformat(MIDDLE)
            person = self._registration(start=at, stop=at + timedelta(hours=1))
            person.waive("photo_missing", "By mistake")
            self._put(person.waiver_ids, create_date=MIDDLE)
            person.undo()
        with freeze_time(AFTERWARDS):
            self.assertFalse(self._figure(self._review(), "waived", "photo_missing"))

    def test_violations_by_type_and_overstays(self):
        person = self._at(MIDDLE)
        with freeze_time(MIDDLE):
            person.report_violation(self.env.ref(SMOKING).id)
        with freeze_time("2026-01-15 05:00:00"):  # two hours too late
            person.check_out()
        with freeze_time(AFTERWARDS):
            review = self._review()
            title = self.env.ref(SMOKING).name
            self.assertEqual(self._count(review, "violation", title=title), 1)
            self.assertEqual(self._count(review, "overstay", "overstay"), 1)
            self.assertEqual((review.violations, review.overstays), (1, 1))

    def test_the_month_is_the_sites_when_clocks_are_changed(self):
        """March in Amsterdam: from 23:00 UTC the day before to 22:00 UTC of its end."""
        self.site.tz = "Europe/Amsterdam"
        self.type_open.photo_required = True
        kind = self.env.ref(SMOKING)
        borders = {
            "2026-02-28 22:59:00": "2026-02-01",
            "2026-02-28 23:01:00": "2026-03-01",
            "2026-03-31 21:59:00": "2026-03-01",
            "2026-03-31 22:01:00": "2026-04-01",
        }
        for moment in borders:
            with freeze_time(moment):
                at = datetime.fromisoformat(moment)
                person = self._registration(start=at, stop=at + timedelta(hours=1))
                self.assertEqual(person.check_in()["status"], "denied")
                person.with_user(self.user_reception).report_violation(kind.id)
        with freeze_time("2026-05-04 02:00:00"):
            for month in set(borders.values()):
                review = self._review(month)
                expected = list(borders.values()).count(month)
                with self.subTest(month):
                    self.assertEqual(review.refused, expected)
                    self.assertEqual(review.violations, expected)

    def test_who_did_not_come_and_who_was_refused(self):
        absent = self._at(MIDDLE, "_registration").sudo()
        refused = self._at(MIDDLE, "_registration")
        with freeze_time(MIDDLE):
            refused.action_refuse("Drunk")
        with freeze_time("2026-01-16 02:00:00"):
            absent.visit_id._close()
        with freeze_time(AFTERWARDS):
            review = self._review()
            self.assertEqual(self._count(review, "came", "no_show"), 1)
            self.assertEqual(self._count(review, "refused", "by_hand"), 1)

    def test_duties_and_rules_that_are_due(self):
        policy = self.env["visitor.policy"].create(
            {
                "name": "Rules of conduct",
                "body": "<p>No smoking</p>",
                "review_on": "2026-01-20",
                "duty_ids": [
                    Command.create(
                        {
                            "department_id": self.engineering.id,
                            "name": "Put up signs",
                            "evidence": "A photograph",
                        }
                    )
                ],
            }
        )
        with freeze_time(MIDDLE):
            policy.with_user(self.user_admin).action_publish()
        with freeze_time(AFTERWARDS):
            review = self._review()
            title = policy.with_context(lang=self.site._lang()).display_name
            self.assertEqual(self._count(review, "duty", title=title), 1)
            self.assertEqual(self._count(review, "policy", title=title), 1)
            policy.duty_ids.with_user(self.user_engineer).action_confirm()
            self.assertFalse(self._figure(self._review(), "duty", title=title))

    def test_staff_without_training(self):
        guard = self._employee("Guard", self.user_reception)
        training = self.env["visitor.induction"].create(
            {
                "name": "Desk training",
                "for_reception": True,
                "step_ids": [
                    Command.create({"title": "Alarm", "body": "<p>Call 119</p>"})
                ],
            }
        )
        with freeze_time(AFTERWARDS):
            review = self._review()
            title = training.with_context(lang=self.site._lang()).display_name
            line = self._figure(review, "training", title=title)
            self.assertTrue(line.count)
            self.assertIn(guard.id, line.sudo().record_ids)

    def test_every_code_that_is_counted_has_a_name(self):
        for code in (*admission.ORDER, "pass_unknown"):
            name = admission.name_of(code)
            with self.subTest(code=code):
                self.assertIsNot(name, code, "tools/admission/labels.py")
                self.assertNotEqual(say(self.env, name), code)


@tagged("post_install", "-at_install")
class TestLife(ReviewCommon):
    def setUp(self):
        super().setUp()
        self._at(MIDDLE)

    @freeze_time(AFTERWARDS)
    def test_made_again_while_it_is_a_draft(self):
        review = self._review()
        self.assertEqual(review.came, 1)
        self.assertEqual(self._review(), review)
        self._put(self.env["visitor.stay"].search([]), in_at="2026-03-01 00:00:00")
        self.assertTrue(review.action_refresh())
        self.assertEqual(review.came, 0)

    @freeze_time(AFTERWARDS)
    def test_submitted_it_is_a_snapshot(self):
        review = self._review()
        self.assertIs(review.action_submit(), True)
        self.assertEqual(review.submitted_by_id, self.user_security)
        self._at(MIDDLE)
        paper = self.env["ir.attachment"].create(
            {"name": "minutes.txt", "res_model": review._name, "res_id": review.id}
        )
        paper = paper.with_user(self.user_security)
        for call in (
            paper.unlink,
            lambda: paper.write({"raw": b"Else"}),
            review.action_refresh,
            lambda: self._review(),
            lambda: review.write({"findings": "Else"}),
            review.line_ids.unlink,
            lambda: review.sudo().line_ids.write({"count": 7}),
            review.unlink,
        ):
            self.assertRaises(UserError, call)
        self.assertEqual(review.came, 1)
        review.action_reopen("A figure is wrong")
        review.action_refresh()
        self.assertEqual(review.came, 2)

    def test_the_month_has_to_be_over(self):
        with freeze_time("2026-01-31 15:00:00"):
            review = self._review()
            with self.assertRaisesRegex(UserError, "when it is over"):
                review.action_submit()
        with freeze_time(AFTERWARDS):
            with self.assertRaisesRegex(UserError, "before the month was over"):
                review.action_submit()
            with self.assertRaisesRegex(UserError, "not begun"):
                self._review("2026-03-01")
            with self.assertRaises(ValidationError):
                self._review("2026-01-02")

    @freeze_time(AFTERWARDS)
    def test_leadership_reads_what_was_submitted_and_gives_orders(self):
        review = self._review()
        own = review.with_user(self.user_leader)
        self.assertFalse(own.search([("id", "=", review.id)]))
        review.action_submit()
        self.assertEqual(own.search([("id", "=", review.id)]), own)
        self.assertEqual(own.line_ids.mapped("count"), review.line_ids.mapped("count"))
        with self.assertRaises(AccessError):
            own.line_ids[:1].action_open()
        with self.assertRaisesRegex(UserError, "Acknowledge"):
            own.give_order("Train them", self.engineering.id, "2026-02-20")
        self.assertRaises(AccessError, review.action_acknowledge, "Good")
        self.assertIs(own.action_acknowledge("Train the guards"), True)
        order = self.env["client.rectification"].browse(
            own.give_order("Train them", self.engineering.id, "2026-02-20")
        )
        self.assertEqual(order.review_id, review)
        self.assertEqual(own.action_ids, order)
        self.assertEqual(order.origin, review.display_name)
        with self.assertRaises(UserError):
            order.with_user(self.user_engineer).unlink()

    @freeze_time(AFTERWARDS)
    def test_security_sees_whether_an_order_was_carried_out(self):
        review = self._review()
        review.action_submit()
        own = review.with_user(self.user_leader)
        own.action_acknowledge("Train the guards")
        number = own.give_order("Train them", self.engineering.id, "2026-02-20")
        order = self.env["client.rectification"].browse(number)
        order.with_user(self.user_engineer).action_accept()
        order.with_user(self.user_engineer).action_done("All twelve were trained")
        for user in (self.user_reception, self.user_service):
            with self.assertRaises(AccessError):
                order.with_user(user).action_verify()
        self.env.invalidate_all()
        order.with_user(self.user_security).action_verify()
        self.assertEqual(order.state, "verified")

    @freeze_time(AFTERWARDS)
    def test_others_neither_make_nor_read_it(self):
        review = self._review()
        for user in (self.user_reception, self.user_host, self.user_service):
            self.assertRaises(AccessError, self._review, user=user)
            with self.assertRaises(AccessError):
                review.with_user(user).read(["state"])
        self._other_company()
        with self.assertRaises(AccessError):
            self.env["visitor.review"].with_user(self.user_security).generate(
                "2026-01-01", self.site2.id
            )

    @freeze_time(AFTERWARDS)
    def test_the_month_before_stands_beside_it(self):
        self._at("2025-12-15 02:00:00")
        self._review("2025-12-01")
        review = self._review()
        self.assertTrue(review.has_previous)
        self.assertEqual(self._figure(review, "came", "came").previous, 1)

    @freeze_time(AFTERWARDS)
    def test_it_prints(self):
        review = self._review()
        review.findings = "People smoke behind the hall"
        report = self.env["report.visitor_management.visitor_review"]
        text = str(report.with_user(self.user_security)._get_report_values(review.ids))
        self.assertIn("People smoke", text)
        self.assertIn("People who came", text)

    # ------------------------------------------------------------
    # JOB
    # ------------------------------------------------------------

    def _run(self, at):
        with freeze_time(at), self._in_slices():
            self.env["visitor.review"]._cron_generate()
        return self.env["visitor.review"].search([("site_id", "=", self.site.id)])

    def test_drafts_are_made_when_the_month_is_over_at_the_site(self):
        self.assertFalse(self._run("2026-01-31 15:59:00"))
        review = self._run("2026-01-31 16:01:00")
        self.assertEqual(str(review.month), "2026-01-01")
        asked = review.activity_ids
        self.assertEqual(asked.activity_type_id, self.env.ref(TO_SUBMIT))
        self.assertIn(self.user_security, asked.user_id)
        self.assertEqual(self._run("2026-01-31 17:01:00"), review, "once")
        with freeze_time(AFTERWARDS):
            review.with_user(self.user_security).action_refresh()
            review.with_user(self.user_security).action_submit()
        left = review.activity_ids.activity_type_id
        self.assertNotIn(self.env.ref(TO_SUBMIT), left, "it is submitted")

    def test_a_site_where_nothing_happened_is_left_alone(self):
        self.assertFalse(self._run("2026-04-01 02:00:00"))
