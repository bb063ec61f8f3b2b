"""Visitors accept the rules of the house: who, what, when, for how many, how long."""

from datetime import datetime, timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from ..tools import plain_text
from ..tools.admission import policy as rules
from .image_common import b64
from .policy_common import PolicyCommon
from .scan_common import ScanCommon

NOON = datetime(2026, 11, 23, 12)
DAY = timedelta(days=1)
MISSING = "policy_missing"


@tagged("post_install", "-at_install")
class TestPolicyAsked(PolicyCommon):
    def _missing(self, person):
        return person.sudo()._policies_missing()

    def test_what_nobody_named_is_asked_of_nobody(self):
        self._policy()
        self.assertNotIn(MISSING, self._codes(self._registration()))

    def test_a_draft_that_is_named_is_asked_of_nobody(self):
        draft = self._asked(self._policy(publish=False))
        person = self._registration()
        self.assertNotIn(MISSING, self._codes(person))
        with self.assertRaisesRegex(UserError, "is a draft"):
            self._accepts(person, draft)

    def test_by_kind_site_and_area_and_what_is_around_it(self):
        outer, inner = self.env["visitor.area"].create(
            [{"name": name, "site_id": self.site.id} for name in ("Works", "Press")]
        )
        inner.parent_id = outer
        texts = [
            self._asked(self._policy(), place)
            for place in (self.type_open, self.site, outer, inner)
        ]
        other = self.env["visitor.area"].create(
            {"name": "Lab", "site_id": self.site.id}
        )
        self._asked(self._policy(), other)
        person = self._registration(area_ids=[Command.set(inner.ids)])
        self.assertEqual(self._missing(person).mapped("id"), [t.id for t in texts])
        self.assertEqual(person.check_in()["reasons"][0]["code"], MISSING)
        for text in texts:
            self.assertIn(MISSING, self._codes(person))
            self._accepts(person, text)
        self.assertEqual(person.check_in()["status"], "granted")

    def test_any_version_may_be_named_the_one_in_force_is_asked(self):
        first = self._policy()
        second = self._next(first)
        third = self._next(second, publish=False)
        person = self._registration()
        for named in (first, second, third):
            self.type_open.sudo().policy_ids = [Command.set(named.ids)]
            self.assertEqual(self._missing(person), second)
        self.type_open.sudo().policy_ids = [Command.set([first.id, third.id])]
        self.assertEqual(self._missing(person), second, "one text is asked once")
        for other in (first, third):
            with self.assertRaises(UserError):
                self._accepts(person, other)

    def test_what_is_not_asked_is_not_accepted(self):
        with self.assertRaisesRegex(UserError, "not asked of this visitor"):
            self._accepts(self._registration(), self._policy())
        with self.assertRaises(UserError):
            self._registration().accept_policy(2**30)

    def test_the_host_is_told_while_planning(self):
        self._asked(self._policy())
        visit = self._visit(
            start=fields.Datetime.now() + DAY, stop=fields.Datetime.now() + DAY * 1.1
        )
        self.assertIn("rules of conduct", visit.ahead or "")

    def test_a_text_of_another_company_is_not_asked(self):
        self._other_company()
        text = self._policy()
        self._put(text, company_id=self.company2.id)
        self.type_open.sudo().company_id = False
        self.env.cr.execute(
            SQL(
                "INSERT INTO visitor_visit_type_policy_rel VALUES (%s, %s)",
                self.type_open.id,
                text.id,
            )
        )
        self.assertFalse(self._missing(self._registration()))


