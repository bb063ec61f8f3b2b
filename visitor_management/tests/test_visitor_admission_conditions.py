import random
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import NamedTuple
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, freeze_time, tagged
from odoo.tools.translate import LazyTranslate, code_translations

from ..tools import admission
from ..tools.groups import RECEPTION, SECURITY
from ..tools.sentences import say
from .admission_common import (
    MINUTE,
    NOON,
    SECOND,
    as_in,
    codes_of,
    examples,
    standing,
)
from .scan_common import ScanCommon

# not by its usual name: nobody translates what stands in a test
lazy = LazyTranslate(__name__)

# Who may set what aside: nobody what concerns the pass, or has to be mended first.
WAIVERS = {
    "pass_lost": None,
    "pass_revoked": None,
    "pass_returned": None,
    "pass_expired": None,
    "pass_not_yet_valid": None,
    "wrong_site": None,
    "already_inside": RECEPTION,
    "not_approved": None,
    "not_checked_in": None,
    "outside_hours": RECEPTION,
    "area_not_allowed": SECURITY,
    "names_missing": None,
    "watchlisted": SECURITY,
    "identity_missing": RECEPTION,
    "identity_expired": RECEPTION,
    "photo_missing": RECEPTION,
    "signature_missing": RECEPTION,
    "induction_missing": SECURITY,
    "policy_missing": None,
    "permit_missing": SECURITY,
    "capacity_full": RECEPTION,
}


class Parking(NamedTuple):
    by_car: bool = False
    has_card: bool = False


# A condition more, as it would stand in a file of its own.
PARKING = admission.Family(
    "parking",
    Parking,
    {
        "by_car": "COALESCE(r.vehicle_plate, '') != ''",
        "has_card": "EXISTS (SELECT FROM visitor_card c WHERE c.pass_id = p.id)",
    },
)


@PARKING.condition(
    "parking_missing",
    in_emergency="later",
    waiver=SECURITY,
    label=lazy("Place to park"),
    met=lazy("Has a place to park"),
    mend="parking",
    unmet_by=({"by_car": True},),
)
def parking_missing(facts):
    if facts.parking.by_car:
        if facts.parking.has_card:
            return admission.MET
        return lazy("No place to park yet. Hand out a card.")


@contextmanager
def with_parking():
    """As if it stood in a file and in the order."""
    families = {**admission.FAMILIES, "parking": PARKING}
    conditions = admission.in_order(families, (*admission.ORDER, "parking_missing"))
    with (
        patch.dict(admission.FAMILIES, families),
        patch.dict(admission.CONDITIONS, conditions),
    ):
        yield


