"""Restricted areas: asked for by visits, opened by those who answer for them."""

import importlib.util
from datetime import timedelta
from pathlib import Path

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..models.visit.visitor_visit_area import ACTIVITY
from .common import VisitorCommon
from .scan_common import ScanCommon


class OpeningCase(VisitorCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._resident()
        cls.keeper = cls._user("lab_keeper", "base.group_user")
        cls.lab_keeper = cls._employee("Lena Lab", cls.keeper)
        cls.to_the_lab = {"area_ids": [Command.set(cls.lab.ids)]}

    def _asked(self, user=None, **values):
        """An announced visit that asks for the laboratory."""
        visit = self._visit(user, **{**self.to_the_lab, **values})
        visit.action_submit()
        return visit

    def _guest(self, user=None, **values):
        """Somebody announces a guest of the resident, in the resident's unit."""
        visit = self._visit(
            user,
            host_id=False,
            host_partner_id=self.resident.id,
            unit_id=self.unit.id,
            **values,
        )
        visit.action_submit()
        return visit

    def _on_the_pass(self, visit):
        return visit.registration_ids.sudo().pass_ids.area_ids

    def _asks(self, visit):
        """Who has the visit on the list of activities, for its areas."""
        return visit.sudo().activity_search([ACTIVITY]).user_id

    def _latest(self, visit):
        return visit.sudo().opening_ids.sorted("id")[-1:]


@tagged("post_install", "-at_install")
class TestWhoIsAsked(OpeningCase):
    def test_who_only_ticks_it_off_is_asked_again(self):
        visit = self._asked()
        asked = self._asks(visit)
        self.assertTrue(asked)
        visit.sudo().activity_search([ACTIVITY])[:1].action_feedback()
        self.assertEqual(self._asks(visit), asked)
        visit.with_user(self.user_security).action_open_areas()
        self.assertFalse(self._asks(visit))

    def test_who_is_asked_reads_it_in_their_own_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.lab.sudo().responsible_id = self.employee2
        self.user_host2.lang = "zh_CN"
        kinds = self.env["mail.activity.type"]
        for name in ("area_opening", "visit_approval"):
            kind = self.env.ref(f"visitor_management.mail_activity_type_{name}")
            kind.with_context(lang="zh_CN").summary = f"请看 {name}"
            kinds |= kind
        visits = self._asked()
        visits |= self._visit(host_id=self.employee2.id, type_id=self.type_host.id)
        visits[1].action_submit()
        todo = visits.sudo().activity_ids.filtered(
            lambda each: each.user_id == self.user_host2
        )
        self.assertEqual(
            set(todo.mapped("summary")), {"请看 area_opening", "请看 visit_approval"}
        )

    def test_the_same_for_who_approves(self):
        visit = self._visit(
            self.user_host2, host_id=self.employee.id, type_id=self.type_host.id
        )
        visit.action_submit()
        kind = "visitor_management.mail_activity_type_visit_approval"
        todo = visit.sudo().activity_search([kind])
        self.assertEqual(todo.user_id, self.user_host)
        todo.action_feedback()
        self.assertEqual(visit.sudo().activity_search([kind]).user_id, self.user_host)


@tagged("post_install", "-at_install")
class TestWhoOpens(OpeningCase):
    def test_no_kind_of_visit_and_no_host_opens_anything(self):
        """The case that was reported: any employee, a kind that nobody approves, a
        resident as host and the resident's unit."""
        self.type_open.area_ids = self.lab
        visit = self._guest()
        self.assertEqual(visit.state, "approved")
        self.assertEqual(visit.area_ids, self.lab | self.floor, "asked for")
        self.assertFalse(visit.open_area_ids)
        self.assertFalse(self._on_the_pass(visit))
        self.assertFalse(visit.sudo().opening_ids)

    def test_an_area_that_is_not_restricted_needs_nobody(self):
        visit = self._asked(area_ids=[Command.set(self.lobby.ids)])
        self.assertEqual(self._on_the_pass(visit), self.lobby)
        self.assertFalse(visit.sudo().opening_ids)
        with self.assertRaisesRegex(UserError, "waits to be opened"):
            visit.with_user(self.user_security).action_open_areas()

    def test_the_person_responsible_opens_it(self):
        self.lab.responsible_id = self.lab_keeper
        visit = self._asked()
        self.assertEqual(self._asks(visit), self.keeper)
        mine = visit.with_user(self.keeper)
        self.assertTrue(mine.may_open_areas)
        self.assertEqual(mine.registration_ids.name, "Zhang Wei", "sees who comes")
        mine.action_open_areas()
        self.assertEqual(self._on_the_pass(visit), self.lab)
        self.assertFalse(self._asks(visit))
        opening = self._latest(visit)
        self.assertEqual(
            (opening.area_id, opening.kind, opening.opened_as, opening.channel),
            (self.lab, "opened", "responsible", "odoo"),
        )
        self.assertEqual(opening.partner_id, self.keeper.partner_id)
        self.assertEqual(opening.user_id, self.keeper)
        self.assertTrue(opening.at)

    def test_only_the_own_area(self):
        self.lab.responsible_id = self.lab_keeper
        visit = self._guest(area_ids=[Command.set((self.lab | self.floor).ids)])
        visit.with_user(self.keeper).action_open_areas()
        self.assertEqual(visit.open_area_ids, self.lab)
        self.assertEqual(visit.waiting_area_ids, self.floor)
        with self.assertRaises(AccessError):
            visit.with_user(self.keeper).action_open_areas()

    def test_who_opens_changes_nothing_else(self):
        """The person responsible reads the visit, and only that."""
        self.lab.responsible_id = self.lab_keeper
        visit = self._asked(type_id=self.type_host.id, host_id=self.employee2.id)
        mine = visit.with_user(self.keeper)
        for call in (
            lambda: mine.write({"purpose": "Mine"}),
            lambda: mine.action_approve(),
            lambda: mine.action_refuse("No"),
            lambda: mine.action_cancel("No"),
            lambda: mine.registration_ids.write({"name": "Somebody Else"}),
            lambda: mine.unlink(),
        ):
            self.assertRaises(UserError, call)
        other = self._asked()
        theirs = other.with_user(self.keeper)
        self.assertFalse(
            theirs.may_edit or theirs.may_change, "the form offers nothing"
        )
        self.assertTrue(other.may_edit and other.may_change)
        unasked = self._visit()
        unasked.action_submit()
        with self.assertRaises(AccessError):
            unasked.with_user(self.keeper).read(["purpose"])

    def test_nobody_reads_a_draft_for_its_areas(self):
        self.lab.responsible_id = self.lab_keeper
        draft = self._visit(**self.to_the_lab)
        with self.assertRaises(AccessError):
            draft.with_user(self.keeper).read(["purpose"])
        with self.assertRaises(AccessError):
            draft.with_user(self.keeper).action_open_areas()

    def test_security_opens_what_nobody_is_responsible_for(self):
        visit = self._asked()
        self.assertIn(self.user_security, self._asks(visit))
        visit.with_user(self.user_security).action_open_areas()
        self.assertEqual(self._latest(visit).opened_as, "security")
        self.assertFalse(self._asks(visit))

    def test_security_opens_in_place_of_the_person_responsible(self):
        self.lab.responsible_id = self.lab_keeper
        visit = self._asked()
        self.assertNotIn(self.user_security, self._asks(visit), "not asked")
        visit.with_user(self.user_security).action_open_areas()
        self.assertFalse(self._asks(visit), "the other one is not asked any more")

    def test_who_has_left_is_not_asked(self):
        self.lab.responsible_id = self.lab_keeper
        self.keeper.active = False
        visit = self._asked()
        self.assertIn(self.user_security, self._asks(visit))
        self.assertNotIn("Lena", visit.area_openers)

    def test_a_resident_with_a_login_opens_the_own_floor(self):
        self.unit.partner_ids = self.keeper.partner_id | self.resident
        visit = self._guest()
        self.assertEqual(self._asks(visit), self.keeper)
        visit.with_user(self.keeper).action_open_areas()
        self.assertEqual(self._on_the_pass(visit), self.floor)
        self.assertEqual(self._latest(visit).opened_as, "occupant")

    def test_a_resident_opens_it_in_the_portal(self):
        """As the page of the portal calls it."""
        neighbour = self._user("wang", "base.group_portal")
        resident = self._user("li.na", "base.group_portal")
        self.unit.partner_ids = resident.partner_id
        visit = self._visit(unit_id=self.unit.id)
        visit.action_submit()
        with self.assertRaises(AccessError):
            visit.with_user(neighbour).sudo().action_open_areas("portal")
        visit.with_user(resident).sudo().action_open_areas("portal")
        self.assertEqual(visit.open_area_ids, self.floor)
        self.assertEqual(self._latest(visit).channel, "portal")
        self.assertEqual(self._latest(visit).partner_id, resident.partner_id)

    def test_nobody_makes_oneself_a_tenants_employee(self):
        """An employee of ours who puts the own contact below the tenant's firm."""
        self.resident.is_company = True
        self.user_host.partner_id.parent_id = self.resident
        visit = self._visit(unit_id=self.unit.id)
        visit.action_submit()
        self.assertFalse(visit.open_area_ids)
        with self.assertRaises(AccessError):
            visit.action_open_areas()

    def test_what_one_may_open_is_opened_by_announcing_it(self):
        self.lab.responsible_id = self.employee
        for user in (self.user_host, self.user_security):
            visit = self._asked(user, host_id=self.employee2.id)
            with self.subTest(user=user.login):
                self.assertEqual(self._on_the_pass(visit), self.lab)
                self.assertFalse(self._asks(visit))
                self.assertEqual(self._latest(visit).user_id, user)

    def test_who_announces_to_the_own_home_opens_it(self):
        self.unit.partner_ids += self.user_host.partner_id
        visit = self._visit(
            host_partner_id=self.user_host.partner_id.id, unit_id=self.unit.id
        )
        visit.action_submit()
        self.assertEqual(self._on_the_pass(visit), self.floor)

    def test_a_draft_opens_nothing(self):
        self.lab.responsible_id = self.employee
        self.assertFalse(self._visit(**self.to_the_lab).open_area_ids)

    def test_who_approves_opens_what_is_theirs_with_the_same_answer(self):
        self.lab.responsible_id = self.employee
        visit = self._asked(
            self.user_host2, type_id=self.type_host.id, host_id=self.employee.id
        )
        self.assertEqual((visit.state, visit.waiting_area_ids), ("pending", self.lab))
        visit.with_user(self.user_host).action_approve()
        self.assertEqual(self._on_the_pass(visit), self.lab)
        self.assertFalse(self._asks(visit))

    def test_security_approves_works_with_their_areas(self):
        visit = self._asked(type_id=self.type_security.id)
        visit.with_user(self.user_security).action_approve()
        self.assertEqual(self._on_the_pass(visit), self.lab)

    def test_another_hosts_approval_opens_nothing(self):
        visit = self._asked(
            self.user_host2, type_id=self.type_host.id, host_id=self.employee.id
        )
        visit.with_user(self.user_host).action_approve()
        self.assertEqual(visit.state, "approved")
        self.assertFalse(self._on_the_pass(visit))

    def test_the_approval_does_not_wait_for_the_area_nor_the_area_for_it(self):
        visit = self._asked(
            self.user_host2, type_id=self.type_host.id, host_id=self.employee.id
        )
        visit.with_user(self.user_security).action_open_areas()
        self.assertEqual((visit.state, visit.open_area_ids), ("pending", self.lab))
        visit.with_user(self.user_host).action_approve()
        self.assertEqual(self._on_the_pass(visit), self.lab)

    def test_an_area_does_not_open_those_inside_or_around_it(self):
        """Each stands for itself; moved within the tree it opens nothing else."""
        inner = self.env["visitor.area"].create(
            {
                "name": "Vault",
                "site_id": self.site.id,
                "parent_id": self.lab.id,
                "restricted": True,
            }
        )
        self.lab.responsible_id = self.lab_keeper
        visit = self._asked(area_ids=[Command.set((self.lab | inner).ids)])
        visit.with_user(self.keeper).action_open_areas()
        self.assertEqual(visit.open_area_ids, self.lab)
        inner.parent_id = False
        self.lab.parent_id = inner
        self.assertEqual(visit.open_area_ids, self.lab)
        self.assertEqual(self._on_the_pass(visit), self.lab)


@tagged("post_install", "-at_install")
class TestNotedAnswers(OpeningCase):
    """The occupant is asked by the desk, which writes down who answered and how."""

    def test_channel_and_person_are_kept(self):
        wife = self.env["res.partner"].create({"name": "Chen Jie"})
        self.unit.partner_ids += wife
        visit = self._guest().with_user(self.user_reception)
        self.assertTrue(visit.may_note_areas)
        self.assertFalse(visit.may_open_areas, "it is not the desk's to open")
        visit.action_open_areas("intercom", wife.id)
        opening = self._latest(visit)
        self.assertEqual(
            (opening.channel, opening.partner_id, opening.opened_as),
            ("intercom", wife, "occupant"),
        )
        self.assertEqual(opening.user_id, self.user_reception)
        self.assertEqual(self._on_the_pass(visit), self.floor)
        self.assertFalse(visit.may_note_areas)

    def test_by_default_the_host_has_answered(self):
        visit = self._guest().with_user(self.user_reception)
        visit.action_open_areas("phone")
        self.assertEqual(self._latest(visit).partner_id, self.resident)

    def test_somebody_of_the_unit_has_answered(self):
        stranger = self.env["res.partner"].create({"name": "Not There"})
        visit = self._guest().with_user(self.user_reception)
        with self.assertRaisesRegex(UserError, "which occupant"):
            visit.action_open_areas("phone", stranger.id)
        by_unit = self._visit(unit_id=self.unit.id)
        by_unit.action_submit()
        with self.assertRaisesRegex(UserError, "which occupant"):
            by_unit.with_user(self.user_reception).action_open_areas("phone")

    def test_the_desk_passes_on_no_other_answer(self):
        """The person responsible and security answer themselves."""
        self.lab.responsible_id = self.lab_keeper
        visit = self._asked().with_user(self.user_reception)
        for channel in ("phone", "intercom", "in_person", "odoo", "portal"):
            with self.subTest(channel=channel), self.assertRaises(AccessError):
                visit.action_open_areas(channel, self.keeper.partner_id.id)
        with self.assertRaises(UserError):
            visit.action_open_areas("pigeon")

    def test_nobody_but_the_desk_passes_answers_on(self):
        visit = self._guest()
        for user in (self.user_host, self.user_host2):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                visit.with_user(user).action_open_areas("phone", self.resident.id)

    def test_the_host_who_agreed_is_not_asked_again(self):
        visit = self._guest(type_id=self.type_host.id).with_user(self.user_reception)
        self.assertEqual(visit.state, "pending")
        self.assertFalse(visit.may_note_areas, "one answer, one button")
        visit.action_approve("intercom")
        opening = self._latest(visit)
        self.assertEqual(opening.channel, "intercom")
        self.assertEqual(opening.partner_id, self.resident)
        self.assertEqual(self._on_the_pass(visit), self.floor)

    def test_an_employee_who_agreed_by_phone_opens_no_area(self):
        self.lab.responsible_id = self.employee
        visit = self._asked(
            self.user_host2, type_id=self.type_host.id, host_id=self.employee.id
        )
        visit.with_user(self.user_reception).action_approve("phone")
        self.assertEqual(visit.state, "approved")
        self.assertFalse(visit.open_area_ids, "the laboratory is asked for in Odoo")

    def test_the_dialog_of_the_desk(self):
        visit = self._guest().with_user(self.user_reception)
        wizard = self.env["visitor.area.opening.wizard"].with_user(self.user_reception)
        form = Form(wizard.with_context(active_id=visit.id))
        self.assertEqual(form.area_name, "Floor 12")
        self.assertEqual(form.partner_id, self.resident)
        form.channel = "in_person"
        form.save().action_confirm()
        self.assertEqual(self._latest(visit).channel, "in_person")

    def test_a_walk_in_is_let_up_on_the_residents_word(self):
        registrations = self.env["visitor.registration"].with_user(self.user_reception)
        for kind in (self.type_open, self.type_host):
            values = {
                "site_id": self.site.id,
                "type_id": kind.id,
                "host_partner_id": self.resident.id,
                "unit_id": self.unit.id,
                "name": "Wang Fang",
            }
            for channel, opened in (("", self.floor.browse()), ("phone", self.floor)):
                answer = registrations.register_walk_in(dict(values), channel)
                person = registrations.browse(answer["registration_id"])
                with self.subTest(kind=kind.name, channel=channel):
                    self.assertEqual(person.visit_id.open_area_ids, opened)

    def test_the_screen_of_the_desk(self):
        """What is not open is said with who opens it; what is open, with who did."""
        screen = self.env["visitor.reception"].with_user(self.user_reception)
        visit = self._guest(area_ids=[Command.set((self.floor | self.lobby).ids)])
        shown = screen.open_person(visit.registration_ids.id)["visit"]
        self.assertEqual(shown["areas"], ["Lobby"])
        self.assertEqual(
            shown["area_openers"], ["Floor 12: the occupants of 3-1202 or Security"]
        )
        self.assertEqual(
            shown["occupants"], [{"id": self.resident.id, "name": "Li Na"}]
        )
        self.assertFalse(shown["may_open_areas"])
        visit.with_user(self.user_reception).action_open_areas("phone")
        opened = screen.open_person(visit.registration_ids.id)
        self.assertIn("Floor 12: opened by Li Na (Phone)", opened["met"])
        self.assertFalse(opened["visit"]["area_openers"])
        self.assertFalse(opened["visit"]["occupants"])


@tagged("post_install", "-at_install")
class TestOpenedFor(OpeningCase):
    """An area is opened for who comes to whom, when, and how many."""

    def _opened(self, **values):
        """Announced by the host, opened by security."""
        visit = self._asked(**values)
        visit.with_user(self.user_security).action_open_areas()
        self.assertEqual(self._on_the_pass(visit), self.lab)
        return visit

    def test_added_after_the_approval_it_is_asked_for(self):
        visit = self._asked(area_ids=[Command.set(self.lobby.ids)])
        visit.area_ids += self.lab
        self.assertEqual(self._on_the_pass(visit), self.lobby)
        self.assertIn(self.user_security, self._asks(visit))

    def test_added_by_who_may_open_it_it_is_open(self):
        visit = self._asked(area_ids=[Command.set(self.lobby.ids)])
        visit.with_user(self.user_security).area_ids += self.lab
        self.assertEqual(self._on_the_pass(visit), self.lobby | self.lab)

    def test_another_plan_needs_another_opening(self):
        lasts = timedelta(hours=1)
        for name, change in {
            "earlier": lambda visit: {"start": visit.start - lasts, "stop": visit.stop},
            "later": lambda visit: {"stop": visit.stop + lasts},
            "another day": lambda visit: {"start": visit.start + timedelta(days=1)},
            "another kind": lambda visit: (
                {"type_id": self.type_host.id} | self.to_the_lab
            ),
            "another host": lambda visit: {"host_id": self.employee2.id},
            "more people": lambda visit: {"headcount": 9},
            "one more": lambda visit: {
                "registration_ids": [Command.create({"name": "Li Qiang"})]
            },
            "a group": lambda visit: {
                "registration_ids": [
                    Command.update(visit.registration_ids.id, {"headcount": 9})
                ]
            },
        }.items():
            visit = self._opened()
            with self.subTest(name):
                visit.with_user(self.user_reception).write(change(visit))
                self.assertEqual(visit.state, "approved")
                self.assertFalse(visit.open_area_ids)
                self.assertFalse(self._on_the_pass(visit))
                self.assertEqual(self._latest(visit).kind, "changed")
                self.assertIn(self.user_security, self._asks(visit))

    def test_people_added_by_another_way_in(self):
        """Also by a default of the context, straight to the visitors."""
        people = self.env["visitor.registration"].with_user(self.user_host)
        visit = self._opened()
        people.create({"name": "Li Qiang", "visit_id": visit.id})
        self.assertFalse(visit.open_area_ids)
        visit = self._opened()
        people.with_context(default_visit_id=visit.id).create({"name": "Li Qiang"})
        self.assertFalse(visit.open_area_ids)

    def test_less_of_the_same_stays_open(self):
        visit = self._opened(headcount=3)
        for change in (
            {"stop": visit.stop - timedelta(minutes=10)},
            {"purpose": "Design review"},
            {"registration_ids": [Command.create({"name": "Li Qiang"})]},
            {"headcount": 2},
        ):
            with self.subTest(change=change):
                visit.write(change)
                self.assertEqual(self._on_the_pass(visit), self.lab)

    def test_changed_by_who_may_open_it_stays_open(self):
        visit = self._opened()
        visit.with_user(self.user_security).stop += timedelta(hours=1)
        self.assertEqual(self._on_the_pass(visit), self.lab)

    def test_changed_back_it_is_asked_for_again(self):
        visit = self._opened()
        visit.stop += timedelta(hours=1)
        visit.stop -= timedelta(hours=1)
        self.assertEqual(visit.waiting_area_ids, self.lab)

    def test_dropped_and_named_again_it_is_asked_for_again(self):
        visit = self._opened()
        visit.area_ids = self.lobby
        self.assertEqual(self._on_the_pass(visit), self.lobby)
        self.assertEqual(self._latest(visit).kind, "dropped")
        visit.area_ids = self.lab
        self.assertEqual(visit.waiting_area_ids, self.lab)
        self.assertFalse(self._on_the_pass(visit))

    def test_a_copy_asks_again(self):
        twin = self._opened().copy()
        self.assertEqual(twin.area_ids, self.lab)
        self.assertFalse(twin.sudo().opening_ids)
        twin.action_submit()
        self.assertEqual(twin.waiting_area_ids, self.lab)

    def test_an_area_restricted_later_closes(self):
        visit = self._asked(area_ids=[Command.set(self.lobby.ids)])
        self.assertEqual(self._on_the_pass(visit), self.lobby)
        self.lobby.write({"restricted": True, "responsible_id": self.lab_keeper.id})
        self.assertFalse(self._on_the_pass(visit))
        self.assertEqual(self._asks(visit), self.keeper)
        self.lobby.restricted = False
        self.assertEqual(self._on_the_pass(visit), self.lobby)
        self.assertFalse(self._asks(visit))

    def test_another_person_becomes_responsible(self):
        self.lab.responsible_id = self.employee2
        visit = self._asked()
        self.assertEqual(self._asks(visit), self.user_host2)
        self.lab.responsible_id = self.lab_keeper
        self.assertEqual(self._asks(visit), self.keeper)
        with self.assertRaises(AccessError):
            visit.with_user(self.user_host2).action_open_areas()

    def test_an_occupant_moves_in(self):
        visit = self._guest()
        self.assertIn(self.user_security, self._asks(visit))
        self.unit.partner_ids += self.keeper.partner_id
        self.assertEqual(self._asks(visit), self.keeper)

    def test_nobody_is_asked_about_what_is_over(self):
        called_off = self._asked()
        called_off.action_cancel("Ill")
        refused = self._asked(
            self.user_host2, type_id=self.type_host.id, host_id=self.employee.id
        )
        refused.with_user(self.user_host).action_refuse("No time")
        done = self._asked()
        person = done.registration_ids.with_user(self.user_reception)
        person.check_in()
        person.check_out()
        for visit in (called_off, refused, done):
            with self.subTest(state=visit.state):
                self.assertFalse(self._asks(visit))
                with self.assertRaises(UserError):
                    visit.with_user(self.user_security).action_open_areas()

    def test_what_was_opened_is_kept(self):
        opening = self._latest(self._opened())
        for call in (
            lambda: opening.write({"kind": "dropped"}),
            lambda: opening.with_user(self.user_admin).write({"partner_id": False}),
            opening.unlink,
        ):
            with self.subTest(), self.assertRaises(UserError):
                call()
        with self.assertRaises(UserError):
            self.lab.unlink()
        with self.assertRaises(AccessError):
            opening.with_user(self.user_admin).create({"visit_id": opening.visit_id.id})

    def test_nobody_sets_what_is_open(self):
        """By no name a form could send."""
        visit = self._asked()
        for name in ("open_area_ids", "waiting_area_ids"):
            visit.write({name: [Command.set(self.lab.ids)]})
        with self.assertRaises(UserError):
            visit.with_user(self.user_reception).write(
                {"opening_ids": [Command.create({"area_id": self.lab.id})]}
            )
        self.env.invalidate_all()
        self.assertEqual(visit.waiting_area_ids, self.lab)
        self.assertFalse(self._on_the_pass(visit))

    def test_the_list_of_what_waits_for_one(self):
        self.lab.responsible_id = self.lab_keeper
        lab, home = self._asked(), self._guest()
        visits = self.env["visitor.visit"]
        both = ("id", "in", (lab | home).ids)
        for user, mine in (
            (self.keeper, lab),
            (self.user_host, visits),
            (self.user_security, lab | home),
            (self.user_reception, visits),
        ):
            found = visits.with_user(user).search([("may_open_areas", "=", True), both])
            self.assertEqual(found, mine.sorted("id", reverse=True), user.login)
        desk = visits.with_user(self.user_reception)
        self.assertEqual(desk.search([("may_note_areas", "=", True), both]), home)
        action = self.env.ref("visitor_management.visitor_visit_action_to_approve")
        domain = action._get_action_dict()["domain"]
        self.assertIn("may_open_areas", domain)

    def test_neighbours_open_nothing(self):
        self._other_company()
        visit = self._asked()
        with self.assertRaises(AccessError):
            visit.with_user(self.user_reception2).action_open_areas("phone")


@tagged("post_install", "-at_install")
class TestOpenedAtTheGate(ScanCommon, OpeningCase):
    def test_the_gate_follows_what_is_opened(self):
        """Come in with the areas that are open; the pass gets the rest later."""
        visit = self._asked()
        person = visit.registration_ids.with_user(self.user_reception)
        self.assertEqual(person.check_in()["status"], "granted")
        answer = self._scan(person, gate=self.gate_lab)
        self.assertEqual(answer["reason"], "area_not_allowed")
        visit.with_user(self.user_security).action_open_areas()
        answer = self._scan(person, gate=self.gate_lab)
        self.assertEqual(answer["status"], "granted")
        self.assertEqual(answer["visitor"]["areas"], ["Laboratory"])
        self._scan(person, "out", gate=self.gate_lab)
        visit.stop = fields.Datetime.now() + timedelta(hours=5)
        answer = self._scan(person, gate=self.gate_lab)
        self.assertEqual(answer["reason"], "area_not_allowed")

    def test_the_printed_pass_names_what_is_open(self):
        visit = self._asked()
        each = visit.registration_ids.with_user(self.user_reception).pass_ids
        report = self.env["report.visitor_management.visitor_pass_card"]
        report = report.with_user(self.user_reception)
        sheet = report._get_report_values(each.ids)["sheets"][0]
        self.assertNotIn("Laboratory", sheet["areas"])
        visit.with_user(self.user_security).action_open_areas()
        sheet = report._get_report_values(each.ids)["sheets"][0]
        self.assertIn("Laboratory", sheet["areas"])


@tagged("post_install", "-at_install")
class TestAreasOfBefore(OpeningCase):
    """Installations from before restricted areas were opened apart."""

    def _migrate(self):
        folder = Path(__file__).parents[1] / "migrations" / "19.0.1.1.0"
        spec = importlib.util.spec_from_file_location("areas", folder / "post-areas.py")
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        self.env.flush_all()
        script.migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()

    def test_what_passes_named_stays_open(self):
        visit = self._asked(type_id=self.type_host.id)
        its_pass = visit.registration_ids.sudo().pass_ids
        self.env.cr.execute(
            "INSERT INTO visitor_pass_area_rel (pass_id, area_id) VALUES (%s, %s)",
            [its_pass.id, self.lab.id],
        )
        waits = self._asked()
        visit.sudo().activity_unlink([ACTIVITY])
        waits.sudo().activity_unlink([ACTIVITY])
        for _again in range(2):
            self._migrate()
            self.assertEqual(visit.open_area_ids, self.lab)
            opening = visit.sudo().opening_ids
            self.assertEqual(len(opening), 1)
        self.assertEqual(opening.partner_id, self.user_host.partner_id)
        self.assertEqual(opening.at, visit.confirmed_at)
        self.assertEqual((opening.kind, opening.opened_as), ("opened", "approval"))
        self.assertEqual(opening.company_id, self.company)
        self.assertFalse(self._asks(visit))
        self.assertFalse(waits.open_area_ids, "what no pass named is asked for")
        self.assertIn(self.user_security, self._asks(waits))
