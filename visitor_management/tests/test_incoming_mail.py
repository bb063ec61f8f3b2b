"""What a mail is, and how it is read: without the database."""

import email
import email.policy
import io
from base64 import b64encode
from collections import namedtuple

from PIL import Image

from odoo.tests import BaseCase, tagged

from ..tools import incoming_mail, mail_charset, mail_files, sender_check

TITLE = "关于朱镕基大厦电梯故障与喆、㤘、𠀀先生的投诉"
File = namedtuple("File", ("fname", "content", "info"))


def parse(*lines, body=b""):
    head = "\r\n".join(lines).encode()
    return email.message_from_bytes(head + b"\r\n\r\n" + body, policy=email.policy.SMTP)


def word(data, charset="gb2312"):
    return f"=?{charset}?B?{b64encode(data).decode()}?="


@tagged("post_install", "-at_install")
class TestRobots(BaseCase):
    def test_what_no_person_wrote(self):
        for line, reason in (
            ("Auto-Submitted: auto-replied (vacation)", "automatic"),
            ("Auto-Submitted: auto-generated; owner-email=a@b.example", "automatic"),
            ("AUTO-SUBMITTED: Auto-Notified", "automatic"),
            ("X-Auto-Response-Suppress: DR, OOF, AutoReply", "automatic"),
            ("X-Autoreply: yes", "automatic"),
            ("X-Autorespond: Re: Lift", "automatic"),
            ("Precedence: auto_reply", "automatic"),
            ("Precedence: bulk", "bulk"),
            ("Precedence: Junk", "bulk"),
            ("Precedence: list", "list"),
            ("List-Id: Tenants <tenants.example.com>", "list"),
            ("Return-Path: <>", "automatic"),
            ("Subject: =?utf-8?B?6Ieq5Yqo5Zue5aSNOiDnlLXmoq8=?=", "automatic"),
            ("Subject: 自动回复：您好", "automatic"),
            ("Subject: Automatic reply: Lift", "automatic"),
            ("Content-Type: multipart/report; boundary=x", "bounce"),
        ):
            with self.subTest(line=line):
                self.assertEqual(incoming_mail.robot(parse(line)), reason)

    def test_what_a_person_wrote(self):
        for line in (
            "Auto-Submitted: no",
            "X-Auto-Response-Suppress: None",
            "Precedence: first-class",
            "Return-Path: <chen@example.com>",
            "Subject: Re: Automatic reply: Lift",
            "Subject: Out of office hours the lift stops",
            "Subject: 自动回复的电梯",
            "Importance: high",
        ):
            with self.subTest(line=line):
                self.assertEqual(incoming_mail.robot(parse(line)), "")

    def test_a_calendar_that_answers(self):
        for kind, method, answers in (
            ("text/calendar; method=REPLY", "REPLY", True),
            ("text/calendar", "COUNTER", True),
            ("application/ics; name=invite.ics", "reply", True),
            ("text/calendar; method=REQUEST", "REQUEST", False),
            ("text/plain", "REPLY", False),
        ):
            body = f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nEND:VCALENDAR\r\n".encode()
            with self.subTest(kind=kind, method=method):
                found = incoming_mail.calendar_answer(
                    parse(f"Content-Type: {kind}", body=body)
                )
                self.assertEqual(bool(found), answers)

    def test_numbers_are_found_as_people_write_them(self):
        for subject in (
            "Re: We received your complaint C/2026/00012",
            "[C/2026/00012] lift",
            "关于C/2026/00012的投诉",
            "回复：【C/2026/00012】。",
            "C/2026/00012.",
        ):
            with self.subTest(subject=subject):
                self.assertIn("C/2026/00012", incoming_mail.numbers(subject))
        self.assertIn("投诉-2026-7", incoming_mail.numbers("Re: 投诉-2026-7"))
        self.assertEqual(incoming_mail.numbers("Lift"), [])
        self.assertEqual(incoming_mail.numbers(False), [])