@tagged("post_install", "-at_install")
class TestPolicyAccepted(PolicyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOON))

    def setUp(self):
        super().setUp()
        self.policy = self._asked(self._policy())

    def test_what_is_written_down(self):
        person = self._registration()
        self._accepts(person, self.policy)
        given = self.policy.acceptance_ids
        self.assertEqual(
            (given.name, given.at, given.channel, given.lang, given.headcount),
            ("Zhang Wei", NOON, "desk", "en_US", 1),
        )
        self.assertEqual(given.user_id, self.user_reception)
        self.assertFalse(given.signed)

    def test_accepted_twice_it_is_written_once(self):
        person = self._registration()
        for _again in range(2):
            self._accepts(person, self.policy)
        self.assertEqual(len(self.policy.acceptance_ids), 1)

    def test_a_text_that_is_signed(self):
        self.policy = self._asked(self._policy(asks_signature=True))
        person = self._registration()
        for wrong in (False, "", b64(b"no picture"), "%%%", b64(b"\x89PNG" * 9**7)):
            with self.assertRaises(UserError):
                self._accepts(person, self.policy, signature=wrong)
        self.assertFalse(self.policy.acceptance_ids)
        self._accepts(person, self.policy, signature=self.signature)
        given = self.policy.acceptance_ids
        self.assertTrue(given.signed and given.with_user(self.user_reception).signature)

    def test_it_is_kept_as_it_was_given(self):
        self._accepts(self._registration(), self.policy)
        given = self.policy.acceptance_ids.sudo()
        with self.assertRaises(UserError):
            given.name = "Li Na"
        with self.assertRaises(UserError):
            given.unlink()

    def test_reception_alone_writes_it_down(self):
        person = self._registration()
        for user in (self.user_host, self.user_host2):
            with self.assertRaises(AccessError):
                person.with_user(user).accept_policy(self.policy.id)
        for user in (self.user_reception, self.user_admin):
            with self.assertRaises(AccessError):
                self.env["visitor.policy.acceptance"].with_user(user).create(
                    {
                        "policy_id": self.policy.id,
                        "registration_id": person.id,
                        "name": "Zhang Wei",
                        "channel": "desk",
                        "lang": "en_US",
                    }
                )

    def test_who_is_not_expected_accepts_nothing(self):
        person = self._registration()
        person.action_refuse("Wrong day")
        with self.assertRaisesRegex(UserError, "not expected any more"):
            self._accepts(person, self.policy)

    def test_in_the_language_of_the_visitor_or_said(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["res.lang"]._activate_lang("fr_FR")
        self.policy.add_translation("zh_CN", "<p>禁止吸烟。</p>", "须知")
        person = self._registration()
        person.lang = "zh_CN"
        (shown,) = person.read_policies()
        self.assertEqual((shown["lang"], shown["fallback"]), ("zh_CN", False))
        self.assertEqual([e["code"] for e in shown["langs"]], ["en_US", "zh_CN"])
        person.lang = "fr_FR"
        (shown,) = person.read_policies()
        self.assertEqual((shown["lang"], shown["fallback"]), ("en_US", True))
        self.assertEqual(person.read_policy(self.policy.id, "zh_CN")["lang"], "zh_CN")
        self._accepts(person, self.policy, lang="zh_CN")
        self.assertEqual(self.policy.acceptance_ids.lang, "zh_CN")
        self.assertFalse(person.read_policies())

    def test_nobody_sets_it_aside(self):
        with self.assertRaisesRegex(UserError, "has to be mended"):
            self._registration().waive(MISSING, "No time")


@tagged("post_install", "-at_install")
class TestPolicyRemembered(PolicyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOON))

    def setUp(self):
        super().setUp()
        self.policy = self._asked(self._policy(validity_months=1))
        self.phone = {"name": "张伟", "phone": "+86 138 1234 5678"}

    def _comes(self, **values):
        return self._registration(names=(), registration_ids=[Command.create(values)])

    def _is_asked(self, **values):
        return MISSING in self._codes(self._comes(**values))

    def test_the_next_time_it_is_known(self):
        self._accepts(self._comes(**self.phone, email="zw@a.example"), self.policy)
        self.assertFalse(self._is_asked(**{**self.phone, "name": "張偉"}))
        self.assertFalse(self._is_asked(name="张伟", email="ZW@a.example"))
        self.assertTrue(self._is_asked(name="张伟"), "a name alone is nobody")
        self.assertTrue(self._is_asked(**{**self.phone, "name": "李娜"}))

    def test_a_linked_contact_is_known(self):
        contact = self.env["res.partner"].create({"name": "Zhang Wei"})
        self._accepts(self._comes(name="Zhang", partner_id=contact.id), self.policy)
        self.assertFalse(self._is_asked(name="Wei Z.", partner_id=contact.id))

    def test_somebody_else_who_comes_instead_has_not_accepted(self):
        person = self._comes(**self.phone)
        self._accepts(person, self.policy)
        person.name = "Li Na"
        self.assertIn(MISSING, self._codes(person))

    def test_it_runs_out(self):
        self._accepts(self._comes(**self.phone), self.policy)
        policy = self.policy.acceptance_ids
        self.assertEqual(policy.valid_until, datetime(2026, 12, 23, 12))
        with freeze_time(NOON + 29 * DAY):
            self.assertFalse(self._is_asked(**self.phone))
        with freeze_time(NOON + 31 * DAY):
            self.assertTrue(self._is_asked(**self.phone))

    def test_an_earlier_version_counts_until_it_is_asked_again(self):
        self._accepts(self._comes(**self.phone), self.policy)
        second = self._next(self.policy)
        self.assertFalse(self._is_asked(**self.phone))
        third = self._next(second, ask_again=True)
        self.assertTrue(self._is_asked(**self.phone))
        fourth = self._next(third, ask_again=False)
        self.assertTrue(self._is_asked(**self.phone), "version 3 asked again")
        self._accepts(self._comes(**self.phone), fourth)
        self.assertFalse(self._is_asked(**self.phone))

    def test_a_leader_accepts_for_as_many_as_come(self):
        leader = self._comes(**self.phone)
        self._accepts(leader, self.policy)
        group = self._comes(**self.phone, headcount=12)
        self.assertIn(MISSING, self._codes(group), "accepted for one")
        self._accepts(group, self.policy)
        self.assertEqual(self.policy.acceptance_ids[0].headcount, 12)
        self.assertNotIn(MISSING, self._codes(group))
        group.headcount = 13
        self.assertIn(MISSING, self._codes(group))
        self.assertFalse(self._is_asked(**self.phone, headcount=9))


