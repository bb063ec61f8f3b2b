"""Calendar files of other programs, and lines of ours."""

from datetime import datetime, timezone

from odoo.tests import BaseCase, tagged

from ..tools import ical

EVENT = """BEGIN:VCALENDAR
METHOD:%(method)s
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VTIMEZONE
TZID:China Standard Time
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0800
TZOFFSETTO:+0800
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
ATTENDEE;PARTSTAT=%(status)s;CN="Chen; Mei: x":MAILTO:Chen@BlueSky.example.
 com
UID:client.visit-7@a
 bc
%(lines)s
BEGIN:VALARM
UID:of-the-alarm
END:VALARM
END:VEVENT
END:VCALENDAR
"""
INVITED = {"chen@bluesky.example.com"}


@tagged("post_install", "-at_install")
class TestIcal(BaseCase):
    def _read(self, status="ACCEPTED", method="REPLY", lines="SEQUENCE:3", end="\r\n"):
        text = EVENT % {"method": method, "status": status, "lines": lines}
        return ical.read_answer(text.replace("\n", end), INVITED)

    def test_what_they_say(self):
        for end in ("\r\n", "\n"):
            for status, says in (
                ("ACCEPTED", "accepted"),
                ("declined", "declined"),
                ("TENTATIVE", "tentative"),
                ("NEEDS-ACTION", ""),
                ("X-MAYBE", ""),
            ):
                answer = self._read(status, end=end)
                self.assertEqual(answer.says, says)
                self.assertEqual(answer.uid, "client.visit-7@abc")
                self.assertEqual(answer.sequence, 3)

    def test_another_time_on_any_clock(self):
        moment = datetime(2029, 3, 6, 2, tzinfo=timezone.utc)
        for lines, begin in (
            ("DTSTART;TZID=China Standard Time:20290306T100000", moment),
            ('DTSTART;TZID="Asia/Shanghai":20290306T100000', moment),
            ("DTSTART:20290306T020000Z", moment),
            ("DTSTART:20290306T020000", None),
            ("DTSTART;TZID=Our Own:20290306T020000", None),
            ("DTSTART;VALUE=DATE:20290306", None),
            ("DTSTART:20291306T020000Z", None),
        ):
            with self.subTest(lines):
                answer = self._read("TENTATIVE", "COUNTER", lines)
                self.assertEqual((answer.says, answer.begin), ("counter", begin))
                self.assertEqual(answer.sequence, 0)

    def test_what_can_not_be_read_is_no_answer(self):
        for text in (
            "",
            "BEGIN:VCALENDAR",
            "METHOD:REPLY\r\nUID:client.visit-7@abc",
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSEQUENCE:1\r\nEND:VEVENT",
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nSEQUENCE:-1\r\nEND:VEVENT",
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nSEQUENCE:²\r\nEND:VEVENT",
            "A;" * 200_000,
            'A="' * 200_000,
        ):
            with self.subTest(text[:40]):
                self.assertIsNone(ical.read_answer(text, INVITED))

    def test_two_answers_of_one_are_none(self):
        lines = "ATTENDEE;PARTSTAT=DECLINED:mailto:chen@bluesky.example.com"
        self.assertEqual(self._read(lines=lines).says, "")

    def test_others_who_are_named_say_nothing(self):
        lines = "ATTENDEE;PARTSTAT=DECLINED:mailto:other@bluesky.example.com"
        self.assertEqual(self._read(lines=lines).says, "accepted")

    def test_lines_are_folded_between_letters(self):
        for text in ("x" * 300, "喆" * 100, "é" * 99, "𠀀" * 61, "a" + "𠀀" * 61, ""):
            folded = ical.fold(text)
            pieces = folded.encode().split(b"\r\n")
            self.assertLessEqual(max(map(len, pieces)), 75)
            self.assertEqual(folded.replace("\r\n ", ""), text)
