"""The one box of the reception screen: who is meant by these few characters?"""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from ..tools import search_words
from .scan_common import ScanCommon
from .test_visitor_reception_screen import ReceptionScreenCase
from .test_visitor_scan_performance import Stored


class SearchCase(ReceptionScreenCase):
    def _find(self, text, site=None):
        return self.screen.find_people((site or self.site).id, text)

    def _found(self, text):
        """Names of people, and numbers of people of groups."""
        found = self._find(text)
        names = {each["id"]: each["name"] for each in found["people"]}
        return [
            names[hit["person_id"]] if hit["person_id"] else hit["headcount"]
            for hit in found["hits"]
        ]

    def _moved(self, person, start):
        stop = start + timedelta(hours=1)
        self.env.cr.execute(
            "UPDATE visitor_visit SET start = %s, stop = %s WHERE id = %s",
            [start, stop, person.visit_id.id],
        )
        self._put(person, start=start)

    def _person(self, name, organization="", phone="", plate="", **visit):
        person = self._registration(names=(name,), **visit)
        person.write(
            {"organization": organization, "phone": phone, "vehicle_plate": plate}
        )
        return person


@tagged("post_install", "-at_install")
class TestSearchWordsOfVisitors(SearchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.cn")

    def test_every_word_matches_in_any_order(self):
        self._person("Wang Xiaoming", "Acme Trading", purpose="Audit of the lifts")
        self._person("Wang Fang", "Blue Sky")
        for text in (
            *("Acme Xiaoming", "xiaoming wang", "WANG xiao acme", "audit Acme wang"),
            *("lifts trading", "Xiaoming audit", "wangxiaoming"),
        ):
            with self.subTest(text):
                self.assertEqual(self._found(text), ["Wang Xiaoming"])
        self.assertEqual(self._found("wang acme blue"), [])
        self.assertEqual(sorted(self._found("wang")), ["Wang Fang", "Wang Xiaoming"])

    def test_case_accents_apostrophes_and_width_do_not_count(self):
        self._person("Zoë O’Brien-Đặng", "Café Müller", plate="沪A·12345")
        for text in (
            *("zoe", "ZOË", "o'brien", "OBRIEN", "o brien", "dang", "cafe muller"),
            *("mueller", "ｚｏｅ", "沪a12345", "沪Ａ１２３４５", "a 123 45", "a-12345"),
        ):
            with self.subTest(text):
                self.assertEqual(self._found(text), ["Zoë O’Brien-Đặng"])

    def test_chinese_names_by_their_sound(self):
        self._person("张伟", "大众汽车")
        self._person("曾志伟")
        self._person("單田芳")
        for text, name in (
            *(("zw", "张伟"), ("zhangwei", "张伟"), ("zhang wei", "张伟")),
            *(("wei zhang", "张伟"), ("張偉", "张伟"), ("张 伟", "张伟")),
            *(("dazhong", "张伟"), ("dzqc", "张伟"), ("zw dazhong", "张伟")),
            *(("zengzhiwei", "曾志伟"), ("zzw", "曾志伟"), ("cengzhiwei", "曾志伟")),
            *(("shantianfang", "單田芳"), ("单田芳", "單田芳"), ("stf", "單田芳")),
        ):
            with self.subTest(text):
                self.assertEqual(self._found(text), [name])

    def test_a_host_finds_who_comes_to_them(self):
        self._person("Grace Hopper")
        self._person("Oliver Twist", host_id=self.employee2.id)
        self.assertEqual(self._found("anita"), ["Grace Hopper"])
        self.assertEqual(
            self._found("oliver"),
            ["Oliver Twist", "Grace Hopper"],
            "whose own name it is comes first",
        )
        self.employee.name = "Anita Müller"
        self.assertEqual(self._found("mueller"), ["Grace Hopper"])
        self.assertEqual(self._found("oliver"), ["Oliver Twist"])

    def test_who_is_gone_stands_after_who_is_to_come(self):
        self._person("Gone").action_refuse("drunk")
        start = fields.Datetime.now() + timedelta(minutes=30)
        self._person("Still To Come", start=start, stop=start + timedelta(hours=1))
        self.assertEqual(self._found("anita"), ["Still To Come", "Gone"])

    def test_a_resident_and_a_unit_find_who_comes_to_them(self):
        self._resident()
        self._person("Guest", host_partner_id=self.resident.id, unit_id=self.unit.id)
        for text in ("li na", "1202", "lina"):
            self.assertEqual(self._found(text), ["Guest"], text)

    def test_digits_mean_phones_only_without_letters(self):
        """A plate and Enter opened somebody else, whose phone contains its digits."""
        self._person("Caller", phone="+86 138 1234 5678")
        self._person("Driver", plate="沪A12345")
        for text in ("沪A12345", "A12345", "a 12345", "沪12345"):
            self.assertEqual(self._found(text), ["Driver"], text)
        self.assertEqual(self._found("12345")[:1], ["Driver"], "or just nearer")
        self.assertIn("Caller", self._found("12345"))
        for text in (
            *("13812345678", "138 1234 5678", "+86 138-1234-5678", "0086 13812345678"),
            *("5678", "1234 5678", "１３８１２３４５６７８"),
            *("tel:13812345678", "TEL:+86-138-1234-5678"),
        ):
            self.assertEqual(self._found(text), ["Caller"], text)
        for text in ("caller 5678", "567", "138 x"):
            self.assertEqual(self._found(text), [], text)

    def test_a_number_is_dialled_as_at_the_site(self):
        self._person("Caller", phone="010-6552 9988")
        for text in ("010 65529988", "65529988", "+86 10 6552 9988", "01065529988"):
            self.assertEqual(self._found(text), ["Caller"], text)

    def test_an_exact_plate_or_number_comes_first(self):
        for i in range(10):
            self._person(f"Other {i}", plate=f"沪A1234{i}0", phone="+86 138 0000 1234")
        driver = self._person("Driver", plate="沪A1234")
        self.assertEqual(self._found("沪a·1234")[0], "Driver")
        self.assertTrue(self._found("1234"))
        self.assertEqual(self._found(driver.visit_id.name)[0], "Driver")
        vanity = self._person("Vanity", plate="ANITA")
        self.assertEqual(self._found("anita")[0], vanity.name)

    def test_a_page_that_was_pasted_is_read_at_its_beginning(self):
        """One letter may stand for eighteen: a long text would hold up the desk."""
        self._person("Zhang Wei")
        page = "zhang wei" + " " * 600 + "\ufdfa" * 20_000
        asked = []
        of = search_words.Asked.of
        self.patch(
            search_words.Asked,
            "of",
            lambda text, key="": asked.append(text) or of(text, key),
        )
        self.assertEqual(self._found(page), ["Zhang Wei"])
        self.assertLess(len(asked[0]), 600)

    def test_a_number_is_found_on_any_day(self):
        person = self._person("Long Ago", **self._days(90))
        number = person.visit_id.name
        for text in (number, number.lower(), f" {number}\r\n"):
            self.assertEqual(self._found(text), ["Long Ago"])
        self.assertEqual(self._found("long ago"), [])
        self.assertEqual(self._found(person.pass_ids.short_code), ["Long Ago"])

    def test_today_and_four_days_before_and_after(self):
        noon = self.site._day_bounds(self.site._today())[0] + timedelta(hours=12)
        for days in (-5, -4, -1, 0, 1, 4, 5):
            person = self._person(f"Day {days}")
            start = noon + timedelta(days=days)
            self._moved(person, start)
        self.assertEqual(self._found("day")[0], "Day 0", "today's first")
        self.assertEqual(
            set(self._found("day")), {"Day -4", "Day -1", "Day 0", "Day 1", "Day 4"}
        )

    def test_whoever_is_on_the_list_of_today_is_found(self):
        now = fields.Datetime.now()
        person = self._person(
            "Auditor", start=now - timedelta(days=20), stop=now + timedelta(days=20)
        )
        self.assertEqual(self._found("auditor"), ["Auditor"])
        self.assertEqual(self._find("auditor")["today"], person.ids)

    def test_drafts_are_not_announced(self):
        self._visit(names=("Not Yet",), purpose="Secret")
        self.assertEqual(self._found("not yet"), [])
        self._visit(names=(), purpose="Secret", headcount=9)
        self.assertEqual(self._found("secret"), [])


@tagged("post_install", "-at_install")
class TestSearchGroups(SearchCase):
    def _group(self, names, purpose="Tour of the works"):
        return self._registration(names=names, purpose=purpose).visit_id

    def test_a_group_is_one_hit(self):
        visit = self._group([f"Pupil {i}" for i in range(30)])
        for person in visit.registration_ids[:2].with_user(self.user_reception):
            person.check_in()
        for text in ("tour", "pupil", visit.name, "anita works"):
            with self.subTest(text):
                found = self._find(text)
                (hit,) = found["hits"]
                self.assertEqual(
                    hit,
                    {
                        "visit_id": visit.id,
                        "person_id": False,
                        "headcount": 30,
                        "states": {"inside": 2, "expected": 28},
                    },
                )
                self.assertEqual(found["people"], [])
                self.assertEqual([v["id"] for v in found["visits"]], visit.ids)

    def test_one_of_a_group_is_meant_by_name(self):
        self._group(["Ada Lovelace", "Grace Hopper", "Alan Turing"])
        self.assertEqual(self._found("lovelace"), ["Ada Lovelace"])
        self.assertEqual(self._found("lovelace tour"), ["Ada Lovelace"])
        self.assertEqual(self._found("a"), [3])

    def test_a_group_under_one_pass_is_its_registration(self):
        person = self._registration(names=("School",))
        person.headcount = 30
        (hit,) = self._find("school")["hits"]
        self.assertEqual((hit["person_id"], hit["headcount"]), (person.id, 30))

    def test_a_group_without_names_is_found(self):
        visit = self._group(["Somebody"])
        self._put(visit, headcount=30, planned_headcount=30)
        self.env.cr.execute(
            SQL(
                "DELETE FROM visitor_pass WHERE registration_id IN %s",
                tuple(visit.registration_ids.ids),
            )
        )
        self.env.cr.execute(
            SQL("DELETE FROM visitor_registration WHERE visit_id = %s", visit.id)
        )
        self.env.invalidate_all()
        for text in ("tour", "anita", visit.name, "works tour"):
            (hit,) = self._find(text)["hits"]
            self.assertEqual(
                hit,
                {
                    "visit_id": visit.id,
                    "person_id": False,
                    "headcount": 30,
                    "states": {},
                },
            )
        self.assertEqual(self._found("somebody"), [])

    def test_of_a_group_with_few_names_firm_and_purpose_mean_all(self):
        visit = self._group(["Ada Lovelace"])
        visit.sudo().planned_headcount = 30
        self.assertEqual(self._found("tour"), [30])
        self.assertEqual(self._found("ada"), ["Ada Lovelace"])
        self.assertEqual(self._found("ada tour"), ["Ada Lovelace"])


@tagged("post_install", "-at_install")
class TestStoredWords(SearchCase):
    def test_they_follow_what_they_are_made_of(self):
        person = self._person("Ada")
        visit = person.visit_id.sudo()
        self._resident()
        for record, values, word in (
            (person, {"name": "张伟"}, "zhangwei"),
            (person, {"vehicle_plate": "沪A 1"}, "沪a1"),
            (person, {"phone": "+86 138 0013 8000"}, "+8613800138000"),
            (person, {"organization": "Acme"}, "acme"),
            (visit, {"purpose": "Audit"}, "audit"),
            (visit, {"host_id": self.employee2.id}, "twist"),
        ):
            self.employee2.name = "Oliver Twist"
            self.assertNotIn(word, person.sudo().words.split())
            record.write(values)
            self.assertIn(word, person.sudo().words.split())
        self.assertEqual(person.start, visit.start)
        visit.start += timedelta(minutes=15)
        self.assertEqual(person.start, visit.start)

    def test_they_are_for_reception_only_and_short(self):
        person = self._person("王" * 60, "司" * 200, purpose="修" * 200)
        self.assertLessEqual(len(person.sudo().words.encode()), search_words.MOST_BYTES)
        visitors = self.env["visitor.registration"].browse(person.id)
        self.assertTrue(visitors.with_user(self.user_reception).words)
        for user in (self.user_host, self.user_host2):
            with self.assertRaises(AccessError):
                visitors.with_user(user).read(["words"])
            with self.assertRaises(AccessError):
                visitors.with_user(user).search([("words", "like", "x")])


@tagged("post_install", "-at_install")
class TestSearchPlan(SearchCase, ScanCommon, Stored):
    """A million visits stored: the search reads few days of one site."""

    def test_it_reads_the_days_around_today_only(self):
        old = self._inside(names=("Years Ago",))
        old.check_out()
        long_ago = self._days(-300)
        self._moved(old, long_ago["start"])
        self._put(old.stay_ids, in_at=long_ago["start"], out_at=long_ago["stop"])
        before = self._count(lambda: self._find("zhang"))
        self._store(old)
        self._person("Zhang Wei")
        self._find("zhang")  # who may read what is known from now on
        self.assertLessEqual(self._count(lambda: self._find("zhang")), before + 12)
        statements = []
        execute = type(self.env.cr).execute

        def explained(cr, query, *args, **kwargs):
            text = query.code if isinstance(query, SQL) else str(query)
            if "r.words" in text or "NOT EXISTS" in text:
                statements.append((query, args))
            return execute(cr, query, *args, **kwargs)

        self.patch(type(self.env.cr), "execute", explained)
        self.assertEqual(self._found("zhang"), ["Zhang Wei"])
        self.assertEqual(self._found("years"), [])
        self.assertGreaterEqual(len(statements), 2)
        for query, args in [*statements]:  # to explain them is one more each time
            plan = self._plan(query, *args)
            self.assertNotIn("Seq Scan on visitor_registration", plan)
            self.assertNotIn("Seq Scan on visitor_visit", plan)

    def _plan(self, query, *args):
        if isinstance(query, SQL):
            self.env.cr.execute(SQL("EXPLAIN %s", query))
        else:
            self.env.cr.execute(f"EXPLAIN {query}", *args)
        return "\n".join(row[0] for row in self.env.cr.fetchall())
