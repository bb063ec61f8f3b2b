"""The life of a visit: announced, approved, changed, called off, numbered, shown."""

from datetime import datetime, timedelta

from psycopg2.errors import CheckViolation

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import VisitorCommon

SIGNATURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestApproval(VisitorCommon):
    def test_a_kind_without_approval_is_approved_at_once(self):
        visit = self._visit(self.user_host2, host_id=self.employee.id)
        visit.action_submit()
        self.assertEqual(visit.state, "approved")
        self.assertFalse(visit.confirmation_channel, "nobody was asked")
        self.assertFalse(visit.confirmed_at)

    def test_the_hosts_own_invitation_is_approved_at_once(self):
        visit = self._visit(type_id=self.type_host.id)
        self.assertEqual(visit.host_id, self.employee, "by default whoever announces")
        before = fields.Datetime.now()
        visit.action_submit()
        self.assertEqual(visit.state, "approved")
        self.assertEqual(visit.confirmation_channel, "odoo")
        self.assertEqual(visit.confirmed_by_id, self.user_host.partner_id)
        self.assertGreaterEqual(visit.confirmed_at, before)
        self.assertLessEqual(visit.confirmed_at, fields.Datetime.now())

    def test_somebody_elses_invitation_waits_for_the_host(self):
        visit = self._pending()
        self.assertEqual(visit.state, "pending")
        self.assertEqual(visit.activity_ids.user_id, self.user_host)
        self.assertFalse(visit.registration_ids.sudo().pass_ids, "no pass yet")
        for stranger in (self.user_host2, self.user_reception, self.user_security):
            with self.assertRaisesRegex(AccessError, "host approves"):
                visit.with_user(stranger).action_approve()
        visit.with_user(self.user_host).action_approve()
        self.assertEqual(visit.state, "approved")
        self.assertEqual(visit.confirmed_by_id, self.user_host.partner_id)
        self.assertFalse(visit.sudo().activity_ids, "the host has answered")
        self.assertEqual(visit.registration_ids.sudo().pass_ids.state, "ready")

    def test_security_approves_what_security_must(self):
        visit = self._visit(type_id=self.type_security.id)
        visit.action_submit()
        self.assertEqual(visit.state, "pending")
        for user in (self.user_host, self.user_reception):
            with self.assertRaisesRegex(AccessError, "Security approves"):
                visit.with_user(user).action_approve()
            for channel in ("phone", "intercom", "in_person"):
                with self.assertRaisesRegex(AccessError, "Security approves"):
                    visit.with_user(user).action_approve(channel)
        visit.with_user(self.user_security).action_approve()
        self.assertEqual(visit.confirmed_by_id, self.user_security.partner_id)

    def test_reception_records_the_hosts_word(self):
        """By intercom, phone or in person: channel, person and time are kept."""
        for channel in ("intercom", "phone", "in_person"):
            visit = self._pending()
            with self.subTest(channel=channel):
                visit.with_user(self.user_reception).action_approve(channel)
                self.assertEqual(visit.state, "approved")
                self.assertEqual(visit.confirmation_channel, channel)
                self.assertEqual(visit.confirmed_by_id, self.user_host.partner_id)
                self.assertTrue(visit.confirmed_at)

    def test_nobody_else_speaks_for_the_host(self):
        """The one who announced can't say “they told me by phone”, nor the host."""
        for user in (self.user_host2, self.user_host):
            visit = self._pending().with_user(user)
            for channel in ("intercom", "phone", "in_person"):
                with (
                    self.subTest(user=user.login, channel=channel),
                    self.assertRaises(AccessError),
                ):
                    visit.action_approve(channel)

    def test_the_hosts_own_channels_are_only_the_hosts(self):
        visit = self._pending()
        for channel in ("odoo", "portal", "mail"):
            with self.subTest(channel=channel), self.assertRaises(AccessError):
                visit.with_user(self.user_reception).action_approve(channel)

    def test_an_unknown_channel_confirms_nothing(self):
        visit = self._pending()
        for channel in ("pigeon", "", False):
            with self.subTest(channel=channel), self.assertRaises(UserError):
                visit.with_user(self.user_host).action_approve(channel)
        self.assertEqual(visit.state, "pending")

    def test_a_resident_approves_in_the_portal(self):
        resident_user = self._user("li.na", "base.group_portal")
        self._resident()
        self.unit.partner_ids = resident_user.partner_id
        visit = self._pending(
            host_id=False, host_partner_id=resident_user.partner_id.id
        )
        other = self._user("wang", "base.group_portal")
        with self.assertRaises(AccessError):  # as the page of the portal calls it
            visit.with_user(other).sudo().action_approve("portal")
        visit.with_user(resident_user).sudo().action_approve("portal")
        self.assertEqual(visit.confirmation_channel, "portal")
        self.assertEqual(visit.confirmed_by_id, resident_user.partner_id)

    def test_a_resident_signs_for_guests_at_the_desk(self):
        self._resident()
        visit = self._visit(
            self.user_reception,
            type_id=self.type_host.id,
            host_partner_id=self.resident.id,
            unit_id=self.unit.id,
        )
        self.assertFalse(visit.host_id)
        self.assertEqual(visit.host_name, "Li Na · 3-1202")
        self.assertIn(self.floor, visit.area_ids, "the pass opens the resident's floor")
        visit.action_submit()
        self.assertEqual(visit.state, "pending")
        with self.assertRaisesRegex(UserError, "sign first"):
            visit.sign_for_guests("")
        visit.sign_for_guests(SIGNATURE)
        self.assertEqual(visit.state, "approved")
        self.assertEqual(visit.confirmation_channel, "in_person")
        self.assertEqual(visit.confirmed_by_id, self.resident)
        self.assertTrue(visit.host_signature)

    def test_only_reception_takes_signatures(self):
        visit = self._pending()
        with self.assertRaises(AccessError):
            visit.with_user(self.user_host).sign_for_guests(SIGNATURE)

    def test_the_resident_lives_there(self):
        self._resident()
        stranger = self.env["res.partner"].create({"name": "Not There"})
        with self.assertRaisesRegex(ValidationError, "occupant"):
            self._visit(host_partner_id=stranger.id, unit_id=self.unit.id)

    def test_people_of_a_tenant_firm_are_its_occupants(self):
        self._resident(is_company=True)
        clerk = self.env["res.partner"].create(
            {"name": "Clerk", "parent_id": self.resident.id}
        )
        visit = self._visit(host_partner_id=clerk.id, unit_id=self.unit.id)
        self.assertEqual(visit.host_partner_id, clerk)

    def test_somebody_is_visited(self):
        visit = self._visit(self.user_reception, host_id=False)
        with self.assertRaisesRegex(ValidationError, "who is visited"):
            visit.action_submit()

    def test_there_is_one_host(self):
        self._resident()
        with self.assertRaisesRegex(ValidationError, "one host"):
            self._visit(host_id=self.employee.id, host_partner_id=self.resident.id)

    def test_confirmations_are_not_forged(self):
        """Neither when announcing nor later, by no user at all."""
        forged = {
            "confirmed_at": fields.Datetime.now(),
            "confirmation_channel": "phone",
            "confirmed_by_id": self.user_host.partner_id.id,
            "host_signature": SIGNATURE,
            "walk_in": True,
            "name": "V/2000/00001",
            "company_id": self.company.id,
            "department_id": False,
        }
        visit = self._pending()
        for user in (self.user_host2, self.user_host, self.user_reception):
            for name, value in forged.items():
                with self.subTest(user=user.login, field=name):
                    with self.assertRaises(UserError):
                        self._visit(user, **{name: value})
                    with self.assertRaises(UserError):
                        visit.with_user(user).write({name: value})

    def test_confirmations_are_not_forged_by_defaults(self):
        visit = self._visit_with_context(
            default_walk_in=True,
            default_confirmation_channel="phone",
            default_name="V/2000/00001",
        )
        self.assertFalse(visit.walk_in)
        self.assertFalse(visit.confirmation_channel)
        self.assertNotEqual(visit.name, "V/2000/00001")

    def _visit_with_context(self, **context):
        visits = self.env["visitor.visit"].with_user(self.user_host)
        return visits.with_context(**context).create({"site_id": self.site.id})

    def _pending(self, **values):
        """Announced by a colleague for the host, whose approval is asked."""
        values = {
            "type_id": self.type_host.id,
            "host_id": self.employee.id,
            **values,
        }
        visit = self._visit(self.user_host2, **values)
        visit.action_submit()
        return visit


