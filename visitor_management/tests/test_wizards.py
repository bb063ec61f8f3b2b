from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..tools import admission
from .common import VisitorCommon


@tagged("post_install", "-at_install")
class TestWizards(VisitorCommon):
    def _wizard(self, record, name, **context):
        """The form of a dialog, as the button of a record opens it."""
        model = "ask.reason" if name == "reason" else f"visitor.{name}.wizard"
        wizard = self.env[model].with_user(record.env.user)
        active = {"active_model": record._name, "active_id": record.id}
        return Form(wizard.with_context(**active, **context))

    # ------------------------------------------------------------
    # WHY
    # ------------------------------------------------------------

    def _say_why(self, record, method):
        form = self._wizard(record, "reason", default_method=method)
        form.reason = "Nobody has time"
        form.save().action_confirm()

    def test_a_visit_is_cancelled_with_a_reason(self):
        visit = self._visit()
        visit.action_submit()
        self._say_why(visit, "action_cancel")
        self.assertEqual(visit.state, "cancelled")
        self.assertIn("Nobody has time", visit.message_ids[0].body)

    def test_a_visit_is_refused_with_a_reason(self):
        visit = self._visit(type_id=self.type_host.id, host_id=self.employee2.id)
        visit.action_submit()
        self._say_why(visit.with_user(self.user_host2), "action_refuse")
        self.assertEqual(visit.state, "refused")

    def test_a_visitor_is_refused_and_a_pass_withdrawn(self):
        person = self._registration(names=("Zhang Wei", "Sun Li"))
        other = person.visit_id.registration_ids - person
        self._say_why(person, "action_refuse")
        self.assertEqual(person.state, "refused")
        self._say_why(other.pass_ids, "revoke")
        self.assertEqual(other.pass_ids.state, "revoked")

    def test_the_dialog_calls_only_what_asks_for_a_reason(self):
        visit = self._visit()
        for method in ("unlink", "_set_state", "action_submit"):
            with self.assertRaises(UserError):
                self._say_why(visit, method)
        self.assertEqual(visit.state, "draft")

    def test_the_dialog_gives_no_rights(self):
        person = self._registration().with_user(self.user_host)
        with self.assertRaises(AccessError):
            self._say_why(person, "action_refuse")

    # ------------------------------------------------------------
    # THE HOST AGREED
    # ------------------------------------------------------------

    def test_reception_records_the_word_of_the_host(self):
        visit = self._visit(type_id=self.type_host.id, host_id=self.employee2.id)
        visit.action_submit()
        form = self._wizard(visit.with_user(self.user_reception), "confirmation")
        self.assertEqual(form.host_name, "Marc Demo")
        form.channel = "intercom"
        form.save().action_confirm()
        self.assertEqual(
            (visit.state, visit.confirmation_channel), ("approved", "intercom")
        )
        self.assertEqual(visit.confirmed_by_id, self.user_host2.partner_id)

    # ------------------------------------------------------------
    # LEAVING
    # ------------------------------------------------------------

    def test_leaving_asks_for_the_pass_and_what_was_left(self):
        person = self._inside()
        person.pass_ids.note_printed()
        form = self._wizard(person, "departure")
        self.assertFalse(form.card_number, "no card was handed out, none is asked for")
        form.printed_returned = False
        form.nothing_left = False
        with self.assertRaises(AssertionError, msg="say what was left behind"):
            form.save()
        form.remarks = "An umbrella"
        form.save().action_check_out()
        self.assertEqual((person.state, person.pass_ids.state), ("left", "left_open"))
        self.assertEqual(person.stay_ids.remarks, "An umbrella")
        self.assertIn("An umbrella", person.visit_id.activity_ids.note)

    # ------------------------------------------------------------
    # WAIVERS
    # ------------------------------------------------------------

    def test_what_is_missing_is_offered_to_whom_may_set_it_aside(self):
        self.type_open.photo_required = True
        person = self._registration()
        form = self._wizard(person, "waiver")
        self.assertEqual((form.codes, form.code), (["photo_missing"], "photo_missing"))
        form.reason = "The camera is broken"
        form.save().action_waive()
        self.assertEqual(person.waiver_ids.reason, "The camera is broken")
        self.assertEqual(person.check_in()["status"], "granted")

    def test_what_nobody_may_set_aside_is_not_offered(self):
        visit = self._visit(type_id=self.type_security.id)
        visit.action_submit()
        person = visit.registration_ids.with_user(self.user_reception)
        self.assertEqual(person.blocker_codes, ["not_approved"])
        self.assertFalse(self._wizard(person, "waiver").codes)

    def test_every_condition_that_can_be_waived_has_a_name(self):
        for condition in admission.CONDITIONS.values():
            self.assertEqual(bool(condition.waiver), bool(condition.label), condition)

    # ------------------------------------------------------------
    # THE REGISTER
    # ------------------------------------------------------------

    def test_a_wrong_time_is_corrected_with_a_reason(self):
        person = self._inside()
        person.check_out()
        stay = person.stay_ids
        earlier = fields.Datetime.now() - timedelta(minutes=20)
        form = self._wizard(stay, "stay")
        self.assertEqual((form.in_at, form.out_at), (stay.in_at, stay.out_at))
        form.in_at = earlier
        form.reason = "Came before the screen was on"
        form.save().action_correct()
        self.assertEqual(stay.in_at, earlier)
        self.assertTrue(stay.corrected)

    def test_a_visitor_who_is_inside_has_no_time_out_to_correct(self):
        stay = self._inside().stay_ids
        form = self._wizard(stay, "stay")
        self.assertTrue(form.is_open)
        form.in_at = stay.in_at - timedelta(minutes=1)
        form.reason = "Typed late"
        form.save().action_correct()
        self.assertFalse(stay.out_at)

    # ------------------------------------------------------------
    # THE BUTTONS OF THE VISITOR'S FORM, THE TOKEN OF A GATE
    # ------------------------------------------------------------

    def test_the_form_says_why_somebody_is_not_checked_in(self):
        self.type_open.photo_required = True
        person = self._registration()
        answer = person.action_check_in()
        self.assertEqual(answer["tag"], "display_notification")
        self.assertIn("Take one", answer["params"]["message"])
        self.assertEqual(person.state, "expected")

    def test_the_form_checks_in_and_lets_out_for_now(self):
        person = self._registration()
        self.assertIs(person.action_check_in(), True)
        self.assertIs(person.action_step_out(), True)
        self.assertEqual(person.state, "outside")

    def test_a_new_token_is_shown_once_and_stored_nowhere(self):
        action = self.gate.with_user(self.user_admin).action_new_token()
        token = action["params"]["token"]
        self.env.flush_all()
        device = self.env["visitor.gate"]._device_of_token(token)
        self.assertEqual(device.gate_id, self.gate.id)
        self.env.cr.execute("SELECT row_to_json(g)::text FROM visitor_gate g")
        self.assertNotIn(token, str(self.env.cr.fetchall()))
        with self.assertRaises(AccessError):
            self.gate.with_user(self.user_reception).action_new_token()
