from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import BaseCase, Form, freeze_time, tagged

from ..tools import quiet_hours
from .common import VisitorCommon

TZ = "Asia/Shanghai"


class TestQuietHours(BaseCase):
    def words(self, text):
        return [span.words for span in quiet_hours.read(text)]

    def test_what_somebody_types(self):
        self.assertEqual(self.words(""), [])
        self.assertEqual(
            self.words("12-14, 20:00–8:00"), ["12:00–14:00", "20:00–08:00"]
        )
        self.assertEqual(
            self.words("12：00－14：30；22-24"), ["12:00–14:30", "22:00–24:00"]
        )
        for wrong in ("noon", "12", "12-", "25-26", "12:61-13", "12-12", "0-24x"):
            with self.assertRaises(ValueError):
                quiet_hours.read(wrong)

    def met(self, text, start, stop, tz=TZ):
        spans = quiet_hours.read(text)
        return bool(quiet_hours.met(spans, start, stop, tz))

    def test_on_the_clock_of_the_site(self):
        noon = datetime(2026, 11, 24, 4)
        hour = timedelta(hours=1)
        self.assertTrue(self.met("12-14", noon, noon + hour))
        self.assertFalse(self.met("12-14", noon - hour, noon), "it ends then")
        self.assertFalse(self.met("12-14", noon + 2 * hour, noon + 3 * hour))
        self.assertTrue(self.met("12-14", noon - hour, noon + 4 * hour), "across it")
        self.assertFalse(self.met("12-14", noon, noon + hour, "Europe/Berlin"))

    def test_over_midnight(self):
        six = datetime(2026, 11, 23, 22)  # of the morning of the 24th
        self.assertTrue(self.met("20-8", six, six + timedelta(hours=1)))
        self.assertFalse(
            self.met("20-8", six + timedelta(hours=2), six + timedelta(hours=3))
        )
        self.assertTrue(self.met("20-8", six, six + timedelta(days=300)))


