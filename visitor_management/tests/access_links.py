"""What decides who reads a record, and who may change it: each link is decided."""

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

# Said when the record is made: changed by nobody.
FIXED = "nobody, once it is made"
# Written by actions and jobs alone.
PROGRAM = "the program alone"
# Other fields that somebody writes. Who, is proven where it says.
ADMIN = "an administrator, who sets the house up"
APPROVAL = "whoever could approve the visit (test_visit_flow)"
DESK = "the host while it is a draft, then reception (test_contacts)"
MANAGER = "a customer service manager (test_client_access_rights)"
SERVICE = "customer service, until it is closed (test_fixed_fields)"
DRAFT = "customer service, until it is drawn (test_client_draw)"
CALLER = "whoever may write the callback, until it is reviewed"
VISITORS = "who goes there and customer service, until it is archived"
SECURITY = "security (test_visitor_watchlist)"
ITEMS = "reception, until it is decided about (test_visitor_item_pass)"
REPORTER = "who reported it today, then security (test_visitor_violation)"
PERMIT = "reception, while it is a draft (test_visitor_permit)"
ORDER = "customer service, until it is done (test_client_order)"
DRILL = "security (test_visitor_muster)"

LINKS = {
    "visitor.site": {
        "company_id": FIXED,
        "partner_id": ADMIN,
        "resource_calendar_id": ADMIN,
    },
    "visitor.area": {
        "site_id": FIXED,
        "parent_id": ADMIN,
        "responsible_id": ADMIN,
        "resource_calendar_id": ADMIN,
    },
    "visitor.unit": {"site_id": FIXED, "area_id": ADMIN},
    "visitor.gate": {"site_id": FIXED, "area_id": ADMIN},
    "visitor.notice.channel": {"company_id": FIXED, "site_id": ADMIN},
    "visitor.notice": {
        "channel_id": PROGRAM,
        "gate_id": PROGRAM,
        "site_id": PROGRAM,
        "res_id": PROGRAM,
    },
    "visitor.delivery.kind": {"company_id": ADMIN},
    "visitor.delivery.firm": {
        "site_id": FIXED,
        "kind_id": "reception: what the firm usually brings",
    },
    "visitor.delivery": {
        "site_id": PROGRAM,
        "kind_id": PROGRAM,
        "firm_id": PROGRAM,
        "unit_id": PROGRAM,
        "user_id": PROGRAM,
    },
    "visitor.waiting": {
        "visit_id": FIXED,
        "registration_id": FIXED,
        "answered_by_id": PROGRAM,
    },
    "visitor.visit.request": {"registration_id": FIXED, "answered_by_id": PROGRAM},
    "visitor.waiting.call": {
        "waiting_id": PROGRAM,
        "user_id": PROGRAM,
        "partner_id": PROGRAM,
    },
    "visitor.call.number": {
        "site_id": FIXED,
        "unit_id": ADMIN,
        "department_id": ADMIN,
    },
    "visitor.unit.instruction": {"unit_id": FIXED, "partner_id": FIXED},
    "visitor.footage.look": {
        "movement_id": PROGRAM,
        "gate_id": PROGRAM,
        "site_id": PROGRAM,
        "company_id": PROGRAM,
        "user_id": PROGRAM,
    },
    "visitor.visit.type": {"company_id": ADMIN},
    "visitor.card": {
        "site_id": "an administrator, unless it is handed out (test_visitor_desk)",
        "pass_id": PROGRAM,
    },
    "visitor.visit": {
        "type_id": APPROVAL,
        "site_id": "the same, within the company (test_fixed_fields)",
        "host_id": APPROVAL,
        "host_partner_id": APPROVAL,
        "unit_id": APPROVAL,
        "partner_id": "the host and reception: a firm that is named",
        "permit_id": "reception: what the visitors come for",
        "confirmed_by_id": PROGRAM,
        "series_id": PROGRAM,
    },
    "visitor.visit.hours": {
        "visit_id": FIXED,
        "unit_id": FIXED,
        "resource_calendar_id": APPROVAL,
    },
    "visitor.visit.series": {
        "source_id": "the program, from a visit of it (test_visitor_visit_series)",
        "company_id": PROGRAM,
        "approved_by_id": PROGRAM,
    },
    "visitor.registration": {"visit_id": FIXED, "partner_id": DESK},
    "visitor.stay": {
        "registration_id": PROGRAM,
        "site_id": PROGRAM,
        "company_id": PROGRAM,
        "seen_leaving_by_id": PROGRAM,
    },
    "visitor.pass": {
        "registration_id": PROGRAM,
        "card_id": PROGRAM,
        "area_id": PROGRAM,
    },
    "visitor.pass.code": {"pass_id": PROGRAM},
    "visitor.invitation": {"registration_id": FIXED, "user_id": PROGRAM},
    "visitor.movement": {
        "registration_id": PROGRAM,
        "pass_id": PROGRAM,
        "gate_id": PROGRAM,
        "area_id": PROGRAM,
        "site_id": PROGRAM,
        "company_id": PROGRAM,
        "annuls_id": PROGRAM,
        "user_id": PROGRAM,
    },
    "visitor.area.opening": {
        "visit_id": PROGRAM,
        "area_id": PROGRAM,
        "partner_id": PROGRAM,
        "user_id": PROGRAM,
    },
    "visitor.waiver": {
        "registration_id": PROGRAM,
        "user_id": PROGRAM,
        "ends_id": PROGRAM,
        "code": PROGRAM,
    },
    "visitor.induction": {"company_id": FIXED},
    "visitor.induction.step": {"induction_id": FIXED},
    "visitor.induction.question": {"induction_id": FIXED},
    "visitor.induction.answer": {"question_id": FIXED},
    "visitor.induction.record": {
        "induction_id": PROGRAM,
        "registration_id": PROGRAM,
        "employee_id": PROGRAM,
        "company_id": PROGRAM,
        "user_id": PROGRAM,
    },
    "visitor.policy": {
        "company_id": FIXED,
        "owner_id": ADMIN,
        "published_by_id": PROGRAM,
    },
    "visitor.policy.duty": {
        "policy_id": FIXED,
        "department_id": "an administrator, until published (test_visitor_policy)",
        "confirmed_by_id": PROGRAM,
    },
    "visitor.policy.review": {"policy_id": PROGRAM, "reviewer_id": PROGRAM},
    "visitor.policy.acceptance": {
        "policy_id": PROGRAM,
        "registration_id": PROGRAM,
        "partner_id": PROGRAM,
        "user_id": PROGRAM,
    },
    "visitor.watchlist": {
        "company_id": FIXED,
        "unit_id": FIXED,
        "site_id": SECURITY,
        "user_id": SECURITY,
    },
    "visitor.watchlist.key": {"entry_id": PROGRAM},
    "visitor.watchlist.hit": {
        "entry_id": PROGRAM,
        "registration_id": PROGRAM,
        "decided_by_id": PROGRAM,
    },
    "visitor.escort": {
        "visit_id": FIXED,
        "employee_id": FIXED,
        "replaces_id": FIXED,
    },
    "visitor.answer.link": {
        "visit_id": PROGRAM,
        "partner_id": PROGRAM,
        "user_id": PROGRAM,
    },
    "visitor.escort.link": {"escort_id": PROGRAM, "user_id": PROGRAM},
    "visitor.muster": {
        "site_id": FIXED,
        "user_id": PROGRAM,
        "ended_by_id": PROGRAM,
        "commander_id": DRILL,
        "measures_owner_id": DRILL,
        "reviewer_id": DRILL,
    },
    "visitor.muster.line": dict.fromkeys(
        ("muster_id", "company_id", "registration_id", "employee_id", "area_id")
        + ("point_id", "warden_id", "user_id"),
        PROGRAM,
    ),
    "visitor.muster.tick": dict.fromkeys(
        ("site_id", "company_id", "muster_id", "line_id", "point_id", "warden_id")
        + ("user_id", "area_id"),
        PROGRAM,
    ),
    "visitor.muster.point": {"site_id": FIXED},
    "visitor.muster.warden": {
        "site_id": FIXED,
        "employee_id": DRILL,
        "point_id": DRILL,
    },
    "visitor.muster.warden.link": {"warden_id": PROGRAM, "user_id": PROGRAM},
    "visitor.shift": {
        "site_id": PROGRAM,
        "giver_id": PROGRAM,
        "taker_id": PROGRAM,
        "refused_by_id": PROGRAM,
        "reviewed_by_id": PROGRAM,
    },
    "visitor.shift.line": {"shift_id": PROGRAM, "registration_id": PROGRAM},
    "visitor.shift.count": {
        "shift_id": PROGRAM,
        "company_id": PROGRAM,
        "site_id": PROGRAM,
    },
    "visitor.shift.thing": {"site_id": "an administrator"},
    "visitor.card.move": {
        "card_id": PROGRAM,
        "site_id": PROGRAM,
        "user_id": PROGRAM,
    },
    "visitor.visit.programme": {
        "visit_id": FIXED,
        "area_id": "the host and reception, until the visit is over",
        "responsible_id": "the same",
    },
    "visitor.review": {
        "site_id": FIXED,
        "recipient_id": "security, while it is a draft",
        "submitted_by_id": PROGRAM,
        "acknowledged_by_id": PROGRAM,
    },
    "visitor.review.line": {"review_id": PROGRAM},
    "visitor.permit.kind": {"company_id": ADMIN},
    "visitor.permit.level": {"kind_id": FIXED},
    "visitor.permit.function": {"kind_id": FIXED},
    "visitor.permit.check": {"kind_id": FIXED},
    "visitor.permit": {
        "site_id": FIXED,
        "kind_id": PERMIT,
        "level_id": PERMIT,
        "partner_id": PERMIT,
        "area_id": PERMIT,
        "unit_id": PERMIT,
        "start_checked_by_id": PROGRAM,
        "submitted_by_id": PROGRAM,
        "approved_by_id": PROGRAM,
        "closed_by_id": PROGRAM,
    },
    "visitor.permit.worker": {
        "permit_id": FIXED,
        "partner_id": PERMIT,
        "registration_id": "reception: whose visit it is (test_visitor_permit_people)",
    },
    "visitor.permit.kind.hours": {"kind_id": FIXED},
    "visitor.permit.detail": {"permit_id": FIXED},
    "visitor.permit.line": {"permit_id": FIXED, "confirmed_by_id": PROGRAM},
    "visitor.permit.signature": {
        "permit_id": PROGRAM,
        "function_id": PROGRAM,
        "user_id": PROGRAM,
    },
    "visitor.belonging": {
        "registration_id": FIXED,
        "site_id": FIXED,
        "item_pass_id": PROGRAM,
        "user_id": PROGRAM,
        "closed_by_id": PROGRAM,
    },
    "visitor.item.pass": {
        "site_id": FIXED,
        "unit_id": ITEMS,
        "department_id": ITEMS,
        "registration_id": ITEMS,
        "partner_id": ITEMS,
        "gate_id": ITEMS,
        "approved_by_id": PROGRAM,
        "released_by_id": PROGRAM,
        "released_gate_id": PROGRAM,
        "settled_by_id": PROGRAM,
        "completes_id": PROGRAM,
    },
    "visitor.item.pass.line": {"item_pass_id": FIXED},
    "visitor.violation.type": {"company_id": ADMIN},
    "visitor.contractor.paper.kind": {"company_id": ADMIN},
    "visitor.contractor.paper": {
        "partner_id": FIXED,
        "firm_id": PROGRAM,
        "kind": FIXED,
        "company_id": FIXED,
        "entered_by_id": PROGRAM,
        "decided_by_id": PROGRAM,
    },
    "visitor.violation": {
        "registration_id": FIXED,
        "type_id": REPORTER,
        "area_id": REPORTER,
        "decided_by_id": PROGRAM,
        "ban_proposed_by_id": PROGRAM,
        "ban_decided_by_id": PROGRAM,
        "answered_by_id": PROGRAM,
        "closed_by_id": PROGRAM,
    },
    "visitor.violation.photo": {"violation_id": FIXED},
    "visitor.act": {
        "visit_id": PROGRAM,
        "site_id": PROGRAM,
        "user_id": PROGRAM,
        "annuls_id": PROGRAM,
    },
    "visitor.identity": {"registration_id": PROGRAM, "seen_by_id": PROGRAM},
    "visitor.role.log": {
        "user_id": PROGRAM,
        "by_id": PROGRAM,
        "company_id": PROGRAM,
    },
    "visitor.identity.reveal": {
        "identity_id": PROGRAM,
        "registration_id": PROGRAM,
        "company_id": PROGRAM,
        "user_id": PROGRAM,
    },
    "client.complaint.category": {"parent_id": MANAGER, "company_id": MANAGER},
    "client.complaint.term": {"company_id": MANAGER},
    "client.service.day": {"company_id": FIXED},
    "client.callback.rule": {"company_id": MANAGER, "category_id": MANAGER},
    "client.complaint": {
        "company_id": FIXED,
        "partner_id": SERVICE,
        "unit_id": SERVICE,
        "category_id": SERVICE,
        "department_id": SERVICE,
        "parent_id": SERVICE,
        "visitor_visit_id": SERVICE,
        "client_visit_id": SERVICE,
        "received_by_id": "customer service: on whose list it is",
        "reopened_by_id": PROGRAM,
        "client_message_id": PROGRAM,
        "put_off_by_id": PROGRAM,
    },
    "client.callback": {
        "company_id": FIXED,
        "complaint_id": FIXED,
        "draw_line_id": FIXED,
        "previous_id": FIXED,
        "partner_id": "the complaint, else customer service (test_fixed_fields)",
        "department_id": "the complaint, else customer service (test_fixed_fields)",
        "rule_id": "customer service (test_fixed_fields)",
        "unit_id": CALLER,
        "category_id": CALLER,
        "caller_id": "whoever may write it: who calls hands it on",
        "reviewer_id": PROGRAM,
        "concluded_by_id": PROGRAM,
        "put_off_by_id": PROGRAM,
    },
    "client.portal.form": {
        "client_id": PROGRAM,
        "complaint_id": PROGRAM,
        "visit_id": PROGRAM,
    },
    "client.callback.attempt": {"callback_id": PROGRAM, "user_id": PROGRAM},
    "client.callback.rating": {"callback_id": PROGRAM, "user_id": PROGRAM},
    "client.mail.stray": {
        "company_id": PROGRAM,
        "answers_id": PROGRAM,
        "complaint_id": PROGRAM,
    },
    "client.callback.draw": {
        "company_id": FIXED,
        "department_id": DRAFT,
        "drawn_by_id": PROGRAM,
    },
    "client.callback.draw.line": {
        "draw_id": FIXED,
        "partner_id": DRAFT,
        "unit_id": DRAFT,
        "department_id": DRAFT,
        "category_id": DRAFT,
    },
    "client.rectification": {
        "complaint_id": FIXED,
        "callback_id": FIXED,
        "visit_item_id": FIXED,
        "statistics_id": FIXED,
        "review_id": FIXED,
        "department_id": ORDER,
        "employee_id": "the same, and who carries it out (test_client_access_rights)",
        "verified_by_id": PROGRAM,
        "put_off_by_id": PROGRAM,
        "climbed_to_id": PROGRAM,
    },
    "client.visit": {
        "company_id": FIXED,
        "plan_id": FIXED,
        "partner_id": VISITORS,
        "contact_id": VISITORS,
        "unit_id": VISITORS,
        "recorded_by_id": PROGRAM,
        "archived_by_id": PROGRAM,
        "appointed_by_id": PROGRAM,
    },
    "client.visit.line": {
        "visit_id": FIXED,
        "employee_id": "customer service, until it is archived",
    },
    "client.visit.item": {
        "visit_id": FIXED,
        "escalated_to_id": VISITORS,
        "climbed_to_id": PROGRAM,
        "complaint_id": PROGRAM,
    },
    "client.visit.plan": {"company_id": FIXED, "site_id": "customer service"},
    "client.visit.plan.line": {"plan_id": FIXED, "employee_id": "customer service"},
    "client.callback.statistics": {
        "department_id": FIXED,
        "company_id": FIXED,
        "recipient_id": "a manager, while it is a draft",
        "submitted_by_id": PROGRAM,
        "acknowledged_by_id": PROGRAM,
    },
    "client.callback.statistics.line": {
        "statistics_id": PROGRAM,
        "category_id": PROGRAM,
    },
    "client.callback.statistics.item": {
        "statistics_id": PROGRAM,
        "res_id": PROGRAM,
        "category_id": PROGRAM,
        "department_id": PROGRAM,
        "employee_id": PROGRAM,
    },
    "client.callback.statistics.source": {
        "statistics_id": PROGRAM,
        "category_id": PROGRAM,
    },
}


