"""What hosts are told: who, of which firm, why and where, in their own language."""

import ast
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, freeze_time, tagged
from odoo.tools.image import base64_to_image

from odoo.addons.mail.tools.discuss import Store

from .common import VisitorCommon
from .image_common import b64, picture_bytes
from .scan_common import ScanCommon
from .told_common import WORDS, all_in_chinese, english_in

ADDON = Path(__file__).resolve().parent.parent
APPROVAL = "visitor_management.mail_activity_type_visit_approval"
GROUP_OF_30 = ("Zhang Wei", "Li Na", "Wang Fang", *(f"Guest {n}" for n in range(27)))


class ToldCase(VisitorCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firm = cls.env["res.partner"].create({"name": "Acme", "is_company": True})
        cls.site.announce_phone = "+86 21 5555 0100"
        cls.about = {"purpose": "Design review", "partner_id": cls.firm.id}

    def _messages(self, visit, partner=None):
        partner = partner or self.user_host.partner_id
        messages = self.env["mail.message"].sudo()
        messages = messages.search(
            [("model", "=", "visitor.visit"), ("res_id", "=", visit.id)], order="id"
        )
        return messages.filtered(lambda each: partner in each.notified_partner_ids)

    def _look_for_late(self):
        """The job, without its commits."""
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            self.env["visitor.visit"]._cron_overstay()

    def _walk_in(self, user=None, channel="", **values):
        desk = self.env["visitor.registration"].with_user(user or self.user_reception)
        answer = desk.register_walk_in(
            {
                "site_id": self.site.id,
                "type_id": self.type_host.id,
                "host_id": self.employee.id,
                "name": "Zhang Wei",
                "organization": "Acme",
                "purpose": "Design review",
                **values,
            },
            channel,
        )
        return desk.browse(answer["registration_id"])

    def _assert_says(self, message, *texts):
        for text in texts:
            self.assertIn(text, message.body)
        for name in ("Zhang", "Acme"):
            self.assertNotIn(name, message.subject, "no personal data in subjects")


@tagged("post_install", "-at_install")
class TestWhatHostsAreTold(ToldCase):
    def test_arrived(self):
        visit = self._inside(**self.about).visit_id
        told = self._messages(visit)
        self.assertEqual(told.subject, f"Your visitor is here ({visit.name})")
        self._assert_says(
            told,
            "Zhang Wei is here.",
            "Acme",
            "Design review",
            "Harbour Tower · Reception desk",
            visit.local_window,
        )

    def test_thirty_people_are_the_first_and_so_many_others(self):
        visit = self._visit(names=GROUP_OF_30, **self.about)
        visit.action_submit()
        visit.registration_ids.with_user(self.user_reception).check_in_group()
        told = self._messages(visit)
        self.assertEqual(told.subject, f"Your visitors are here ({visit.name})")
        self._assert_says(told, "Zhang Wei, Li Na, Wang Fang, and 27 others are here.")

    def test_one_and_one_other(self):
        for headcount, sentence in (
            (1, "Zhang Wei is here."),
            (2, "Zhang Wei and 1 other are here."),
            (28, "Zhang Wei and 27 others are here."),
        ):
            with self.subTest(headcount=headcount):
                visit = self._visit(headcount=headcount)
                visit.registration_ids.headcount = headcount
                visit.action_submit()
                visit.registration_ids.with_user(self.user_reception).check_in()
                self._assert_says(self._messages(visit), sentence)

    def test_people_without_names_are_counted(self):
        visit = self._visit(
            self.user_host2,
            names=(),
            headcount=30,
            host_id=self.employee.id,
            type_id=self.type_host.id,
        )
        visit.action_submit()
        self._assert_says(self._messages(visit), "30 people would like to come.")
        visit.with_user(self.user_host).action_approve()
        visit.with_user(self.user_reception).check_in_unnamed(28)
        self._assert_says(self._messages(visit)[-1:], "28 people are here.")

    def test_a_walk_in_waits_at_the_desk_now(self):
        person = self._walk_in()
        told = self._messages(person.visit_id)
        self.assertEqual(len(told), 1, "no bare mail of an activity beside it")
        self.assertIn("at the desk now", told.subject)
        self._assert_says(
            told,
            "Zhang Wei is at the desk now and waits for your answer.",
            "Acme",
            "Design review",
            "Reception desk",
            "+86 21 5555 0100",
        )
        todo = person.visit_id.sudo().activity_search([APPROVAL])
        self.assertEqual(todo.user_id, self.user_host)

    def test_who_was_asked_by_phone_is_not_asked_again(self):
        person = self._walk_in(channel="phone")
        self.assertEqual(person.visit_id.state, "approved")
        self.assertFalse(self._messages(person.visit_id))

    def test_a_resident_hears_who_stands_at_the_desk(self):
        self._resident()
        person = self._walk_in(
            host_id=False, host_partner_id=self.resident.id, unit_id=self.unit.id
        )
        told = self._messages(person.visit_id, self.resident)
        self._assert_says(told, "Zhang Wei is at the desk now")

    def test_announced_by_a_colleague(self):
        visit = self._visit(
            self.user_host2,
            host_id=self.employee.id,
            type_id=self.type_host.id,
            **self.about,
        )
        visit.action_submit()
        told = self._messages(visit)
        self.assertEqual(len(told), 1)
        self.assertIn("waits for your approval", told.subject)
        self._assert_says(told, "Zhang Wei", "Acme", "Design review", "Harbour Tower")

    def test_left(self):
        person = self._inside(**self.about)
        person.check_out()
        told = self._messages(person.visit_id)[-1:]
        self.assertEqual(
            told.subject, f"Your visitor has left ({person.visit_id.name})"
        )
        self._assert_says(told, "Zhang Wei has left.", "Acme", "Design review")

    def test_thirty_who_leave_at_once_are_one_message(self):
        visit = self._visit(names=GROUP_OF_30)
        visit.action_submit()
        visit.registration_ids.with_user(self.user_reception).check_in_group()
        visit.with_user(self.user_reception).check_out_all()
        _arrived, left = self._messages(visit)
        self._assert_says(left, "and 27 others have left.")

    def test_out_for_now_is_no_news(self):
        person = self._inside()
        before = self._messages(person.visit_id)
        person.step_out()
        person.step_in()
        self.assertEqual(self._messages(person.visit_id), before)

    def test_what_was_refused_says_who(self):
        visit = self._visit(
            self.user_host,
            host_id=self.employee2.id,
            type_id=self.type_host.id,
            **self.about,
        )
        visit.action_submit()
        visit.with_user(self.user_host2).action_refuse("Not today")
        self._assert_says(
            self._messages(visit), "Not today", "Zhang Wei", "Acme", "Design review"
        )

    def test_a_text_is_a_text(self):
        """What visitors type is shown, not followed."""
        person = self._registration(names=("<b>Zhang</b>",))
        person.check_in()
        told = self._messages(person.visit_id)
        self.assertIn("&lt;b&gt;Zhang&lt;/b&gt;", told.body)


@tagged("post_install", "-at_install")
class TestOverstaying(ToldCase):
    def setUp(self):
        super().setUp()
        self.start = fields.Datetime.now().replace(microsecond=0)
        with freeze_time(self.start):
            self.person = self._inside(
                start=self.start, stop=self.start + timedelta(hours=1), **self.about
            )
        self.visit = self.person.visit_id
        self.site.grace_after = 10

    def _after(self, **since_start):
        """What the host has been told after the job has run."""
        with freeze_time(self.start + timedelta(**since_start)):
            self._look_for_late()
        return self._messages(self.visit).filtered(
            lambda each: "still inside" in each.subject
        )

    def test_the_host_is_told_once(self):
        self.assertFalse(self._after(minutes=65), "there is a grace")
        told = self._after(minutes=71)
        self._assert_says(
            told, "Zhang Wei is still inside.", "Acme", "Design review", "Harbour Tower"
        )
        self.assertNotIn("Reception desk", told.body, "that is not where they are")
        self.assertEqual(self._after(minutes=76), told)
        self.assertEqual(self._after(hours=5), told)

    def test_again_when_it_was_extended_and_is_over_again(self):
        self._after(minutes=71)
        self.visit.with_user(self.user_host).stop = self.start + timedelta(hours=3)
        self.assertEqual(len(self._after(minutes=90)), 1)
        self.assertEqual(len(self._after(minutes=191)), 2)

    def test_who_is_gone_does_not_stay_too_long(self):
        for call in ("step_out", "check_out"):
            with freeze_time(self.start + timedelta(minutes=20)):
                getattr(self.person, call)()
            self.assertFalse(self._after(hours=2), call)

    def test_where_they_are(self):
        self.person.pass_ids.sudo().area_id = self.lab
        self._assert_says(self._after(minutes=71), "Harbour Tower · Laboratory")


@tagged("post_install", "-at_install")
class TestPhotoOfWhoIsHere(ToldCase):
    def _with_photo(self):
        person = self._registration(
            user=self.user_host2, host_id=self.employee.id, **self.about
        )
        person.photo = b64(picture_bytes(size=(400, 300)))
        person.check_in()
        return self._messages(person.visit_id)

    def test_the_host_sees_the_photo(self):
        attachment = self._with_photo().attachment_ids
        seen = attachment.with_user(self.user_host)
        picture = base64_to_image(seen.datas)
        self.assertLessEqual(max(picture.size), 160)
        self.assertNotIn("Zhang", seen.name)

    def test_nobody_else_sees_it(self):
        """Neither who announced the visit, who reads it, nor another employee."""
        told = self._with_photo()
        for user in (self.user_host2, self._user("nobody", "base.group_user")):
            with self.subTest(user=user.login):
                files = self.env["ir.attachment"].with_user(user)
                self.assertFalse(files.search([("id", "in", told.attachment_ids.ids)]))
                with self.assertRaises(AccessError):
                    files.browse(told.attachment_ids.ids).read(["raw"])

    def test_no_link_opens_it(self):
        told = self._with_photo()
        self.assertNotIn("access_token", told.body)
        self.assertFalse(told.attachment_ids.access_token)
        self.assertFalse(told.attachment_ids.public)

    def test_without_a_photo_there_is_none(self):
        told = self._messages(self._inside().visit_id)
        self.assertFalse(told.attachment_ids)


@tagged("post_install", "-at_install")
class TestArrivedAtAGate(ToldCase, ScanCommon):
    def test_the_gate_is_named(self):
        person = self._registration(**self.about)
        self.gate.sudo().checks_in = True
        answer = self._scan(person)
        self.assertEqual(answer["status"], "granted")
        self._assert_says(
            self._messages(person.visit_id), "Harbour Tower · Turnstile · Lobby"
        )


@tagged("post_install", "-at_install")
class TestSecurityApproves(ToldCase):
    """Nobody is sent to the host for what security decides."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls.user_security.partner_id

    def test_security_has_it_on_its_list_and_the_host_has_not(self):
        visit = self._visit(type_id=self.type_security.id)
        visit.action_submit()
        users = visit.sudo().activity_search([APPROVAL]).user_id
        self.assertIn(self.user_security, users)
        self.assertNotIn(self.user_host, users)
        self.assertTrue(self._messages(visit, self.officer))
        self.assertFalse(self._messages(visit))
        visit.with_user(self.user_security).action_approve()
        self.assertFalse(visit.sudo().activity_search([APPROVAL]))

    def test_at_the_desk_now(self):
        person = self._walk_in(type_id=self.type_security.id)
        told = self._messages(person.visit_id, self.officer)
        self.assertIn("security", told.subject)
        self._assert_says(told, "Zhang Wei is at the desk now", "Acme")
        self.assertFalse(self._messages(person.visit_id), "the host decides nothing")

    def test_the_desk_is_sent_to_security(self):
        person = self._walk_in(type_id=self.type_security.id)
        (reason,) = person.check_in()["reasons"]
        self.assertEqual(reason["code"], "not_approved")
        self.assertIn("security", reason["message"])
        self.assertNotIn("host", reason["message"])
        person = self._walk_in()
        (reason,) = person.check_in()["reasons"]
        self.assertIn("host", reason["message"])


@tagged("post_install", "-at_install")
class TestLanguageOfTheReader(ToldCase):
    """A Chinese host reads Chinese, whoever causes the message."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        modules = cls.env["ir.module.module"]
        modules._load_module_terms(["mail", "visitor_management"], ["zh_CN"])
        cls.user_host.lang = "zh_CN"
        # what somebody typed stays as it was typed
        cls.data = (
            *("Zhang Wei", "Acme", "Design review", "Harbour Tower", "Open", "Guest"),
            *("Not today", "AM", "PM", "Li Na", "Laboratory", "Turnstile", "Lobby"),
        )

    def _assert_chinese(self, messages):
        self.assertTrue(messages)
        for message in messages:
            with self.subTest(subject=message.subject):
                data = (*self.data, *messages.mapped("record_name"))
                self.assertFalse(english_in(message.subject, *data))
                self.assertFalse(english_in(message.body, *data))
                self.assertIn(WORDS, message.body)

    def test_each_message_of_a_visit(self):
        start = fields.Datetime.now().replace(microsecond=0)
        with all_in_chinese():
            walk_in = self._walk_in()
            self._assert_chinese(self._messages(walk_in.visit_id))
            with freeze_time(start):
                person = self._inside(start=start, **self.about)
            with freeze_time(start + timedelta(hours=3)):
                self._look_for_late()
                person.check_out()
            self.assertEqual(len(self._messages(person.visit_id)), 3)
            self._assert_chinese(self._messages(person.visit_id))
            for step in ("action_approve", "action_refuse", "_give_up_waiting"):
                visit = self._visit(
                    host_id=self.employee2.id, type_id=self.type_host.id, **self.about
                )
                visit.action_submit()
                visit = visit.with_user(self.user_host2)
                visit = visit.sudo(step == "_give_up_waiting")
                getattr(visit, step)(*(["Not today"] if "refuse" in step else []))
                self._assert_chinese(self._messages(visit))

    def test_activities_are_chinese_with_their_mail(self):
        """The mail that Odoo sends of an activity has an English subject otherwise."""
        self.lab.responsible_id = self.employee
        with all_in_chinese():
            visit = self._visit(
                self.user_host2,
                host_id=self.employee2.id,
                area_ids=[Command.set(self.lab.ids)],
            )
            visit.action_submit()
        todo = visit.sudo().activity_ids.filtered(
            lambda each: each.user_id == self.user_host
        )
        self.assertTrue(todo)
        self.assertFalse(english_in(todo.summary))
        told = self._messages(visit)
        data = (visit.name, "Harbour Tower", self.user_host2.name, "OdooBot")
        self.assertFalse(english_in(told.subject, *data), told.subject)

    def test_what_is_handed_to_another_is_said_in_that_ones_language(self):
        visit = self._visit(
            self.user_host2, host_id=self.employee.id, type_id=self.type_host.id
        )
        visit.action_submit()
        todo = visit.sudo().activity_search([APPROVAL])
        self.assertFalse(english_in(todo.summary))
        todo.user_id = self.user_host2
        self.assertEqual(todo.summary, "Visitors wait for your approval")

    def test_who_has_no_language_reads_that_of_the_site(self):
        self._resident(lang=False)
        self.company.partner_id.lang = "zh_CN"
        with all_in_chinese():
            person = self._walk_in(
                host_id=False, host_partner_id=self.resident.id, unit_id=self.unit.id
            )
        self.resident.lang = False
        self._assert_chinese(self._messages(person.visit_id, self.resident))


@tagged("post_install", "-at_install")
class TestHistory(ToldCase):
    """One history, which each reads in the own language."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        modules = cls.env["ir.module.module"]
        modules._load_module_terms(["visitor_management"], ["zh_CN"])

    def _read(self, message, lang):
        """A message as the chatter shows it."""
        reader = message.with_user(self.user_security).with_context(lang=lang)
        (shown,) = Store().add(reader).get_result()["mail.message"]
        return shown["body"][1]

    def test_a_note(self):
        visit = self._visit(host_id=self.employee2.id, type_id=self.type_host.id)
        visit.action_submit()
        visit.with_user(self.user_host2).action_refuse("Not <b>today</b>")
        note = visit.sudo().message_ids[0]
        with all_in_chinese():
            shown = self._read(note, "zh_CN")
        self.assertEqual(shown, f"{WORDS}Not &lt;b&gt;today&lt;/b&gt;{WORDS}")
        self.assertIn("Refused: Not &lt;b&gt;today", self._read(note, "en_US"))

    def test_a_note_with_the_name_of_a_field(self):
        person = self._inside()
        stay = person.stay_ids
        stay.correct(in_at=stay.in_at - timedelta(minutes=5), reason="Typed late")
        note = person.visit_id.sudo().message_ids[0]
        name = stay._fields["in_at"]._description_string
        chinese = name(self.env(context={"lang": "zh_CN"}))
        self.assertNotEqual(chinese, name(self.env))
        with all_in_chinese():
            self.assertIn(chinese, self._read(note, "zh_CN"))
        self.assertIn(name(self.env), self._read(note, "en_US"))

    def test_what_others_write_stays_as_they_wrote_it(self):
        visit = self._visit()
        note = visit.message_post(body="Refused: so they say")
        with all_in_chinese():
            self.assertIn("Refused: so they say", self._read(note, "zh_CN"))

    def test_a_state_that_was_tracked(self):
        visit = self._visit(host_id=self.employee2.id, type_id=self.type_host.id)
        field = self.env["ir.model.fields"]._get("visitor.visit", "state")
        labels = {
            lang: dict(
                visit._fields["state"]._description_selection(
                    self.env(context={"lang": lang})
                )
            )
            for lang in ("en_US", "zh_CN")
        }
        tracking = self.env["mail.tracking.value"].create(
            {
                "field_id": field.id,
                "mail_message_id": visit.sudo().message_post(body="State").id,
                "old_value_char": labels["en_US"]["draft"],
                "new_value_char": labels["zh_CN"]["pending"],
            }
        )
        for lang, words in labels.items():
            reader = tracking.with_context(lang=lang)
            old = reader._format_display_value("selection", new=False)
            new = reader._format_display_value("selection", new=True)
            self.assertEqual((old, new), ([words["draft"]], [words["pending"]]))

    def test_nobody_puts_words_into_a_note(self):
        visit = self._visit()
        note = visit.message_post(body="Mine")
        with self.assertRaises(AccessError):
            note.write({"visitor_said": {"source": "Theirs", "args": []}})


@tagged("post_install", "-at_install")
class TestOnePlace(TransactionCase):
    """Messages go out from one place, which knows in whose language."""

    def _calls(self):
        for path in sorted(ADDON.rglob("*.py")):
            if not {"tests", "migrations"} & set(path.parts):
                for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                    if isinstance(node, ast.Call):
                        name = getattr(node.func, "attr", "")
                        yield path.name, name, node

    def test_nobody_else_notifies(self):
        found = {
            path for path, name, _node in self._calls() if name == "message_notify"
        }
        self.assertEqual(found, {"visitor_told.py"})

    def test_nobody_else_writes_history(self):
        found = {path for path, name, _node in self._calls() if name == "_message_log"}
        self.assertEqual(found, {"mail_thread.py"})

    def test_activities_are_not_worded_in_the_language_of_who_makes_them(self):
        """Their words are lazy: said once it is known who reads them."""
        looked_at = 0
        for path, name, node in self._calls():
            for word in node.keywords if name == "activity_schedule" else ():
                if word.arg in ("summary", "note"):
                    looked_at += 1
                    said = [
                        each
                        for each in ast.walk(word.value)
                        if isinstance(each, ast.Call)
                        and getattr(each.func, "attr", "") == "_"
                    ]
                    self.assertFalse(said, f"{path}: line {node.lineno}")
        self.assertTrue(looked_at)

    def test_mails_from_templates_are_in_a_language(self):
        data = self.env["ir.model.data"].search(
            [("module", "=", "visitor_management"), ("model", "=", "mail.template")]
        )
        templates = self.env["mail.template"].browse(data.mapped("res_id"))
        self.assertTrue(templates)
        self.assertFalse(templates.filtered(lambda each: not each.lang))
