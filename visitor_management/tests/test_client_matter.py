"""The same matter again: proposed when it arrives, by words where nobody chose."""

from datetime import timedelta

from odoo import fields
from odoo.tests import BaseCase, tagged
from odoo.tools import SQL

from ..tools.same_matter import Case, likeness, propose
from .client_common import ClientCommon

MANY = 100_000
NEW = "visitor_management.mail_activity_type_client_complaint"
ANALYSIS = "visitor_management.mail_activity_type_client_analysis"
ALIKE = (
    ("The lift stops between floors", "Lift stopped again!"),
    ("No light", "There is no light in the corridor"),
    ("The meeting room's air conditioning blows hot", "Meeting room air is still hot"),
    ("二楼卫生间漏水", "卫生间又漏水了，请尽快处理"),
    ("电梯停了", "2号电梯又停了。"),
    ("電梯停了", "2号电梯又停了。"),
    ("天花板漏水 Water comes through the ceiling", "Ceiling: water again"),
)
OTHERS = (
    ("The lift stops between floors", "The corridor of floor 16 was not cleaned"),
    ("Please tell us when the invoice comes, thank you", "Please mend it, thank you"),
    ("空调不冷", "电梯坏了"),
    ("你好，我们的电梯一直没有修好", "你好，我们的空调一直没有修"),
    ("", ""),
)


@tagged("post_install", "-at_install")
class TestLikeness(BaseCase):
    """What is alike, decided without a database."""

    def test_words(self):
        for one, other in ALIKE:
            with self.subTest(one):
                self.assertGreater(likeness(Case.of("", one), Case.of("7/", other)), 0)
        for one, other in OTHERS[:3]:
            with self.subTest(one):
                self.assertEqual(likeness(Case.of("", one), Case.of("7/", other)), 0)

    def test_categories(self):
        for one, other, alike in (
            ("1/4/", "1/4/", True),
            ("1/4/", "1/", True),
            ("1/", "1/4/9/", True),
            ("1/4/", "1/5/", False),
            ("1/", "11/", False),
            ("", "1/", False),
            ("", "", False),
        ):
            with self.subTest(one=one, other=other):
                found = likeness(Case.of(one, "It hums"), Case.of(other, "Dust"))
                self.assertEqual(bool(found), alike)

    def test_the_most_alike_comes_first_and_of_equals_the_oldest(self):
        asked = Case.of("1/4/", "The lift stops between floors")
        earlier = [
            ("oldest", Case.of("1/4/", "It hums")),
            ("other", Case.of("2/", "Dust")),
            ("words", Case.of("", "Lift stops")),
            ("both", Case.of("1/4/", "The lift stops")),
            ("newest", Case.of("1/4/", "It hums")),
        ]
        found = propose(asked, earlier)
        self.assertEqual(found[0], "both")
        self.assertLess(found.index("oldest"), found.index("newest"))
        self.assertNotIn("other", found)
        self.assertEqual(len(propose(asked, earlier * 9)), 5)


