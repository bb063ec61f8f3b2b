"""Who comes to work: under a permit that holds now, with the papers it asks for."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ..tools.admission import works
from .admission_common import standing
from .paper_common import PaperCommon
from .scan_common import ScanCommon

# Half past nine in the morning in Shanghai, a Monday.
MORNING = "2026-11-23 01:30:00"
TODAY = fields.Date.to_date("2026-11-23")
DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
@freeze_time(MORNING)
class TestWorks(PaperCommon, ScanCommon):
    tz = "Asia/Shanghai"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gate.checks_in = True
        cls.type_works = cls.env["visitor.visit.type"].create(
            {"name": "Building Works", "approval": "none", "permit_required": True}
        )
        cls.kind = cls.env["visitor.permit.kind"].create({"name": "Painting"})

    def _worker(self, name="Zhang Wei", partner=None, **values):
        """An expected visitor who comes to work."""
        person = self._registration(names=(name,), type_id=self.type_works.id, **values)
        person.sudo().partner_id = partner
        return person

    def _permit(self, people, **values):
        """A permit that security approved, with visitors as its workers."""
        start = fields.Datetime.now() - timedelta(hours=1)
        permit = (
            self.env["visitor.permit"]
            .with_user(self.user_reception)
            .create(
                {
                    "kind_id": self.kind.id,
                    "site_id": self.site.id,
                    "partner_id": self.firm.id,
                    "works": "Paint the stairs",
                    "start": start,
                    "stop": start + timedelta(hours=9),
                    "worker_ids": [
                        Command.create({"name": each.name, "registration_id": each.id})
                        for each in people
                    ],
                    **values,
                }
            )
        )
        permit.action_submit()
        permit.with_user(self.user_security).action_approve()
        return permit

    def _said(self, person):
        """Why the desk and a gate refuse somebody: one sentence of both; empty where
        both let the person in."""
        answer = person.check_in()
        self.env.invalidate_all()
        scan = self._scan(person)
        if answer["status"] == "granted":
            self.assertEqual(scan["status"], "granted")
            return ""
        (reason,) = answer["reasons"]
        self.assertEqual(reason["code"], "permit_missing")
        self.assertEqual(scan["reason"], "permit_missing")
        self.assertEqual(scan["message"], reason["message"])
        return reason["message"]

    # ------------------------------------------------------------
    # PERMITS
    # ------------------------------------------------------------

    def test_without_a_permit_nobody_works(self):
        person = self._worker()
        self.assertIn("No work permit names this person", self._said(person))
        self._permit(person)
        self.assertEqual(self._said(person), "")

    def test_a_line_names_the_contact(self):
        person = self._worker(partner=self.worker)
        lines = [Command.create({"name": "Z", "partner_id": self.worker.id})]
        self._permit([], worker_ids=lines)
        self.assertEqual(self._said(person), "")

    def test_a_permit_of_another_visitor_is_none(self):
        self._permit(self._worker("Li Na"))
        self.assertIn("No work permit", self._said(self._worker()))

    def test_a_visit_names_the_permit_whose_workers_are_picked(self):
        permit = self._permit([], worker_ids=[Command.create({"name": "Zhang Wei"})])
        person = self._worker()
        person.sudo().visit_id.permit_id = permit
        self.assertIn(f"not among the workers of {permit.name}", self._said(person))
        permit.worker_ids.registration_id = person
        self.assertEqual(self._said(person), "")

    def test_outside_of_the_daily_hours_nobody_comes_to_work(self):
        person = self._worker(stop="2026-11-23 09:00:00")
        day = {"start": "2026-11-23 00:00:00", "stop": "2026-11-24 10:00:00"}
        permit = self._permit(person, **day, hour_from=13, hour_to=18)
        self.assertIn(f"{permit.name} lets work from", self._said(person))
        with freeze_time("2026-11-23 05:00:00"):  # one o'clock in Shanghai
            self.assertEqual(self._said(person), "")

    def test_noisy_works_rest_in_the_hours_that_their_kind_leaves_out(self):
        self.kind.hours_ids = [
            Command.create({"day": "0", "hour_from": low, "hour_to": high})
            for low, high in ((8, 9), (14, 18))
        ]
        person = self._worker(stop="2026-11-23 09:00:00")
        other = self._worker("Li Na")
        self._permit(person, noisy=True)
        self._permit(other)
        self.assertIn("lets work from", self._said(person), "half past nine")
        self.assertEqual(self._said(other), "", "who paints is not heard")
        with freeze_time("2026-11-23 06:00:00"):  # two o'clock
            self.assertEqual(self._said(person), "")

    def test_from_the_moment_of_suspension(self):
        person, other = self._worker(), self._worker("Li Na")
        permit = self._permit(person + other)
        self.assertEqual(self._said(person), "")
        permit.with_user(self.user_security).action_suspend("Smoke in the hall")
        self.env.invalidate_all()
        self.assertIn(f"{permit.name} is suspended", self._said(other))
        # who is inside goes out, and does not come in again
        self.assertEqual(self._scan(person, "out")["status"], "granted")
        self.assertEqual(self._scan(person)["reason"], "permit_missing")
        permit.with_user(self.user_security).action_resume()
        self.env.invalidate_all()
        self.assertEqual(self._scan(person)["status"], "granted")

    def test_suspended_at_ten_refused_a_minute_later(self):
        desk, gate = self._worker("Li Na"), self._worker("Wang Fang")
        early = self._worker()
        permit = self._permit(desk + gate + early).with_user(self.user_security)

        def refusals():
            self.env.invalidate_all()
            answer = desk.check_in()
            (reason,) = answer["reasons"]
            self.assertEqual(answer["status"], "denied")
            scan = self._scan(gate)
            self.assertEqual(scan["status"], "denied")
            self.assertEqual(reason["message"], scan["message"])
            self.assertIn(f"{permit.name} is suspended", scan["message"])
            return {reason["code"], scan["reason"]}

        with freeze_time("2026-11-23 01:59:59"):  # before ten in Shanghai
            self.env.invalidate_all()
            self.assertEqual(self._scan(early)["status"], "granted")
        with freeze_time("2026-11-23 02:00:00"):
            permit.action_suspend("Smoke in the hall")
            self.assertEqual(refusals(), {"permit_missing"})
            self.assertEqual(self._scan(early, "out")["status"], "granted")
        with freeze_time("2026-11-23 02:01:00"):
            self.assertEqual(refusals(), {"permit_missing"})
            self.assertEqual(self._scan(early)["reason"], "permit_missing")
            permit.action_resume()
            self.env.invalidate_all()
            self.assertEqual(desk.check_in()["status"], "granted")
            self.assertEqual(self._scan(gate)["status"], "granted")

    def test_works_without_a_contractor_have_no_papers_of_one(self):
        person = self._worker()
        permit = self._permit(person, partner_id=False)
        self.kind.paper_kind_ids = self.insurance
        said = self._said(person)
        self.assertIn("Insurance of the contractor", said)
        self.assertIn(f"{permit.name} names none", said)
        with self.assertRaisesRegex(UserError, "Choose the contractor"):
            self._permit(self._worker("Li Na"), partner_id=False)

    def test_in_its_dates_and_hours(self):
        person = self._worker(stop=fields.Datetime.now() + timedelta(hours=8))
        now = fields.Datetime.now()
        permit = self._permit(
            person, start=now + timedelta(hours=1), stop=now + timedelta(hours=2)
        )
        self.assertIn("lets work from 10:30 on", self._said(person))
        with freeze_time(permit.stop):
            self.env.invalidate_all()
            self.assertIn("is over", self._said(person))
        with freeze_time(permit.start):
            self.env.invalidate_all()
            self.assertEqual(self._said(person), "")

    def test_handed_back_is_over(self):
        person = self._worker()
        permit = self._permit(person)
        permit.with_user(self.user_security).action_hand_back("All is clean")
        self.env.invalidate_all()
        self.assertIn("is over", self._said(person))

    def test_the_host_hears_of_it_while_planning(self):
        visit = self._visit(
            type_id=self.type_works.id,
            start=fields.Datetime.now() + timedelta(days=1),
            stop=fields.Datetime.now() + timedelta(days=1, hours=2),
        )
        self.assertIn("permit_missing", visit.ahead_codes)
        self.assertIn("Ask reception to prepare one", visit.ahead)
        permit = self._permit([], start=visit.start, stop=visit.stop)
        visit.sudo().permit_id = permit
        self.env.invalidate_all()
        self.assertFalse(visit.ahead_codes)

    # ------------------------------------------------------------
    # PAPERS
    # ------------------------------------------------------------

    def test_by_default_no_paper_is_asked_for(self):
        person = self._worker()
        self._permit(person)
        self.assertEqual(self._said(person), "")
        papers = self.env["visitor.contractor.paper"]
        self.assertFalse(papers.search([("firm_id", "=", self.firm.id)]))

    def test_an_expired_insurance_stops_all_workers_of_the_firm(self):
        self.kind.paper_kind_ids = self.insurance
        self._accepted(valid_to=TODAY)
        until = fields.Datetime.now() + timedelta(days=1, hours=8)
        people = [self._worker(f"Worker {n}", stop=until) for n in range(10)]
        start = fields.Datetime.now() - timedelta(hours=1)
        self._permit(people, stop=start + timedelta(days=3))
        self.assertEqual(self._said(people[0]), "")
        with freeze_time("2026-11-24 01:30:00"):
            self.env.invalidate_all()
            for person in people[1:]:
                said = self._said(person)
                self.assertEqual(
                    said,
                    "Insurance of Acme Works has expired on 2026-11-23. Ask Acme Works "
                    "for the renewed one; reception enters it.",
                )
            renewed = self._paper()
            self.env.invalidate_all()
            self.assertIn("waits to be checked, by 2026-11-26", self._said(people[1]))
            renewed.with_user(self.user_security).action_accept()
            self.env.invalidate_all()
            for person in people[1:]:
                self.assertEqual(self._said(person), "")

    def test_the_papers_of_firm_and_worker_are_both_good(self):
        self.kind.paper_kind_ids = self.insurance + self.certificate
        person = self._worker(partner=self.worker)
        self._permit(person)
        self.assertIn("Insurance of Acme Works is missing", self._said(person))
        self._fill(self.firm, self.insurance)
        self.assertIn("Welder of Zhang Wei is missing", self._said(person))
        certificate = self._fill(self.worker, self.certificate, next_review=TODAY)
        self.assertEqual(self._said(person), "")
        certificate.with_user(self.user_security).action_refuse("It is a copy")
        person.check_out()
        again = self._worker(partner=self.worker)
        self._permit(again)
        self.assertIn("Welder of Zhang Wei was refused", self._said(again))

    def test_a_worker_whom_no_contact_is_known_of(self):
        self.kind.paper_kind_ids = self.certificate
        person = self._worker()
        self._permit(person)
        self.assertIn("Link the visitor to a contact", self._said(person))

    def test_who_of_the_firm_is_asked(self):
        boss = self.env["res.partner"].create(
            {"name": "Li Boss", "parent_id": self.firm.id, "email": "li@acme.example"}
        )
        boss.with_user(self.user_reception).action_tell_papers()
        self.kind.paper_kind_ids = self.insurance
        person = self._worker()
        self._permit(person)
        self.assertIn("Ask Li Boss for it", self._said(person))

    def test_one_digest_for_the_firm_and_none_after_the_upload(self):
        self.firm.email = False
        people = self.env["res.partner"].create(
            [
                {"name": name, "parent_id": self.firm.id, "email": f"{name}@x.example"}
                for name in ("Li", "Wu")
            ]
        )
        people.visitor_paper_contact = True
        self.kind.paper_kind_ids = self.insurance + self.certificate
        person = self._worker(partner=self.worker)
        start = fields.Datetime.now() - timedelta(hours=1)
        self._permit(person, stop=start + timedelta(days=40))
        papers = self.env["visitor.contractor.paper"].search(
            [("firm_id", "=", self.firm.id)]
        )
        self.assertEqual(papers.mapped("state"), ["missing", "missing"])
        digests = self._digests(people)
        self.assertEqual(digests.notified_partner_ids, people)
        for digest in digests:
            self.assertEqual(len(digests), 2)
            self.assertIn("Acme Works: Insurance", digest.body)
            self.assertIn("Zhang Wei: Welder", digest.body)
        with freeze_time(fields.Datetime.now() + DAY):
            self.assertFalse(self._digests(people[0]), "once a week")
        with freeze_time(fields.Datetime.now() + 7 * DAY):
            self._fill(self.firm, self.insurance, accept=False)
            (digest,) = self._digests(people[0])
            self.assertNotIn("Insurance", digest.body)
            self._fill(self.worker, self.certificate, accept=False)
        with freeze_time(fields.Datetime.now() + 14 * DAY):
            self.assertFalse(self._digests(people[0]), "nothing is to be brought")

    def test_the_desk_opens_what_is_missing(self):
        person = self._worker()
        opened = person.action_open_works()
        self.assertEqual(opened["res_model"], "visitor.permit")
        self.kind.paper_kind_ids = self.insurance
        permit = self._permit([], worker_ids=[Command.create({"name": "Zhang Wei"})])
        person.sudo().visit_id.permit_id = permit
        opened = person.action_open_works()
        self.assertEqual(opened["res_model"], "visitor.permit.pick")
        permit.worker_ids.registration_id = person
        self.env.invalidate_all()
        opened = person.action_open_works()
        self.assertEqual(opened["res_model"], "visitor.contractor.paper")
        papers = self.env["visitor.contractor.paper"].search(opened["domain"])
        self.assertEqual(papers.kind, self.insurance)
        with self.assertRaises(AccessError):
            person.with_user(self.user_host).action_open_works()

    def test_the_review_of_the_month_counts_papers(self):
        reviews = self.env["visitor.review"].with_user(self.user_security)
        review = reviews.browse(reviews.generate("2026-11-01", self.site.id))
        kinds = review.line_ids.mapped("kind")
        before = self.env["visitor.contractor.paper"].search_count([])
        self.assertEqual("paper" in kinds, bool(before))
        self._accepted(valid_to="2026-12-31")
        self._paper(self.worker, self.certificate).with_user(
            self.user_security
        ).action_refuse("It can't be read")
        review.action_refresh()
        lines = review.line_ids.filtered(lambda line: line.kind == "paper")
        counts = {line.code: line.count for line in lines}
        self.assertGreaterEqual(counts["expiring"], 1)
        self.assertGreaterEqual(counts["refused"], 1)

    # ------------------------------------------------------------
    # LIGHT
    # ------------------------------------------------------------

    def test_the_light_of_a_pass(self):
        self.kind.paper_kind_ids = self.insurance
        person = self._worker()
        permit = self._permit(person)
        self.assertEqual(self._light(person)[0], "red")
        paper = self._fill(self.firm, self.insurance, valid_to=TODAY + 10 * DAY)
        colour, said = self._light(person)
        self.assertEqual(colour, "amber")
        self.assertNotIn("Insurance", said)
        self._put(paper, good_until=TODAY + 300 * DAY)
        colour, said = self._light(person)
        self.assertEqual((colour, said), ("green", f"May work under {permit.name}."))
        person.check_in()
        permit.with_user(self.user_security).action_suspend("Smoke")
        self.assertEqual(self._light(person)[0], "red", "inside, too")
        person.with_user(self.user_security).waive("permit_missing", "Clears up")
        self.assertEqual(self._light(person)[0], "amber")

    def test_no_light_for_those_who_do_not_work(self):
        self.assertIsNone(works.light(standing()))

    # ------------------------------------------------------------

    def _fill(self, partner, kind, accept=True, **values):
        """Enter what is missing, and let security accept it."""
        paper = self.env["visitor.contractor.paper"].search(
            [
                ("partner_id", "=", partner.id),
                ("kind", "=", kind.id),
                ("state", "=", "missing"),
            ]
        )
        entered = {"file": self._photo(), "valid_to": TODAY + 365 * DAY, **values}
        paper.with_user(self.user_reception).write(entered)
        if accept:
            paper.with_user(self.user_security).action_accept()
        self.env.invalidate_all()
        return paper

    def _light(self, person):
        self.env.invalidate_all()
        screen = self.env["visitor.reception"].with_user(self.user_reception)
        found = screen.open_person(person.id)["light"]
        papers = self.env["visitor.contractor.paper"].with_user(self.user_reception)
        self.assertEqual(papers._light(person, self.site), found)
        return found["colour"], found["sentence"]

    def _digests(self, partner):
        """What somebody is told by the job of today."""
        domain = [("notified_partner_ids", "in", partner.ids)]
        before = self.env["mail.message"].search(domain)
        with self._in_slices():
            self.env["visitor.contractor.paper"]._cron_papers()
        return self.env["mail.message"].search(domain) - before