@tagged("post_install", "-at_install")
class TestPolicyAtTheGate(PolicyCommon, ScanCommon):
    def test_a_gate_asks_for_what_desk_and_area_ask_for(self):
        policy = self._asked(self._policy())
        person = self._registration()
        self.gate.sudo().checks_in = True
        self.assertEqual(self._scan(person)["reason"], MISSING)
        self._accepts(person, policy)
        self.assertEqual(self._scan(person)["status"], "granted")
        area = self.env["visitor.area"].create(
            {"name": "Works", "site_id": self.site.id}
        )
        inner = self._asked(self._policy(), area)
        gate = self.env["visitor.gate"].create(
            {
                "name": "Inner",
                "site_id": self.site.id,
                "area_id": area.id,
                "kind": "gate",
            }
        )
        gate.rotate_token()
        self.assertEqual(self._scan(person, gate=gate)["reason"], MISSING)
        self._accepts(person, inner)
        self.assertEqual(self._scan(person, gate=gate)["status"], "granted")

    def test_the_facts_are_looked_up_by_indexes(self):
        """On a table with many acceptances, whoever stands at the gate."""
        policy = self._asked(self._policy())
        person = self._registration(
            names=(),
            registration_ids=[
                Command.create(
                    {"name": "张伟", "phone": "13812345678", "email": "a@b.example"}
                )
            ],
        )
        self.env.flush_all()
        execute = self.env.cr.execute
        execute(
            SQL(
                """
                INSERT INTO visitor_registration
                    (visit_id, company_id, site_id, name, headcount, state,
                     known_by_phone, known_by_email)
                SELECT visit_id, company_id, site_id, 'Somebody', 1, 'left',
                       'n ' || i, 'e ' || i
                  FROM visitor_registration, GENERATE_SERIES(1, 20000) i
                 WHERE id = %(person)s;
                INSERT INTO visitor_policy_acceptance
                    (policy_id, series, version, registration_id, company_id, site_id,
                     name, headcount, at, channel, lang)
                SELECT %(policy)s, %(series)s, 1, id, company_id, site_id, name, 1,
                       NOW() AT TIME ZONE 'UTC', 'desk', 'en_US'
                  FROM visitor_registration WHERE name = 'Somebody';
                ANALYZE visitor_registration;
                ANALYZE visitor_policy_acceptance
                """,
                person=person.id,
                policy=policy.id,
                series=policy.series,
            )
        )
        statement = SQL(
            """
            EXPLAIN SELECT ARRAY(SELECT %s FROM (%s) text)
              FROM visitor_registration r
              JOIN visitor_visit v ON v.id = r.visit_id
              JOIN visitor_visit_type t ON t.id = v.type_id
              JOIN visitor_site s ON s.id = v.site_id
             CROSS JOIN (SELECT (NULL::visitor_area).*) here
             WHERE r.id = %s
            """,
            SQL(rules.ACCEPTED, moment=NOON),
            SQL(rules.ASKED, moment=NOON),
            person.id,
        )
        plan = "\n".join(row[0] for row in self.env.execute_query(statement))
        for table in ("visitor_registration", "visitor_policy_acceptance"):
            self.assertNotIn(f"Seq Scan on {table}", plan)
        self.assertIn("registration_id_index", plan)


