"""Safety training of visitors: asked, taken, remembered, out of date."""

from datetime import date, timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import BaseCase, freeze_time, tagged
from odoo.tools import SQL

from ..tools import training as rules
from .image_common import b64, picture_bytes
from .training_common import TrainingCommon

MP4 = b"\x00\x00\x00\x18ftypmp42" + b"\0" * 100


@tagged("post_install", "-at_install")
class TestTrainingRules(BaseCase):
    def test_the_last_day_of_a_training(self):
        for day, months, year_end, last in (
            ("2026-11-24", 12, False, "2027-11-23"),
            ("2026-11-24", 12, True, "2026-12-31"),
            ("2026-01-10", 6, True, "2026-07-09"),
            ("2026-08-31", 6, False, "2027-02-27"),
            ("2026-11-24", 0, False, None),
            ("2026-11-24", 0, True, "2026-12-31"),
        ):
            found = rules.valid_until(date.fromisoformat(day), months, year_end)
            self.assertEqual(found, last and date.fromisoformat(last), (day, months))

    def test_a_question_is_right_when_all_its_right_answers_are_chosen(self):
        questions = [
            rules.Question(1, "A", {11: "x", 12: "y"}, frozenset({11})),
            rules.Question(2, "B", {21: "x", 22: "y", 23: "z"}, frozenset({21, 22})),
            rules.Question(3, "C", {31: "x", 32: "y"}, frozenset({31})),
        ]
        for given, score in (
            ({1: [11], 2: [22, 21], 3: [31]}, 100),
            ({1: [11], 2: [21], 3: [31]}, 66),
            ({1: [11], 2: [21, 22, 23], 3: [31]}, 66),
            ({1: [11, 12], 2: [], 3: [32]}, 0),
            ({}, 0),
        ):
            answers = [{"question_id": q, "answer_ids": a} for q, a in given.items()]
            self.assertEqual(rules.mark(questions, answers).score, score, given)

    def test_what_answers_nothing_is_refused(self):
        questions = [rules.Question(1, "A", {11: "x", 12: "y"}, frozenset({11}))]
        for nonsense in (
            True,
            "1",
            [1],
            [{"question_id": 1}],
            [{"question_id": 1, "answer_ids": 11}],
            [{"question_id": "1", "answer_ids": [11]}],
            [{"question_id": 1, "answer_ids": ["11"]}],
            [{"question_id": 1, "answer_ids": [True]}],
            [{"question_id": 1, "answer_ids": [11], "right": True}],
            [{"question_id": 2, "answer_ids": [11]}],
            [{"question_id": 1, "answer_ids": [21]}],
            [{"question_id": 1, "answer_ids": [11]}] * 2,
        ):
            with self.subTest(nonsense), self.assertRaises(rules.NoAnswer):
                rules.mark(questions, nonsense)


