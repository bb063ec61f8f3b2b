"""What was permitted is got round by nobody: not by other ways to end it, not by
another login, not by what a line is linked to."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .image_common import b64, picture_bytes
from .permit_common import SitePermitCommon, at
from .test_visitor_permit import MORNING, PermitCommon


@tagged("post_install", "-at_install")
class TestPermitEnds(SitePermitCommon):
    """Hot work ends with its fire watch, however it is ended."""

    def _hot(self):
        return self._approved(self.kind_hot, level_id=self.second.id)

    def test_works_that_have_begun_are_closed_not_cancelled(self):
        permit = self._hot()
        with freeze_time(at(2, 8)), self.assertRaisesRegex(UserError, "Hand the perm"):
            permit.action_cancel("no watch")
        with freeze_time(at(2, 10)):
            permit.action_suspend("smoke")
            with self.assertRaisesRegex(UserError, "until 11:00"):
                permit.action_cancel("no watch")
        with freeze_time(at(2, 11)):
            self.assertIs(permit.action_cancel("goes on next week"), True)

    def test_works_that_have_not_begun_are_cancelled(self):
        permit = self._hot()
        with freeze_time(at(2, 7, 59)):
            self.assertIs(permit.action_cancel("rain"), True)

    def test_the_watch_that_was_agreed_on_stays(self):
        asked = self._permit(self.kind_hot, level_id=self.second.id)
        permit = self._hot()
        self.kind_hot.fire_watch_minutes = 0
        self.assertFalse(asked.watch_until)
        self.assertEqual(permit.watch_until, at(2, 19))
        self.kind_hot.hot_work = False
        with freeze_time(at(2, 18, 59)), self.assertRaisesRegex(UserError, "19:00"):
            permit.action_close("all cold")

    def test_a_later_end_that_counts_as_more_dangerous_is_given_by_its_approvers(self):
        self.kind_hot.may_extend = True
        self.first.approver_ids = self.user_host
        permit = self._hot()
        with freeze_time(at(2, 12)):
            permit.action_extend(at(2, 20))
            with self.assertRaises(AccessError):
                permit.action_extend(at(2, 23))
            permit.invalidate_recordset()
            for stop in ("x", [1], 5, {}, False):
                with self.subTest(stop=stop), self.assertRaises(UserError):
                    permit.action_extend(stop)


@tagged("post_install", "-at_install")
@freeze_time(MORNING)
class TestPermitStays(PermitCommon):
    def _works(self, permit):
        """A visit for a permit, as reception sees it."""
        visit = self._visit(names=(), partner_id=self.firm.id)
        visit = visit.with_user(self.user_reception)
        visit.permit_id = permit
        visit.with_user(self.user_host).action_submit()
        return visit

    # ------------------------------------------------------------
    # WHO IS A WORKER
    # ------------------------------------------------------------

    def test_nobody_writes_who_the_worker_was(self):
        person = self._registration(names=("Tom",))
        link = {"registration_ids": [Command.link(person.id)]}
        permit = self._approved()
        line = permit.worker_ids
        calls = {
            "the line": lambda: line.write(link),
            "the permit": lambda: permit.write(
                {"worker_ids": [Command.update(line.id, link)]}
            ),
            "emptied": lambda: line.write({"registration_ids": [Command.clear()]}),
            "a draft": lambda: self._permit(names=()).write(
                {"worker_ids": [Command.create({"name": "Tom", **link})]}
            ),
        }
        for what, call in calls.items():
            with self.subTest(what), self.assertRaisesRegex(UserError, "by hand"):
                call()
        self.assertFalse(line.registration_ids)

    def test_in_a_draft_nobody_stays_a_worker_who_is_not_on_its_line(self):
        person = self._registration(names=("Tom",))
        line = self._permit().worker_ids
        line.registration_id = person
        self.assertEqual(line.registration_ids, person)
        line.registration_id = False
        self.assertFalse(line.registration_ids)

    def test_a_namesake_who_was_linked_by_mistake_is_taken_off(self):
        mistaken = self._registration(names=("Zhang Wei",))
        came = self._registration(names=("Zhang Wei",))
        line = self._approved().worker_ids
        line.registration_id = mistaken
        line.registration_id = False
        self.assertFalse(line.registration_ids)
        line.registration_id = came
        came.check_in()
        self.assertEqual(came.state, "inside")
        line.registration_id = False
        self.assertEqual(line.registration_ids, came, "it has happened")

    def test_two_workers_of_one_name_are_two_people(self):
        permit = self._approved(names=("Zhang Wei", "Zhang Wei"))
        picked = self._works(permit).pick_workers(permit.worker_ids.ids)
        self.assertEqual(len(picked), 2)
        self.assertEqual(len(permit.worker_ids.registration_ids), 2)

    def test_what_is_no_list_of_workers_is_refused(self):
        permit = self._approved()
        visit = self._works(permit)
        for ids in ("x", ["x"], [None], [[1]], 5, [-1], [True], None):
            with self.subTest(ids=ids), self.assertRaisesRegex(UserError, "the list"):
                visit.pick_workers(ids)

    # ------------------------------------------------------------
    # ENDED ANOTHER WAY
    # ------------------------------------------------------------

    def test_with_a_worker_inside_it_is_not_cancelled_either(self):
        permit = self._approved()
        visit = self._works(permit)
        visit.pick_workers(permit.worker_ids.ids)
        visit.registration_ids.check_in()
        security = self._by(self.user_security, permit)
        with self.assertRaisesRegex(UserError, "Still inside: Zhang Wei"):
            security.action_cancel("Flood")
        visit.registration_ids.check_out()
        self.assertIs(self._by(self.user_security, permit).action_cancel("Flood"), True)

    # ------------------------------------------------------------
    # WHO APPROVES
    # ------------------------------------------------------------

    def test_another_login_of_who_asked_approves_nothing(self):
        asks, answers = self.user_security, self.user_security2
        permit = self._permit(user=asks)
        permit.action_submit()

        def refused():
            with self.assertRaisesRegex(UserError, "Somebody else"):
                self._by(answers, permit).action_approve()
            self.assertFalse(self._by(answers, permit).may_approve)

        answers.write({"name": asks.name, "email": asks.email})
        refused()
        answers.name = "Somebody of the same mailbox"
        self.assertTrue(self._by(answers, permit).may_approve)
        employees = self.env["hr.employee"]
        for user in (asks, answers):
            employee = user.employee_id or employees.create(
                {"name": user.name, "user_id": user.id}
            )
            employee.work_contact_id = asks.partner_id
        refused()

    # ------------------------------------------------------------
    # MEASURES
    # ------------------------------------------------------------

    def test_what_was_confirmed_stays_while_the_works_go_on(self):
        permit = self._signed(self._hot())
        security = self._by(self.user_security, permit)
        security.action_approve()
        line = permit.line_ids[:1].with_user(self.user_reception)
        for call in (
            lambda: line.write({"confirmed_name": False}),
            lambda: line.write({"confirmed_name": "Somebody else"}),
        ):
            with self.assertRaisesRegex(UserError, "suspended first"):
                call()
        line.remarks = "looked at again"
        with self.assertRaisesRegex(UserError, "who does it now"):
            permit.watch_name = False
        permit.watch_name = "Wang Li"
        security.action_suspend("drains were opened")
        line.confirmed_name = False
        with self.assertRaisesRegex(UserError, "not confirmed"):
            self._by(self.user_security, permit).action_resume()
        line.action_confirm()
        self.assertIs(self._by(self.user_security, permit).action_resume(), True)

    # ------------------------------------------------------------
    # SIGNED IN A DIALOG
    # ------------------------------------------------------------

    def test_the_dialog_offers_who_has_not_signed_yet(self):
        permit = self._hot()
        permit.action_submit()
        permit.action_sign("acceptor", b64(picture_bytes()))
        dialogs = self.env["visitor.permit.sign"].with_user(self.user_security2)
        for code in ("unit", "safety"):
            dialog = dialogs.with_context(active_id=permit.id).create({})
            self.assertEqual(dialog.function_id.code, code)
            dialog.action_sign()
        self.assertFalse(self._by(self.user_security2, permit).unsigned_ids)
        # the browser shows no dialog as it was the last time
        action = self.env.ref("visitor_management.visitor_permit_sign_action")
        self.assertFalse(action.cache)

    def test_longer_than_five_permits_ahead(self):
        """Who is named by the permits of the coming days works under that of today."""
        partner = self.env["res.partner"].create({"name": "Zhang Wei"})
        person = self._registration(names=("Zhang Wei",))
        person.sudo().partner_id = partner
        person.visit_id.sudo().type_id = self.env["visitor.visit.type"].create(
            {"name": "Works", "approval": "none", "permit_required": True}
        )
        now = fields.Datetime.now()
        for days in range(7):
            start = now + timedelta(days=days, minutes=-5)
            permit = self._permit(
                names=(), start=start, stop=start + timedelta(hours=8)
            )
            permit.worker_ids = [
                Command.create({"name": "Zhang Wei", "partner_id": partner.id})
            ]
            self._approved(permit)
        self.env.invalidate_all()
        self.assertEqual(person.check_in()["status"], "granted")