@tagged("post_install", "-at_install")
class TestCallingOff(VisitorCommon):
    def test_refusing_needs_a_reason(self):
        visit = self._pending()
        for reason in ("", "   ", None, False):
            with self.assertRaisesRegex(UserError, "Say why"):
                visit.with_user(self.user_host).action_refuse(reason)
        self.assertEqual(visit.state, "pending")

    def test_refused_by_the_host_or_reception_and_nobody_else(self):
        for user in (self.user_host, self.user_reception):
            visit = self._pending()
            visit.with_user(user).action_refuse("No time")
            self.assertEqual(visit.state, "refused")
            self.assertEqual(visit.registration_ids.mapped("state"), ["refused"] * 2)
            self.assertIn("No time", visit.sudo().message_ids[0].body)
            self.assertFalse(visit.sudo().activity_ids)
        with self.assertRaises(AccessError):
            self._pending().action_refuse("I changed my mind")

    def test_cancelling_needs_a_reason_and_takes_the_passes_back(self):
        visit = self._visit(names=("Zhang Wei", "Li Qiang"))
        visit.action_submit()
        passes = visit.registration_ids.sudo().pass_ids
        self.assertEqual(passes.mapped("state"), ["ready"] * 2)
        with self.assertRaisesRegex(UserError, "Say why"):
            visit.action_cancel(" ")
        visit.action_cancel("Postponed")
        self.assertEqual(visit.state, "cancelled")
        self.assertEqual(visit.registration_ids.mapped("state"), ["cancelled"] * 2)
        self.assertEqual(passes.mapped("state"), ["revoked"] * 2)
        answer = visit.registration_ids[:1].with_user(self.user_reception).check_in()
        self.assertEqual(self._codes(answer)[0], "pass_revoked")

    def test_nothing_is_cancelled_with_somebody_inside(self):
        person = self._inside()
        with self.assertRaisesRegex(UserError, "Inside.*Cancelled"):
            person.visit_id.with_user(self.user_host).action_cancel("Too late")

    def test_one_person_is_not_coming(self):
        """The others still are."""
        visit = self._visit(names=("Zhang Wei", "Li Qiang"))
        visit.action_submit()
        one, other = visit.registration_ids
        one.action_cancel()
        self.assertEqual((one.state, other.state), ("cancelled", "expected"))
        self.assertEqual(one.sudo().pass_ids.state, "revoked")
        self.assertEqual(visit.state, "approved")

    def test_the_last_one_left_when_the_other_does_not_come(self):
        visit = self._visit(names=("Zhang Wei", "Li Qiang"))
        visit.action_submit()
        one, other = visit.registration_ids.with_user(self.user_reception)
        one.check_in()
        one.check_out()
        self.assertEqual(visit.state, "in_progress", "one may still come")
        other.action_cancel()
        self.assertEqual(visit.state, "done")

    def test_only_drafts_are_deleted(self):
        visit = self._visit()
        visit.action_submit()
        with self.assertRaisesRegex(UserError, "Cancel the visit"):
            visit.unlink()
        with self.assertRaisesRegex(UserError, "cancelled, not deleted"):
            visit.registration_ids.unlink()
        draft = self._visit()
        draft.registration_ids.unlink()
        draft.unlink()
        self.assertFalse(draft.exists())

    def test_a_stranger_deletes_nothing(self):
        draft = self._visit()
        with self.assertRaises(AccessError):
            draft.with_user(self.user_host2).unlink()

    def _pending(self):
        visit = self._visit(
            self.user_host2,
            names=("Zhang Wei", "Li Qiang"),
            type_id=self.type_host.id,
            host_id=self.employee.id,
        )
        visit.action_submit()
        return visit


