"""Who may see and do what with visits to clients."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .client_visit_common import GROUP, ClientVisitCommon


@tagged("post_install", "-at_install")
@freeze_time("2029-03-05 03:00:00")
class TestClientVisitRights(ClientVisitCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls._client_visit(
            line_ids=[Command.create({"employee_id": cls.employee.id})]
        )
        cls.item = cls._item(cls.visit)

    def _may(self, record, user):
        record = record.with_user(user)
        return {
            operation
            for operation in ("read", "write", "create", "unlink")
            if record.has_access(operation)
        }

    def _archive(self):
        self._put(self.visit, state="archived")

    def test_customer_service_and_its_manager(self):
        everything = {"read", "write", "create", "unlink"}
        for user in (self.user_service, self.user_manager):
            for record in (self.visit, self.item, self.visit.line_ids):
                self.assertEqual(self._may(record, user), everything)
        self._archive()
        for user in (self.user_service, self.user_manager):
            for record in (self.visit, self.item, self.visit.line_ids):
                self.assertEqual(self._may(record, user), {"read"})

    def test_who_goes_there_writes_until_it_is_archived(self):
        visit = self.visit.with_user(self.user_host)
        self.assertEqual(self._may(visit, self.user_host), {"read", "write"})
        self.assertEqual(visit.search([]), visit)
        self.assertEqual(visit.line_ids.employee_id.name, "Anita Oliver")
        visit.talk = "The lift is slow"
        item = self._item(visit, kind="idea")
        item.write({"answered": True, "answer": "Good idea"})
        item.unlink()
        with self.assertRaises(AccessError):
            visit.create({"partner_id": self.client.id})
        with self.assertRaises(AccessError):
            visit.line_ids.unlink()
        visit.write({"appointment_at": "2029-03-05 02:00:00", "place": "8F"})
        visit.confirmed_by = "Chen"
        visit.action_appoint()
        visit.action_done()
        self.item.write({"answered": True, "answer": "Mended"})
        visit.action_archive_record()
        self.assertEqual(self._may(visit, self.user_host), {"read"})
        self.assertEqual(self._may(item := self.item, self.user_host), {"read"})
        self.assertEqual(item.with_user(self.user_host).content, "The lift is slow")

    def test_nobody_else(self):
        for user in (self.user_host2, self.user_leader, self.user_admin):
            with self.subTest(user=user.login):
                for record in (self.visit, self.item, self.visit.line_ids):
                    self.assertFalse(self._may(record, user) - {"create"})
                    self.assertFalse(record.with_user(user).search([]))
                with self.assertRaises(UserError):
                    self._item(self.visit.with_user(user))
                with self.assertRaises(AccessError):
                    self.visit.with_user(user).action_cancel("No")
                with self.assertRaises(AccessError):
                    self.env["client.visit.plan"].with_user(user).search([])

    def test_portal_and_public_see_nothing(self):
        portal = self._user("portal_client", "base.group_portal")
        for user in (portal, self.env.ref("base.public_user")):
            for record in (self.visit, self.item, self.visit.line_ids):
                with self.assertRaises(AccessError):
                    record.with_user(user).search([])

    def test_companies_apart(self):
        company = self.env["res.company"].create({"name": "Next door"})
        neighbour = self._user(
            "service_next_door",
            f"{GROUP}client_manager",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        for record in (self.visit, self.item, self.visit.line_ids):
            self.assertFalse(record.with_user(neighbour).search([]))
            self.assertFalse(self._may(record, neighbour) - {"create"})

    def test_fields_of_the_program_are_not_set_by_hand(self):
        for values in (
            {"state": "done"},
            {"name": "CV/1"},
            {"archive_number": "CVA/1"},
            {"turn": "2029-01-01"},
            {"appointed_at": "2029-01-01"},
            {"talk_revision": 99},
        ):
            with self.subTest(values):
                with self.assertRaises(UserError):
                    self.visit.write(values)
                with self.assertRaises(UserError):
                    self._client_visit(**values)

    def test_who_may_not_read_employees_fills_in_the_form(self):
        form = Form(self.env["client.visit"].with_user(self.user_service))
        form.partner_id = self.client
        form.purpose = "How are you?"
        with form.line_ids.new() as line:
            line.employee_id = self.manager
        visit = form.save()
        self.assertIn(self.manager.name, visit.people)