@tagged("post_install", "-at_install")
class TestCharacterSets(BaseCase):
    def test_gb2312_is_read_as_what_was_written(self):
        for charset in ("gb2312", "GBK", "x-gbk", "cp936", "GB_2312-80"):
            with self.subTest(charset=charset):
                message = parse(
                    f"Subject: {word(TITLE.encode('gb18030'), charset)}",
                    f'From: "{word("喆".encode("gb18030"), charset)}" <a@b.example>',
                    f"Content-Type: text/plain; charset={charset}",
                    f'Content-Disposition: attachment; filename="'
                    f'{word("㤘.txt".encode("gb18030"), charset)}"',
                    body=TITLE.encode("gb18030"),
                )
                mail_charset.mend(message)
                self.assertEqual(message["Subject"], TITLE)
                self.assertEqual(message["From"].addresses[0].display_name, "喆")
                self.assertEqual(message.get_content(), TITLE)
                self.assertEqual(message.get_filename(), "㤘.txt")

    def test_words_that_are_cut_within_a_character_are_joined(self):
        for charset, codec in (
            ("gb2312", "gb18030"),
            ("utf-8", "utf-8"),
            ("big5", "big5"),
        ):
            title = TITLE if charset != "big5" else "電梯故障投訴"
            raw = title.encode(codec)
            for size in (3, 5, 7, 11):
                words = [
                    word(raw[start : start + size], charset)
                    for start in range(0, len(raw), size)
                ]
                message = parse("Subject: " + "\r\n ".join(words))
                mail_charset.mend(message)
                with self.subTest(charset=charset, size=size):
                    self.assertEqual(message["Subject"], title)

    def test_what_can_be_read_stays_as_it_is(self):
        for value in (
            " Lift",
            " =?utf-8?Q?Aufzug_h=C3=A4lt?= =?utf-8?Q?_nicht?=",
            " =?utf-8?B?55S15qKv?=\r\n =?iso-8859-1?Q?h=E4lt?=",
            " =?utf-8?B?!!!?= =?utf-8?B?55S15qKv?=",
            " =?no-such-set?B?55S15qKv?=",
        ):
            with self.subTest(value=value):
                mended = mail_charset.mend_header(value)
                self.assertEqual(
                    str(parse(f"Subject:{value}")["Subject"]),
                    str(parse(f"Subject:{mended}")["Subject"]),
                )

    def test_the_original_is_kept_whole(self):
        for body in (b"\xff\xfe\x00", b"", "喆".encode("gb18030")):
            message = parse(
                "Subject: " + "a" * 300, "X-Odd: =?utf-8?Q?=FF?=", body=body
            )
            incoming_mail.remember(message)
            mail_charset.mend(message)
            self.assertIn(b"a" * 300, incoming_mail.original(message))
            self.assertTrue(incoming_mail.original(message).endswith(body))

    def test_a_page_says_how_it_is_written_where_the_mail_does_not(self):
        for said, codec in (("gb2312", "gb18030"), ("utf-8", "utf-8")):
            page = f'<meta http-equiv=a content="text/html; charset={said}">{TITLE}'
            message = parse("Content-Type: text/html", body=page.encode(codec))
            mail_charset.mend(message)
            with self.subTest(said=said):
                self.assertIn(TITLE, message.get_content())

    def test_a_character_set_that_nobody_knows_costs_no_mail(self):
        message = parse("Content-Type: text/plain; charset=x-unknown", body=b"Lift")
        mail_charset.mend(message)
        self.assertEqual(message.get_content(), "Lift")


