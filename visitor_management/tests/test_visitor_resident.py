"""Residents and tenants on the portal: what they see of visits, say and do."""

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.resident.visitor_visit_resident_announce import SaidFirst
from .common import VisitorCommon
from .regular_common import RegularCommon


class ResidentCase(VisitorCommon):
    """A couple in a flat, a firm with an employee, and somebody from next door."""

    tz = "Asia/Shanghai"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._resident()
        cls.li = cls._portal("li", "Li Na", cls.unit)
        cls.wu = cls._portal("wu", "Wu Lei", cls.unit)
        cls.firm = cls.env["res.partner"].create(
            {"name": "Blue Sky", "is_company": True}
        )
        cls.office = cls.unit.copy(
            {"name": "801", "partner_ids": [Command.set(cls.firm.ids)]}
        )
        cls.gu = cls._portal("gu", "Gu Lan")
        cls.gu.partner_id.parent_id = cls.firm
        cls.next_door = cls.unit.copy({"name": "1203"})
        cls.zhou = cls._portal("zhou", "Zhou Min", cls.next_door)
        cls.next_door.partner_ids = cls.zhou.partner_id
        cls.type_host.for_residents = True
        cls.visits = cls.env["visitor.visit"]

    @classmethod
    def _portal(cls, login, name, unit=None):
        user = cls._user(
            f"resident_{login}",
            "base.group_portal",
            name=name,
            email=f"{login}@example.com",
        )
        if unit:
            unit.partner_ids += user.partner_id
        return user

    @classmethod
    def _soon(cls, **delta):
        soon = fields.Datetime.add(fields.Datetime.now(), **(delta or {"hours": 2}))
        return cls.site._to_local(soon).strftime("%Y-%m-%dT%H:%M")

    @classmethod
    def _announce(cls, user=None, unit=None, people=(("Zhang Wei", ""),), **values):
        visits = cls.visits.with_user(user or cls.li)
        return visits._portal_announce(
            **{
                "unit_id": (unit or cls.unit).id,
                "type_id": cls.type_host.id,
                "start": cls._soon(),
                "people": people,
                **values,
            }
        )

    def _asked(self, host=None, unit=None, **values):
        """A visit that reception has announced and its host is asked about."""
        visit = self._visit(
            self.user_reception,
            type_id=self.type_host.id,
            host_partner_id=(host or self.li).partner_id.id,
            unit_id=(unit or self.unit).id,
            start=fields.Datetime.add(fields.Datetime.now(), hours=2),
            stop=fields.Datetime.add(fields.Datetime.now(), hours=3),
            **values,
        )
        visit.action_submit()
        self.assertEqual(visit.state, "pending")
        return visit

    def _seen(self, user):
        return self.visits.with_user(user)._portal_search()


