"""How long a visit may take and how many may come: a sentence, no traceback."""

from datetime import datetime, timedelta

from psycopg2.errors import CheckViolation

from odoo import Command, fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import VisitorCommon


@tagged("post_install", "-at_install")
class TestLongestVisit(VisitorCommon):
    def test_ninety_days_if_nobody_says_otherwise(self):
        self.assertEqual(self.type_open.max_days, 90)
        now = fields.Datetime.now()
        self._visit(start=now, stop=now + timedelta(days=90))
        with self.assertRaisesRegex(ValidationError, "90 days at most"):
            self._visit(start=now, stop=now + timedelta(days=90, minutes=1))

    def test_days_are_those_of_the_site(self):
        """From nine to nine in Berlin, although the clocks change in between."""
        site = self.env["visitor.site"].create({"name": "B", "tz": "Europe/Berlin"})
        visit = self._visit(
            site_id=site.id,
            start=datetime(2026, 10, 1, 7, 0),
            stop=datetime(2026, 12, 30, 8, 0),
        )
        self.assertTrue(visit)

    def test_by_every_way_in(self):
        self.type_open.max_days = 2
        self.type_host.max_days = 1
        visit = self._visit()
        far = visit.start + timedelta(days=2, hours=3)
        desk = self.env["visitor.registration"].with_user(self.user_reception)
        walk_in = {
            "site_id": self.site.id,
            "type_id": self.type_open.id,
            "host_id": self.employee.id,
            "name": "Wang Fang",
            "stop": far + timedelta(hours=1),
        }

        def another_kind():
            visit.stop = visit.start + timedelta(days=2)
            visit.type_id = self.type_host

        for call in (
            lambda: visit.write({"stop": far}),
            lambda: visit.write({"start": far - timedelta(days=9), "stop": far}),
            lambda: desk.register_walk_in(walk_in),
            lambda: visit.copy({"stop": far}),
            another_kind,
        ):
            with (
                self.subTest(),
                self.assertRaisesRegex(ValidationError, "days at most"),
            ):
                call()

    def test_a_form_says_so_too(self):
        visit = self._visit()
        visit.stop = visit.start + timedelta(days=2)
        self.type_host.max_days = 1
        with (
            self.assertRaisesRegex(ValidationError, "1 days at most"),
            Form(visit) as form,
        ):
            form.type_id = self.type_host

    def test_nobody_means_such_a_date(self):
        self.type_open.max_days = 3660
        last_hour = datetime(9999, 12, 31, 23, 30)
        for start in (datetime(1970, 1, 1), datetime(2101, 1, 1), last_hour):
            for values in (
                {"start": start, "stop": start + timedelta(minutes=5)},
                {"start": start},
            ):
                with (
                    self.subTest(values=values),
                    self.assertRaisesRegex(ValidationError, "date of the visit"),
                ):
                    self.env["visitor.visit"].with_user(self.user_host).create(
                        {
                            "type_id": self.type_open.id,
                            "site_id": self.site.id,
                            **values,
                        }
                    )
        visit = self._visit()
        with self.assertRaisesRegex(ValidationError, "date of the visit"):
            visit.start = last_hour

    def test_a_kind_of_visit_is_not_too_long_from_the_start(self):
        with self.assertRaisesRegex(ValidationError, "from the start"):
            self.type_open.write({"max_days": 1, "default_duration": 25})
        for days in (0, -1):
            with self.subTest(days=days), self.assertRaises(ValidationError):
                self.type_open.max_days = days
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self.type_open.max_days = 10**6
            self.env.flush_all()


@tagged("post_install", "-at_install")
class TestManyPeople(VisitorCommon):
    def test_more_than_five_hundred_are_announced_by_security(self):
        line = [Command.create({"name": "Choir", "headcount": 501})]
        several = [Command.create({"name": "Half", "headcount": 251})] * 2
        for values in (
            {"headcount": 501},
            {"planned_headcount": 501},
            {"registration_ids": line},
            {"registration_ids": several},
        ):
            for user in (self.user_host, self.user_reception):
                with (
                    self.subTest(values=values, user=user.login),
                    self.assertRaisesRegex(UserError, "Security announces"),
                ):
                    self._visit(user, **values)
            self.assertGreater(self._visit(self.user_security, **values).headcount, 500)
        self.assertEqual(self._visit(headcount=500).headcount, 500)

    def test_nor_later(self):
        visit = self._visit()
        person = visit.registration_ids
        people = self.env["visitor.registration"]
        for call in (
            lambda: visit.write({"headcount": 501}),
            lambda: person.write({"headcount": 501}),
            lambda: visit.write(
                {"registration_ids": [Command.update(person.id, {"headcount": 501})]}
            ),
            lambda: people.with_user(self.user_host).create(
                {"name": "Choir", "headcount": 500, "visit_id": visit.id}
            ),
            lambda: people.with_user(self.user_reception).register_walk_in(
                {"name": "Choir", "headcount": 501, "host_id": self.employee.id}
            ),
        ):
            with (
                self.subTest(),
                self.assertRaisesRegex(UserError, "Security announces"),
            ):
                call()

    def test_what_security_planned_is_filled_with_names_by_the_host(self):
        visit = self._visit()
        visit.with_user(self.user_security).headcount = 600
        visit.write({"registration_ids": [Command.create({"name": "A"})]})
        half = {"name": "Half", "headcount": 300}
        visit.write({"registration_ids": [Command.create(half)]})
        self.assertEqual(visit.headcount, 600)
        with self.assertRaisesRegex(UserError, "Security announces"):
            visit.write({"registration_ids": [Command.create(half)]})

    def test_a_slip_is_nobodys_visit(self):
        for count in (100_001, 2**31, 10**12, -(10**12)):
            with (
                self.subTest(count=count),
                self.assertRaisesRegex(UserError, "Check the number"),
            ):
                self._visit(self.user_security, headcount=count)
