"""Somebody on the watchlist: found when written down, let in by security alone."""

from datetime import timedelta

from psycopg2.errors import NotNullViolation

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .watchlist_common import WatchlistCommon


@tagged("post_install", "-at_install")
class TestWatchlist(WatchlistCommon):
    # ------------------------------------------------------------
    # FOUND
    # ------------------------------------------------------------

    def test_a_name_alone_asks_and_does_not_refuse(self):
        self._entry(name="Boris Becket")
        person = self._person("BECKET  Boris")
        (reason,) = person.check_in()["reasons"]
        self.assertEqual(reason["code"], "watchlisted")
        self.assertIn("Same person?", reason["message"])
        hit = self._hits(person)
        self.assertEqual((hit.evidence, hit.state, hit.field), ("weak", "open", "name"))
        self.assertEqual(hit.entry_value, "B**** B*****")
        self.assertEqual(hit.person_value, "B***** B****")

    def test_how_sure_it_is(self):
        self._entry(
            name="Boris Becket",
            phone="+86 138 0013 8000",
            email="Boris@Becket.example",
            plate="沪A·12345",
            organization="Becket Works Co., Ltd.",
        )
        for values, evidence, field in (
            ({"phone": "0086-13800138000"}, "strong", "phone"),
            ({"email": "boris@becket.example"}, "strong", "email"),
            ({"vehicle_plate": "沪A12345"}, "medium", "plate"),
        ):
            with self.subTest(field):
                hit = self._hits(self._person("Carl Other", **values))
                self.assertEqual((hit.evidence, hit.field), (evidence, field))
        person = self._person(organization="BECKET WORKS")
        hit = self._hits(person)
        self.assertEqual((hit.evidence, hit.field), ("medium", "organization"))
        self.assertIn("Security decides", person.check_in()["reasons"][0]["message"])

    def test_a_number_that_many_gave_tells_nobody(self):
        entry = self._entry(phone="+86 138 0013 8000")
        for name in ("Carl One", "Dora Two", "Emil Three", "Fred Four"):
            person = self._person(name, phone="+86 138 0013 8000")
        self.assertEqual(self._hits(person).evidence, "weak")
        self.assertEqual(len(entry.hit_ids), 4)

    def test_a_document_is_known_without_its_number(self):
        entry = self._entry(
            document_type="resident_id", document_number="110105491231002"
        )
        self.assertEqual(entry.document_masked, "****002X")
        self.assertFalse(entry.document_number, "the number is not stored")
        for storage in ("none", "full"):
            self.type_open.identity_storage = storage
            person = self._person("Somebody Else")
            self.assertFalse(self._hits(person))
            person.set_identity("resident_id", "11010519491231002X")
            hit = self._hits(person)
            self.assertEqual((hit.evidence, hit.field), ("strong", "document"), storage)
            self.assertEqual(self._in(person), ["watchlisted"])

    def test_a_document_of_another_kind_is_another(self):
        entry = self._entry(document_type="passport", document_number="L898902C3")
        self.assertTrue(entry.document_masked)
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            entry.document_type = "other"  # nobody would be meant any more
        entry.write({"name": "Boris Becket", "document_type": False})
        self.assertFalse(entry.document_masked)

    def test_a_birth_date_makes_a_name_more_certain(self):
        self._entry(name="Boris Becket", birth_date="1949-12-31")
        person = self._person()
        self.assertEqual(self._hits(person).evidence, "weak")
        person.set_identity("resident_id", "11010519491231002X")
        hit = self._hits(person)
        self.assertEqual((hit.evidence, hit.field), ("medium", "birth_date"))

    def test_somebody_who_is_changed_is_looked_up_again(self):
        self._entry(phone="+86 138 0013 8000")
        person = self._person("Carl Other")
        self.assertEqual(self._in(person), [])
        other = self._person("Carl Other")
        other.write({"phone": "0086 138 0013 8000"})
        self.assertEqual(self._in(other), ["watchlisted"])

    def test_a_new_entry_meets_who_is_expected(self):
        person, inside = self._person(), self._person()
        self.assertEqual(self._in(inside), [])
        self._entry()
        self.assertEqual(self._in(person), ["watchlisted"])
        self.assertTrue(self._hits(inside), "security looks who is inside")
        gone = self._visit(start=fields.Datetime.now() - timedelta(days=30))
        self.assertFalse(self._hits(gone.registration_ids))

    def test_the_job_finds_who_was_missed(self):
        entry = self._entry()
        person = self._person()
        self.env.cr.execute("DELETE FROM visitor_watchlist_hit")
        self.env.invalidate_all()
        self.assertTrue(entry.sudo().to_match)
        with self._in_slices():
            self.env["visitor.watchlist"]._cron_match()
        self.assertEqual(self._in(person), ["watchlisted"])
        self.assertFalse(entry.sudo().to_match)

    # ------------------------------------------------------------
    # DECIDED
    # ------------------------------------------------------------

    def test_cleared_until_either_changes(self):
        entry = self._entry()
        person = self._person(phone="+86 138 0013 8000")
        hit = self._hits(person)
        for reason in ("", "  ", False):
            with self.assertRaises(UserError):
                hit.action_clear(reason)
        self.assertTrue(hit.action_clear("Another birth date"))
        self.assertEqual(hit.decided_by_id, self.user_security)
        with self.assertRaises(UserError):
            hit.action_clear("Again")
        person.write({"name": "Boris Becket", "phone": "+86 138 0013 8000"})
        self.assertEqual(hit.state, "cleared", "nothing was changed")
        person.name = "Boris  BECKET"
        self.assertEqual(hit.state, "open")
        hit.action_clear("Still another")
        entry.reason = "Stole a ladder"
        self.assertEqual(hit.state, "cleared", "it is the same entry")
        entry.aliases = "Bob Becket; Becket Boris"
        self.assertEqual(hit.state, "open")
        hit.action_clear("Not this one either")
        self.assertEqual(self._in(person), [])

    def test_who_was_cleared_is_not_asked_again_next_time(self):
        entry = self._entry()
        person = self._person(phone="+86 138 0013 8000")
        self._hits(person).action_clear("Another birth date")
        again = self._registration(
            names=(),
            registration_ids=[
                Command.create({"name": "Boris Becket", "phone": "13800138000"})
            ],
        )
        self.assertEqual(self._in(again), ["watchlisted"], "another number")
        again = self._registration(
            names=(),
            registration_ids=[
                Command.create({"name": "becket boris", "phone": "0086 138 0013 8000"})
            ],
        )
        hit = self._hits(again)
        self.assertEqual((hit.state, hit.reason), ("cleared", "Another birth date"))
        self.assertEqual(self._in(again), [])
        self.assertEqual(self._in(self._person()), ["watchlisted"], "a name alone")
        entry.phone = "+86 138 0013 8000"
        again = self._registration(
            names=(),
            registration_ids=[
                Command.create({"name": "Boris Becket", "phone": "+8613800138000"})
            ],
        )
        self.assertEqual(self._in(again), ["watchlisted"], "the entry knows more now")

    def test_confirmed_only_security_lets_in_this_once(self):
        self._entry(level="approve")
        person = self._person()
        self._hits(person).action_confirm("Knows him by sight")
        with self.assertRaises(AccessError):
            person.waive("watchlisted", "He says it is not him")
        with self.assertRaises(UserError):
            person.with_user(self.user_security).waive("watchlisted", " ")
        person.with_user(self.user_security).waive("watchlisted", "Fetches his things")
        self.assertEqual(self._in(person), [])
        self.assertEqual(self._in(self._person()), ["watchlisted"], "this visit only")

    def test_a_waiver_from_before_nobody_knew_him_counts_no_more(self):
        self._entry()
        person = self._person()
        officer = person.with_user(self.user_security)
        officer.waive("watchlisted", "A namesake, I think")
        self._hits(person).action_confirm("The photo is his")
        self.assertEqual(self._in(person), ["watchlisted"])
        officer.waive("watchlisted", "Fetches his things")
        self.assertEqual(self._in(person), [])

    def test_what_is_found_later_was_not_set_aside(self):
        self._entry()
        person = self._person()
        person.with_user(self.user_security).waive("watchlisted", "A namesake")
        self._entry(name="Somebody Else", phone="+86 138 0013 8000")
        person.phone = "+86 138 0013 8000"
        self.assertEqual(self._in(person), ["watchlisted"])

    def test_two_of_security_where_the_site_wants_it(self):
        self.site.watchlist_two_people = True
        self._entry()
        person = self._person()
        first = person.with_user(self.user_security)
        first.waive("watchlisted", "Fetches his things")
        (reason,) = person.check_in()["reasons"]
        self.assertIn("second one", reason["message"])
        with self.assertRaisesRegex(UserError, "second one"):
            first.waive("watchlisted", "Once more")
        person.with_user(self.user_admin).waive("watchlisted", "I agree")
        self.assertEqual(self._in(person), [])

    def test_a_corrected_name_lets_go_where_security_corrects_it(self):
        self._entry()
        person = self._person()
        person.name = "Boris Backett-Lang"
        self.assertEqual(self._in(person), ["watchlisted"], "nobody helps himself")
        person.with_user(self.user_security).name = "Boris Bucket-Long"
        self.assertEqual(self._hits(person).state, "cleared")
        self.assertEqual(self._in(person), [])

    # ------------------------------------------------------------
    # THE LIFE OF AN ENTRY
    # ------------------------------------------------------------

    def test_an_entry_ends_at_once(self):
        entry = self._entry()
        person = self._person()
        entry.until = self.site._today() - timedelta(days=1)
        self.assertEqual(self._in(person), [])
        entry.until = self.site._today()
        self.assertEqual(self._in(self._person()), ["watchlisted"], "its last day")
        entry.active = False
        self.assertEqual(self._in(self._person()), [])
        entry.active = True
        self.assertEqual(self._in(self._person()), ["watchlisted"])

    def test_a_proposed_ban_works_when_an_administrator_agrees(self):
        entries = self.env["visitor.watchlist"].with_user(self.user_security)
        person = self._person(phone="+86 138 0013 8000")
        until = self.site._today() + timedelta(days=90)
        entry = entries._ban(person, until, "Broke a door", proposed=True)
        entry = entry.with_user(self.user_security)
        self.assertEqual((entry.state, entry.level), ("proposed", "deny"))
        self.assertEqual(entry.user_id, self.user_security)
        self.assertEqual(self._in(self._person()), [])
        with self.assertRaises(AccessError):
            entry.action_accept()
        entry.with_user(self.user_admin).action_accept()
        self.assertEqual(self._in(self._person()), ["watchlisted"])
        with self.assertRaises(UserError):
            entry.with_user(self.user_admin).action_accept()
        other = entries._ban(person, until, "Broke a door", proposed=True)
        other.with_user(self.user_admin).action_reject("Not proven")
        self.assertEqual(other.state, "rejected")
        for last, reason in ((until, ""), (False, "x"), ("2000-01-01", "x")):
            with self.assertRaises(UserError):
                entries._ban(person, last, reason)

    def test_an_entry_that_would_meet_everybody_is_refused(self):
        for values in (
            {"name": ""},
            {"name": "张"},
            {"name": "张先生"},
            {"name": "John"},
            {"name": "Company"},
            {"name": "Mr John"},
            {"name": "😀😀"},
            {"name": "\u200b\u3164"},
            {"name": "访客"},
            {"name": "", "organization": "Becket Works"},
            {"name": "", "birth_date": "1990-01-01"},
            {"name": "", "phone": "12"},
            {"name": "", "email": "nobody"},
            {"name": "", "plate": "无"},
            {"name": "", "document_number": "***"},
        ):
            with self.subTest(values), self.assertRaises(ValidationError):
                self._entry(**values)
        for missing in ("level", "reason"):
            with self.subTest(missing), mute_logger("odoo.sql_db"):
                with self.assertRaises(NotNullViolation), self.env.cr.savepoint():
                    self._entry(**{missing: False})
        self.assertTrue(self._entry(name="", plate="沪A12345"))

    def test_owner_and_review(self):
        entry = self._entry()
        self.assertEqual(entry.user_id, self.user_security)
        in_months = entry.review_on - fields.Date.today()
        self.assertAlmostEqual(in_months.days, 182, delta=4)
        entry.review_on = fields.Date.today() - timedelta(days=1)
        for _again in range(2):
            with self._in_slices():
                self.env["visitor.watchlist"]._cron_remind()
        self.assertEqual(entry.activity_ids.user_id, self.user_security)
        self.assertEqual(len(entry.activity_ids), 1)
        entry.action_reviewed()
        self.assertFalse(entry.activity_ids)
        self.assertGreater(entry.review_on, fields.Date.today())

    def test_saving_a_name_says_whom_it_meets(self):
        for _i in range(3):
            self._person("李娜")
        self._person("李纳")
        self._person("李强")
        entry = self._entry(name="李娜")
        self.assertEqual(entry.met_last_year, 4)
        draft = self.env["visitor.watchlist"].with_user(self.user_security)
        self.assertEqual(draft.new({"name": "Nali"}).met_last_year, 0)
        self.assertEqual(draft.new({"name": "Na Li"}).met_last_year, 4)

    # ------------------------------------------------------------
    # WHOSE IT IS
    # ------------------------------------------------------------

    def test_an_entry_stays_in_its_company(self):
        self._other_company()
        self._entry()
        visit = self.env["visitor.visit"].create(
            {
                "type_id": self.type_open.id,
                "site_id": self.site2.id,
                "host_id": self.employee_next_door.id,
                "start": fields.Datetime.now(),
                "stop": fields.Datetime.now() + timedelta(hours=1),
                "registration_ids": [Command.create({"name": "Boris Becket"})],
            }
        )
        self.assertFalse(self._hits(visit.registration_ids.sudo()))

    def test_a_site_of_its_own(self):
        other = self.site.create({"name": "Other Tower", "tz": "UTC"})
        self._entry(site_id=other.id)
        self.assertEqual(self._in(self._person()), [])

    def test_an_occupant_bars_somebody_from_the_own_unit(self):
        self._resident()
        self.unit.area_id = False
        entries = self.env["visitor.watchlist"]
        with self.assertRaises(AccessError):
            entries._bar_for_unit(
                self.unit,
                self.employee.work_contact_id,
                "Quarrels",
                name="Boris Becket",
            )
        entry = entries._bar_for_unit(
            self.unit, self.resident, "Quarrels", name="Boris Becket"
        )
        self.assertIn(entry, entries._of_units_of(self.resident))
        self.assertFalse(entries._of_units_of(self.env.user.partner_id))
        self.assertEqual(self._in(self._person()), [])
        visit = self._visit(names=("Boris Becket",), unit_id=self.unit.id)
        visit.action_submit()
        theirs = visit.registration_ids.with_user(self.user_reception)
        self.assertEqual(self._in(theirs), ["watchlisted"])

    # ------------------------------------------------------------
    # GREETED
    # ------------------------------------------------------------

    def test_who_is_to_be_greeted_is_let_in(self):
        manager = self._user("manager_of_host", "base.group_user")
        self.employee.parent_id = self._employee("Mona Manager", manager)
        self._entry(level="notify", reason="Our biggest client")
        person = self._person()
        day = self.env["visitor.reception"].with_user(self.user_reception)
        detail = day.open_person(person.id)
        self.assertTrue(detail["greet"])
        self.assertEqual(detail["hits"], [], "reception does not read why")
        self.assertEqual(self._in(person), [])
        messages = self.env["mail.message"].search(
            [("model", "=", "visitor.visit"), ("res_id", "=", person.visit_id.id)]
        )
        told = messages.filtered(lambda each: "to welcome" in (each.subject or ""))
        self.assertEqual(
            told.notified_partner_ids,
            (self.user_host | manager).partner_id,
        )
        self.assertNotIn("biggest client", "".join(told.mapped("body")))