@tagged("post_install", "-at_install")
class TestChangingPlans(VisitorCommon):
    """What was approved stays, unless those who approve it change it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.site_b = cls.env["visitor.site"].create({"name": "B", "tz": "UTC"})

    def _approved(self, **values):
        visit = self._visit(
            self.user_host2,
            type_id=self.type_host.id,
            host_id=self.employee.id,
            **values,
        )
        visit.action_submit()
        visit.with_user(self.user_host).action_approve()
        return visit

    def _changes(self):
        now = fields.Datetime.now()
        return {
            "area_ids": [Command.set(self.lobby.ids)],
            "start": now - timedelta(hours=1),
            "stop": now + timedelta(days=30),
            "type_id": self.type_open.id,
            "host_id": self.employee2.id,
            "host_partner_id": self.user_host2.partner_id.id,
            "site_id": self.site_b.id,
            "headcount": 40,
        }

    def test_whoever_announced_it_changes_it_and_asks_again(self):
        for name, value in self._changes().items():
            with self.subTest(field=name):
                visit = self._approved()
                self.assertTrue(visit.may_change)
                visit.write({name: value})
                asked = "pending" if visit.type_id.approval == "host" else "approved"
                self.assertEqual(visit.state, asked)
                its_pass = visit.registration_ids.sudo().pass_ids
                self.assertEqual(its_pass.state, "ready")
                if asked == "pending":
                    self.assertFalse(visit.confirmed_by_id or visit.confirmed_at)
                    self.assertIn("not_approved", self._codes(visit))

    def _codes(self, visit):
        person = visit.registration_ids[:1].with_user(self.user_reception)
        return [each["code"] for each in person.check_in()["reasons"]]

    def test_the_host_approves_what_was_changed(self):
        visit = self._approved()
        visit.stop += timedelta(hours=1)
        self.assertTrue(visit.reopened)
        self.assertIn(self.user_host, visit.sudo().activity_ids.user_id)
        visit.with_user(self.user_host).action_approve()
        self.assertEqual(visit.state, "approved")
        self.assertFalse(visit.reopened)
        self.assertEqual(visit.confirmed_by_id, self.user_host.partner_id)
        self.assertNotIn("not_approved", self._codes(visit))

    def test_less_than_was_agreed_to_asks_nobody(self):
        """Names within the number, another purpose, an area less."""
        visit = self._approved(
            planned_headcount=3, area_ids=[Command.set(self.lobby.ids)]
        )
        visit.write({"purpose": "Interview", "area_ids": [Command.clear()]})
        visit.write({"registration_ids": [Command.create({"name": "Li Na"})]})
        visit.write({"start": visit.start, "headcount": visit.headcount})
        self.assertEqual(visit.state, "approved")
        visit.write(
            {"registration_ids": [Command.create({"name": "Chen", "headcount": 2})]}
        )
        self.assertEqual(visit.state, "pending", "one more than was announced")

    def test_not_once_somebody_came(self):
        visit = self._inside(type_id=self.type_host.id).visit_id
        visit.sudo().host_id = self.employee2
        visit = visit.with_user(self.user_host)
        with self.assertRaises(UserError):
            visit.stop += timedelta(hours=1)

    def test_nor_the_people_who_were_approved(self):
        visit = self._approved()
        person = visit.registration_ids
        lines = {
            "another name": Command.update(person.id, {"name": "Somebody Else"}),
            "more people": Command.update(person.id, {"headcount": 20}),
        }
        for what, line in lines.items():
            with self.subTest(what), self.assertRaises(UserError):
                visit.write({"registration_ids": [line]})
        with self.assertRaises(UserError):
            person.write({"name": "Somebody Else"})
        visit.write({"registration_ids": [Command.create({"name": "Somebody Else"})]})
        self.assertEqual(visit.state, "pending")

    def test_nobody_is_moved_to_an_approved_visit(self):
        """Not by the one who announced both, and not by anybody else."""
        visit = self._approved()
        other = self._visit(self.user_host2, names=("Somebody Else",))
        for user in (self.user_host2, self.user_reception, self.user_admin):
            stranger = other.registration_ids.with_user(user)
            with (
                self.subTest(user=user.login),
                self.assertRaisesRegex(UserError, "stay with the visit"),
            ):
                stranger.write({"visit_id": visit.id})
        with self.assertRaises(UserError):
            visit.write({"registration_ids": [Command.link(stranger.id)]})

    def test_the_host_and_reception_change_it(self):
        for user in (self.user_host, self.user_reception):
            visit = self._approved().with_user(user)
            self.assertTrue(visit.may_change)
            stop = visit.stop + timedelta(hours=1)
            with self.subTest(user=user.login):
                visit.write({"stop": stop})
                visit.registration_ids.write({"name": "Zhang Weimin"})
                visit.write({"registration_ids": [Command.create({"name": "Li"})]})
                self.assertEqual(visit.stop, stop)
                added = visit.registration_ids.filtered(lambda p: p.name == "Li")
                self.assertEqual(added.sudo().pass_ids.state, "ready")

    def test_phone_and_plate_are_nobodys_secret(self):
        """What identifies nobody may be corrected by whoever announced the visit."""
        person = self._approved().registration_ids
        person.write({"phone": "+86 138 0013 8000", "vehicle_plate": "沪A 12345"})
        self.assertEqual(person.vehicle_plate, "沪A 12345")

    def test_security_is_not_bypassed(self):
        """By the host or reception, in what only security approves."""
        for user in (self.user_host, self.user_reception):
            visit = self._visit(type_id=self.type_security.id)
            visit.action_submit()
            visit.with_user(self.user_security).action_approve()
            with self.subTest(user=user.login):
                with self.assertRaises(UserError):
                    visit.with_user(user).registration_ids.name = "Somebody Else"
                visit.with_user(user).write({"stop": visit.stop + timedelta(1)})
                self.assertEqual(visit.state, "pending")
                with self.assertRaises(AccessError):
                    visit.with_user(user).action_approve()
        visit.with_user(self.user_security).action_approve()
        visit.with_user(self.user_security).write({"stop": visit.stop + timedelta(1)})
        self.assertEqual(visit.state, "approved")

    def test_an_approved_visit_does_not_slip_into_another_kind(self):
        """Approved by the host, then turned into works that security approves."""
        for user in (self.user_host, self.user_reception):
            visit = self._approved()
            with self.subTest(user=user.login):
                visit.with_user(user).type_id = self.type_security
                self.assertEqual(visit.state, "pending")
        free = self._visit()
        free.action_submit()
        free.type_id = self.type_security
        self.assertEqual(free.state, "pending")

    def test_an_approved_visit_does_not_slip_to_another_host(self):
        """One host agreed, not the other, who is asked."""
        visit = self._visit(type_id=self.type_host.id)
        visit.action_submit()
        visit.host_id = self.employee2
        self.assertEqual(visit.state, "pending")
        self.assertEqual(visit.sudo().activity_ids.user_id, self.user_host2)
        self.assertIn(self.user_host2.partner_id, visit.sudo().asked_ids)
        with self.assertRaises(AccessError):
            visit.action_approve()

    def test_who_is_asked_is_asked_about_the_visit_as_it_is(self):
        visit = self._visit(
            self.user_host2, type_id=self.type_host.id, host_id=self.employee.id
        )
        visit.action_submit()
        asked = [("model", "=", "visitor.visit"), ("res_id", "=", visit.id)]
        before = self.env["mail.message"].search_count(asked)
        visit.stop += timedelta(days=1)
        self.assertEqual(visit.state, "pending")
        self.assertGreater(self.env["mail.message"].search_count(asked), before)

    def test_what_is_over_stays(self):
        visit = self._approved()
        visit.action_cancel("Ill")
        for user in (self.user_host, self.user_reception, self.user_security):
            with self.subTest(user=user.login):
                with self.assertRaisesRegex(UserError, "over"):
                    visit.with_user(user).stop += timedelta(days=1)
                with self.assertRaisesRegex(UserError, "over"):
                    visit.with_user(user).write(
                        {"registration_ids": [Command.create({"name": "Late"})]}
                    )

    def test_who_has_come_is_not_renamed_by_the_host(self):
        """The register holds the name; reception corrects a slip of the pen."""
        person = self._inside(type_id=self.type_host.id)
        with self.assertRaisesRegex(UserError, "register"):
            person.with_user(self.user_host).name = "Somebody Else"
        person.name = "Zhang Wei 张伟"
        person.check_out()
        person.name = "Zhang Weimin"
        self.assertEqual(person.stay_ids.display_name, "Zhang Weimin")

    def test_the_site_stays_once_somebody_is_there(self):
        visit = self._inside(type_id=self.type_host.id).visit_id
        with self.assertRaisesRegex(UserError, "site stays"):
            visit.site_id = self.site_b

    def test_restricted_areas_are_asked_for_by_the_kind_and_opened_by_security(self):
        """Whoever plans a visit may ask for them; neither that nor the kind opens."""
        self.type_open.area_ids = self.lab
        for visit in (self._visit(), self._visit(area_ids=[Command.set(self.lab.ids)])):
            visit.action_submit()
            self.assertEqual(visit.state, "approved", "it does not wait for the area")
            its_pass = visit.registration_ids.sudo().pass_ids
            for user in (self.user_host, self.user_reception):
                with (
                    self.subTest(user=user.login),
                    self.assertRaisesRegex(AccessError, "Laboratory: Security"),
                ):
                    visit.with_user(user).action_open_areas()
                visit.with_user(user).area_ids = self.lobby | self.lab
                self.assertEqual(visit.area_ids, self.lobby | self.lab, "asked for")
                self.assertEqual(visit.open_area_ids, self.lobby)
                self.assertEqual(its_pass.area_ids, self.lobby)
            visit.with_user(self.user_security).action_open_areas()
            self.assertEqual(visit.open_area_ids, self.lobby | self.lab)
            self.assertEqual(its_pass.area_ids, self.lobby | self.lab)

    def test_a_residents_floor_is_opened_by_the_resident(self):
        """Not by an employee who names the unit, or the resident as host."""
        self._resident()
        for host in ({}, {"host_id": False, "host_partner_id": self.resident.id}):
            with self.subTest(host=host):
                visit = self._visit(unit_id=self.unit.id, **host)
                visit.action_submit()
                self.assertEqual(visit.state, "approved")
                self.assertEqual(visit.waiting_area_ids, self.floor)
                self.assertFalse(visit.registration_ids.sudo().pass_ids.area_ids)
                with self.assertRaisesRegex(AccessError, "occupants of 3-1202"):
                    visit.action_open_areas()
                desk = visit.with_user(self.user_reception)
                desk.action_open_areas("intercom", self.resident.id)
                self.assertFalse(visit.waiting_area_ids)
                self.assertEqual(
                    visit.registration_ids.sudo().pass_ids.area_ids, self.floor
                )

    def test_areas_are_those_of_the_site(self):
        hall = self.env["visitor.area"].create(
            {"name": "Hall", "site_id": self.site_b.id}
        )
        with self.assertRaisesRegex(ValidationError, "its site"):
            self._visit(area_ids=[Command.set(hall.ids)])

    def test_the_pass_moves_with_the_visit(self):
        visit = self._visit(type_id=self.type_host.id)
        visit.action_submit()
        its_pass = visit.registration_ids.sudo().pass_ids
        code = its_pass.with_user(self.user_reception)._token()
        visit.start += timedelta(days=3)
        day = visit.site_id._to_local(visit.start).date()
        bounds = visit.site_id._day_bounds(day)
        self.assertEqual(its_pass.valid_from, bounds[0])
        self.assertGreaterEqual(its_pass.valid_to, bounds[1])
        visit.area_ids = self.lobby
        self.assertEqual(its_pass.area_ids, self.lobby)
        self.assertNotEqual(its_pass.with_user(self.user_reception)._token(), code)

    def test_the_pass_moves_to_the_new_site(self):
        visit = self._visit(type_id=self.type_host.id)
        visit.action_submit()
        visit.site_id = self.site_b
        self.assertEqual(visit.registration_ids.site_id, self.site_b)
        self.assertEqual(visit.registration_ids.sudo().pass_ids.site_id, self.site_b)

    def test_moving_the_beginning_keeps_the_duration(self):
        visit = self._visit()
        lasts = visit.stop - visit.start
        visit.start += timedelta(days=1)
        self.assertEqual(visit.stop - visit.start, lasts)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 01:00:00")
class TestPlanning(VisitorCommon):
    tz = "Asia/Shanghai"

    def test_announced_in_the_form(self):
        """A host fills in the form: place, kind and oneself stand there already."""
        visits = self.env["visitor.visit"].with_user(self.user_host)
        with Form(visits) as form:
            form.site_id = self.site
            form.type_id = self.type_host
            with form.registration_ids.new() as line:
                line.name = "Zhang Wei"
        visit = form.record
        self.assertEqual(visit.host_id, self.employee)
        self.assertEqual(visit.stop - visit.start, timedelta(hours=1))
        self.assertEqual(visit.headcount, 1)

    def test_a_group_under_one_pass_counts_with_its_people(self):
        visit = self._visit(
            names=(),
            registration_ids=[
                Command.create({"name": "Choir", "headcount": 29}),
                Command.create({"name": "Conductor"}),
            ],
        )
        self.assertEqual(visit.headcount, 30)

    def test_more_may_come_than_are_named(self):
        """Thirty are planned: they stay thirty while one names them one by one."""
        visit = self._visit(headcount=30, names=("Zhang Wei", "Li Qiang"))
        self.assertEqual(visit.headcount, 30)
        visit.registration_ids = [Command.create({"name": "Wang Fang"})]
        self.assertEqual(visit.headcount, 30)
        visit.registration_ids = [Command.create({"name": "Choir", "headcount": 28})]
        self.assertEqual(visit.headcount, 31, "never fewer than are named")
        visit.headcount = 2
        self.assertEqual(visit.headcount, 31)
        visit.headcount = 40
        self.assertEqual(visit.headcount, 40)

    def test_without_a_plan_as_many_come_as_are_named(self):
        visit = self._visit(names=("Zhang Wei", "Li Qiang"))
        self.assertEqual(visit.headcount, 2)
        visit.registration_ids[0].unlink()
        self.assertEqual(visit.headcount, 1)

    def test_a_plan_in_the_form_stays_while_names_are_added(self):
        visits = self.env["visitor.visit"].with_user(self.user_host)
        with Form(visits) as form:
            form.site_id = self.site
            form.headcount = 30
            for name in ("Zhang Wei", "Li Qiang"):
                with form.registration_ids.new() as line:
                    line.name = name
            self.assertEqual(form.headcount, 30)
        with Form(form.record) as form:
            form.headcount = 1
            self.assertEqual(form.headcount, 2, "two are named")
            form.registration_ids.remove(0)
            self.assertEqual(form.headcount, 1)
        self.assertEqual(form.record.headcount, 1)

    def test_nobody_ends_before_beginning(self):
        now = fields.Datetime.now()
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self._visit(start=now, stop=now - timedelta(hours=1))

    def test_numbers_follow_the_company_and_the_year_of_the_site(self):
        """New Year's Eve in Shanghai is over while it is still evening in UTC."""
        self._other_company()
        year_end = datetime(2026, 12, 31, 18, 0)  # 2 a.m. of 1 January at the site
        ours = self._visit(start=year_end, stop=year_end + timedelta(hours=1))
        before = self._visit(
            start=year_end - timedelta(hours=4), stop=year_end - timedelta(hours=3)
        )
        second = self._visit(start=year_end, stop=year_end + timedelta(hours=2))
        theirs = self._visit(
            self.user_reception2,
            site_id=self.site2.id,  # Berlin: still December
            host_id=self.employee_next_door.id,
            start=year_end,
            stop=year_end + timedelta(hours=1),
        )
        self.assertRegex(before.name, r"^V/2026/\d{5}$")
        self.assertEqual(ours.name, "V/2027/00001")
        self.assertEqual(second.name, "V/2027/00002")
        self.assertEqual(theirs.name, "V/2026/00001")

    def test_several_at_once_get_several_numbers(self):
        values = {"type_id": self.type_open.id, "site_id": self.site.id}
        visits = (
            self.env["visitor.visit"].with_user(self.user_host).create([values] * 3)
        )
        self.assertEqual(len(set(visits.mapped("name"))), 3)

    def test_a_copy_is_a_new_announcement(self):
        visit = self._visit(
            names=("Zhang Wei", "Li Qiang"), type_id=self.type_host.id, purpose="Review"
        )
        visit.action_submit()
        people = visit.registration_ids.with_user(self.user_reception)
        people[0].write({"photo": SIGNATURE})
        people[0].check_in()
        twin = visit.copy()
        self.assertEqual(twin.state, "draft")
        self.assertNotEqual(twin.name, visit.name)
        self.assertEqual((twin.purpose, twin.host_id), ("Review", self.employee))
        self.assertEqual(twin.registration_ids.mapped("state"), ["expected"] * 2)
        copied = twin.registration_ids.sudo()
        self.assertFalse(copied.pass_ids or copied.stay_ids or copied[0].photo)
        self.assertFalse(twin.confirmed_at or twin.confirmed_by_id)

    def test_times_are_those_of_the_site_for_readers_everywhere(self):
        visit = self._visit(
            start=datetime(2026, 11, 23, 1, 30), stop=datetime(2026, 11, 23, 3, 0)
        )
        self.env["res.lang"]._activate_lang("zh_CN")
        for tz in ("America/New_York", "Asia/Shanghai", False):
            window = self._window(visit.with_context(tz=tz))
            self.assertEqual(window, "11/23/26, 9:30 AM – 11:00 AM")
        chinese = visit.with_context(lang="zh_CN", tz="America/New_York").local_window
        self.assertEqual(chinese, "2026/11/23 09:30 – 11:00")

    def test_visits_across_midnight_show_both_days(self):
        """Midnight at the site, not in UTC."""
        visit = self._visit(
            start=datetime(2026, 11, 23, 14, 0), stop=datetime(2026, 11, 23, 18, 0)
        )
        window = "11/23/26, 10:00 PM – 11/24/26, 2:00 AM"
        self.assertEqual(self._window(visit), window)
        one_day = self._visit(
            start=datetime(2026, 11, 23, 22, 0), stop=datetime(2026, 11, 24, 4, 0)
        )
        self.assertEqual(self._window(one_day), "11/24/26, 6:00 AM – 12:00 PM")

    def _window(self, visit):
        return visit.local_window.replace("\u202f", " ")  # before AM, in newer CLDR

    @freeze_time("2026-11-23 15:00:00")
    def test_the_pass_of_a_night_is_valid_on_both_days(self):
        """23:00 to 2:00 at the site: from the first midnight to the second after."""
        visit = self._visit(
            start=datetime(2026, 11, 23, 15, 0), stop=datetime(2026, 11, 23, 18, 0)
        )
        visit.action_submit()
        its_pass = visit.registration_ids.sudo().pass_ids
        self.assertEqual(its_pass.valid_from, datetime(2026, 11, 22, 16, 0))
        self.assertEqual(its_pass.valid_to, datetime(2026, 11, 24, 16, 0))

    def test_several_days_in_and_out(self):
        """Out for the night, in again the next morning, done after the last day."""
        with freeze_time("2026-11-23 01:00:00"):
            person = self._inside(
                start=datetime(2026, 11, 23, 1, 0), stop=datetime(2026, 11, 25, 9, 0)
            )
        with freeze_time("2026-11-23 10:00:00"):
            person.step_out()
            self.assertEqual(person.visit_id.state, "in_progress")
        with freeze_time("2026-11-24 01:00:00"):
            self.assertEqual(person.step_in()["status"], "granted")
        with freeze_time("2026-11-24 08:00:00"):
            person.check_out()
        self.assertEqual(person.visit_id.state, "done", "left for good")
        self.assertEqual(len(person.stay_ids), 2)

    def test_tracking_keeps_no_names(self):
        """The history says that the host changed, not who it was."""
        visit = self._visit(type_id=self.type_host.id).with_context(
            tracking_disable=False
        )
        visit.action_submit()
        visit.with_user(self.user_reception).host_id = self.employee2
        self.env.flush_all()
        self.env.cr.precommit.run()
        kept = visit.sudo().message_ids.tracking_value_ids
        self.assertFalse(kept.filtered(lambda value: "host" in value.field_id.name))


