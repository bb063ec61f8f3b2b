"""A visit to a client: plan, appointment, talk, archive."""

from datetime import date, datetime, timedelta

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged

from ..tools import opening_hours
from .client_visit_common import MONDAY, NINE_TO_FIVE, ClientVisitCommon


@tagged("post_install", "-at_install")
@freeze_time("2029-03-01 03:00:00")
class TestClientVisit(ClientVisitCommon):
    # ------------------------------------------------------------
    # LIFE
    # ------------------------------------------------------------

    def test_from_plan_to_archive(self):
        visit = self._client_visit()
        self.assertEqual(visit.state, "planned")
        self.assertRegex(visit.name, r"^CV/2029/\d{5}$")
        self.assertEqual(visit.line_ids.employee_id, self.service, "who makes it goes")
        visit.write({"appointment_at": MONDAY, "place": "8F", "confirmed_by": "Chen"})
        self.assertIs(visit.action_appoint(), True)
        self.assertEqual(visit.appointed_by_id, self.user_service)
        with self.assertRaisesRegex(UserError, "lies ahead"):
            visit.action_done()
        with freeze_time(MONDAY + timedelta(hours=2)):
            self.assertIs(visit.action_done(), True)
            self.assertEqual(visit.start, MONDAY, "nobody noted another time")
            self.assertEqual(visit.stop, MONDAY + timedelta(hours=1))
            self.assertIs(visit.action_archive_record(), True)
        self.assertEqual(visit.state, "archived")
        self.assertRegex(visit.archive_number, r"^CVA/2029/\d{5}$")
        self.assertEqual(visit.archived_on, date(2029, 3, 5))

    def test_an_appointment_says_when_where_and_who_confirmed(self):
        complete = {
            "appointment_at": MONDAY,
            "place": "Their office",
            "confirmed_by": "Mrs Chen",
        }
        for name in complete:
            visit = self._client_visit(**{**complete, name: False})
            label = visit._fields[name]._description_string(self.env)
            with self.subTest(missing=name), self.assertRaisesRegex(UserError, label):
                visit.action_appoint()
            self.assertEqual(visit.state, "planned")
        visit = self._client_visit(**{**complete, "confirmed_by": "  "})
        with self.assertRaises(UserError):
            visit.action_appoint()

    def test_what_an_appointment_says_stays_said(self):
        visit = self._appointed()
        for name in ("appointment_at", "place", "confirmed_by"):
            with self.subTest(name), self.assertRaises(ValidationError):
                visit.write({name: False})

    def test_ad_hoc_skips_the_plan_and_says_why(self):
        with self.assertRaisesRegex(ValidationError, "beside the plan"):
            self._client_visit(kind="ad_hoc")
        with self.assertRaises(ValidationError):
            self._client_visit(kind="ad_hoc", ad_hoc_reason=" ")
        visit = self._client_visit(kind="ad_hoc", ad_hoc_reason="Water in the cellar")
        with self.assertRaises(UserError, msg="no appointment, no visit"):
            visit.action_done()
        with self.assertRaises(UserError):
            visit.action_appoint()
        self.assertEqual(visit.state, "planned")

    def test_times_that_were_noted_are_kept(self):
        visit = self._appointed()
        begin, end = MONDAY + timedelta(minutes=7), MONDAY + timedelta(minutes=40)
        with freeze_time(MONDAY + timedelta(hours=2)):
            visit.write({"start": begin, "stop": end})
            visit.action_done()
        self.assertEqual((visit.start, visit.stop), (begin, end))

    def test_a_visit_that_is_over_early_ends_now(self):
        visit = self._appointed()
        with freeze_time(MONDAY + timedelta(minutes=20)):
            visit.action_done()
        self.assertEqual(visit.stop, MONDAY + timedelta(minutes=20))

    def test_a_talk_was_not_held_in_the_future(self):
        visit = self._appointed()
        for name in ("start", "stop"):
            with self.subTest(field=name), self.assertRaisesRegex(UserError, "future"):
                visit.write({name: MONDAY})

    def test_nobody_is_asked_for_a_time_that_is_over(self):
        visit = self._client_visit(appointment_at=MONDAY, place="8F")
        with freeze_time(MONDAY + timedelta(hours=2)):
            with self.assertRaisesRegex(UserError, "time is over"):
                visit.action_ask_appointment()

    def test_cancelling_asks_why(self):
        visit = self._client_visit()
        with self.assertRaises(UserError):
            visit.action_cancel("  ")
        self.assertIs(visit.action_cancel("They moved out"), True)
        self.assertEqual(
            (visit.state, visit.cancel_reason),
            (
                "cancelled",
                "They moved out",
            ),
        )
        with self.assertRaises(UserError, msg="made already"):
            self._done().action_cancel("Too late")

    def test_the_day_is_that_of_the_company(self):
        visit = self._client_visit(planned_on=date(2029, 3, 9))
        self.assertEqual(visit.day, date(2029, 3, 9))
        visit.appointment_at = datetime(2029, 3, 9, 17, 0)  # 1:00 in Shanghai
        self.assertEqual(visit.day, date(2029, 3, 10))
        self.assertRegex(self._client_visit().name, "/2029/")
        new_year = datetime(2029, 12, 31, 16, 30)  # 0:30 in Shanghai
        self.assertRegex(self._client_visit(appointment_at=new_year).name, "/2030/")

    def test_whom_we_visit_is_of_the_client(self):
        stranger = self.env["res.partner"].create({"name": "Somebody"})
        with self.assertRaises(ValidationError):
            self._client_visit(contact_id=stranger.id)
        chen = self.env["res.partner"].create(
            {"name": "Mrs Chen", "parent_id": self.client.id, "phone": "+86 10 1"}
        )
        self.assertEqual(
            self._client_visit(contact_id=chen.id).contact_phone, "+86 10 1"
        )

    def test_only_what_has_not_begun_is_deleted(self):
        visit = self._appointed()
        with self.assertRaises(UserError):
            visit.unlink()
        self._client_visit().unlink()

    # ------------------------------------------------------------
    # HOURS OF THE CLIENT
    # ------------------------------------------------------------

    def _at(self, moment, **values):
        return self._client_visit(
            appointment_at=moment, place="8F", confirmed_by="Chen", **values
        )

    def test_never_outside_the_hours_of_the_client(self):
        self.client.client_calendar_id = self._calendar("Theirs", NINE_TO_FIVE)
        monday = datetime(2029, 3, 5)  # midnight; 9:00 in Shanghai is 1:00
        for hour, fits in ((0.5, False), (1, True), (8, True), (8.5, False)):
            visit = self._at(monday + timedelta(hours=hour))
            with self.subTest(hour=hour):
                if fits:
                    visit.action_appoint()
                else:
                    with self.assertRaisesRegex(UserError, "next possible time"):
                        visit.action_appoint()

    def test_the_next_possible_time_is_said(self):
        self.client.client_calendar_id = self._calendar("Theirs", NINE_TO_FIVE)
        friday = self._at(datetime(2029, 3, 2, 9, 0))  # 17:00
        with self.assertRaises(UserError) as refusal:
            friday.action_appoint()
        self.assertIn("3/5/29", str(refusal.exception), "Monday")
        self.assertIn("9:00", str(refusal.exception))
        self.assertIn("Asia/Shanghai", str(refusal.exception))

    def test_not_on_a_day_of_leave(self):
        calendar = self._calendar("Theirs", NINE_TO_FIVE)
        self.client.client_calendar_id = calendar
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": calendar.id,
                "date_from": datetime(2029, 3, 4, 16),
                "date_to": datetime(2029, 3, 5, 16),
            }
        )
        with self.assertRaisesRegex(UserError, "3/6/29"):
            self._at(MONDAY).action_appoint()

    def test_a_leave_of_all_closes_and_a_training_does_not(self):
        self.client.client_calendar_id = calendar = self._calendar(
            "Theirs", NINE_TO_FIVE
        )
        day = {"date_from": datetime(2029, 3, 4, 16)}
        day["date_to"] = datetime(2029, 3, 5, 16)
        leaves = self.env["resource.calendar.leaves"]
        leaves.create({"calendar_id": calendar.id, "time_type": "other", **day})
        at, leave = datetime(2029, 3, 5, 3), (day["date_from"], day["date_to"])
        self.assertNotIn(leave, calendar._hours().leaves)
        self._at(MONDAY).action_appoint()
        leaves.create({"company_id": self.company.id, **day})
        self.assertIn(leave, calendar._hours().leaves)
        self.assertFalse(opening_hours.is_open(calendar._hours(), at))
        with self.assertRaisesRegex(UserError, "3/6/29"):
            self._at(MONDAY).action_appoint()

    def test_hours_of_the_firm_hold_for_its_people(self):
        self.client.client_calendar_id = self._calendar("Theirs", NINE_TO_FIVE)
        person = self.env["res.partner"].create(
            {"name": "Mrs Chen", "parent_id": self.client.id}
        )
        with self.assertRaises(UserError):
            self._at(datetime(2029, 3, 5, 12), partner_id=person.id).action_appoint()

    def test_without_hours_of_their_own_those_of_the_company(self):
        self.company.resource_calendar_id = self._calendar("Ours", NINE_TO_FIVE)
        with self.assertRaises(UserError):
            self._at(datetime(2029, 3, 5, 12)).action_appoint()
        self._at(MONDAY).action_appoint()

    def test_our_holidays_and_make_up_days_hold_where_our_hours_do(self):
        self.company.resource_calendar_id = self._calendar("Ours", NINE_TO_FIVE)
        days = self.env["client.service.day"]
        own = {"company_id": self.company.id}
        days.create({"date": "2029-03-05", **own})
        days.create({"date": "2029-03-10", "kind": "workday", **own})
        with self.assertRaises(UserError):
            self._at(MONDAY).action_appoint()
        self._at(datetime(2029, 3, 10, 3)).action_appoint()

    def test_too_long_for_any_day(self):
        self.client.client_calendar_id = self._calendar("Theirs", NINE_TO_FIVE)
        with self.assertRaisesRegex(UserError, "no time for a visit of"):
            self._at(MONDAY, duration=9).action_appoint()

    def test_hours_on_the_day_summer_time_begins(self):
        self.client.client_calendar_id = self._calendar(
            "Theirs", [(6, 9, 17)], tz="Europe/Berlin"
        )
        sunday = datetime(2029, 3, 25)
        with self.assertRaises(UserError):
            self._at(sunday + timedelta(hours=6, minutes=59)).action_appoint()
        self._at(sunday + timedelta(hours=7)).action_appoint()

    def test_moving_an_appointment_keeps_to_the_hours(self):
        self.client.client_calendar_id = self._calendar("Theirs", NINE_TO_FIVE)
        visit = self._appointed()
        with self.assertRaises(UserError):
            visit.appointment_at = datetime(2029, 3, 5, 12)
        visit.appointment_at = datetime(2029, 3, 6, 3)

    # ------------------------------------------------------------
    # ARCHIVE
    # ------------------------------------------------------------

    def test_archived_is_read_only_for_everybody(self):
        visit = self._done()
        item = self._item(visit, answered=True, answer="We grease it")
        line = visit.line_ids
        visit.action_archive_record()
        for user in (self.user_service, self.user_manager, self.env.user):
            ours = visit.with_user(user).sudo(user == self.env.user)
            its = {"user": user.login}
            self._kept(its, ours.write, {"talk": "Something else"})
            self._kept(
                its, ours.write, {"item_ids": [Command.create({"content": "x"})]}
            )
            self._kept(its, ours.write, {"line_ids": [Command.clear()]})
            self._kept(its, ours.unlink)
            one = item.with_user(user).sudo(user == self.env.user)
            self._kept(its, one.write, {"answer": "Another"})
            self._kept(its, one.write, {"solution": "Another"})
            self._kept(its, one.unlink)
            self._kept(its, one.create, {"visit_id": visit.id, "content": "Late"})
            them = line.with_user(user).sudo(user == self.env.user)
            self._kept(its, them.write, {"employee_id": self.manager.id})
            self._kept(its, them.unlink)
            self._kept(
                its,
                them.create,
                {"visit_id": visit.id, "employee_id": self.manager.id},
            )
            self.assertFalse(
                ours.load([".id", "talk"], [[str(visit.id), "New"]])["ids"]
            )
            another = self._done().with_user(user).sudo(user == self.env.user)
            moved = self._item(another)
            self._kept(its, moved.write, {"visit_id": visit.id})
        self.assertEqual(item.answer, "We grease it")
        visit.message_post(body="Well done")  # but it can be talked about

    def _kept(self, params, call, *args):
        with self.subTest(call=call.__name__, **params):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                call(*args)
        self.env.invalidate_all()

    def test_a_copy_begins_anew(self):
        visit = self._done()
        self._item(visit, answered=True, answer="Yes")
        visit.action_archive_record()
        twin = visit.copy()
        self.assertEqual(twin.state, "planned")
        self.assertEqual(twin.line_ids.employee_id, self.service)
        self.assertFalse(twin.item_ids or twin.talk or twin.appointment_at)
        self.assertNotEqual(twin.name, visit.name)

    def test_numbers_follow_each_other_in_each_company(self):
        first, second = self._client_visit(), self._client_visit()
        self.assertEqual(
            int(second.name.split("/")[-1]), int(first.name.split("/")[-1]) + 1
        )
        company = self.env["res.company"].create({"name": "Next door"})
        other = self.env["client.visit"].create(
            {"partner_id": self.client.id, "company_id": company.id}
        )
        self.assertEqual(other.name, "CV/2029/00001")
