"""Every time that reception reads is on the clock of the site, whoever reads it."""

import re
from datetime import date, datetime

from lxml import etree

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from .common import VisitorCommon

# The day in these words would be that of who looks.
RELATIVE = re.compile(r"today|now|[+-]\d+d")
# where a moment is one, wherever it is looked at from
MOMENTS = {"now"}
# what is handed over is due on the clock of its company, as are roles given
WITHOUT_SITE = {"visitor.handover", "visitor.role.log"}


@tagged("post_install", "-at_install")
class TestSiteClockOfViews(VisitorCommon):
    """Looks at all views of reception's models: what is added later, too."""

    def _views(self):
        """Each view of a model of reception with its complete arch."""
        for view in self.env["ir.ui.view"].search([("model", "=like", "visitor.%")]):
            if view.model in self.env and view.model not in WITHOUT_SITE:
                yield view, etree.fromstring(view.get_combined_arch())

    def _nodes(self, arch, model):
        """Each field node with the model whose field it is."""
        for node in arch:
            if node.tag != "field":
                yield from self._nodes(node, model)
                continue
            yield node, model
            field = model._fields.get(node.get("name"))
            if field is not None and field.comodel_name:
                for sub in node.xpath("list|form|kanban"):
                    yield from self._nodes(sub, self.env[field.comodel_name])

    def _type_at(self, model, path):
        """The type of a field at the end of a path, of what the addon defines."""
        for name in path.split(".")[:-1]:
            model = self.env[model._fields[name].comodel_name]
        return model._fields[path.split(".")[-1]].type

    def test_a_time_that_is_shown_is_shown_by_the_clock_of_the_site(self):
        seen = 0
        for view, arch in self._views():
            if view.type in ("search", "calendar"):  # Odoo draws calendars
                continue
            for node, model in self._nodes(arch, self.env[view.model]):
                field = model._fields.get(node.get("name"))
                hidden = "1" in (node.get("invisible"), node.get("column_invisible"))
                if field is None or field.type != "datetime" or hidden:
                    continue
                seen += 1
                with self.subTest(view=view.xml_id, field=field.name):
                    self.assertNotIn(view.type, ("graph", "pivot"), "use site_date")
                    self.assertEqual(node.get("widget"), "visitor_site_time")
                    self.assertIn("tz", model._fields)
        self.assertGreater(seen, 15)

    def test_lists_filter_and_group_by_days_of_the_site(self):
        seen = 0
        for view, arch in self._views():
            if view.type != "search":
                continue
            model = self.env[view.model]
            for node in arch.iter("filter"):
                with self.subTest(view=view.xml_id, filter=node.get("name")):
                    if node.get("date"):
                        seen += 1
                        self.assertEqual(self._type_at(model, node.get("date")), "date")
                    group = safe_eval(node.get("context") or "{}").get("group_by", "")
                    if ":" in group:
                        seen += 1
                        name = group.split(":")[0]
                        self.assertEqual(self._type_at(model, name), "date")
                    for leaf in safe_eval(node.get("domain") or "[]", {"uid": 1}):
                        if isinstance(leaf, str):
                            continue
                        path, _operator, value = leaf
                        if not isinstance(value, str) or value in MOMENTS:
                            continue
                        if self._type_at(model, path) == "datetime":
                            self.assertFalse(RELATIVE.search(value), leaf)
        self.assertGreater(seen, 10)


