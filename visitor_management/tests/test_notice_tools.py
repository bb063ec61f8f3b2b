"""Where notices are sent to, and how fast: without a database."""

from odoo.tests import BaseCase, tagged

from ..tools import notice_rate
from ..tools.notice_kinds import Request, covered, lacks, shown
from ..tools.notice_post import is_public, post


@tagged("post_install", "-at_install")
class TestNoticeTools(BaseCase):
    def test_no_address_of_a_private_network_in_whatever_clothes(self):
        for address in (
            *"127.0.0.1 10.1.2.3 192.168.0.1 172.16.0.1 169.254.169.254".split(),
            *"0.0.0.0 100.64.0.1 224.0.0.1 ::1 fe80::1 fd00::1".split(),
            *"::ffff:127.0.0.1 64:ff9b::a00:1 2002:7f00:1:: ff02::1".split(),
        ):
            self.assertFalse(is_public(address), address)
        for address in ("1.1.1.1", "2606:4700::1111"):
            self.assertTrue(is_public(address))

    def test_only_https_to_public_hosts(self):
        for url, failed in (
            ("http://127.0.0.1:1/", "not https"),
            ("https://127.0.0.1:1/", "private address"),
            ("https://localhost:1/", "private address"),
            ("https://2130706433:1/", "private address"),
            ("http://example.com/", "not https"),
            ("https://user:word@example.com/", "no address"),
            ("file:///etc/passwd", "not https"),
        ):
            answer = post("webhook", Request(url, {}, b""))
            self.assertEqual(answer.failed, failed, url)

    def test_one_each_while_there_is_room(self):
        self.assertEqual(notice_rate.plan(["a", "b"], 2, 99), [[0], [1]])
        self.assertEqual(notice_rate.plan(["a", "b", "c"], 2, 99), [[0, 1, 2]])
        self.assertEqual(notice_rate.plan(["a" * 9] * 5, 2, 20), [[0, 1], [2, 3]])
        self.assertEqual(notice_rate.plan(["a" * 99], 1, 20), [[0]])

    def test_what_is_shown_of_an_address(self):
        address = "https://oapi.dingtalk.com/robot/send?access_token=abcdef123456"
        self.assertEqual(shown(address), "https://oapi.dingtalk.com/••••")
        self.assertEqual(covered("x abcdef123456 y", address, ""), "x •••• y")
        self.assertEqual(lacks("wecom", address), "key")
        self.assertEqual(lacks("dingtalk", address), "")
