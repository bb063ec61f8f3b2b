"""Mails as nobody should write them. Whoever does loses nothing, and stops nothing."""

from odoo.tests import tagged

from .mail_common import MailCommon

MULTIPART = 'Content-Type: multipart/mixed; boundary="b"'
REPORT = 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"'
NO_SETS = ("hex", "zlib", "rot13", "idna", "punycode", "undefined", "utf-7", "no-such")
NOTHING = "=?utf-8?b?AGE=?="  # an encoded word that begins with a NUL
HALVES = "=?raw_unicode_escape?q?=5Cud800?="


@tagged("post_install", "-at_install")
class TestDamagedMail(MailCommon):
    def _arrives(self, *headers, **values):
        """A mail makes a case."""
        values.setdefault("From", f"{self.count}@example.com")
        with self.subTest(headers=headers, **values):
            complaint = self._receive(*headers, **values)
            self.assertEqual(len(complaint), 1)
            self.env.flush_all()

    def test_charsets_that_are_none(self):
        for charset in NO_SETS:
            plain = f"Content-Type: text/plain; charset={charset}"
            self._arrives(plain)
            self._arrives(Subject=f"=?{charset}?q?Lift?= =?{charset}?b?+/8=?=")
            self._arrives(
                "Content-Type: text/html", body=f'<meta charset="{charset}"><p>Lift</p>'
            )
            self._arrives(
                MULTIPART,
                body=f"--b\r\n\r\nLift\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
                f"Subject: =?{charset}?q?a?=\r\n{plain}\r\n\r\nLift\r\n--b--\r\n",
            )
        for charset in ("charset*=utf-8''utf%00-8", 'charset=""', 'charset="ü"'):
            self._arrives(f"Content-Type: text/plain; {charset}")

    def test_what_no_database_has_a_place_for(self):
        for name in ("From", "To", "In-Reply-To", "References", "Message_ID", "Cc"):
            key = name.replace("-", "_")
            for value in (f"{NOTHING} <n@example.com>", "a\x00 <b\x00@example.com>"):
                other = {} if name != "To" else {"Cc": "help-desk@tower.example.com"}
                if name == "Message_ID":
                    value = f"<{len(value)}\x00{NOTHING}@example.com>"
                self._arrives(**{key: value, **other})
        self._arrives(Subject=HALVES)
        for name in (
            f'filename="{NOTHING}.txt"',
            'filename="a\x00.txt"',
            "filename*=utf-8''a%00.txt",
        ):
            self._arrives(
                MULTIPART,
                body="--b\r\n\r\nLift\r\n--b\r\nContent-Type: application/pdf\r\n"
                f"Content-Disposition: attachment; {name}\r\n\r\nx\r\n--b--\r\n",
            )

    def test_an_answer_of_a_calendar_about_nothing(self):
        answer = "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:a\x00b\nEND:VEVENT\n"
        self._arrives("Content-Type: text/calendar; method=REPLY", body=answer)

    def test_a_mail_from_nobody(self):
        for sender in ("", "\u200b", "=?utf-8?b?AA==?=", "=?utf-8?b??="):
            self._arrives(From=sender)
        self.assertEqual(
            set(self._cases().mapped("contact_name")), {"(mail without a sender)"}
        )

    def test_reports_without_what_came_back(self):
        inside = "--b\r\nContent-Type: %s\r\n\r\n%s\r\n--b--\r\n"
        for header, body in (
            (REPORT, ""),
            (REPORT, "It was not delivered"),
            ("Content-Type: multipart/report", "It was not delivered"),
            (REPORT, inside % ("message/rfc822", "")),
            (REPORT, inside % ("message/delivery-status", "")),
            (REPORT, inside % ("text/rfc822-headers", "Message-Id: <a\x00@b.example>")),
            (REPORT, inside % ("message/rfc822", f"Message-Id: <{NOTHING}\x00@b.c>")),
        ):
            with self.subTest(header=header, body=body):
                before = len(self._kept())
                self.assertFalse(self._receive(header, body=body))
                self.env.flush_all()
                self.assertEqual(self._kept()[:1].reason, "bounce")
                self.assertEqual(len(self._kept()), before + 1)
