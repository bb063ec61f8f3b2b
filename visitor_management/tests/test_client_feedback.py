"""Feedback that acts: a low rating is looked into, a spike of complaints is told."""

from datetime import date, datetime, timedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged

from ..tools.client_feedback import is_low, is_spike, week_of
from .client_common import ClientCommon

QUALITY = "visitor_management.mail_activity_type_client_quality"
SPIKE = "visitor_management.mail_activity_type_client_spike"
NOW = datetime(2029, 3, 14, 4)  # noon in Shanghai


class FeedbackCase(ClientCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["client.callback.rule"].search([]).unlink()

    def _tasks(self, record, kind=QUALITY):
        kind = self.env.ref(kind)
        return record.sudo().activity_ids.filtered(
            lambda each: each.activity_type_id == kind
        )

    def _rated(self, callback, result="2", handling="4"):
        """By the client, by a link or on the portal."""
        callback.sudo()._take_rating(result, handling, "It still drips")
        return callback


@tagged("post_install", "-at_install")
class TestLowRating(FeedbackCase):
    def _called(self, result, handling=False, callback=None, **values):
        """On the phone, finished."""
        callback = callback or self._callback()
        callback.action_reached()
        callback.write({"result": result, "handling_result": handling, **values})
        if result in ("1", "2"):
            callback.write(
                {"solved_on_spot": True, "dissatisfied_reason": "Dirt; was cleaned"}
            )
        callback.action_finish()
        return callback

    def test_what_is_a_low_rating(self):
        for ratings, low in (
            (("2", "5"), True),
            (("5", "1"), True),
            (("3", False), False),
            ((False, False), False),
        ):
            self.assertIs(is_low(*ratings), low, ratings)

    def test_on_the_phone_or_by_the_client_it_is_a_task_and_the_state_stays(self):
        self.company.client_quality_owner_id = self.user_service2
        called = self._called("2")
        self.assertEqual(called.state, "finished")
        rated = self._rated(self._callback())
        self.assertEqual(rated.state, "reached", "somebody has to explain")
        for callback in (called, rated):
            task = self._tasks(callback)
            self.assertEqual(task.user_id, self.user_service2)
            self.assertIn("2", task.note)
            self.assertTrue(callback.quality_told_at)

    def test_how_it_was_dealt_with_counts_too(self):
        self.assertTrue(self._tasks(self._called("5", "2")))

    def test_three_or_more_is_no_task(self):
        for callback in (
            self._called("3"),
            self._called("5", "3"),
            self._rated(self._callback(), "3"),
        ):
            self.assertFalse(self._tasks(callback))
            self.assertFalse(callback.quality_told_at)

    def test_one_rating_is_told_once(self):
        callback = self._rated(self._callback(), "1")
        self._tasks(callback).action_feedback()  # done, and not told again
        self._called_after(callback)
        self.assertFalse(self._tasks(callback))

    def _called_after(self, callback):
        callback.write(
            {"solved_on_spot": True, "dissatisfied_reason": "It dripped; a new seal"}
        )
        callback.action_finish()

    def test_the_next_round_is_a_rating_of_its_own(self):
        callback = self._callback()
        callback.action_reached()
        tomorrow = fields.Date.today() + timedelta(days=30)
        callback.write(
            {"result": "2", "explained_reason": "A part", "next_date": tomorrow}
        )
        self._order(callback, deadline=tomorrow)
        callback.action_finish()
        following = callback.next_ids
        self.assertFalse(following.quality_told_at or self._tasks(following))
        self.assertTrue(self._tasks(self._called("2", callback=following)))

    def test_the_client_s_own_rating_in_place_of_what_a_caller_had_typed(self):
        callback = self._callback()
        callback.write({"result": "5"})
        self._rated(callback, "1")
        self.assertEqual(callback.result, "1")
        self.assertTrue(self._tasks(callback))

    def test_without_an_owner_the_head_of_customer_service(self):
        self.assertEqual(self._tasks(self._called("1")).user_id, self.user_manager)
        # and in place of one who has left
        self.company.client_quality_owner_id = self.user_service2
        self.user_service2.active = False
        self.assertEqual(self._tasks(self._called("1")).user_id, self.user_manager)

    def test_it_is_said_in_the_language_of_the_owner(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.company.client_quality_owner_id = self.user_service2
        self.user_service2.lang = "zh_CN"
        kind = self.env.ref(QUALITY)
        kind.with_context(lang="zh_CN").summary = "客户评分低"
        task = self._tasks(self._called("2"))
        self.assertEqual(task.summary, "客户评分低")

    def test_the_owner_can_read_what_it_is_about(self):
        with self.assertRaises(ValidationError):
            self.company.client_quality_owner_id = self.user_host


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestSpike(FeedbackCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit = cls._unit("North")
        cls._put(cls.company, client_spikes=[])

    @classmethod
    def _unit(cls, building, name="101"):
        return cls.env["visitor.unit"].create(
            {"name": name, "building": building, "site_id": cls.site.id}
        )

    def _came(self, *days, unit=None, **values):
        """A complaint for each of some numbers of days ago."""
        made = self.env["client.complaint"]
        for ago in days:
            complaint = self._complaint(
                unit_id=(unit or self.unit).id,
                received_at=NOW - timedelta(days=ago),
                **values,
            )
            made |= complaint
        return made

    def _told(self, made):
        """What the manager hears now."""
        before = self._tasks(made, SPIKE)
        with self._in_slices():
            self.env["client.complaint"].sudo()._cron_spikes()
        return self._tasks(made, SPIKE) - before

    def test_what_is_a_spike(self):
        for count, mean, spike in (
            (2, 0, False),
            (3, 0, True),  # without a history
            (3, 1.5, True),
            (3, 1.6, False),
            (7, 3.5, True),
            (6, 3.125, False),
        ):
            self.assertIs(is_spike(count, mean), spike, (count, mean))
        week, since = week_of(date(2029, 3, 14))
        self.assertEqual((week, since), (date(2029, 3, 8), date(2029, 1, 11)))

    def test_the_manager_hears_of_it_once(self):
        made = self._came(0, 1)
        self.assertFalse(self._told(made), "two are none")
        made |= self._came(5)
        told = self._told(made)
        self.assertEqual(told.user_id, self.user_manager)
        self.assertEqual(told.res_id, made[-1].id)
        for word in ("3", "Lifts", "North"):
            self.assertIn(word, told.summary)
        made |= self._came(0, 0)
        self.assertFalse(self._told(made), "it goes on")

    def test_it_is_said_in_the_language_of_the_manager(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.lifts.with_context(lang="fr_FR").name = "Ascenseurs"
        self.user_manager.lang = "fr_FR"
        told = self._told(self._came(0, 0, 0, *range(9, 17)))  # eight in eight weeks
        self.assertIn("Ascenseurs", told.summary)
        self.assertIn("1,0", told.note)

    def test_it_is_told_again_when_it_was_over_and_comes_again(self):
        made = self._came(0, 0, 0)
        self.assertTrue(self._told(made))
        with freeze_time(NOW + timedelta(days=8)):
            self.assertFalse(self._told(made), "it is over")
            again = self._came(*[-8] * 3)
            self.assertFalse(self.company.client_spikes)
            self.assertTrue(self._told(again))

    def test_compared_with_the_eight_weeks_before(self):
        made = self._came(0, 0, 0, *[8 + 7 * week for week in range(8)] * 1)
        made |= self._came(9, 16, 23, 30)  # twelve in eight weeks
        older = self._came(70)  # before them
        self.assertTrue(self._told(made | older))

    def test_as_many_as_usual_are_no_spike(self):
        made = self._came(0, 0, 0, *range(8, 21))  # thirteen in eight weeks
        self.assertFalse(self._told(made))

    def test_of_one_category_in_one_building(self):
        other = self._unit("South")
        made = self._came(0, 0) | self._came(0, unit=other)
        made |= self._came(0, category_id=self.facilities.id)
        nowhere = self._complaint(received_at=NOW)
        invalid = self._came(0)
        invalid.action_invalid("Not ours")
        self.assertFalse(self._told(made | nowhere | invalid))
        # units of one building are one
        made |= self._came(0, unit=self._unit("North", "102"))
        self.assertEqual(len(self._told(made)), 1)

    def test_days_are_those_of_the_company(self):
        """The week began at midnight in Shanghai, which was yesterday afternoon UTC."""
        first = datetime(2029, 3, 7, 16)
        made = self._came(0, 0)
        edge = self._came(6)
        self._put(edge, received_at=first - timedelta(minutes=1))
        self.assertFalse(self._told(made | edge))
        self._put(edge, received_at=first)
        self.assertTrue(self._told(made | edge))

    def test_one_query_however_many_complaints(self):
        complaints = self.env["client.complaint"].sudo()
        self._came(0)
        few = self._count_queries(lambda: complaints._spikes(self.company))
        self._came(0, 0, 0, 9, 10)
        many = self._count_queries(lambda: complaints._spikes(self.company))
        self.assertEqual(few, many)
