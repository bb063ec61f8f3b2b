"""What a host is told while announcing: what will be missing at the door."""

from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, freeze_time, tagged

from ..tools import admission
from .common import VisitorCommon
from .told_common import WORDS, all_in_chinese, english_in

# Monday, ten past nine in the morning in Shanghai
NOW = "2026-11-23 01:10:00"
MONDAY, SATURDAY = datetime(2026, 11, 23), datetime(2026, 11, 28)


def at(hour, minute=0, day=MONDAY):
    """So late on the clock of the site, in UTC."""
    return day + timedelta(hours=hour - 8, minutes=minute)


class AheadCase(VisitorCommon):
    tz = "Asia/Shanghai"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        lines = [
            {"name": "Open", "dayofweek": str(day), "hour_from": low, "hour_to": high}
            for day in range(5)
            for low, high in ((8, 12), (14, 18))
        ]
        cls.site.resource_calendar_id = cls.env["resource.calendar"].create(
            {
                "name": "Opening hours",
                "company_id": cls.company.id,
                "attendance_ids": [Command.create(line) for line in lines],
            }
        )

    def _planned(self, start, hours=1, user=None, **values):
        """A draft of a host."""
        return self._visit(
            user, start=start, stop=start + timedelta(hours=hours), **values
        )

    def _typed(self, start, stop, **values):
        """What stands on the form of a new visit before it is saved."""
        visit = (
            self.env["visitor.visit"]
            .with_user(self.user_host)
            .new(
                {
                    "site_id": self.site.id,
                    "type_id": self.type_open.id,
                    "start": start,
                    "stop": stop,
                    **values,
                }
            )
        )
        return visit.ahead_codes or [], visit.ahead or ""


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestLookingAhead(AheadCase):
    def test_nothing_is_missing(self):
        visit = self._planned(at(10))
        self.assertFalse(visit.ahead)
        self.assertFalse(visit.ahead_codes)

    def test_while_it_is_typed(self):
        form = Form(self.env["visitor.visit"].with_user(self.user_host))
        form.site_id, form.type_id = self.site, self.type_open
        form.start = at(20)
        self.assertIn("14:00–18:00", form.ahead)
        form.start = at(10)
        self.assertFalse(form.ahead)

    def test_outside_the_hours_of_the_site(self):
        codes, said = self._typed(at(20), at(21))
        self.assertEqual(codes, ["outside_hours"])
        self.assertIn("08:00–12:00, 14:00–18:00", said)

    def test_before_it_ends_the_site_closes(self):
        codes, said = self._typed(at(17), at(19))
        self.assertEqual(codes, ["outside_hours"])
        self.assertIn("18:00", said)
        self.assertEqual(self._typed(at(17), at(18))[0], [])

    def test_on_a_closed_day(self):
        codes, said = self._typed(at(10, day=SATURDAY), at(11, day=SATURDAY))
        self.assertEqual(codes, ["outside_hours"])
        self.assertIn("2026-11-28", said)
        self.assertIn("closed", said)

    def test_on_a_holiday(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.site.resource_calendar_id.id,
                "date_from": at(0) + timedelta(days=30),
                "date_to": at(24) + timedelta(days=30),
            }
        )
        holiday = MONDAY + timedelta(days=30)
        visits = self._planned(at(10, day=holiday)) | self._planned(at(10))
        self.assertEqual(visits[0].ahead_codes, ["outside_hours"])
        self.assertFalse(visits[1].ahead_codes, "both are looked at together")

    def test_more_than_the_site_holds(self):
        self.site.capacity = 5
        self.assertEqual(self._typed(at(10), at(11), headcount=5)[0], [])
        self.assertEqual(self._typed(at(10), at(11), headcount=6)[0], ["capacity_full"])
        others = self._planned(at(10), hours=2, headcount=4)
        self.assertEqual(self._typed(at(11), at(12), headcount=2)[0], [])
        others.action_submit()
        codes, said = self._typed(at(11), at(12), headcount=2)
        self.assertEqual(codes, ["capacity_full"])
        self.assertIn("6", said)
        self.assertFalse(others.ahead_codes, "it does not count itself twice")
        self.assertEqual(
            self._typed(at(14), at(15), headcount=2)[0], [], "they are gone by then"
        )

    def test_what_the_kind_asks_for(self):
        self.type_open.write(
            {"id_required": True, "photo_required": True, "signature_required": True}
        )
        codes, said = self._typed(at(10), at(11))
        self.assertEqual(
            codes, ["identity_missing", "photo_missing", "signature_missing"]
        )
        self.assertIn("identity document", said)
        self.assertNotIn("enter it", said, "that is for the desk")

    def test_nothing_is_blocked(self):
        self.type_open.id_required = True
        visit = self._planned(at(20))
        self.assertEqual(visit.ahead_codes, ["outside_hours", "identity_missing"])
        visit.action_submit()
        self.assertEqual(visit.state, "approved")
        self.assertEqual(visit.ahead_codes, ["outside_hours", "identity_missing"])

    def test_not_for_what_has_begun_or_is_over(self):
        self.type_open.id_required = True
        visit = self._planned(at(10))
        visit.action_submit()
        self.assertTrue(visit.ahead)
        for moment in (at(10, 1), at(12), at(10) + timedelta(days=9)):
            with freeze_time(moment):
                visit.invalidate_recordset(["ahead", "ahead_codes"])
                self.assertFalse(visit.ahead, moment)
        visit.action_cancel("Postponed")
        visit.invalidate_recordset(["ahead", "ahead_codes"])
        self.assertFalse(visit.ahead)

    def test_what_is_not_for_hosts_is_to_ask_reception(self):
        secret = admission.CONDITIONS["not_approved"]._replace(
            code="watchlisted", check=lambda facts: "On a list", told=False
        )
        visit = self._planned(at(10))
        visit.action_submit()
        person = visit.registration_ids
        with patch.dict(admission.CONDITIONS, {"watchlisted": secret}):
            self.assertEqual(visit.ahead_codes, ["ask_reception"])
            self.assertIn("reception", visit.ahead)
            self.assertIn("ask_reception", person.blocker_codes)
            self.assertNotIn("On a list", visit.ahead + person.blockers)
            desk = person.with_user(self.user_reception)
            self.assertIn("watchlisted", desk.blocker_codes)

    def test_in_the_language_of_the_host(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.site.capacity = 1
        kind = {"id_required": True, "photo_required": True, "signature_required": True}
        self.type_open.write(kind)
        visit = self._planned(at(20), headcount=9).with_context(lang="zh_CN")
        with all_in_chinese():
            self.assertEqual(len(visit.ahead.splitlines()), 5)
            self.assertIn(WORDS, visit.ahead)
            self.assertFalse(english_in(visit.ahead))

    def test_as_many_queries_for_many(self):
        self.site.capacity = 5
        few = self._planned(at(10)) | self._planned(at(11))
        many = few
        for number in range(10):
            many |= self._planned(at(10, day=MONDAY + timedelta(days=number)))
        counts = [
            self._count_queries(lambda some=some: some.mapped("ahead"))
            for some in (few, many)
        ]
        self.assertEqual(*counts)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestWhenItIsPlanned(AheadCase):
    def test_a_new_visit_begins_at_the_next_quarter_of_an_hour(self):
        visits = self.env["visitor.visit"].with_user(self.user_host)
        for now, start in (
            ("2026-11-23 01:10:00", "2026-11-23 01:15:00"),
            ("2026-11-23 01:15:00", "2026-11-23 01:15:00"),
            ("2026-11-23 01:15:01", "2026-11-23 01:30:00"),
            ("2026-11-23 01:59:30", "2026-11-23 02:00:00"),
        ):
            with self.subTest(now=now), freeze_time(now):
                start = fields.Datetime.to_datetime(start)
                for tz in ("Asia/Shanghai", "Asia/Kathmandu", "Australia/Eucla"):
                    self.site.tz = tz
                    form = Form(visits)
                    self.assertEqual(form.start, start)
                    self.assertEqual(form.stop, start + timedelta(hours=1))

    def test_what_is_over_is_not_announced(self):
        visit = self._planned(at(7))
        for call in ("action_announce", "action_submit", "action_approve"):
            with self.subTest(call), self.assertRaisesRegex(UserError, "over already"):
                getattr(visit, call)()
        self.assertEqual(visit.state, "draft")
        visit.write({"start": at(10), "stop": at(11)})
        visit.action_announce()
        self.assertEqual(visit.state, "approved")

    def test_what_goes_on_may_be_announced_late(self):
        visit = self._planned(at(8), hours=4)
        visit.action_announce()
        self.assertEqual(visit.state, "approved")


@tagged("post_install", "-at_install")
class TestNumber(VisitorCommon):
    def _numbers_drawn(self):
        sequences = self.company._number_sequences("visitor.visit").sudo()
        ranges = sequences.date_range_ids
        return sum(ranges.mapped("number_next_actual"))

    def _empty(self):
        """What somebody saved without typing anything."""
        return Form(self.env["visitor.visit"].with_user(self.user_host)).save()

    def test_an_empty_form_takes_no_number(self):
        before = self._numbers_drawn()
        visit = self._empty()
        self.assertFalse(visit.name)
        self.assertEqual(self._numbers_drawn(), before)
        self.assertEqual(visit.display_name, "New visit")

    def test_with_something_in_it_there_is_a_number(self):
        firm = self.env["res.partner"].create({"name": "Acme", "is_company": True})
        person = Command.create({"name": "Zhang Wei"})
        for values in (
            {"purpose": "Design review"},
            {"partner_id": firm.id},
            {"headcount": 3},
            {"registration_ids": [person]},
        ):
            with self.subTest(values=values):
                visits = self.env["visitor.visit"].with_user(self.user_host)
                empty = self._empty()
                self.assertFalse(empty.name)
                empty.write(values)
                number = empty.name
                self.assertTrue(number)
                empty.write({"purpose": "Another"})
                self.assertEqual(empty.name, number, "it stays")
                self.assertTrue(visits.create(values).name)

    def test_a_visitor_added_from_elsewhere(self):
        visit = self._empty()
        people = visit.registration_ids
        people.create({"visit_id": visit.id, "name": "Zhang Wei"})
        self.assertTrue(visit.name)

    def test_who_comes_is_asked_before_there_is_a_number(self):
        visit = self._empty()
        with self.assertRaises(UserError):
            visit.action_announce()
        self.assertFalse(visit.name)


@tagged("post_install", "-at_install")
class TestContactsOffered(VisitorCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.firm = partners.create({"name": "Acme", "is_company": True})
        cls.contact = partners.create(
            {
                "name": "Zhang Wei",
                "parent_id": cls.firm.id,
                "email": "zhang@acme.example",
                "phone": "+86 10 6552 9988",
            }
        )

    def test_a_contact_is_chosen_and_known_by_everything(self):
        form = Form(self.env["visitor.visit"].with_user(self.user_host))
        form.type_id, form.site_id = self.type_open, self.site
        with form.registration_ids.new() as line:
            line.partner_id = self.contact
            self.assertEqual(line.name, "Zhang Wei")
        with form.registration_ids.new() as line:
            line.name = "Somebody Unknown"
        visit = form.save()
        known, unknown = visit.registration_ids.sorted("id")
        self.assertEqual(known.partner_id, self.contact)
        self.assertEqual(
            (known.organization, known.email, known.phone),
            ("Acme", "zhang@acme.example", "+86 10 6552 9988"),
        )
        self.assertFalse(unknown.partner_id)
        visit.action_announce()
        self.assertEqual(visit.state, "approved")

    def test_only_contacts_that_the_host_may_read(self):
        self._other_company()
        theirs = self.env["res.partner"].create(
            {"name": "Not Ours", "company_id": self.company2.id}
        )
        with self.assertRaises(AccessError):
            self._visit(
                registration_ids=[
                    Command.create({"name": "Not Ours", "partner_id": theirs.id})
                ]
            )

    def test_announced_the_desk_says_who_it_is(self):
        visit = self._visit()
        visit.action_submit()
        with self.assertRaises(AccessError):
            visit.registration_ids.partner_id = self.contact


@tagged("post_install", "-at_install")
class TestNewWithoutTyping(VisitorCommon, HttpCase):
    def test_nothing_is_left_of_it(self):
        before = self.env["visitor.visit"].search_count([])
        self.start_tour(
            "/odoo/visitor-my-visits", "visitor_new_without_typing", login="host"
        )
        self.assertEqual(self.env["visitor.visit"].search_count([]), before)