@tagged("post_install", "-at_install")
class TestClientMatter(ClientCommon):
    def _mailed(self, content, **values):
        values = {"category_id": False, "channel": "mail", **values}
        return self._complaint(content=content, **values)

    def test_without_a_category_the_words_say_it(self):
        first = self._complaint()
        self._complaint(content="Dust in the corridor", category_id=False)
        again = self._mailed("Lift stopped again")
        self.assertEqual(again.similar_ids, first)
        again.action_same_matter()
        self.assertEqual(again.parent_id, first)

    def test_over_parent_categories(self):
        first = self._complaint(content="It hums", category_id=self.facilities.id)
        again = self._complaint(content="Stuck")
        self.assertEqual(again.similar_ids, first)

    def test_the_same_unit_whoever_complains(self):
        self._resident()
        first = self._complaint(unit_id=self.unit.id)
        self._complaint(partner_id=self.client2.id)
        again = self._mailed(
            "The lift stops", partner_id=self.resident.id, unit_id=self.unit.id
        )
        self.assertEqual(again.similar_ids, first)

    def test_the_same_sender_who_is_nobody_we_know(self):
        values = {"partner_id": False, "contact_name": "Li Na"}
        first = self._mailed("The lift stops", email="li.na@example.com", **values)
        self._mailed("The lift stops", email="other@example.com", **values)
        again = self._mailed("Lift stopped", email="Li.Na@example.com", **values)
        self.assertEqual(again.similar_ids, first)

    def test_it_is_said_when_a_mail_arrives_in_the_readers_language(self):
        self.client.email = "chen@example.com"
        first = self._complaint()
        self.env["client.complaint"].message_new(
            {
                "email_from": "Chen Meihua <chen@example.com>",
                "subject": "Lift stopped again",
                "body": "<p>Between the floors.</p>",
            },
            {"company_id": self.company.id},
        )
        mailed = self.env["client.complaint"].search([("channel", "=", "mail")])
        self.assertEqual(mailed.similar_ids, first)
        (task,) = mailed.activity_search([NEW])
        self.assertIn(first.name, task.note)

    def test_what_is_like_nothing_says_nothing(self):
        self._complaint()
        other = self._mailed("Dust in the corridor")
        other._welcome()
        self.assertFalse(other.similar_ids)
        self.assertFalse(other.activity_search([NEW]).note)

    def test_the_most_alike_is_linked_first(self):
        climate = self.env["client.complaint.category"].create({"name": "Climate"})
        hot = self._complaint(content="Too hot in the hall", category_id=climate.id)
        lift = self._complaint(content="The lift stops")
        again = self._mailed("Lift stopped, doors open", category_id=self.lifts.id)
        again.action_same_matter()
        self.assertEqual(again.parent_id, lift)
        self.assertNotIn(hot, again.similar_ids)

    # ------------------------------------------------------------
    # REPAIRS
    # ------------------------------------------------------------

    def _repair(self, days_ago, **values):
        """A repair that somebody enters by hand, to be called back."""
        now = fields.Datetime.now()
        return (
            self.env["client.callback"]
            .with_user(self.user_service)
            .create(
                {
                    "source": "repair",
                    "partner_id": self.client.id,
                    "category_id": self.lifts.id,
                    "department_id": self.engineering.id,
                    "origin": f"W-{days_ago}",
                    "anchor_at": now - timedelta(days=days_ago),
                    **values,
                }
            )
        )

    def test_the_third_repair_by_hand_asks_for_an_analysis(self):
        first, second = self._repair(20), self._repair(10)
        self.assertFalse(first.analysis_required or second.analysis_required)
        third = self._repair(0)
        self.assertTrue(third.analysis_required)
        (task,) = third.activity_search([ANALYSIS])
        self.assertEqual(task.user_id, self.user_engineer)

    def test_a_work_order_counts_once_and_others_not(self):
        self._repair(20)
        self._repair(20)  # called back twice, in the middle and at the end
        self._repair(15, partner_id=self.client2.id)
        self._repair(14, source="service")
        self._repair(400)
        cleaning = self.env["client.complaint.category"].create({"name": "Cleaning"})
        self._repair(13, category_id=cleaning.id)
        self.assertFalse(self._repair(5).analysis_required)
        over_parents = self._repair(4, category_id=self.facilities.id)
        self.assertTrue(over_parents.analysis_required)

    def test_repairs_by_hand_and_of_a_sample_count_together(self):
        draw = self.env["client.callback.draw"].with_user(self.user_service)
        draw = draw.create({"name": "Week 48", "source": "repair"})
        for number in range(2):
            draw.line_ids.create(
                {
                    "draw_id": draw.id,
                    "origin": f"S-{number}",
                    "partner_id": self.client.id,
                    "category_id": self.lifts.id,
                    "ended_at": fields.Datetime.now() - timedelta(days=number + 1),
                }
            )
        draw.action_draw()
        self.assertTrue(self._repair(0).analysis_required)

    def test_a_category_that_is_chosen_later_counts(self):
        self._repair(20)
        self._repair(10)
        third = self._repair(0, category_id=False)
        self.assertFalse(third.analysis_required)
        third.category_id = self.lifts
        self.assertTrue(third.analysis_required)

    # ------------------------------------------------------------
    # SPEED
    # ------------------------------------------------------------

    def test_a_hundred_thousand_complaints(self):
        """As many queries as with a few, and an index finds them."""
        self._resident()
        first = self._complaint(unit_id=self.unit.id, email="chen@example.com")
        asked = first
        for _number in range(5):
            asked |= self._complaint(unit_id=self.unit.id, email="chen@example.com")
        one, all_of_them = self._queries(asked[-1:]), self._queries(asked)
        self.assertLessEqual(all_of_them, one + 1)
        others = self.env["res.partner"].create(
            [{"name": f"Client {number}"} for number in range(50)]
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO client_complaint (
                    company_id, partner_id, channel, received_at, severity, content,
                    state, name, email
                )
                SELECT %s, (%s)[1 + n %% 50], 'phone',
                    %s - n * INTERVAL '10 minutes', 'general', 'It is cold',
                    'closed', 'T' || n, n || '@example.com'
                FROM generate_series(1, %s) AS n
                """,
                self.company.id,
                others.ids,
                fields.Datetime.now(),
                MANY,
            )
        )
        self.env.cr.execute("ANALYZE client_complaint")
        self.env.invalidate_all()
        self.assertLessEqual(self._queries(asked[-1:]), one)
        many = self._complaint(partner_id=others[0].id)
        self.assertLessEqual(self._queries(many), one)
        domain = many._earlier_domain(fields.Datetime.now())
        query = self.env["client.complaint"].sudo()._search(domain, limit=500)
        self.env.cr.execute(SQL("EXPLAIN %s", query.select()))
        plan = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertNotIn("Seq Scan on client_complaint", plan)
        self.assertIn("client_complaint_client_received", plan)

    def _queries(self, complaints):
        """How many queries it takes to propose."""
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.assertEqual(len(complaints._find_similar()), len(complaints))
        return self.cr.sql_log_count - before
