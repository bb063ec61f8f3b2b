from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, tagged

from .common import GROUP, VisitorCommon
from .image_common import b64, picture_bytes


class ReceptionScreenCase(VisitorCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.screen = cls.env["visitor.reception"].with_user(cls.user_reception)

    def _load(self, site=None):
        return self.screen.read_day((site or self.site).id)

    def _names(self, day):
        return {person["name"] for person in day["people"]}

    def _line(self, person):
        (line,) = [p for p in self._load()["people"] if p["id"] == person.id]
        return line

    def _days(self, days):
        """Values of a visit of an hour, so many days from now."""
        start = fields.Datetime.now() + timedelta(days=days)
        return {"start": start, "stop": start + timedelta(hours=1)}


@tagged("post_install", "-at_install")
class TestReceptionDay(ReceptionScreenCase):
    def test_the_people_of_today_are_there_and_no_others(self):
        self._registration(names=("Of Today",))
        self._registration(names=("Of Next Week",), **self._days(7))
        draft = self._visit(names=("Not Announced",))
        elsewhere = self.env["visitor.site"].create({"name": "Elsewhere"})
        self._registration(names=("Elsewhere",), site_id=elsewhere.id)
        refused = self._registration(names=("Refused",))
        refused.action_refuse("drunk")
        day = self._load()
        self.assertEqual(self._names(day), {"Of Today"})
        self.assertEqual(day["visits"][0]["host"], "Anita Oliver")
        self.assertEqual(draft.state, "draft")

    def test_the_screen_is_told_after_how_long_somebody_is_late(self):
        (site,) = [s for s in self._load()["sites"] if s["id"] == self.site.id]
        self.assertEqual(site["late_after"], 15)
        self.site.late_after = 0
        (site,) = [s for s in self._load()["sites"] if s["id"] == self.site.id]
        self.assertEqual(site["late_after"], 0)

    def test_no_minutes_that_no_calendar_holds(self):
        for name in ("grace_before", "grace_after", "late_after"):
            with self.subTest(name), self.assertRaisesRegex(ValidationError, "a week"):
                self.site[name] = 2**31 - 1

    def test_whoever_is_inside_is_on_the_list_whatever_the_plan_says(self):
        overnight = self._inside(names=("Overnight",))
        yesterday = self._days(-1)
        self._put(overnight.visit_id, **yesterday)
        self._put(overnight.stay_ids, in_at=yesterday["start"])
        self.assertEqual(self._names(self._load()), {"Overnight"})
        overnight.check_out()
        day = self._load()
        self.assertEqual(self._names(day), {"Overnight"}, "left today")
        self.assertTrue(day["people"][0]["out_at"])

    def test_visits_of_several_days_are_on_the_list_of_each(self):
        now = fields.Datetime.now()
        self._registration(
            names=("Auditor",),
            start=now - timedelta(days=1),
            stop=now + timedelta(days=2),
        )
        self.assertEqual(self._names(self._load()), {"Auditor"})

    def test_what_is_missing_is_said_but_not_that_the_time_has_not_come(self):
        self.type_open.photo_required = True
        start = fields.Datetime.now() + timedelta(minutes=40)
        person = self._registration(start=start, stop=start + timedelta(hours=1))
        self.assertEqual(self._line(person)["missing"], ["photo_missing"])
        opened = self.screen.open_person(person.id)
        codes = [each["code"] for each in opened["missing_now"]]
        self.assertEqual(codes, ["outside_hours", "photo_missing"])

    def test_the_panel_says_who_may_set_a_condition_aside(self):
        person = self._registration()
        self.type_open.photo_required = True
        (photo,) = self.screen.open_person(person.id)["missing_now"]
        self.assertTrue(photo["may_waive"])
        person.waive("photo_missing", "Camera is broken")
        opened = self.screen.open_person(person.id)
        self.assertFalse(opened["missing_now"])
        self.assertEqual(opened["waived"][0]["reason"], "Camera is broken")
        person.check_in()
        self.assertEqual(self.screen.open_person(person.id)["met"], [])

    def test_an_approval_tells_who_gave_it_and_how(self):
        visit = self._visit(
            self.user_reception, type_id=self.type_host.id, host_id=self.employee.id
        )
        visit.action_submit()
        opened = self.screen.open_person(visit.registration_ids.id)
        self.assertTrue(opened["visit"]["may_ask"])
        visit.with_user(self.user_reception).action_approve("phone")
        opened = self.screen.open_person(visit.registration_ids.id)
        self.assertIn("Phone", opened["met"][0])
        self.assertIn(self.user_host.name, opened["met"][0])

    def test_a_group_shows_each_person_with_the_reasons(self):
        self.type_open.photo_required = True
        visit = self._registration(names=("Ann", "Ben", "Cem")).visit_id
        pixel = (
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
            "WjR9awAAAABJRU5ErkJggg=="
        )
        visit.registration_ids[:2].photo = pixel
        people = self.screen.open_visit(visit.id)["people"]
        missing = {p["name"]: [m["code"] for m in p["missing_now"]] for p in people}
        self.assertEqual(
            missing, {"Ann": [], "Ben": [], "Cem": ["photo_missing"]}, "per person"
        )
        self.assertTrue(self.screen.open_person(people[0]["id"])["photo"])
        photos = {row["name"]: bool(row["photo"]) for row in self._load()["people"]}
        self.assertEqual(photos, {"Ann": True, "Ben": True, "Cem": False})

    def test_people_who_are_all_from_a_firm_are_listed_under_it(self):
        people = self._registration(names=("Ada", "Bo")).visit_id.registration_ids
        people.organization = "Bright Tools"
        self.assertEqual(self._firm_of(people), "Bright Tools")
        people[1].organization = "Dull Tools"
        self.assertEqual(self._firm_of(people), "", "not from one firm")

    def _firm_of(self, people):
        (line,) = self.screen.refresh(self.site.id, people.ids)["visits"]
        return line["organization"]

    def test_changes_are_read_by_id(self):
        visit = self._registration(names=("Ann", "Ben")).visit_id
        ann, ben = visit.registration_ids.with_user(self.user_reception)
        other_day = self._registration(**self._days(9))
        ann.check_in(self._card().number)
        ben.action_refuse("drunk")
        ids = [ann.id, ben.id, other_day.id]
        day = self.screen.refresh(self.site.id, ids)
        self.assertEqual(
            [(p["id"], p["state"]) for p in day["people"]], [(ann.id, "inside")]
        )
        self.assertEqual(day["cards_out"]["issued"], 1)
        self.assertEqual(self.screen.refresh(self.site.id, [])["people"], [])

    def test_what_was_handed_out_is_counted(self):
        """Cards by number and printed passes; a code that was never printed is not."""
        self._inside()
        printed, card = self._inside(), self._registration()
        card.check_in(self._card().number)
        self._registration().pass_ids.note_printed()  # who has not come has nothing
        self.assertEqual(self._cards_out(), (1, 0))
        printed.pass_ids.note_printed()
        self.assertEqual(self._cards_out(), (2, 0))
        card.check_out()
        self.assertEqual(self._cards_out(), (1, 0))
        printed.check_out(card_returned=False)
        self.assertEqual(self._cards_out(), (0, 1))
        card.undo()
        card.pass_ids.revoke("Misused")
        self.assertEqual(self._cards_out(), (0, 2), "withdrawn, and the card is out")
        passes = self.env["visitor.pass"].with_user(self.user_reception)
        here = passes.search([("site_id", "=", self.site.id)])
        out = here.filtered("is_out")
        self.assertEqual(out, (printed | card).pass_ids)
        self.assertEqual(
            out, here.search([("is_out", "=", True), ("id", "in", here.ids)])
        )

    def _cards_out(self):
        counts = self._load()["cards_out"]
        return counts["issued"], counts["left_open"]


@tagged("post_install", "-at_install")
class TestOtherDays(ReceptionScreenCase):
    """What was yesterday, and who comes tomorrow."""

    def _names_of(self, days):
        return self._names(self.screen.read_day(self.site.id, days))

    def _day_away(self, days):
        """Values of a visit of an hour at noon of another day at the site."""
        begin, _end = self.site._day_bounds(self.site._today() + timedelta(days=days))
        start = begin + timedelta(hours=12)
        return {"start": start, "stop": start + timedelta(hours=1)}

    def test_each_day_has_its_visits(self):
        for days in (-2, -1, 0, 1, 2):
            day = self._day_away(days)
            with freeze_time(day["start"]):  # announced in time
                self._registration(names=(f"Of {days}",), **day)
                self._visit(
                    names=(), headcount=9, purpose=f"Bus of {days}", **day
                ).action_submit()
        for days in (-1, 0, 1):
            self.assertEqual(self._names_of(days), {f"Of {days}"})
            visits = self.screen.read_day(self.site.id, days)["visits"]
            self.assertIn(f"Bus of {days}", [visit["purpose"] for visit in visits])
        self.assertEqual(self._names_of(30), self._names_of(1), "no further")

    def test_who_is_inside_is_not_on_the_list_of_tomorrow(self):
        self._inside(names=("Here Now",))
        self.assertEqual(self._names_of(1), set())
        self.assertEqual(self._names_of(-1), set())

    def test_who_stayed_yesterday_is_on_both_lists(self):
        overnight = self._inside(names=("Overnight",))
        yesterday = self._day_away(-1)
        self._put(overnight.visit_id, **yesterday)
        self._put(overnight.stay_ids, in_at=yesterday["start"])
        self.assertEqual(self._names_of(-1), {"Overnight"})
        self.assertEqual(self._names_of(0), {"Overnight"})

    def test_changes_are_read_for_the_day_that_is_shown(self):
        person = self._registration(**self._day_away(1))
        read = self.screen.refresh(self.site.id, person.ids)
        self.assertEqual(read["people"], [])
        read = self.screen.refresh(self.site.id, person.ids, [], 1)
        self.assertEqual(self._names(read), {person.name})


@tagged("post_install", "-at_install")
class TestPurposes(ReceptionScreenCase):
    def test_each_kind_has_those_of_its_own_visits_the_usual_ones_first(self):
        now = fields.Datetime.now() - timedelta(hours=1)
        used = [
            *[(self.type_open, "Parcel", now)] * 2,
            *[(self.type_open, "Pallet", now)] * 3,
            (self.type_host, "Contract", now),
            (self.type_open, "Long ago", now - timedelta(days=60)),
            (self.type_open, "Too long a purpose for a button", now),
        ]
        for kind, purpose, start in used:
            visit = self._visit(
                type_id=kind.id,
                purpose=purpose,
                start=start,
                stop=start + timedelta(hours=2),
            )
            self._put(visit, state="done")
        self._visit(purpose="Of a draft", start=now, stop=now + timedelta(hours=2))
        found = {
            each["type_id"]: each["purposes"]
            for each in self.screen.find_purposes(self.site.id)
        }
        self.assertEqual(
            found,
            {self.type_open.id: ["Pallet", "Parcel"], self.type_host.id: ["Contract"]},
        )


@tagged("post_install", "-at_install")
class TestReceptionRights(ReceptionScreenCase):
    def test_only_reception_reads_the_screen(self):
        person = self._registration()
        calls = {
            "read_day": (self.site.id,),
            "refresh": (self.site.id, person.ids),
            "open_person": (person.id,),
            "open_visit": (person.visit_id.id,),
            "find_people": (self.site.id, "Zhang"),
            "find_code": (self.site.id, "0412"),
            "find_hosts": (self.site.id, "Anita"),
            "find_purposes": (self.site.id,),
        }
        for user in (self.user_host, self._user("sales", "base.group_user")):
            screen = self.env["visitor.reception"].with_user(user)
            for method, arguments in calls.items():
                with self.subTest(user=user.login, call=method):
                    with self.assertRaises(AccessError):
                        getattr(screen, method)(*arguments)

    def test_companies_are_apart(self):
        self._other_company()
        person = self._registration()
        token = person.pass_ids._token()
        neighbours = self.env["visitor.reception"].with_user(self.user_reception2)
        day = neighbours.read_day(self.site.id)
        self.assertEqual(day["site_id"], self.site2.id, "the first site of one's own")
        self.assertEqual(day["people"], [])
        for method, arguments in {
            "refresh": (self.site.id, person.ids),
            "open_person": (person.id,),
            "open_visit": (person.visit_id.id,),
            "find_people": (self.site.id, "Zhang"),
            "find_code": (self.site.id, token),
            "find_hosts": (self.site.id, "Anita"),
            "find_purposes": (self.site.id,),
        }.items():
            with self.subTest(call=method), self.assertRaises(AccessError):
                getattr(neighbours, method)(*arguments)
        answer = neighbours.find_code(self.site2.id, token)
        self.assertFalse(answer["registration_id"], "another company's is unknown")
        self.assertEqual(neighbours.refresh(self.site2.id, person.ids)["people"], [])
        self.assertEqual(neighbours.find_hosts(self.site2.id, "Anita"), [])

    def test_without_a_site_the_screen_says_so(self):
        company = self.env["res.company"].create({"name": "Founders"})
        user = self._user(
            "founder",
            f"{GROUP}visitor_reception",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        day = self.env["visitor.reception"].with_user(user).read_day()
        self.assertEqual((day["sites"], day["site_id"]), ([], False))


@tagged("post_install", "-at_install")
class TestReceptionSearch(ReceptionScreenCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._registration(names=("Zhang Wei 张伟",))
        cls.person.write(
            {
                "organization": "Acme Trading",
                "phone": "+86 138 0000 1111",
                "email": "zhang@example.com",
                "vehicle_plate": "沪A·12345",
            }
        )

    def _found(self, text, site=None):
        found = self.screen.find_people((site or self.site).id, text)
        return [person["name"] for person in found["people"]]

    def test_by_whatever_is_known_of_a_person(self):
        visit = self.person.visit_id.name
        for text in (
            *("zhang", "WEI", "张伟", "伟", "acme", "13800001111", "0000 1111"),
            *("沪A12345", "沪a 123", "zhang@exam", visit, visit[-5:]),
        ):
            with self.subTest(text=text):
                self.assertEqual(self._found(text), ["Zhang Wei 张伟"])
        self.assertEqual(self._found("nobody"), [])
        self.assertEqual(self._found("  "), [])

    def test_by_the_short_code_of_the_pass(self):
        codes = self.person.sudo().pass_ids.code_ids
        for code in ("ACDEFGHJ", "34679346", "A3C4D6E7"):
            self._put(codes, short_code=code)
            for text in (code, code.lower(), f"{code[:4]}-{code[4:]}"):
                with self.subTest(text=text):
                    self.assertEqual(self._found(text), ["Zhang Wei 张伟"])

    def test_by_the_card_somebody_carries(self):
        for number in ("0412", "BLUE"):
            self._card(number)
            self.assertEqual(self._found(number), [])
            self.person.check_in(number)
            self.assertEqual(self._found(number), ["Zhang Wei 张伟"])
            self.person.check_out()
            self.assertEqual(self._found(number), [])
            self.person = self._registration(names=("Zhang Wei 张伟",))

    def test_eight_at_most_and_those_of_today_first(self):
        for days in (1, 3, -3):
            plan = self._days(days)
            with freeze_time(min(plan["start"], fields.Datetime.now())):
                self._registration(names=("Zhang Other Day",), **plan)
        self.assertEqual(self._found("zhang")[0], "Zhang Wei 张伟")
        self.assertEqual(len(self._found("zhang")), 4)
        found = self.screen.find_people(self.site.id, "zhang")
        self.assertEqual(found["today"], self.person.ids)
        for i in range(12):
            self._registration(names=(f"Zhang {i}",))
        self.assertEqual(len(self._found("zhang")), 8)

    def test_a_code_opens_its_person(self):
        token = self.person.pass_ids._token()
        for code in (token, self.person.pass_ids.short_code):
            self.assertEqual(
                self.screen.find_code(self.site.id, code),
                {"registration_id": self.person.id, "message": ""},
            )
        wrong = token[:-1] + ("A" if token[-1] != "A" else "B")
        for code in (wrong, "", "VM1.", "0000", "' OR 1=1"):
            answer = self.screen.find_code(self.site.id, code)
            self.assertFalse(answer["registration_id"], code)
            self.assertTrue(answer["message"], "the next step")

    def test_a_code_that_is_refused_says_why(self):
        issued = self.person.pass_ids
        old = issued._token()
        issued.reissue()
        answer = self.screen.find_code(self.site.id, old)
        self.assertEqual(answer["registration_id"], self.person.id)
        self.assertIn("withdrawn", answer["message"])
        self.person.check_in()
        issued.report_lost()
        answer = self.screen.find_code(self.site.id, issued._token())
        self.assertIn("lost", answer["message"])

    def test_a_code_of_another_site_names_it(self):
        other = self.env["visitor.site"].create({"name": "North Works"})
        token = self.person.pass_ids._token()
        answer = self.screen.find_code(other.id, token)
        self.assertEqual(answer["registration_id"], self.person.id)
        self.assertIn("Harbour Tower", answer["message"])

    def test_a_card_that_was_not_given_back_is_taken_back(self):
        self._card("0412")
        self.person.check_in("0412")
        self.person.check_out(card_returned=False)
        answer = self.screen.find_code(self.site.id, "0412")
        self.assertEqual(answer["registration_id"], self.person.id)
        self.assertIn("take the card", answer["message"])

    def test_hosts_are_employees_and_residents(self):
        self._resident()
        hosts = self.screen.find_hosts(self.site.id, "anita")
        self.assertEqual(hosts[0]["values"], {"host_id": self.employee.id})
        expected = {"host_partner_id": self.resident.id, "unit_id": self.unit.id}
        for text in ("li na", "1202"):
            (host,) = self.screen.find_hosts(self.site.id, text)
            self.assertEqual(host["values"], expected)
        registered = self.env["visitor.registration"].with_user(self.user_reception)
        answer = registered.register_walk_in(
            {
                "site_id": self.site.id,
                "type_id": self.type_host.id,
                "name": "Guest",
                **expected,
            },
            channel="phone",
            check_in=True,
        )
        self.assertEqual(answer["check_in"]["status"], "granted")


@tagged("post_install", "-at_install")
class TestReceptionQueries(ReceptionScreenCase):
    """The same number of queries for five people and for fifty."""

    def _people(self, count):
        people = self.env["visitor.registration"]
        for number in range(count):
            values = {"purpose": f"Purpose {number}"}
            if number % 2:
                values["partner_id"] = (
                    self.env["res.partner"]
                    .create({"name": f"Firm {number}", "is_company": True})
                    .id
                )
                values["host_id"] = (
                    self.env["hr.employee"].create({"name": f"Host {number}"}).id
                )
            person = self._registration(names=(f"Person {number}",), **values)
            person.sudo().photo = b64(picture_bytes())
            if number % 3 == 0:
                card = self._card(f"C{person.id}")
                person.check_in(card.number)
            people |= person
        return people

    def test_opening_and_refreshing(self):
        few = self._people(5)
        load = self._count_queries(lambda: self.screen.read_day(self.site.id))
        refresh = self._count_queries(
            lambda: self.screen.refresh(self.site.id, few.ids)
        )
        search = self._count_queries(
            lambda: self.screen.find_people(self.site.id, "person")
        )
        many = few + self._people(45)
        self.assertLessEqual(load, 26)  # one of them: who waits for the host
        self.assertEqual(
            self._count_queries(lambda: self.screen.read_day(self.site.id)), load
        )
        self.assertEqual(
            self._count_queries(lambda: self.screen.refresh(self.site.id, many.ids)),
            refresh,
        )
        self.assertLessEqual(
            self._count_queries(
                lambda: self.screen.find_people(self.site.id, "person")
            ),
            search,
        )

    def test_opening_a_group(self):
        self.site.capacity = 100
        few = self._registration(names=[f"Few {i}" for i in range(5)]).visit_id
        many = self._registration(names=[f"Many {i}" for i in range(50)]).visit_id
        self.assertEqual(
            self._count_queries(lambda: self.screen.open_visit(many.id)),
            self._count_queries(lambda: self.screen.open_visit(few.id)),
        )