@tagged("post_install", "-at_install")
class TestConditions(TransactionCase):
    """The pure function that decides: each condition alone, and together."""

    def test_who_was_checked_in_passes(self):
        self.assertEqual(codes_of(standing()), [])

    def test_each_condition_alone(self):
        for condition, example in examples():
            with self.subTest(condition.code, **example):
                (unmet,) = admission.unmet(as_in(standing(), condition, example))
                self.assertEqual(unmet.code, condition.code)
                self.assertEqual(unmet.waiver, condition.waiver)
                self.assertGreater(len(say(self.env, unmet.message)), 10)

    def test_who_may_set_it_aside(self):
        waivers = {code: admission.waiver_of(code) for code in WAIVERS}
        self.assertEqual(waivers, WAIVERS)

    def test_what_was_waived_is_not_asked_again(self):
        for condition, example in examples():
            code, facts = condition.code, as_in(standing(), condition, example)
            with self.subTest(code, **example):
                self.assertEqual(
                    codes_of(facts.but(waived=frozenset([code]))),
                    [] if condition.waiver else [code],
                    "a pass condition can't be waived",
                )
                others = frozenset(set(admission.ORDER) - {code})
                self.assertEqual(codes_of(facts.but(waived=others)), [code])

    def test_a_gate_answers_for_the_pass_and_its_site_first(self):
        """Then for anti-passback, whatever else is missing."""
        of_pass = [c.code for c in admission.CONDITIONS.values() if c.family == "pass_"]
        first = [*of_pass, "wrong_site", "already_inside"]
        self.assertEqual(list(admission.ORDER[: len(first)]), first)
        for state in ("left", "cancelled", "refused"):
            gone = standing(visit={"registration_state": state})
            for changes, code in (
                ({}, "pass_revoked"),
                ({"pass_": {"state": "left_open"}}, "pass_returned"),
                ({"pass_": {"state": "expired"}}, "pass_expired"),
                ({"pass_": {"valid_from": NOON + MINUTE}}, "pass_not_yet_valid"),
                ({"gate": {"site_id": 8}}, "wrong_site"),
                ({"area": {"scanned_in": True}}, "pass_revoked"),
            ):
                self.assertEqual(codes_of(gone.but(**changes))[0], code, state)
            desk = gone.but(gate=dict(admission.Gate()._asdict()))
            self.assertEqual(codes_of(desk), ["pass_revoked"], "nothing else matters")

    def test_several_are_told_in_their_order(self):
        rng = random.Random(20261124)
        conditions = list(admission.CONDITIONS.values())
        for _i in range(2000):
            facts = standing()
            for condition in rng.sample(conditions, rng.randrange(2, 6)):
                facts = as_in(facts, condition, rng.choice(condition.unmet_by))
            found = codes_of(facts)
            self.assertEqual(found, sorted(set(found), key=admission.ORDER.index))
            waived = frozenset(rng.sample(admission.ORDER, rng.randrange(16)))
            self.assertEqual(
                codes_of(facts.but(waived=waived)),
                [c for c in found if c not in waived or not admission.waiver_of(c)],
            )

    def test_everything_at_once(self):
        found = codes_of(
            standing(
                pass_={"state": "revoked", "code_state": "lost"},
                gate={"site_id": 8},
                area={"scanned_in": True, "restricted": True},
                visit={
                    "state": "draft",
                    "registration_state": "left",
                    "headcount": 2,
                },
                names={"each_by_name": True},
                policy={"asked": [[1, False]]},
                hours={"start": NOON + 31 * MINUTE},
                watchlist={"hits": (("weak", "open", "", "0"),)},
                papers={
                    "id_required": True,
                    "photo_required": True,
                    "signature_required": True,
                },
                induction={"asked": [[1, {"en_US": "Works"}]]},
                works={"required": True},
                escort={"needed": 1},
                capacity={"limit": 1, "inside": 1},
            )
        )
        others = {"pass_returned", "pass_expired", "pass_not_yet_valid"}
        others |= {"not_checked_in", "identity_expired"}
        self.assertEqual(
            found, [code for code in admission.ORDER if code not in others]
        )

    def test_all_that_is_said_is_translated(self):
        said = [admission.unknown_pass().message]
        never_came = standing(visit={"registration_state": "outside"})
        said += [each.message for each in admission.wrong_exit(never_came)]
        for condition, example in examples():
            (unmet,) = admission.unmet(as_in(standing(), condition, example))
            said += [unmet.message, condition.label, condition.met]
        sources = {each._source for each in said if each is not None}
        self.assertGreater(len(sources), 2 * len(admission.ORDER))
        for lang in ("zh_CN", "zh_TW"):
            known = code_translations.get_python_translations(
                "visitor_management", lang
            )
            self.assertFalse(sources - known.keys(), lang)

    # ------------------------------------------------------------
    # MET, AT AN EXIT, AT ANOTHER HOUR
    # ------------------------------------------------------------

    def test_what_was_asked_for_and_is_there(self):
        self.assertEqual(admission.met(standing()), [], "nothing is asked for")
        papers = {"identity_seen": True, "has_photo": True, "has_signature": True}
        self.assertEqual(admission.met(standing(papers=papers)), [])
        papers |= {"id_required": True, "signature_required": True}
        said = [say(self.env, each) for each in admission.met(standing(papers=papers))]
        self.assertEqual(said, ["Identity seen", "Signed"])
        papers |= {"identity_seen": False, "identity_expires_on": None}
        said = [say(self.env, each) for each in admission.met(standing(papers=papers))]
        self.assertEqual(said, ["Signed"])

    def test_who_is_inside_goes_out_unless_the_pass_is_of_another(self):
        self.assertEqual(admission.wrong_exit(standing()), [])
        wrong = {"pass_lost", "pass_returned", "wrong_site"}
        for condition, example in examples():
            facts = as_in(standing(), condition, example)
            if facts.visit.registration_state != "inside":
                continue
            with self.subTest(condition.code, **example):
                found = [each.code for each in admission.wrong_exit(facts)]
                alien = condition.code in wrong
                self.assertEqual(found, [condition.code] if alien else [])
                self.assertEqual(admission.is_of_another(condition.code), alien)
        self.assertFalse(admission.is_of_another(None))
        self.assertFalse(admission.is_of_another("pass_unknown"))

    def test_who_is_not_inside_hears_of_the_pass_or_never_came(self):
        outside = standing(visit={"registration_state": "outside"})
        for changes, code in (
            ({}, "not_checked_in"),
            ({"papers": {"photo_required": True}}, "not_checked_in"),
            ({"pass_": {"state": "revoked"}}, "pass_revoked"),
            ({"pass_": {"valid_to": NOON}}, "pass_expired"),
            ({"pass_": {"state": "lost"}}, "pass_lost"),
            ({"visit": {"registration_state": "cancelled"}}, "pass_revoked"),
        ):
            found = [each.code for each in admission.wrong_exit(outside.but(**changes))]
            self.assertEqual(found, [code])

    def test_the_list_of_a_day_does_not_tell_the_hour(self):
        facts = standing(
            hours={"start": NOON + 31 * MINUTE}, papers={"photo_required": True}
        )
        lasting = admission.whatever_the_hour(admission.unmet(facts))
        self.assertEqual([each.code for each in lasting], ["photo_missing"])

    # ------------------------------------------------------------
    # BOUNDARIES
    # ------------------------------------------------------------

    def assertCodes(self, expected, message=None, **changes):
        self.assertEqual(codes_of(standing(**changes)), expected, message)

    def test_the_edges_of_grace(self):
        start = NOON + 30 * MINUTE
        self.assertCodes([], "as early as grace allows", hours={"start": start})
        self.assertCodes(["outside_hours"], hours={"start": start + SECOND})
        stop = NOON - 30 * MINUTE
        self.assertCodes([], "as late as grace allows", hours={"stop": stop})
        self.assertCodes(["outside_hours"], hours={"stop": stop - SECOND})
        self.assertCodes([], hours={"start": NOON, "grace_before": 0})
        self.assertCodes([], hours={"stop": NOON, "grace_after": 0})

    def test_the_sentence_tells_the_hour_of_the_site(self):
        for changes, said in (
            (
                {"hours": {"start": NOON + 90 * MINUTE}},
                "Too early: the visit begins at 13:30.",
            ),
            (
                {"hours": {"stop": NOON - timedelta(hours=14)}},
                "Too late: the visit ended at 2026-11-23 22:00.",
            ),
            (
                {"pass_": {"valid_from": datetime(2026, 11, 24, 16)}},
                "This pass is valid from 2026-11-25 on.",
            ),
        ):
            (unmet,) = admission.unmet(standing(**changes))
            self.assertEqual(say(self.env, unmet.message), said)

    def test_the_first_and_last_day_are_whole_days_of_the_site(self):
        always = {
            "start": datetime(2026, 11, 23, 16),
            "stop": datetime(2026, 11, 24, 15, 59),
            "opening": None,
        }
        first, end = datetime(2026, 11, 23, 16), datetime(2026, 11, 24, 16)
        for moment, found in (
            (first - SECOND, ["pass_not_yet_valid"]),
            (first, []),
            (end - SECOND, []),
            (end, ["pass_expired"]),
        ):
            self.assertCodes(found, moment, moment=moment, hours=always)

    def test_an_identity_document_is_valid_on_its_last_day(self):
        seen = {"id_required": True, "identity_seen": True}
        for expires_on, found in (
            (None, []),
            (date(2026, 11, 24), []),
            (date(2026, 11, 23), ["identity_expired"]),
        ):
            self.assertCodes(found, papers={**seen, "identity_expires_on": expires_on})
        # at half past midnight on the 25th in Shanghai it is still the 24th in UTC
        night = datetime(2026, 11, 24, 16, 30)
        self.assertCodes(
            ["identity_expired"],
            moment=night,
            hours={"stop": night, "opening": None},
            pass_={"valid_to": night + MINUTE},
            papers={**seen, "identity_expires_on": date(2026, 11, 24)},
        )
        self.assertCodes(
            [],
            "where no identity check is asked for",
            papers={"identity_seen": True, "identity_expires_on": date(2020, 1, 1)},
        )

    def test_capacity_counts_heads(self):
        group = {"registration_state": "outside", "headcount": 5}
        self.assertCodes([], visit=group, capacity={"limit": 12, "inside": 7})
        full = {"limit": 12, "inside": 8}
        self.assertCodes(["capacity_full"], visit=group, capacity=full)
        self.assertCodes([], "inside already", capacity={"limit": 1, "inside": 9})
        area = {"area": {"id": 3}, "visit": {"headcount": 5}}
        self.assertCodes([], **area, capacity={"area_limit": 12, "area_inside": 7})
        full = {"area_limit": 12, "area_inside": 8}
        self.assertCodes(["capacity_full"], **area, capacity=full)

    def test_a_walk_in_without_a_pass_is_not_asked_for_one(self):
        self.assertCodes(
            [],
            gate=admission.Gate()._asdict(),
            visit={"registration_state": "expected", "state": "approved"},
            pass_={"id": 0, "state": "", "valid_from": None, "valid_to": None},
        )

    # ------------------------------------------------------------
    # LOADING
    # ------------------------------------------------------------

    def test_a_condition_without_its_place_is_not_loaded(self):
        families, order = admission.FAMILIES, admission.ORDER
        for wrong in (
            order[1:],
            (*order, order[0]),
            (*order[1:], order[1]),
            (*order, "parking_missing"),
        ):
            with self.assertRaisesRegex(ValueError, "order"):
                admission.in_order(families, wrong)
        again = {**families, "twice": families["hours"]}
        for wrong in (order, (*order, "outside_hours")):
            with self.assertRaisesRegex(ValueError, "order"):
                admission.in_order(again, wrong)

    def test_each_fact_has_its_expression(self):
        for sql in ({}, {"by_car": "TRUE"}, {"has_card": "TRUE", "by_car": "TRUE"}):
            with self.assertRaisesRegex(ValueError, "has_card"):
                admission.Family("parking", Parking, sql)

    def test_a_waiver_has_a_name(self):
        with self.assertRaises(ValueError):
            PARKING.condition(
                "x", unmet_by=({},), in_emergency="later", waiver=SECURITY
            )
        with self.assertRaises(ValueError):
            PARKING.condition(
                "x", unmet_by=({},), in_emergency="later", on_exit="stop them"
            )


