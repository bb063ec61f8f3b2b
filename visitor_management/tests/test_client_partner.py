"""Customer service makes and keeps the contacts of clients, and takes no login over."""

from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .client_common import ClientCommon
from .common import GROUP


@tagged("post_install", "-at_install")
class TestClientPartner(ClientCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._other_company()
        cls.portal = cls._user("portal_client", "base.group_portal")
        cls.firm = cls.client2
        cls.portal.partner_id.write(
            {"parent_id": cls.firm.id, "email": "chen@bluesky.example.com"}
        )

    def _own(self, partner, user=None):
        return partner.with_user(user or self.user_service)

    def _keeps(self, partner, **values):
        """Customer service may not write it, as a call over RPC does."""
        transaction = self.env.transaction
        before = transaction.default_env
        own = self._own(partner)
        transaction.default_env = own.env  # whose commands on contacts and users are
        try:
            with self.assertRaises(UserError):
                own.write(values)
        finally:
            transaction.default_env = before

    # ------------------------------------------------------------
    # NEW CLIENTS
    # ------------------------------------------------------------

    def test_a_new_client_on_the_phone_becomes_a_contact(self):
        partners = self.env["res.partner"].with_user(self.user_service)
        with Form(partners) as form:
            form.name = "Wang Fang"
            form.phone = "+86 139 0000 1111"
            form.email = "wang@example.com"
        client = form.record
        complaint = self._complaint(partner_id=client.id)
        self.assertEqual(complaint.phone, "+86 139 0000 1111")
        with Form(client) as form:
            form.phone = "+86 139 0000 2222"
            form.email = "fang@example.com"
            form.parent_id = self.client2
        self.assertEqual(client.email, "fang@example.com")
        client.active = False

    def test_from_each_form_that_asks_for_a_client(self):
        """ "Create and edit…": what is made has more than a name."""
        for model in ("client.complaint", "client.callback", "client.visit"):
            own = self.env[model].with_user(self.user_service)
            arch = etree.fromstring(own.get_view(None, "form")["arch"])
            (asked,) = arch.xpath("//h1/field[@name='partner_id']")
            with self.subTest(model=model):
                self.assertEqual(asked.get("can_create"), "True")
                self.assertIn("no_quick_create", asked.get("options"))

    def test_other_roles_make_none(self):
        for user in (self.user_host, self.user_leader, self.user_reception):
            partners = self.env["res.partner"].with_user(user)
            with self.subTest(user=user.login):
                self.assertFalse(partners.has_access("create"))
                self.assertFalse(self._own(self.client, user).has_access("write"))

    def test_nobody_of_customer_service_deletes_one(self):
        for user in (self.user_service, self.user_manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._own(self.client, user).unlink()

    def test_it_is_no_contact_manager_for_that(self):
        self.assertFalse(self.user_service.has_group("base.group_partner_manager"))
        for model in ("res.partner.bank", "res.partner.category", "res.users"):
            with self.subTest(model=model):
                records = self.env[model].with_user(self.user_service)
                self.assertFalse(records.has_access("create"))
                self.assertFalse(records.has_access("write"))
        for model in ("portal.wizard", "base.partner.merge.automatic.wizard"):
            with self.subTest(model=model):
                wizard = self.env[model].with_user(self.user_service)
                self.assertFalse(wizard.has_access("create"))

    # ------------------------------------------------------------
    # PEOPLE OF OURS
    # ------------------------------------------------------------

    def test_a_colleague_is_not_changed(self):
        """Whose e-mail it is gets the new password."""
        gone = self._user("gone", "base.group_user")
        gone.active = False
        for partner in (
            self.user_host.partner_id,
            self.user_manager.partner_id,
            self.env.ref("base.user_admin").partner_id,
            self.env.ref("base.user_root").partner_id,
            self.env.ref("base.public_user").partner_id,
            gone.partner_id,
            self.user_service.partner_id,
        ):
            with self.subTest(partner=partner.name):
                self._keeps(partner, email="thief@example.com")
                self._keeps(partner, name="Thief")
                self._keeps(partner, phone="+86 1")

    def test_an_employee_without_a_login_is_not_changed(self):
        """Who gets one later is written to at that address."""
        employee = self.env["hr.employee"].create(
            {"name": "Guard", "work_email": "guard@example.com"}
        )
        self.assertTrue(employee.work_contact_id)
        self._keeps(employee.work_contact_id, email="thief@example.com")

    def test_a_company_of_ours_is_not_changed(self):
        for company in (self.company, self.company2):
            with self.subTest(company=company.name):
                self._keeps(company.partner_id, name="Taken Over")

    def test_not_by_the_people_of_a_firm_either(self):
        """One record says what is to be written on another."""
        host = self.user_host.partner_id
        for command in (
            Command.update(self.portal.partner_id.id, {"email": "thief@example.com"}),
            Command.update(host.id, {"email": "thief@example.com"}),
            Command.link(host.id),
            Command.unlink(self.portal.partner_id.id),
        ):
            with self.subTest(command=command):
                self._keeps(self.firm, child_ids=[command])

    # ------------------------------------------------------------
    # CLIENTS WHO SIGN IN
    # ------------------------------------------------------------

    def test_no_login_is_taken_over(self):
        partner = self.portal.partner_id
        self._keeps(partner, email="thief@example.com")
        self._keeps(partner, email_normalized="thief@example.com")
        self._keeps(partner, email=False)
        self._keeps(partner, signup_type="reset")
        self._keeps(partner, user_ids=[Command.create({"login": "thief"})])
        self._keeps(partner, user_ids=[Command.link(self.user_host.id)])
        self._keeps(
            partner,
            user_ids=[Command.update(self.portal.id, {"password": "stolen"})],
        )
        self._keeps(self.client, user_ids=[Command.link(self.portal.id)])
        self._keeps(partner, active=False)
        self.portal.active = False
        self._keeps(partner, email="thief@example.com")
        self.portal.active = True
        with self.assertRaises(AccessError):
            self._own(partner)._get_signup_url()
        with self.assertRaises(AccessError):
            self._own(partner).signup_prepare("reset")
        self.assertEqual(partner.email, "chen@bluesky.example.com")

    def test_a_mail_gives_no_link_to_a_password(self):
        """Who may write a contact wrote "set your password" into a mail of the own."""
        composer = self.env["mail.render.mixin"].with_user(self.user_service)
        with self.assertRaises(UserError):
            composer._render_template(
                '<t t-out="object._get_signup_url()"/>',
                "res.partner",
                self.portal.partner_id.ids,
                engine="qweb",
            )

    def test_what_a_client_reads_on_the_portal_stays(self):
        other = self.env["res.partner"].create({"name": "Rivals", "is_company": True})
        group = self.env["res.partner"].create({"name": "Group", "is_company": True})
        for partner, values in (
            (self.portal.partner_id, {"parent_id": other.id}),
            (self.portal.partner_id, {"parent_id": False}),
            (self.portal.partner_id, {"is_company": True}),
            (self.portal.partner_id, {"commercial_partner_id": other.id}),
            (self.portal.partner_id, {"partner_share": False}),
            (self.firm, {"parent_id": group.id}),
            (self.firm, {"is_company": False}),
        ):
            with self.subTest(partner=partner.name, values=values):
                self._keeps(partner, **values)
        self.assertEqual(self.portal.commercial_partner_id, self.firm)

    def test_the_rest_of_their_contact_is_kept_up(self):
        partner = self._own(self.portal.partner_id)
        partner.write(
            {
                "name": "Chen Mei",
                "phone": "+86 138 1111",
                "street": "1 Harbour Road",
                "email": "chen@bluesky.example.com",  # as it is
            }
        )
        self.assertEqual(self.portal.name, "Chen Mei")

    def test_who_keeps_contacts_by_another_right_keeps_it(self):
        self.user_service.group_ids = [
            Command.link(self.env.ref("base.group_partner_manager").id)
        ]
        self._own(self.portal.partner_id).email = "new@bluesky.example.com"
        self.assertEqual(self.portal.email, "new@bluesky.example.com")
        self._keeps(self.user_host.partner_id, email="thief@example.com")  # as ever

    # ------------------------------------------------------------
    # OTHER COMPANIES
    # ------------------------------------------------------------

    def test_companies_are_apart(self):
        theirs = self.env["res.partner"].create(
            {"name": "Theirs", "company_id": self.company2.id}
        )
        self._keeps(theirs, name="Ours")
        self._keeps(self.client, company_id=self.company2.id)
        self._keeps(self.client, parent_id=theirs.id)
        partners = self.env["res.partner"].with_user(self.user_service)
        for values in ({"company_id": self.company2.id}, {"parent_id": theirs.id}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                partners.create({"name": "New", **values})
        self._own(self.client).company_id = self.company
        self.assertEqual(self.client.company_id, self.company)

    def test_a_manager_is_customer_service_too(self):
        manager = self._user("manager2", f"{GROUP}client_manager")
        self._own(self.client, manager).phone = "+86 1"
        with self.assertRaises(AccessError):
            self._own(self.portal.partner_id, manager).email = "thief@example.com"
