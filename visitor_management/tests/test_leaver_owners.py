"""Every field that names a person of ours, and what happens when that person leaves."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .access_common import ADDON
from .client_common import MONDAY, ClientCommon

# Who has to do something. "named": somebody who has left is refused when named by hand,
# and what is open of them stands in the list "Owner Has Left". "refused": the first
# alone; nothing waits, the next step asks for somebody else.
NAMED, REFUSED = "named", "refused"
# Who is asked, as long as they are at work; else the next one is.
ASKED = "asked"
# Who was told, for one date: the next ones ask who is at work.
TOLD = "told"
# Who did something: it stays with the name, that is what happened.
HAPPENED = "happened"
# Of a report or a dialog: nothing is kept there. What it writes is checked there.
SHOWN = "shown"
ROWS = {
    ("client.callback", "caller_id"): NAMED,
    ("client.rectification", "employee_id"): NAMED,
    ("client.visit.item", "escalated_to_id"): NAMED,
    ("client.visit.line", "employee_id"): NAMED,
    ("client.visit.plan.line", "employee_id"): NAMED,
    ("visitor.visit", "host_id"): NAMED,
    ("client.callback.statistics", "recipient_id"): REFUSED,
    ("visitor.visit.programme", "responsible_id"): REFUSED,
    ("visitor.watchlist", "user_id"): REFUSED,
    ("visitor.escort", "employee_id"): ASKED,  # what is open is called off
    ("visitor.review", "recipient_id"): REFUSED,
    ("visitor.review", "submitted_by_id"): HAPPENED,
    ("visitor.review", "acknowledged_by_id"): HAPPENED,
    ("visitor.area", "responsible_id"): ASKED,
    ("visitor.policy", "owner_id"): ASKED,
    ("client.visit.item", "climbed_to_id"): TOLD,
    ("client.callback", "reviewer_id"): HAPPENED,
    ("client.callback", "concluded_by_id"): HAPPENED,
    ("client.callback", "put_off_by_id"): HAPPENED,
    ("client.complaint", "put_off_by_id"): HAPPENED,
    ("client.complaint", "reopened_by_id"): HAPPENED,
    ("client.rectification", "put_off_by_id"): HAPPENED,
    ("client.callback.attempt", "user_id"): HAPPENED,
    ("client.callback.draw", "drawn_by_id"): HAPPENED,
    ("client.callback.rating", "user_id"): HAPPENED,
    ("client.callback.statistics", "acknowledged_by_id"): HAPPENED,
    ("client.callback.statistics", "submitted_by_id"): HAPPENED,
    ("client.complaint", "received_by_id"): HAPPENED,
    ("client.rectification", "verified_by_id"): HAPPENED,
    ("client.visit", "appointed_by_id"): HAPPENED,
    ("client.visit", "archived_by_id"): HAPPENED,
    ("client.visit", "recorded_by_id"): HAPPENED,
    ("visitor.answer.link", "user_id"): HAPPENED,
    ("visitor.escort.link", "user_id"): HAPPENED,
    ("visitor.act", "user_id"): HAPPENED,
    ("visitor.muster", "user_id"): HAPPENED,
    ("visitor.muster", "ended_by_id"): HAPPENED,
    ("visitor.muster", "commander_id"): HAPPENED,
    ("visitor.muster", "reviewer_id"): HAPPENED,
    ("visitor.muster", "measures_owner_id"): REFUSED,
    ("visitor.muster.line", "employee_id"): HAPPENED,
    ("visitor.muster.line", "user_id"): HAPPENED,
    ("visitor.muster.tick", "user_id"): HAPPENED,
    ("visitor.muster.warden", "employee_id"): ASKED,  # the link ends
    ("visitor.muster.warden.link", "user_id"): HAPPENED,
    ("visitor.shift", "giver_id"): HAPPENED,
    ("visitor.shift", "taker_id"): HAPPENED,
    ("visitor.shift", "refused_by_id"): HAPPENED,
    ("visitor.shift", "answers_id"): HAPPENED,  # who signed last
    ("visitor.shift", "reviewed_by_id"): HAPPENED,
    ("visitor.card.move", "user_id"): HAPPENED,
    ("visitor.stay", "seen_leaving_by_id"): HAPPENED,
    ("visitor.area.opening", "user_id"): HAPPENED,
    ("visitor.identity", "seen_by_id"): HAPPENED,
    ("visitor.identity.reveal", "user_id"): HAPPENED,
    ("visitor.movement", "user_id"): HAPPENED,
    ("visitor.delivery", "user_id"): HAPPENED,
    ("visitor.waiting.call", "user_id"): HAPPENED,
    ("visitor.notice.channel", "user_ids"): ASKED,
    ("visitor.footage.look", "user_id"): HAPPENED,
    ("visitor.invitation", "user_id"): HAPPENED,
    ("visitor.visit.request", "answered_by_id"): HAPPENED,
    ("visitor.waiver", "user_id"): HAPPENED,
    ("visitor.watchlist.hit", "decided_by_id"): HAPPENED,
    ("visitor.permit.kind", "approver_ids"): ASKED,
    ("visitor.permit.level", "approver_ids"): ASKED,
    ("visitor.permit.function", "user_ids"): ASKED,
    ("visitor.permit", "submitted_by_id"): HAPPENED,
    ("visitor.permit", "approved_by_id"): HAPPENED,
    ("visitor.permit", "start_checked_by_id"): HAPPENED,
    ("visitor.permit", "closed_by_id"): HAPPENED,
    ("visitor.permit.line", "confirmed_by_id"): HAPPENED,
    ("visitor.permit.signature", "user_id"): HAPPENED,
    ("visitor.belonging", "user_id"): HAPPENED,
    ("visitor.belonging", "closed_by_id"): HAPPENED,
    ("visitor.item.pass", "released_by_id"): HAPPENED,
    ("visitor.item.pass", "settled_by_id"): HAPPENED,
    ("visitor.violation", "decided_by_id"): HAPPENED,
    ("visitor.violation", "ban_proposed_by_id"): HAPPENED,
    ("visitor.violation", "ban_decided_by_id"): HAPPENED,
    ("visitor.violation", "answered_by_id"): HAPPENED,
    ("visitor.violation", "closed_by_id"): HAPPENED,
    ("visitor.contractor.paper", "entered_by_id"): HAPPENED,
    ("visitor.contractor.paper", "decided_by_id"): HAPPENED,
    ("visitor.induction.record", "employee_id"): HAPPENED,
    ("visitor.induction.record", "user_id"): HAPPENED,
    ("visitor.policy", "published_by_id"): HAPPENED,
    ("visitor.policy.acceptance", "user_id"): HAPPENED,
    ("visitor.policy.duty", "confirmed_by_id"): HAPPENED,
    ("visitor.policy.review", "reviewer_id"): HAPPENED,
    ("visitor.role.log", "by_id"): HAPPENED,
    ("visitor.role.log", "user_id"): HAPPENED,
    ("client.callback.statistics.item", "employee_id"): SHOWN,
    ("client.statistics.order", "employee_id"): SHOWN,
    ("visitor.escort.hand.over", "employee_id"): SHOWN,
    ("visitor.handover", "employee_id"): SHOWN,
    ("visitor.induction.due", "employee_id"): SHOWN,
    ("visitor.induction.due", "manager_id"): SHOWN,
    ("visitor.handover", "user_id"): SHOWN,
    ("visitor.handover.wizard", "employee_id"): SHOWN,
    ("visitor.handover.wizard", "user_id"): SHOWN,
    ("visitor.role.wizard", "user_id"): SHOWN,
    ("visitor.setup.department", "manager_id"): SHOWN,
}
PEOPLE = ("res.users", "hr.employee", "hr.employee.public")
# Fields that Odoo gives every document.
OF_ODOO = {"create_uid", "write_uid", "activity_user_id"}


@tagged("post_install", "-at_install")
class TestLeaverOwners(ClientCommon):
    def _people_fields(self):
        for model in self.env.values():
            if model._original_module != ADDON or model._abstract:
                continue
            for field in model._fields.values():
                many = field.type in ("many2one", "many2many")
                if many and field.comodel_name in PEOPLE and field.name not in OF_ODOO:
                    if not field.related:
                        yield model._name, field.name

    def test_every_field_to_a_person_says_what_becomes_of_it(self):
        """When somebody leaves. A new field gets its row here."""
        for model, name in self._people_fields():
            with self.subTest(model=model, field=name):
                self.assertIn((model, name), ROWS, "say what happens with a leaver")

    def test_rows_are_of_fields_that_there_are(self):
        self.assertFalse(set(ROWS) - set(self._people_fields()))

    def test_who_has_to_act_is_guarded_and_listed(self):
        sources = {}
        for (model, name), what in ROWS.items():
            with self.subTest(model=model, field=name):
                guarded = getattr(self.env[model], "_owner_field", None) == name
                self.assertEqual(guarded, what in (NAMED, REFUSED))
            if what == NAMED:
                sources[model] = name
        listed = self.env["visitor.handover"]._sources()
        self.assertEqual(set(sources), set(listed))

    # ------------------------------------------------------------
    # NAMED BY HAND
    # ------------------------------------------------------------

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_gone = cls._user("gone", "base.group_user")
        cls.gone = cls._employee("Tom Gone", cls.user_gone)

    @freeze_time(MONDAY)
    def test_nobody_who_has_left_is_named_by_a_default(self):
        """Of the caller's context, which is looked at like what is typed."""
        complaint = self._complaint(state="accepted")
        visit = self.env["client.visit"].create({"partner_id": self.client.id})
        values = {
            "client.callback": {
                "source": "repair",
                "origin": "W-9",
                "partner_id": self.client.id,
            },
            "client.rectification": {
                "complaint_id": complaint.id,
                "department_id": self.engineering.id,
                "requirement": "Repair it",
                "deadline": "2099-01-01",
            },
            "client.visit.item": {
                "visit_id": visit.id,
                "content": "It is cold",
                "deadline": "2099-01-01",
            },
            "client.visit.line": {"visit_id": visit.id},
        }
        for model, own in values.items():
            records = self.env[model]
            name = records._owner_field
            by_user = records._fields[name].comodel_name == "res.users"
            person = self.user_gone if by_user else self.gone
            named = records.with_context(**{f"default_{name}": person.id})
            with self.subTest(model=model):
                with self.env.cr.savepoint() as before:
                    named.create(own)  # still at work
                    before.rollback()
                self.user_gone.active = self.gone.active = False
                with self.assertRaisesRegex(UserError, "has left"):
                    named.create(own)
                self.user_gone.active = self.gone.active = True

    @freeze_time(MONDAY)
    def _records(self, person):
        """A record for each field, with a person named there."""
        security = self.env.ref("visitor_management.group_visitor_security")
        security.user_ids |= (person | self.gone).user_id  # they read entries
        complaint = self._complaint(state="accepted")
        callback = self._complaint(state="handled").callback_ids
        callback.caller_id = person.user_id
        visit = self.env["client.visit"].create(
            {
                "partner_id": self.client.id,
                "line_ids": [Command.create({"employee_id": person.id})],
            }
        )
        item = self.env["client.visit.item"].create(
            {
                "visit_id": visit.id,
                "content": "It is cold",
                "escalated_to_id": person.id,
                "deadline": "2099-01-01",
            }
        )
        plan = self.env["client.visit.plan"].create(
            {
                "name": "Tenants",
                "date_to": "2099-01-01",
                "line_ids": [Command.create({"employee_id": person.id})],
            }
        )
        host = self._visit(
            host_id=person.id, type_id=self.type_host.id, user=self.user_reception
        )
        host.action_submit()
        point = self.env["visitor.visit.programme"].create(
            {
                "visit_id": host.id,
                "start": host.start,
                "stop": host.stop,
                "what": "Welcome",
                "responsible_id": person.id,
            }
        )
        forms = self.env["client.callback.statistics"]
        month = self.company._client_today().replace(day=1)
        form = forms.browse(forms.generate(month, self.engineering.id))
        form.recipient_id = person.user_id
        review = self.env["visitor.review"]._generate(self.site, month)
        review.recipient_id = person.user_id
        records = [
            callback,
            self._order(complaint, employee_id=person.id),
            visit.line_ids,
            item,
            plan.line_ids,
            host,
            point,
            form,
            self.env["visitor.watchlist"].create(
                {
                    "level": "deny",
                    "name": "Boris Becket",
                    "reason": "Stole tools",
                    "user_id": person.user_id.id,
                }
            ),
            review,
            self.env["visitor.muster"].create(
                {"site_id": self.site.id, "measures_owner_id": person.id}
            ),
        ]
        return {record._name: record.sudo() for record in records}

    def _guarded(self):
        return {
            model: name
            for (model, name), what in ROWS.items()
            if what in (NAMED, REFUSED)
        }

    def _value(self, model, name, employee):
        by_user = self.env[model]._fields[name].comodel_name == "res.users"
        return (employee.user_id if by_user else employee).id

    def test_nobody_names_who_has_left(self):
        """Neither as the superuser nor by hand, archived one way or the other."""
        records = self._records(self.technician)
        self.assertEqual(set(records), set(self._guarded()))
        for left in (self.gone, self.user_gone):
            left.active = False
            for model, name in self._guarded().items():
                value = self._value(model, name, self.gone)
                with self.subTest(model=model, archived=left._name):
                    with (
                        self.assertRaisesRegex(UserError, "has left"),
                        self.env.cr.savepoint(),
                    ):
                        records[model].write({name: value})
            left.active = True
        for model, name in self._guarded().items():
            records[model].write({name: self._value(model, name, self.gone)})

    def test_what_the_record_has_may_be_written_again(self):
        records = self._records(self.gone)
        self.gone.active = self.user_gone.active = False
        for model, name in self._guarded().items():
            with self.subTest(model=model):
                records[model].write({name: self._value(model, name, self.gone)})

    def test_a_copy_does_not_name_who_has_left(self):
        records = self._records(self.gone)
        self.gone.active = self.user_gone.active = False
        order = records["client.rectification"].copy()
        self.assertFalse(order.employee_id)
        visit = records["client.visit.line"].visit_id.with_user(self.user_service)
        self.assertNotIn(self.gone, visit.copy().line_ids.employee_id)
        self.assertFalse(records["client.visit.plan.line"].plan_id.copy().line_ids)
        host = records["visitor.visit"].with_user(self.user_host).sudo().copy()
        self.assertNotEqual(host.host_id, self.gone)

    def test_the_filter_and_the_list_say_the_same(self):
        records = self._records(self.gone)
        self.gone.active = False
        for name, record in records.items():
            if ROWS[name, self.env[name]._owner_field] == REFUSED:
                continue  # nothing waits
            document = record._owned_document()
            with self.subTest(model=name):
                self.assertTrue(document.owner_has_left)
                found = document.search([("owner_has_left", "=", True)])
                self.assertIn(document, found)
                rest = document.search([("owner_has_left", "=", False)])
                self.assertNotIn(document, rest)
        self.gone.active = True
        self.env.invalidate_all()
        for name, record in records.items():
            document = record._owned_document()
            if "owner_has_left" in document._fields:
                self.assertFalse(document.owner_has_left, name)
