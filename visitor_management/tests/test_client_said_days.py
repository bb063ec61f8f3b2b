"""What is said where a day or an hour is chosen, and not refused."""

from datetime import datetime

from odoo import Command
from odoo.tests import Form, freeze_time, tagged

from .client_common import ClientCommon

# A Wednesday.
NOW = "2027-03-10 04:00:00"
FRIDAY, SATURDAY = "2027-03-12", "2027-03-13"
CLOSED = "Saturday, March 13, 2027: nobody works then"
TEN, ELEVEN = datetime(2027, 3, 12, 2), datetime(2027, 3, 12, 3)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestClientSaidDays(ClientCommon):
    # ------------------------------------------------------------
    # A PROMISED DAY THAT IS CLOSED
    # ------------------------------------------------------------

    def test_an_order_for_a_day_on_which_nobody_works(self):
        order = self._order(self._complaint(state="accepted"), deadline=FRIDAY)
        self.assertFalse(order.closed_day)
        with Form(order) as form:
            form.deadline = SATURDAY
            form.put_off_reason = "The part comes on Friday"
            self.assertIn(CLOSED, form.closed_day)
        self.assertEqual(str(order.deadline), SATURDAY, "said, not refused")

    def test_the_next_call_on_a_day_on_which_nobody_works(self):
        callback = self._callback()
        callback.action_reached()
        with Form(callback) as form:
            form.result = "1"
            form.next_date = SATURDAY
            self.assertIn(CLOSED, form.closed_day)
            form.next_date = FRIDAY
            self.assertFalse(form.closed_day)

    def test_a_holiday_is_a_closed_day(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Spring",
                "calendar_id": self.calendar.id,
                "date_from": "2027-03-11 16:00:00",
                "date_to": "2027-03-12 15:59:59",
            }
        )
        order = self._order(self._complaint(state="accepted"), deadline=FRIDAY)
        self.assertIn("March 12", order.closed_day)

    def test_the_work_list_says_it_while_one_talks(self):
        callback = self._callback()
        callback.log_attempt("reached")
        screen = self.env["client.work.list"].with_user(self.user_service)
        answers = {"result": "1", "next_date": SATURDAY}
        order = {"department_id": self.engineering.id, "deadline": SATURDAY}
        closed = screen.save(callback.id, answers, order)["closed_days"]
        self.assertIn(CLOSED, closed["next_date"])
        self.assertIn(CLOSED, closed["deadline"])
        self.assertIn(
            CLOSED, screen.open_callback(callback.id)["closed_days"]["next_date"]
        )
        closed = screen.save(callback.id, {"next_date": FRIDAY})["closed_days"]
        self.assertEqual(closed, {"next_date": "", "deadline": ""})

    def test_what_is_over_is_no_promise_any_more(self):
        order = self._order(self._complaint(state="accepted"), deadline=SATURDAY)
        with freeze_time("2027-03-15 04:00:00"):
            self.env.invalidate_all()
            self.assertFalse(order.closed_day)

    def test_a_visit_planned_for_a_day_on_which_nobody_works(self):
        visit = self._visit(planned_on=SATURDAY)
        self.assertIn(CLOSED, visit.closed_day)

    # ------------------------------------------------------------
    # TWO VISITS AT ONCE
    # ------------------------------------------------------------

    def _visit(self, people=None, **values):
        people = people or self.cleaner
        return (
            self.env["client.visit"]
            .with_user(self.user_service)
            .create(
                {
                    "partner_id": self.client.id,
                    "line_ids": [
                        Command.create({"employee_id": each.id}) for each in people
                    ],
                    **values,
                }
            )
        )

    def test_nobody_is_at_two_clients_at_once(self):
        first = self._visit(appointment_at=TEN)
        later = self._visit(appointment_at=ELEVEN)
        self.assertFalse(first.clash or later.clash, "one after the other")
        with Form(later) as form:
            form.appointment_at = TEN
            self.assertIn("Ma Li", form.clash)
            self.assertIn(first.name, form.clash)
            self.assertIn("10:00", form.clash)
            self.assertIn("11:00", form.clash)
        self.assertEqual(later.appointment_at, TEN, "said, not refused")
        self.env.invalidate_all()
        self.assertIn(later.name, first.clash, "on both")
        first.action_cancel("They moved out")
        self.env.invalidate_all()
        self.assertFalse(later.clash)

    def test_others_may_go_at_the_same_time(self):
        first = self._visit(appointment_at=TEN)
        self._visit(people=self.technician, appointment_at=TEN)
        both = self._visit(people=self.technician | self.engineer, appointment_at=TEN)
        self.env.invalidate_all()
        self.assertFalse(first.clash)
        self.assertEqual(len(both.clash.splitlines()), 1)

    def test_it_is_said_in_the_language_of_who_plans(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self._visit(appointment_at=TEN)
        visit = self._visit(appointment_at=TEN).with_context(lang="zh_CN")
        self.assertIn("10:00", visit.clash)

    def test_however_many_are_shown_it_asks_once(self):
        def read(visits):
            return self._count_queries(lambda: visits.mapped("clash"))

        visits = [self._visit(appointment_at=TEN) for _each in range(8)]
        few, many = (self.env["client.visit"].union(*visits[:n]) for n in (2, 8))
        self.assertLessEqual(read(many), read(few))