@tagged("post_install", "-at_install")
class TestResident(ResidentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()  # what is announced is counted by itself

    # ------------------------------------------------------------
    # ANNOUNCE
    # ------------------------------------------------------------

    def test_a_resident_announces_guests_and_they_are_expected(self):
        visit = self._announce(
            people=[
                ("Zhang Wei", "138 0013 8000"),
                ("", ""),
                ("Emily Carter", "emily@example.com"),
            ],
            headcount=4,
            purpose="Dinner",
            organization="Friends",
        )
        self.assertEqual(visit.state, "approved", "the host needs nobody's approval")
        self.assertEqual(visit.host_partner_id, self.li.partner_id)
        self.assertFalse(visit.host_id)
        self.assertEqual(visit.confirmation_channel, "portal")
        self.assertEqual(visit.headcount, 4)
        self.assertEqual(
            visit.registration_ids.mapped("phone"), ["138 0013 8000", False]
        )
        self.assertEqual(visit.registration_ids[1].email, "emily@example.com")
        self.assertTrue(visit.registration_ids.pass_ids)
        self.assertEqual(visit.open_area_ids, self.floor, "the own floor is open")
        self.assertFalse(
            visit.message_partner_ids, "what the desk writes is not theirs"
        )

    def test_times_are_those_of_the_site(self):
        day = fields.Date.add(self.site._today(), days=2)
        visit = self._announce(start=f"{day}T18:30", stop=f"{day}T22:00")
        self.assertEqual(visit.start, fields.Datetime.to_datetime(f"{day} 10:30:00"))
        self.assertEqual(visit.stop, fields.Datetime.to_datetime(f"{day} 14:00:00"))

    def test_what_can_not_be_announced_says_what_to_do(self):
        day = fields.Date.add(self.site._today(), days=2)
        for wrong, words in (
            ({"unit": self.office}, "one of your units"),
            ({"unit_id": -1}, "one of your units"),
            ({"type_id": self.type_open.id}, "kinds of visit"),
            ({"start": ""}, "when"),
            ({"start": "tomorrow"}, "when"),
            ({"start": "9999-12-31T23:59"}, "date"),
            ({"start": "2020-01-01T10:00"}, "over already"),
            ({"start": f"{day}T10:00", "stop": f"{day}T09:00"}, "ends after"),
            ({"people": ()}, "Say who comes"),
            ({"people": [("", "13800138000")]}, "name of each"),
            ({"people": [("A", "a@example.com, b@example.com")]}, "one e-mail"),
            ({"people": [("A", "call me")]}, "one phone"),
            ({"people": [("A" * 300, "")]}, "characters"),
            ({"people": [("A", "")] * 51}, "people at most"),
            ({"headcount": 5000}, "how many people"),
        ):
            with (
                self.subTest(wrong),
                self.assertRaisesRegex(UserError, words),
                self.cr.savepoint(),
            ):
                self._announce(**wrong)

    def test_a_form_that_is_sent_twice_announces_once(self):
        token = self.env["client.portal.form"]._new_token()
        first, second = self._announce(token=token), self._announce(token=token)
        self.assertEqual(first, second)
        self.assertNotEqual(self._announce(), first)

    def test_a_site_that_asks_for_quiet_is_heard_and_refuses_nothing(self):
        self.site.quiet_hours = "00:00-12:00, 12:00-24:00"
        with self.assertRaisesRegex(SaidFirst, "Harbour Tower asks for quiet"):
            self._announce()
        self.assertFalse(self._seen(self.li), "nothing was announced yet")
        self.assertEqual(self._announce(heard=True).state, "approved")

    def test_people_of_a_tenant_firm_announce_for_it(self):
        visit = self._announce(self.gu, self.office)
        self.assertEqual(visit.state, "approved")
        with self.assertRaises(UserError):
            self._announce(self.gu, self.unit)

    def test_security_still_approves_what_it_approves(self):
        self.type_security.for_residents = True
        visit = self._announce(type_id=self.type_security.id)
        self.assertEqual(visit.state, "pending")

    # ------------------------------------------------------------
    # SEE
    # ------------------------------------------------------------

    def test_who_lives_there_sees_the_visits_and_nobody_else(self):
        visits = self._announce() | self._asked()
        for user, seen in (
            (self.li, visits),
            (self.wu, visits),
            (self.zhou, visits.browse()),
            (self.gu, visits.browse()),
            (self.user_host, visits.browse()),
        ):
            with self.subTest(user.login):
                self.assertEqual(self._seen(user), seen)
                for visit in visits:
                    found = self.visits.with_user(user)._portal_find(visit.id)
                    self.assertEqual(found, visit & seen)
        with self.assertRaises(AccessError):
            visits[0].with_user(self.zhou)._portal_people()

    def test_who_moves_out_sees_none_and_nothing_is_cancelled(self):
        visit, asked = self._announce(), self._asked()
        self.unit.partner_ids -= self.li.partner_id
        self.assertFalse(self._seen(self.li))
        self.assertEqual(self._seen(self.wu), visit | asked)
        self.assertEqual((visit.state, asked.state), ("approved", "pending"))
        for call in (
            lambda: visit.with_user(self.li)._portal_cancel("x"),
            lambda: asked.with_user(self.li)._portal_answer("approve"),
        ):
            self.assertRaises(AccessError, call)
        self.unit.partner_ids += self.zhou.partner_id
        self.assertEqual(self._seen(self.zhou), visit | asked, "who moves in sees them")

    def test_a_draft_is_not_shown(self):
        self._visit(host_partner_id=self.li.partner_id.id, unit_id=self.unit.id)
        self.assertFalse(self._seen(self.li))

    def test_how_visitors_are_reached_is_known_to_who_said_it(self):
        visit = self._announce(people=[("Zhang Wei", "13800138000")])
        (own,) = visit.with_user(self.li)._portal_people()
        (other,) = visit.with_user(self.wu)._portal_people()
        self.assertEqual(own["reach"], "13800138000")
        self.assertEqual((other["name"], other["reach"]), ("Zhang Wei", ""))

    def test_the_watchlist_is_not_told(self):
        visit = self._announce(people=[("Bad Guy", "13911112222")])
        self.env["visitor.watchlist"].with_user(self.user_security).create(
            {
                "level": "deny",
                "name": "Bad Guy",
                "phone": "13911112222",
                "reason": "Theft",
            }
        )
        self.env.invalidate_all()
        said = str(visit.with_user(self.li)._portal_people())
        self.assertIn("reception", said.lower())
        for word in ("watch", "theft", "refuse", "security"):
            self.assertNotIn(word, said.lower())

    # ------------------------------------------------------------
    # SAY
    # ------------------------------------------------------------

    def test_who_called_it_off_is_the_host_or_who_announced_it(self):
        visit = self._announce()
        with self.assertRaises(AccessError):
            visit.with_user(self.wu)._portal_cancel("No")
        self.assertFalse(visit.with_user(self.wu)._portal_may_cancel())
        self.assertTrue(visit.with_user(self.li)._portal_may_cancel())
        visit.with_user(self.li)._portal_cancel()
        self.assertEqual(visit.state, "cancelled")
        self.assertEqual(visit.registration_ids.state, "cancelled")
        self.assertFalse(visit.with_user(self.li)._portal_may_cancel())

    def test_the_host_approves_and_another_occupant_instead(self):
        for user in (self.li, self.wu):
            with self.subTest(user.login):
                visit = self._asked()
                theirs = visit.with_user(user)
                self.assertEqual(theirs._portal_decisions(), ("approve", "refuse"))
                self.assertIn(visit, self.visits.with_user(user)._portal_asking())
                theirs._portal_answer("approve")
                self.assertEqual(visit.state, "approved")
                self.assertEqual(visit.confirmation_channel, "portal")
                self.assertEqual(visit.confirmed_by_id, user.partner_id)
                self.assertEqual(visit.open_area_ids, self.floor)
                self.assertFalse(theirs._portal_decisions())

    def test_the_first_answer_counts(self):
        visit = self._asked()
        visit.with_user(self.li)._portal_answer("refuse", "We are away")
        self.assertEqual(visit.state, "refused")
        answer = visit.with_user(self.wu)._portal_answer("approve")
        self.assertEqual((visit.state, answer["state"]), ("refused", "refused"))

    def test_nobody_else_answers(self):
        visit = self._asked()
        for user in (self.zhou, self.gu, self.user_host):
            with self.subTest(user.login), self.assertRaises(AccessError):
                visit.with_user(user)._portal_answer("approve")
            self.assertNotIn(visit, self.visits.with_user(user)._portal_asking())
        with self.assertRaises(UserError):
            visit.with_user(self.li)._portal_answer("burn")
        self.assertEqual(visit.state, "pending")

    def test_who_stands_there_is_sent_up_with_one_tap(self):
        visit = self._visit(
            self.user_reception,
            type_id=self.type_host.id,
            host_partner_id=self.li.partner_id.id,
            unit_id=self.unit.id,
        )
        visit.action_submit()
        person = visit.registration_ids.with_user(self.user_reception)
        person.arrive()
        theirs = visit.with_user(self.li)
        self.assertEqual(theirs._portal_standing(), person)
        self.assertEqual(
            theirs._portal_decisions(), ("coming", "send_up", "wait", "refuse")
        )
        theirs._portal_answer("wait")
        self.assertEqual(visit.state, "pending")
        theirs._portal_answer("send_up")
        self.assertEqual(visit.state, "approved")
        self.assertEqual(person.state, "expected", "nobody is checked in by it")

    def test_no_right_of_its_own_to_a_visit(self):
        visit = self._announce()
        for user in (self.li, self.zhou):
            theirs = visit.with_user(user)
            for call in (
                lambda v=theirs: v.read(["name"]),
                lambda v=theirs: v.search([]),
                lambda v=theirs: v.write({"purpose": "x"}),
                lambda v=theirs: v._read_group([], ["state"]),
                lambda v=theirs: v.export_data(["name"]),
                lambda v=theirs: v.name_search(""),
                lambda v=theirs: v.action_cancel("x"),
                lambda v=theirs: v.action_approve("portal"),
            ):
                self.assertRaises(AccessError, call)


@tagged("post_install", "-at_install")
class TestResidentUnit(ResidentCase):
    """Exit passes, instructions and who is not let in, of the own unit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()
        cls.today = cls.site._today()
        cls.passes = cls.env["visitor.item.pass"]
        cls.instructions = cls.env["visitor.unit.instruction"]
        cls.entries = cls.env["visitor.watchlist"]

    def _request(self, user=None, lines=(("Sofa", "1"),), **words):
        words = {"kind": "moving", "plate": "B 1", "unit_id": self.unit.id, **words}
        return self.passes.with_user(user or self.li)._portal_request(
            lines=lines, **words
        )

    def test_who_asks_for_an_exit_pass_lets_the_own_things_go(self):
        item_pass = self._request(lines=[("Sofa", "2"), ("", ""), ("Lamp", "")])
        self.assertEqual(item_pass.state, "approved")
        self.assertEqual(item_pass.approved_as, "occupant")
        self.assertEqual(item_pass.applicant, "Li Na")
        self.assertEqual(item_pass.line_ids.mapped("quantity"), [2, 1])

    def test_who_carries_the_things_asks_another_occupant(self):
        item_pass = self._request(carrier="Li Na", plate="")
        self.assertEqual(item_pass.state, "draft")
        with self.assertRaises(AccessError):
            item_pass.with_user(self.li)._portal_approve()
        with self.assertRaises(AccessError):
            item_pass.with_user(self.zhou)._portal_approve()
        item_pass.with_user(self.wu)._portal_approve()
        self.assertEqual(item_pass.state, "approved")

    def test_people_of_a_tenant_firm_let_its_things_go(self):
        item_pass = self._request(self.gu, unit_id=self.office.id)
        self.assertEqual(item_pass.state, "approved")
        self.assertFalse(self.passes.with_user(self.li)._portal_find(item_pass.id))
        found = self.passes.with_user(self.gu)._portal_find(item_pass.id)
        self.assertEqual(found, item_pass)
        found.with_user(self.gu)._portal_refuse()
        self.assertEqual(item_pass.state, "refused")

    def test_a_pass_says_what_is_taken_by_whom_and_when(self):
        yesterday = fields.Date.subtract(self.today, days=1)
        for wrong, words in (
            ({"unit_id": self.office.id}, "one of your units"),
            ({"lines": []}, "things"),
            ({"lines": [("Sofa", "many")]}, "how many"),
            ({"lines": [("Sofa", "0")]}, "how many"),
            ({"lines": [("Sofa", "1")] * 51}, "at most"),
            ({"kind": "theft"}, "from the list"),
            ({"capacity": "king"}, "from the list"),
            ({"plate": ""}, "who takes the things out"),
            ({"valid_on": "soon"}, "calendar"),
            ({"valid_on": str(yesterday)}, "day"),
        ):
            with (
                self.subTest(wrong),
                self.assertRaisesRegex(UserError, words),
                self.cr.savepoint(),
            ):
                self._request(**wrong)

    def test_an_instruction_is_said_seen_and_ended_by_the_unit(self):
        mine = self.instructions.with_user(self.li)
        mine._portal_say(self.unit.id, "leave_at_gate", str(self.today), "Shelf 3")
        said = mine._portal_search()
        self.assertEqual((said.kind, said.note), ("leave_at_gate", "Shelf 3"))
        self.assertFalse(self.instructions.with_user(self.zhou)._portal_search())
        self.assertFalse(self.instructions.with_user(self.zhou)._portal_end(said.id))
        self.assertTrue(said.is_current)
        self.assertTrue(self.instructions.with_user(self.wu)._portal_end(said.id))
        self.assertFalse(mine._portal_search())
        for wrong in (
            (self.unit.id, "away", ""),
            (self.unit.id, "away", "2020-01-01"),
            (self.unit.id, "shoot", str(self.today)),
            (self.office.id, "away", str(self.today)),
        ):
            with self.subTest(wrong), self.assertRaises(UserError):
                mine._portal_say(*wrong)
        self.instructions.with_user(self.gu)._portal_say(
            self.office.id, "call_first", str(self.today)
        )
        self.assertEqual(len(self.office._instructions()[self.office.id]), 1)

    def test_somebody_is_barred_for_the_own_unit_and_let_in_again(self):
        mine = self.entries.with_user(self.li)
        mine._portal_bar(self.unit.id, "Sells things", name="Zhang Wei")
        entry = mine._portal_search()
        self.assertEqual((entry.unit_id, entry.level), (self.unit, "deny"))
        person = self._announce().registration_ids.with_user(self.user_reception)
        self.assertIn("watchlisted", self._codes(person.check_in()))
        other = self._announce(self.gu, self.office).registration_ids
        self.assertNotIn(
            "watchlisted", self._codes(other.with_user(self.user_reception).check_in())
        )
        self.assertFalse(self.entries.with_user(self.zhou)._portal_search())
        self.assertFalse(self.entries.with_user(self.zhou)._portal_end(entry.id))
        self.assertTrue(self.entries.with_user(self.wu)._portal_end(entry.id))
        self.assertNotIn("watchlisted", self._codes(person.check_in()))
        for wrong in (
            {"unit_id": self.unit.id, "reason": "x"},
            {"unit_id": self.unit.id, "reason": "", "name": "Zhang Wei"},
            {"unit_id": self.office.id, "reason": "x", "name": "Zhang Wei"},
            {
                "unit_id": self.unit.id,
                "reason": "x",
                "name": "A B",
                "until": "2020-1-1",
            },
        ):
            with self.subTest(wrong), self.assertRaises(UserError):
                mine._portal_bar(**wrong)

    def test_what_security_entered_for_a_unit_stays_with_security(self):
        entry = self.entries.with_user(self.user_security).create(
            {
                "level": "deny",
                "name": "Zhang Wei",
                "reason": "A court said so",
                "unit_id": self.unit.id,
            }
        )
        self.assertFalse(self.entries.with_user(self.li)._portal_search())
        with self.assertRaises(AccessError):
            entry.with_user(self.li)._end_for_unit(self.li.partner_id)
        self.assertTrue(entry.active)

    def test_each_form_counts_once(self):
        token = self.env["client.portal.form"]._new_token()
        for _again in range(2):
            self._request(token=token)
            self.instructions.with_user(self.li)._portal_say(
                self.unit.id, "away", str(self.today), token=token + "i"
            )
            self.entries.with_user(self.li)._portal_bar(
                self.unit.id, "x", name="Zhang Wei", token=token + "b"
            )
        for model in (self.passes, self.instructions, self.entries):
            self.assertEqual(len(model.with_user(self.li)._portal_search()), 1)


@tagged("post_install", "-at_install")
@freeze_time("2026-12-11 04:00:00")
class TestResidentRegulars(RegularCommon):
    """A cleaner on Tuesday and Thursday mornings; she works next door as well."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.li = cls._user("resident_li", "base.group_portal", name="Li Na")
        cls.flat.partner_ids += cls.li.partner_id
        cls.zhou = cls._user("resident_zhou", "base.group_portal", name="Zhou Min")
        cls.other_flat.partner_ids = cls.zhou.partner_id
        cls.person = cls._regular(
            (cls.flat, cls.mornings), (cls.other_flat, cls.afternoons)
        )
        cls.hours = cls.env["visitor.visit.hours"]
        cls.lines = cls.hours.with_user(cls.li)

    def _mine(self, user):
        return self.hours.with_user(user)._portal_search()

    def test_each_unit_sees_its_own_hours_and_not_those_next_door(self):
        (own,), (other,) = self._mine(self.li), self._mine(self.zhou)
        self.assertEqual((own.unit_id, other.unit_id), (self.flat, self.other_flat))
        self.assertIn("9:00", own.hours_text.replace("09:00", "9:00"))
        self.assertFalse(self.hours.with_user(self.zhou)._portal_step(own.id, "pause"))
        self.assertFalse(own.paused)
        visits = self.env["visitor.visit"].with_user(self.zhou)
        self.assertFalse(visits._portal_find(self.person.visit_id.id), "not the visit")
        self.assertFalse(visits.with_user(self.li)._portal_search(), "nor the host")

    def test_the_host_approves_a_regular_and_sees_the_own_hours_with_it(self):
        self.kind.approval = "host"
        person = self._regular(
            (self.flat, self.mornings), (self.other_flat, self.afternoons)
        )
        visits = self.env["visitor.visit"].with_user(self.li)
        visit = visits._portal_find(person.visit_id.id)
        self.assertEqual(visit.state, "pending")
        self.assertEqual(visit.with_user(self.li)._portal_hours().unit_id, self.flat)

    def test_one_tap_pauses_resumes_and_ends_them(self):
        own = self._mine(self.li)
        for step, standing in (
            ("pause", "paused"),
            ("resume", "current"),
            ("end", "over"),
        ):
            with self.subTest(step):
                self.assertTrue(self.lines._portal_step(own.id, step))
                self.assertEqual(own.standing, standing)
        with self.assertRaises(UserError):
            self.lines._portal_step(own.id, "unlink")

    def test_the_hours_of_the_last_weeks_are_those_with_the_unit(self):
        for day, since, until in ((1, "00:50", "03:10"), (3, "02:00", "09:00")):
            with freeze_time(f"2026-12-0{day} {since}:00"):
                self.person.check_in()
            with freeze_time(f"2026-12-0{day} {until}:00"):
                self.person.step_out()
        own = self._mine(self.li)
        came = own._portal_came()[own.id]
        # on Tuesday she works next door from two: of 8:50 to 11:10 the time from nine
        thursday, tuesday = came["times"]
        self.assertIn("Thu", thursday["day"])
        self.assertAlmostEqual(thursday["duration"], 7, places=1)
        self.assertAlmostEqual(tuesday["duration"], 2 + 1 / 6, places=1)
        self.assertAlmostEqual(came["duration"], 9 + 1 / 6, places=1)

    def test_who_moves_out_sees_no_regulars(self):
        own = self._mine(self.li)
        self.flat.partner_ids -= self.li.partner_id
        self.assertFalse(self._mine(self.li))
        self.assertFalse(self.lines._portal_step(own.id, "pause"))


@tagged("post_install", "-at_install")
class TestResidentReads(ResidentCase):
    """Whoever signs in on the portal and calls the server directly."""

    # what an occupant reads: the hours of regulars, by a rule that knows the unit
    OWN = {"visitor.visit.hours"}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()
        cls._announce()
        cls._announce(cls.zhou, cls.next_door)
        cls.models = [
            model
            for model in cls.env.values()
            if not model._abstract
            and not model._transient
            and model._original_module == "visitor_management"
        ]

    def test_no_model_of_ours_is_read(self):
        self.assertGreater(len(self.models), 80)
        for model in self.models:
            if model._name in self.OWN:
                continue
            theirs = model.with_user(self.li)
            for name, call in (
                ("search", lambda m=theirs: m.search([])),
                ("search_count", lambda m=theirs: m.search_count([])),
                ("group", lambda m=theirs: m.formatted_read_group([], [], ["__count"])),
                ("name_search", lambda m=theirs: m.name_search("")),
                ("export", lambda m=theirs: m.browse(1).export_data(["id"])),
                ("fields_get", lambda m=theirs: m.browse(1).read(["id"])),
            ):
                with self.subTest(model._name, call=name):
                    if model._name == "client.complaint":
                        self.assertFalse(theirs.search([]), "the own: there is none")
                        break
                    # who may not export at all hears that
                    self.assertRaises(UserError, call)

    def test_nothing_of_ours_behind_what_clients_read(self):
        """Fields of Odoo's models that lead to ours: not read, searched or grouped."""
        ours = {model._name for model in self.models}
        tried = 0
        for model in self.env.values():
            if model._abstract or model._transient or model._name in ours:
                continue
            theirs = model.with_user(self.li)
            if not theirs.has_access("read"):
                continue
            for field in model._fields.values():
                if field.comodel_name not in ours:
                    continue
                tried += 1
                with self.subTest(str(field)):
                    for call in (
                        lambda m=theirs, f=field: m.search([], limit=1).read([f.name]),
                        lambda m=theirs, f=field: m.search(
                            [(f"{f.name}.create_uid", "=", 1)]
                        ),
                    ):
                        try:
                            found = call()
                        except AccessError:
                            continue
                        values = [each[field.name] for each in found] if found else []
                        self.assertFalse(any(values))
        self.assertTrue(tried)

    def test_files_and_messages_of_visits_are_nobody_elses(self):
        visit = self.visits.search([("host_partner_id", "=", self.li.partner_id.id)])
        visit.message_post(body="He always comes late")
        self.env["ir.attachment"].create(
            {"name": "x.txt", "raw": b"x", "res_model": visit._name, "res_id": visit.id}
        )
        for user in (self.li, self.zhou):
            for model, name in (
                ("mail.message", "model"),
                ("ir.attachment", "res_model"),
            ):
                found = self.env[model].with_user(user)
                with self.subTest(model, user=user.login):
                    try:
                        self.assertFalse(found.search([(name, "=", visit._name)]))
                    except AccessError:
                        continue
