"""People are told by the channels of a site, and a dead channel delays nobody."""

import base64
import hashlib
import hmac
import json
import time
from datetime import datetime, timedelta
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ..models.notice import visitor_notice_channel_life, visitor_notice_send
from .notice_common import KEY, SECRET, NoticeCommon


@tagged("post_install", "-at_install")
class TestNoticeSaid(NoticeCommon):
    def test_a_group_hears_of_an_arrival_after_it_happened(self):
        robot = self._robot()
        channel = self._channel("wecom", robot)
        person = self._inside(names=("Zhang Wei",))
        self.assertEqual(robot.heard, [], "the check-in itself sends nothing")
        self.assertEqual(self._states(channel), ["waiting"])
        self._send()
        self.assertEqual(self._states(channel), ["sent"])
        [(path, _headers, body)] = robot.heard
        self.assertEqual(path, f"/cgi-bin/webhook/send?key={KEY}")
        said = json.loads(body)
        self.assertEqual(said["msgtype"], "text")
        text = said["text"]["content"]
        self.assertIn("Visitor has arrived", text)
        self.assertIn(person.visit_id.name, text)
        self.assertIn("Harbour Tower", text)
        self.assertEqual(channel.status, "good")

    def test_no_name_and_no_phone_unless_the_channel_says_so(self):
        robot = self._robot()
        self._channel("wecom", robot)
        named = self._robot()
        self._channel("wecom", named, with_names=True)
        person = self._registration(names=("Zhang Wei",))
        person.sudo().phone = "+86 139 1234 5678"
        person.check_in()
        self._send()
        [line] = robot.texts()
        for hidden in ("Zhang", "5678"):
            self.assertNotIn(hidden, line)
        [line] = named.texts()
        for shown in ("Zhang Wei", "5678"):
            self.assertIn(shown, line)

    def test_who_does_not_listen_hears_nothing(self):
        robot = self._robot()
        channel = self._channel("wecom", robot, events="left")
        archived = self._channel("wecom", robot, active=False)
        elsewhere = self.env["visitor.site"].create({"name": "Elsewhere", "tz": "UTC"})
        other = self._channel("wecom", robot, site_id=elsewhere.id)
        everywhere = self._channel("wecom", robot, site_id=False)
        person = self._inside()
        for silent in (channel, archived, other):
            self.assertFalse(self._notices(silent))
        self.assertTrue(self._notices(everywhere))
        person.check_out()
        self.assertEqual(self._notices(channel).event, "left")

    def test_without_channels_telling_costs_no_query(self):
        person = self._registration()
        self._tell(person)
        with self.assertQueryCount(0):
            self._tell(person)

    def test_names_stand_in_the_text_and_nowhere_else(self):
        channel = self._channel("odoo", to_reception=True, with_names=True)
        visit = self._visit(names=("Zhang Wei",))
        self._tell(visit, people=visit.registration_ids)
        latest = self.env["mail.message"].search([], order="id desc", limit=1).id or 0
        with patch.object(type(self.env["res.users"]), "_bus_send") as bus:
            self._send()
        self.assertTrue(bus.called)
        self.assertNotIn("Zhang", str(bus.call_args_list), "nor on the bus")
        message = self.env["mail.message"].search([("id", ">", latest)], limit=1)
        self.assertIn("Zhang Wei", message.body)
        self.assertNotIn("Zhang", message.subject)
        self.assertEqual(self._states(channel), ["sent"])

    def test_what_is_not_set_up_collects_nothing(self):
        visit = self._visit()
        nobody = self._channel("odoo")
        copied = self._channel("wecom", self._robot()).copy()
        self._tell(visit)
        self.assertFalse(self._notices(nobody) + self._notices(copied))
        nobody.to_reception = True
        copied.new_address = self._robot().address("wecom")
        self._tell(visit)
        self.assertEqual(len(self._notices(nobody) + self._notices(copied)), 2)

    def test_addresses_are_addresses(self):
        self._channel("mail", addresses="a@example.com; b@example.com,")
        with self.assertRaises(UserError):
            self._channel("mail", addresses="a@example.com, the guards")

    def test_people_of_a_role(self):
        channel = self._channel("odoo", to_host=True, to_reception=True)
        alarms = self._channel("odoo", events="watchlist", to_host=True)
        visit = self._visit()
        self._tell(visit)
        self._tell(visit, "watchlist")
        message = self.env["mail.message"]
        before = message.search([], order="id desc", limit=1).id or 0
        self._send()
        told = message.search([("id", ">", before)]).partner_ids
        self.assertIn(self.user_host.partner_id, told)
        self.assertIn(self.user_reception.partner_id, told)
        self.assertEqual(self._states(channel), ["sent"])
        whom = alarms.sudo()._whom(self._notices(alarms))
        self.assertFalse(whom, "a host never hears of the watchlist")

    def test_mail_to_named_addresses_one_each(self):
        channel = self._channel(
            "mail", addresses="a@example.com, b@example.com", to_host=True
        )
        self._tell(self._visit())
        mails = self.env["mail.mail"].search([])
        self._send()
        mails = self.env["mail.mail"].search([]) - mails
        to = mails.mapped("email_to")
        self.assertEqual(len(to), 3)
        self.assertLessEqual({"a@example.com", "b@example.com"}, set(to))
        self.assertEqual(self._states(channel), ["sent"])

    def test_a_push_waits_for_odoos_job_and_names_nobody(self):
        self._device_of(self.user_host)
        visit = self._visit(names=("Zhang Wei",))
        told = self.env["visitor.told"]
        with patch("odoo.addons.mail.models.mail_thread.push_to_end_point") as at_once:
            ids = told._push(self.user_host | self.user_host2, "At the door", "", visit)
        at_once.assert_not_called()
        [waiting] = self.env["mail.push"].browse(ids)
        payload = json.loads(waiting.payload)
        self.assertEqual(payload["title"], "At the door")
        self.assertEqual(
            payload["options"]["data"], {"model": "visitor.visit", "res_id": visit.id}
        )
        self._channel("push", to_host=True)
        self._tell(visit)
        self._send()
        latest = self.env["mail.push"].search([], order="id desc", limit=1)
        self.assertIn("Visitor has arrived", latest.payload)
        self.assertNotIn("Zhang", latest.payload)

    def test_what_odoo_pushes_of_ours_waits_too_and_names_nobody(self):
        self.user_host.notification_type = "inbox"
        visit = self._visit(names=("Zhang Wei",))
        with patch("odoo.addons.mail.models.mail_thread.push_to_end_point") as at_once:
            self._device_of(self.user_host)
            visit.with_user(self.user_reception).sudo()._tell_host(
                "arrived", visit.registration_ids
            )
        at_once.assert_not_called()
        latest = self.env["mail.push"].search([], order="id desc", limit=1)
        self.assertIn(visit.name, latest.payload)
        self.assertNotIn("Zhang", latest.payload)

    def _device_of(self, user):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("mail.web_push_vapid_private_key", "private")
        parameters.set_param("mail.web_push_vapid_public_key", "public")
        self.env["mail.push.device"].sudo().create(
            {
                "partner_id": user.partner_id.id,
                "endpoint": "https://push.example.com/1",
                "keys": "{}",
            }
        )

    def test_each_event_is_told_where_it_happens(self):
        events = " ".join(self.events.mapped("code"))
        channel = self._channel("wecom", self._robot(), events=events)

        def told():
            return self._notices(channel)[-1:].event

        visit = self._visit(
            self.user_reception, type_id=self.type_host.id, host_id=self.employee.id
        )
        visit.action_submit()
        self.assertEqual(told(), "approval")
        visit.with_user(self.user_host).action_approve()
        person = visit.registration_ids.with_user(self.user_reception)
        person.check_in()
        self.assertEqual(told(), "arrived")
        person.report_violation(
            self.env.ref("visitor_management.visitor_violation_type_smoking").id
        )
        self.assertEqual(told(), "violation")
        person.check_out()
        self.assertEqual(told(), "left")
        self.env["visitor.muster"].with_user(self.user_security).start(
            self.site.id, "drill"
        )
        self.assertEqual(told(), "muster")
        self.env["visitor.watchlist"].with_user(self.user_security).create(
            {"level": "approve", "name": "Wu Ming", "reason": "Asked for by the police"}
        )
        self._visit(names=("Wu Ming",)).action_submit()
        self.assertIn("watchlist", self._notices(channel).mapped("event"))
        self._inside(names=("Late Larry",))
        with self._in_slices(), freeze_time(datetime.now() + timedelta(hours=5)):
            self.env["visitor.visit"]._cron_overstay()
        self.assertEqual(told(), "overstaying")

    def test_a_late_delivery_is_told_once(self):
        channel = self._channel("wecom", self._robot(), events="delivery")
        kind = self.env.ref("visitor_management.visitor_delivery_kind_food")
        desk = self.env["visitor.delivery"].with_user(self.user_reception)
        desk.arrive(self.site.id, kind_id=kind.id)
        self.env["visitor.notice"]._cron_watch()
        self.assertFalse(self._notices(channel))
        with freeze_time(datetime.now() + timedelta(hours=1)):
            for _run in range(2):
                self.env["visitor.notice"]._cron_watch()
        self.assertEqual(self._notices(channel).event, "delivery")

    @freeze_time("2026-11-23 09:00:00")  # a Monday
    def test_a_silent_device_is_told_once_while_the_site_is_open(self):
        channel = self._channel("wecom", self._robot(), events="device_silent")
        self.site.tz = "UTC"
        self.site.resource_calendar_id = self.env["resource.calendar"].create(
            {
                "name": "Open from eight",
                "attendance_ids": [
                    Command.create(
                        {
                            "name": "Day",
                            "dayofweek": "0",
                            "hour_from": 8.5,
                            "hour_to": 18,
                            "day_period": "morning",
                        }
                    )
                ],
            }
        )
        self.gate.silent_after = 60
        self.gate.rotate_token()
        self._put(self.gate, last_seen=datetime(2026, 11, 20, 17))
        watch = self.env["visitor.notice"]._cron_watch
        watch()
        self.assertFalse(self._notices(channel), "it opened half an hour ago")
        with freeze_time("2026-11-23 09:45:00"):
            watch()
            watch()
            self.assertEqual(len(self._notices(channel)), 1)
        self._put(self.gate, last_seen=datetime(2026, 11, 23, 10))
        with freeze_time("2026-11-23 10:30:00"):
            watch()
            self.assertEqual(len(self._notices(channel)), 1)
        with freeze_time("2026-11-23 11:30:00"):
            watch()
            self.assertEqual(len(self._notices(channel)), 2, "silent again")

    def test_a_scan_waits_for_no_channel(self):
        robot = self._robot()
        robot.says = "hang"
        self._channel("wecom", robot)
        person = self._registration()
        begun = time.monotonic()
        person.check_in()
        self.assertLess(time.monotonic() - begun, 4)
        self.assertEqual(robot.heard, [])


