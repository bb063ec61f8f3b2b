"""Workers of a permit: who they are, picked at the desk, out before it is closed."""

from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from .test_visitor_permit import MORNING, PermitCommon


@tagged("post_install", "-at_install")
@freeze_time(MORNING)
class TestPermitPeople(PermitCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wei = cls.env["res.partner"].create({"name": "Zhang Wei"})

    def _works(self, permit, names=()):
        """A visit for a permit, as reception sees it."""
        visit = self._visit(names=names, partner_id=self.firm.id)
        visit = visit.with_user(self.user_reception)
        visit.permit_id = permit
        visit.with_user(self.user_host).action_submit()
        return visit

    # ------------------------------------------------------------
    # PICKED AT THE DESK
    # ------------------------------------------------------------

    def test_the_desk_picks_workers_from_the_list_of_the_permit(self):
        permit = self._permit(names=("Zhang Wei", "Li Na", "Wang Fang"))
        permit.worker_ids[0].partner_id = self.wei
        self._approved(permit)
        visit = self._works(permit, names=("Li NA",))
        offered = visit.read_workers()
        self.assertEqual(
            (offered["permit"], offered["state"]), (permit.name, "approved")
        )
        self.assertEqual([each["here"] for each in offered["workers"]], [False] * 3)
        wei, na, fang = permit.worker_ids
        people = visit.registration_ids.browse(visit.pick_workers([wei.id, na.id]))
        self.assertEqual(len(visit.registration_ids), 2, "Li Na was announced already")
        self.assertEqual(wei.registration_id.name, "Zhang Wei")
        self.assertEqual(wei.registration_id.organization, "Pudong Steel")
        self.assertEqual(wei.registration_id.partner_id, self.wei)
        self.assertEqual(na.registration_id.name, "Li NA")
        self.assertEqual(people, (wei | na).registration_id)
        self.assertFalse(fang.registration_id)
        again = visit.pick_workers([wei.id])
        self.assertEqual(again, wei.registration_id.ids)
        self.assertEqual(len(visit.registration_ids), 2)
        self.assertEqual(
            [each["here"] for each in visit.read_workers()["workers"]],
            [True, True, False],
        )

    def test_the_panel_of_the_desk_shows_the_permit_and_who_may_be_picked(self):
        permit = self._approved(names=("Zhang Wei", "Li Na"))
        visit = self._works(permit, names=("Zhang Wei",))
        visit.pick_workers(permit.worker_ids[:1].ids)
        screen = self.env["visitor.reception"].with_user(self.user_reception)
        shown = screen.open_visit(visit.id)["visit"]["permit"]
        self.assertEqual(
            (shown["name"], shown["kind"], shown["state_label"], shown["to_pick"]),
            (permit.name, "General Works", "Works Approved", 1),
        )
        self._by(self.user_security, permit).action_suspend("Sparks")
        person = screen.open_person(visit.registration_ids[:1].id)
        self.assertEqual(person["visit"]["permit"]["state"], "suspended")

    def test_the_dialog_offers_who_is_not_announced_yet(self):
        permit = self._approved(names=("Zhang Wei", "Li Na"))
        visit = self._works(permit)
        visit.pick_workers(permit.worker_ids[:1].ids)
        action = visit.action_pick_workers()
        dialogs = self.env[action["res_model"]].with_user(self.user_reception)
        with Form(dialogs.with_context(**action["context"])) as form:
            self.assertEqual(form.offered_ids[:].ids, permit.worker_ids[1:].ids)
            form.worker_ids.add(permit.worker_ids[1])
        form.save().action_pick()
        self.assertEqual(len(visit.registration_ids), 2)

    def test_later_visits_are_added_to_the_history_of_the_line(self):
        permit = self._approved()
        worker = permit.worker_ids
        first, second = self._works(permit), self._works(permit)
        first.pick_workers(worker.ids)
        second.pick_workers(worker.ids)
        self.assertEqual(worker.registration_id, second.registration_ids)
        self.assertEqual(
            worker.registration_ids, first.registration_ids | second.registration_ids
        )

    def test_who_is_not_on_the_list_is_not_picked(self):
        permit, other = self._approved(), self._approved(names=("Li Na",))
        visit = self._works(permit)
        with self.assertRaisesRegex(UserError, "from the list"):
            visit.pick_workers(other.worker_ids.ids)
        without = self._visit(names=()).with_user(self.user_reception)
        with self.assertRaisesRegex(UserError, "Choose the work permit"):
            without.pick_workers(other.worker_ids.ids)
        with self.assertRaises(AccessError):
            visit.with_user(self.user_host).pick_workers(permit.worker_ids.ids)

    def test_nobody_comes_instead_of_a_worker(self):
        permit = self._approved()
        person = self._registration(names=("Li Na",))
        with self.assertRaisesRegex(UserError, "another person"):
            permit.worker_ids.registration_id = person
        same = self._registration(names=("zhang WEI",))
        permit.worker_ids.registration_id = same
        self.assertEqual(permit.worker_ids.registration_ids, same)

    def test_a_draft_may_name_whoever_comes(self):
        person = self._registration(names=("Tom",))
        permit = self._permit(names=())
        permit.worker_ids = [
            Command.create({"name": "Thomas", "registration_id": person.id})
        ]
        self.assertEqual(permit.worker_ids.registration_ids, person)

    def test_a_worker_is_a_person_of_this_site(self):
        with self.assertRaises(ValidationError):
            self._permit(names=()).worker_ids = [
                Command.create({"name": "Pudong", "partner_id": self.firm.id})
            ]
        elsewhere = self.env["visitor.site"].create({"name": "Pier", "tz": "UTC"})
        person = self._registration(site_id=elsewhere.id)
        with self.assertRaisesRegex(ValidationError, "site of the works"):
            self._permit().worker_ids.registration_id = person

    def test_a_visit_names_a_permit_of_its_site_that_is_not_over(self):
        elsewhere = self.env["visitor.site"].create({"name": "Pier", "tz": "UTC"})
        permit = self._permit(site_id=elsewhere.id)
        visit = self._visit().with_user(self.user_reception)
        with self.assertRaisesRegex(ValidationError, "of the site"):
            visit.permit_id = permit
        over = self._permit()
        over.action_cancel("Not needed")
        with self.assertRaisesRegex(UserError, "over"):
            visit.permit_id = over

    # ------------------------------------------------------------
    # KNOWN BY THE CONTACT
    # ------------------------------------------------------------

    def test_a_contact_on_a_line_is_a_worker_whenever_it_comes(self):
        before = self._registration(partner_id=False)
        before.visit_id.sudo().registration_ids.partner_id = self.wei
        permit = self._permit(names=())
        permit.worker_ids = [
            Command.create({"name": "Zhang Wei", "partner_id": self.wei.id})
        ]
        self._approved(permit)
        self.assertEqual(permit.worker_ids.registration_ids, before)
        visit = self._visit(names=())
        visit.registration_ids = [
            Command.create({"name": "Wei", "partner_id": self.wei.id})
        ]
        self.assertIn(visit.registration_ids, permit.worker_ids.registration_ids)
        self.assertEqual(permit._people().sorted("id")[-1:], visit.registration_ids)

    def test_people_who_are_no_contacts_are_looked_up_nowhere(self):
        people = self._registration(names=("A B", "C D")).visit_id.registration_ids
        workers = type(self.env["visitor.permit.worker"])
        with patch.object(workers, "search") as searched:
            people._note_permits()
            searched.assert_not_called()

    # ------------------------------------------------------------
    # OUT BEFORE IT IS CLOSED
    # ------------------------------------------------------------

    def test_closing_needs_the_workers_out_and_their_cards_back(self):
        permit = self._approved()
        visit = self._works(permit)
        visit.pick_workers(permit.worker_ids.ids)
        person, card = visit.registration_ids, self._card()
        self.assertEqual(person.check_in(card.number)["status"], "granted")
        security = self._by(self.user_security, permit)
        with self.assertRaisesRegex(UserError, "Still inside: Zhang Wei"):
            security.action_close("Swept")
        person.check_out(card_returned=False)
        with self.assertRaisesRegex(UserError, "0412"):
            self._by(self.user_security, permit).action_close("Swept")
        person.pass_ids.action_returned()
        self.assertIs(self._by(self.user_security, permit).action_close("Swept"), True)
        self.assertEqual(permit.state, "closed")

    def test_a_visit_that_goes_on_elsewhere_keeps_its_history(self):
        permit = self._approved()
        visit = self._works(permit)
        visit.pick_workers(permit.worker_ids.ids)
        now = fields.Datetime.now()
        with freeze_time(now + timedelta(hours=2)):
            self._by(self.user_security, permit).action_close("Swept")
        with self.assertRaises(UserError):
            self._by(self.user_reception, permit.worker_ids).registration_id = False
        self.assertEqual(permit.worker_ids.registration_ids, visit.registration_ids)
