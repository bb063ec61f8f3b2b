"""Times of client visits that nobody can have meant."""

import json

from odoo.exceptions import UserError
from odoo.tests import Form, HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from .client_visit_common import ClientVisitCommon
from .test_client_talk import TalkCase

YEARS = "between the years 2000 and 2100"
NEVER = (
    "0001-01-01 00:00:00",
    "1999-12-31 23:59:59",
    "2101-01-01 00:00:00",
    "9999-12-31 23:59:59",
    "20290-03-05 03:00:00",
    "soon",
)


@tagged("post_install", "-at_install")
@freeze_time("2029-03-05 03:00:00")
class TestClientTimes(ClientVisitCommon):
    def test_a_time_of_another_century_is_told(self):
        """It was a traceback, or a visit in the year 1."""
        visit = self._appointed()
        for name in ("start", "stop", "appointment_at", "planned_on"):
            for moment in NEVER:
                moment = moment.split()[0] if name == "planned_on" else moment
                with self.subTest(field=name, moment=moment):
                    with self.assertRaisesRegex(UserError, YEARS):
                        visit.write({name: moment})
                    with self.assertRaisesRegex(UserError, YEARS):
                        self._client_visit(**{name: moment})
                    with self.assertRaisesRegex(UserError, YEARS):
                        visit.onchange({name: moment}, [name], {"day": {}})
        with self.assertRaisesRegex(UserError, YEARS):
            visit.with_context(default_start=NEVER[0]).create(
                {"partner_id": self.client.id}
            )

    def test_the_first_and_the_last_year_are_times(self):
        visit = self._client_visit(start="2000-01-01 00:00:00")
        self.assertEqual(visit.day.year, 2000)
        visit = self._client_visit(appointment_at="2100-12-31 12:00:00")
        self.assertEqual(visit.day.year, 2100)

    def test_the_form_says_it(self):
        with self.assertRaisesRegex(UserError, YEARS), Form(self._done()) as form:
            form.start = "0202-03-05 03:00:00"

    def test_an_appointment_does_not_take_for_ever(self):
        visit = self._client_visit(appointment_at="2029-03-05 03:00:00")
        for hours in (1e9, float("inf"), float("nan")):
            with self.subTest(hours=hours):
                with self.assertRaisesRegex(UserError, "168 hours at most"):
                    visit.duration = hours

    def test_a_deadline_of_an_item_lies_within_them_too(self):
        item = self._item(self._done())
        for day in ("0001-01-01", "9999-12-31", "20290-01-01"):
            with self.subTest(day=day), self.assertRaisesRegex(UserError, YEARS):
                item.write({"escalated_to_id": self.manager.id, "deadline": day})


@tagged("post_install", "-at_install")
class TestClientTalkTimes(TalkCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_service.password = "a long enough one"

    def _post(self, draft):
        self.authenticate("service", "a long enough one")
        with mute_logger("odoo.http"):
            answer = self.url_open(
                f"/client/talk/{self.visit.id}/save",
                data=json.dumps({"params": {"draft": draft}}),
                headers={"Content-Type": "application/json"},
            ).json()
        return answer.get("result") or answer["error"]["data"]

    def test_a_phone_whose_clock_was_never_set_is_told(self):
        text = self._text("The lift", self.visit.talk_revision)
        for moment in (
            "1970-01-01T00:00:10.000Z",
            "2101-01-01T00:00:00.000Z",
            "0001-01-01T00:00:00+14:00",
            "9999-12-31T23:59:59-14:00",
        ):
            for times in (
                {"start": moment},
                {"start": "2029-03-05T03:00:00Z", "stop": moment, "done": True},
            ):
                with self.subTest(times=times):
                    answer = self._post(self._draft(1, text=text, **times))
                    self.assertIn(YEARS, answer["message"])
        self.assertFalse(self.visit.talk)
        self.assertFalse(self.visit.start)
        answer = self._post(self._draft(2, text=text, start="2029-03-05T03:00:00.000Z"))
        self.assertEqual(answer["status"], "saved")

    def test_an_item_says_what_is_wrong_with_its_deadline(self):
        one = self._one(
            "Mend it", escalated_to_id=self.service.id, deadline="9999-12-31"
        )
        answer = self._post(self._draft(1, items=[one]))
        self.assertEqual(answer["status"], "refused")
        self.assertIn(YEARS, answer["errors"][0]["message"])
