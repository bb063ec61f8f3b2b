"""Names of time zones that a system no longer knows, or nobody ever knew."""

import ast
import zoneinfo
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger

from ..tools import opening_hours, time_zones
from .scan_common import ScanCommon

LOGGER = "odoo.addons.visitor_management.tools.time_zones"
LEGACY = {
    "Asia/Saigon": "Asia/Ho_Chi_Minh",
    "Asia/Calcutta": "Asia/Kolkata",
    "PRC": "Asia/Shanghai",
    "Europe/Kiev": "Europe/Kyiv",
}
ADDON = Path(__file__).parents[1]
HELPER = ADDON / "tools" / "time_zones.py"


class WithoutOldNames(zoneinfo.ZoneInfo):
    """As on a system whose tzdata comes without the "backward" links."""

    def __new__(cls, key):
        if key in time_zones.NEW_NAMES:
            raise zoneinfo.ZoneInfoNotFoundError(key)
        return zoneinfo.ZoneInfo(key)


def without_old_names():
    return patch.object(time_zones, "ZoneInfo", WithoutOldNames)


@tagged("post_install", "-at_install")
class TestTimeZones(BaseCase):
    def test_a_name_of_former_times(self):
        noon = datetime(2026, 11, 24, 12)
        for old, new in LEGACY.items():
            with self.subTest(old=old), without_old_names():
                self.assertEqual(time_zones.known(old), new)
                self.assertEqual(
                    opening_hours.to_local(noon, old).replace(tzinfo=None),
                    opening_hours.to_local(noon, new).replace(tzinfo=None),
                )
                self.assertEqual(
                    opening_hours.to_utc(noon, old), opening_hours.to_utc(noon, new)
                )

    def test_every_name_that_odoo_maps(self):
        with without_old_names():
            for old in time_zones.NEW_NAMES:
                self.assertEqual(time_zones.known(old), time_zones.NEW_NAMES[old])

    def test_a_name_that_the_system_knows_stays(self):
        for name in ("Asia/Shanghai", "UTC", "Etc/GMT+7", "America/New_York"):
            self.assertEqual(time_zones.known(name), name)

    def test_what_nobody_knows_is_utc_and_said_once(self):
        time_zones._tell.cache_clear()
        noon = datetime(2026, 11, 24, 12)
        for name in ("Mars/Olympus", "../etc/passwd", "/etc", "Asia", "x" * 300, "\0"):
            with self.subTest(name=name):
                with self.assertLogs(LOGGER, "ERROR") as caught:
                    self.assertEqual(time_zones.known(name), "UTC")
                    self.assertEqual(opening_hours.to_utc(noon, name), noon)
                self.assertEqual(len(caught.records), 1)
        for nothing in (None, False, ""):
            self.assertEqual(time_zones.known(nothing), "UTC")

    def test_names_become_clocks_in_one_place(self):
        """``ZoneInfo(…)`` and ``pytz.timezone(…)`` elsewhere fail on old names."""
        found = []
        for path in ADDON.rglob("*.py"):
            if path == HELPER or "tests" in path.parts[len(ADDON.parts) :]:
                continue
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    names = {alias.name for alias in node.names}
                    names.add(getattr(node, "module", None) or "")
                    if names & {"zoneinfo", "ZoneInfo"}:
                        found.append(f"{path.name}:{node.lineno}")
                elif isinstance(node, ast.Attribute) and (
                    ast.unparse(node) in {"pytz.timezone", "tz.gettz"}
                ):
                    found.append(f"{path.name}:{node.lineno}")
        self.assertFalse(found, "use tools/time_zones.py")


@tagged("post_install", "-at_install")
class TestTimeZonesAtWork(ScanCommon):
    def _named(self, name):
        self._put(self.site, tz=name)

    def test_a_gate_of_a_site_with_an_old_name(self):
        self.site.tz = "Asia/Ho_Chi_Minh"
        person = self._inside()
        window = person.visit_id.local_window
        token = self._token(person)
        with without_old_names():
            self._named("Asia/Saigon")
            self.assertEqual(person.visit_id.local_window, window)
            self.assertEqual(self._token(person), token)
            self.assertEqual(self._scan(token)["status"], "granted")
            self.assertEqual(self._scan(token, "out")["status"], "granted")
            self.assertTrue(self._inside(names=["Li Na"]))

    @mute_logger(LOGGER)
    def test_a_gate_of_a_site_with_a_name_that_nobody_knows(self):
        self.site.tz = "UTC"
        person = self._inside()
        self._named("Mars/Olympus")
        self.assertEqual(self._scan(person)["status"], "granted")
        self.assertTrue(person.visit_id.local_window)

    def test_screens_are_told_a_name_that_is_known(self):
        self._named("Asia/Saigon")
        reception = self.env["visitor.reception"].with_user(self.user_reception)
        with without_old_names():
            told = {each["id"]: each["tz"] for each in reception.read_day()["sites"]}
            self.assertEqual(told[self.site.id], "Asia/Ho_Chi_Minh")

    def test_a_user_with_an_old_name_makes_a_site(self):
        self._put(self.user_admin.partner_id, tz="Asia/Saigon")
        sites = self.env["visitor.site"].with_user(self.user_admin)
        with without_old_names():
            self.assertEqual(sites.default_get(["tz"])["tz"], "Asia/Ho_Chi_Minh")

    def test_the_clock_of_client_relations(self):
        calendar = self.company.resource_calendar_id
        self._put(calendar, tz="Asia/Calcutta")
        with without_old_names():
            self.assertEqual(self.company._client_tz(), "Asia/Kolkata")
            now = datetime(2026, 11, 24, 12)
            self.assertTrue(self.company._client_due(now, 2, "day", True))
            self.assertTrue(
                opening_hours.intervals(
                    calendar._hours(), now, datetime(2026, 11, 25, 12)
                )
            )
