"""The life of a monthly form: who fills, submits, acknowledges and reopens it."""

import io
from datetime import datetime, timedelta

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..report.client_statistics_excel import workbook
from .statistics_common import MID_JANUARY, StatisticsCommon

DAY = timedelta(days=1)
LOG = "odoo.addons.visitor_management.tools.transaction"


@tagged("post_install", "-at_install")
class TestClientStatisticsLife(StatisticsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.callback = cls._case(result="2")
        cls.form = cls._form()

    def _as(self, user, form=None):
        return (form or self.form).with_user(user)

    def _submitted(self):
        self.form.write(
            {"analysis": "The lifts are old", "measures": "Replace the contacts"}
        )
        self.form.action_submit()
        return self.form

    def _acknowledged(self, instruction="Replace both lifts"):
        form = self._as(self.user_leader, self._submitted())
        form.action_acknowledge(instruction)
        return form

    # ------------------------------------------------------------
    # A SNAPSHOT
    # ------------------------------------------------------------

    def _everything(self, form):
        self.env.flush_all()
        self.env.invalidate_all()
        form = form.sudo()
        return (
            form.read(),
            form.line_ids.read(),
            form.item_ids.read(),
            form.with_user(self.user_manager).sheet,
        )

    def test_a_submitted_form_does_not_follow_the_records(self):
        form = self._submitted()
        before = self._everything(form)
        self._call(self.callback, MID_JANUARY, "5")
        self._put(self.callback.complaint_id, state="closed", closed_at=MID_JANUARY)
        self._case()
        self.assertEqual(self._everything(form), before)
        self.assertRaises(UserError, form.action_refresh)
        with self.assertRaisesRegex(UserError, "Reopen"):
            self._form()
        with self._in_slices():
            self.env["client.callback.statistics"]._cron_generate()
        self.assertEqual(self._everything(form), before)

    def test_a_company_that_fails_does_not_stop_the_others(self):
        forms = self.env["client.callback.statistics"]
        month = (self.company._client_today().replace(day=1) - DAY).replace(day=1)
        self._case(due=datetime(month.year, month.month, 15))
        self._other_company()
        find = self.registry[forms._name]._departments_to_fill

        def fail(model, company, month):
            if company != self.company:
                raise ValueError("Broken hours")
            return find(model, company, month)

        self.patch(self.registry[forms._name], "_departments_to_fill", fail)
        with self._in_slices(), self.assertLogs(LOG, "ERROR") as caught:
            forms._cron_generate()
        self.assertIn(f"res.company({self.company2.id},)", str(caught.output))
        ours = [("month", "=", month), ("company_id", "=", self.company.id)]
        self.assertIn(self.engineering, forms.search(ours).department_id)

    def test_nobody_changes_a_submitted_form(self):
        """By write, import or deletion; neither the manager nor the superuser."""
        form = self._submitted()
        before = self._everything(form)
        values = {"analysis": "?", "measures": "?", "base_quantity": 7}
        values["recipient_id"] = self.user_leader.id
        for su in (False, True):
            mine = form.sudo(su)
            for name, value in values.items():
                with self.subTest(field=name, su=su):
                    self.assertRaises(UserError, mine.write, {name: value})
            self.assertRaises(UserError, mine.open_item_ids.write, {"reason": "?"})
            nested = [(1, form.open_item_ids.id, {"reason": "?"})]
            self.assertRaises(UserError, mine.write, {"open_item_ids": nested})
            self.assertRaises(UserError, mine.unlink)
            self.assertRaises(UserError, mine.line_ids.unlink)
            self.assertRaises(UserError, mine.item_ids.unlink)
            line = mine.line_ids[:1]
            self.assertRaises(UserError, line.write, {"numerator": 9})
            self.assertRaises(UserError, line.create, {"kpi": "callback_rate"})
            row = [str(form.id), "Imported"]
            self.assertFalse(mine.load([".id", "analysis"], [row])["ids"])
        self.assertEqual(self._everything(form), before)

    def test_no_month_lies_outside_the_calendar(self):
        pages = self.env["client.leadership"].with_user(self.user_leader)
        for month in ("0001-01-01", "9999-12-01", "2026-01-02", "x", 7):
            with self.subTest(month):
                with self.assertRaises(UserError):
                    self.form.generate(month, self.engineering.id)
                with self.assertRaises(UserError):
                    pages.read_month(month)

    def test_figures_of_a_draft_are_nobodys_to_write(self):
        line = self.form.sudo().line_ids[:1]
        self.assertRaises(UserError, line.write, {"numerator": 9})
        self.assertRaises(UserError, line.unlink)
        self.assertRaises(UserError, self.form.write, {"waived_count": 3})
        item = self.form.open_item_ids
        self.assertRaises(UserError, item.write, {"name": "?"})
        self.assertRaises(UserError, item.unlink)

    def test_a_draft_that_was_submitted_before_is_not_deleted(self):
        form = self._submitted()
        form.action_reopen("The units are wrong")
        self.assertRaises(UserError, form.unlink)
        self._form("2026-02-01").unlink()

    # ------------------------------------------------------------
    # SUBMIT, ACKNOWLEDGE, REOPEN
    # ------------------------------------------------------------

    def test_submitted_by_whom_and_to_whom(self):
        self.form.recipient_id = self.user_leader
        form = self._submitted()
        self.assertEqual(form.submitted_by_id, self.user_manager)
        self.assertTrue(form.submitted_at)
        activity = form.sudo().activity_ids
        self.assertEqual(activity.user_id, self.user_leader)
        self._as(self.user_leader).action_acknowledge("Replace both lifts")
        self.assertFalse(form.sudo().activity_ids)

    def test_leadership_acknowledges_with_an_instruction(self):
        form = self._submitted()
        leader = self._as(self.user_leader)
        self.assertRaises(UserError, leader.action_acknowledge, " ")
        leader.action_acknowledge("Replace both lifts")
        self.assertEqual(form.state, "acknowledged")
        self.assertEqual(form.instruction, "Replace both lifts")
        self.assertEqual(form.acknowledged_by_id, self.user_leader)
        with self.assertRaisesRegex(UserError, "Acknowledged"):
            form.action_submit()

    def test_reopening_is_logged_and_opens_it_again(self):
        form = self._submitted()
        self.assertRaises(UserError, form.action_reopen, "")
        form.action_reopen("The units were wrong")
        self.assertEqual(form.state, "draft")
        self.assertIn("The units were wrong", form.message_ids[0].body)
        self.assertIn(self.user_manager.name, form.message_ids[0].body)
        form.analysis = "Another one"
        self._call(self.callback, MID_JANUARY, "5")
        self.assertEqual(self._total(form, "satisfaction_rate"), (0, 1))
        self.assertEqual(self._form(), form)
        self.assertEqual(self._total(form, "satisfaction_rate"), (1, 1))

    def test_an_acknowledged_form_is_reopened_and_acknowledged_again(self):
        leader = self._acknowledged()
        self.form.action_reopen("A callback was not noted")
        self.assertFalse(self.form.acknowledged_by_id)
        self.assertEqual(self.form.instruction, "Replace both lifts")
        self.form.action_submit()
        leader.action_acknowledge("Replace both lifts, soon")
        self.assertEqual(self.form.state, "acknowledged")

    # ------------------------------------------------------------
    # WHO
    # ------------------------------------------------------------

    def test_service_reads_and_does_nothing_else(self):
        service = self._as(self.user_service)
        self.assertTrue(service.sheet["may_open"])
        service.line_ids[:1].action_open_denominator()
        self.assertRaises(
            AccessError, service.generate, "2026-01-01", self.engineering.id
        )
        for method, arguments in (
            ("action_submit", ()),
            ("action_refresh", ()),
            ("write", ({"analysis": "?"},)),
            ("unlink", ()),
        ):
            with self.subTest(method):
                self.assertRaises(AccessError, getattr(service, method), *arguments)

    def test_leadership_reads_what_was_submitted_and_no_draft(self):
        leader = self._as(self.user_leader)
        self.assertRaises(AccessError, leader.read, ["analysis"])
        self.assertFalse(leader.search([("id", "=", leader.id)]))
        lines = leader.env["client.callback.statistics.line"]
        self.assertFalse(lines.search([("statistics_id", "=", leader.id)]))
        items = leader.env["client.callback.statistics.item"]
        self.assertFalse(items.search([("statistics_id", "=", leader.id)]))
        self._submitted()
        self.assertEqual(leader.search([("id", "=", leader.id)]), leader)
        self.assertEqual(leader.analysis, "The lifts are old")
        self.assertTrue(lines.search([("statistics_id", "=", leader.id)]))
        self.assertTrue(items.search([("statistics_id", "=", leader.id)]))

    def test_leadership_writes_the_instruction_only(self):
        self._submitted()
        leader = self._as(self.user_leader)
        leader.instruction = "Replace both lifts"
        for values in ({"analysis": "?"}, {"base_quantity": 1}, {"measures": "?"}):
            self.assertRaises(UserError, leader.write, values)
        self.assertRaises(AccessError, leader.action_reopen, "?")
        self.assertRaises(UserError, leader.action_submit)
        self.assertRaises(AccessError, leader.unlink)
        self.assertRaises(UserError, self.form.write, {"instruction": "Mine"})
        self.assertRaises(AccessError, self.form.action_acknowledge, "Mine")

    def test_for_leadership_figures_are_no_links(self):
        self._submitted()
        leader = self._as(self.user_leader)
        self.env.invalidate_all()
        self.assertFalse(leader.sheet["may_open"])
        self.assertFalse(leader.open_item_ids.may_open)
        self.assertTrue(leader.open_item_ids.category_id.display_name)
        self.assertTrue(
            leader.web_read(
                {
                    "sheet": {},
                    "department_id": {"fields": {"display_name": {}}},
                    "open_item_ids": {
                        "fields": {
                            "name": {},
                            "category_id": {"fields": {"display_name": {}}},
                        }
                    },
                    "action_ids": {"fields": {"name": {}}},
                }
            )
        )
        self.assertRaises(AccessError, leader.line_ids[:1].action_open_numerator)
        self.assertRaises(AccessError, leader.open_item_ids.action_open)
        self.assertRaises(AccessError, leader.action_open_invalid)

    def test_other_companies_have_their_own(self):
        self._other_company()
        neighbour = self._user(
            "manager_neighbours",
            "visitor_management.group_client_manager,"
            "visitor_management.group_client_leadership",
            company_id=self.company2.id,
            company_ids=[(6, 0, self.company2.ids)],
        )
        form = self._as(neighbour, self._submitted())
        self.assertFalse(form.search([("id", "=", form.id)]))
        self.assertRaises(AccessError, form.read, ["analysis"])
        self.assertRaises(AccessError, form.action_acknowledge, "?")
        self.assertRaises(AccessError, form.action_reopen, "?")
        lines = form.env["client.callback.statistics.line"]
        self.assertFalse(lines.search([("statistics_id", "=", form.id)]))
        # a department that both share has a form of each
        shared = self.env["hr.department"].create(
            {"name": "Shared", "company_id": False}
        )
        mine = self._form(department=shared)
        theirs = form.browse(form.generate("2026-01-01", shared.id))
        self.assertNotEqual(mine, theirs.with_user(self.user_manager))
        self.assertEqual(theirs.company_id, self.company2)

    # ------------------------------------------------------------
    # ORDERS
    # ------------------------------------------------------------

    def test_the_instruction_becomes_orders(self):
        leader = self._as(self.user_leader, self._submitted())
        order = ("Replace the contacts", self.engineering.id, self._later())
        self.assertRaises(UserError, leader.give_order, *order)
        wizard = (
            self.env["client.statistics.acknowledge"]
            .with_user(self.user_leader)
            .with_context(active_id=leader.id)
            .create(
                {
                    "instruction": "Replace both lifts",
                    "order_ids": [
                        (
                            0,
                            0,
                            {
                                "requirement": order[0],
                                "department_id": order[1],
                                "deadline": order[2],
                            },
                        )
                    ],
                }
            )
        )
        wizard.action_confirm()
        self.assertEqual(leader.state, "acknowledged")
        given = leader.action_ids
        self.assertEqual(given.requirement, "Replace the contacts")
        self.assertEqual(given.department_id, self.engineering)
        self.assertEqual(given.company_id, self.company)
        self.assertTrue(given.name)
        # the head of the department has it on the list
        head = given.with_user(self.user_engineer)
        self.assertTrue(head.search([("id", "=", given.id)]))
        self.assertTrue(given.sudo().activity_ids.user_id, self.user_engineer)
        # one more, later
        number = leader.give_order("Ask all clients", self.service.id, self._later(9))
        self.assertIn(number, leader.action_ids.ids)
        for missing in (("", order[1], order[2]), (order[0], False, order[2])):
            self.assertRaises(UserError, leader.give_order, *missing)
        self.assertRaises(AccessError, self.form.give_order, *order)

    def test_the_next_form_opens_with_what_became_of_them(self):
        leader = self._acknowledged()
        order = self.env["client.rectification"].browse(
            leader.give_order("Replace them", self.engineering.id, self._later())
        )
        order.with_user(self.user_engineer).action_done("Both replaced")
        item = self._form("2026-02-01").order_item_ids
        self.assertEqual(item.name, order.name)
        self.assertEqual(item.requirement, "Replace them")
        self.assertEqual(item.department_id, self.engineering)
        self.assertEqual((item.status_label, item.reason), ("Done", "Both replaced"))
        # not verified yet, so it is there in March as well; then no more
        march = self._form("2026-03-01")
        self.assertEqual(march.order_item_ids.name, order.name)
        order.with_user(self.user_manager).action_verify()
        march.action_refresh()
        self.assertFalse(march.order_item_ids)
        self.assertTrue(self._form("2026-02-01").order_item_ids)
        self.assertFalse(self._form(department=self.cleaning).order_item_ids)

    def test_leadership_sees_orders_after_statistics_and_no_others(self):
        leader = self._acknowledged()
        number = leader.give_order("Replace them", self.engineering.id, self._later())
        other = self._order(self.callback)
        orders = other.with_user(self.user_leader).search([])
        self.assertEqual(orders.ids, [number])
        self.assertRaises(AccessError, orders.write, {"requirement": "?"})

    # ------------------------------------------------------------
    # EXCEL
    # ------------------------------------------------------------

    def _cells(self, form, sheet):
        book = openpyxl.load_workbook(io.BytesIO(workbook(form)))
        return [[cell for cell in row] for row in book.worksheets[sheet].iter_rows()]

    def test_the_workbook_has_the_figures(self):
        rows = self._cells(self.form, 0)
        self.assertEqual(len(rows), 1 + len(self.form.line_ids))
        heads = [cell.value for cell in rows[0]]
        first = dict(zip(heads, (cell.value for cell in rows[1]), strict=True))
        self.assertEqual(first["Rate of"], "Called Back")
        self.assertEqual((first["Count"], first["Out of"], first["Rate"]), (1, 1, 1))
        blank = [
            row[heads.index("Rate")].value
            for row in rows[1:]
            if row[heads.index("Out of")].value == 0
        ]
        self.assertEqual(set(blank), {None})

    def test_text_is_never_a_formula(self):
        for text in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "=HYPERLINK(1)"):
            with self.subTest(text=text):
                self.form.analysis = text
                self.form.open_item_ids.reason = text
                for sheet in (1, 2):
                    cells = [
                        cell for row in self._cells(self.form, sheet) for cell in row
                    ]
                    self.assertNotIn("f", {cell.data_type for cell in cells})
                    self.assertIn(text, [cell.value for cell in cells])

    def test_the_download_is_for_those_who_may_read(self):
        action = self._as(self.user_service).action_excel()
        self.assertIn(str(self.form.id), action["url"])
        self.assertRaises(AccessError, self._as(self.user_leader).action_excel)
