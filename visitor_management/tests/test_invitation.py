"""Visitors are written to: who, when, and what becomes of it."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .invitation_common import NOW, START, InvitationCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestInvitation(InvitationCommon):
    # ------------------------------------------------------------
    # SENT
    # ------------------------------------------------------------

    def test_an_approved_visit_mails_each_person(self):
        people = self._invited(
            [
                {"name": "Zhang Wei", "email": "zhang.wei@acme.example"},
                {"name": "Li Na", "email": "li.na@acme.example"},
                {"name": "Wang Fang"},
            ]
        )
        self.assertEqual(people.mapped("invitation_state"), ["sent", "sent", "none"])
        mails = self._queue()
        self.assertEqual(len(mails), 2)
        self.assertFalse(any(mails.mapped("model")), "no copy in any chatter")
        self.assertFalse(any(mails.mapped("body_html")), "written as it leaves")
        self.assertFalse(mails.recipient_ids)

    def test_nobody_is_written_to_before_the_approval(self):
        visit = self._invited_visit(host_id=self.employee2.id)
        visit.action_submit()
        self.assertEqual(visit.state, "pending")
        self.assertFalse(self._queue().filtered("invitation_kind"))
        with self.assertRaisesRegex(UserError, "once their visit is approved"):
            visit.registration_ids.action_send_invitation()
        visit.with_user(self.user_host2).action_approve()
        self.assertEqual(visit.registration_ids.invitation_state, "sent")

    def test_a_kind_that_does_not_invite_sends_nothing(self):
        """As all kinds that there were before."""
        self.kind.invite_by_mail = False
        person = self._invited()
        self.assertEqual(person.invitation_state, "none")
        self.assertFalse(self._queue())
        person.action_send_invitation()
        self.assertEqual(len(self._queue()), 1)

    def test_who_may_send(self):
        person = self._invited()
        for user in (self.user_host, self.user_reception):
            self.assertIs(person.with_user(user).action_send_invitation(), True)
        with self.assertRaises(AccessError):
            person.with_user(self.user_host2).action_send_invitation()
        with self.assertRaises(AccessError):
            person.with_user(self.user_host2).action_revoke_invitation()

    def test_without_an_address_nobody_is_written_to(self):
        person = self._invited([{"name": "Wang Fang"}])
        with self.assertRaisesRegex(UserError, "e-mail address"):
            person.action_send_invitation()

    def test_several_addresses_are_refused(self):
        for typed in (
            "a@acme.example, b@acme.example",
            "a@acme.example b@acme.example",
        ):
            with self.assertRaises(ValidationError):
                self._invited([{"name": "Wang Fang", "email": typed}])
        person = self._invited()
        self._put(person, email="a@acme.example;b@acme.example")
        person.invalidate_recordset()
        with self.assertRaises(UserError):
            person.action_send_invitation()

    def test_sent_again_the_old_link_ends(self):
        person = self._invited()
        first = self._secret(self._leaves())
        links = self.env["visitor.invitation"]
        self.assertEqual(links._of_token(first).registration_id, person)
        person.action_send_invitation()
        self.assertFalse(links._of_token(first))
        second = self._secret(self._leaves())
        self.assertEqual(links._of_token(second).registration_id, person)

    def test_revoked(self):
        person = self._invited()
        secret = self._secret(self._leaves())
        self.assertIs(person.action_revoke_invitation(), True)
        self.assertFalse(self.env["visitor.invitation"]._of_token(secret))
        self.assertEqual(person.invitation_state, "none")
        person.action_send_invitation()
        self.assertEqual(person.invitation_state, "sent")

    def test_revoked_before_it_left_it_does_not_leave(self):
        self._invited().action_revoke_invitation()
        self.assertFalse(self._leave())

    def test_the_link_ends_with_the_visit(self):
        person = self._invited()
        secret = self._secret(self._leaves())
        links = self.env["visitor.invitation"]
        with freeze_time("2029-03-06 03:29:00"):
            self.assertTrue(links._of_token(secret), "late departure is allowed")
        with freeze_time("2029-03-06 03:31:00"):
            self.assertFalse(links._of_token(secret))
        visit = person.visit_id
        visit.start = START.replace(day=8)
        with freeze_time("2029-03-06 03:31:00"):
            self.assertTrue(links._of_token(secret), "it was moved")
        visit.action_cancel("Ill")
        self.assertFalse(links._of_token(secret))

    def test_another_address_gets_its_own_link(self):
        person = self._invited()
        secret = self._secret(self._leaves())
        person.with_user(self.user_host).email = "wei@home.example"
        self.assertFalse(self.env["visitor.invitation"]._of_token(secret))
        message = self._leaves()
        self.assertIn("wei@home.example", message["To"])

    # ------------------------------------------------------------
    # STATE
    # ------------------------------------------------------------

    def test_opened_by_the_first_thing_done_then_complete(self):
        person = self._invited()
        link = self.env["visitor.invitation"]._of_token(self._secret(self._leaves()))
        link._document()
        self.assertEqual(person.invitation_state, "sent", "looking changes nothing")
        link._use()
        self.assertEqual(person.invitation_state, "opened")
        self.assertTrue(link.opened_at)
        link.registration_id._save_own_data({})
        link._use()
        self.assertEqual(person.invitation_state, "complete")

    def test_the_page_gets_the_pass_of_a_link_that_was_mailed(self):
        person = self._invited()
        links = self.env["visitor.invitation"]
        secret = links._mail_secret(person.sudo())
        shown = links._of_token(secret)._document()["pass"]
        ready = person.sudo().pass_ids
        self.assertEqual(shown["short_code"], ready.short_code)
        self.assertTrue(shown["code"].startswith("VM1."))

    def test_a_tablet_and_a_link_do_not_end_each_other(self):
        person = self._invited().with_user(self.user_reception)
        links = self.env["visitor.invitation"]
        secret = links._mail_secret(person.sudo())
        tablet = person.hand_over_tablet()["url"].partition("#")[2]
        self.assertTrue(links._of_token(secret) and links._of_token(tablet))
        person.take_back_tablet()
        self.assertTrue(links._of_token(secret))
        self.assertFalse(links._of_token(tablet))
