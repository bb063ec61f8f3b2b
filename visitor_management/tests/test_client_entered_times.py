"""Dates that can't be: nothing is promised for a day that is over, nothing happened
tomorrow. What people enter is looked at; jobs, migrations and imports of managers are
not."""

from datetime import date, datetime, timedelta
from pathlib import Path

from lxml import etree

from odoo import Command
from odoo.exceptions import UserError
from odoo.models import MAGIC_COLUMNS
from odoo.tests import TransactionCase, freeze_time, tagged

from ..models.core.client_times_mixin import OLD_RECORDS
from ..tools import entered_times
from ..tools.entered_times import AHEAD, ANY, BEHIND, FAR, FUTURE, MOVED, PAST, SOON
from .client_common import ClientCommon

ADDON = Path(__file__).resolve().parent.parent
# Noon on a Wednesday in Shanghai, as naive UTC.
NOW = "2027-03-10 04:00:00"
YESTERDAY, TODAY, TOMORROW = "2027-03-09", "2027-03-10", "2027-03-11"
OVER = "is a day that is over"
# Widgets that know “now”.
OWN_LIMITS = ("client_time", "visitor_site_time")


@tagged("post_install", "-at_install")
class TestEnteredTimes(TransactionCase):
    def test_what_is_wrong_with_a_time(self):
        now, today = datetime(2027, 3, 10, 4), date(2027, 3, 10)
        day, minute = timedelta(days=1), timedelta(minutes=1)
        for kind, value, why in (
            *((AHEAD, today + shift, "") for shift in (0 * day, day, 900 * day)),
            (AHEAD, today - day, PAST),
            (AHEAD, now - 4 * minute, ""),
            (AHEAD, now - 6 * minute, PAST),
            (SOON, today - day, PAST),
            (SOON, date(2028, 3, 10), ""),
            (SOON, date(2028, 3, 11), FAR),
            (MOVED, now - day, PAST),
            (MOVED, datetime(2028, 3, 10, 4, 1), FAR),
            (BEHIND, today, ""),
            (BEHIND, today - 900 * day, ""),
            (BEHIND, today + day, FUTURE),
            (BEHIND, now + 4 * minute, ""),
            (BEHIND, now + 6 * minute, FUTURE),
            *((ANY, now + shift, "") for shift in (-900 * day, 900 * day)),
        ):
            with self.subTest(kind=kind, value=value):
                self.assertEqual(entered_times.wrong(kind, value, now, today), why)

    def test_each_date_that_people_write_says_what_it_may_be(self):
        """Whoever adds a date to client relations says so in ``_times``."""
        rights = self.env["ir.model.access"].search(
            ["|", ("perm_write", "=", True), ("perm_create", "=", True)]
        )
        written = set(rights.model_id.mapped("model"))
        for name, model in self.env.registry.items():
            if not name.startswith("client.") or model._abstract:
                continue
            fields = {
                each.name
                for each in self.env[name]._fields.values()
                if each.type in ("date", "datetime")
                and each.store
                and not each.readonly
                and each.name not in MAGIC_COLUMNS
            }
            with self.subTest(model=name):
                said = getattr(self.env[name], "_times", {})
                self.assertEqual(set(said), fields if name in written else set())
                self.assertLessEqual(set(said.values()), set(entered_times.KINDS))

    def test_each_screen_shows_what_a_date_may_be(self):
        views = self.env["ir.ui.view"].search(
            [
                ("model", "=like", "client.%"),
                ("type", "in", ("form", "list")),
                ("inherit_id", "=", False),
            ]
        )
        found = set()
        for view in views:
            tree = view._get_combined_arch()
            for model, node in self._written(self.env[view.model], tree, tree):
                kind = model._times[node.get("name")]
                options = node.get("options") or ""
                with self.subTest(view=view.name, field=node.get("name")):
                    if kind in (AHEAD, SOON, MOVED):
                        self.assertIn("min_date", options)
                    if kind in (SOON, MOVED, BEHIND):
                        self.assertIn("max_date", options)
                    if isinstance(model, self.registry["client.deadline.mixin"]):
                        # on the clock that decides, not on the user's
                        self.assertIn(node.get("widget"), OWN_LIMITS)
                    if kind == BEHIND and node.get("widget") not in OWN_LIMITS:
                        # of a time, Odoo's own “today” ends as the day begins
                        field = model._fields[node.get("name")]
                        self.assertEqual(field.type, "date")
                found.add((model._name, node.get("name")))
        self.assertIn(("client.rectification", "deadline"), found)
        self.assertGreater(len(found), 10)

    def test_each_date_field_of_the_browser_says_it_too(self):
        """On the work list and in the talk record."""
        found = 0
        for path in (ADDON / "static" / "src").glob("client_*/**/*.xml"):
            for node in etree.parse(path).iter("input"):
                if node.get("type") in ("date", "datetime-local"):
                    found += 1
                    with self.subTest(file=path.name, line=node.sourceline):
                        self.assertTrue(node.get("t-att-min") or node.get("t-att-max"))
        self.assertGreater(found, 2)

    def _written(self, model, node, root):
        """The dates in a form or an editable list that are not always readonly."""
        here = root.tag == "form" or bool(root.get("editable"))
        for child in node:
            if not isinstance(child.tag, str):
                continue
            if child.tag != "field":
                yield from self._written(model, child, root)
                continue
            name = child.get("name")
            for part in child:
                field = model._fields[name]
                if field.comodel_name and part.tag in ("list", "form"):
                    yield from self._written(self.env[field.comodel_name], part, part)
            times = getattr(model, "_times", {})
            always = "1" in (child.get("readonly"), child.get("column_invisible"))
            if here and times.get(name, ANY) != ANY and not always:
                yield model, child


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestClientEnteredTimes(ClientCommon):
    def _refused(self, words, call, *args, **kwargs):
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            call(*args, **kwargs)

    # ------------------------------------------------------------
    # AHEAD
    # ------------------------------------------------------------

    def test_no_order_is_given_for_a_day_that_is_over(self):
        complaint = self._complaint(state="accepted")
        self._refused(OVER, self._order, complaint, deadline=YESTERDAY)
        order = self._order(complaint, deadline=TODAY)
        self._refused(OVER, order.write, {"deadline": YESTERDAY})
        self.assertEqual(str(order.deadline), TODAY)

    def test_today_is_that_of_the_company(self):
        complaint = self._complaint(state="accepted")
        with freeze_time("2027-03-10 16:30:00"):  # the next day in Shanghai
            self._refused(OVER, self._order, complaint, deadline=TODAY)
            self._order(complaint, deadline=TOMORROW)

    def test_a_date_that_has_passed_since_keeps_nobody_from_the_rest(self):
        order = self._order(self._complaint(state="accepted"), deadline=TODAY)
        with freeze_time("2027-04-10 04:00:00"):
            order.requirement = "Replace both contacts"
            order.write({"requirement": "Replace all", "deadline": TODAY})
            self.assertEqual(order.requirement, "Replace all")

    def test_leadership_gives_no_order_for_a_day_that_is_over(self):
        form = self.env["client.callback.statistics"].with_user(self.user_manager)
        form = form.browse(form.generate("2027-02-01", self.engineering.id))
        form.action_submit()
        form = form.with_user(self.user_leader)
        form.action_acknowledge("Mend the lifts")
        self._refused(
            OVER, form.give_order, "Mend them", self.engineering.id, YESTERDAY
        )
        self._refused(
            OVER,
            self.env["client.statistics.acknowledge"]
            .with_user(self.user_leader)
            .create,
            {
                "statistics_id": form.id,
                "order_ids": [
                    Command.create(
                        {
                            "requirement": "Mend them",
                            "department_id": self.engineering.id,
                            "deadline": YESTERDAY,
                        }
                    )
                ],
            },
        )
        self.assertTrue(form.give_order("Mend them", self.engineering.id, TODAY))

    def test_the_next_call_is_within_a_year(self):
        callback = self._callback()
        callback.log_attempt("reached")
        callback.result = "1"
        self._refused(OVER, callback.write, {"next_date": YESTERDAY})
        self._refused("more than a year", callback.write, {"next_date": "2028-03-11"})
        callback.next_date = "2028-03-10"

    def test_a_call_is_put_off_to_a_time_that_lies_ahead(self):
        callback = self._callback(user=self.user_manager)
        reason = {"put_off_reason": "They are away"}
        for due_at, words in (
            ("2027-03-10 03:00:00", "is a time that is over"),
            ("2028-03-11 03:00:00", "more than a year"),
        ):
            self._refused(words, callback.write, {"due_at": due_at, **reason})
        callback.write({"due_at": "2027-03-20 03:00:00", **reason})

    def test_work_done_long_ago_is_called_back_late(self):
        """The rule says by when, of work that ended two weeks ago: it is missed."""
        callbacks = self.env["client.callback"].with_user(self.user_service)
        values = {
            "source": "repair",
            "origin": "W-1",
            "partner_id": self.client.id,
            "department_id": self.engineering.id,
            "anchor_at": "2027-02-20 03:00:00",
        }
        self.assertTrue(callbacks.create(values).is_late)
        planned = callbacks.new(values).due_at
        self.assertTrue(callbacks.create({**values, "due_at": planned}).is_late)

    def test_who_plans_a_call_plans_it_for_a_time_that_lies_ahead(self):
        callbacks = self.env["client.callback"].with_user(self.user_service)
        complaint = self._complaint(state="accepted")
        for due_at, words in (
            ("2027-03-09 03:00:00", "is a time that is over"),
            ("2090-01-01 00:00:00", "more than a year"),
        ):
            values = {"complaint_id": complaint.id, "due_at": due_at}
            self._refused(words, callbacks.create, values)
        values["due_at"] = "2027-03-11 03:00:00"
        self.assertTrue(callbacks.create(values).first_due_at)

    # ------------------------------------------------------------
    # BEHIND
    # ------------------------------------------------------------

    def test_nothing_was_received_or_done_in_the_future(self):
        future = "can't lie in the future"
        self._refused(future, self._complaint, received_at="2027-03-10 05:00:00")
        self._complaint(received_at="2027-03-10 04:03:00")  # a clock that is fast
        complaint = self._complaint(received_at="2027-03-01 05:00:00")
        self._refused(future, complaint.write, {"received_at": "2027-03-11 05:00:00"})
        callbacks = self.env["client.callback"].with_user(self.user_service)
        self._refused(
            future,
            callbacks.create,
            {
                "source": "repair",
                "origin": "W-1",
                "partner_id": self.client.id,
                "anchor_at": "2027-03-11 05:00:00",
            },
        )
        draw = self.env["client.callback.draw"].with_user(self.user_service)
        line = {"origin": "W-1", "partner_id": self.client.id}
        line["ended_at"] = "2027-03-11 05:00:00"
        self._refused(
            future, draw.create, {"name": "March", "line_ids": [Command.create(line)]}
        )

    # ------------------------------------------------------------
    # WHO MAY
    # ------------------------------------------------------------

    def _load(self, user, **context):
        orders = self.env["client.rectification"].with_user(user)
        complaint = self._complaint(state="accepted")
        return orders.with_context(**context).load(
            ["complaint_id/.id", "department_id/.id", "requirement", "deadline"],
            [[str(complaint.id), str(self.engineering.id), "Mended", "2020-05-05"]],
        )

    def test_a_manager_takes_over_old_records_by_import(self):
        self.assertTrue(self._load(self.user_manager)["ids"])
        self.assertFalse(self._load(self.user_service)["ids"])

    def test_no_key_of_a_context_makes_an_import_of_it(self):
        self.assertFalse(
            self._load(
                self.user_service,
                client_old_records=True,
                import_file=True,
                _import_current_module="__import__",
            )["ids"]
        )
        complaint = self._complaint(state="accepted")
        mine = complaint.with_user(self.user_manager)
        self._refused(
            OVER,
            self._order,
            mine.with_context(client_old_records="OLD_RECORDS", import_file=True),
            deadline=YESTERDAY,
        )
        # the object itself opens nothing for who is no manager
        self._refused(
            OVER,
            self._order,
            complaint.with_context(client_old_records=OLD_RECORDS),
            deadline=YESTERDAY,
        )

    def test_jobs_and_migrations_write_what_was(self):
        complaint = self._complaint(state="accepted")
        order = self._order(complaint.sudo(), deadline=YESTERDAY)
        self.assertTrue(order.is_overdue)

    def test_a_default_is_looked_at_as_well(self):
        self._refused(
            OVER,
            self.env["client.rectification"]
            .with_user(self.user_service)
            .with_context(default_deadline=YESTERDAY)
            .create,
            {
                "complaint_id": self._complaint(state="accepted").id,
                "department_id": self.engineering.id,
                "requirement": "Mend it",
            },
        )

    def test_a_copy_promises_nothing_that_is_over(self):
        order = self._order(
            self._complaint(state="accepted").sudo(), deadline=YESTERDAY
        )
        copied = order.with_user(self.user_service).copy()
        self.assertEqual(str(copied.deadline), TODAY)
