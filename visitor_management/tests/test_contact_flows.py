"""What Odoo does with contacts goes on where our records name them."""

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .held_common import HeldCommon, columns


@tagged("post_install", "-at_install")
class TestMerge(HeldCommon):
    """Two contacts turn out to be one person."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        contacts = cls.env["res.partner"]
        cls.twin = contacts.create({"name": "Chen Mei-Hua"})
        cls.kept = contacts.create({"name": "Chen Meihua", "phone": "13800138000"})

    def _merge(self):
        wizards = self.env["base.partner.merge.automatic.wizard"]
        with mute_logger("odoo.addons.base.models.ir_model"):
            wizards._merge((self.twin | self.kept).ids, self.kept)
        self.env.invalidate_all()
        self.assertFalse(self.twin.exists())

    def test_every_record_moves_along(self):
        """Generated: each column that names contacts."""
        self._records()
        moved = []
        for model, field in columns(self.env):
            record = model.sudo().search([], limit=1)
            if field.comodel_name == "res.partner" and record:
                self._name(record, field, self.twin)
                moved.append((record, field.name))
        self.assertGreater(len(moved), 9)
        self._merge()
        for record, name in moved:
            with self.subTest(column=f"{record._name}.{name}"):
                self.assertTrue(record.exists())
                self.assertIn(self.kept, record[name])

    def test_who_lived_there_twice_lives_there_once(self):
        self._resident()
        self.unit.partner_ids = self.twin | self.kept
        self._merge()
        self.assertEqual(self.unit.partner_ids, self.kept)

    def test_visits_to_both_in_one_turn_of_a_plan_are_kept(self):
        plan = self.env["client.visit.plan"].create(
            {"name": "Quarterly", "date_from": "2026-01-01", "date_to": "2026-12-31"}
        )
        both = self.twin | self.kept
        visits = self.env["client.visit"].create(
            [{"partner_id": each.id, "plan_id": plan.id} for each in both]
        )
        self._put(visits, turn="2026-01-01")
        self._merge()
        self.assertEqual(visits.exists(), visits)
        self.assertEqual(visits.partner_id, self.kept)
        self.assertEqual(visits.plan_id, plan)
        self.assertEqual(
            visits.filtered("turn"), visits[1], "the one to who stays is the plan's"
        )


@tagged("post_install", "-at_install")
class TestPortalAccount(HeldCommon, HttpCase):
    """Clients may delete their account on the portal at any time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = cls._user(
            "chen.portal", "base.group_portal", name="Chen Meihua", password="chen12345"
        )
        cls.contact = cls.portal.partner_id

    def _delete_account(self):
        self.authenticate("chen.portal", "chen12345")
        answer = self.url_open(
            "/my/deactivate_account",
            data={
                "validation": "chen.portal",
                "password": "chen12345",
                "csrf_token": http.Request.csrf_token(self),
            },
        )
        self.assertIn("/web/login", answer.url)
        self.env.invalidate_all()
        with mute_logger("odoo.addons.base.models.res_users_deletion"):
            self.env.ref("base.ir_cron_res_users_deletion").method_direct_trigger()
        self.env.invalidate_all()
        self.request = self.env["res.users.deletion"].search(
            [("user_id_int", "=", self.portal.id)]
        )

    def test_a_client_leaves_the_contact_archived(self):
        complaint = self._complaint(partner_id=self.contact.id)
        self._delete_account()
        self.assertEqual(self.request.state, "done")
        self.assertFalse(self.portal.exists())
        self.assertTrue(self.contact.exists())
        self.assertFalse(self.contact.active)
        self.assertEqual(complaint.partner_id, self.contact)

    def test_who_left_nothing_is_deleted(self):
        draft = self._visit(partner_id=self.contact.id)
        self._delete_account()
        self.assertEqual(self.request.state, "done")
        self.assertFalse(self.portal.exists() or self.contact.exists())
        self.assertTrue(draft.exists())

    def test_who_once_worked_for_us_leaves_the_account_archived(self):
        """The register says who did it; nobody logs in by that account again."""
        callback = self._callback().sudo()
        self._put(callback, reviewer_id=self.portal.id)
        self._delete_account()
        self.assertEqual(self.request.state, "done", "not failed, nor tried for ever")
        self.assertFalse(self.portal.active or self.contact.active)
        self.assertEqual(callback.reviewer_id, self.portal)
        self.assertNotEqual(self.portal.login, "chen.portal")


@tagged("post_install", "-at_install")
class TestErasing(HeldCommon):
    """Who wants to be forgotten: the words go, the records stay."""

    def test_words_are_emptied_where_records_are_kept(self):
        person = self._inside().sudo()
        contact = self.env["res.partner"].create({"name": "Zhang Wei", "phone": "123"})
        self._put(person, partner_id=contact.id)
        complaint = self._complaint(partner_id=contact.id).sudo()
        contact.write({"name": "Erased", "phone": False, "email": False})
        person.write({"name": "Erased", "phone": False, "email": False})
        complaint.write({"contact_name": False, "phone": False, "email": False})
        self.env.flush_all()
        self.assertEqual(person.partner_id, contact)
        self.assertEqual(complaint.partner_id, contact)
        self.assertEqual(complaint.client_name, "Erased")
        self.assertEqual(len(person.stay_ids), 1)
        contact.action_archive()
        self.assertFalse(contact.active)
