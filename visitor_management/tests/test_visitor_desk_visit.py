from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import VisitorCommon
from .told_common import WORDS, all_in_chinese


@tagged("post_install", "-at_install")
class TestExtend(VisitorCommon):
    """A visit takes longer than planned: the desk gives it more time."""

    def test_it_ends_later(self):
        visit = self._inside().visit_id
        before = visit.stop
        self.assertTrue(visit.action_extend(30))
        self.assertEqual(visit.stop, before + timedelta(minutes=30))

    def test_what_is_over_already_is_extended_from_now(self):
        visit = self._inside().visit_id
        now = fields.Datetime.now()
        self._put(visit, start=now - timedelta(hours=5), stop=now - timedelta(hours=2))
        visit.action_extend(60)
        self.assertGreaterEqual(visit.stop, now + timedelta(minutes=60))

    def test_the_history_keeps_it(self):
        """Whatever a caller says in the context of the call."""
        visit = self._inside().visit_id
        visit = visit.with_context(tracking_disable=True, mail_notrack=True)
        before = visit.stop
        self.env.flush_all()
        self.env.cr.precommit.run()  # as in another transaction: it is there already
        visit.action_extend(30)
        self.env.flush_all()
        self.env.cr.precommit.run()
        visit.invalidate_recordset()
        (kept,) = visit.sudo().message_ids.tracking_value_ids.filtered(
            lambda value: value.field_id.name == "stop"
        )
        self.assertEqual(
            (kept.old_value_datetime, kept.new_value_datetime), (before, visit.stop)
        )

    def test_what_security_approved_security_extends(self):
        visit = self._visit(type_id=self.type_security.id)
        visit.action_submit()
        visit.with_user(self.user_security).action_approve()
        with self.assertRaisesRegex(AccessError, "ask them"):
            visit.with_user(self.user_reception).action_extend(30)
        self.assertTrue(visit.with_user(self.user_security).action_extend(30))

    def test_by_reception_and_the_host_only(self):
        visit = self._inside().visit_id
        before = visit.stop
        self.assertTrue(visit.with_user(self.user_host).action_extend(30))
        self.assertEqual(visit.stop, before + timedelta(minutes=30))
        with self.assertRaises(AccessError):
            visit.with_user(self.user_host2).action_extend(30)
        # whoever announced it is not the host
        theirs = self._inside(host_id=self.employee2.id).visit_id
        self.assertEqual(theirs.create_uid, self.user_host)
        with self.assertRaisesRegex(AccessError, "Reception or the host"):
            theirs.with_user(self.user_host).action_extend(30)

    def test_by_one_tap_as_much_as_the_kind_says(self):
        self.type_open.extend_minutes = 45
        visit = self._inside().visit_id.with_user(self.user_host)
        before = visit.stop
        self.assertTrue(visit.may_extend)
        answer = visit.action_extend_once()
        self.assertEqual(visit.stop, before + timedelta(minutes=45))
        self.assertIn(visit.local_window, answer["params"]["message"])
        self.assertFalse(visit.with_user(self.user_host2).may_extend)

    def test_by_some_time_and_not_when_it_is_over(self):
        person = self._inside()
        for minutes in (0, -30, 24 * 60 + 1, 10**9):
            with self.assertRaises(UserError):
                person.visit_id.action_extend(minutes)
        person.check_out()
        with self.assertRaisesRegex(UserError, "over"):
            person.visit_id.action_extend(30)


@tagged("post_install", "-at_install")
class TestMessageToHost(VisitorCommon):
    """A word from the desk to the host."""

    def _say(self, *args, visit=None, **kwargs):
        visit = visit or self._inside().visit_id
        before = self._told(visit)
        visit.with_user(self.user_reception).message_host(*args, **kwargs)
        return self._told(visit) - before

    def test_by_a_key_in_the_language_of_the_host(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.user_host.lang = "zh_CN"
        with all_in_chinese():
            told = self._say("call")
        self.assertIn(WORDS, told.body)
        self.assertNotIn("call reception", told.body)
        self.assertEqual(told.author_id, self.user_reception.partner_id)

    def test_it_says_whom_it_is_about(self):
        visit = self._registration(names=("Zhang Wei", "Li Qiang")).visit_id
        person = visit.registration_ids[1]
        told = self._say("come", visit=visit, registration_id=person.id)
        self.assertIn("Li Qiang", told.body)
        self.assertNotIn("Zhang Wei", told.body)
        self.assertIn(self.site.name, told.body)
        told = self._say("come", visit=visit)
        self.assertIn("Zhang Wei", told.body)

    def test_in_own_words_which_are_text(self):
        told = self._say(text="Zhang Wei forgot <b>his</b> badge")
        self.assertIn("forgot &lt;b&gt;his&lt;/b&gt; badge", told.body)
        self.assertNotIn("Zhang", told.subject, "no names in a subject")

    def test_something_is_said(self):
        for nothing in ("", "  ", False):
            with self.assertRaisesRegex(UserError, "to be told"):
                self._say(text=nothing)

    def test_who_reads_no_messages(self):
        gone = self.env["hr.employee"].create({"name": "No Login"})
        gone.work_contact_id = False
        visit = self._visit(self.user_reception, host_id=gone.id)
        visit.action_submit()
        self._put(gone, work_contact_id=None)
        with self.assertRaisesRegex(UserError, "Call"):
            self._say("call", visit=visit)

    def test_by_reception_only(self):
        visit = self._inside().visit_id
        for user in (self.user_host, self.user_host2):
            with self.assertRaises(AccessError):
                visit.with_user(user).message_host("call")
