"""Things of visitors: brought, kept with a slip, left behind, found and claimed."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .common import VisitorCommon


class BelongingCommon(VisitorCommon):
    def _deposit(self, person=None, name="Suitcase", **values):
        person = (person or self._inside()).with_user(self.user_reception)
        answer = person.add_belonging("deposit", name, **values)
        return person.env["visitor.belonging"].browse(answer["id"])

    def _found(self, **values):
        things = self.env["visitor.belonging"].with_user(self.user_reception)
        return things.create(
            {
                "kind": "found",
                "name": "Umbrella",
                "site_id": self.site.id,
                "found_place": "Lobby",
                **values,
            }
        )


@tagged("post_install", "-at_install")
class TestBelonging(BelongingCommon):
    def test_a_deposit_always_has_a_slip(self):
        person = self._inside()
        first = self._deposit(person, place="Shelf 3")
        self.assertRegex(first.slip, r"^S/\d{4}/\d{5}$")
        self.assertEqual((first.site_id, first.place), (self.site, "Shelf 3"))
        self.assertEqual(first.user_id, self.user_reception)
        other = self._deposit(person)
        self.assertNotEqual(first.slip, other.slip)
        by_form = first.create({"name": "Bag", "registration_id": person.id})
        self.assertTrue(by_form.slip, "by whatever way it is entered")
        brought = person.add_belonging("brought", "Laptop", serial="SN 1")
        self.assertEqual(brought["slip"], "", "what nobody keeps has none")
        with self.assertRaises(UserError):
            first.slip = "S/1"

    def test_valuables_are_declared_or_sealed(self):
        person = self._inside()
        for wrong, word in (("declared", "declared"), ("sealed", "seal")):
            with self.assertRaisesRegex(ValidationError, word):
                self._deposit(person, valuable=wrong)
            self.env.invalidate_all()
        self._deposit(person, valuable="declared", declared="Camera, 8,000")
        self._deposit(person, valuable="sealed", seal="0815")

    def test_it_is_given_back_at_any_time(self):
        person = self._inside()
        thing = self._deposit(person)
        self.assertIs(thing.action_close(), True)
        self.assertEqual((thing.state, thing.outcome), ("closed", "given_back"))
        self.assertEqual(thing.closed_by_id, self.user_reception)
        self.assertTrue(thing.closed_at)
        after = self._deposit(person)
        person.check_out()
        self.assertIs(after.action_close("Fetched by a colleague"), True)
        self.assertEqual(after.closing_note, "Fetched by a colleague")

    def test_what_is_settled_stays(self):
        thing = self._deposit()
        thing.action_close()
        with self.assertRaisesRegex(UserError, "settled"):
            thing.name = "Nothing"
        with self.assertRaises(UserError):
            thing.action_close()
        with self.assertRaises(UserError):
            thing.sudo().unlink()
        with self.assertRaises(UserError):
            thing.sudo().state = "open"

    def test_what_stands_on_a_slip_stays(self):
        """Who has the slip in hand reads on it what was given away."""
        thing = self._deposit(valuable="sealed", seal="0815")
        for change in (
            {"name": "Plastic bag"},
            {"quantity": 2},
            {"valuable": "no", "seal": False},
            {"seal": "0816"},
            {"look": "Torn already"},
        ):
            with self.subTest(**change), self.assertRaisesRegex(UserError, "stays"):
                thing.write(change)
        thing.write({"name": thing.name, "place": "Safe"})
        self.assertEqual(thing.place, "Safe", "it may be put elsewhere")
        brought = thing.create(
            {
                "name": "Laptop",
                "kind": "brought",
                "registration_id": thing.registration_id.id,
            }
        )
        brought.serial = "SN 1"

    def test_what_was_found_is_described_until_the_notice_is_up(self):
        thing = self._found(name="Left behind")
        thing.name = "Ring"
        thing.action_publish()
        for change in ({"name": "Nothing"}, {"perishable": True}):
            with self.subTest(**change), self.assertRaisesRegex(UserError, "stays"):
                thing.write(change)

    def test_a_mistake_stays_with_its_reason(self):
        thing = self._deposit()
        with self.assertRaisesRegex(UserError, "wrong"):
            thing.action_mistake(" ")
        thing.action_mistake("Entered twice")
        self.assertEqual((thing.outcome, thing.state), ("mistake", "closed"))

    def test_it_is_somebody_s(self):
        things = self.env["visitor.belonging"].with_user(self.user_reception)
        with self.assertRaisesRegex(ValidationError, "whose"):
            things.create({"name": "Box", "kind": "deposit", "site_id": self.site.id})
        kept = things.create(
            {
                "name": "Box",
                "kind": "deposit",
                "owner": "Li Na",
                "site_id": self.site.id,
            }
        )
        self.assertTrue(kept.slip)

    def test_only_reception_records_and_gives_back(self):
        person = self._inside()
        thing = self._deposit(person)
        as_host = person.with_user(self.user_host)
        with self.assertRaises(AccessError):
            as_host.add_belonging("deposit", "Bag")
        with self.assertRaises(AccessError):
            thing.with_user(self.user_host).action_close()
        with self.assertRaises(AccessError):
            thing.with_user(self.user_host).read(["name"])

    def test_what_is_no_answer_is_refused_with_a_sentence(self):
        person = self._inside()
        for wrong in (
            {"kind": "stolen"},
            {"valuable": "gold"},
            {"name": 5},
            {"quantity": "two"},
            {"quantity": 0},
            {"colour": "red"},
        ):
            values = {"kind": "deposit", "name": "Bag", **wrong}
            with self.subTest(**wrong), self.assertRaises(Exception) as refused:
                with self.env.cr.savepoint():
                    person.add_belonging(**values)
            self.assertNotIsInstance(refused.exception, (TypeError, KeyError))


@tagged("post_install", "-at_install")
class TestIdentityDeposit(BelongingCommon):
    def _in_country(self, code):
        country = self.env.ref(f"base.{code}")
        self.site.partner_id = self.env["res.partner"].create(
            {"name": "Here", "country_id": country.id}
        )

    def test_it_is_off(self):
        self._in_country("de")
        self.assertFalse(self.site.identity_deposit)
        person = self._inside()
        with self.assertRaisesRegex(ValidationError, "No identity papers"):
            self.env["visitor.belonging"].with_user(self.user_reception).create(
                {
                    "name": "Passport",
                    "registration_id": person.id,
                    "identity_paper": True,
                }
            )

    def test_it_is_refused_in_mainland_china_with_the_reason(self):
        self._in_country("cn")
        with self.assertRaisesRegex(ValidationError, "article 30"):
            self.site.identity_deposit = True

    def test_without_an_address_the_clock_says_where_it_is(self):
        self.site.partner_id = False
        self.site.company_id.country_id = self.env.ref("base.us")
        self.site.tz = "Asia/Shanghai"
        with self.assertRaisesRegex(ValidationError, "article 30"):
            self.site.identity_deposit = True
        self.site.tz = "Asia/Hong_Kong"
        self.site.identity_deposit = True
        with self.assertRaisesRegex(ValidationError, "article 30"):
            self.site.tz = "Asia/Urumqi"

    def test_a_site_that_moves_there_holds_none_either(self):
        self._in_country("de")
        self.site.identity_deposit = True
        with self.assertRaisesRegex(ValidationError, "article 30"):
            self._in_country("cn")

    def test_elsewhere_it_may_be_on_and_holds_nobody(self):
        self._in_country("hk")
        self.site.identity_deposit = True
        person = self._inside()
        things = self.env["visitor.belonging"].with_user(self.user_reception)
        paper = things.create(
            {"name": "Passport", "registration_id": person.id, "identity_paper": True}
        )
        answer = person.check_out()
        self.assertIn({"kind": "deposit", "name": "Passport"}, answer["open"])
        self.assertEqual((person.state, paper.state), ("left", "open"))


@tagged("post_install", "-at_install")
class TestLeaving(BelongingCommon):
    def test_what_is_here_is_listed_and_nobody_is_held(self):
        person = self._inside()
        self._deposit(person)
        person.add_belonging("forbidden", "Knife")
        answer = person.check_out()
        self.assertEqual(
            answer["open"],
            [
                {"kind": "deposit", "name": "Suitcase"},
                {"kind": "forbidden", "name": "Knife"},
            ],
        )
        self.assertEqual(person.state, "left")

    def test_the_ledger_balances(self):
        """Taken in, given back, still here: until the last is handed back."""
        people = [self._inside() for _each in range(2)]
        taken = [self._deposit(person) for person in people for _each in range(2)]
        ledger = self.env["visitor.belonging"].with_user(self.user_reception)._ledger
        self.assertEqual(ledger(self.site).ids, [each.id for each in taken])
        taken[0].action_close()
        people[0].check_out()
        people[1].check_out_group()
        left = [each.id for each in taken[1:]]
        self.assertEqual(ledger(self.site).ids, left, "who left changes nothing")
        for each in taken[1:]:
            each.action_close()
        self.assertFalse(ledger(self.site))
        self.assertEqual({each.outcome for each in taken}, {"given_back"})

    def test_what_was_left_behind_is_found(self):
        person = self._inside()
        person.check_out(nothing_left=False, remarks="A blue umbrella")
        found = person.sudo().belonging_ids
        self.assertEqual((found.kind, found.state), ("found", "open"))
        self.assertEqual(found.name, "A blue umbrella")
        self.assertRegex(found.slip, r"^LF/\d{4}/\d{5}$")
        found.with_user(self.user_reception).action_close("Anita took it to him")
        self.assertFalse(person.visit_id.activity_ids, "nothing to remind of any more")

    def test_a_departure_that_was_none_left_nothing(self):
        person = self._inside()
        person.check_out(nothing_left=False, remarks="Scarf")
        person.undo()
        found = person.sudo().belonging_ids
        self.assertEqual((found.state, found.outcome), ("closed", "mistake"))

    def test_a_group_leaves_in_as_many_queries(self):
        counts = []
        for number in (2, 6):
            visit = self._visit(names=[f"Guest {n}" for n in range(number)])
            visit.action_submit()
            people = visit.registration_ids.with_user(self.user_reception)
            people.check_in_group()
            for person in people:
                person.add_belonging("deposit", "Bag")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            people.sudo()._open_belongings().mapped("name")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_the_dialog_asks_before_it_closes(self):
        person = self._inside()
        fetched, kept = self._deposit(person), self._deposit(person, "Helmet")
        wizard = self.env["visitor.departure.wizard"].with_user(self.user_reception)
        wizard = wizard.create({"registration_id": person.id})
        self.assertEqual(wizard.belonging_ids, fetched | kept)
        with self.assertRaisesRegex(UserError, "still here"):
            wizard.action_check_out()
        wizard.handed_back_ids = fetched
        wizard.rest_stays = True
        wizard.action_check_out()
        self.assertEqual((fetched.state, kept.state), ("closed", "open"))
        self.assertEqual(person.state, "left")

    def test_the_screen_shows_what_is_here(self):
        person = self._inside()
        self._deposit(person, place="Shelf 3")
        screen = self.env["visitor.reception"].with_user(self.user_reception)
        (thing,) = screen.open_person(person.id)["belongings"]
        self.assertEqual((thing["name"], thing["asked"]), ("Suitcase", True))
        (row,) = screen.open_visit(person.visit_id.id)["people"]
        self.assertEqual(len(row["things"]), 1)
        person.check_out_group()
        self.assertEqual(len(screen.open_person(person.id)["belongings"]), 1)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 07:30:00")
class TestReview(BelongingCommon):
    tz = "Asia/Shanghai"

    def test_the_month_counts_deposits_and_finds(self):
        person = self._inside()
        self._deposit(person)
        self._deposit(person).action_close()
        self._found()
        person.check_out()
        month = fields.Date.to_date("2026-11-01")
        lines = self.env["visitor.review.count"]._lines(self.site, month)
        counts = {line["code"]: line["count"] for line in lines}
        self.assertEqual(counts["deposits"], 2)
        self.assertEqual(counts["deposits_here"], 1)
        self.assertEqual((counts["found"], counts["found_open"]), (1, 1))
        self.assertEqual(counts["mismatch"], 0)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 07:30:00")
class TestFound(BelongingCommon):
    tz = "Asia/Shanghai"

    def test_it_is_kept_for_a_year_from_the_notice(self):
        thing = self._found()
        with self.assertRaisesRegex(UserError, "notice"):
            thing.action_dispose("Thrown away")
        thing.action_publish()
        self.assertEqual(thing.notice_on, fields.Date.to_date("2026-11-23"))
        self.assertEqual(thing.keep_until, fields.Date.to_date("2027-11-23"))
        with freeze_time("2027-11-22 07:30:00"), self.assertRaises(UserError):
            thing.action_dispose("Thrown away")
        with freeze_time("2027-11-23 07:30:00"):
            thing.action_dispose("Handed to the civil affairs office")
        self.assertEqual((thing.outcome, thing.state), ("state", "closed"))

    def test_what_perishes_goes_sooner(self):
        thing = self._found(name="Cake", perishable=True)
        with self.assertRaisesRegex(UserError, "what was done"):
            thing.action_dispose("")
        thing.action_dispose("Thrown away in the evening")
        self.assertEqual(thing.outcome, "disposed")

    def test_marks_are_checked_before_it_is_claimed(self):
        thing = self._found()
        with self.assertRaisesRegex(UserError, "marks"):
            thing.action_claim("Li Na", "")
        with self.assertRaisesRegex(UserError, "who claims"):
            thing.action_claim("", "A scratch")
        with self.assertRaisesRegex(UserError, "which marks"):
            thing.action_close()
        thing.action_claim("Li Na", "A scratch on the handle")
        self.assertEqual((thing.outcome, thing.claimed_by), ("claimed", "Li Na"))

    def test_the_owner_is_told_and_the_police_take_it(self):
        thing = self._found()
        thing.action_tell_owner("By phone")
        self.assertTrue(thing.told_on)
        with self.assertRaisesRegex(UserError, "receipt"):
            thing.action_hand_to_police("")
        thing.action_hand_to_police("No. 12, officer Wang")
        self.assertEqual((thing.state, thing.outcome), ("closed", "police"))

    def test_a_deposit_was_not_found(self):
        thing = self._deposit()
        for call, words in (
            ("action_publish", ()),
            ("action_tell_owner", ()),
            ("action_claim", ("Li Na", "A scratch")),
            ("action_hand_to_police", ("12",)),
            ("action_dispose", ("Gone",)),
        ):
            with self.subTest(call), self.assertRaisesRegex(UserError, "not found"):
                getattr(thing, call)(*words)

    def test_nothing_was_taken_tomorrow(self):
        with self.assertRaisesRegex(ValidationError, "Check the time"):
            self._found(at=fields.Datetime.now() + timedelta(days=1))
        self.assertTrue(self._found(at=fields.Datetime.now() - relativedelta(days=1)))