@tagged("post_install", "-at_install")
class TestTraining(TrainingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.training = cls._training()

    def _take(self, person, wrong=0, training=None):
        training = training or self.training
        return person.record_induction(training.id, self._answers(training, wrong))

    # ------------------------------------------------------------
    # WHO IS ASKED
    # ------------------------------------------------------------

    def test_nobody_is_asked_for_what_nobody_named(self):
        self.assertEqual(self._comes().check_in()["status"], "granted")

    def test_kind_site_area_and_what_is_above_it_ask(self):
        for holder, kind in (
            (self.type_open, {}),
            (self.site, {}),
            (self.lab, {"area_ids": [Command.set(self.lab.ids)]}),
            (self.lobby, {"area_ids": [Command.set(self.lab.ids)]}),
        ):
            with self.subTest(holder):
                holder.induction_ids = self.training
                person = self._comes(**kind)
                answer = person.check_in()
                self.assertEqual(self._codes(answer), ["induction_missing"])
                self.assertIn("Site safety", answer["reasons"][0]["message"])
                self.assertIn("security", answer["reasons"][0]["waiver"])
                self.assertEqual(self._take(person), {"passed": True, "score": 100})
                self.assertEqual(person.check_in()["status"], "granted")
                holder.induction_ids = False

    def test_an_area_below_does_not_ask_those_above(self):
        self.lab.induction_ids = self.training
        person = self._comes(area_ids=[Command.set(self.lobby.ids)])
        self.assertEqual(person.check_in()["status"], "granted")

    def test_a_gate_asks_for_the_training_of_its_area(self):
        person = self._inside()
        self.lobby.induction_ids = self.training
        device = self.env["visitor.gate"]._device(SQL("g.id = %s", self.gate.id))
        facts = self.env["visitor.admission"]._facts(person.sudo(), gate=device)
        self.assertTrue(facts[person.id].induction.asked)

    def test_important_persons_and_firms_are_asked_by_a_switch(self):
        self.training.for_important = True
        firm = self.env["res.partner"].create({"name": "Acme", "is_company": True})
        contact = self.env["res.partner"].create({"name": "A", "parent_id": firm.id})
        person = self._comes(partner_id=contact.id)
        self.assertFalse(self._missing(person))
        firm.with_user(self.user_reception).action_mark_important()
        self.assertTrue(self._missing(person))

    def test_archived_trainings_and_those_of_another_company_are_not_asked(self):
        self.type_open.induction_ids = self.training
        person = self._comes()
        self.training.active = False
        self.assertFalse(self._missing(person))
        self._other_company()
        other = self._training("Next door", company_id=self.company2.id)
        self.type_open.induction_ids = other
        self.assertFalse(self._missing(person))

    def test_security_sets_it_aside_and_nobody_else(self):
        self.type_open.induction_ids = self.training
        person = self._comes()
        with self.assertRaises(AccessError):
            person.waive("induction_missing", "Knows it")
        person.with_user(self.user_security).waive("induction_missing", "Knows it")
        self.assertEqual(person.check_in()["status"], "granted")

    def test_the_host_is_told_while_planning(self):
        self.type_open.induction_ids = self.training
        now = fields.Datetime.now()
        visit = self._visit(start=now + timedelta(minutes=5))
        self.assertIn("induction_missing", visit.ahead_codes)
        self.assertIn("Site safety", visit.ahead)

    # ------------------------------------------------------------
    # TAKING IT
    # ------------------------------------------------------------

    def test_told_at_the_desk_without_a_quiz(self):
        self.type_open.induction_ids = self.training
        person = self._comes(headcount=3)
        self.assertEqual(
            person.record_induction(self.training.id), {"passed": True, "score": 100}
        )
        record = self.training.record_ids
        self.assertEqual(record.channel, "desk")
        self.assertEqual(record.user_id, self.user_reception)
        self.assertEqual(record.headcount, 3)
        self.assertFalse(record.answers)
        self.assertEqual(record.version, 1)
        self.assertEqual(person.check_in()["status"], "granted")

    def test_a_quiz_that_is_not_passed_keeps_out_and_is_kept(self):
        self.type_open.induction_ids = self.training
        person = self._comes()
        self.assertEqual(self._take(person, 1), {"passed": False, "score": 50})
        answer = person.check_in()
        self.assertEqual(self._codes(answer), ["induction_missing"])
        self.assertIn("not passed", answer["reasons"][0]["message"])
        paper = self.training.record_ids.answers
        self.assertEqual([each["right"] for each in paper], [False, True])
        self.assertEqual(paper[0]["question"], "Where do you gather?")
        chosen = [a["answer"] for a in paper[0]["answers"] if a["chosen"]]
        self.assertEqual(chosen, ["Lift"])
        self.assertEqual(self._take(person)["passed"], True)
        self.assertEqual(person.check_in()["status"], "granted")
        with self.assertRaises(UserError):
            self.training.record_ids[:1].write({"score": 100})
        with self.assertRaises(UserError):
            self.training.record_ids.unlink()

    def test_wrong_answers_are_explained(self):
        self.type_open.induction_ids = self.training
        person = self._comes().sudo()
        answer = person._record_induction(
            self.training, self._answers(self.training, 1), "tablet"
        )
        (wrong,) = answer["explained"]
        self.assertEqual(wrong["text"], "Where do you gather?")
        self.assertEqual(wrong["explanation"], "It is: Where do you gather?")

    def test_attempts_are_counted_and_reception_may_explain_it_then(self):
        self.training.attempts = 2
        self.type_open.induction_ids = self.training
        person = self._comes(phone="+86 138 1234 5678")
        self._take(person, 2)
        again = self._comes(phone="+86 138 1234 5678")
        self._take(again, 2)
        with self.assertRaisesRegex(UserError, "2 attempts"):
            self._take(again)
        self.assertEqual(len(self.training.record_ids), 2)
        again.record_induction(self.training.id)
        self.assertEqual(again.check_in()["status"], "granted")

    def test_another_attempt_waits_for_the_cooling_time(self):
        self.training.cooling_time = 10
        self.type_open.induction_ids = self.training
        with freeze_time("2026-11-24 10:00:00") as clock:
            person = self._comes()
            self._take(person, 2)
            clock.tick(timedelta(minutes=9))
            with self.assertRaisesRegex(UserError, "once more"):
                self._take(person)
            clock.tick(timedelta(minutes=1))
            self.assertTrue(self._take(person)["passed"])

    def test_bad_input_is_refused_and_nothing_is_kept(self):
        other = self._training("Laboratory")
        self.type_open.induction_ids = self.training
        person = self._comes()
        foreign = self._answers(other)
        for induction_id, answers in (
            (other.id, False),
            (other.id, foreign),
            (0, False),
            (self.training.id + 10**6, False),
            (self.training.id, foreign),
            (self.training.id, "yes"),
            ("1", False),
        ):
            with self.subTest(induction_id=induction_id), self.cr.savepoint():
                with self.assertRaises(UserError):
                    person.record_induction(induction_id, answers)
        self.assertFalse(self.training.record_ids | other.record_ids)

    def test_only_reception_records_it(self):
        self.type_open.induction_ids = self.training
        person = self._comes().with_user(self.user_host)
        with self.assertRaises(AccessError):
            person.record_induction(self.training.id)

    def test_who_has_left_takes_none(self):
        person = self._inside()
        self.type_open.induction_ids = self.training
        person.check_out()
        with self.assertRaises(UserError):
            person.record_induction(self.training.id)

    # ------------------------------------------------------------
    # REMEMBERED
    # ------------------------------------------------------------

    def test_it_is_remembered_for_the_person(self):
        self.type_open.induction_ids = self.training
        contact = self.env["res.partner"].create({"name": "Li Na"})
        self._take(self._comes("张伟", phone="+86 138 1234 5678"))
        self._take(self._comes("Li Na", partner_id=contact.id))
        for person, missing in (
            (self._comes("張偉", phone="+86 138 1234 5678"), False),
            (self._comes("张伟"), True),
            (self._comes("王芳", phone="+86 138 1234 5678"), True),
            (self._comes("Na", partner_id=contact.id), False),
        ):
            self.assertEqual(self._missing(person), missing, person.name)

    def test_it_runs_out(self):
        self.type_open.induction_ids = self.training
        self.training.validity_months = 6
        contact = self.env["res.partner"].create({"name": "Li Na"})
        with freeze_time("2026-01-15 10:00:00"):
            self._take(self._comes(partner_id=contact.id))
        record = self.training.record_ids
        self.assertEqual(record.valid_until, date(2026, 7, 14))
        for day, missing in (("2026-07-14", False), ("2026-07-15", True)):
            with freeze_time(f"{day} 10:00:00"):
                person = self._comes(partner_id=contact.id)
                self.assertEqual(self._missing(person), missing, day)
        with freeze_time("2026-07-15 10:00:00"):
            self.assertIn("out of date", person.blockers)

    def test_it_lapses_after_an_absence(self):
        self.type_open.induction_ids = self.training
        self.training.write({"validity_months": 0, "absence_months": 6})
        contact = self.env["res.partner"].create({"name": "Li Na"})
        with freeze_time("2026-01-15 10:00:00"):
            person = self._comes(partner_id=contact.id)
            self._take(person)
        with freeze_time("2026-06-15 10:00:00"):
            person = self._comes(partner_id=contact.id)
            self.assertEqual(person.check_in()["status"], "granted")
            person.check_out()
        with freeze_time("2026-12-14 10:00:00"):
            self.assertFalse(self._missing(self._comes(partner_id=contact.id)))
        with freeze_time("2026-12-16 10:00:00"):
            person = self._comes(partner_id=contact.id)
            self.assertTrue(self._missing(person))
            person.with_user(self.user_security).waive("induction_missing", "Once")
            person.check_in()
            person.check_out()
        with freeze_time("2026-12-20 10:00:00"):
            again = self._comes(partner_id=contact.id)
            self.assertTrue(self._missing(again), "a visit does not bring it back")

    # ------------------------------------------------------------
    # VERSIONS
    # ------------------------------------------------------------

    def test_a_change_of_what_is_in_use_makes_a_new_version(self):
        training = self.training
        training.step_ids.body = "A draft may change."
        self.assertEqual(training.version, 1)
        self.type_open.induction_ids = training
        training.step_ids.body = "Wear your helmet."
        self.assertEqual(training.version, 2)
        training.write({"name": "Safety on site", "validity_months": 3})
        self.assertEqual(training.version, 2, "it teaches the same")
        changes = (
            lambda: training.step_ids[:1].write({"title": "Hello"}),
            lambda: training.step_ids.create(
                {"induction_id": training.id, "title": "Gloves"}
            ),
            lambda: training.step_ids[-1:].unlink(),
            lambda: training.question_ids[:1].write({"text": "Where to?"}),
            lambda: training.step_ids[:1].write(
                {"picture": b64(picture_bytes()), "kind": "picture"}
            ),
            lambda: training.write({"pass_mark": 100}),
        )
        for version, change in enumerate(changes, 3):
            change()
            self.env.flush_all()
            self.assertEqual(training.version, version)

    def test_a_translation_says_the_same(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.type_open.induction_ids = self.training
        chinese = self.training.with_context(lang="zh_CN")
        chinese.step_ids.body = "请佩戴访客证。"
        self.assertEqual(self.training.version, 1)
        chinese.step_ids.body = "请戴安全帽。"
        self.assertEqual(self.training.version, 2)

    def test_who_took_the_old_version_may_come_until_it_expires(self):
        self.type_open.induction_ids = self.training
        contact = self.env["res.partner"].create({"name": "Li Na"})
        self._take(self._comes(partner_id=contact.id))
        self.training.step_ids.body = "Wear your helmet."
        person = self._comes(partner_id=contact.id)
        self.assertFalse(self._missing(person))
        self.training.renewal = "at_once"
        self.assertTrue(self._missing(person))
        self.assertIn("out of date", person.blockers)
        self._take(person)
        self.assertFalse(self._missing(person))
        self.assertEqual(self.training.record_ids[:1].version, 2)

    # ------------------------------------------------------------
    # WHAT IS SHOWN
    # ------------------------------------------------------------

    def test_in_the_language_of_the_visitor_or_it_says_so(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        training = self._training("Short", quiz=False)
        self.type_open.induction_ids = training
        person = self._comes()
        shown = training._shown("zh_CN", person)
        self.assertEqual((shown["lang"], shown["fallback"]), ("en_US", True))
        chinese = training.with_context(lang="zh_CN")
        chinese.step_ids.title = "欢迎"
        self.assertTrue(training._shown("zh_CN", person)["fallback"], "half of it")
        chinese.step_ids.body = "请佩戴访客证。"
        shown = training._shown("zh_CN", person)
        self.assertEqual((shown["lang"], shown["fallback"]), ("zh_CN", False))
        self.assertEqual(shown["steps"][0]["title"], "欢迎")

    def test_no_right_answer_is_shown(self):
        self.training.shuffled = True
        quiz = self.training._shown("en_US")["quiz"]
        self.assertEqual(
            sorted(each["id"] for each in quiz), sorted(self.training.question_ids.ids)
        )
        for question in quiz:
            self.assertEqual(question.keys(), {"id", "text", "several", "answers"})
            for answer in question["answers"]:
                self.assertEqual(answer.keys(), {"id", "text"})
        with self.assertRaises(AccessError):
            self.training.question_ids.answer_ids.with_user(self.user_host).read(
                ["correct"]
            )

    def test_the_ways_out_of_site_and_areas_on_one_page(self):
        self.site.write(
            {"evacuation_route": "Take the stairs.", "assembly_point": "Car park"}
        )
        self.lobby.evacuation_plan = b64(picture_bytes())
        person = self._comes(area_ids=[Command.set(self.lab.ids)])
        places = self.training._shown("en_US", person)["route"]["places"]
        self.assertEqual(
            [(p["name"], p["point"], p["plan"]) for p in places],
            [("Harbour Tower", "Car park", False), ("Lobby", "", True)],
        )
        self.training.shows_route = False
        self.assertFalse(self.training._shown("en_US", person)["route"])

    # ------------------------------------------------------------
    # BAD TRAININGS
    # ------------------------------------------------------------

    def test_a_quiz_without_a_right_answer_is_refused(self):
        question = self.training.question_ids[:1]
        with self.assertRaises(ValidationError), self.cr.savepoint():
            question.create(
                {
                    "induction_id": self.training.id,
                    "text": "What?",
                    "answer_ids": [
                        Command.create({"text": "This"}),
                        Command.create({"text": "That"}),
                    ],
                }
            )
        with self.assertRaises(ValidationError), self.cr.savepoint():
            question.answer_ids.filtered("correct").correct = False
            self.cr.flush()
        self.cr.precommit.clear()
        empty = question.create({"induction_id": self.training.id, "text": "What?"})
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.type_open.induction_ids = self.training
            self.training.for_reception = True
        empty.unlink()
        right, wrong = question.answer_ids.sorted("correct", reverse=True)
        question.write(
            {
                "answer_ids": [
                    Command.update(right.id, {"correct": False}),
                    Command.update(wrong.id, {"correct": True}),
                ]
            }
        )
        self.cr.flush()
        self.assertTrue(wrong.correct, "they may change places")

    def test_a_file_has_to_be_what_the_step_shows(self):
        steps = self.training.step_ids
        for values in (
            {"kind": "video", "file": b64(b"%PDF-1.4")},
            {"kind": "pdf", "file": b64(MP4)},
            {"kind": "pdf", "file": b64(b"<html>")},
            {"kind": "video", "file": "no base64"},
            {"kind": "video"},
            {"kind": "pdf"},
            {"kind": "picture"},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                with self.cr.savepoint():
                    steps.create(
                        {"induction_id": self.training.id, "title": "S", **values}
                    )
        for kind, data, mimetype in (
            ("video", MP4, "video/mp4"),
            ("video", b"\x1aE\xdf\xa3" + b"\0" * 40, "video/webm"),
            ("pdf", b"%PDF-1.4\n%%EOF", "application/pdf"),
        ):
            step = steps.create(
                {
                    "induction_id": self.training.id,
                    "title": "S",
                    "kind": kind,
                    "file": b64(data),
                }
            )
            self.assertEqual(step._stored_file().mimetype, mimetype)

    def test_a_video_over_the_limit_of_the_server_is_refused(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("web.max_file_upload_size", "100")
        with self.assertRaisesRegex(UserError, "shorter or smaller"):
            self.training.step_ids.create(
                {
                    "induction_id": self.training.id,
                    "title": "Film",
                    "kind": "video",
                    "file": b64(MP4),
                }
            )

    def test_administrators_only_change_trainings(self):
        for user in (self.user_host, self.user_reception, self.user_security):
            with self.assertRaises(AccessError):
                self.training.with_user(user).name = "Other"
            with self.assertRaises(AccessError):
                self.training.step_ids.with_user(user).title = "Other"
        self.training.with_user(self.user_admin).name = "Other"

    def test_as_many_queries_for_many_trainings(self):
        person = self._comes()
        conditions = self.env["visitor.admission"]
        before = self._count_queries(lambda: conditions._facts(person.sudo()))
        self.type_open.induction_ids = self.training | self._training("B")
        after = self._count_queries(lambda: conditions._facts(person.sudo()))
        self.assertEqual(before, after)
