"""Rules and training on the tablet: read, looked at, answered, and what they count."""

import base64
import json

from odoo import Command
from odoo.tests import tagged

from .image_common import b64, picture_bytes
from .policy_common import PolicyCommon
from .tablet_common import TabletHttpCommon
from .training_common import TrainingCommon

PDF = b"%PDF-1.4\n%%EOF\n"


@tagged("post_install", "-at_install")
class TestTabletSteps(TabletHttpCommon, PolicyCommon, TrainingCommon):
    tz = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind.write({"photo_required": False, "signature_required": False})
        cls.policy = cls._asked(cls._policy(), cls.kind)
        cls.training = cls._training(pass_mark=100, shows_route=True)
        cls.kind.induction_ids = cls.training
        cls.site.evacuation_route = "Down the stairs"
        cls.site.evacuation_plan = b64(picture_bytes("PNG"))

    def _step(self, document, code):
        (step,) = (each for each in document["steps"] if each["code"] == code)
        return step

    def _blockers(self):
        self.person.invalidate_recordset()
        return self.person.blocker_codes

    # ------------------------------------------------------------
    # SHOWN
    # ------------------------------------------------------------

    def test_the_steps_hold_what_is_read_and_asked(self):
        _status, document = self._call()
        self.assertEqual(
            [step["code"] for step in document["steps"]],
            ["own_data", "policy_missing", "induction_missing"],
        )
        policy = self._step(document, "policy_missing")
        self.assertEqual(policy["message"], "Rules of the House")
        self.assertIn("No smoking", policy["policy"]["body"])
        induction = self._step(document, "induction_missing")["induction"]
        self.assertEqual(len(induction["quiz"]), 2)
        self.assertEqual(induction["route"]["places"][0]["route"], "Down the stairs")
        text = json.dumps(document)
        for told in ("correct", "explanation", "/web/"):
            self.assertNotIn(told, text)

    def test_in_the_language_of_the_visitor(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.policy.with_user(self.user_admin).update_field_translations(
            "body", {"zh_CN": "<p>禁止吸烟</p>"}
        )
        _status, document = self._call(lang="zh-CN")
        policy = self._step(document, "policy_missing")["policy"]
        self.assertIn("禁止吸烟", policy["body"])
        self.assertFalse(policy["fallback"])
        induction = self._step(document, "induction_missing")["induction"]
        self.assertTrue(induction["fallback"], "it says that it is not in Chinese")
        self._call("/policy", {"policy_id": self.policy.id}, lang="zh-CN")
        acceptance = self.policy.sudo().acceptance_ids
        self.assertEqual(acceptance.lang, "zh_CN")

    def test_what_is_waived_is_not_asked(self):
        self.person.with_user(self.user_security).waive("induction_missing", "A medic")
        _status, document = self._call()
        codes = [step["code"] for step in document["steps"]]
        self.assertEqual(codes, ["own_data", "policy_missing"])

    # ------------------------------------------------------------
    # DONE
    # ------------------------------------------------------------

    def test_accepted_and_passed_the_visitor_comes_in(self):
        self.assertEqual(self._blockers(), ["policy_missing", "induction_missing"])
        status, document = self._call("/policy", {"policy_id": self.policy.id})
        self.assertEqual(status, 200)
        self.assertTrue(self._step(document, "policy_missing")["done"])
        acceptance = self.policy.sudo().acceptance_ids
        self.assertEqual((acceptance.channel, acceptance.name), ("tablet", "Zhang Wei"))
        self.assertEqual(acceptance.create_uid, self.user_reception)
        _status, document = self._call(
            "/induction",
            {"induction_id": self.training.id, "answers": self._answers(self.training)},
        )
        self.assertEqual(document["result"]["passed"], True)
        self.assertTrue(self._step(document, "induction_missing")["done"])
        self.assertEqual(self.training.record_ids.channel, "tablet")
        self.assertFalse(self._blockers())

    def test_wrong_answers_are_explained_and_given_again(self):
        body = {"induction_id": self.training.id}
        _status, document = self._call(
            "/induction", {**body, "answers": self._answers(self.training, wrong=1)}
        )
        self.assertEqual(document["result"]["passed"], False)
        self.assertEqual(document["result"]["score"], 50)
        (explained,) = document["result"]["explained"]
        self.assertTrue(explained["explanation"])
        self.assertIn("induction_missing", self._blockers())
        _status, document = self._call(
            "/induction", {**body, "answers": self._answers(self.training)}
        )
        self.assertTrue(document["result"]["passed"])

    def test_who_is_asked_questions_answers_them(self):
        for body in ({}, {"answers": False}, {"answers": []}):
            self._call("/induction", {"induction_id": self.training.id, **body})
            self.assertIn("induction_missing", self._blockers())

    def test_a_training_without_questions_is_looked_at(self):
        film = self._training("Film", quiz=False)
        self.kind.induction_ids = film
        _status, document = self._call("/induction", {"induction_id": film.id})
        self.assertTrue(document["result"]["passed"])

    def test_a_signature_where_the_rules_ask_for_one(self):
        confidential = self._policy(name="Confidential", asks_signature=True)
        self._asked(confidential, self.kind)
        body = {"policy_id": confidential.id}
        self.assertEqual(self._call("/policy", body)[0], 422)
        self.assertEqual(self._call("/policy", {**body, "signature": "eA=="})[0], 422)
        signed = {**body, "signature": b64(picture_bytes("PNG"))}
        self.assertEqual(self._call("/policy", signed)[0], 200)
        self.assertTrue(confidential.sudo().acceptance_ids.signed)

    def test_who_leads_a_group_does_it_for_the_number(self):
        self.person.sudo().headcount = 12
        _status, document = self._call()
        self.assertEqual(document["visitor"]["headcount"], 12)
        self._call("/policy", {"policy_id": self.policy.id})
        self.assertEqual(self.policy.sudo().acceptance_ids.headcount, 12)

    # ------------------------------------------------------------
    # NOTHING ELSE
    # ------------------------------------------------------------

    def test_what_is_not_asked_of_this_visitor_is_not_done(self):
        others = self._policy(name="Others")
        draft = self._policy(publish=False, name="Draft")
        training = self._training("Others")
        self.env["visitor.area"].create(
            {
                "name": "Elsewhere",
                "site_id": self.person.site_id.id,
                "policy_ids": others.ids,  # its gate asks for them, the tablet does not
            }
        )
        refusals = [
            self._call("/policy", {"policy_id": policy})
            for policy in (others.id, draft.id, 999_999_999)
        ]
        self.assertEqual({status for status, _said in refusals}, {422})
        self.assertEqual(len({said["message"] for _status, said in refusals}), 1)
        for induction in (training.id, 999_999_999):
            body = {"induction_id": induction, "answers": []}
            self.assertEqual(self._call("/induction", body)[0], 422)
        self.assertFalse((others | draft).sudo().acceptance_ids)
        self.assertFalse(training.record_ids)

    def test_what_is_none_of_its_bodies(self):
        policy, induction = self.policy.id, self.training.id
        question = self.training.question_ids[:1].id
        for path, body in (
            ("/policy", {}),
            ("/policy", {"policy_id": str(policy)}),
            ("/policy", {"policy_id": True}),
            ("/policy", {"policy_id": policy, "signature": 5}),
            ("/policy", {"policy_id": policy, "channel": "desk"}),
            ("/policy", {"policy_id": policy, "lang": "en_US"}),
            ("/induction", {"induction_id": [induction]}),
            ("/induction", {"induction_id": induction, "answers": {}}),
            ("/induction", {"induction_id": induction, "answers": [5]}),
            ("/induction", {"induction_id": induction, "passed": True}),
            (
                "/induction",
                {
                    "induction_id": induction,
                    "answers": [{"question_id": question, "answer_ids": ["1"]}],
                },
            ),
            (
                "/induction",
                {
                    "induction_id": induction,
                    "answers": [
                        {"question_id": question, "answer_ids": [], "correct": True}
                    ],
                },
            ),
        ):
            with self.subTest(path=path, body=body):
                self.assertEqual(self._call(path, body)[0], 400)
        self.assertFalse(self.policy.sudo().acceptance_ids)
        self.assertFalse(self.training.record_ids)

    def test_files_of_the_own_training_and_no_others(self):
        steps = [
            {"title": "Map", "kind": "picture", "picture": b64(picture_bytes())},
            {"title": "Rules", "kind": "pdf", "file": base64.b64encode(PDF)},
        ]
        self.training.step_ids = [Command.create(each) for each in steps]
        others = self._training("Others", quiz=False)
        others.step_ids = [Command.create(each) for each in steps]
        text, picture, pdf = self.training.step_ids
        for of, record, kind in (
            ("step", picture, "image/jpeg"),
            ("step", pdf, "application/pdf"),
            ("site", self.site, "image/png"),
        ):
            answer = self._file(of, record.id)
            with self.subTest(of=of, kind=kind):
                self.assertEqual(answer.status_code, 200)
                self.assertEqual(answer.headers["Content-Type"], kind)
                self.assertEqual(answer.headers["Cache-Control"], "no-store")
                self.assertIn(
                    "default-src 'none'", answer.headers["Content-Security-Policy"]
                )
                self.assertNotIn("Set-Cookie", answer.headers)
        other_site = self.site.copy({"name": "Elsewhere"})
        other_site.evacuation_plan = b64(picture_bytes("PNG"))
        for of, number in (
            ("step", text.id),
            ("step", others.step_ids[-1].id),
            ("site", other_site.id),
            ("area", self.lobby.id),
            ("partner", self.env.user.partner_id.id),
            ("step", 999_999_999),
        ):
            with self.subTest(of=of, number=number):
                self.assertEqual(self._file(of, number).status_code, 404)
        self.assertEqual(self._file("step", pdf.id, "wrong").status_code, 404)

    def _file(self, of, number, secret=None):
        self.env.flush_all()
        return self.url_open(
            f"/visitor/api/v1/invitation/file/{of}/{number}",
            headers={"Authorization": f"Bearer {secret or self.secret}"},
        )