class LinkMatrix:
    """Beside the table of rights: what a record belongs to, and what rules look at."""

    allow_inherited_tests_method = True

    def _records(self):
        return [
            record for record in self.samples.values() if record._auto and record.ids
        ]

    def test_who_changes_what_a_record_belongs_to_is_decided(self):
        for model in self._our_models():
            if model._transient or not model._auto:
                continue
            for name in self._deciding(model):
                with self.subTest(field=f"{model._name}.{name}"):
                    self.assertIn(
                        name, LINKS.get(model._name, ()), "say here who changes it"
                    )
            for name, decision in LINKS.get(model._name, {}).items():
                fixed = name in getattr(model, "_fixed_fields", ())
                with self.subTest(field=f"{model._name}.{name}"):
                    self.assertEqual(decision == FIXED, fixed)

    def _deciding(self, model):
        """The links of a model that are stored, and what its record rules look at."""
        names = {
            name
            for name, field in model._fields.items()
            if field.type in ("many2one", "many2one_reference")
        }
        rules = self.env["ir.rule"].search([("model_id.model", "=", model._name)])
        values = {"user": self.env.user, "company_ids": [], "company_id": False}
        for rule in rules.filtered("domain_force"):
            domain = Domain(safe_eval(rule.domain_force, values))
            for condition in domain.iter_conditions():
                names.add(condition.field_expr.split(".")[0])
        return sorted(
            name for name in names - {"id"} if self._is_open(model._fields[name])
        )

    def _is_open(self, field):
        """Whether somebody can write it: other fields follow, or belong to the ORM."""
        follows = field.readonly and field.compute
        guarded = field.name in ("state", "create_uid", "write_uid")
        return field.store and field.column_type and not (follows or guarded)

    def test_what_is_fixed_is_changed_by_nobody(self):
        """Not by an administrator, and not with superuser rights either."""
        for record in self._records():
            for name in getattr(record, "_fixed_fields", ()):
                other = self._other_value(record, name)
                for login in ("admin", "root"):
                    own = record.with_user(self.env.ref(f"base.user_{login}"))
                    with self.subTest(field=f"{record._name}.{name}", user=login):
                        with self.assertRaises(UserError):
                            own.write({name: other})
                    with self.subTest(onchange=f"{record._name}.{name}"):
                        with self.assertRaises(UserError):
                            own.onchange({name: other}, [name], {name: {}})

    def test_what_the_program_writes_is_written_by_nobody_else(self):
        admin = self.env.ref("base.user_admin")
        for record in self._records():
            own = record.with_user(admin).sudo(False)
            for name, decision in LINKS.get(record._name, {}).items():
                if decision == PROGRAM:
                    with self.subTest(field=f"{record._name}.{name}"):
                        with self.assertRaises(UserError):
                            own.write({name: self._other_value(record, name)})

    def test_what_follows_is_not_said_otherwise(self):
        """A company that follows from the site is not written, nor said at first."""
        admin = self.env.ref("base.user_admin")
        for record in self._records():
            own = record.with_user(admin).sudo(False)
            for name, field in record._fields.items():
                follows = field.store and field.readonly and field.compute
                if follows and field.type == "many2one":
                    other = self._other_value(record, name)
                    with self.subTest(field=f"{record._name}.{name}"):
                        with self.assertRaises(UserError):
                            own.write({name: other})
                        if own.browse().has_access("create"):
                            with self.assertRaises(UserError):
                                own.create({name: other})

    def _other_value(self, record, name):
        field = record._fields[name]
        if field.type == "many2one":
            others = self.env[field.comodel_name].sudo()
            return others.search([("id", "!=", record[name].id)], limit=1).id
        if field.type == "selection":
            return next(
                key
                for key, _label in field._description_selection(self.env)
                if key != record[name]
            )
        if field.type == "date":
            return "2020-01-01"
        return record[name] + 1 if field.type == "integer" else "another"