@tagged("post_install", "-at_install")
class TestEachByName(PolicyCommon, ScanCommon):
    def setUp(self):
        super().setUp()
        self.type_open.sudo().each_by_name = True

    def test_a_number_does_not_come_in(self):
        visit = self._visit(names=("Zhang Wei",), headcount=5)
        visit.action_submit()
        desk = visit.with_user(self.user_reception)
        with self.assertRaisesRegex(UserError, "each person by name"):
            desk.check_in_unnamed(4)
        self.assertEqual(len(visit.registration_ids), 1)
        self.assertEqual(desk.registration_ids.check_in()["status"], "granted")

    def test_a_group_under_one_pass_is_named_first(self):
        person = self._registration(
            names=(), registration_ids=[Command.create({"name": "Li", "headcount": 3})]
        )
        self.assertEqual(
            [each["code"] for each in person.check_in()["reasons"]], ["names_missing"]
        )
        self.gate.sudo().checks_in = True
        self.assertEqual(self._scan(person)["reason"], "names_missing")
        person.headcount = 1
        self.assertEqual(person.check_in()["status"], "granted")

    def test_other_kinds_go_in_by_number(self):
        self.type_open.sudo().each_by_name = False
        visit = self._visit(names=("Zhang Wei",), headcount=5)
        visit.action_submit()
        answer = visit.with_user(self.user_reception).check_in_unnamed(4)
        self.assertEqual(answer["status"], "granted")

    def test_the_desk_names_a_group_under_one_pass(self):
        person = self._registration(
            names=(), registration_ids=[Command.create({"name": "Li", "headcount": 3})]
        )
        visit = person.visit_id
        for names, words in (
            ([], "one name on each line"),
            (["\u200b", " "], "one name on each line"),
            (["A", "B", "C"], "3 names, and 2 people"),
        ):
            with self.assertRaisesRegex(UserError, words):
                visit.name_people(names, leader_id=person.id)
        ids = visit.name_people(["Wang Fang", " Sun Li "], leader_id=person.id)
        self.assertEqual(
            visit.registration_ids.mapped("name"), ["Li", "Wang Fang", "Sun Li"]
        )
        self.assertEqual((person.headcount, visit.headcount), (1, 3))
        for one in person | person.browse(ids):
            self.assertEqual(one.check_in()["status"], "granted")
        with self.assertRaises(UserError):
            visit.name_people(["Late"], leader_id=person.id)

    def test_the_desk_names_people_of_a_number(self):
        visit = self._visit(names=("Zhang Wei",), headcount=3)
        visit.action_submit()
        with self.assertRaises(AccessError):
            visit.name_people(["Wang Fang"])
        desk = visit.with_user(self.user_reception)
        with self.assertRaisesRegex(UserError, "2 people have none"):
            desk.name_people(["A", "B", "C"])
        desk.name_people(["Wang Fang"])
        self.assertEqual((visit.headcount, len(visit.registration_ids)), (3, 2))


@tagged("post_install", "-at_install")
class TestPolicyOnPaper(PolicyCommon):
    def _words(self, acceptance):
        """What stands on the pages of the form, in its order."""
        report = self.env["report.visitor_management.visitor_policy_acceptance"]
        values = report.with_user(self.user_reception)._get_report_values(
            acceptance.ids
        )
        words = [
            line
            for page in values["pages"]
            for row in page["rows"]
            for cell in row["cells"]
            for line in cell["lines"]
        ]
        return values["title"], words

    def test_the_text_is_that_of_the_version_that_was_accepted(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        policy = self._asked(
            self._policy(
                body="<p>Welcome.</p><ol><li>No <b>smoking</b>.</li>"
                "<li>Stay.</li></ol>",
                asks_signature=True,
            )
        )
        policy.add_translation("zh_CN", "<ul><li>禁止吸烟。</li></ul>", "访客须知")
        people = [
            self._registration(
                names=(),
                registration_ids=[
                    Command.create({"name": "Zhang Wei", "lang": lang, "headcount": 3})
                ],
            )
            for lang in ("en_US", "zh_CN")
        ]
        for person in people:
            self._accepts(person, policy, signature=self.signature)
        second, first = policy.acceptance_ids
        self._next(policy, body="<p>Smoke.</p>")
        title, words = self._words(first)
        self.assertEqual(title, "Visitor's Safety Promise")
        for line in ("Welcome.", "1. No smoking.", "2. Stay.", "Zhang Wei", "3", "1"):
            self.assertIn(line, words)
        self.assertNotIn("Smoke.", words)
        _title, words = self._words(second)
        self.assertIn("• 禁止吸烟。", words)
        self.assertIn("访客须知", words)

    def test_every_word_of_a_text_is_on_paper(self):
        body = (
            "<h2>Rules</h2><p>One<br>two <i>three</i> four</p><ol><li><p>five</p></li>"
            "<li>six<ul><li>seven</li></ul>eight</li></ol><table><tr><td>nine</td>"
            "<td>ten</td></tr></table>"
        )
        self.assertEqual(
            plain_text.lines(body),
            [
                *("Rules", "One", "two three four", "1.", "five", "2. six", "• seven"),
                *("eight", "nine ten"),
            ],
        )
        self.assertEqual(plain_text.lines(""), [])
        self.assertEqual(plain_text.lines("Only text"), ["Only text"])
