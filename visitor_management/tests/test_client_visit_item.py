"""What a client said: answered, or given to somebody, reminded, solved, told."""

from datetime import date, timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from .client_visit_common import ClientVisitCommon
from .views_common import ViewsCommon

JOB = "visitor_management.ir_cron_client_visit_escalations"
SOLVE = "visitor_management.mail_activity_type_client_item_solve"
OVERDUE = "visitor_management.mail_activity_type_client_item_overdue"
FEED_BACK = "visitor_management.mail_activity_type_client_item_feed_back"
DEADLINE = date(2029, 3, 10)


@tagged("post_install", "-at_install")
@freeze_time("2029-03-05 03:00:00")
class TestClientVisitItem(ViewsCommon, ClientVisitCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._managing_company()
        cls.employee2.parent_id = cls.manager

    def _given(self, visit=None, **values):
        visit = visit or self._done()
        values = {
            "escalated_to_id": self.employee2.id,
            "deadline": DEADLINE,
            **values,
        }
        return self._item(visit, **values)

    # ------------------------------------------------------------
    # STATE
    # ------------------------------------------------------------

    def test_answered_on_the_spot(self):
        item = self._item(self._done())
        self.assertEqual((item.state, item.pending), ("open", True))
        with self.assertRaisesRegex(ValidationError, "what was answered"):
            item.answered = True
        item.write({"answered": True, "answer": "We grease it on Friday"})
        self.assertEqual((item.state, item.pending), ("fed_back", False))

    def test_given_solved_and_told(self):
        item = self._given()
        self.assertEqual(item.state, "escalated")
        with self.assertRaises(ValidationError):
            item.fed_back_on = date(2029, 3, 5)
        with self.assertRaisesRegex(UserError, "future"):
            item.fed_back_on = date(2029, 3, 6)
        with self.assertRaisesRegex(UserError, "a day that is over"):
            item.deadline = date(2029, 3, 4)
        item.solution = "A new motor"
        self.assertEqual((item.state, item.solved_on), ("solved", date(2029, 3, 5)))
        item.action_told_client()
        self.assertEqual(item.fed_back_on, date(2029, 3, 5))
        self.assertEqual((item.state, item.pending), ("fed_back", False))

    def test_giving_asks_by_when(self):
        with self.assertRaisesRegex(ValidationError, "by when"):
            self._given(deadline=False)

    def test_either_answered_or_given(self):
        with self.assertRaises(ValidationError):
            self._given(answered=True, answer="Yes")

    def test_the_department_follows_the_person(self):
        departments = self.env["hr.department"]
        self.employee2.department_id = departments.create({"name": "Engineering"})
        item = self._given()
        self.assertEqual(item.department_id.name, "Engineering")
        self.manager.department_id = departments.create({"name": "Service"})
        item.escalated_to_id = self.manager
        self.assertEqual(item.department_id.name, "Service")

    def test_nobody_writes_what_follows(self):
        item = self._item(self._done())
        for values in (
            {"state": "fed_back"},
            {"pending": False},
            {"company_id": self.company2.id},
            {"solved_on": "2029-03-01"},
            {"climbed_to_id": self.manager.id},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                item.write(values)

    # ------------------------------------------------------------
    # ARCHIVING
    # ------------------------------------------------------------

    def test_the_record_waits_for_each_item(self):
        visit = self._done()
        self._item(visit, kind="praise", content="Friendly people")
        item = self._item(visit, kind="question", content="When is the lift mended?")
        self._blocked(visit, "answer it, or give it")
        item.write({"escalated_to_id": self.employee2.id, "deadline": DEADLINE})
        self._blocked(visit, "waits for a solution")
        item.solution = "On Friday"
        self._blocked(visit, "the client was not told")
        item.fed_back_on = date(2029, 3, 5)
        self.assertTrue(visit.archivable)
        visit.action_archive_record()
        self.assertEqual(visit.state, "archived")

    def test_what_the_client_said_is_not_in_the_error(self):
        visit = self._done()
        self._item(visit, kind="question", content="Mr Zhao asks about the lift")
        self.assertIn("Mr Zhao", visit.checklist)
        with self.assertRaisesRegex(UserError, "“Question”: answer it") as refused:
            visit.action_archive_record()
        self.assertNotIn("Zhao", str(refused.exception))

    def _blocked(self, visit, why):
        """Said before the button is pressed, and when it is."""
        self.assertIn(why, visit.checklist)
        self.assertFalse(visit.archivable)
        with self.assertRaisesRegex(UserError, why):
            visit.action_archive_record()
        self.assertEqual(visit.state, "done")

    def test_given_praise_waits_as_well(self):
        visit = self._done()
        self._given(visit, kind="praise")
        self._blocked(visit, "waits for a solution")

    def test_what_was_given_is_not_deleted(self):
        with self.assertRaises(UserError):
            self._given().unlink()
        self._item(self._done()).unlink()

    # ------------------------------------------------------------
    # WHO SOLVES IT
    # ------------------------------------------------------------

    def test_who_solves_it_sees_the_item_and_writes_the_solution(self):
        visit = self._done()
        other = self._item(visit, content="Not their business")
        item = self._given(visit).with_user(self.user_host2)
        self.assertEqual(item.read(["content"])[0]["content"], "The lift is slow")
        self.assertEqual(item.client_name, "Blue Sky")
        found = item.search([("visit_id", "=", visit.id)])
        self.assertEqual(found, item, "only that item")
        with self.assertRaises(AccessError):
            other.with_user(self.user_host2).read(["content"])
        with self.assertRaises(AccessError):
            visit.with_user(self.user_host2).read(["talk"])
        for values in (
            {"content": "All is well"},
            {"fed_back_on": "2029-03-05"},
            {"deadline": "2030-01-01"},
            {"escalated_to_id": self.employee.id},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                item.write(values)
        item.solution = "A new motor"
        self.assertEqual(item.state, "solved")
        with self.assertRaises(UserError):
            item.unlink()
        with self.assertRaises(UserError):
            self._item(visit.with_user(self.user_host2))

    def test_given_to_the_managing_company(self):
        visit = self._done()
        other = self._item(visit, content="Not their business")
        item = self._given(visit, escalated_to_id=self.next_door.id)
        self.assertEqual(item.company_id, self.company2)
        theirs = item.with_user(self.user_next)
        self.assertEqual(theirs.search([]), theirs, "only that item")
        self.assertFalse(self.env["client.visit"].with_user(self.user_next).search([]))
        with self.assertRaises(AccessError):
            other.with_user(self.user_next).read(["content"])
        spec = {"display_name": {}, "client_name": {}, "visit_day": {}, "solution": {}}
        many2one = {"fields": {"display_name": {}}}
        spec |= {"escalated_to_id": many2one, "visit_id": many2one}
        self.assertEqual(theirs.web_read(spec)[0]["client_name"], "Blue Sky")
        theirs.solution = "The holding pays for a new motor"
        self.assertEqual(item.state, "solved")
        # and who gave it reads all of it
        self.env.invalidate_all()
        read = item.web_read(spec | {"company_id": many2one})[0]
        self.assertEqual(read["escalated_to_id"]["display_name"], "Nora Next")
        item.action_told_client()
        self.assertEqual(item.state, "fed_back")

    def test_who_solves_it_next_door_opens_list_and_form(self):
        item = self._given(escalated_to_id=self.next_door.id)
        action = self.env.ref("visitor_management.client_visit_item_action")
        for user in (self.user_next, self.user_service):
            self.env.invalidate_all()
            self._open(action.with_user(user), user)
        form = Form(item.with_user(self.user_next))
        form.solution = "The holding pays"
        form.save()
        self.assertEqual(item.state, "solved")

    def test_only_ours_and_the_managing_company(self):
        company = self.env["res.company"].create({"name": "Strangers"})
        stranger = self.env["hr.employee"].create(
            {"name": "Stranger", "company_id": company.id}
        )
        with self.assertRaises(AccessError):
            self._given(escalated_to_id=stranger.id)
        item = self._item(self._done())
        with self.assertRaisesRegex(ValidationError, "managing company"):
            # not even a program that knows all employees
            item.sudo().write({"escalated_to_id": stranger.id, "deadline": DEADLINE})

    def test_people_of_the_managing_company_are_offered(self):
        people = self.env["hr.employee"].with_user(self.user_service)
        self.assertFalse(people.name_search("Nora"), "not in general")
        items = self.env["client.visit.item"].with_user(self.user_service)
        for visit_id in (self._done().id, False):
            with self.subTest(visit=visit_id):
                found = items.find_solvers(visit_id, "Nora")
                self.assertEqual([each["id"] for each in found], self.next_door.ids)
                self.assertTrue(items.find_solvers(visit_id, "Liu Min"))

    def test_not_the_other_way_round(self):
        visit = self._done()
        theirs = self.env["client.visit.item"].with_user(self.user_next)
        for visit_id in (visit.id, False):
            with self.assertRaises(AccessError):
                theirs.find_solvers(visit_id, "Liu Min")

    def test_nobody_else_names_people_of_the_managing_company(self):
        """Who makes no client visits reads no name by writing an id either."""
        items = self.env["client.visit.item"].with_user(self.user_host2)
        with self.assertRaises(AccessError):
            items.onchange(
                {"escalated_to_id": self.next_door.id},
                ["escalated_to_id"],
                {"escalated_to_id": {"fields": {"display_name": {}}}},
            )

    # ------------------------------------------------------------
    # REMINDED, UP ONE LEVEL
    # ------------------------------------------------------------

    def _activities(self, item, kind):
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", item._name),
                ("res_id", "=", item.id),
                ("activity_type_id", "=", self.env.ref(kind).id),
            ]
        )

    def _run_job(self, at):
        with freeze_time(at), self.enter_registry_test_mode():
            self.env.ref(JOB).method_direct_trigger()
        self.env.invalidate_all()

    def test_on_the_list_of_who_solves_it_until_solved(self):
        item = self._given()
        task = self._activities(item, SOLVE)
        self.assertEqual(task.user_id, self.user_host2)
        self.assertEqual(task.date_deadline, DEADLINE)
        item.escalated_to_id = self.employee
        self.assertEqual(self._activities(item, SOLVE).user_id, self.user_host)
        item.solution = "Done"
        self.assertFalse(self._activities(item, SOLVE))
        tell = self._activities(item, FEED_BACK)
        self.assertEqual(tell.user_id, self.user_service, "who was there tells them")
        item.action_told_client()
        self.assertFalse(self._activities(item, FEED_BACK))

    def test_reminded_before_the_date_and_once(self):
        item = self._given()
        self._activities(item, SOLVE).action_done()  # ticked off, not solved
        self._run_job("2029-03-07 15:59:00")  # 7 March in Shanghai
        self.assertFalse(self._activities(item, SOLVE))
        for _again in range(2):
            self._run_job("2029-03-07 16:01:00")  # 8 March
            self.assertEqual(len(self._activities(item, SOLVE)), 1)
            self.assertEqual(len(self._told(self.user_host2)), 1)
        self.assertFalse(item.climbed_to_id)

    def _told(self, user):
        return self.env["mail.message"].search(
            [
                ("model", "=", "client.visit.item"),
                ("partner_ids", "=", user.partner_id.id),
                ("message_type", "=", "user_notification"),
                ("subject", "like", "waits for your solution"),
            ]
        )

    def test_goes_up_one_level_when_the_date_has_passed(self):
        item = self._given()
        self._run_job("2029-03-10 15:59:00")  # the day itself
        self.assertFalse(item.climbed_to_id)
        for _again in range(3):
            self._run_job("2029-03-10 16:01:00")
        self.assertEqual(item.climbed_to_id, self.manager)
        self.assertEqual(
            self._activities(item, OVERDUE).user_id, self.user_manager, "once"
        )
        item.write({"deadline": DEADLINE + timedelta(days=30)})
        self.assertFalse(item.climbed_to_id, "a new date begins anew")

    def test_goes_up_in_the_managing_company(self):
        item = self._given(escalated_to_id=self.next_door.id)
        self._run_job("2029-03-12 00:00:00")
        self.assertEqual(item.climbed_to_id, self.boss)
        theirs = item.with_user(self.user_boss)
        self.assertEqual(theirs.search([]), theirs)
        theirs.solution = "I see to it"
        self.assertEqual(item.state, "solved")

    def test_what_is_solved_stays_quiet(self):
        item = self._given()
        item.solution = "Done"
        self._run_job("2029-03-20 00:00:00")
        self.assertFalse(item.climbed_to_id or item.reminded_on)

    def test_one_that_fails_stops_no_other(self):
        broken, fine = self._given(), self._given()
        model, remind = type(broken), type(broken)._remind

        def fail(item, today):
            if item == broken:
                raise ValueError("broken")
            remind(item, today)

        self.patch(model, "_remind", fail)
        with self.assertLogs("odoo.addons.visitor_management.tools.transaction"):
            self._run_job("2029-03-09 00:00:00")
        self.assertTrue(fine.reminded_on)
        self.assertFalse(broken.reminded_on)

    def test_what_is_open_from_last_time(self):
        first = self._done()
        self._item(first, answered=True, answer="Yes")
        waiting = self._given(first)
        second = self._client_visit()
        items = self.env["client.visit.item"]
        self.assertEqual(items._open_from_last_time(second), waiting)

    def test_items_with_the_visit_in_one_call(self):
        visit = self._client_visit(
            item_ids=[
                Command.create({"kind": "praise", "content": "Friendly people"}),
                Command.create(
                    {"kind": "idea", "content": "A bench", "answered": True}
                    | {"answer": "We put one up"}
                ),
            ]
        )
        self.assertEqual(len(visit.item_ids), 2)
        self.assertEqual(visit.pending_count, 0)

    # ------------------------------------------------------------
    # WHAT FOLLOWS
    # ------------------------------------------------------------

    def test_a_complaint_is_made_of_it_once(self):
        item = self._item(self._done(), kind="complaint", content="The lift stops")
        item.action_make_complaint()
        complaint = item.complaint_id
        self.assertEqual(complaint.content, "The lift stops")
        self.assertEqual(complaint.channel, "visit")
        self.assertEqual(complaint.partner_id, self.client)
        self.assertEqual(complaint.client_visit_id, item.visit_id)
        with self.assertRaises(UserError):
            item.action_make_complaint()

    def test_an_order_follows_from_it(self):
        department = self.env["hr.department"].create({"name": "Engineering"})
        item = self._given()
        order = (
            self.env["client.rectification"]
            .with_user(self.user_service)
            .create(
                {
                    "visit_item_id": item.id,
                    "department_id": department.id,
                    "requirement": "A new motor",
                    "deadline": DEADLINE,
                }
            )
        )
        self.assertEqual(item.order_ids, order)
        self.assertEqual(order.company_id, self.company)
        self.assertEqual(order.origin, item.visit_id.name)
