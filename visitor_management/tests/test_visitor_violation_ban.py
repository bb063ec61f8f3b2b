"""Bans: security proposes, an administrator decides, the watchlist works."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .test_visitor_violation import AFTERNOON, ViolationCommon

TO_DECIDE = "visitor_management.mail_activity_type_violation_ban"


@tagged("post_install", "-at_install")
@freeze_time(AFTERNOON)
class TestBan(ViolationCommon):
    def setUp(self):
        super().setUp()
        self.violation = self._report().with_user(self.user_security)

    def _entries(self):
        return self.env["visitor.watchlist"].search([])

    def test_security_proposes_and_an_administrator_decides(self):
        before = self._entries()
        self.assertIs(self.violation.action_ban("2027-05-31", "Smoked again"), True)
        self.assertEqual(self.violation.state, "handling")
        self.assertFalse(self.violation.measure, "nothing is decided")
        self.assertEqual(self._entries(), before, "nobody is on a list yet")
        asked = self.violation.sudo().activity_ids
        self.assertEqual(asked.activity_type_id, self.env.ref(TO_DECIDE))
        self.assertIn(self.user_admin, asked.user_id)
        with self.assertRaisesRegex(UserError, "administrator decides"):
            self.violation.action_close("Never mind")
        with self.assertRaises(AccessError):
            self.violation.action_decide_ban()

        self._by(self.user_admin, self.violation).action_decide_ban()
        entry = self._entries() - before
        self.assertEqual(entry.level, "deny")
        self.assertEqual(str(entry.until), "2027-05-31")
        self.assertEqual(self.violation.measure, "ban")
        self.assertEqual(self.violation.ban_proposed_by_id, self.user_security)
        self.assertEqual(self.violation.ban_decided_by_id, self.user_admin)
        self.assertFalse(self.violation.sudo().activity_ids)
        self.violation.action_close("Banned")

    def test_what_an_administrator_decided_stays_decided(self):
        self.violation.action_ban("2027-05-31", "Smoked again")
        self._by(self.user_admin, self.violation).action_decide_ban()
        with self.assertRaisesRegex(UserError, "decided"):
            self.violation.action_handle("reminder", "Never mind")
        self.assertEqual(self.violation.measure, "ban")

    def test_an_administrator_decides_at_once(self):
        before = self._entries()
        self._by(self.user_admin, self.violation).action_ban("2027-05-31", "Fire")
        self.assertEqual(len(self._entries() - before), 1)
        with self.assertRaisesRegex(UserError, "decided"):
            self.violation.action_ban("2028-05-31", "Longer")

    def test_a_ban_that_is_declined(self):
        before = self._entries()
        self.violation.action_ban("2027-05-31", "Smoked again")
        self._by(self.user_admin, self.violation).action_decline_ban("Too much")
        self.assertEqual(self._entries(), before)
        self.assertFalse(self.violation.ban_until)
        self.violation.action_handle("warning", "Instead")

    def test_a_ban_has_an_end_and_a_reason(self):
        for until in (False, "soon", "2026-11-23", "2020-01-01", "2099-01-01"):
            with self.subTest(until=until), self.assertRaisesRegex(UserError, "ends"):
                self.violation.action_ban(until, "Because")
        with self.assertRaisesRegex(UserError, "Say why"):
            self.violation.action_ban("2027-05-31", " ")
        self.assertEqual(self.violation.state, "new")
