"""Violations: reported by reception, handled by security, and who does it again."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .common import VisitorCommon
from .image_common import b64, picture_bytes

SMOKING = "visitor_management.visitor_violation_type_smoking"
PASS = "visitor_management.visitor_violation_type_pass"
# In the afternoon in Shanghai, where the site is.
AFTERNOON = "2026-11-23 07:30:00"
AFTER_MIDNIGHT = "2026-11-23 16:30:00"


class ViolationCommon(VisitorCommon):
    tz = "Asia/Shanghai"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.smoking, cls.pass_not_worn = cls.env.ref(SMOKING), cls.env.ref(PASS)

    def _report(self, person=None, user=None, **values):
        person = (person or self._registration()).with_user(user or self.user_reception)
        number = person.report_violation(self.smoking.id, **values)
        violation = self.env["visitor.violation"].browse(number)
        return violation.with_user(user or self.user_reception)

    def _by(self, user, violation):
        self.env.invalidate_all()
        return violation.with_user(user)

    def _reads(self, user, violation):
        violation = self._by(user, violation)
        try:
            violation.read(["name"])
        except AccessError:
            if violation.browse().has_access("read"):
                self.assertFalse(violation.search([("id", "=", violation.id)]))
            return False
        self.assertTrue(violation.search([("id", "=", violation.id)]))
        return True


@tagged("post_install", "-at_install")
@freeze_time(AFTERNOON)
class TestReport(ViolationCommon):
    def test_the_desk_says_what_happened_and_the_rest_is_known(self):
        person = self._inside()
        violation = self._report(person)
        self.assertEqual(violation.registration_id, person)
        self.assertEqual(violation.site_id, self.site)
        self.assertEqual(violation.severity, "serious", "that of its type")
        self.assertEqual(violation.at, fields.Datetime.to_datetime(AFTERNOON))
        self.assertEqual((violation.source, violation.state), ("desk", "new"))
        self.assertRegex(violation.name, r"^VN/2026/\d{5}$")

    def test_it_happened_where_the_person_is(self):
        person = self._inside()
        self._put(person.sudo().pass_ids, area_id=self.lobby.id)
        self.assertEqual(self._report(person).area_id, self.lobby)
        self.assertEqual(self._report(person, area_id=self.lab.id).area_id, self.lab)

    def test_an_area_of_another_site_is_refused(self):
        annex = self.env["visitor.site"].create({"name": "Annex", "tz": "UTC"})
        area = self.env["visitor.area"].create({"name": "Yard", "site_id": annex.id})
        with self.assertRaisesRegex(UserError, "area of the site"):
            self._report(area_id=area.id)

    def test_what_is_no_report_is_refused_with_a_sentence(self):
        person = self._registration().with_user(self.user_reception)
        for wrong in (
            {"type_id": "x"},
            {"type_id": [self.smoking.id]},
            {"severity": "mortal"},
            {"source": "moon"},
            {"area_id": 10**6},
            {"area_id": "x"},
            {"facts": 5},
            {"place": {"a": 1}},
        ):
            with self.subTest(**wrong), self.assertRaises(UserError):
                person.report_violation(**{"type_id": self.smoking.id, **wrong})
        self.assertFalse(person.sudo().violation_ids)

    def test_it_stays_with_who_it_happened_to(self):
        person = self._inside()
        self._describe(person, "Zhang Wei", "Acme")
        violation = self._report(person).sudo()
        for user in (self.user_reception, self.user_host):
            with self.assertRaisesRegex(UserError, "register"):
                self._by(user, person).name = "Li Na"
        with self.assertRaises(UserError):
            person.with_user(self.user_reception).sudo()._save_own_data(
                {"name": "Li Na"}  # on a tablet, by the visitor
            )
        self._by(self.user_reception, person).organization = "Other Ltd"
        self._by(self.user_security, person).name = "Zhang Wei Jr"
        self.assertEqual(violation.person_name, "Zhang Wei")
        self.assertEqual((violation.organization, violation.firm_key), ("Acme", "acme"))

    def _describe(self, person, name, organization):
        person.sudo().write({"name": name, "organization": organization})

    def test_hosts_report_nothing(self):
        person = self._registration().with_user(self.user_host)
        with self.assertRaises(AccessError):
            person.report_violation(self.smoking.id)
        with self.assertRaises(AccessError):
            person.action_report_violation()

    def test_security_hears_of_it_without_names(self):
        violation = self._report()
        message = (
            self.env["mail.message"]
            .search(
                [("model", "=", "visitor.violation"), ("res_id", "=", violation.id)]
            )
            .filtered(lambda m: self.user_security.partner_id in m.notified_partner_ids)
        )
        self.assertEqual(len(message), 1)
        self.assertIn(violation.name, message.subject)
        self.assertNotIn("Zhang", f"{message.subject} {message.body}")

    def test_who_reports_follows_nothing(self):
        self.assertFalse(self._report().sudo().message_follower_ids)

    def test_nothing_happens_in_the_future(self):
        violation = self._report()
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        with (
            self.assertRaisesRegex(UserError, "happened yet"),
            self.env.cr.savepoint(),
        ):
            violation.at = tomorrow
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "been told yet"):
            self._by(self.user_security, violation).told_at = tomorrow

    def test_nothing_happens_before_the_visit(self):
        violation = self._report()
        with self.assertRaisesRegex(UserError, "before this visit"):
            violation.at = "1900-01-01 12:00:00"

    def test_a_photograph_is_made_anew_and_belongs_to_it(self):
        violation = self._report()
        violation.photo_ids = [Command.create({"picture": b64(picture_bytes())})]
        self.assertTrue(violation.photo_ids.picture)
        with self.assertRaisesRegex(UserError, "picture"):
            violation.photo_ids = [Command.create({"picture": b64(b"<html>")})]

    def test_from_a_gate(self):
        person = self._inside()
        movement = self.env["visitor.movement"].search(
            [("registration_id", "=", person.id)], limit=1
        )
        self._put(movement, gate_id=self.gate.id)
        action = movement.with_user(self.user_reception).action_report_violation()
        violations = self.env[action["res_model"]].with_context(**action["context"])
        with Form(violations.with_user(self.user_reception)) as form:
            form.type_id = self.pass_not_worn
        violation = form.save()
        self.assertEqual(violation.registration_id, person)
        self.assertEqual((violation.source, violation.place), ("gate", "Turnstile"))
        self.assertEqual(violation.area_id, self.lobby)

    def test_of_nobody_nothing_is_reported(self):
        unknown = self.env["visitor.movement"].create(
            {
                "site_id": self.site.id,
                "company_id": self.company.id,
                "direction": "in",
                "at": AFTERNOON,
                "recorded_at": AFTERNOON,
            }
        )
        with self.assertRaisesRegex(UserError, "nobody knows"):
            unknown.with_user(self.user_reception).action_report_violation()

    def test_types_of_a_site(self):
        kind = self.env["visitor.violation.type"].create({"name": "Running"})
        self._other_company()
        other = kind.create({"name": "Elsewhere", "company_id": self.company2.id})
        desk = self.env["visitor.reception"].with_user(self.user_reception)
        found = {each["id"] for each in desk.find_violation_types(self.site.id)}
        self.assertLessEqual({self.smoking.id, kind.id}, found)
        self.assertNotIn(other.id, found)


@tagged("post_install", "-at_install")
class TestWhoReads(ViolationCommon):
    def test_reception_reads_what_it_reported_until_the_day_is_over(self):
        with freeze_time(AFTERNOON):
            violation = self._report()
            self.assertTrue(self._reads(self.user_reception, violation))
        with freeze_time(AFTER_MIDNIGHT):  # at the site
            self.assertFalse(self._reads(self.user_reception, violation))
            with self.assertRaises(AccessError):
                self._by(self.user_reception, violation).facts = "More"
            self.assertTrue(self._reads(self.user_security, violation))

    def test_reception_does_not_read_what_others_reported(self):
        with freeze_time(AFTERNOON):
            violation = self._report(user=self.user_security)
            self.assertFalse(self._reads(self.user_reception, violation))
            self.assertFalse(self._reads(self.user_host, violation))

    def test_reception_completes_it_until_security_handles_it(self):
        with freeze_time(AFTERNOON):
            violation = self._report()
            violation.facts = "Beside the paint store"
            self._by(self.user_security, violation).action_handle("reminder", "")
            violation = self._by(self.user_reception, violation)
            self.assertTrue(self._reads(self.user_reception, violation))
            with self.assertRaises(AccessError):
                violation.facts = "Elsewhere"
            with self.assertRaises(AccessError):
                violation.photo_ids.create(
                    {"violation_id": violation.id, "picture": b64(picture_bytes())}
                )

    def test_what_security_does_with_it_is_not_for_reception(self):
        with freeze_time(AFTERNOON):
            violation = self._report()
            for name in ("measure", "decision", "objection", "person_times"):
                with self.assertRaises(AccessError):
                    violation.read([name])
            for call in (
                lambda: violation.action_handle("reminder", ""),
                lambda: violation.action_ban("2027-01-01", "Because"),
                lambda: violation.action_close("Done"),
            ):
                self.assertRaises(AccessError, call)

    def test_it_keeps_whom_it_happened_to(self):
        with freeze_time(AFTERNOON):
            violation = self._report()
            for record in (violation, violation.registration_id, violation.visit_id):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    record.sudo().unlink()
            with self.assertRaises(UserError):
                other = self._registration()
                self._by(self.user_security, violation).registration_id = other


@tagged("post_install", "-at_install")
@freeze_time(AFTERNOON)
class TestHandle(ViolationCommon):
    def setUp(self):
        super().setUp()
        self.violation = self._report().with_user(self.user_security)

    def test_a_measure_says_who_decided_and_when(self):
        self.assertIs(self.violation.action_handle("warning", "In writing"), True)
        self.assertEqual(self.violation.state, "handling")
        self.assertEqual(self.violation.measure, "warning")
        self.assertEqual(self.violation.decision, "In writing")
        self.assertEqual(self.violation.decided_by_id, self.user_security)
        self.violation.action_handle("escorted_out", "He went on")
        self.assertEqual(self.violation.measure, "escorted_out")

    def test_no_fines(self):
        measures = dict(self.violation._fields["measure"].selection)
        self.assertEqual(
            set(measures),
            {
                *("reminder", "warning", "escorted_out"),
                *("compensation", "contract_penalty", "ban"),
            },
        )
        with self.assertRaisesRegex(UserError, "one of the measures"):
            self.violation.action_handle("fine", "100")

    def test_a_ban_is_no_mere_measure(self):
        with self.assertRaisesRegex(UserError, "an end"):
            self.violation.action_handle("ban", "For ever")

    def test_closed_is_closed(self):
        self.violation.action_handle("reminder", "")
        with self.assertRaisesRegex(UserError, "what came of it"):
            self.violation.action_close(" ")
        self.assertIs(self.violation.action_close("Understood"), True)
        self.assertEqual(self.violation.closed_by_id, self.user_security)
        for values in ({"facts": "Else"}, {"severity": "minor"}, {"answer": "No"}):
            with self.assertRaisesRegex(UserError, "closed"):
                self.violation.write(values)
        with self.assertRaisesRegex(UserError, "Closed.*Being Handled"):
            self.violation.action_handle("warning", "")
        with self.assertRaisesRegex(UserError, "closed"):
            self.violation.photo_ids.create(
                {"violation_id": self.violation.id, "picture": b64(picture_bytes())}
            )

    def test_its_photographs_and_files_stay_with_it(self):
        photo = self.violation.photo_ids.create(
            {"violation_id": self.violation.id, "picture": b64(picture_bytes())}
        )
        files = self.env["ir.attachment"].with_user(self.user_security)
        picture = files.sudo().search(
            [
                ("res_model", "=", photo._name),
                ("res_field", "=", "picture"),
                ("res_id", "=", photo.id),
            ]
        )
        paper = files.create(
            {
                "name": "statement.txt",
                "res_model": self.violation._name,
                "res_id": self.violation.id,
                "raw": b"I saw it",
            }
        )
        draft = paper.copy()
        draft.unlink()  # as long as it is open
        with self.assertRaisesRegex(UserError, "on its own form"):
            picture.with_user(self.user_security).unlink()
        self.violation.action_close("Told")
        for call in (
            paper.unlink,
            lambda: paper.write({"raw": b"I saw nothing"}),
            lambda: paper.write({"res_id": False}),
            lambda: paper._delete_and_notify(),
            picture.with_user(self.user_security).unlink,
        ):
            self.assertRaises(UserError, call)
        self.assertTrue(picture.exists() and photo.picture)
        self.assertEqual(paper.raw, b"I saw it")

    def test_one_that_was_none_is_closed_at_once(self):
        self.violation.action_close("It was steam")
        self.assertEqual(self.violation.state, "closed")
        self.assertFalse(self.violation.measure)

    def test_an_objection_is_answered_before_it_is_closed(self):
        self.violation.action_handle("warning", "In writing")
        self.violation.write({"told_how": "in_person", "told_at": AFTERNOON})
        self.violation.objection = "It was not me"
        with self.assertRaisesRegex(UserError, "Answer the objection"):
            self.violation.action_close("Told")
        self.violation.answer = "The camera shows you"
        self.assertEqual(self.violation.answered_by_id, self.user_security)
        self.violation.action_close("Told")

    def test_of_the_wrong_company_nobody_handles_anything(self):
        self._other_company()
        guard = self._user(
            "guard_neighbours",
            "visitor_management.group_visitor_security",
            company_id=self.company2.id,
            company_ids=[Command.set(self.company2.ids)],
        )
        with self.assertRaises(AccessError):
            self._by(guard, self.violation).action_handle("reminder", "")


@tagged("post_install", "-at_install")
@freeze_time(AFTERNOON)
class TestRepeat(ViolationCommon):
    def _of(self, **person):
        values = {"name": "Zhang Wei", **person}
        visit = self._visit(names=(), registration_ids=[Command.create(values)])
        return self._report(visit.registration_ids).with_user(self.user_security)

    def test_the_same_person_by_name_and_phone_or_mail(self):
        first = self._of(phone="+86 138 0013 8000")
        self._of(phone="+86 138 0013 9999")  # a namesake
        self._of(name="Li Na", phone="+86 138 0013 8000")  # of the same office
        second = self._of(
            name="ZHANG  wei", phone="+8613800138000", email="Z@x.example"
        )
        third = self._of(email="z@X.example")
        fourth = self._of(phone="+86 138 0013 8000")
        self.assertEqual(first.person_times, 1)
        self.assertEqual(second.person_times, 2)
        self.assertEqual(third.person_times, 2, "known with the second only")
        self.assertEqual(fourth.person_times, 3)
        action = fourth.action_open_person()
        self.assertEqual(first.search(action["domain"]), (first | second | fourth))

    def test_the_same_contact_whatever_the_name(self):
        guest = self.env["res.partner"].create({"name": "Zhang Wei"})
        self._of(partner_id=guest.id)
        again = self._of(name="Mr Zhang", partner_id=guest.id)
        self.assertEqual(again.person_times, 2)

    def test_whatever_is_corrected_afterwards(self):
        first = self._of(phone="+86 138 0013 8000")
        first.registration_id.sudo().write({"phone": "+86 139 1111 1111"})
        again = self._of(phone="+86 138 0013 8000")
        self.assertEqual(again.person_times, 2)

    def test_the_same_visitor_twice_in_a_visit(self):
        first = self._of()
        second = self._report(first.registration_id).with_user(self.user_security)
        self.assertEqual((first | second).mapped("person_times"), [1, 2])

    def test_the_firm_however_it_is_written(self):
        self._of(name="A", organization="ACME Ltd")
        second = self._of(name="B", organization="acme  LTD")
        stranger = self._of(name="C")
        self.assertEqual((second.person_times, second.firm_times), (1, 2))
        self.assertEqual(stranger.firm_times, 0, "of no firm")
        found = second.search(second.action_open_firm()["domain"])
        self.assertEqual(len(found), 2)

    def test_in_few_queries_for_any_number(self):
        for number in range(3):
            self._of(phone=f"+86 138 0013 800{number}")

        def count():
            violations = self.env["visitor.violation"].with_user(self.user_security)
            violations = violations.search([("site_id", "=", self.site.id)])
            return self._count_queries(lambda: violations.mapped("person_times"))

        few = count()
        for number in range(6):
            self._of(phone=f"+86 138 0013 800{number}", organization="Acme")
        self.assertLessEqual(count(), few)
