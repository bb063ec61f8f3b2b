"""Who has read the rules or learnt the way out once need not do it again tomorrow."""

from odoo import Command
from odoo.tests import BaseCase, tagged

from ..tools import same_person
from ..tools.same_person import SAME_PERSON
from .common import VisitorCommon


@tagged("post_install", "-at_install")
class TestSamePersonKey(BaseCase):
    def test_one_person_however_the_name_is_written(self):
        for one, other in (
            ("张伟", "張偉"),
            ("张伟", "张伟先生"),
            ("Zhang Wei", "WEI ZHANG"),
            ("O’Brien", "O'brien"),
            ("王 小明", "王小明"),
        ):
            with self.subTest(one):
                self.assertEqual(
                    same_person.key(one, "+861381"), same_person.key(other, "+861381")
                )

    def test_a_name_or_a_number_alone_is_nobody(self):
        for name, address in (
            ("", "+861381"),
            ("张伟", ""),
            (" ", "x"),
            (False, False),
        ):
            self.assertFalse(same_person.key(name, address))

    def test_another_name_or_another_number_is_another_person(self):
        mine = same_person.key("张伟", "+861381")
        self.assertNotEqual(mine, same_person.key("张炜", "+861381"))
        self.assertNotEqual(mine, same_person.key("张伟", "+861382"))


@tagged("post_install", "-at_install")
class TestSamePerson(VisitorCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.site.company_id.partner_id.country_id = cls.env.ref("base.cn")
        contact = cls.env["res.partner"].create({"name": "Zhang Wei"})
        cls.person = cls._comes(
            name="张伟",
            phone="+86 138 1234 5678",
            email="zw@acme.example",
            partner_id=contact.id,
        )
        cls.same = [
            cls._comes(name="張偉", phone="13812345678"),
            cls._comes(name="张伟先生", email="ZW@acme.example"),
            cls._comes(name="Wei", partner_id=contact.id),
        ]
        cls.others = [
            cls._comes(name="张伟"),
            cls._comes(name="李娜", phone="13812345678"),
            cls._comes(name="张伟", phone="13812345679", email="a@b.example"),
        ]

    @classmethod
    def _comes(cls, **values):
        visit = cls._visit(names=(), registration_ids=[Command.create(values)])
        return visit.registration_ids.with_user(cls.user_reception)

    def _found(self):
        return self.env["visitor.registration"].search(
            self.person._same_person_domain()
        )

    def test_who_comes_again_is_known(self):
        found = self._found()
        self.assertEqual(found, self.person | found)
        for again in self.same:
            self.assertIn(again, found)
        for other in self.others:
            self.assertNotIn(other, found)

    def test_the_statement_of_admission_says_the_same(self):
        self.env.flush_all()
        self.env.cr.execute(
            f"""SELECT same.id FROM visitor_registration r, visitor_registration same
                 WHERE r.id = %s AND {SAME_PERSON}""",
            [self.person.id],
        )
        found = {row[0] for row in self.env.cr.fetchall()}
        self.assertEqual(found, set(self._found().ids))

    def test_who_is_not_known_is_only_himself(self):
        nobody = self.others[0]
        found = self.env["visitor.registration"].search(nobody._same_person_domain())
        self.assertEqual(found, nobody)

    def test_another_company_knows_nothing_of_it(self):
        self._other_company()
        self.env.cr.execute(
            "UPDATE visitor_registration SET company_id = %s WHERE id = %s",
            [self.company2.id, self.same[0].id],
        )
        self.same[0].invalidate_recordset()
        self.assertNotIn(self.same[0], self._found())
