"""Who may see and do what at reception, by every way to ask."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.models import MAGIC_COLUMNS
from odoo.tests import tagged

from .access_common import ADDON, AccessMatrix
from .access_links import LinkMatrix
from .common import GROUP, VisitorCommon
from .doors_common import DoorMatrix
from .image_common import b64, picture_bytes
from .next_door import ReceptionNextDoor
from .training_common import due, trained

ROLES = (
    "public",
    "portal",
    "stranger",  # an employee, neither host nor announcer
    "host",
    "escort",  # the coordinator of escorts
    "reception",
    "security",
    "administrator",
    "neighbour",  # reception of another company
)
# What each role may do with a record of our company, in the order of ROLES:
# (r)ead, (w)rite, (c)reate, (d)elete. The visit is announced and hosted by "host".
MODELS = {
    "visitor.site": "- - r r r r r rwcd -",
    "visitor.area": "- - r r r r r rwcd -",
    "visitor.unit": "- - r r r r r rwcd -",
    "visitor.visit.type": "- - r r r r r rwcd -",
    "visitor.gate": "- - - - - r r rwcd -",
    "visitor.notice.channel": "- - - - - - - rwcd -",
    "visitor.notice.event": "- - - - - - - r -",
    "visitor.notice": "- - - - - - - r -",
    "visitor.card": "- - - - - r r rwcd -",
    "visitor.delivery.kind": "- - - - - r r rwcd -",
    "visitor.delivery.firm": "- - - - - rwc rwc rwcd -",
    "visitor.delivery": "- - - - - r r r -",
    "visitor.waiting": "- - - - - r r r -",
    "visitor.waiting.call": "- - - - - r r r -",
    "visitor.call.number": "- - - - - r r rwcd -",
    # of a unit whose occupant is none of them
    "visitor.unit.instruction": "- - - - - rwc rwc rwc -",
    "visitor.footage.look": "- - - - - - r r -",
    "visitor.lane.analysis": "- - - - - r r r -",
    "visitor.visit": "- - - rwcd - rwcd rwcd rwcd -",
    # of a unit that is none of theirs (test_visitor_regular)
    "visitor.visit.hours": "- - - rwcd - rwcd rwcd rwcd -",
    "visitor.visit.series": "- - - rwc - rwc rwc rwc -",
    "visitor.registration": "- - - rwcd - rwcd rwcd rwcd -",
    "visitor.stay": "- - - r - r r r -",
    "visitor.escort": "- - - rw rwc r r rwc -",  # of "host", for the own visit
    "visitor.escort.need": "- - - - r r r r -",
    "visitor.answer.link": "- - - - - - - - -",
    "visitor.escort.link": "- - - - - - - - -",
    "visitor.muster": "- - - - - r rwc rwc -",
    "visitor.muster.line": "- - - - - r r r -",
    "visitor.muster.tick": "- - - - - r r r -",
    "visitor.muster.point": "- - - - - r r rwcd -",
    "visitor.muster.warden": "- - - - - r rwc rwc -",
    "visitor.muster.warden.link": "- - - - - - - - -",
    "visitor.pass": "- - - - - r r r -",
    "visitor.pass.code": "- - - - - - - - -",
    "visitor.secret": "- - - - - - - - -",
    "visitor.invitation": "- - - - - r r r -",
    "visitor.movement": "- - - - - r r r -",
    "visitor.waiver": "- - - - - r r r -",
    # published; a draft is the administrator's (test_visitor_policy)
    "visitor.policy": "- - r r r r r rwcd -",
    "visitor.policy.duty": "- - r r r r r rwcd -",
    "visitor.policy.review": "- - - - - - r r -",
    "visitor.policy.acceptance": "- - - - - r r r -",
    "visitor.act": "- - - - - r r r -",
    "visitor.review": "- - - - - - rwd rwd -",
    "visitor.review.line": "- - - - - - r r -",
    "visitor.visit.request": "- - - r - r r r -",
    "visitor.visit.programme": "- - - rwcd - rwcd rwcd rwcd -",
    "visitor.watchlist": "- - - - - - rwc rwc -",
    "visitor.watchlist.hit": "- - - - - - r r -",
    "visitor.watchlist.key": "- - - - - - - - -",
    "visitor.violation.type": "- - - - - r r rwcd -",
    # reported by this reception, today; of others it reads nothing
    "visitor.violation": "- - - - - rwc rwc rwc -",
    "visitor.violation.photo": "- - - - - rwc rwcd rwcd -",
    "visitor.contractor.paper.kind": "- - - - - r r rwcd -",
    # whom a kind of works names reads its permits, too (test_visitor_permit)
    "visitor.permit.kind": "- - r r r r r rwcd -",
    "visitor.permit.level": "- - r r r r r rwcd -",
    "visitor.permit.function": "- - r r r r r rwcd -",
    "visitor.permit.check": "- - r r r r r rwcd -",
    "visitor.permit.kind.hours": "- - r r r r r rwcd -",
    "visitor.permit": "- - - - - rwc rwc rwc -",
    "visitor.permit.worker": "- - - - - rwcd rwcd rwcd -",
    "visitor.permit.line": "- - - - - rwcd rwcd rwcd -",
    "visitor.permit.detail": "- - - - - rwcd rwcd rwcd -",
    "visitor.permit.signature": "- - - - - r r r -",
    "visitor.belonging": "- - - - - rwc rwc rwc -",
    "visitor.item.pass": "- - - r - rwc rwc rwc -",
    "visitor.item.pass.line": "- - - r - rwcd rwcd rwcd -",
    "visitor.contractor.paper": "- - - - - rwcd rwcd rwcd -",
    "visitor.shift": "- - - - - rw rw rw -",
    "visitor.shift.line": "- - - - - r r r -",
    "visitor.shift.count": "- - - - - rw rw rw -",
    "visitor.shift.thing": "- - - - - r r rwcd -",
    "visitor.card.move": "- - - - - r r r -",
    "visitor.area.opening": "- - - - - r r r -",
    "visitor.induction": "- - r r r r r rwcd -",
    "visitor.induction.step": "- - r r r r r rwcd -",
    "visitor.induction.question": "- - r r r r r rwcd -",
    "visitor.induction.answer": "- - r r r r r rwcd -",
    "visitor.induction.due": "- - - - - r r r -",
    "visitor.induction.record": "- - - - - r r r -",
    "visitor.attendance": "- - - - - r r r -",
    "visitor.analysis": "- - - - - r r r -",
    "visitor.overstay": "- - - - - r r r -",
    "visitor.identity": "- - - - - r r r -",
    "visitor.identity.reveal": "- - - - - - r r -",
    "visitor.throttle": "- - - - - - - - -",
    # a visit whose host has left, of a department without a head
    "visitor.handover": "- - - - - r r r -",
    "visitor.role.log": "- - - - - - - r -",
}
# Dialogs: who may open them. What they do is checked by what they call.
DIALOGS = {
    "ask.reason": "- - rwc rwc rwc rwc rwc rwc rwc",
    "visitor.confirmation.wizard": "- - - - - rwc rwc rwc rwc",
    "visitor.area.opening.wizard": "- - - - - rwc rwc rwc rwc",
    "visitor.hours.wizard": "- - - - - rwc rwc rwc rwc",
    "visitor.people.import": "- - rwc rwc rwc rwc rwc rwc rwc",
    "visitor.departure.wizard": "- - - - - rwc rwc rwc rwc",
    "visitor.shift.answer": "- - - - - rwc rwc rwc rwc",
    "visitor.waiver.wizard": "- - - - - rwc rwc rwc rwc",
    "visitor.review.generate": "- - - - - - rwc rwc -",
    "visitor.violation.wizard": "- - - - - - rwc rwc -",
    "visitor.belonging.claim": "- - - - - rwc rwc rwc rwc",
    "visitor.item.pass.check": "- - - - - rwc rwc rwc rwc",
    "visitor.item.pass.settle": "- - - - - rwc rwc rwc rwc",
    "visitor.item.pass.word": "- - - - - rwc rwc rwc rwc",
    "visitor.footage.wizard": "- - - - - - rwc rwc -",
    "visitor.permit.sign": "- - rwc rwc rwc rwc rwc rwc rwc",
    "visitor.permit.extend": "- - rwc rwc rwc rwc rwc rwc rwc",
    "visitor.permit.pick": "- - - - - rwc rwc rwc rwc",
    "visitor.stay.wizard": "- - - - - rwc rwc rwc rwc",
    "visitor.identity.wizard": "- - - - - rwc rwc rwc rwc",
    "visitor.identity.reveal.wizard": "- - - - - - rwc rwc -",
    "visitor.escort.hand.over": "- - rwc rwc rwc rwc rwc rwc rwc",
    "visitor.handover.wizard": "- - rwc rwc rwc rwc rwc rwc rwc",
    "visitor.register.print": "- - - - - rwcd rwcd rwcd rwcd",
    "visitor.policy.language.wizard": "- - - - - - - rwc -",
    "visitor.policy.review.wizard": "- - - - - - - rwc -",
    "visitor.role.wizard": "- - - - - - - rwc -",
    "visitor.setup.cards": "- - - - - - - rwc -",
    "visitor.setup.department": "- - - - - - - rwc -",
    "visitor.setup.hours": "- - - - - - - rwc -",
    "visitor.setup.site": "- - - - - - - rwc -",
}
# What opens a list of documents, which each reader sees with own rights.
LISTS = {
    "action_visitor_visits": "visitor.visit",
    "action_announce_visit": "visitor.visit",
    "action_visitor_papers": "visitor.contractor.paper",
    "action_client_timeline": "client.timeline",
    "action_client_complaints": "client.complaint",
    "action_client_callbacks": "client.callback",
    "action_client_visits": "client.visit",
}
NOBODY, RECEPTION, SECURITY = (), ROLES[5:8], ROLES[6:8]
ADMIN = ROLES[7:8]
# Fields that fewer people may read than the record.
GUARDED = {
    ("visitor.visit", "host_signature"): RECEPTION,
    ("visitor.visit", "opening_ids"): RECEPTION,
    ("visitor.visit.hours", "end_told"): NOBODY,
    ("visitor.visit.hours", "windows"): NOBODY,
    ("visitor.visit", "waiting_ids"): RECEPTION,
    ("visitor.registration", "pass_ids"): RECEPTION,
    ("visitor.registration", "waiver_ids"): RECEPTION,
    ("visitor.registration", "photo"): RECEPTION,
    ("visitor.registration", "signature"): RECEPTION,
    ("visitor.policy.acceptance", "signature"): RECEPTION,
    ("visitor.pass", "seed"): NOBODY,
    ("visitor.pass", "code_ids"): NOBODY,
    ("visitor.pass.code", "code_hash"): NOBODY,
    ("visitor.pass.code", "short_code"): NOBODY,
    ("visitor.secret", "fingerprint"): NOBODY,
    ("visitor.gate", "token_hash"): NOBODY,
    ("visitor.notice.channel", "sealed_address"): NOBODY,
    ("visitor.notice.channel", "sealed_secret"): NOBODY,
    ("visitor.notice.channel", "stamps"): NOBODY,
    ("visitor.notice", "people"): NOBODY,
    ("visitor.gate", "camera_url"): ADMIN,
    ("visitor.movement", "has_footage"): SECURITY,
    ("visitor.unit", "instruction_count"): RECEPTION,
    ("visitor.unit", "not_let_in_count"): SECURITY,
    ("visitor.visit", "unit_instructions"): RECEPTION,
    ("visitor.site", "call_number_ids"): RECEPTION,
    ("visitor.invitation", "token_hash"): NOBODY,
    ("visitor.invitation", "mail_ref"): NOBODY,
    ("visitor.invitation", "message_ref"): NOBODY,
    ("visitor.registration", "invitation_told"): NOBODY,
    ("visitor.registration", "ical_uid"): NOBODY,
    ("visitor.registration", "ical_sequence"): NOBODY,
    ("visitor.registration", "ical_stranger"): NOBODY,
    ("visitor.movement", "nonce"): NOBODY,
    ("visitor.movement", "code_digest"): NOBODY,
    ("visitor.identity", "ciphertext"): NOBODY,
    ("visitor.identity", "number_hash"): NOBODY,
    ("visitor.identity", "reveal_ids"): SECURITY,
    ("visitor.act", "changes"): NOBODY,
    ("visitor.registration", "watchlist_keys"): NOBODY,
    ("visitor.registration", "watchlist_hit_ids"): SECURITY,
    ("visitor.watchlist", "document_hash"): NOBODY,
    ("visitor.watchlist", "revision"): NOBODY,
    ("visitor.watchlist", "to_match"): NOBODY,
    ("visitor.watchlist.hit", "entry_revision"): NOBODY,
    ("visitor.watchlist.hit", "waived_before"): NOBODY,
    ("visitor.registration", "may_undo"): RECEPTION,
    ("visitor.registration", "belonging_ids"): RECEPTION,
    ("visitor.registration", "item_pass_ids"): RECEPTION,
    ("visitor.registration", "open_belonging_count"): RECEPTION,
    ("visitor.item.pass", "belonging_ids"): RECEPTION,
    ("visitor.item.pass", "phone"): RECEPTION,
    ("visitor.item.pass", "plate_key"): NOBODY,
    ("visitor.registration", "violation_ids"): SECURITY,
    ("visitor.contractor.paper", "stored_file"): NOBODY,
    ("visitor.violation", "measure"): SECURITY,
    ("visitor.violation", "decision"): SECURITY,
    ("visitor.violation", "ban_reason"): SECURITY,
    ("visitor.violation", "objection"): SECURITY,
    ("visitor.violation", "closing_note"): SECURITY,
    ("visitor.violation", "person_times"): SECURITY,
    ("visitor.visit", "permit_id"): RECEPTION,
    ("visitor.registration", "induction_record_ids"): RECEPTION,
    ("visitor.induction.answer", "correct"): ROLES[7:8],
    ("visitor.induction", "content_marks"): NOBODY,
}
# The same by a detour over records that one may read.
DETOURS = {
    ("visitor.visit", "registration_ids.pass_ids.short_code"): RECEPTION,
    ("visitor.visit", "registration_ids.waiver_ids.reason"): RECEPTION,
    ("visitor.visit", "opening_ids.channel"): RECEPTION,
    ("visitor.visit", "waiting_ids.reason"): RECEPTION,
    ("visitor.visit", "registration_ids.watchlist_hit_ids.reason"): SECURITY,
    ("visitor.registration", "watchlist_hit_ids.entry_id.reason"): SECURITY,
    ("visitor.stay", "registration_id.watchlist_keys"): NOBODY,
    ("visitor.registration", "pass_ids.short_code"): RECEPTION,
    ("visitor.registration", "pass_ids.seed"): NOBODY,
    ("visitor.registration", "pass_ids.code_ids.code_hash"): NOBODY,
    ("visitor.stay", "registration_id.pass_ids.short_code"): RECEPTION,
    ("visitor.stay", "registration_id.pass_ids.seed"): NOBODY,
    ("visitor.card", "pass_ids.seed"): NOBODY,
    ("visitor.movement", "gate_id.token_hash"): NOBODY,
    ("visitor.site", "gate_ids.token_hash"): NOBODY,
}
# Arguments of the public methods that take any; a model stands for our record's id.
ARGUMENTS = {
    "action_cancel": ["Because"],
    "action_refuse": ["Because"],
    "answer": ["approve"],
    "sign_for_guests": [b64(picture_bytes())],
    "waive": ["outside_hours", "Because"],
    "set_identity": ["passport", "L898902C3"],
    "check_identity": ["passport", "L898902C3"],
    "find_returning": ["zhang@acme.example"],
    "link_contact": [1],
    "register_walk_in": [{"name": "Wang Fang"}],
    "accept_policy": ["visitor.policy"],
    "read_policy": ["visitor.policy", "en_US"],
    "add_translation": ["fr_FR", "<p>Une règle</p>"],
    "update_field_translations": ["name", {"fr_FR": "Règles"}],
    "action_review": ["keep"],
    "visitor.visit.series.action_end": ["Because"],
    "action_cancel_following": ["Because"],
    "action_close_emergency": ["Because"],
    "export_data": [["display_name"]],
    "revoke": ["Because"],
    "reveal": ["Because"],
    "record_induction": [1],
    "read_training": [1],
    "open_mine": [1],
    "hand_in": [1, []],
    "check_in_unnamed": [2],
    "import_people": ["TmFtZQ==", "people.csv"],
    "name_people": [["Wang Fang"]],
    "action_extend": [30],
    "message_host": ["call"],
    "refresh": ["visitor.site", []],
    "open_person": ["visitor.registration"],
    "open_visit": ["visitor.visit"],
    "generate": ["2026-01-01", "visitor.site"],
    "action_acknowledge": ["Because"],
    "action_reopen": ["Because"],
    "give_order": ["Train them", 1, "2099-01-01"],
    "report_violation": ["visitor.violation.type"],
    "find_violation_types": ["visitor.site"],
    "add_belonging": ["deposit", "Suitcase"],
    "action_claim": ["Li Na", "A scratch"],
    "action_hand_to_police": ["No. 12"],
    "action_dispose": ["Thrown away"],
    "action_mistake": ["Because"],
    "action_release": [[]],
    "action_settle": ["taken_back"],
    "action_handle": ["warning", "In writing"],
    "action_sign": ["acceptor", b64(picture_bytes())],
    "action_suspend": ["Because"],
    "action_rework": ["Because"],
    "pick_workers": [[1]],
    "action_hand_back": ["Because"],
    "visitor.permit.action_extend": ["2099-01-01 12:00:00"],
    "action_ban": ["2099-01-01", "Because"],
    "action_decline_ban": ["Because"],
    "action_close": ["Because"],
    "action_reject": ["Because"],
    "action_clear": ["Because"],
    "visitor.watchlist.hit.action_confirm": ["Because"],
    "find_code": ["visitor.site", "0412"],
    "action_decline": ["Because"],
    "visitor.escort.action_hand_over": [1],
    "set_may_escort": [True],
    "open_need": ["visitor.visit"],
    "assign": ["visitor.visit", 1],
    "call_off": ["visitor.escort", "Because"],
    "visitor.muster.start": ["visitor.site", "drill"],
    "visitor.muster.screen.read_screen": [],
    "visitor.muster.screen.refresh": ["visitor.muster"],
    "visitor.muster.screen.open_person": ["visitor.muster.line"],
    "visitor.muster.tick": [[]],
    "visitor.muster.add": ["Wang Wu"],
    "find_hosts": ["visitor.site", "a"],
    "find_people": ["visitor.site", "Zhang"],
    "read_card": ["reception"],
    "hide": ["reception"],
    "find_purposes": ["visitor.site"],
    "visitor.delivery.arrive": ["visitor.site", False, "visitor.delivery.kind"],
    "advance": ["visitor.site"],
    "note_call": ["", "no_answer", "", "", "phone", "Mr Chen"],
    "action_decide": ["approve", "Because"],
    "find_delivery_choices": ["visitor.site"],
    "find_units": ["visitor.site", "1"],
    "open_footage": ["Because"],
    "open_for": ["visitor.site"],
}


# What the coordinator of escorts does, who is a stranger elsewhere
# (test_visitor_escort).
COORDINATES = {
    *(("hr.employee", "set_may_escort"), ("hr.employee.public", "action_may_escort")),
    ("hr.employee.public", "action_may_not_escort"),
    *(("visitor.escort.board", "read_board"), ("visitor.escort.board", "open_need")),
    *(("visitor.escort.board", "assign"), ("visitor.escort.board", "call_off")),
    *(("visitor.escort", "action_start"), ("visitor.escort", "action_done")),
    *(("visitor.escort", "action_hand_over"), ("visitor.escort", "action_cancel")),
}
# What reception next door is answered, of its own.
# (a contact without a company is theirs as well as ours)
NEXT_DOOR = {"action_mark_important", "action_unmark_important"}
NEXT_DOOR |= {
    "read_screen",
    "find_returning",
    "read_day",
    "read_figures",
    "exports_as_reception",
}
NEXT_DOOR |= {"action_tell_papers", "action_tell_no_papers"}


@tagged("post_install", "-at_install")
class TestAccessRights(
    ReceptionNextDoor, LinkMatrix, DoorMatrix, AccessMatrix, VisitorCommon
):
    role_names, models, dialogs = ROLES, MODELS, DIALOGS
    guarded, detours = GUARDED, DETOURS
    own_created = ("visitor.visit",)
    # visits that need an escort, which the coordinator does not read
    named_unread = {"visitor.escort.visit_id": ("escort",)}
    lent = {  # where the visitors are to be accompanied
        "visitor.escort.site_id": "the coordinator sends somebody there",
        "visitor.escort.company_id": "whose it is",
    }
    strangers = ("public", "portal", "stranger", "escort", "neighbour")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._other_company()
        cls._resident()
        cls.roles = dict(
            zip(
                ROLES,
                (
                    cls.env.ref("base.public_user"),
                    cls._user("portal_visitor", "base.group_portal"),
                    cls.user_host2,
                    cls.user_host,
                    cls._user("hr_escorts", f"{GROUP}visitor_escort"),
                    cls.user_reception,
                    cls.user_security,
                    cls.user_admin,
                    cls.user_reception2,
                ),
                strict=True,
            )
        )
        cls.samples = cls._make_samples()
        cls.foreign = cls._next_door()

    @classmethod
    def _make_samples(cls):
        """One record of each model, in our company, of the host's visit."""
        cls.type_open.write(
            {"company_id": cls.company.id, "id_required": True, "photo_required": True}
        )
        cls.type_open.identity_storage = "full"
        person = cls._registration(area_ids=[Command.set(cls.lab.ids)])
        person.visit_id.with_user(cls.user_security).action_open_areas()
        person.set_identity("passport", "L898902C3")
        person.waive("photo_missing", "The camera is broken")
        card = cls._card()
        person.check_in(card.number)
        identity = cls.env["visitor.identity"].search(
            [("registration_id", "=", person.id)]
        )
        identity.with_user(cls.user_security).reveal("Asked by the police")
        movement = cls.env["visitor.movement"].search(
            [("registration_id", "=", person.id)]
        )
        lines = cls.env["visitor.analysis"]
        records = [
            lines.search([("registration_id", "=", person.id)]),
            cls._overstay(),
            cls.site,
            cls.lobby,
            cls.unit,
            cls.type_open,
            cls.gate,
            card,
            cls.env["visitor.card.move"].search([("card_id", "=", card.id)]),
            person.visit_id,
            person,
            person.stay_ids,
            person.pass_ids,
            person.pass_ids.sudo().code_ids,
            movement,
            person.waiver_ids,
            *cls._policies(person),
            cls.env["visitor.act"]._latest(person),
            *cls._violation(person, cls.user_reception),
            *cls._papers(cls.company),
            *cls._permit(cls.site),
            *cls._things(person, cls.user_reception),
            *cls._muster(cls.site),
            cls._programme(person.visit_id, cls.lobby),
            cls._series(cls._visit(type_id=cls.type_host.id)),
            *cls._hours(cls._visit(type_id=cls.type_host.id)),
            cls._asked_link(person.visit_id),
            *cls._review(cls.site),
            *cls._shift(cls.site),
            *cls._watched(person),
            *trained(person),
            *cls._escort(person.visit_id, cls.employee),
            due(cls.user_reception),
            person.visit_id.sudo().opening_ids,
            identity,
            identity.reveal_ids,
            cls.env["visitor.throttle"].create(
                {"digest": "0" * 64, "since": fields.Datetime.now(), "count": 1}
            ),
            cls.env["visitor.secret"].search([]),
            cls._tablet(person),
            *cls._delivery(cls.unit, person),
            *cls._wait(person),
            *cls._notices(person.visit_id),
            cls._visit_request(person),
            cls._left_visit(),
            cls._role_given(cls.company),
        ]
        cls._put(movement, gate_id=cls.gate.id)
        return {record._name: record.sudo() for record in records}

    @classmethod
    def _overstay(cls):
        """Somebody who is still inside, long after the end of the visit."""
        late = cls._inside(type_id=cls.type_host.id)
        now = fields.Datetime.now()
        times = {"start": timedelta(hours=4), "stop": timedelta(hours=2)}
        cls._put(late.visit_id, **{name: now - ago for name, ago in times.items()})
        cls._put(late.stay_ids, in_at=now - timedelta(hours=3))
        return cls.env["visitor.overstay"].search([("registration_id", "=", late.id)])

    @classmethod
    def _tablet(cls, person):
        person.hand_over_tablet()
        return cls.env["visitor.invitation"]._open_of(person)

    @classmethod
    def _watched(cls, person):
        entry = cls.env["visitor.watchlist"].create(
            {
                "level": "notify",
                "name": person.sudo().name,
                "reason": "A good client",
                "company_id": person.company_id.id,
            }
        )
        keys = cls.env["visitor.watchlist.key"].search([("entry_id", "=", entry.id)])
        return entry, entry.hit_ids[:1], keys[:1]

    def _is_mine(self, model):
        return not model.startswith("client.")

    def _values(self):
        return {
            "name": "Wang Fang",
            "visit_id": self.samples["visitor.visit"].id,
            "registration_id": self.samples["visitor.registration"].id,
            "violation_id": self.samples["visitor.violation"].id,
            "permit_id": self.samples["visitor.permit"].id,
            "item_pass_id": self.samples["visitor.item.pass"].id,
            "visitor.visit.series": {
                "source_id": self._visit(type_id=self.type_host.id).id,
                "monday": True,
                "date_from": "2026-01-01",
                "date_to": "2026-06-01",
            },
            "visitor.delivery.firm": {
                "site_id": self.site.id,
                "kind_id": self.samples["visitor.delivery.kind"].id,
            },
            "visitor.unit.instruction": {
                "unit_id": self.unit.id,
                "kind": "send_up",
                "until": "2099-01-01",
            },
            "visitor.contractor.paper": {
                "partner_id": self.samples["visitor.contractor.paper"].partner_id.id,
                "kind": self.samples["visitor.contractor.paper"].kind.id,
            },
        }

    def _all_models(self):
        return [
            model
            for model in self.env.values()
            if model._original_module == ADDON and not model._abstract
        ]

    def test_ones_own_visit_as_guest_of_honour(self):
        """Announced by somebody else: the host sees it, and both see its people."""
        visit = self._visit(self.user_host2, host_id=self.employee.id)
        for role in ("host", "stranger"):
            self.assertTrue(self._found(self._as(visit, role)))
            self.assertTrue(self._found(self._as(visit.registration_ids, role)))
        self.assertFalse(self._found(self._as(visit, "escort")))

    def test_a_resident_with_a_login_is_a_host_as_well(self):
        visit = self._visit(
            self.user_reception, host_partner_id=self.user_host2.partner_id.id
        )
        self.assertTrue(self._found(self._as(visit, "stranger")))
        self.assertFalse(self._found(self._as(visit, "host")))

    def test_kinds_of_visit_for_all_companies(self):
        self.type_host.company_id = False
        for role in ROLES[2:]:
            self.assertTrue(self._found(self._as(self.type_host, role)), role)

    def test_two_companies_show_what_is_switched_on(self):
        user = self._user(
            "both",
            f"{GROUP}visitor_reception",
            company_id=self.company.id,
            company_ids=[Command.set((self.company | self.company2).ids)],
        )
        theirs = self._visit(
            self.user_reception2,
            site_id=self.site2.id,
            type_id=self.type_host.id,
            host_id=self.employee_next_door.id,
        )
        ours = self.samples["visitor.visit"]
        for companies in (self.company, self.company2, self.company | self.company2):
            visits = self.env["visitor.visit"].with_user(user)
            visits = visits.with_context(allowed_company_ids=companies.ids)
            found = visits.search([("id", "in", (ours | theirs).ids)])
            self.assertEqual(found.company_id, companies)

    def test_strangers_do_not_read_the_history(self):
        visit = self.samples["visitor.visit"]
        visit.message_post(body="Zhang Wei likes tea")
        for role, letters in zip(ROLES, MODELS["visitor.visit"].split(), strict=True):
            messages = self._as(self.env["mail.message"], role)
            with self.subTest(role=role):
                domain = [("model", "=", visit._name), ("res_id", "=", visit.id)]
                self.assertEqual(bool(messages.search(domain)), "r" in letters)

    def test_pictures_do_not_leak_as_attachments(self):
        person, visit = (
            self.samples["visitor.registration"],
            self.samples["visitor.visit"],
        )
        picture = (
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
            "WjR9awAAAABJRU5ErkJggg=="
        )
        person.write({"photo": picture, "signature": picture})
        visit.host_signature = picture
        attachments = self.env["ir.attachment"].search(
            [
                ("res_field", "in", ("photo", "signature", "host_signature")),
                ("res_id", "in", (person.id, visit.id)),
                ("res_model", "in", (person._name, visit._name)),
            ]
        )
        self.assertEqual(len(attachments), 3)
        for role in ROLES:
            may = role in RECEPTION
            for attachment in self._as(attachments, role):
                with self.subTest(role=role, field=attachment.sudo().res_field):
                    self.assertEqual(attachment.has_access("read"), may)

    def _sample(self, model):
        if model._name in ("hr.employee", "hr.employee.public"):
            return model.browse(self.employee.id)
        if model._name == "res.partner":
            return self.resident
        return super()._sample(model)

    def _cant_call(self, record, name, role):
        method = getattr(self._as(record, role), name)
        own = ARGUMENTS.get(f"{record._name}.{name}")
        arguments = [
            self.samples[value].id if str(value) in MODELS else value
            for value in own or ARGUMENTS.get(name, [])
        ]
        if role == "escort" and (record._name, name) in COORDINATES:
            return
        if name == "action_cancel" and record._name == "visitor.registration":
            arguments = []
        if name in LISTS:
            try:
                answer = method()  # opens a list, with the reader's own rights
            except AccessError:
                return
            self.assertEqual(answer["res_model"], LISTS[name])
        elif name == "read_mine" and role not in ("public", "portal"):
            employees = self.env["hr.employee"].sudo()
            own = employees.search([("user_id", "=", self.roles[role].id)], limit=1)
            self.assertEqual(method()["employee"], own.name or "", "the own one")
        elif role == "neighbour" and name in NEXT_DOOR:
            self.assertNotIn(
                "Zhang Wei", str(method(*arguments)), "reception next door"
            )
        elif role == "neighbour" and name == "register_walk_in":
            self.assertRaises(UserError, method, *arguments)
        else:
            self.assertRaises(AccessError, method, *arguments)

    # ------------------------------------------------------------
    # EMPLOYEES
    # ------------------------------------------------------------

    def test_hosts_need_no_access_to_employees(self):
        """Neither an employee nor reception reads hr.employee; both name hosts."""
        for user in (self.user_host, self.user_reception):
            with self.subTest(user=user.login):
                self.assertFalse(user.has_group("hr.group_hr_user"))
                employees = self.env["hr.employee"].with_user(user)
                with self.assertRaises(AccessError):
                    employees.browse(self.employee2.id).read(["private_phone"])
                choices = employees.name_search("Marc")
                self.assertIn((self.employee2.id, "Marc Demo"), choices)
                visit = self._visit(user, host_id=self.employee2.id)
                self.env.invalidate_all()
                self.assertEqual(visit.host_name, "Marc Demo")
                self.assertEqual(visit.host_id.display_name, "Marc Demo")
                [row] = visit.web_read(
                    {"host_id": {"fields": {"display_name": {}}}, "host_name": {}}
                )
                self.assertEqual(row["host_id"]["display_name"], "Marc Demo")

    def test_visits_by_department_of_the_host(self):
        department = self.env["hr.department"].create({"name": "Sales"})
        self.employee.department_id = department
        for user in (self.user_host, self.user_reception):
            visit = self._visit(user, host_id=self.employee.id)
            with self.subTest(user=user.login):
                self.assertEqual(visit.department_id, department)
                groups = visit.formatted_read_group(
                    [("id", "=", visit.id)], ["department_id"], ["__count"]
                )
                self.assertEqual(groups[0]["department_id"][1], "Sales")

    def test_visits_hosted_as_the_reader_sees_them(self):
        self._visit(self.user_reception, host_id=self.employee2.id)
        public = self.env["hr.employee.public"].browse(self.employee2.id)
        counts = {
            user.login: public.with_user(user).visitor_visit_count
            for user in (self.user_host2, self.user_host, self.user_reception)
        }
        self.assertEqual(counts, {"host2": 1, "host": 0, "reception": 1})
        action = public.with_user(self.user_host2).action_visitor_visits()
        visits = self.env["visitor.visit"].with_user(self.user_host2)
        self.assertEqual(len(visits.search(action["domain"])), 1)

    # ------------------------------------------------------------
    # COMPANIES APART
    # ------------------------------------------------------------

    def test_nothing_links_to_another_company(self):
        contact = self.env["res.partner"].create(
            {"name": "Theirs", "company_id": self.company2.id}
        )
        kind = self.env["visitor.visit.type"].create(
            {"name": "Theirs", "company_id": self.company2.id}
        )
        unit = self.env["visitor.unit"].create(
            {"name": "Theirs", "site_id": self.site2.id}
        )
        area = self.env["visitor.area"].create(
            {"name": "Theirs", "site_id": self.site2.id}
        )
        calendar = self.env["resource.calendar"].create(
            {"name": "Theirs", "company_id": self.company2.id}
        )
        training = self.env["visitor.induction"].create(
            {"name": "Theirs", "company_id": self.company2.id}
        )
        links = [
            ("visitor.site", "induction_ids", training),
            ("visitor.area", "induction_ids", training),
            ("visitor.visit.type", "induction_ids", training),
            ("visitor.induction", "type_ids", kind),
            ("visitor.induction", "area_ids", area),
            ("visitor.induction", "site_ids", self.site2),
            ("visitor.visit", "type_id", kind),
            ("visitor.visit", "host_id", self.employee_next_door),
            ("visitor.visit", "host_partner_id", contact),
            ("visitor.visit", "partner_id", contact),
            ("visitor.visit", "unit_id", unit),
            ("visitor.visit", "area_ids", area),
            ("visitor.registration", "partner_id", contact),
            ("visitor.site", "partner_id", contact),
            ("visitor.site", "resource_calendar_id", calendar),
            ("visitor.unit", "partner_ids", contact),
            ("visitor.unit", "area_id", area),
            ("visitor.area", "parent_id", area),
            ("visitor.area", "responsible_id", self.employee_next_door),
            ("visitor.gate", "area_id", area),
            ("visitor.visit.type", "area_ids", area),
        ]
        for model, name, theirs in links:
            with self.subTest(model=model, field=name):
                record = self.samples[model]
                many = record._fields[name].type == "many2many"
                value = [Command.set(theirs.ids)] if many else theirs.id
                values = {name: value}
                if name == "host_partner_id":
                    values["host_id"] = False
                with self.assertRaises(UserError):
                    record.write(values)

    def test_every_link_between_companies_is_checked(self):
        """Links that users write, to models with a company, check the company."""
        own_check = {  # by constraints of their own: they are of the same site
            ("visitor.visit", "site_id"),  # it says the company
            ("visitor.visit", "area_ids"),
            ("visitor.registration", "visit_id"),  # it says the company
            ("visitor.escort", "visit_id"),  # it says the company
            ("visitor.visit", "asked_ids"),  # written by no form
            ("visitor.answer.link", "visit_id"),  # it says the company
            ("visitor.answer.link", "user_id"),  # made by no form
            ("visitor.answer.link", "partner_id"),
            ("visitor.escort.link", "escort_id"),  # it says the company
            ("visitor.escort.link", "user_id"),  # made by no form
            ("visitor.muster", "site_id"),  # it says the company
            ("visitor.muster.line", "muster_id"),  # the rest: made by no form
            ("visitor.muster.line", "company_id"),
            ("visitor.muster.line", "registration_id"),
            ("visitor.muster.line", "employee_id"),
            ("visitor.muster.line", "area_id"),
            ("visitor.muster.line", "point_id"),
            ("visitor.muster.line", "warden_id"),
            ("visitor.muster.line", "user_id"),
            ("visitor.muster.tick", "site_id"),
            ("visitor.muster.tick", "muster_id"),
            ("visitor.muster.tick", "line_id"),
            ("visitor.muster.tick", "point_id"),
            ("visitor.muster.tick", "warden_id"),
            ("visitor.muster.tick", "user_id"),
            ("visitor.muster.tick", "area_id"),
            ("visitor.muster.point", "site_id"),  # it says the company
            ("visitor.muster.warden", "site_id"),  # it says the company
            ("visitor.muster.warden", "point_id"),  # of the same site
            ("visitor.muster.warden.link", "warden_id"),  # it says the company
            ("visitor.muster.warden.link", "user_id"),  # made by no form
            ("visitor.area", "parent_id"),
            ("visitor.area", "site_id"),
            ("visitor.unit", "area_id"),
            ("visitor.unit", "site_id"),
            ("visitor.gate", "area_id"),
            ("visitor.gate", "site_id"),
            ("visitor.card", "site_id"),
            ("visitor.visit.type", "area_ids"),  # kinds for all name areas of each
            ("visitor.visit.type", "induction_ids"),  # and trainings
            ("visitor.induction", "type_ids"),
            ("visitor.induction", "area_ids"),  # trainings for all are asked by each
            ("visitor.induction", "site_ids"),
            ("visitor.induction.step", "induction_id"),  # it says the company
            ("visitor.induction.question", "induction_id"),  # it says the company
            ("visitor.induction.answer", "question_id"),  # it says the company
            ("visitor.visit.type", "policy_ids"),  # the same
            ("visitor.policy.duty", "policy_id"),  # it says the company
            ("visitor.policy.duty", "department_id"),  # texts for all, of each
            ("visitor.watchlist.key", "entry_id"),  # it says the company
            ("visitor.permit.kind", "approver_ids"),  # kinds for all, people of each
            ("visitor.permit.kind", "paper_kind_ids"),  # the same
            ("visitor.permit.level", "kind_id"),  # it says the company
            ("visitor.permit.level", "approver_ids"),  # kinds for all, people of each
            ("visitor.permit.kind.hours", "kind_id"),  # it says the company
            ("visitor.permit.detail", "permit_id"),  # it says the company
            ("visitor.permit.function", "kind_id"),  # it says the company
            ("visitor.permit.function", "user_ids"),  # kinds for all, people of each
            ("visitor.permit.check", "kind_id"),  # it says the company
            ("visitor.belonging", "site_id"),  # it says the company
            ("visitor.item.pass", "site_id"),  # it says the company
            ("visitor.permit", "site_id"),  # it says the company
            ("visitor.permit", "related_ids"),  # of the same site
            ("visitor.permit.worker", "permit_id"),  # it says the company
            ("visitor.permit.line", "permit_id"),  # it says the company
            ("client.callback.draw.line", "draw_id"),  # it says the company
            ("client.callback.rating", "callback_id"),  # it says the company
            ("client.callback.rating", "user_id"),  # made by no form
            ("client.rectification", "before_picture_ids"),  # taken right there
            ("client.rectification", "visit_item_id"),  # may be of the one managed
            ("client.visit.item", "escalated_to_id"),  # or of the managing company
            ("client.visit.item", "visit_id"),
            ("client.visit.line", "visit_id"),  # it says the company
            ("client.visit.plan.line", "plan_id"),  # it says the company
        }
        for model in self._all_models():
            if model._transient or "company_id" not in model._fields:
                continue
            for name, field in model._fields.items():
                if (
                    field.type in ("many2one", "many2many")
                    and field.store
                    and not field.readonly
                    and field._modules == (ADDON,)
                    and "company_id" in self.env[field.comodel_name]._fields
                    and (model._name, name) not in own_check
                ):
                    with self.subTest(model=model._name, field=name):
                        self.assertTrue(field.check_company)
                        self.assertTrue(model._check_company_auto)

    # ------------------------------------------------------------
    # OF NEW MODELS AND FIELDS
    # ------------------------------------------------------------

    def test_every_model_with_a_company_keeps_companies_apart(self):
        rules = self.env["ir.rule"].search([("global", "=", True)])
        for model in self._all_models():
            if "company_id" in model._fields and not model._transient:
                with self.subTest(model=model._name):
                    rule = rules.filtered(
                        lambda r, m=model: r.model_id.model == m._name
                    )
                    self.assertIn("company_ids", rule.domain_force or "")

    def test_no_history_of_personal_data(self):
        """Tracking values stay for ever and in clear: only times and states."""
        allowed = {
            "visitor.escort": {"start", "stop", "state"},
            "visitor.visit": {"start", "stop", "state"},
            "visitor.violation": {"state"},
            "visitor.item.pass": {"state"},
            "visitor.permit": {"start", "stop", "state"},
            "visitor.review": {"state"},
            "visitor.policy": {"state"},
            "client.complaint": {"severity", "department_id", "deadline", "state"},
            "client.callback": {"due_at", "state"},
            "client.rectification": {"department_id", "deadline", "state"},
            "client.visit": {"state"},
            "client.callback.statistics": {"state"},
        }
        for model in self._all_models():
            tracked = {
                name
                for name, field in model._fields.items()
                if getattr(field, "tracking", None)
            }
            with self.subTest(model=model._name):
                self.assertLessEqual(tracked, allowed.get(model._name, set()))

    def test_what_we_add_to_employees_is_not_for_all(self):
        added = {
            name: field
            for name, field in self.env["hr.employee"]._fields.items()
            if field._modules == (ADDON,)
        }
        self.assertTrue(added)
        twin = self.env["hr.employee.public"]._fields
        for name, field in added.items():
            self.assertEqual(field.groups, "hr.group_hr_user", name)
            self.assertIn(name, twin, "the public twin shows it")

    def test_what_we_add_to_contacts_is_for_those_who_need_it(self):
        readers = (f"{GROUP}visitor_reception", f"{GROUP}client_service")
        for name, field in self.env["res.partner"]._fields.items():
            if field._modules == (ADDON,):
                self.assertIn(field.groups, readers, name)

    def test_system_fields_follow_no_caller(self):
        """Whoever creates a visit is its creator: own visits are found by that."""
        visit = self._visit(self.user_host2, create_uid=self.user_host.id)
        self.assertEqual(visit.create_uid, self.user_host2)
        self.assertIn("create_uid", MAGIC_COLUMNS)
