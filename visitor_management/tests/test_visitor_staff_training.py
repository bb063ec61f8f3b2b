"""The training of those who let visitors in, and of those who accompany them."""

from datetime import datetime, time, timedelta

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .training_common import TrainingCommon


@tagged("post_install", "-at_install")
class TestStaffTraining(TrainingCommon):
    """Reception's and guards' own training."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.training = cls._training("Fire at the desk", for_reception=True)
        cls.guard = cls._employee("Rita Reception", cls.user_reception)
        cls.site.write({"staff_training_required": True, "staff_training_grace": 0})

    def _learn(self, wrong=0):
        return self.training._take_as(
            self.guard, self._answers(self.training, wrong), "en_US"
        )

    def test_who_is_not_trained_lets_nobody_in(self):
        visit = self._visit(names=("Zhang Wei", "Li Na"))
        visit.action_submit()
        people = visit.registration_ids.with_user(self.user_reception)
        walk_in = {
            "name": "Wang Fang",
            "site_id": self.site.id,
            "type_id": self.type_open.id,
            "host_id": self.employee.id,
        }
        for way, call in (
            ("one", people[0].check_in),
            ("step in", people[0].step_in),
            ("group", people.check_in_group),
            ("walk-in", lambda: people.register_walk_in(walk_in, "", True)),
        ):
            with self.subTest(way), self.cr.savepoint() as before:
                with self.assertRaisesRegex(UserError, "Fire at the desk"):
                    call()
                before.rollback()
        people.register_walk_in(walk_in)
        self._learn()
        self.assertEqual(people[0].check_in()["status"], "granted")

    def test_leaving_is_always_possible(self):
        self.site.staff_training_required = False
        first, second = self._inside(), self._inside()
        self.site.staff_training_required = True
        first.step_out()
        first.check_out()
        second.check_out_group()
        self.assertEqual((first | second).mapped("state"), ["left", "left"])

    def test_the_time_to_take_it(self):
        self.site.staff_training_grace = 14
        now = datetime(2026, 11, 24, 10)
        self._put(self.site, staff_training_since=now)
        self._put(self.training, for_reception_since=now)
        overdue = self.site._overdue_trainings
        self.assertFalse(overdue(self.user_reception, now + timedelta(days=13)))
        self.assertTrue(overdue(self.user_reception, now + timedelta(days=400)))

    def test_a_quiz_that_is_not_passed_does_not_count(self):
        self.assertFalse(self._learn(2)["passed"])
        with self.assertRaises(UserError):
            self._comes().check_in()

    def test_a_site_without_the_switch_asks_nobody(self):
        self.site.staff_training_required = False
        self.assertEqual(self._comes().check_in()["status"], "granted")

    def test_a_login_without_an_employee_is_told_whom_to_ask(self):
        self.guard.user_id = False
        with self.assertRaisesRegex(UserError, "belongs to no employee"):
            self._comes().check_in()

    def test_what_staff_has_not_taken(self):
        missing = self.env["visitor.induction"]._missing_of_staff
        self.assertEqual(
            missing(self.guard, "for_reception"), {self.guard: self.training}
        )
        self._learn()
        self.assertFalse(missing(self.guard, "for_reception")[self.guard])
        self.assertFalse(missing(self.guard, "for_escorts")[self.guard])

    def test_one_reads_the_own_training_and_a_manager_that_of_the_team(self):
        self.guard.parent_id = self.employee
        self._learn()
        records = self.env["visitor.induction.record"]
        own = records.with_user(self.user_reception).search([])
        self.assertIn(self.guard, own.employee_id.sudo())
        self.assertTrue(records.with_user(self.user_host).search([]))
        self.assertFalse(records.with_user(self.user_host2).search([]))

    # ------------------------------------------------------------
    # WHO IS DUE
    # ------------------------------------------------------------

    def _due(self, user):
        lines = self.env["visitor.induction.due"].with_user(user)
        self.env.flush_all()
        lines.env.invalidate_all()
        return lines.search([("induction_id", "=", self.training.id)])

    def test_their_manager_sees_who_is_due(self):
        self.guard.parent_id = self.employee
        (line,) = self._due(self.user_host)
        self.assertEqual(line.employee_name, "Rita Reception")
        self.assertEqual(line.life, "due")
        self.assertFalse(self._due(self.user_host2))
        self.assertEqual(self._due(self.user_reception).life, "due")
        self.assertIn(line.id, self._due(self.user_admin).ids)
        self._learn()
        self.assertEqual(self._due(self.user_host).life, "valid")
        until = self.training.record_ids.valid_until
        for days, life in ((-30, "soon"), (0, "soon"), (1, "expired")):
            with freeze_time(datetime.combine(until, time(10)) + timedelta(days=days)):
                line = self._due(self.user_host)
                self.assertEqual(line.life, life)
                for other in ("due", "expired", "soon", "valid"):
                    found = line.search([("life", "=", other), ("id", "=", line.id)])
                    self.assertEqual(bool(found), other == life)

    def test_who_is_promoted_to_reception_is_due_as_well(self):
        before = len(self._due(self.user_admin))
        security = self._employee("Sam Security", self.user_security)
        self.assertIn(security, self._due(self.user_admin).sudo().employee_id)
        self.assertEqual(len(self._due(self.user_admin)), before + 1)
        hosts = self.employee | self.employee2
        self.assertFalse(self._due(self.user_admin).sudo().employee_id & hosts)

    def test_the_dashboard_counts_who_is_not_trained(self):
        figures = self.env["visitor.dashboard"].with_user(self.user_reception)
        self.env.flush_all()
        before = figures.read_figures(site_id=self.site.id)
        self.assertGreaterEqual(before["untrained"], 1)
        self._learn()
        self.env.flush_all()
        self.env.invalidate_all()
        after = figures.read_figures(site_id=self.site.id)
        self.assertEqual(after["untrained"], before["untrained"] - 1)
        self.assertEqual(after["asked_training"], before["asked_training"])

    # ------------------------------------------------------------
    # TAKING IT IN ODOO
    # ------------------------------------------------------------

    def test_an_employee_takes_the_training_in_odoo(self):
        mine = self.env["visitor.my.training"].with_user(self.user_reception)
        (row,) = mine.read_mine()["trainings"]
        self.assertEqual((row["needed"], row["valid"]), (True, False))
        shown = mine.open_mine(self.training.id)
        self.assertEqual(len(shown["quiz"]), 2)
        self.assertNotIn("correct", str(shown))
        answer = mine.hand_in(self.training.id, self._answers(self.training, 1))
        self.assertEqual((answer["passed"], answer["score"]), (False, 50))
        self.assertEqual(len(answer["explained"]), 1)
        answer = mine.hand_in(self.training.id, self._answers(self.training))
        self.assertTrue(answer["passed"])
        record = self.training.record_ids[:1]
        self.assertEqual(record.employee_id, self.guard)
        self.assertEqual(record.channel, "odoo")
        (row,) = mine.read_mine()["trainings"]
        self.assertEqual((row["valid"], row["until"]), (True, str(record.valid_until)))

    def test_nobody_takes_a_training_for_others(self):
        mine = self.env["visitor.my.training"]
        for user in (self.user_host, self.env.ref("base.public_user")):
            own = mine.with_user(user)
            with self.assertRaises(UserError):
                own.open_mine(self.training.id)
            with self.assertRaises(UserError):
                own.hand_in(self.training.id, self._answers(self.training))
        self.assertFalse(self.training.record_ids)

    def test_who_wants_to_accompany_visitors_may_take_the_training_for_it(self):
        escorts = self._training("Escorts", for_escorts=True)
        mine = self.env["visitor.my.training"].with_user(self.user_host)
        (row,) = mine.read_mine()["trainings"]
        self.assertEqual((row["id"], row["needed"]), (escorts.id, False))
        mine.hand_in(escorts.id, self._answers(escorts))
        missing = escorts._missing_of_staff(self.employee, "for_escorts")
        self.assertFalse(missing[self.employee])

    # ------------------------------------------------------------
    # TOLD IN TIME
    # ------------------------------------------------------------

    def _told_of_expiry(self):
        with self._in_slices():
            before = self.env["mail.message"].sudo().search([])
            self.env["visitor.induction.record"]._cron_remind()
            return self.env["mail.message"].sudo().search([]) - before

    def test_employee_and_manager_are_told_thirty_seven_and_one_day_before(self):
        self.guard.parent_id = self.employee
        self._learn()
        until = datetime.combine(self.training.record_ids.valid_until, time(6))
        for before, told in ((31, 0), (30, 2), (29, 0), (7, 2), (3, 0), (1, 2), (0, 0)):
            with freeze_time(until - timedelta(days=before)):
                messages = self._told_of_expiry()
                self.assertEqual(len(messages), told, before)
                for message in messages:
                    self.assertNotIn("Rita", message.subject)
                    self.assertIn("Fire at the desk", message.body)

    def test_who_took_it_again_is_told_no_more(self):
        with freeze_time("2026-01-10 10:00:00"):
            self._learn()
        with freeze_time("2026-12-20 10:00:00"):
            self._learn()
            self.assertFalse(self._told_of_expiry())