@tagged("post_install", "-at_install")
class TestWalkIn(VisitorCommon):
    def _register(self, channel="", check_in=False, people=(), refusal="", **values):
        registrations = self.env["visitor.registration"].with_user(self.user_reception)
        values = {
            "site_id": self.site.id,
            "type_id": self.type_host.id,
            "host_id": self.employee.id,
            "name": "Wang Fang",
            "phone": "+86 138 0013 8000",
            **values,
        }
        return registrations.register_walk_in(
            values, channel, check_in, people, refusal
        )

    def test_agreed_by_phone_and_inside(self):
        answer = self._register(channel="phone", check_in=True)
        person = self.env["visitor.registration"].browse(answer["registration_id"])
        self.assertEqual(answer["check_in"]["status"], "granted")
        self.assertEqual(person.state, "inside")
        self.assertEqual(person.pass_ids.state, "issued", "a walk-in's pass starts so")
        self.assertEqual(len(person.pass_ids), 1)
        visit = person.visit_id
        self.assertTrue(visit.walk_in)
        self.assertEqual(visit.confirmation_channel, "phone")
        self.assertEqual(visit.confirmed_by_id, self.user_host.partner_id)

    def test_not_asked_yet(self):
        answer = self._register(check_in=True)
        person = self.env["visitor.registration"].browse(answer["registration_id"])
        self.assertEqual(self._codes(answer["check_in"]), ["not_approved"])
        self.assertEqual(person.visit_id.state, "pending")
        self.assertEqual(person.visit_id.activity_ids.user_id, self.user_host)
        self.assertFalse(person.pass_ids)
        person.visit_id.with_user(self.user_host).action_approve()
        self.assertFalse(person.pass_ids, "made when they come in")
        answer = person.with_user(self.user_reception).check_in()
        self.assertEqual(answer["status"], "granted")

    def test_no_approval_needed(self):
        answer = self._register(type_id=self.type_open.id, check_in=True)
        self.assertEqual(answer["check_in"]["status"], "granted")

    def test_whom_do_they_want_to_see(self):
        """Not whoever sits at the desk."""
        self._employee("Rita Reception", self.user_reception)
        with self.assertRaisesRegex(ValidationError, "who is visited"):
            self._register(host_id=False)
        registrations = self.env["visitor.registration"].with_user(self.user_reception)
        with self.assertRaisesRegex(ValidationError, "who is visited"):
            registrations.register_walk_in(
                {"name": "Wang Fang", "type_id": self.type_host.id}
            )

    def test_guest_of_a_resident(self):
        self._resident()
        answer = self._register(
            channel="intercom",
            check_in=True,
            host_id=False,
            host_partner_id=self.resident.id,
            unit_id=self.unit.id,
        )
        person = self.env["visitor.registration"].browse(answer["registration_id"])
        self.assertEqual(person.visit_id.confirmed_by_id, self.resident)
        self.assertIn(self.floor, person.pass_ids.area_ids)

    def test_several_at_once(self):
        """A line each, and those who say no name on one pass."""
        answer = self._register(
            channel="phone",
            check_in=True,
            organization="Acme",
            people=[
                {"name": "Li Qiang", "vehicle_plate": "沪A12345"},
                {"headcount": 4},
            ],
        )
        visit = self.env["visitor.visit"].browse(answer["visit_id"])
        self.assertEqual(
            [(p.name, p.headcount, p.organization) for p in visit.registration_ids],
            [("Wang Fang", 1, "Acme"), ("Li Qiang", 1, "Acme")]
            + [("Without names", 4, "Acme")],
        )
        self.assertEqual(visit.headcount, 6)
        self.assertEqual(set(visit.registration_ids.mapped("state")), {"inside"})
        self.assertEqual(answer["registration_id"], visit.registration_ids[0].id)
        told = [each["check_in"]["status"] for each in answer["people"]]
        self.assertEqual(told, ["granted"] * 3)

    def test_each_of_several_is_let_in_or_not(self):
        self.site.capacity = 2
        answer = self._register(
            channel="phone", check_in=True, people=[{"headcount": 4}]
        )
        told = [each["check_in"]["status"] for each in answer["people"]]
        self.assertEqual(told, ["granted", "denied"])
        self.assertEqual(answer["check_in"]["status"], "granted", "the first person")

    def test_somebody_is_named_or_counted(self):
        for values in ({"name": ""}, {"name": " ", "headcount": 1}):
            with self.assertRaisesRegex(UserError, "Enter the name"):
                self._register(**values)
        answer = self._register(name="", headcount=3)
        visit = self.env["visitor.visit"].browse(answer["visit_id"])
        self.assertEqual(visit.headcount, 3)
        for unknown in ({"visit_id": 1, "name": "X"}, {"state": "inside"}):
            with self.assertRaisesRegex(UserError, "Not known"):
                self._register(people=[unknown])

    def test_the_host_said_no(self):
        """Registered, refused with the reason, and kept in the history."""
        answer = self._register(refusal="No time today", check_in=True)
        visit = self.env["visitor.visit"].browse(answer["visit_id"])
        self.assertEqual(visit.state, "refused")
        self.assertEqual(visit.registration_ids.state, "refused")
        self.assertFalse(answer["check_in"])
        self.assertIn("No time today", "".join(visit.sudo().message_ids.mapped("body")))
        self.assertFalse(visit.activity_ids, "nobody is asked any more")

    def test_the_host_said_no_where_nobody_has_to_be_asked(self):
        answer = self._register(type_id=self.type_open.id, refusal="No time today")
        visit = self.env["visitor.visit"].browse(answer["visit_id"])
        self.assertEqual(visit.state, "cancelled")
        self.assertEqual(visit.registration_ids.state, "refused")

    def test_only_known_values(self):
        for name in ("state", "walk_in", "confirmed_at", "area_ids", "partner", "id"):
            with self.subTest(name), self.assertRaisesRegex(UserError, name):
                self._register(**{name: 1})

    def test_only_reception_registers_walk_ins(self):
        registrations = self.env["visitor.registration"].with_user(self.user_host)
        with self.assertRaises(AccessError):
            registrations.register_walk_in({"name": "Wang Fang"})

    def test_not_at_a_neighbours_site(self):
        self._other_company()
        with self.assertRaises(UserError):
            self._register(site_id=self.site2.id)

    def test_no_contact_comes_of_it(self):
        before = self.env["res.partner"].search_count([])
        self._register(
            channel="phone", check_in=True, organization="Acme", email="w@acme.example"
        )
        self.assertEqual(self.env["res.partner"].search_count([]), before)