@tagged("post_install", "-at_install")
class TestSenderCheck(BaseCase):
    def _check(self, *results, servers=("mx.tower.example.com",)):
        lines = [f"Authentication-Results: {each}" for each in results]
        return sender_check.check(parse(*lines, "Subject: Lift"), servers)

    def test_what_the_own_server_says_is_believed(self):
        for said, found in (
            ("spf=pass smtp.mailfrom=a@b.example; dmarc=pass", "passed"),
            ("dmarc=fail (p=none) header.from=b.example; spf=pass", "failed"),
            ("spf=fail smtp.mailfrom=b.example", "failed"),
            ("spf=fail; dkim=pass; dmarc=pass", "passed"),  # forwarded
            ("dmarc=none; spf=fail", "failed"),
            ("spf=softfail; dmarc=none", ""),
            ("dkim=fail", ""),
            ("none", ""),
        ):
            with self.subTest(said=said):
                self.assertEqual(self._check(f"mx.tower.example.com; {said}"), found)

    def test_a_mail_does_not_speak_for_itself(self):
        mine = "mx.tower.example.com; dmarc=fail"
        for below in (
            "mx.tower.example.com; dmarc=pass; spf=pass",
            "MX.Tower.Example.COM 1; dmarc=pass",
        ):
            with self.subTest(below=below):
                self.assertEqual(self._check(mine, below), "failed")
        for server in (
            '"mx.tower.example.com"',
            '(a (nested) one) "mx.tower.example.com" 1',
            '"mx.tower\\.example.com"',
            "mx.tower.example.com.",
        ):
            with self.subTest(server=server):
                said = self._check(
                    f"{server}; dmarc=fail", "mx.tower.example.com; dmarc=pass"
                )
                self.assertEqual(said, "failed")
        self.assertEqual(self._check("evil.example.com; dmarc=fail"), "")
        self.assertEqual(self._check("evil.example.com; dmarc=pass"), "")
        self.assertEqual(self._check(mine, servers=("",)), "", "nobody is believed")

    def test_an_address_that_holds_results_is_none(self):
        for said in (
            'spf=fail smtp.mailfrom="x; dmarc=pass"@evil.example',
            "spf=fail (domain of evil; dmarc=pass) smtp.mailfrom=evil.example",
            'spf=fail smtp.mailfrom="\\"; dmarc=pass"@evil.example',
            "spf=fail (a (b; dmarc=pass) c)",
        ):
            with self.subTest(said=said):
                self.assertEqual(self._check(f"mx.tower.example.com; {said}"), "failed")

    def test_the_header_may_be_folded_and_commented(self):
        said = (
            "mx.tower.example.com\r\n (our own); spf=pass\r\n\tsmtp.mailfrom=a@b.ex;"
            "\r\n dmarc = fail"
        )
        self.assertEqual(self._check(said), "failed")


@tagged("post_install", "-at_install")
class TestFiles(BaseCase):
    def _picture(self, form, size=(4, 4), **options):
        out = io.BytesIO()
        Image.new("RGB", size, "red").save(out, form, **options)
        return out.getvalue()

    def test_files_stay_within_the_bounds_of_forms(self):
        large = File("large.zip", b"x" * (mail_files.MAX_FILE_SIZE + 1), {})
        small = File("small.zip", b"x", {})
        text = File("note.txt", "你好", {"encoding": "utf-8"})
        kept, left_out = mail_files.bounded([large, small, text])
        self.assertEqual(kept, [small, text])
        self.assertEqual(left_out, ["large.zip"])
        kept, left_out = mail_files.bounded([small] * (mail_files.MAX_FILES + 2))
        self.assertEqual(len(kept), mail_files.MAX_FILES)
        self.assertEqual(len(left_out), 2)

    def test_pictures_lose_their_place_and_bombs_are_left_out(self):
        exif = Image.Exif()
        exif[0x010E] = "taken at home"
        photo = File(
            "photo.jpg", self._picture("JPEG", (300, 300), exif=exif), {"cid": "1"}
        )
        bomb = File("bomb.png", self._picture("PNG", (20000, 20000)), {})
        fax = File("fax.tif", self._picture("TIFF"), {})
        cut = File("cut.jpg", photo.content[: len(photo.content) // 2], {})
        webp = File("lift.webp", self._picture("WEBP"), {})
        kept, left_out = mail_files.bounded([photo, bomb, fax, cut, webp])
        self.assertEqual(left_out, ["bomb.png", "cut.jpg"])
        self.assertEqual(
            [each.fname for each in kept], ["photo.jpg", "fax.tif", "lift.jpg"]
        )
        self.assertNotIn(b"taken at home", kept[0].content)
        self.assertEqual(kept[0].info, {"cid": "1"})
        self.assertEqual(kept[1], fax)
