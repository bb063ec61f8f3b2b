"""Roles given from inside the app: these few, to these few, by these few."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..models.setup.visitor_roles import ROLES
from .common import GROUP, VisitorCommon


@tagged("post_install", "-at_install")
class TestRoles(VisitorCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._other_company()
        cls.group_user = cls.env.ref("base.group_user")
        cls.user_new = cls._user("newcomer", "base.group_user")
        cls.user_system = cls._user(
            "system", "base.group_system", f"{GROUP}visitor_admin"
        )

    def _set(self, user, *roles, by=None, **context):
        giver = by or self.user_admin
        self.env["visitor.roles"].with_user(giver).with_context(**context)._set(
            user.with_user(giver), roles
        )

    def _held(self, user):
        return {role for role, group in ROLES.items() if user.has_group(group)}

    def _log(self, user):
        lines = self.env["visitor.role.log"].search(
            [("user_id", "=", user.id)], order="id"
        )
        return [(line.role, line.given, line.by_id) for line in lines]

    def _by_dialog(self, user, by=None, **values):
        dialog = self.env["visitor.role.wizard"].with_user(by or self.user_admin)
        return dialog.create({"user_id": user.id, **values}).action_confirm()

    # ------------------------------------------------------------
    # GIVEN AND TAKEN
    # ------------------------------------------------------------

    def test_each_role_is_given_and_taken_and_written_down(self):
        for role, group in ROLES.items():
            with self.subTest(role=role):
                user = self._user(f"new_{role}", "base.group_user")
                self._set(user, role)
                self.assertTrue(user.has_group(group))
                self.assertIn((role, True, self.user_admin), self._log(user))
                self._set(user)
                self.assertFalse(self._held(user))
                self.assertEqual(user.group_ids, self.group_user)
                self.assertIn((role, False, self.user_admin), self._log(user))

    def test_by_the_dialog(self):
        form = Form(self.env["visitor.role.wizard"].with_user(self.user_admin))
        form.user_id = self.user_new
        self.assertFalse(form.reception)
        form.reception = "security"
        form.leadership = True
        form.save().action_confirm()
        self.assertEqual(
            self._held(self.user_new), {"reception", "security", "leadership"}
        )
        form = Form(self.env["visitor.role.wizard"].with_user(self.user_admin))
        form.user_id = self.user_new
        self.assertEqual(form.reception, "security")
        self.assertTrue(form.leadership)

    def test_down_a_ladder(self):
        self._set(self.user_new, "manager")
        self.assertEqual(self._held(self.user_new), {"service", "manager"})
        self._set(self.user_new, "service")
        self.assertEqual(self._held(self.user_new), {"service"})
        self.assertEqual(
            self._log(self.user_new)[-1], ("manager", False, self.user_admin)
        )

    def test_what_is_the_case_already_is_not_written_down(self):
        self._set(self.user_new, "reception")
        count = len(self._log(self.user_new))
        self._set(self.user_new, "reception")
        self.assertEqual(len(self._log(self.user_new)), count)

    def test_other_rights_stay_as_they_are(self):
        other = self.env["res.groups"].create({"name": "Canteen"})
        self.user_new.group_ids = [Command.link(other.id)]
        self._set(self.user_new, "reception", "service")
        self._set(self.user_new)
        self.assertEqual(self.user_new.group_ids, self.group_user | other)

    def test_the_log_stays(self):
        self._set(self.user_new, "reception")
        line = self.env["visitor.role.log"].search([], limit=1)
        for user in (self.user_admin, self.env.ref("base.user_admin")):
            with self.assertRaises(UserError):
                line.with_user(user).write({"given": False})
            with self.assertRaises(UserError):
                line.with_user(user).unlink()
        with self.assertRaises(UserError):
            line.sudo().write({"given": False})
        with self.assertRaises(UserError):
            line.sudo().unlink()
        with self.assertRaises(AccessError):
            line.with_user(self.user_admin).create({"role": "reception"})

    # ------------------------------------------------------------
    # WHO GIVES
    # ------------------------------------------------------------

    def test_nobody_but_the_administrator_gives(self):
        manager = self._user("manager", f"{GROUP}client_manager")
        for user in (self.user_host, self.user_reception, self.user_security, manager):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self._set(self.user_new, "reception", by=user)
                with self.assertRaises(AccessError):
                    self._by_dialog(self.user_new, by=user, reception="reception")
        self.assertFalse(self._held(self.user_new))

    def test_superuser_rights_of_the_program_are_no_right_to_give(self):
        roles = self.env["visitor.roles"].with_user(self.user_reception).sudo()
        with self.assertRaises(AccessError):
            roles._set(self.user_new, ["reception"])

    def test_nobody_widens_own_rights(self):
        for role in ("service", "manager", "leadership"):
            with self.assertRaises(AccessError):
                self._set(self.user_admin, role)
            with self.assertRaises(AccessError):
                self._by_dialog(self.user_admin, leadership=True)
        self.assertEqual(
            self._held(self.user_admin), {"reception", "security", "escort"}
        )

    def test_an_administrator_of_odoo_may_as_well_do_it_here(self):
        own = ("security", "escort")  # of the administrator of visitors
        self._set(self.user_system, "leadership", *own, by=self.user_system)
        self.assertTrue(self.user_system.has_group(ROLES["leadership"]))
        self.assertTrue(self.user_system.has_group("base.group_system"))

    # ------------------------------------------------------------
    # WHO RECEIVES
    # ------------------------------------------------------------

    def test_to_colleagues_who_log_in_only(self):
        portal = self._user("portal", "base.group_portal")
        gone = self._user("gone", "base.group_user")
        gone.active = False
        for user in (
            portal,
            gone,
            self.env.ref("base.public_user"),
            self.env.ref("base.user_root"),
            self.env["res.users"],
            self.user_new | self.user_host,
            self.env["res.users"].browse(self.user_new.id + 10**6),
        ):
            with self.subTest(user=user.sudo().exists().mapped("login")):
                with self.assertRaises(UserError):
                    self._set(user, "reception")
        self.assertFalse(portal.has_group(ROLES["reception"]))

    def test_of_own_companies_only(self):
        both = self._user(
            "both",
            "base.group_user",
            company_ids=[Command.set((self.company | self.company2).ids)],
        )
        stranger = self._user(
            "next_door",
            "base.group_user",
            company_id=self.company2.id,
            company_ids=[Command.set(self.company2.ids)],
        )
        for user in (both, stranger):
            for context in ({}, {"allowed_company_ids": self.company2.ids}):
                with self.subTest(user=user.login, context=context):
                    with self.assertRaises(AccessError):
                        self._set(user, "reception", **context)
        self.user_admin.company_ids = self.company | self.company2
        self._set(both, "reception")
        self.assertEqual(self._held(both), {"reception"})

    def test_administrators_of_odoo_are_left_alone(self):
        for group in ("base.group_system", "base.group_erp_manager"):
            user = self._user(f"has_{group[-3:]}", group)
            with self.assertRaises(AccessError):
                self._set(user, "reception")
            with self.assertRaises(AccessError):
                self._set(user)
        self.assertTrue(self.env.ref("base.user_admin").has_group(ROLES["manager"]))

    def test_what_an_administrator_of_visitors_has_anyway_is_not_taken(self):
        colleague = self._user("colleague", f"{GROUP}visitor_admin")
        with self.assertRaises(UserError):
            self._set(colleague)
        self.assertTrue(colleague.has_group(f"{GROUP}visitor_admin"))
        before = colleague.group_ids
        self._set(colleague, "security", "escort", "service")
        added = colleague.group_ids - before
        self.assertEqual(added, self.env.ref(ROLES["service"]))

    # ------------------------------------------------------------
    # WHAT IS GIVEN
    # ------------------------------------------------------------

    def test_no_other_group_by_whatever_name(self):
        system = self.env.ref("base.group_system")
        for name in (
            "admin",
            "visitor_admin",
            f"{GROUP}visitor_admin",
            "base.group_system",
            "group_system",
            str(system.id),
            system.id,
            "",
            None,
        ):
            with self.subTest(name=name), self.assertRaises(UserError):
                self._set(self.user_new, name)
        self.assertEqual(self.user_new.group_ids, self.group_user)
        with self.assertRaises(ValueError):
            self._by_dialog(self.user_new, reception="admin")

    def test_nothing_comes_along_by_a_group_that_was_widened(self):
        reception = self.env.ref(ROLES["reception"])
        reception.implied_ids = [Command.link(self.env.ref("hr.group_hr_manager").id)]
        for role in ("reception", "security"):
            with self.assertRaisesRegex(UserError, "more rights"):
                self._set(self.user_new, role)
        self.assertEqual(self.user_new.group_ids, self.group_user)

    def test_a_role_that_comes_with_another_group_is_not_taken(self):
        guard = self.env["res.groups"].create(
            {
                "name": "Night guard",
                "implied_ids": [Command.set(self.env.ref(ROLES["reception"]).ids)],
            }
        )
        self.user_new.group_ids = [Command.link(guard.id)]
        with self.assertRaisesRegex(UserError, "come with other rights"):
            self._set(self.user_new)
        self._set(self.user_new, "reception", "leadership")
        self.assertEqual(
            self.user_new.group_ids - self.group_user,
            guard | self.env.ref(ROLES["leadership"]),
        )

    def test_no_context_key_opens_anything(self):
        gone = self._user("away", "base.group_user")
        gone.active = False
        for context in (
            {"default_group_ids": [Command.link(self.env.ref("base.group_system").id)]},
            {"default_user_id": self.env.ref("base.user_admin").id},
            {"install_mode": True, "tracking_disable": True, "su": True},
            {"uid": 1, "active_test": False},
            {"form_view_ref": "base.view_users_form", "default_sel_groups": 1},
        ):
            with self.subTest(context=context):
                self._set(self.user_new, "reception", **context)
                self.assertEqual(
                    self.user_new.group_ids - self.group_user,
                    self.env.ref(ROLES["reception"]),
                )
                with self.assertRaises(AccessError):
                    self._set(gone, "reception", **context)

    def test_the_dialog_of_somebody_else_is_not_confirmed(self):
        dialog = self.env["visitor.role.wizard"].with_user(self.user_admin)
        dialog = dialog.create({"user_id": self.user_new.id, "leadership": True})
        for user in (self.user_new, self.user_reception):
            with self.assertRaises(AccessError):
                dialog.with_user(user).action_confirm()
        self.assertFalse(self._held(self.user_new))
