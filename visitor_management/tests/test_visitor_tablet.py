"""The tablet handed to a visitor: what its secret opens, and for how long."""

import json
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

from odoo.addons.visitor_management.models.core import visitor_throttle

from ..tools import masks
from .image_common import picture_bytes
from .tablet_common import TabletCommon, TabletHttpCommon

# What somebody might hope to write by the way.
HOSTILE = """
    id ids state visit_id site_id company_id type_id partner_id host_id headcount photo
    signature pass_ids stay_ids waiver_ids identity_ids blocker_codes create_uid
    write_uid create_date own_data_at current_area_id checked_in_at words phone_key
    email_normalized known_by_phone may_undo display_name __proto__ constructor context
    domain fields model method args kwargs token_hash expires_at visit_id.state
    visitor name[] lang; __class__ x""".split()


@tagged("post_install", "-at_install")
class TestTablet(TabletCommon):
    def test_only_the_desk_hands_it_over_and_takes_it_back(self):
        for user in (self.user_host, self.user_host2):
            with self.assertRaises(AccessError):
                self.person.with_user(user).hand_over_tablet()
            with self.assertRaises(AccessError):
                self.person.with_user(user).take_back_tablet()
        secret = self._hand_over()
        self.assertEqual(self._invitation(secret).registration_id, self.person)
        self.person.take_back_tablet()
        self.assertFalse(self._invitation(secret))

    def test_the_secret_is_written_down_nowhere(self):
        handed = self.person.hand_over_tablet()
        secret = handed["url"].partition("#")[2]
        invitation = self._invitation(secret)
        self.assertNotIn(secret, str(invitation.read()))
        self.assertNotIn(secret, str(self.person.read()))
        with self.assertRaises(AccessError):
            invitation.with_user(self.user_reception).sudo(False).read(["token_hash"])
        self.assertTrue(handed["qr"]["path"])

    def test_a_new_one_ends_the_old_one(self):
        first, second = self._hand_over(), self._hand_over()
        self.assertFalse(self._invitation(first))
        self.assertTrue(self._invitation(second))

    def test_it_is_for_one_visitor(self):
        companion = self._registration(names=("Li Na",))
        ours, theirs = self._hand_over(), self._hand_over(companion)
        self.assertEqual(self._invitation(ours).registration_id, self.person)
        self.assertEqual(self._invitation(theirs).registration_id, companion)

    def test_who_is_gone_gets_none(self):
        secret = self._hand_over()
        self.person.action_refuse("No appointment")
        self.assertFalse(self._invitation(secret), "and the one there was is over")
        with self.assertRaises(UserError):
            self._hand_over()

    def test_the_desk_sees_how_far_the_visitor_is(self):
        screen = self.env["visitor.reception"].with_user(self.user_reception)
        self.assertFalse(screen.open_person(self.person.id)["tablet"])
        self._hand_over()
        shown = screen.open_person(self.person.id)["tablet"]
        self.assertEqual((shown["done"], shown["steps"]), (0, 3))
        self.person.sudo()._save_photo(picture_bytes())
        self.assertEqual(screen.open_person(self.person.id)["tablet"]["done"], 1)
        self.person.take_back_tablet()
        self.assertFalse(screen.open_person(self.person.id)["tablet"])