@tagged("post_install", "-at_install")
class TestSiteClock(VisitorCommon):
    """Half past midnight in Shanghai is half past four in the afternoon before, UTC."""

    tz = "Asia/Shanghai"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_reception.tz = "America/New_York"  # eleven in the morning there
        with freeze_time("2026-03-01 16:30:00"):
            cls.here = cls._inside(
                start=datetime(2026, 3, 1, 16), stop=datetime(2026, 3, 1, 18)
            )
        cls.stay = cls.here.stay_ids
        cls.stays = cls.env["visitor.stay"].with_user(cls.user_reception)
        cls.mine = ("registration_id", "=", cls.here.id)

    def _found(self, *domain, at="2026-03-01 17:00:00", model="visitor.stay"):
        with freeze_time(at):
            records = self.env[model].with_user(self.user_reception)
            return records.search_count([self.mine, *domain])

    def test_today_is_that_of_the_site(self):
        self.assertEqual(self.stay.site_date, date(2026, 3, 2))
        self.assertEqual(self._found(("site_day", "=", "today")), 1)
        self.assertEqual(self._found(("site_day", "!=", "today")), 0)
        self.assertEqual(
            self._found(("site_day", "=", "today"), at="2026-03-01 15:59:59"), 0
        )
        at = "2026-03-02 16:00:00"
        self.assertEqual(self._found(("site_day", "=", "yesterday"), at=at), 1)
        with freeze_time(at):
            self.assertEqual(self.stay.site_day, "yesterday")

    def test_what_lasts_into_a_day_is_of_that_day(self):
        visit = self.here.visit_id.with_user(self.user_reception)
        self._put(visit, stop=datetime(2026, 3, 3, 1))
        own = ("id", "=", visit.id)
        for at, found in (
            ("2026-03-01 15:00:00", 0),
            ("2026-03-02 02:00:00", 1),
            ("2026-03-03 02:00:00", 1),
            ("2026-03-03 16:00:00", 0),
        ):
            with self.subTest(at=at), freeze_time(at):
                domain = [own, ("site_day", "=", "today")]
                self.assertEqual(visit.search_count(domain), found)

    def test_days_are_searched_as_days_of_the_site(self):
        for operator, day, found in (
            ("=", "2026-03-02", 1),
            ("=", "2026-03-01", 0),
            ("!=", "2026-03-01", 1),
            (">=", "2026-03-02", 1),
            (">", "2026-03-02", 0),
            (">", "2026-03-01", 1),
            ("<", "2026-03-02", 0),
            ("<=", "2026-03-02", 1),
            ("in", ["2026-03-02", "2025-01-01"], 1),
            ("not in", ["2026-03-02"], 0),
        ):
            with self.subTest(operator=operator, day=day):
                self.assertEqual(self._found(("site_date", operator, day)), found)

    def test_groups_are_days_of_the_site_and_open(self):
        self.here.waive("photo_missing", "Camera broken")
        self.env.flush_all()
        for model in ("visitor.stay", "visitor.movement", "visitor.pass"):
            with self.subTest(model=model):
                records = self.env[model].with_user(self.user_reception)
                groups = records.formatted_read_group(
                    [self.mine], ["site_date:day"], ["__count"]
                )
                self.assertEqual(
                    [group["site_date:day"][0] for group in groups], ["2026-03-02"]
                )
                domain = [self.mine, *groups[0]["__extra_domain"]]
                self.assertEqual(records.search_count(domain), groups[0]["__count"])

    def test_each_site_has_a_day_of_its_own(self):
        berlin = self.site.copy({"name": "Garden House", "tz": "Europe/Berlin"})
        with freeze_time("2026-03-01 16:30:00"):
            there = self._inside(
                site_id=berlin.id,
                start=datetime(2026, 3, 1, 16),
                stop=datetime(2026, 3, 1, 18),
            )
        both = (self.stay | there.stay_ids).with_user(self.user_reception)
        days = dict(
            self.stays._read_group(
                [("id", "in", both.ids)], ["site_id"], ["site_date:max"]
            )
        )
        self.assertEqual(days, {self.site: date(2026, 3, 2), berlin: date(2026, 3, 1)})
        second = self.stays.search(
            [("id", "in", both.ids), ("site_date", "=", "2026-03-02")]
        )
        self.assertEqual(second, self.stay)

    @mute_logger("odoo.addons.visitor_management.tools.time_zones")
    def test_a_clock_that_nobody_knows_stops_no_list(self):
        for name in ("Mars/Olympus", "Asia/Saigon"):
            self._put(self.site, tz=name)
            with self.subTest(name=name):
                self.assertEqual(self._found(("site_day", "=", "tomorrow")), 0)
                self.stays._read_group([self.mine], ["site_date:day"], ["__count"])

    def test_the_foot_of_the_register_is_on_the_clock_of_the_site(self):
        report = self.env["report.visitor_management.visitor_register"]
        with freeze_time("2026-03-01 17:05:00"):
            values = report.with_user(self.user_reception)._get_report_values(
                self.stay.ids
            )
        self.assertIn("01:05", values["pages"][0]["printed"])
        self.assertIn("03/02/2026", values["pages"][0]["printed"])


@tagged("post_install", "-at_install")
class TestRegisterGroups(VisitorCommon):
    """The register by whom, whence and why."""

    def test_the_register_is_grouped_by_host_firm_and_kind(self):
        first = self._inside(names=["Zhang Wei"])
        first.sudo().organization = "Acme Ltd"
        second = self._inside(user=self.user_host2, names=["Li Na"])
        stays = self.env["visitor.stay"].with_user(self.user_reception)
        domain = [("id", "in", (first.stay_ids | second.stay_ids).ids)]
        for name, expected in (
            ("host_id", {self.employee: 1, self.employee2: 1}),
            ("organization", {"Acme Ltd": 1, False: 1}),
            ("type_id", {self.type_open: 2}),
            ("walk_in", {False: 2}),
        ):
            with self.subTest(group=name):
                info = stays.fields_get([name], ["groupable"])
                self.assertTrue(info[name]["groupable"])
                found = stays._read_group(domain, [name], ["__count"])
                self.assertEqual({key: count for key, count in found}, expected)
                for group in stays.formatted_read_group(domain, [name], ["__count"]):
                    below = [*domain, *group["__extra_domain"]]
                    self.assertEqual(stays.search_count(below), group["__count"])
