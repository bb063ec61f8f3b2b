"""At what hours the works of a permit go on, and what hot work asks for besides."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .permit_common import SitePermitCommon, at


@tagged("post_install", "-at_install")
class TestPermitHoursOfSite(SitePermitCommon):
    def test_daily_hours_and_hours_of_noisy_works(self):
        permit = self._permit(self.kind_noisy, hour_from=9, hour_to=17)
        self.assertTrue(permit._in_hours(at(2, 13)), "it is no noisy work")
        permit.noisy = True
        for hour, within in (
            (8, False),
            (9, True),
            (13, False),
            (16, True),
            (17, False),
        ):
            self.assertEqual(permit._in_hours(at(2, hour)), within, hour)
        self.assertEqual(permit._next_window(at(2, 12)), (at(2, 14), at(2, 17)))
        self.assertEqual(
            permit.hours_text,
            "daily 09:00 – 17:00 · Monday – Friday 08:00 – 12:00, 14:00 – 18:00",
        )

    def test_a_kind_without_hours_limits_no_noise(self):
        permit = self._permit(noisy=True)
        self.assertTrue(permit._in_hours(at(2, 13)))
        self.assertEqual(
            permit.windows, [["2026-11-02 00:00:00", "2026-11-02 10:00:00"]]
        )
        self.assertFalse(permit.hours_text)

    def test_a_holiday_that_is_entered_holds_at_once(self):
        permit = self._permit(self.kind_noisy, noisy=True)
        self.assertTrue(permit._in_hours(at(2, 9)))
        day = self.env["client.service.day"].create(
            {"company_id": self.company.id, "date": "2026-11-02", "name": "Holiday"}
        )
        self.assertFalse(permit._in_hours(at(2, 9)))
        self.kind_noisy.hours_ids.create(
            {
                "kind_id": self.kind_noisy.id,
                "day": "holiday",
                "hour_from": 10,
                "hour_to": 11,
            }
        )
        self.assertEqual(permit._windows(), [(at(2, 10), at(2, 11))])
        day.unlink()
        self.assertTrue(permit._in_hours(at(2, 9)))
        leave = self.env["resource.calendar.leaves"].create(
            {
                "name": "Closed",
                "company_id": self.company.id,
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": at(2, 0),
                "date_to": at(2, 23, 59),
            }
        )
        self.assertEqual(permit._windows(), [(at(2, 10), at(2, 11))])
        leave.unlink()
        self.assertTrue(permit._in_hours(at(2, 9)))

    def test_the_calendar_of_the_site_says_what_is_worked(self):
        permit = self._permit(self.kind_hot, level_id=self.second.id, stop=at(2, 10))
        self.assertFalse(permit.raised_by)
        self.site.resource_calendar_id = self._calendar("Weekend", (5, 6), 0, 24)
        self.assertEqual(permit.raised_by, "rest_day")

    def test_windows_of_a_kind_do_not_overlap(self):
        with self.assertRaises(ValidationError):
            self.kind_noisy.hours_ids[:1].copy({"hour_from": 11, "hour_to": 13})

    # ------------------------------------------------------------
    # ONE LEVEL UP
    # ------------------------------------------------------------

    def test_by_day_hot_work_keeps_its_level(self):
        permit = self._permit(self.kind_hot, level_id=self.second.id)
        self.assertEqual(permit.counted_level_id, self.second)
        self.assertFalse(permit.raised_by)

    def test_hot_work_goes_one_level_up_at_night_and_on_days_off(self):
        cases = (
            ("night", {"start": at(2, 20), "stop": at(2, 23)}),
            ("rest_day", {"start": at(6, 9), "stop": at(7, 9)}),
            ("holiday", {"start": at(4, 9), "stop": at(4, 12)}),
        )
        self.env["client.service.day"].create(
            {"company_id": self.company.id, "date": "2026-11-04"}
        )
        for reason, times in cases:
            with self.subTest(reason):
                permit = self._permit(self.kind_hot, level_id=self.second.id, **times)
                self.assertEqual(permit.raised_by, reason)
                self.assertEqual(permit.counted_level_id, self.first)
        permit.level_id = self.special
        self.assertEqual(permit.counted_level_id, self.special, "there is none above")
        permit.level_id = False
        self.assertFalse(permit.counted_level_id)

    def test_a_holiday_that_is_entered_later_raises_what_was_asked_for(self):
        permit = self._permit(self.kind_hot, level_id=self.second.id)
        self.assertFalse(permit.raised_by)
        self.env["client.service.day"].create(
            {"company_id": self.company.id, "date": "2026-11-02"}
        )
        self.assertEqual(permit.raised_by, "holiday")
        self.assertEqual(permit.counted_level_id, self.first)

    def test_daily_hours_spare_the_night(self):
        week = {"start": at(2, 8), "stop": at(5, 8)}
        permit = self._permit(self.kind_hot, level_id=self.second.id, **week)
        self.assertEqual(permit.raised_by, "night")
        permit.write({"hour_from": 8, "hour_to": 18})
        self.assertFalse(permit.raised_by)

    def test_the_limit_of_the_level_above_holds(self):
        permit = self._permit(
            self.kind_hot, level_id=self.second.id, start=at(2, 8), stop=at(4, 8)
        )
        permit.action_submit()
        decides = permit.with_user(self.user_security)
        with self.assertRaisesRegex(UserError, "First.*24 hours"):
            decides.action_approve()
        permit.action_rework("shorter")
        permit.write({"hour_from": 8, "hour_to": 18})
        permit.action_submit()
        self.assertTrue(decides.action_approve())

    def test_the_level_above_names_who_approves(self):
        self.first.approver_ids = self.user_admin
        permit = self._permit(
            self.kind_hot, level_id=self.second.id, start=at(7, 8), stop=at(7, 10)
        )
        permit.action_submit()
        with self.assertRaises(AccessError):
            permit.with_user(self.user_security).action_approve()
        self.assertTrue(permit.with_user(self.user_admin).action_approve())

    # ------------------------------------------------------------
    # OPENING HOURS OF THE AREA
    # ------------------------------------------------------------

    def test_no_hot_work_while_the_area_is_open(self):
        self.lobby.write(
            {
                "hot_work_when_closed": True,
                "resource_calendar_id": self._calendar("Mall", range(7), 10, 22).id,
            }
        )
        hot = {"level_id": self.second.id, "start": at(2, 8), "stop": at(2, 11)}
        for place, said in (
            (self.lobby, "10:00"),
            (self.lab, "10:00"),  # inside of the lobby
            (self.env["visitor.area"], "Name the area"),
        ):
            with self.subTest(place.name):
                permit = self._permit(self.kind_hot, area_id=place.id, **hot)
                permit.action_submit()
                with self.assertRaisesRegex(UserError, said):
                    permit.with_user(self.user_security).action_approve()
        early = {**hot, "stop": at(2, 10), "area_id": self.lab.id}
        self._approved(self.kind_hot, **early)
        cold = self.env.ref("visitor_management.visitor_permit_kind_general")
        self._approved(cold, area_id=self.lobby.id)

    def test_an_area_that_never_closes_says_what_to_do(self):
        self.lobby.hot_work_when_closed = True
        permit = self._permit(
            self.kind_hot, level_id=self.second.id, area_id=self.lobby.id
        )
        permit.action_submit()
        with self.assertRaisesRegex(UserError, "Enter its opening hours"):
            permit.with_user(self.user_security).action_approve()

    # ------------------------------------------------------------
    # FIRE WATCH
    # ------------------------------------------------------------

    def test_the_fire_watch_comes_before_closing(self):
        permit = self._approved(self.kind_hot, level_id=self.second.id)
        with freeze_time(at(2, 15)):
            with self.assertRaisesRegex(UserError, "Hand the permit back"):
                permit.action_close("all cold")
            permit.action_hand_back("cleared")
            self.assertEqual(permit.watch_until, at(2, 16))
            with self.assertRaisesRegex(UserError, "16:00"):
                permit.action_close("all cold")
        with freeze_time(at(2, 15, 59)):
            permit.invalidate_recordset()
            self.assertTrue(permit.watching)
            with self.assertRaises(UserError):
                permit.action_close("all cold")
        with freeze_time(at(2, 16)):
            self.assertTrue(permit.action_close("all cold"))
            self.assertEqual(permit.watch_until, at(2, 16), "kept with the permit")

    def test_who_never_hands_back_is_watched_from_the_end(self):
        permit = self._approved(self.kind_hot, level_id=self.second.id)
        with freeze_time(at(2, 18, 59)), self.assertRaisesRegex(UserError, "19:00"):
            permit.action_close("all cold")
        with freeze_time(at(2, 19)):
            permit.action_close("all cold")

    def test_minutes_are_those_of_the_kind(self):
        self.kind_hot.fire_watch_minutes = 30
        permit = self._approved(self.kind_hot, level_id=self.second.id)
        self.assertEqual(permit.watch_until, at(2, 18, 30))
        self.kind_hot.fire_watch_minutes = 0
        permit = self._approved(self.kind_hot, level_id=self.second.id)
        self.assertFalse(permit.watch_until)
        with freeze_time(at(2, 9)):
            permit.action_close("nothing to watch")

    def test_other_works_are_not_watched(self):
        permit = self._approved()
        self.assertFalse(permit.watch_until)
        with freeze_time(at(2, 9)):
            permit.action_close("done")