@tagged("post_install", "-at_install")
@freeze_time("2026-11-24 04:00:00")
class TestOneConditionMore(ScanCommon):
    """A family more is one file and one line: all that ask admission tell it."""

    tz = "Asia/Shanghai"

    def test_by_itself(self):
        with with_parking():
            self.assertEqual(codes_of(standing()), [])
            (unmet,) = admission.unmet(standing(parking={"by_car": True}))
            self.assertEqual(unmet.code, "parking_missing")
            here = standing(parking={"by_car": True, "has_card": True})
            self.assertEqual(codes_of(here), [])
            self.assertEqual(admission.met(here), [parking_missing_condition().met])

    def test_all_tell_it(self):
        person = self._registration()
        person.vehicle_plate = "B 123"
        screen = self.env["visitor.reception"].with_user(self.user_reception)
        with with_parking():
            self.assertEqual(self._codes(person.check_in()), ["parking_missing"])
            self.assertEqual(person.blocker_codes, ["parking_missing"])
            (missing,) = screen.open_person(person.id)["missing_now"]
            self.assertEqual(
                (missing["code"], missing["mend"], missing["may_waive"]),
                ("parking_missing", "parking", False),
            )
            self.gate.checks_in = True
            self.assertEqual(self._scan(person)["reason"], "parking_missing")
            with self.assertRaisesRegex(UserError, "Say why"):
                person.with_user(self.user_security).waive("parking_missing", " ")
            guard = person.with_user(self.user_security)
            guard.waive("parking_missing", "Parks outside")
            self.assertEqual(person.check_in()["status"], "granted")

    def test_what_is_there_is_said(self):
        person = self._registration()
        person.vehicle_plate = "B 123"
        screen = self.env["visitor.reception"].with_user(self.user_reception)
        card = self.env["visitor.card"].create(
            {"number": "P1", "site_id": self.site.id}
        )
        card.sudo().pass_id = person.sudo().pass_ids
        with with_parking():
            opened = screen.open_person(person.id)
            self.assertIn("Has a place to park", opened["met"])
            self.assertFalse(opened["missing_now"])

    def test_it_costs_no_query(self):
        people = self._inside() | self._registration()
        device = self._device()
        facts = self.env["visitor.admission"]._facts

        def count(gate):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            facts(people, gate=gate)
            return self.env.cr.sql_log_count - before

        few = [count(None), count(device)]
        with with_parking():
            self.assertEqual([count(None), count(device)], few)


def parking_missing_condition():
    (condition,) = PARKING.conditions
    return condition
