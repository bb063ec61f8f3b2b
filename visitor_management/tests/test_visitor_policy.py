"""Texts that visitors accept: written, published, never changed, looked at again."""

from datetime import datetime, timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .policy_common import PolicyCommon

NOON = datetime(2026, 11, 23, 12)
DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestPolicyVersions(PolicyCommon):
    def test_without_an_effective_date_it_is_in_force_at_that_moment(self):
        with freeze_time(NOON):
            policy = self._policy()
            self.assertEqual((policy.state, policy.valid_from), ("published", NOON))
            self.assertTrue(policy.in_force)

    def test_with_an_effective_date_it_waits_for_its_day(self):
        with freeze_time(NOON):
            first = self._policy()
            second = self._next(first, valid_from=NOON + DAY)
            self.assertEqual((first | second)._in_force(), first)
            self.assertEqual(first.state, "published")
        with freeze_time(NOON + DAY):
            self.assertEqual((first | second)._in_force(), second)
            self.env["visitor.policy"]._cron_policies()
            self.assertEqual((first.state, second.state), ("retired", "published"))

    def test_the_next_version_replaces_the_one_before(self):
        first = self._policy()
        second = self._next(first, body="<p>No smoking at all.</p>")
        self.assertEqual((first.state, second.state), ("retired", "published"))
        self.assertEqual((first.version, second.version), (1, 2))
        self.assertEqual(first.body, "<p>No smoking. Stay with your host.</p>")

    def test_an_effective_date_of_today_is_not_over(self):
        with freeze_time(NOON):
            policy = self._policy(publish=False, valid_from=NOON - timedelta(hours=1))
            policy.action_publish()
            self.assertEqual(policy.valid_from, NOON)

    def test_what_can_not_be_published(self):
        with freeze_time(NOON):
            published = self._policy(valid_from=NOON + 9 * DAY)
            for draft, words in (
                (published, "can't become"),
                (self._policy(publish=False, body=False), "no text yet"),
                (self._policy(publish=False, body="<p><br></p>"), "no text yet"),
                (self._policy(publish=False, body="<p>\u200b &nbsp;</p>"), "no text"),
                (self._policy(publish=False, valid_from=NOON - DAY), "is over"),
                (
                    self._next(published, publish=False, valid_from=NOON + 8 * DAY),
                    "comes after it",
                ),
                (
                    self._policy(publish=False, body='<p>See <img src="/a.png"/></p>'),
                    "text only",
                ),
            ):
                before = draft.state
                with self.assertRaisesRegex(UserError, words):
                    draft.action_publish()
                self.assertEqual(draft.state, before)

    def test_there_is_one_draft_of_a_text(self):
        policy = self._policy()
        self._next(policy, publish=False)
        with self.assertRaisesRegex(UserError, "Version 2 is a draft already"):
            policy.action_new_version()

    def test_a_retired_text_is_asked_of_nobody(self):
        first = self._policy()
        second = self._next(first)
        second.action_retire()
        self.assertFalse(second._in_force())
        with self.assertRaises(UserError):
            second.action_retire()

    def test_a_version_to_come_is_called_off_alone(self):
        first = self._policy()
        later = fields.Datetime.now() + DAY
        second = self._next(first, valid_from=later)
        second.action_retire()
        self.assertEqual((first.state, second.state), ("published", "retired"))
        self.assertEqual(second._in_force(later + DAY), first)