@tagged("post_install", "-at_install")
class TestTabletCalls(TabletHttpCommon):
    # ------------------------------------------------------------
    # WHAT IS SHOWN
    # ------------------------------------------------------------

    def test_what_it_shows(self):
        status, document = self._call()
        self.assertEqual(status, 200)
        self.assertEqual(
            self._steps(document),
            {"own_data": False, "photo_missing": False, "signature_missing": False},
        )
        self.assertEqual(document["visitor"]["name"], "Zhang Wei")
        self.assertEqual(document["visit"]["site"], "Harbour Tower")
        self.assertEqual(document["visit"]["host"], "Anita Oliver")
        self.assertFalse(document["pass"], "the desk hands out the pass")

    def test_what_was_given_comes_back_covered(self):
        _status, document = self._call()
        text = json.dumps(document, ensure_ascii=False)
        for value in ("13800138000", "0013 8", "zhang.wei", "12345"):
            self.assertNotIn(value, text)
        self.assertEqual(document["visitor"]["email"], "z***@acme.example")
        self.assertEqual(document["visitor"]["vehicle_plate"], "沪A***45")

    def test_it_speaks_the_language_that_is_asked_for(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["res.lang"]._activate_lang("fr_FR")
        _status, english = self._call(lang="en-US")
        self.assertEqual(english["steps"][0]["message"], "Your data")
        self.person.sudo().lang = "zh_CN"
        for lang in (None, "zh-CN"):
            with self.subTest(lang=lang):
                self.assertEqual(self._call(lang=lang)[0], 200)

    def test_what_visitors_are_not_told_of_shows_nowhere(self):
        self.kind.id_required = True
        _status, document = self._call()
        codes = {step["code"] for step in document["steps"]}
        self.assertLessEqual(
            codes,
            {
                "own_data",
                "photo_missing",
                "policy_missing",
                "induction_missing",
                "signature_missing",
            },
        )
        self.assertEqual(len(document["at_reception"]), 1)
        self.assertNotIn("watchlist", json.dumps(document))

    def test_who_is_on_the_watchlist_learns_nothing_of_it(self):
        """Neither before nor after what they typed was found there."""
        self.env["visitor.watchlist"].create(
            {
                "name": "Somebody",
                "level": "deny",
                "reason": "Stole a laptop",
                "phone": "+86 139 1111 2222",
            }
        )
        _status, before = self._call(body={})
        _status, after = self._call(body={"phone": "+86 139 1111 2222"})
        self.assertIn("watchlisted", self.person.blocker_codes)
        before["visitor"].pop("phone")
        after["visitor"].pop("phone")
        self.assertEqual(after, before)

    # ------------------------------------------------------------
    # WHAT IS DONE
    # ------------------------------------------------------------

    def test_the_steps_are_what_admission_asks_for(self):
        self.assertEqual(self._codes(self.person.check_in())[:1], ["photo_missing"])
        _status, document = self._call(body={"phone": "+86 139 1111 2222"})
        self.assertTrue(self._steps(document)["own_data"])
        self.assertEqual(self.person.phone, "+86 139 1111 2222")
        self._call("/photo", picture_bytes())
        status, document = self._call("/signature", picture_bytes("PNG"))
        self.assertEqual((status, set(self._steps(document).values())), (200, {True}))
        self.assertEqual(self.person.check_in()["status"], "granted")

    def test_to_say_that_all_is_right_is_enough(self):
        _status, document = self._call(body={})
        self.assertTrue(self._steps(document)["own_data"])

    def test_to_choose_a_language_confirms_nothing(self):
        status, document = self._call(body={"lang": "en_US"})
        self.assertEqual(status, 200)
        self.assertFalse(self._steps(document)["own_data"])
        self.assertEqual(self.person.lang, "en_US")

    def test_what_is_sent_back_covered_stays_what_it_is(self):
        _status, document = self._call()
        shown = document["visitor"]
        self._call(body={name: shown[name] for name in masks.OF})
        self.assertEqual(self.person.phone, "+86 138 0013 8000")
        self.assertEqual(self.person.email, "zhang.wei@acme.example")
        self.assertEqual(self.person.vehicle_plate, "沪A12345")

    def test_what_cannot_be_kept_is_said_in_a_sentence(self):
        for wrong in (
            {"name": " "},
            {"email": "zhang@a.example, li@b.example"},
            {"email": "nobody"},
            {"phone": "call me"},
            {"vehicle_plate": "x" * 21},
            {"vehicle_plate": "--"},
        ):
            with self.subTest(**wrong):
                status, answer = self._call(body={"organization": "Else", **wrong})
                self.assertEqual(status, 422)
                self.assertTrue(answer["message"])
                self.assertEqual(self.person.organization, "Acme")

    def test_a_name_that_reception_has_seen_is_corrected_there(self):
        status, _document = self._call(body={"name": "Zhang Weiwei"})
        self.assertEqual((status, self.person.name), (200, "Zhang Weiwei"))
        self.person.set_identity("passport", "L898902C3")
        self.assertEqual(self._call(body={"name": "Somebody Else"})[0], 422)
        self.assertEqual(self.person.name, "Zhang Weiwei")

    def test_a_photo_is_a_picture(self):
        for nonsense in (b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.4"):
            self.assertEqual(self._call("/photo", nonsense)[0], 422)
        self.assertEqual(self._call("/photo", b"")[0], 400)
        self.assertEqual(self._call("/photo", b"x" * (10 * 1024 * 1024 + 1))[0], 413)
        self.assertFalse(self.person.photo)
        self.assertEqual(self._call("/photo", picture_bytes())[0], 200)
        self.assertTrue(self.person.photo)

    # ------------------------------------------------------------
    # WHAT IS NOT
    # ------------------------------------------------------------

    def _stored(self):
        self.env.flush_all()
        self.env.invalidate_all()
        person = self.person.sudo()
        return person.read(), person.visit_id.read()

    def test_hostile_keys_are_written_nowhere(self):
        self.assertGreaterEqual(len(HOSTILE), 40)
        before = self._stored()
        with patch(
            "odoo.addons.visitor_management.controllers.invitation.CALLS_A_MINUTE", 1000
        ):
            for key in HOSTILE:
                for path, values in (
                    ("", {"organization": "Else"}),
                    ("/opened", {}),
                    ("/end", {}),
                    ("/policy", {"policy_id": 1, "signature": False}),
                    ("/induction", {"induction_id": 1, "answers": []}),
                ):
                    body = {key: "x", **values}
                    if len(body) == len(values):
                        continue  # it is one of the keys
                    with self.subTest(key=key, path=path):
                        self.assertEqual(self._call(path, body)[0], 400)
        self.assertEqual(self._stored(), before)
        self.assertTrue(self._invitation(self.secret))

    def test_values_of_another_kind_are_written_nowhere(self):
        before = self._stored()
        for value in (None, 5, True, [], {}, ["x"], "x" * 251, "a\0b", "\ud800"):
            with self.subTest(value=value):
                self.assertEqual(self._call(body={"organization": value})[0], 400)
        for body in (
            b'{"name": "a", "name": "b"}',
            b"[]",
            b"",
            b"{",
            b'{"lang": "xx"}',
        ):
            with self.subTest(body=body):
                self.assertEqual(self._call(body=body)[0], 400)
        self.assertEqual(self._stored(), before)

    def test_looking_changes_nothing(self):
        before = self._stored(), self._invitation(self.secret).read()
        for method in ("GET", "HEAD", "GET"):
            self.url_open(
                "/visitor/api/v1/invitation",
                method=method,
                headers={"Authorization": f"Bearer {self.secret}"},
            )
        self.env.invalidate_all()
        self.assertEqual((self._stored(), self._invitation(self.secret).read()), before)

    def test_who_is_signed_in_there_does_not_matter(self):
        self.authenticate("visitor_admin", "visitor_admin")
        self._call(body={"organization": "Else"})
        self.assertEqual(self.person.organization, "Else")
        self.assertEqual(self.person.sudo().write_uid, self.user_reception)

    # ------------------------------------------------------------
    # FOR HOW LONG
    # ------------------------------------------------------------

    def test_given_back_it_opens_nothing(self):
        self.assertEqual(self._call("/end", {})[0], 200)
        self.assertEqual(self._call(), (404, {"error": "not_found"}))
        self.assertEqual(self._call(body={"organization": "Else"})[0], 404)
        self.assertEqual(self.person.organization, "Acme")

    def test_fifteen_minutes_after_the_last_step(self):
        self._later(minutes=14)
        self.assertEqual(self._call(body={})[0], 200)
        invitation = self._invitation(self.secret)
        left = invitation.expires_at - fields.Datetime.now()
        self.assertGreater(left, timedelta(minutes=14))
        self._later(minutes=15, seconds=1)
        self.assertEqual(self._call()[0], 404)
        self.assertEqual(self._call(body={"organization": "Else"})[0], 404)
        self.assertEqual(self.person.organization, "Acme")

    def test_at_most_an_hour(self):
        invitation = self._later(minutes=55)
        self._put(invitation, expires_at=fields.Datetime.now() + timedelta(minutes=1))
        self._call("/opened", {})
        invitation.invalidate_recordset()
        left = invitation.expires_at - fields.Datetime.now()
        self.assertLessEqual(left, timedelta(minutes=5))

    def test_to_look_does_not_prolong_it(self):
        self._later(minutes=10)
        before = self._invitation(self.secret).expires_at
        self._call()
        self.assertEqual(self._invitation(self.secret).expires_at, before)

    def test_guesses_get_one_answer_and_are_slowed_down(self):
        guesses = [f"vmsecret-{number:040d}" for number in range(25)]
        with patch.object(visitor_throttle, "MISSES_A_MINUTE", 20):
            answers = [self._call(secret=each) for each in guesses]
        self.assertEqual(
            {json.dumps(answer) for answer in answers},
            {
                json.dumps((404, {"error": "not_found"})),
                json.dumps((429, {"error": "too_many_requests"})),
            },
        )
        self.assertEqual(self._call()[0], 200, "the right one is not kept out")

    def test_a_hand_is_not_that_fast(self):
        with patch(
            "odoo.addons.visitor_management.controllers.invitation.CALLS_A_MINUTE", 3
        ):
            answers = [self._call("/opened", {})[0] for _try in range(5)]
        self.assertEqual(answers, [200, 200, 200, 429, 429])


class TestMasks(TransactionCase):
    def test_covered(self):
        self.assertEqual(masks.email("zhang.wei@acme.example"), "z***@acme.example")
        self.assertEqual(masks.email("@acme.example"), "***@acme.example")
        self.assertEqual(masks.email("zhang"), "zh*ng")
        self.assertEqual(masks.plate("沪A12345"), "沪A***45")
        self.assertEqual(masks.plate("1234"), "****")
        for mask in masks.OF.values():
            self.assertEqual(mask(False), "")
