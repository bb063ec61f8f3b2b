"""A movement opens its recording; who looked, at what and why is kept."""

from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..tools import footage
from .common import VisitorCommon

RECORDER = "https://recorder.example/play?from={start}&to={stop}"


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 04:00:00")
class TestFootage(VisitorCommon):
    tz = "Asia/Shanghai"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gate.with_user(cls.user_admin).camera_url = RECORDER
        cls.person = cls._registration(names=("Zhang Wei",))
        cls.movement = cls.env["visitor.movement"].create(
            {
                "registration_id": cls.person.id,
                "gate_id": cls.gate.id,
                "site_id": cls.site.id,
                "company_id": cls.company.id,
                "direction": "in",
                "at": "2026-11-23 03:30:00",
                "recorded_at": "2026-11-23 03:30:00",
                "granted": True,
            }
        )

    def _mine(self, user=None):
        return self.movement.with_user(user or self.user_security)

    # ------------------------------------------------------------
    # WHO LOOKS
    # ------------------------------------------------------------

    def test_security_looks_and_that_is_kept(self):
        address = self._mine().open_footage("A bag is missing", "Officer Li, station 5")
        self.assertEqual(
            address,
            "https://recorder.example/play?from=2026-11-23T03%3A29%3A45Z"
            "&to=2026-11-23T03%3A30%3A15Z",
        )
        look = self.env["visitor.footage.look"].search(
            [("movement_id", "=", self.movement.id)]
        )
        self.assertEqual(look.user_id, self.user_security)
        self.assertEqual(look.reason, "A bag is missing")
        self.assertEqual(look.shown_to, "Officer Li, station 5")
        self.assertEqual(look.recorded_at, self.movement.at)
        self.assertEqual(look.at, datetime(2026, 11, 23, 4))
        self.assertEqual((look.gate_id, look.site_id), (self.gate, self.site))
        self.assertEqual(look.company_id, self.company)

    def test_nobody_changes_who_looked(self):
        self._mine().open_footage("A bag is missing")
        look = self.env["visitor.footage.look"].search([], limit=1)
        with self.assertRaises(UserError):
            look.sudo().reason = "Nothing"
        with self.assertRaises(UserError):
            look.sudo().unlink()

    def test_a_reason_is_said(self):
        for reason in ("", "  ", False, "\u200b", ["Theft"], 5):
            with self.assertRaisesRegex(UserError, "Say why"):
                self._mine().open_footage(reason)
        self.assertFalse(
            self.env["visitor.footage.look"].search(
                [("movement_id", "=", self.movement.id)]
            )
        )

    def test_only_security_looks(self):
        for user in (self.user_reception, self.user_host):
            with self.assertRaises(AccessError):
                self._mine(user).open_footage("Curious")
            with self.assertRaises(AccessError):
                self._mine(user).action_ask_footage()
        for user in (self.user_reception, self.user_security):
            with self.assertRaises(AccessError):  # an address without a reason
                self.gate.with_user(user).read(["camera_url"])

    def test_a_gate_without_a_camera_says_so(self):
        self.gate.camera_url = False
        self.assertFalse(self._mine().has_footage)
        with self.assertRaisesRegex(UserError, "no recordings"):
            self._mine().open_footage("A bag is missing")

    def test_the_dialog_opens_it(self):
        action = self._mine().action_ask_footage()
        dialog = (
            self.env[action["res_model"]]
            .with_user(self.user_security)
            .with_context(**action["context"])
            .create({"reason": "A bag is missing"})
        )
        opened = dialog.action_open()
        self.assertEqual(opened["type"], "ir.actions.act_url")
        self.assertIn("recorder.example", opened["url"])
        self.assertNotIn("Zhang", opened["url"])

    # ------------------------------------------------------------
    # THE ADDRESS
    # ------------------------------------------------------------

    def test_every_place_is_filled(self):
        at = datetime(2026, 11, 23, 3, 30)
        template = "rtsp://cam.example/" + "|".join(
            f"{{{place}}}" for place in footage.PLACES
        )
        filled = footage.address(template, at, 10, 20, "Asia/Shanghai")
        self.assertEqual(
            filled.removeprefix("rtsp://cam.example/").split("|"),
            [
                "2026-11-23T03%3A29%3A50Z",
                "2026-11-23T03%3A30%3A20Z",
                "2026-11-23T03%3A30%3A00Z",
                "1795404600",
                "1795404590",
                "1795404620",
                "20261123T112950",
                "20261123T113020",
                "2026-11-23",
                "11%3A30%3A00",
            ],
        )

    def test_addresses_that_are_no_address_of_a_recording_are_refused(self):
        for template in (
            "javascript:alert({epoch})",
            "data:text/html,{epoch}",
            "file:///etc/{epoch}",
            "//recorder.example/{epoch}",
            "https:///{epoch}",
            "https://{epoch}.example/",
            "https://user:secret@recorder.example/{epoch}",
            "https://recorder.example/{name}",
            "https://recorder.example/{epoch",
            "https://recorder.example/{epoch.__class__}",
            "https://recorder.example/{0}",
            "https://recorder.example/always",
            "https://recorder.example/ {epoch}",
            'https://recorder.example/"{epoch}',
            "https://recorder.example/\n{epoch}",
            "https://recorder.example:99999/{epoch}",
        ):
            with self.subTest(template=template), self.assertRaises(ValidationError):
                self.gate.camera_url = template

    def test_addresses_of_recordings_are_taken(self):
        for template in (
            RECORDER,
            "http://10.0.0.5:8080/#/replay/7?t={epoch}",
            "rtsp://cam.example:554/ch1?starttime={start_local}z",
        ):
            with self.subTest(template=template):
                self.gate.camera_url = template
                self.assertTrue(self._mine().open_footage("A bag is missing"))


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 04:00:00")
class TestLanes(VisitorCommon):
    """Lanes only for visitors: how many come in by them, and how long they wait."""

    tz = "Asia/Shanghai"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lane = cls.env["visitor.gate"].create(
            {"name": "Lane 1", "site_id": cls.site.id, "kind": "lane"}
        )

    def _move(self, person, at, gate=None, granted=True, **values):
        return self.env["visitor.movement"].create(
            {
                "registration_id": person.id,
                "gate_id": gate and gate.id,
                "site_id": self.site.id,
                "company_id": self.company.id,
                "direction": "in",
                "at": f"2026-11-23 {at}",
                "recorded_at": f"2026-11-23 {at}",
                "granted": granted,
                **values,
            }
        )

    def _lines(self):
        self.env.flush_all()
        return (
            self.env["visitor.lane.analysis"]
            .with_user(self.user_reception)
            .search([("site_id", "=", self.site.id)], order="at")
        )

    def test_the_share_of_lanes(self):
        first, second, third = (self._registration() for _time in range(3))
        self._move(first, "01:00:00", self.lane)
        self._move(second, "01:05:00", self.gate)
        self._move(third, "01:10:00")
        lines = self._lines()
        self.assertEqual(lines.mapped("way"), ["lane", "gate", "desk"])
        self.assertEqual(sum(lines.mapped("entries")), 3)
        self.assertEqual(sum(lines.mapped("by_lane")), 1)
        ((share,),) = lines._read_group(
            [("id", "in", lines.ids)], [], ["lane_share:avg"]
        )
        self.assertAlmostEqual(share, 100 / 3)
        self.assertEqual(lines[0].hour, 9, "on the clock of the site")

    def test_waiting_begins_with_the_first_try(self):
        person = self._registration()
        self._move(person, "00:10:00", self.lane, granted=False)  # hours ago
        self._move(person, "01:00:00", self.lane)
        self._move(person, "02:00:00", self.lane, direction="out")
        self._move(person, "02:30:00", self.lane, granted=False)
        self._move(person, "02:35:00", self.lane, granted=False)
        self._move(person, "02:42:00", self.lane)
        self.assertEqual(self._lines().mapped("waiting"), [50, 12])

    def test_who_gets_in_at_once_has_not_waited(self):
        self._move(self._registration(), "01:00:00", self.lane)
        self.assertEqual(self._lines().waiting, 0)

    def test_who_went_away_and_came_back_has_not_waited(self):
        person = self._registration()
        self._move(person, "00:00:00", self.lane, granted=False)
        self._move(person, "05:00:00", self.lane)
        self.assertEqual(self._lines().waiting, 0)

    def test_what_was_taken_back_is_not_counted(self):
        person = self._registration()
        wrong = self._move(person, "01:00:00", self.lane)
        self._move(person, "01:01:00", direction="out", annuls_id=wrong.id)
        self._move(person, "01:02:00", self.lane, late=True)
        self.assertFalse(self._lines())