@tagged("post_install", "-at_install")
class TestPolicyStays(PolicyCommon):
    """A published version never changes, whoever tries."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.policy = cls._policy(validity_months=12)

    def test_nothing_of_it_is_written(self):
        for name, value in {
            "name": "Other rules",
            "body": "<p>Smoke.</p>",
            "kind": "other",
            "validity_months": 0,
            "ask_again": True,
            "asks_signature": True,
            "valid_from": "2030-01-01 00:00:00",
            "lang": "zh_CN",
            "state": "draft",
            "version": 7,
            "series": "x",
            "counts_from": 0,
            "duty_ids": [Command.clear()],
        }.items():
            for policy in (self.policy, self.policy.sudo()):
                if policy.env.su and name in ("version", "series", "counts_from"):
                    continue
                with self.subTest(name), self.assertRaises(UserError):
                    policy.write({name: value})

    def test_nobody_deletes_it(self):
        for policy in (self.policy, self.policy.sudo()):
            with self.assertRaises(UserError):
                policy.unlink()
        self._next(self.policy, publish=False).unlink()

    def test_a_language_is_added_once(self):
        self.policy.add_translation("zh_CN", "<p>禁止吸烟。</p>", "须知")
        shown = self.policy._shown("zh_CN")
        self.assertEqual(shown["body"], "<p>禁止吸烟。</p>")
        self.assertEqual((shown["name"], shown["fallback"]), ("须知", False))
        self.assertIn("No smoking", self.policy._shown("en_US")["body"])
        chinese = self.policy.with_context(lang="zh_CN")
        for change in (
            lambda: self.policy.add_translation("zh_CN", "<p>可以吸烟。</p>"),
            lambda: self.policy.add_translation("en_US", "<p>Smoke.</p>"),
            lambda: chinese.write({"body": "<p>可以吸烟。</p>"}),
            lambda: chinese.sudo().write({"name": "别的"}),
            lambda: self.policy.update_field_translations(
                "body", {"zh_CN": "<p>可以吸烟。</p>"}
            ),
            lambda: self.policy.update_field_translations("body", {"zh_CN": False}),
            lambda: self.policy.update_field_translations("name", {"en_US": "Other"}),
            lambda: self.policy.add_translation("fr_FR", "<p><br/></p>"),
            lambda: self.policy.add_translation("xx_XX", "<p>x</p>"),
        ):
            with self.assertRaises(UserError):
                change()
        self.assertEqual(self.policy._shown("zh_CN")["body"], "<p>禁止吸烟。</p>")

    def test_a_text_written_in_chinese_first(self):
        chinese = self.env["visitor.policy"].with_context(lang="zh_CN")
        policy = chinese.with_user(self.user_admin).create(
            {"name": "须知", "body": "<p>旧文</p>"}
        )
        policy.body = "<p>禁止吸烟。</p>"
        policy.action_publish()
        shown = policy._shown("fr_FR")
        self.assertEqual((shown["lang"], shown["fallback"]), ("zh_CN", True))
        self.assertEqual(shown["body"], "<p>禁止吸烟。</p>")
        policy.add_translation("en_US", "<p>No smoking.</p>", "Rules")
        self.assertEqual(policy._shown("fr_FR")["lang"], "en_US")
        self.assertEqual(policy._shown("zh_CN")["body"], "<p>禁止吸烟。</p>")
        self.assertEqual(policy.with_context(lang="zh_CN").body, "<p>禁止吸烟。</p>")

    def test_the_next_version_has_all_languages(self):
        self.policy.add_translation("zh_CN", "<p>禁止吸烟。</p>", "须知")
        draft = self._next(self.policy, publish=False)
        self.assertEqual(draft._shown("zh_CN")["body"], "<p>禁止吸烟。</p>")
        self.assertEqual(draft.validity_months, 12)
        draft.with_context(lang="zh_CN").body = "<p>禁止吸烟和明火。</p>"
        self.assertIn("No smoking", draft._shown("en_US")["body"])
        self.assertEqual(self.policy._shown("zh_CN")["body"], "<p>禁止吸烟。</p>")

    def test_the_text_is_clean(self):
        policy = self._policy(
            body='<p onclick="x()">Stay<script>alert(1)</script></p>'
            '<a href="javascript:x()">here</a>'
        )
        self.assertNotRegex(policy.body, "script|onclick")

    def test_others_read_what_was_published_and_write_nothing(self):
        draft = self._next(self.policy, publish=False)
        for user in (self.user_host, self.user_reception, self.user_security):
            policy = self.policy.with_user(user)
            self.assertTrue(policy.name)
            for call in (
                lambda policy=policy: policy.action_new_version(),
                lambda policy=policy: policy.action_retire(),
                lambda policy=policy: policy.add_translation("zh_CN", "<p>x</p>"),
                lambda policy=policy: policy.action_review("keep"),
                lambda user=user: draft.with_user(user).action_publish(),
                lambda user=user: draft.with_user(user).name,
            ):
                with self.assertRaises(AccessError):
                    call()

    def test_a_draft_that_somebody_names_is_not_deleted(self):
        draft = self._asked(self._policy(publish=False))
        with self.assertRaises(UserError):
            draft.unlink()


@tagged("post_install", "-at_install")
class TestPolicyDuties(PolicyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.department = cls.env["hr.department"].create(
            {"name": "Logistics", "manager_id": cls.employee.id}
        )
        cls.policy = cls._policy(
            publish=False,
            duty_ids=[
                Command.create(
                    {
                        "department_id": cls.department.id,
                        "name": "Hand out protection",
                        "evidence": "The list of what was handed out",
                    }
                )
            ],
        )

    def _asked_of(self, user):
        return self.policy.sudo().activity_ids.filtered(lambda e: e.user_id == user)

    def test_on_publishing_the_head_is_asked_and_confirms(self):
        self.policy.action_publish()
        self.assertTrue(self._asked_of(self.user_host))
        duty = self.policy.duty_ids.with_user(self.user_host)
        self.assertTrue(duty.may_confirm)
        duty.action_confirm()
        self.assertEqual(duty.confirmed_by_id, self.user_host)
        self.assertFalse(self._asked_of(self.user_host))
        with self.assertRaisesRegex(UserError, "confirmed already"):
            duty.action_confirm()

    def test_nobody_else_confirms_it(self):
        duty = self.policy.duty_ids
        with self.assertRaisesRegex(UserError, "that are published"):
            duty.action_confirm()
        self.policy.action_publish()
        for user in (self.user_host2, self.user_admin, self.user_security):
            with self.assertRaises(AccessError):
                duty.with_user(user).action_confirm()
        with self.assertRaises(UserError):
            duty.confirmed_at = fields.Datetime.now()
        self.assertFalse(duty.confirmed)

    def test_the_duties_of_a_published_version_stay(self):
        self.policy.action_publish()
        duty = self.policy.duty_ids
        for change in (
            lambda: duty.write({"name": "Nothing"}),
            duty.unlink,
            lambda: duty.copy(),
        ):
            with self.assertRaises(UserError):
                change()

    def test_the_next_version_is_confirmed_anew(self):
        self.policy.action_publish()
        self.policy.duty_ids.with_user(self.user_host).action_confirm()
        draft = self._next(self.policy)
        self.assertEqual(draft.duty_ids.name, "Hand out protection")
        self.assertFalse(draft.duty_ids.confirmed)
        unconfirmed = self.env["visitor.policy.duty"].search(
            [("confirmed", "=", False), ("policy_id", "=", draft.id)]
        )
        self.assertEqual(unconfirmed, draft.duty_ids)

    def test_where_the_head_has_left_the_next_above_is_asked(self):
        above = self.env["hr.department"].create(
            {"name": "Works", "manager_id": self.employee2.id}
        )
        self.department.parent_id = above
        self.employee.active = False
        self.policy.action_publish()
        self.assertTrue(self._asked_of(self.user_host2))


@tagged("post_install", "-at_install")
class TestPolicyReview(PolicyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOON))
        cls.policy = cls._policy(review_on="2026-12-20", owner_id=cls.user_admin.id)

    def _reminders(self):
        return self.policy.sudo().activity_ids.filtered(
            lambda each: (
                each.activity_type_id
                == self.env.ref("visitor_management.mail_activity_type_policy_review")
            )
        )

    def test_the_owner_is_reminded_once(self):
        self.assertFalse(self._reminders())
        for _again in range(2):
            with freeze_time(NOON + 15 * DAY):
                self.env["visitor.policy"]._cron_policies()
        self.assertEqual(self._reminders().user_id, self.user_admin)
        self.assertEqual(len(self._reminders()), 1)

    def test_a_review_is_kept_and_says_when_the_next_one_is(self):
        with freeze_time(NOON + 15 * DAY):
            self.env["visitor.policy"]._cron_policies()
            self.policy.action_review("keep", findings="Nothing happened")
        review = self.policy.review_ids
        self.assertEqual((review.result, review.version), ("keep", 1))
        self.assertEqual(str(self.policy.review_on), "2027-12-08")
        self.assertFalse(self._reminders())
        with self.assertRaises(UserError):
            review.sudo().findings = "Something"
        with self.assertRaises(UserError):
            review.sudo().unlink()

    def test_a_change_makes_a_draft_and_an_end_retires(self):
        self.policy.action_review("change", changes="No photographs either")
        drafts = self.policy._versions().filtered(lambda each: each.state == "draft")
        self.assertEqual(drafts.version, 2)
        self.policy.action_review("end", occasion="law", changes="A new law")
        self.assertEqual(self.policy.state, "retired")
        self.assertEqual(len(self.policy.review_ids), 2)

    def test_what_is_no_review(self):
        for values in (
            {"result": "burn"},
            {"result": "keep", "occasion": "boredom"},
            {"result": "change"},
            {"result": "keep", "next_review_on": "2026-11-01"},
        ):
            with self.assertRaises(UserError):
                self.policy.action_review(**values)
        self.assertFalse(self.policy.review_ids)
        with self.assertRaises(UserError):
            self._next(self.policy, publish=False).action_review("keep")

    def test_who_has_left_is_not_asked(self):
        self.user_admin.sudo().active = False
        with freeze_time(NOON + 15 * DAY):
            self.env["visitor.policy"]._cron_policies()
        self.assertTrue(self._reminders().user_id.active)


@tagged("post_install", "-at_install")
class TestPolicyNotice(PolicyCommon):
    def test_the_shipped_notice_is_a_draft_that_nobody_is_asked_for(self):
        policies = self.env["visitor.policy"]
        notice = policies.browse(policies._make_notice())
        self.assertEqual(notice.state, "draft")
        self.assertFalse(notice.asked_by)
        for lang, title, line in (
            ("en_US", "Notice to Visitors", "assembly point"),
            ("zh_CN", "访客须知", "集合点"),
            ("zh_TW", "訪客須知", "集合點"),
        ):
            shown = notice._shown(lang)
            self.assertEqual((shown["name"], shown["fallback"]), (title, False))
            self.assertEqual(shown["body"].count("<li>"), 10)
            self.assertIn(line, shown["body"])
