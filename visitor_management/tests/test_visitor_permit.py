"""Work permits: asked for, signed, approved by another, suspended, ended."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from .common import VisitorCommon
from .image_common import b64, picture_bytes

KIND = "visitor_management.visitor_permit_kind_"
# Half past nine in the morning in Shanghai, a Monday.
MORNING = "2026-11-23 01:30:00"


class PermitCommon(VisitorCommon):
    tz = "Asia/Shanghai"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.general = cls.env.ref(f"{KIND}general")
        cls.hot_work = cls.env.ref(f"{KIND}hot_work")
        cls.firm = cls.env["res.partner"].create(
            {"name": "Pudong Steel", "is_company": True}
        )
        cls.user_security2 = cls._user(
            "security_two", "visitor_management.group_visitor_security"
        )

    def _permit(self, user=None, names=("Zhang Wei",), **values):
        start = fields.Datetime.now() + timedelta(minutes=-5)
        return (
            self.env["visitor.permit"]
            .with_user(user or self.user_reception)
            .create(
                {
                    "kind_id": self.general.id,
                    "site_id": self.site.id,
                    "partner_id": self.firm.id,
                    "works": "Weld the rail of the stairs",
                    "start": start,
                    "stop": start + timedelta(hours=8),
                    "worker_ids": [Command.create({"name": name}) for name in names],
                    **values,
                }
            )
        )

    def _hot(self, **values):
        """Hot work of the second grade, watched by somebody."""
        level = self.env.ref(f"{KIND.replace('kind', 'level')}hot_work_second")
        return self._permit(
            **{
                "kind_id": self.hot_work.id,
                "level_id": level.id,
                "watch_name": "Wang Fang",
                "responsible_name": "Liu Yang",
                **values,
            }
        )

    def _approved(self, permit=None, **values):
        permit = permit or self._permit(**values)
        permit.action_submit()
        self._by(self.user_security, permit).action_approve()
        return permit

    def _signed(self, permit):
        """By all whom hot work names, with all measures confirmed."""
        permit.action_submit()
        permit.action_sign("acceptor", b64(picture_bytes()))
        security = self._by(self.user_security2, permit)
        security.action_sign("unit")
        security.action_sign("safety")
        permit.line_ids.action_confirm()
        return permit

    def _by(self, user, record):
        self.env.invalidate_all()
        return record.with_user(user)


@tagged("post_install", "-at_install")
@freeze_time(MORNING)
class TestPermit(PermitCommon):
    # ------------------------------------------------------------
    # KINDS
    # ------------------------------------------------------------

    def test_where_there_is_no_site_yet_the_form_opens_all_the_same(self):
        self.env["visitor.site"].search([]).active = False
        permit = self.env["visitor.permit"].with_user(self.user_reception)
        shown = permit.onchange({}, [], {"site_id": {}, "kind_id": {}, "line_ids": {}})
        self.assertFalse(shown["value"]["site_id"])

    def test_without_a_kind_it_is_general_works_which_ask_for_nothing(self):
        permit = self.env["visitor.permit"].with_user(self.user_reception)
        permit = permit.create({"site_id": self.site.id, "works": "Paint a wall"})
        self.assertEqual(permit.kind_id, self.general)
        self.assertRegex(permit.name, r"^WP/2026/\d{5}$")
        self.assertFalse(permit.line_ids)
        permit.action_submit()
        self.assertFalse(permit.unsigned_ids)
        self.assertIs(self._by(self.user_security, permit).action_approve(), True)
        self.assertEqual(permit.state, "approved")
        self.assertEqual(permit.approved_by_id, self.user_security)

    def test_shipped_limits_are_those_of_the_standard(self):
        """GB 30871-2022, appendix B."""
        levels = self.env["visitor.permit.level"]
        limits = {
            each.get_external_id()[each.id].rpartition("level_")[2]: each.max_hours
            for each in levels.search([])
            if each.get_external_id()[each.id]
        }
        self.assertEqual(
            {name: hours for name, hours in limits.items() if hours},
            {
                "hot_work_special": 8,
                "hot_work_first": 8,
                "hot_work_second": 72,
                **{f"height_{level}": 7 * 24 for level in range(1, 5)},
                "electrical_usual": 15 * 24,
                "electrical_long": 30 * 24,
            },
        )
        self.assertEqual(self.env.ref(f"{KIND}confined_space").max_hours, 24)
        kinds = self.env["visitor.permit.kind"].search([])
        shipped = kinds.filtered(lambda kind: kind.get_external_id()[kind.id])
        self.assertEqual(shipped.filtered("may_extend"), self.general)
        for limited in (*levels.search([("max_hours", ">", 0)]),):
            if limited.get_external_id()[limited.id]:
                self.assertIn("GB 30871", limited.source)
        dangerous = shipped - self.general
        self.assertEqual(len(dangerous), 6)
        for kind in dangerous:
            self.assertTrue(kind.check_ids, kind.name)
            self.assertEqual(kind.function_ids[0].code, "acceptor")

    def test_longer_than_the_level_needs_a_new_permit(self):
        start = fields.Datetime.now()
        special = self.env.ref(f"{KIND.replace('kind', 'level')}hot_work_special")
        with self.assertRaisesRegex(ValidationError, r"8 hours.*GB 30871.*new permit"):
            self._hot(
                level_id=special.id,
                start=start,
                stop=start + timedelta(hours=8, minutes=1),
            )
        with self.assertRaisesRegex(ValidationError, "24 hours"):
            self._permit(
                kind_id=self.env.ref(f"{KIND}confined_space").id,
                start=start,
                stop=start + timedelta(hours=25),
            )
        self._hot(level_id=special.id, start=start, stop=start + timedelta(hours=8))

    def test_a_limit_that_became_shorter_counts_at_the_approval(self):
        permit = self._signed(self._hot())
        permit.sudo().level_id.max_hours = 4
        with self.assertRaisesRegex(ValidationError, "4 hours"):
            self._by(self.user_security, permit).action_approve()

    def test_a_kind_with_levels_is_submitted_with_one(self):
        permit = self._hot(level_id=False)
        with self.assertRaisesRegex(UserError, "level"):
            permit.action_submit()

    def test_the_checklist_is_that_of_the_kind_when_it_was_asked_for(self):
        permit = self._hot()
        self.assertEqual(len(permit.line_ids), len(self.hot_work.check_ids))
        self.hot_work.check_ids[:1].unlink()
        self.assertGreater(len(permit.line_ids), len(self.hot_work.check_ids))
        permit.write({"kind_id": self.general.id, "level_id": False})
        self.assertFalse(permit.line_ids)

    def test_the_form_shows_the_checklist_at_once(self):
        permits = self.env["visitor.permit"].with_user(self.user_reception)
        with Form(permits) as form:
            form.works = "Weld"
            form.site_id = self.site
            form.kind_id = self.hot_work
        permit = form.save()
        self.assertEqual(len(permit.line_ids), len(self.hot_work.check_ids))

    # ------------------------------------------------------------
    # SIGN AND APPROVE
    # ------------------------------------------------------------

    def test_nobody_approves_what_they_created_or_submitted(self):
        created = self._permit(user=self.user_security)
        created.with_user(self.user_reception).action_submit()
        submitted = self._permit()
        self._by(self.user_security, submitted).action_submit()
        again = self._permit()
        self._by(self.user_security, again).action_submit()
        again.action_rework("Another place")
        again.action_submit()
        for permit in (created, submitted, again):
            with self.assertRaisesRegex(UserError, "Somebody else"):
                self._by(self.user_security, permit).action_approve()
            self.assertEqual(permit.state, "submitted")
            self.assertIs(self._by(self.user_security2, permit).action_approve(), True)

    def test_approval_is_refused_while_a_signature_is_missing(self):
        permit = self._hot()
        permit.line_ids.action_confirm()
        permit.action_submit()
        approver = self._by(self.user_security, permit)
        signatures = (("acceptor", b64(picture_bytes())), ("unit", False))
        for function, signature in signatures:
            with self.assertRaisesRegex(UserError, "Safety Department"):
                approver.action_approve()
            approver.action_sign(function, signature)
        with self.assertRaisesRegex(UserError, "Not signed yet: Safety Department"):
            approver.action_approve()
        self.assertIs(approver.action_sign("Safety Department"), True)
        self.assertIs(approver.action_approve(), True)
        signed = permit.signature_ids.filtered(lambda each: each.step == "signed")
        self.assertEqual(
            signed.mapped("function_id.code"), ["acceptor", "unit", "safety"]
        )
        self.assertEqual(signed[0].name, "Liu Yang", "who is in charge of the works")
        self.assertTrue(signed[0].signature)
        self.assertEqual(signed[1].user_id, self.user_security)

    def test_the_acceptor_signs_by_hand(self):
        permit = self._hot()
        permit.action_submit()
        with self.assertRaisesRegex(UserError, "by hand"):
            permit.action_sign("acceptor")
        with self.assertRaises(UserError):
            permit.action_sign("acceptor", b64(b"<html>"))
        acceptor = self.hot_work.function_ids.filtered("acceptor")
        permit.action_sign(acceptor.id, b64(picture_bytes()))
        with self.assertRaisesRegex(UserError, "signed already"):
            permit.action_sign("acceptor", b64(picture_bytes()))

    def test_only_who_is_named_signs(self):
        safety = self.hot_work.function_ids.filtered(lambda f: f.code == "safety")
        safety.user_ids = self.user_host
        permit = self._hot()
        self.assertFalse(self._found(self.user_host2, permit))
        permit.action_submit()
        for user in (self.user_reception, self.user_security):
            with self.assertRaises(AccessError):
                self._by(user, permit).action_sign("safety")
        with self.assertRaises(AccessError):
            self._by(self.user_host2, permit).action_sign("safety")
        self.assertTrue(self._found(self.user_host, permit), "who is asked reads it")
        self.assertTrue(self._by(self.user_host, permit).may_sign)
        self.assertIs(self._by(self.user_host, permit).action_sign("safety"), True)
        with self.assertRaisesRegex(UserError, "no such function"):
            permit.action_sign("cook")

    def test_a_signature_is_given_anew_when_it_was_a_draft_again(self):
        permit = self._signed(self._hot())
        self._by(self.user_security, permit).action_rework("Another grade")
        self.assertEqual(permit.state, "draft")
        permit.action_submit()
        self.assertEqual(len(permit.unsigned_ids), 3)
        with self.assertRaisesRegex(UserError, "Not signed yet"):
            self._by(self.user_security, permit).action_approve()

    def test_whom_the_kind_names_approves_and_nobody_else(self):
        self.general.approver_ids = self.user_host
        permit = self._permit()
        permit.action_submit()
        with self.assertRaises(AccessError):
            self._by(self.user_security, permit).action_approve()
        self.assertTrue(self._by(self.user_host, permit).may_approve)
        self.assertIs(self._by(self.user_host, permit).action_approve(), True)
        with self.assertRaises(AccessError):
            self._by(self.user_host, permit).works = "Paint it"
        # whoever of security sees danger stops the works
        self._by(self.user_security, permit).action_suspend("Sparks")
        with self.assertRaises(AccessError):
            self._by(self.user_security, permit).action_resume()
        self._by(self.user_host, permit).action_resume()
        self.assertEqual(permit.state, "approved")

    def test_only_colleagues_of_the_company_sign(self):
        """Also where a function is changed past the form of its kind."""
        hot = self.env.ref("visitor_management.visitor_permit_kind_hot_work")
        outsider = self._user("outsider", "base.group_portal")
        with self.assertRaisesRegex(ValidationError, "portal"):
            hot.function_ids[0].user_ids = outsider

    def test_security_decides_where_nobody_named_is_at_work(self):
        gone = self._user("gone_approver", "base.group_user")
        self.general.approver_ids = gone
        gone.active = False
        permit = self._permit()
        permit.action_submit()
        self.assertIs(self._by(self.user_security, permit).action_approve(), True)

    def test_reception_approves_nothing(self):
        permit = self._permit(user=self.user_security2)
        permit.action_submit()
        calls = (("action_approve",), ("action_suspend", "Sparks"))
        for name, *args in (*calls, ("action_close", "Swept")):
            with self.assertRaises(AccessError):
                getattr(self._by(self.user_reception, permit), name)(*args)

    def test_measures_that_apply_are_confirmed_by_somebody(self):
        permit = self._hot()
        first, second, *_rest = permit.line_ids
        first.applies = False
        (permit.line_ids - first - second).action_confirm()
        permit.action_submit()
        for function in ("acceptor", "unit", "safety"):
            signature = b64(picture_bytes())
            self._by(self.user_security2, permit).action_sign(function, signature)
        with self.assertRaisesRegex(UserError, "not confirmed: Drains"):
            self._by(self.user_security, permit).action_approve()
        second.with_user(self.user_reception).confirmed_name = "Liu Yang"
        self.assertEqual(second.confirmed_by_id, self.user_reception)
        self.assertEqual(second.confirmed_at, fields.Datetime.now())
        self.assertIs(self._by(self.user_security, permit).action_approve(), True)

    def test_somebody_is_named_who_watches(self):
        permit = self._signed(self._hot(watch_name=False))
        with self.assertRaisesRegex(UserError, "watches"):
            self._by(self.user_security, permit).action_approve()
        permit.watch_name = "Wang Fang"
        self.assertIs(self._by(self.user_security, permit).action_approve(), True)

    # ------------------------------------------------------------
    # CHANGED, OVER
    # ------------------------------------------------------------

    def test_changed_content_of_an_approved_permit_is_refused(self):
        permit = self._approved()
        soon = fields.Datetime.now() + timedelta(hours=1)
        changed = {
            "works": "Cut",
            "limits": "None",
            "hazards": "None",
            "place": "Roof",
            "start": soon,
            "stop": soon,
            "hour_from": 7,
            "hour_to": 9,
            "kind_id": self.hot_work.id,
            "partner_id": False,
            "area_id": self.lab.id,
            "responsible_name": "Li Na",
            "worker_ids": [Command.create({"name": "Li Na"})],
        }
        for user in (self.user_reception, self.user_security, self.user_admin):
            for name, value in changed.items():
                with self.subTest(user=user.login, field=name):
                    with self.assertRaisesRegex(UserError, "new permit"):
                        self._by(user, permit).write({name: value})
        for record in (permit, permit.worker_ids):
            with self.assertRaisesRegex(UserError, "new permit"):
                name = "works" if record == permit else "name"
                record.sudo()[name] = "Another one"
        with self.assertRaisesRegex(UserError, "new permit"):
            self._by(self.user_reception, permit.worker_ids).unlink()
        permit.watch_name = "Li Na"

    def test_a_submitted_permit_is_taken_back_to_be_changed(self):
        permit = self._permit()
        permit.action_submit()
        with self.assertRaisesRegex(UserError, "back to a draft"):
            permit.works = "Cut"
        with self.assertRaisesRegex(UserError, "Say why"):
            permit.action_rework(" ")
        permit.action_rework("Another method")
        permit.works = "Cut"

    def test_what_is_over_needs_a_new_permit(self):
        permit = self._permit()
        with freeze_time("2026-11-24 01:30:00"):
            with self.assertRaisesRegex(UserError, "new permit"):
                permit.action_submit()
        permit.action_submit()
        with freeze_time("2026-11-24 01:30:00"):
            with self.assertRaisesRegex(UserError, "new permit"):
                self._by(self.user_security, permit).action_approve()

    def test_a_new_permit_has_the_same_works_and_workers_and_no_signatures(self):
        permit = self._signed_hot()
        action = permit.action_new_permit()
        new = self.env["visitor.permit"].browse(action["res_id"])
        self.assertEqual((new.state, new.works), ("draft", permit.works))
        self.assertEqual(
            new.worker_ids.mapped("name"), permit.worker_ids.mapped("name")
        )
        self.assertNotEqual(new.name, permit.name)
        self.assertFalse(new.signature_ids)
        self.assertFalse(new.worker_ids.registration_ids)
        self.assertEqual(len(new.line_ids), len(permit.line_ids))
        self.assertFalse(any(new.line_ids.mapped("confirmed_name")))

    def _signed_hot(self):
        permit = self._signed(self._hot())
        self._by(self.user_security, permit).action_approve()
        return permit

    def test_only_kinds_that_allow_it_are_extended(self):
        later = fields.Datetime.now() + timedelta(hours=20)
        hot = self._signed_hot()
        with self.assertRaisesRegex(UserError, "not extended"):
            self._by(self.user_security, hot).action_extend(later)
        permit = self._approved()
        before = permit.stop
        with self.assertRaises(AccessError):
            permit.action_extend(later)
        with self.assertRaisesRegex(UserError, "after the present"):
            self._by(self.user_security, permit).action_extend(before)
        self.assertIs(self._by(self.user_security, permit).action_extend(later), True)
        self.assertEqual((permit.stop, permit.extended_from), (later, before))
        self.general.max_hours = 24
        with self.assertRaisesRegex(ValidationError, "24 hours"):
            self._by(self.user_security, permit).action_extend(
                later + timedelta(hours=20)
            )

    # ------------------------------------------------------------
    # LIFE
    # ------------------------------------------------------------

    def test_suspended_handed_back_cancelled_and_closed_are_apart(self):
        permit = self._approved()
        security = self._by(self.user_security, permit)
        with self.assertRaisesRegex(UserError, "Say why"):
            security.action_suspend("")
        self.assertIs(security.action_suspend("Sparks"), True)
        self.assertEqual(permit.state, "suspended")
        self.assertIs(security.action_resume(), True)
        self.assertIs(permit.action_hand_back("Swept"), True)
        self.assertEqual(permit.state, "handed_back")
        with self.assertRaises(UserError):
            security.action_resume()
        with self.assertRaises(UserError):
            security.action_cancel("Too late")
        self.assertIs(security.action_close("In order"), True)
        self.assertEqual(
            (permit.state, permit.closed_by_id.id), ("closed", security.env.uid)
        )
        self.assertEqual(permit.acceptance_name, self.user_security.name)
        self.assertEqual(
            permit.signature_ids.sorted("id").mapped("step"),
            ["submitted", "approved", "suspended", "resumed", "handed_back", "closed"],
        )
        with self.assertRaisesRegex(UserError, "over"):
            permit.watch_name = "Li Na"
        other = self._permit()
        self.assertIs(other.action_cancel("Not needed"), True)
        approved = self._approved()
        with self.assertRaises(AccessError):
            approved.action_cancel("Not needed")
        self.assertIs(
            self._by(self.user_security, approved).action_cancel("Flood"), True
        )

    def test_what_was_signed_stays_as_it_was(self):
        permit = self._signed_hot()
        for values in ({"note": "Other"}, {"name": "Other"}):
            with self.assertRaises(UserError):
                permit.signature_ids[:1].sudo().write(values)
        with self.assertRaises(UserError):
            permit.signature_ids.sudo().unlink()
        with self.assertRaises(UserError):
            self._by(self.user_admin, permit).sudo().unlink()

    def test_the_start_is_checked_after_the_briefing(self):
        permit = self._signed_hot()
        security = self._by(self.user_security, permit)
        with self.assertRaisesRegex(UserError, "briefed"):
            security.action_check_start()
        permit.write({"briefing_name": "Liu Yang", "briefed_name": "Zhang Wei"})
        self.assertIs(security.action_check_start(), True)
        self.assertEqual(permit.start_checked_by_id, self.user_security)

    def test_it_holds_in_its_hours_of_the_day(self):
        start = fields.Datetime.now() - timedelta(hours=1)
        permit = self._permit(
            start=start, stop=start + timedelta(days=3), hour_from=8, hour_to=17.5
        )
        now = fields.Datetime.now()
        self.assertNotEqual(permit._now(now), "allowed", "a draft")
        self._approved(permit)
        self.assertEqual(permit._now(now), "allowed", "half past nine")
        self.assertNotEqual(permit._now(now + timedelta(hours=12)), "allowed")
        self.assertEqual(permit._now(now + timedelta(days=1)), "allowed")
        self.assertNotEqual(permit._now(now + timedelta(days=4)), "allowed")

    # ------------------------------------------------------------
    # BESIDE IT
    # ------------------------------------------------------------

    def test_overlapping_permits_in_an_area_are_shown_to_both_issuers(self):
        first = self._approved(area_id=self.lobby.id)
        reception2 = self._user(
            "reception_two", "visitor_management.group_visitor_reception"
        )
        inner = self._permit(user=reception2, area_id=self.lab.id)
        elsewhere = self._permit(user=reception2)
        start = first.stop + timedelta(hours=1)
        after = self._permit(
            user=reception2,
            area_id=self.lab.id,
            start=start,
            stop=start + timedelta(hours=1),
        )
        self.assertEqual(inner.overlap_ids, first)
        self.assertFalse(elsewhere.overlap_ids | after.overlap_ids)
        inner.action_submit()
        self.assertEqual(self._by(self.user_reception, first).overlap_ids, inner)
        subject = "Works at the same time in one area"
        for permit, user in ((first, self.user_reception), (first, self.user_security)):
            told = self._told_of(permit).filtered(lambda m: subject in m.subject)
            self.assertIn(user.partner_id, told.notified_partner_ids)
        self._by(self.user_security, inner).action_approve()
        told = self._told_of(inner).filtered(lambda m: subject in m.subject)
        self.assertIn(reception2.partner_id, told.notified_partner_ids)

    def test_the_monthly_review_counts_permits_by_kind(self):
        stopped = self._approved()
        self._by(self.user_security, stopped).action_suspend("Sparks")
        self._signed_hot()
        self._permit().action_submit()
        reviews = self.env["visitor.review"].with_user(self.user_security)
        review = reviews.browse(reviews.generate("2026-11-01", self.site.id))
        lines = review.line_ids.filtered(lambda line: line.kind == "permit")
        self.assertEqual(
            {line.title or line.code: line.count for line in lines},
            {"General Works": 1, "Hot Work": 1, "suspended": 1, "not_closed": 0},
        )

    def test_related_permits_name_each_other(self):
        first, second = self._approved(), self._permit()
        second.related_ids = first
        self.assertEqual(first.related_ids, second)

    def _told_of(self, permit):
        return (
            self.env["mail.message"]
            .sudo()
            .search([("model", "=", "visitor.permit"), ("res_id", "=", permit.id)])
        )

    def _found(self, user, record):
        found = self._by(user, record).search([("id", "=", record.id)])
        return bool(found)