@tagged("post_install", "-at_install")
class TestNoticeSigned(NoticeCommon):
    def test_the_signature_of_a_webhook(self):
        robot = self._robot()
        self._channel("webhook", robot)
        visit = self._visit()
        self._tell(visit)
        self._send()
        [(_path, headers, body)] = robot.heard
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode()
        mac = hmac.new(SECRET.encode(), signed + body, hashlib.sha256)
        expected = "v1," + base64.b64encode(mac.digest()).decode()
        self.assertEqual(headers["webhook-signature"], expected)
        self.assertLess(abs(time.time() - int(headers["webhook-timestamp"])), 60)
        [notice] = json.loads(body)["notices"]
        self.assertEqual(
            (notice["event"], notice["site"], notice["number"]),
            ("arrived", "Harbour Tower", visit.name),
        )
        self.assertTrue(datetime.fromisoformat(notice["at"]))
        self.assertIn(f"res_id={visit.id}", notice["link"])

    def test_a_message_has_its_number_when_it_is_sent_again(self):
        robot = self._robot()
        channel = self._channel("webhook", robot)
        self._tell(self._visit())
        robot.says = 500
        self._send()
        robot.says = "ok"
        channel.sudo().next_at = False
        self._send()
        first, again = (headers["webhook-id"] for _path, headers, _body in robot.heard)
        self.assertEqual(first, again)

    def test_the_signature_of_dingtalk(self):
        robot = self._robot()
        self._channel("dingtalk", robot, new_secret=SECRET)
        self._tell(self._visit())
        self._send()
        [(path, _headers, _body)] = robot.heard
        values = parse_qs(urlsplit(path).query, strict_parsing=True)
        [stamp] = values["timestamp"]
        mac = hmac.new(SECRET.encode(), f"{stamp}\n{SECRET}".encode(), hashlib.sha256)
        self.assertEqual(values["sign"], [base64.b64encode(mac.digest()).decode()])
        self.assertEqual(values["access_token"], [KEY])
        self.assertLess(abs(time.time() * 1000 - int(stamp)), 60_000)