@tagged("post_install", "-at_install")
class TestRepeat(VisitorCommon):
    """Who announces a visit again types nothing twice."""

    tz = TZ

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.start = datetime(2026, 11, 23, 2)  # a Monday, at ten in the morning
        cls.enterClassContext(freeze_time(datetime(2026, 11, 25, 1)))
        cls.visit = (
            cls.env["visitor.visit"]
            .with_user(cls.user_host)
            .create(
                {
                    "type_id": cls.type_open.id,
                    "site_id": cls.site.id,
                    "start": cls.start,
                    "stop": cls.start + timedelta(hours=3),
                    "purpose": "Design review",
                    "area_ids": [fields.Command.set(cls.lobby.ids)],
                    "headcount": 4,
                    "registration_ids": [
                        fields.Command.create(
                            {"name": "Li Na", "phone": "13800138000", "lang": "en_US"}
                        ),
                        fields.Command.create({"name": "Wang Fang"}),
                    ],
                }
            )
        )

    def _repeated(self, visits=None, user=None, **values):
        visits = (visits or self.visit).with_user(user or self.user_host)
        action = visits.action_repeat(**values)
        self.assertEqual(action["res_model"], "visitor.visit")
        if action.get("res_id"):
            return visits.browse(action["res_id"])
        return visits.search(action["domain"])

    def test_the_same_people_at_a_new_time_as_a_draft(self):
        draft = self._repeated()
        self.assertEqual(draft.state, "draft")
        self.assertNotEqual(draft.name, self.visit.name)
        self.assertEqual(
            draft.registration_ids.mapped(lambda p: (p.name, p.phone, p.state)),
            [("Li Na", "13800138000", "expected"), ("Wang Fang", False, "expected")],
        )
        for name in ("type_id", "site_id", "host_id", "area_ids", "purpose"):
            self.assertEqual(draft[name], self.visit[name], name)
        self.assertEqual(draft.headcount, 4)
        self.assertEqual(draft.start, self.start + timedelta(days=7))
        self.assertEqual(draft.stop - draft.start, timedelta(hours=3))
        draft.action_submit()
        self.assertEqual(draft.state, "approved")

    def test_at_a_time_that_somebody_names(self):
        start = datetime(2026, 12, 24, 6)
        self.assertEqual(self._repeated(start=str(start)).start, start)
        with self.assertRaises(UserError):
            self.visit.action_repeat(start="soon")

    def test_several_keep_their_distance(self):
        later = self._repeated(start="2026-12-01 02:00:00")
        both = self.visit | later
        drafts = self._repeated(both, start="2026-12-10 02:00:00").sorted("start")
        self.assertEqual(drafts[1].start - drafts[0].start, later.start - self.start)

    def test_who_was_called_off_is_not_announced_again(self):
        self.visit.registration_ids[1].action_cancel()
        draft = self._repeated()
        self.assertEqual(draft.registration_ids.mapped("name"), ["Li Na"])
        self.assertEqual(draft.headcount, 3)

    def test_who_came_without_a_name_is_a_number_again(self):
        with freeze_time(self.start):
            self.visit.action_submit()
            self.visit.with_user(self.user_reception).check_in_unnamed(2)
        draft = self._repeated()
        self.assertEqual(len(draft.registration_ids), 2)
        self.assertEqual(draft.headcount, 4)

    def test_the_visits_of_others_are_not_mine_to_repeat(self):
        with self.assertRaises(AccessError):
            self.visit.with_user(self.user_host2).action_repeat()

    # ------------------------------------------------------------
    # FROM A CONTACT
    # ------------------------------------------------------------

    def test_announced_from_a_contact(self):
        firm = self.env["res.partner"].create({"name": "Acme", "is_company": True})
        person = self.env["res.partner"].create(
            {"name": "Zhao Min", "parent_id": firm.id, "phone": "13900139000"}
        )
        visits = self.env["visitor.visit"].with_user(self.user_host)
        for contact, names in ((firm, []), (person, ["Zhao Min"])):
            action = contact.with_user(self.user_host).action_announce_visit()
            with Form(visits.with_context(**action["context"])) as form:
                form.type_id = self.type_open
                form.site_id = self.site
            visit = form.record
            self.assertEqual(visit.partner_id, firm)
            self.assertEqual(visit.registration_ids.mapped("name"), names)
        self.assertEqual(visit.registration_ids.partner_id, person)
        self.assertEqual(visit.registration_ids.organization, "Acme")

    # ------------------------------------------------------------
    # SAID, NEVER REFUSED
    # ------------------------------------------------------------

    def test_quiet_hours_are_said(self):
        self.site.quiet_hours = "12-14"
        noon = datetime(2026, 11, 26, 4)
        draft = self._repeated(start=str(noon))
        self.assertIn("12:00–14:00", draft.said)
        self.assertTrue(draft.action_submit(), "nobody is refused")
        draft = self._repeated(start=str(noon + timedelta(hours=2)))
        self.assertFalse(draft.said)
        with Form(draft) as form:
            form.start = noon
            self.assertIn("12:00–14:00", form.said)

    def test_quiet_hours_that_say_nothing(self):
        with self.assertRaisesRegex(ValidationError, "12:00"):
            self.site.quiet_hours = "at noon"

    def test_visits_of_one_host_within_the_hour(self):
        self.site.host_visits_per_hour = 2
        start = datetime(2026, 11, 26, 2)
        for minutes in (0, 45):
            draft = self._repeated(start=str(start + timedelta(minutes=minutes)))
            self.assertFalse(draft.said)
            draft.action_submit()
        third = self._repeated(start=str(start + timedelta(minutes=30)))
        self.assertIn("10:00 and 11:00", third.said)
        self.assertEqual(len(third._said_when_announced()), 1)
        third.host_id = self.employee2
        self.assertFalse(third.said, "another host")
        third.host_id = self.employee
        third.start = start + timedelta(hours=1)
        self.assertFalse(third.said, "another hour")
        third.start = start
        self.assertTrue(third.said)
        third.action_submit()
        self.assertFalse(third.said, "it is agreed to")

    def test_whom_to_call_stands_on_the_form(self):
        self.site.announce_phone = "+86 21 5555 0000"
        self.assertEqual(self.visit.announce_phone, "+86 21 5555 0000")
