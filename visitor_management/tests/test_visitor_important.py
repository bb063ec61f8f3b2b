"""Important visitors and delegations: who says so, and where it is seen."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from ..tools import importance
from .common import VisitorCommon


@tagged("post_install", "-at_install")
class TestImportant(VisitorCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        contacts = cls.env["res.partner"]
        cls.firm = contacts.create({"name": "Board of Trade", "is_company": True})
        cls.chair = contacts.create({"name": "Li Na", "parent_id": cls.firm.id})
        cls.guest = contacts.create({"name": "Zhang Wei"})

    def _announced(self, partner=None, **values):
        person = {"name": "Somebody", "partner_id": partner.id if partner else False}
        return self._visit(
            names=(), registration_ids=[Command.create(person)], **values
        )

    def _by_statement(self, visit):
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT %s FROM visitor_registration r "
                "JOIN visitor_visit v ON v.id = r.visit_id WHERE v.id = %s",
                SQL(importance.PERSON),
                visit.id,
            )
        )
        return rows[0][0]

    def _assert_important(self, visit, important):
        visit = visit.with_user(self.user_host)
        self.env.invalidate_all()
        self.assertEqual(visit._is_important(), important)
        self.assertEqual(visit.important, important)
        self.assertEqual(visit.registration_ids._is_important(), important)
        self.assertEqual(visit.registration_ids.important, important)
        self.assertEqual(self._by_statement(visit), important)
        found = visit.search([("important", "=", True), ("id", "=", visit.id)])
        self.assertEqual(found, visit if important else visit.browse())
        others = visit.search([("important", "=", False), ("id", "=", visit.id)])
        self.assertEqual(others, visit.browse() if important else visit)

    def test_a_person_who_is_marked(self):
        visit = self._announced(self.guest)
        self._assert_important(visit, False)
        self.guest.with_user(self.user_reception).action_mark_important()
        self._assert_important(visit, True)
        self.guest.with_user(self.user_reception).action_unmark_important()
        self._assert_important(visit, False)

    def test_a_firm_is_marked_with_all_its_people(self):
        self.firm.with_user(self.user_security).action_mark_important()
        self._assert_important(self._announced(self.chair), True)

    def test_a_delegation_of_a_firm_that_is_marked(self):
        self.firm.with_user(self.user_admin).action_mark_important()
        self._assert_important(self._announced(partner_id=self.firm.id), True)

    def test_no_contact_is_not_important(self):
        self.firm.visitor_important = True
        self._assert_important(self._announced(), False)

    def test_hosts_do_not_say_who_is_important(self):
        guest = self.guest.with_user(self.user_host)
        self.assertRaises(AccessError, guest.action_mark_important)
        self.assertRaises(AccessError, guest.action_unmark_important)
        manager = self._user(
            "contacts", "base.group_user", "base.group_partner_manager"
        )
        guest = self.guest.with_user(manager)
        with self.assertRaises(AccessError):
            guest.visitor_important = True
        with self.assertRaises(AccessError):
            guest.create({"name": "Me", "visitor_important": True})

    def test_the_desk_sees_who_is_important(self):
        self.guest.visitor_important = True
        visit = self._announced(self.guest)
        visit.action_submit()
        person = visit.registration_ids
        desk = self.env["visitor.reception"].with_user(self.user_reception)
        self.assertTrue(desk.open_person(person.id)["important"])
        lines = {each["id"]: each for each in desk.read_day(self.site.id)["visits"]}
        self.assertTrue(lines[visit.id]["important"])