@tagged("post_install", "-at_install")
class TestNoticePace(NoticeCommon):
    def test_a_hundred_in_a_minute_are_bundled_and_none_is_lost(self):
        for kind in ("wecom", "dingtalk", "webhook"):
            robot = self._robot()
            channel = self._channel(kind, robot)
            visits = self._visit() + self._visit()
            for number in range(100):
                self._tell(visits[number % 2])
            self._send()
            self._send()
            self.assertLessEqual(len(robot.heard), 15)
            self.assertEqual(set(self._states(channel)), {"sent"})
            if kind == "webhook":
                bodies = [json.loads(body) for _path, _headers, body in robot.heard]
                said = [each for body in bodies for each in body["notices"]]
            else:
                said = robot.texts()
            self.assertEqual(len(said), 100)
            for _path, _headers, body in robot.heard:
                if kind == "wecom":
                    text = json.loads(body)["text"]["content"]
                    self.assertLessEqual(len(text.encode()), 2048)

    def test_fifteen_a_minute_whatever_comes(self):
        robot = self._robot()
        channel = self._channel("wecom", robot)
        visit = self._visit()
        for _number in range(20):
            self._tell(visit)
            self._send()
        self.assertEqual(len(robot.heard), 15)
        self.assertEqual(self._states(channel).count("waiting"), 5)
        with self._later(seconds=61):
            self._send()
        self.assertEqual(len(robot.heard), 20)

    def _later(self, **duration):
        return freeze_time(datetime.now() + timedelta(**duration))

    def test_a_channel_that_hangs_holds_up_no_other(self):
        dead, alive = self._robot(), self._robot()
        dead.says = "hang"
        hanging = self._channel("wecom", dead)
        channel = self._channel("wecom", alive)
        self._tell(self._visit())
        begun = time.monotonic()
        with patch.object(visitor_notice_send, "post", self._quick_post):
            self._send()
        self.assertLess(time.monotonic() - begun, 4)
        self.assertEqual(self._states(channel), ["sent"])
        self.assertEqual(self._states(hanging), ["waiting"])
        self.assertEqual((hanging.failure, hanging.status), ("timeout", "failing"))
        heard = len(dead.heard)
        self._send()
        self.assertEqual(len(dead.heard), heard, "it is left alone for a while")

    def _quick_post(self, kind, request, allowed):
        return visitor_notice_channel_life.post(kind, request, allowed, seconds=1)

    def test_a_drip_ends_as_well(self):
        robot = self._robot()
        robot.says = "drip"
        channel = self._channel("webhook", robot)
        self._tell(self._visit())
        with patch.object(visitor_notice_send, "post", self._quick_post):
            self._send()
        self.assertEqual(channel.failure, "timeout")

    def test_what_a_robot_answers(self):
        for kind, says, failure in (
            (
                "wecom",
                {"errcode": 45009, "errmsg": "api freq out of limit"},
                "errcode 45009",
            ),
            (
                "dingtalk",
                {"errcode": 310000, "errmsg": "sign not match"},
                "errcode 310000",
            ),
            ("wecom", 500, "HTTP 500"),
            ("webhook", 302, "redirect"),
            ("webhook", "huge", "too long an answer"),
            ("wecom", {"hello": 1}, "no errcode"),
        ):
            robot = self._robot()
            robot.says = says
            channel = self._channel(kind, robot)
            self._tell(self._visit())
            self._send()
            self.assertEqual(channel.failure, failure, says)
            self.assertEqual(self._states(channel), ["waiting"])
            self.assertEqual(len(robot.heard), 1, "no redirect is followed")
            channel.active = False

    def test_given_up_after_hours_and_told_once(self):
        robot = self._robot()
        robot.says = 500
        channel = self._channel("wecom", robot)
        self._tell(self._visit())
        self._send()
        activities = channel.sudo().activity_ids
        with self._later(hours=5):
            self._send()
            self.assertEqual(self._states(channel), ["given_up"])
            self.assertEqual(channel.status, "dead")
            activities = channel.sudo().activity_ids
            self.assertIn(self.user_admin, activities.user_id)
            self._tell(self._visit())
            self._send()
        with self._later(hours=10):
            self._send()
            self.assertEqual(channel.sudo().activity_ids, activities)
            robot.says = "ok"
            channel.sudo().next_at = False
            self._tell(self._visit())
            self._send()
        self.assertEqual(channel.status, "good")
        self.assertFalse(channel.sudo().activity_ids)


