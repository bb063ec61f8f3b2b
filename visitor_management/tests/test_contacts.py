"""How visitors are recognised, and how they become contacts: only when asked."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import VisitorCommon


@tagged("post_install", "-at_install")
class TestReturningVisitors(VisitorCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.cn")
        cls.known = cls._announced(
            name="Zhang Wei",
            organization="Acme",
            email="Zhang.Wei@Acme.example",
            phone="+86 138-0013-8000",
            vehicle_plate="沪A 12345",
            lang="en_US",
        )

    @classmethod
    def _announced(cls, **person):
        visit = cls._visit(names=(person.pop("name"),))
        visit.registration_ids.write(person)
        return visit.registration_ids

    def _find(self, address, user=None):
        registrations = self.env["visitor.registration"]
        return registrations.with_user(user or self.user_reception).find_returning(
            address
        )

    def test_by_e_mail_in_any_spelling(self):
        for address in (
            "Zhang.Wei@Acme.example",
            "zhang.wei@acme.example",
            "  zhang.wei@ACME.example ",
            '"Zhang Wei" <zhang.wei@acme.example>',
        ):
            with self.subTest(address):
                self.assertEqual(self._find(address)["name"], "Zhang Wei")

    def test_by_phone_in_any_spelling(self):
        for address in (
            "+86 138-0013-8000",
            "+8613800138000",
            "0086 138 0013 8000",
            "+86 (138) 0013.8000",
            "138 0013 8000",
        ):
            with self.subTest(address):
                self.assertEqual(self._find(address)["name"], "Zhang Wei")

    def test_what_is_offered(self):
        self.assertEqual(
            self._find("+86 138 0013 8000"),
            {
                "name": "Zhang Wei",
                "organization": "Acme",
                "phone": "+86 138-0013-8000",
                "email": "Zhang.Wei@Acme.example",
                "vehicle_plate": "沪A 12345",
                "lang": "en_US",
                "partner_id": False,
                "shared": False,
            },
        )

    def test_the_latest_counts(self):
        self._announced(
            name="zhang  wei", organization="Blue Sky", phone="+86 138 0013 8000"
        )
        self.assertEqual(self._find("+86 138 0013 8000")["organization"], "Blue Sky")

    def test_never_by_name_nor_by_part(self):
        for address in (
            "Zhang Wei",
            "Zhang",
            "%",
            "acme.example",
            "@acme.example",
            "138",
            "8000",
            "+86",
            "13800",
            "",
            None,
            False,
        ):
            with self.subTest(address):
                self.assertEqual(self._find(address), {})

    def test_a_shared_address_tells_the_firm_not_the_person(self):
        """Three couriers gave the number of their office."""
        for name in ("Wang Fang", "Li Qiang", "Zhao Min"):
            self._announced(
                name=name,
                organization="Express",
                phone="+86 10 6552 9988",
                vehicle_plate="京B 1",
            )
        found = self._find("+86 10 6552 9988")
        self.assertTrue(found["shared"])
        self.assertEqual(found["organization"], "Express")
        for name in ("name", "phone", "email", "vehicle_plate", "partner_id"):
            self.assertFalse(found[name], name)

    def test_not_what_another_company_knows(self):
        self._other_company()
        self.assertEqual(self._find("+86 138 0013 8000", self.user_reception2), {})

    def test_only_reception_asks(self):
        for user in (self.user_host, self.user_host2):
            with self.assertRaises(AccessError):
                self._find("+86 138 0013 8000", user)

    def test_a_number_is_read_in_the_country_of_the_site(self):
        """Of its address first, then of its company, whoever writes it."""
        self._other_company()
        self.company.country_id = self.env.ref("base.de")
        self.assertEqual(self.site._phone_key("030 901820"), "+4930901820")
        self.site.partner_id = self.env["res.partner"].create(
            {"name": "Works", "country_id": self.env.ref("base.cn").id}
        )
        self.assertEqual(self.known.phone_key, "+8613800138000")
        self.known.phone = "138 0013 8000"
        self.assertEqual(self.known.phone_key, "+8613800138000")
        self.site.partner_id.country_id = self.env.ref("base.it")
        self.known.phone = "06 6982 1234"
        self.assertEqual(self.known.phone_key, "+390669821234")
        for site in (self.site, self.site2):
            self.assertEqual(site._phone_key("0049 30 901820"), "+4930901820")

    def test_a_number_is_looked_up_as_dialled_at_the_desk(self):
        registrations = self.env["visitor.registration"].with_user(self.user_reception)
        berlin = self.env["visitor.site"].create(
            {
                "name": "Berlin",
                "partner_id": self.env["res.partner"]
                .create({"name": "Berlin", "country_id": self.env.ref("base.de").id})
                .id,
            }
        )
        self._announced(name="Emmy", phone="+49 30 901820")
        for sites in ((berlin.id,), ()):
            found = registrations.find_returning("030/901820", *sites)
            self.assertEqual(found.get("name"), "Emmy", sites)
        self.assertEqual(registrations.find_returning("030/901820", self.site.id), {})


@tagged("post_install", "-at_install")
class TestContacts(VisitorCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._other_company()
        visit = cls._visit(names=("Zhang Wei",))
        visit.registration_ids.write(
            {
                "email": "zhang@acme.example",
                "phone": "+86 138 0013 8000",
                "organization": "Acme",
            }
        )
        visit.action_submit()
        cls.person = visit.registration_ids.with_user(cls.user_reception)

    def _contact(self, **values):
        return self.env["res.partner"].create({"name": "Mr Zhang", **values})

    def test_contacts_are_offered_by_address(self):
        by_mail = self._contact(email="Zhang@ACME.example")
        self._contact(name="Zhang Wei")  # only the name
        self.assertEqual(
            self.person.match_contacts(),
            [{"id": by_mail.id, "name": "Mr Zhang", "shared": False}],
        )
        self.assertFalse(self.person.partner_id, "offered, not applied")

    def test_contacts_are_offered_by_phone_in_any_spelling(self):
        contact = self._contact(phone="+8613800138000")
        self._contact(name="Other", phone="+86 139 0013 8000")
        offered = self.person.match_contacts()
        self.assertEqual([each["id"] for each in offered], contact.ids)

    def test_a_shared_address_says_so(self):
        for name in ("Mr Zhang", "Mrs Zhang"):
            self._contact(name=name, email="zhang@acme.example")
        offered = self.person.match_contacts()
        self.assertEqual(len(offered), 2)
        self.assertTrue(all(each["shared"] for each in offered))

    def test_another_companys_contacts_are_not_offered(self):
        self._contact(email="zhang@acme.example", company_id=self.company2.id)
        self.assertEqual(self.person.match_contacts(), [])

    def test_nothing_to_match_by(self):
        self.person.write({"email": False, "phone": False})
        self._contact()
        self.assertEqual(self.person.match_contacts(), [])

    def test_linked_when_the_desk_says_so(self):
        shared, own = self._contact(), self._contact(company_id=self.company.id)
        for contact in (shared, own):
            self.assertIs(self.person.link_contact(contact.id), True)
            self.assertEqual(self.person.partner_id, contact)

    def test_not_to_another_companys_contact(self):
        theirs = self._contact(company_id=self.company2.id)
        for contact_id in (theirs.id, self.env["res.partner"].search([])[-1:].id + 999):
            with self.assertRaises(UserError):
                self.person.link_contact(contact_id)
        with self.assertRaises(UserError):
            self.person.with_user(self.user_reception2).link_contact(theirs.id)
        self.assertFalse(self.person.partner_id)

    def test_the_host_links_nobody_once_it_is_announced(self):
        contact = self._contact()
        for user in (self.user_host, self.user_host2):
            person = self.person.with_user(user)
            for call, args in (
                ("link_contact", [contact.id]),
                ("match_contacts", []),
                ("action_keep_as_contact", []),
                ("write", [{"partner_id": contact.id}]),
            ):
                with self.subTest(user=user.login, call=call):
                    self.assertRaises(AccessError, getattr(person, call), *args)

    def test_kept_as_a_contact(self):
        self.assertFalse(
            self.env["res.partner"].with_user(self.user_reception).has_access("create")
        )
        action = self.person.action_keep_as_contact()
        contact = self.person.partner_id
        self.assertEqual(action["res_id"], contact.id)
        self.assertEqual(contact.name, "Zhang Wei")
        self.assertEqual(contact.email, "zhang@acme.example")
        self.assertEqual(contact.phone, "+86 138 0013 8000")
        self.assertEqual(contact.company_name, "Acme")
        self.assertEqual(contact.company_id, self.company)
        with self.assertRaisesRegex(UserError, "already"):
            self.person.action_keep_as_contact()

    def test_kept_with_the_firm_that_was_announced(self):
        firm = self._contact(name="Acme", is_company=True)
        self.person.visit_id.partner_id = firm
        self.person.organization = "Acme"
        self.person.action_keep_as_contact()
        self.assertEqual(self.person.partner_id.parent_id, firm)
        self.assertFalse(self.person.partner_id.company_name)

    def test_a_whole_visit_makes_no_contact(self):
        before = self.env["res.partner"].search_count([])
        self.person.check_in()
        self.person.step_out()
        self.person.step_in()
        self.person.check_out(nothing_left=False, remarks="Umbrella")
        copy = self.person.visit_id.copy()
        self.assertFalse(copy.registration_ids.partner_id)
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    def test_the_contact_comes_along_in_a_copy(self):
        """A returning visitor stays linked."""
        contact = self._contact()
        self.person.link_contact(contact.id)
        self.assertEqual(
            self.person.visit_id.copy().registration_ids.partner_id, contact
        )

    def test_visits_on_the_contact(self):
        firm = self._contact(name="Acme", is_company=True)
        contact = self._contact(parent_id=firm.id)
        self.person.link_contact(contact.id)
        self._visit(partner_id=firm.id)
        resident = self._contact(name="Li Na")
        self._visit(host_partner_id=resident.id)
        for partner, count in ((contact, 1), (firm, 2), (resident, 1)):
            with self.subTest(partner.name):
                seen = partner.with_user(self.user_reception)
                self.assertEqual(seen.visitor_visit_count, count)
                action = seen.action_visitor_visits()
                visits = self.env["visitor.visit"].with_user(self.user_reception)
                self.assertEqual(len(visits.search(action["domain"])), count)
                next_door = partner.with_user(self.user_reception2)
                self.assertEqual(next_door.visitor_visit_count, 0)

    def test_hosts_do_not_see_visits_on_contacts(self):
        contact = self._contact().with_user(self.user_host)
        with self.assertRaises(AccessError):
            contact.read(["visitor_visit_count"])
