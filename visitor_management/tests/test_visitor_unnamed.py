from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_visitor_reception_screen import ReceptionScreenCase
from .told_common import WORDS, all_in_chinese, english_in


@tagged("post_install", "-at_install")
class TestUnnamed(ReceptionScreenCase):
    """Thirty people are announced, two of them by name, or none."""

    def _bus(self, names=(), **values):
        visit = self._visit(names=names, **{"headcount": 30, **values})
        visit.action_submit()
        return visit

    def _at_desk(self, visit):
        return visit.with_user(self.user_reception)

    def _row(self, visit):
        rows = self._load()["visits"]
        return next((row for row in rows if row["id"] == visit.id), None)

    # ------------------------------------------------------------
    # ANNOUNCED
    # ------------------------------------------------------------

    def test_a_number_or_a_firm_says_who_comes(self):
        firm = self.env["res.partner"].create({"name": "Acme", "is_company": True})
        for method in ("action_announce", "action_submit"):
            for values in ({"headcount": 2}, {"partner_id": firm.id}):
                visit = self._visit(names=(), **values)
                getattr(visit, method)()
                self.assertEqual(visit.state, "approved")
            nobody = self._visit(names=())
            with self.assertRaisesRegex(UserError, "add at least one visitor"):
                getattr(nobody, method)()
            self.assertEqual(nobody.state, "draft")

    def test_they_are_on_the_list_of_the_day(self):
        visit = self._bus()
        row = self._row(visit)
        self.assertEqual((row["headcount"], row["unnamed"]), (30, 30))
        self.assertFalse(self._load()["people"])

    def test_with_two_names_the_others_are_counted(self):
        row = self._row(self._bus(("Zhang Wei", "Li Qiang")))
        self.assertEqual((row["headcount"], row["unnamed"]), (30, 28))
        row = self._row(self._visit_of_two())
        self.assertEqual((row["headcount"], row["unnamed"]), (2, 0))

    def _visit_of_two(self):
        return self._registration(names=("Wang Fang", "Chen Jie")).visit_id

    def test_the_others_come_when_those_named_do_not(self):
        visit = self._bus(("Zhang Wei",))
        self._at_desk(visit).registration_ids.action_refuse("drunk")
        self.assertFalse(self._load()["people"])
        self.assertEqual(self._row(visit)["unnamed"], 29)

    def test_of_a_visit_that_is_over_nobody_is_waited_for(self):
        for end in ("action_cancel", "action_refuse"):
            visit = self._visit(
                names=(), headcount=9, type_id=self.type_host.id, host_id=False
            )
            visit.host_id = self.employee2
            visit.action_submit()
            self.assertEqual(visit.state, "pending")
            self.assertEqual(self._row(visit)["state"], "pending")
            getattr(visit.with_user(self.user_reception), end)("Because")
            self.assertIsNone(self._row(visit), end)

    def test_only_on_their_day_and_at_their_site(self):
        elsewhere = self.env["visitor.site"].create({"name": "Elsewhere"})
        for values in (self._days(7), {"site_id": elsewhere.id}):
            self.assertIsNone(self._row(self._bus(**values)))
        now = fields.Datetime.now()
        several = {"start": now - timedelta(days=2), "stop": now + timedelta(days=2)}
        self.assertEqual(self._row(self._bus(**several))["unnamed"], 30)
        self.assertIsNone(self._row(self._visit(names=(), headcount=4)), "a draft")

    def test_companies_are_apart(self):
        self._other_company()
        visit = self._bus()
        neighbours = self.env["visitor.reception"].with_user(self.user_reception2)
        read = neighbours.refresh(self.site2.id, [], visit.ids)
        self.assertEqual(read["visits"], [])
        with self.assertRaises(AccessError):
            visit.with_user(self.user_reception2).check_in_unnamed(3)

    def test_the_screen_is_told_and_reads_that_visit_only(self):
        visit, other = self._bus(), self._bus()
        read = self.screen.refresh(self.site.id, [], visit.ids)
        self.assertEqual([row["id"] for row in read["visits"]], visit.ids)
        self.assertNotIn(other.id, [row["id"] for row in read["visits"]])
        visit.with_user(self.user_reception).action_cancel("Snow")
        read = self.screen.refresh(self.site.id, [], visit.ids)
        self.assertEqual(read["visits"], [])

    # ------------------------------------------------------------
    # AT THE DESK
    # ------------------------------------------------------------

    def test_those_without_names_come_in_under_one_pass(self):
        visit = self._bus(("Zhang Wei", "Li Qiang"))
        answer = self._at_desk(visit).check_in_unnamed(28)
        self.assertEqual(answer["status"], "granted")
        group = visit.registration_ids.browse(answer["registration_id"])
        self.assertEqual((group.name, group.headcount), ("Without names", 28))
        self.assertEqual((group.state, visit.state), ("inside", "in_progress"))
        self.assertEqual(self.site.inside_count, 28)
        self.assertEqual(len(group.sudo().pass_ids), 1)
        self.assertEqual((visit.headcount, self._row(visit)["unnamed"]), (30, 0))

    def test_they_come_in_several_cars_and_somebody_says_a_name(self):
        visit = self._at_desk(self._bus())
        visit.check_in_unnamed(20)
        named = visit.check_in_unnamed(1, "Wang Fang")
        person = visit.registration_ids.browse(named["registration_id"])
        self.assertEqual(person.name, "Wang Fang")
        self.assertEqual(self._row(visit)["unnamed"], 9)
        visit.check_in_unnamed(9)
        with self.assertRaisesRegex(UserError, "registered already"):
            visit.check_in_unnamed(1)
        self.assertEqual((visit.headcount, self.site.inside_count), (30, 30))

    def test_it_can_be_taken_back(self):
        visit = self._at_desk(self._bus(("Zhang Wei",)))
        answer = visit.check_in_unnamed(29)
        group = visit.registration_ids.browse(answer["registration_id"])
        group.undo()
        self.assertEqual((group.state, visit.state), ("expected", "approved"))
        self.assertEqual(self.site.inside_count, 0)
        self.assertEqual(group.check_in()["status"], "granted")
        self.assertEqual(self.site.inside_count, 29)

    def test_they_are_found_by_their_number(self):
        visit = self._bus()
        hits = self.screen.find_people(self.site.id, visit.name)["hits"]
        self.assertEqual([hit["visit_id"] for hit in hits], visit.ids)
        self.assertEqual(hits[0]["headcount"], 30)

    def test_their_name_is_in_the_language_of_the_site(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.site.company_id.partner_id.lang = "zh_CN"
        visit = self._bus()
        with all_in_chinese():
            answer = self._at_desk(visit).check_in_unnamed(3)
        group = visit.registration_ids.browse(answer["registration_id"])
        self.assertIn(WORDS, group.name)
        self.assertFalse(english_in(group.name))

    def test_who_is_not_let_in_can_be_mended(self):
        self.type_open.id_required = True
        visit = self._at_desk(self._bus())
        answer = visit.check_in_unnamed(30)
        self.assertEqual(self._codes(answer), ["identity_missing"])
        group = visit.registration_ids.browse(answer["registration_id"])
        self.assertEqual(group.state, "expected")
        group.waive("identity_missing", "The teacher showed hers")
        self.assertEqual(group.check_in()["status"], "granted")

    def test_capacity_counts_all_of_them(self):
        self.site.capacity = 10
        answer = self._at_desk(self._bus()).check_in_unnamed(11)
        self.assertEqual(self._codes(answer), ["capacity_full"])

    def test_not_before_the_visit_is_approved(self):
        visit = self._visit(names=(), headcount=5, type_id=self.type_security.id)
        visit.action_submit()
        visit = self._at_desk(visit)
        with self.assertRaises(UserError):
            visit.check_in_unnamed(5)
        visit.with_user(self.user_security).action_approve()
        self.assertEqual(visit.check_in_unnamed(4)["status"], "granted")
        with self.assertRaisesRegex(UserError, "already with those who approve"):
            visit.check_in_unnamed(2)  # six, where security agreed to five

    def test_more_than_were_announced(self):
        visit = self._at_desk(self._bus())
        self.assertEqual(visit.check_in_unnamed(32)["status"], "granted")
        self.assertEqual(visit.headcount, 32)
        for wrong in (0, -1, False):
            with self.assertRaisesRegex(UserError, "how many"):
                self._at_desk(self._bus()).check_in_unnamed(wrong)

    def test_only_reception_checks_them_in(self):
        visit = self._bus()
        with self.assertRaises(AccessError):
            visit.check_in_unnamed(3)

    # ------------------------------------------------------------
    # OVER
    # ------------------------------------------------------------

    def test_the_visit_goes_on_while_some_may_still_come(self):
        visit = self._at_desk(self._bus())
        answer = visit.check_in_unnamed(28)
        visit.registration_ids.browse(answer["registration_id"]).check_out()
        self.assertEqual(visit.state, "in_progress", "two are not there yet")
        answer = visit.check_in_unnamed(2)
        visit.registration_ids.browse(answer["registration_id"]).check_out()
        self.assertEqual(visit.state, "done")

    def test_when_the_time_is_over_it_is_done(self):
        visit = self._at_desk(self._bus())
        answer = visit.check_in_unnamed(28)
        visit.registration_ids.browse(answer["registration_id"]).check_out()
        self._over(visit)
        self.assertEqual(visit.state, "done")

    def test_nobody_came_and_then_they_do(self):
        visit = self._at_desk(self._bus())
        self._over(visit)
        self.assertEqual(visit.state, "no_show")
        self.assertEqual(self._row(visit)["unnamed"], 30, "listed as missed")
        now = fields.Datetime.now()
        self._put(visit, stop=now + timedelta(hours=1))
        self.assertEqual(visit.check_in_unnamed(30)["status"], "granted")
        self.assertEqual(visit.state, "in_progress")

    def _over(self, visit):
        now = fields.Datetime.now()
        self._put(visit, start=now - timedelta(hours=3), stop=now - timedelta(hours=1))
        visit.sudo()._close()  # as the job does

    # ------------------------------------------------------------
    # MANY
    # ------------------------------------------------------------

    def test_the_same_queries_for_five_visits_and_for_fifty(self):
        def more(count):
            for number in range(count):
                people = [Command.create({"name": f"Person {number}"})]
                self._bus(registration_ids=people if number % 2 else [])

        more(5)
        load = self._count_queries(lambda: self.screen.read_day(self.site.id))
        more(45)
        self.assertEqual(
            self._count_queries(lambda: self.screen.read_day(self.site.id)), load
        )