@tagged("post_install", "-at_install")
class TestNoticeSecrets(NoticeCommon):
    def test_nobody_reads_what_was_entered(self):
        robot = self._robot()
        channel = self._channel("dingtalk", robot, new_secret=SECRET)
        names = [
            name
            for name, field in channel._fields.items()
            if channel._has_field_access(field, "read")
        ]
        seen = str(channel.read(names)) + str(channel.sudo().export_data(names))
        seen += str(channel.onchange({"name": "x"}, ["name"], {n: {} for n in names}))
        seen += str(channel.copy().read(names)) + str(channel.web_read({}))
        for planted in (KEY, SECRET):
            self.assertNotIn(planted, seen)
        for name in ("sealed_address", "sealed_secret"):
            self.assertRaises(AccessError, channel.read, [name])
        self.assertFalse(channel.copy().has_address)
        self.assertIn("127.0.0.1", channel.shown_address)

    def test_nobody_else_reads_channels(self):
        channel = self._channel("wecom", self._robot())
        for user in (self.user_host, self.user_reception, self.user_security):
            for record in (channel, self.env["visitor.notice"]):
                self.assertRaises(AccessError, record.with_user(user).search_count, [])
            self.assertRaises(AccessError, channel.with_user(user).action_test)

    def test_in_no_column_in_clear(self):
        self._channel("dingtalk", self._robot(), new_secret=SECRET)
        self.env.flush_all()
        self.env.cr.execute("SELECT c::text FROM visitor_notice_channel c")
        rows = str(self.env.cr.fetchall())
        for planted in (KEY, SECRET):
            self.assertNotIn(planted, rows)

    def test_the_log_tells_nothing_at_any_level(self):
        robot = self._robot()
        with self.assertLogs(level="DEBUG") as log:
            channel = self._channel("dingtalk", robot, new_secret=SECRET)
            for says in ("ok", 500, {"errcode": 310000, "errmsg": SECRET}, 302):
                robot.says = says
                self._tell(self._visit())
                channel.sudo().next_at = False
                self._send()
                channel.action_test()
            self.env.flush_all()
        written = "\n".join(log.output)
        for planted in (KEY, SECRET):
            self.assertNotIn(planted, written)

    def test_another_kind_takes_another_address(self):
        channel = self._channel("wecom", self._robot())
        channel.kind = "wecom"
        self.assertTrue(channel.has_address, "nothing changed")
        channel.kind = "dingtalk"
        self.assertFalse(channel.has_address)
        self.assertEqual(channel.status, "unset")

    def test_an_address_that_is_none(self):
        for kind, address in (
            ("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"),
            ("dingtalk", "https://oapi.dingtalk.com/robot/send?key=1"),
            ("webhook", "ftp://example.com"),
        ):
            with self.assertRaises(UserError) as error:
                self._channel(kind, new_address=address)
            self.assertNotIn(address, str(error.exception))

    def test_the_test_shows_the_answer_without_the_key(self):
        robot = self._robot()
        robot.says = "echo"
        channel = self._channel("webhook", robot)
        shown = str(channel.action_test())
        self.assertIn("••••", shown)
        for planted in (KEY, SECRET):
            self.assertNotIn(planted, shown)
        robot.says = {"errcode": 93000, "errmsg": "invalid webhook url"}
        channel = self._channel("wecom", robot)
        shown = str(channel.action_test())
        self.assertIn("93000", shown)
        self.assertIn("invalid webhook url", shown)
        self.assertEqual(channel.status, "failing", "a test that fails is seen")
        robot.says = "ok"
        channel.action_test()
        self.assertEqual(channel.status, "good")
