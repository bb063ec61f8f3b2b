"""Every step of the documents of reception, by every way in, as every role.

The tables here are those of the design; a model that inherits the mixin without a row
in each of them fails.
"""

from datetime import date, timedelta

from odoo import Command, fields
from odoo.tests import tagged

from .common import VisitorCommon
from .image_common import b64, picture_bytes
from .states_common import StatesMatrix

SMOKING = "visitor_management.visitor_violation_type_smoking"
# What may follow what.
LIVES = {
    "visitor.visit": {
        "draft": {"pending", "approved", "cancelled"},
        "pending": {"approved", "refused", "cancelled"},
        # back, when the plan is changed by somebody who can't approve it
        "approved": {"in_progress", "cancelled", "no_show", "pending"},
        "in_progress": {"done"},
        "no_show": {"approved"},
        "done": set(),
        "refused": set(),
        "cancelled": set(),
    },
    "visitor.visit.series": {"running": {"ended"}, "ended": set()},
    "visitor.registration": {
        "expected": {"inside", "refused", "cancelled", "no_show"},
        "inside": {"outside", "left"},
        "outside": {"inside", "left"},
        "no_show": {"expected"},
        "left": set(),
        "refused": set(),
        "cancelled": set(),
    },
    "visitor.pass": {
        "ready": {"issued", "revoked", "expired"},
        "issued": {"returned", "revoked", "expired", "lost", "left_open"},
        "left_open": {"returned", "lost"},
        "returned": set(),
        "lost": set(),
        "revoked": set(),
        "expired": set(),
    },
    "visitor.muster": {
        "planned": {"running", "cancelled"},
        "running": {"ended"},
        "ended": set(),
        "cancelled": set(),
    },
    "visitor.escort": {
        "requested": {"accepted", "active", "declined", "cancelled"},
        "accepted": {"active", "declined", "handed_over", "cancelled"},
        "active": {"done", "handed_over", "cancelled"},
        "done": set(),
        "declined": set(),
        "handed_over": set(),
        "cancelled": set(),
    },
    "visitor.card": {
        "free": {"issued", "lost"},
        "issued": {"free", "lost"},
        "lost": {"free"},
    },
    "visitor.waiting": {
        "running": {"answered", "over", "taken_back"},
        "answered": {"taken_back"},
        "over": set(),
        "taken_back": set(),
    },
    "visitor.delivery": {
        "open": {"left", "taken_back"},
        "left": {"taken_back"},
        "taken_back": set(),
    },
    "visitor.notice": {
        "waiting": {"sent", "given_up"},
        "sent": set(),
        "given_up": set(),
    },
    "visitor.review": {
        "draft": {"submitted"},
        "submitted": {"acknowledged", "draft"},
        "acknowledged": {"draft"},
    },
    "visitor.contractor.paper": {
        "missing": {"waiting"},
        "waiting": {"valid", "refused"},
        "valid": {"expired", "refused"},
        "refused": set(),
        "expired": set(),
    },
    "visitor.violation": {
        "new": {"handling", "closed"},
        "handling": {"handling", "closed"},
        "closed": set(),
    },
    "visitor.permit": {
        "draft": {"submitted", "cancelled"},
        "submitted": {"draft", "approved", "cancelled"},
        "approved": {"suspended", "handed_back", "closed", "cancelled"},
        "suspended": {"approved", "handed_back", "closed", "cancelled"},
        "handed_back": {"closed"},
        "closed": set(),
        "cancelled": set(),
    },
    "visitor.visit.request": {
        "open": {"accepted", "kept", "withdrawn"},
        "accepted": set(),
        "kept": set(),
        "withdrawn": set(),
    },
    "visitor.belonging": {"open": {"closed"}, "closed": set()},
    "visitor.item.pass": {
        "draft": {"approved", "refused"},
        "approved": {"used", "refused"},
        "used": set(),
        "refused": set(),
    },
    "visitor.policy": {
        "draft": {"published"},
        "published": {"retired"},
        "retired": set(),
    },
    "visitor.watchlist": {
        "active": set(),
        "proposed": {"active", "rejected"},
        "rejected": set(),
    },
    "visitor.watchlist.hit": {
        "open": {"cleared", "confirmed"},
        "cleared": {"open", "confirmed"},
        "confirmed": {"cleared"},
    },
    "visitor.shift": {
        "draft": {"handed_over"},
        "handed_over": {"taken_over", "refused", "draft"},
        "refused": {"draft"},
        "taken_over": set(),
    },
}
# "Taken back": what an undo restores, and nothing else.
TAKEN_BACK = {
    "visitor.visit": {
        "in_progress": {"approved", "no_show"},
        "done": {"in_progress", "approved"},
        "refused": {"pending"},
        "cancelled": {"draft", "pending", "approved"},
    },
    "visitor.registration": {
        "inside": {"expected", "no_show"},
        "left": {"inside", "outside"},
        "refused": {"expected"},
        "cancelled": {"expected"},
    },
    "visitor.pass": {
        "issued": {"ready"},
        "returned": {"issued", "left_open"},
        "left_open": {"issued"},
        "lost": {"issued", "left_open"},
        "revoked": {"ready", "issued"},
        "expired": {"ready"},
    },
    "visitor.card": {"lost": {"issued"}},
    "visitor.delivery": {"left": {"open"}},
    "visitor.waiting": {"answered": {"running"}, "over": {"running", "answered"}},
    "visitor.escort": {
        "active": {"accepted"},
        "done": {"active"},
        "cancelled": {"requested", "accepted", "active"},
    },
}
STEPS = {
    "visitor.visit.series": {
        "action_end": (("No more",), {"ended"}),
        "action_visits": ((), None),
    },
    "visitor.visit": {
        "action_submit": ((), {"pending", "approved"}),
        "action_announce": ((), {"pending", "approved"}),
        "action_approve": (("odoo",), {"approved"}),
        "answer": (("approve",), None),
        "asked": ((), None),
        "action_open_areas": ((), None),
        "export_data": ((["display_name"],), None),
        "exports_as_reception": ((), None),
        "action_refuse": (("Not today",), {"refused"}),
        "action_cancel": (("Postponed",), {"cancelled"}),
        "sign_for_guests": ((b64(picture_bytes()),), {"approved"}),
        "check_out_all": ((), None),
        "check_in_unnamed": ((2,), None),
        "import_people": (("TmFtZQ==", "people.csv"), None),
        "name_people": ((["Wang Fang"],), None),
        "action_extend": ((30,), None),
        "action_extend_once": ((), None),
        "action_repeat": ((), None),
        "action_make_series": ((), None),
        "action_change_following": ((), None),
        "action_cancel_following": (("Moved away",), None),
        "action_close_emergency": (("They are gone",), None),
        "message_host": (("call",), None),
        "action_ask_escort": ((), None),
        "action_pick_workers": ((), None),
        "read_workers": ((), None),
        "pick_workers": (([1],), None),
    },
    "visitor.registration": {
        "action_cancel": ((), {"cancelled"}),
        "action_refuse": (("No appointment",), {"refused"}),
        "action_send_invitation": ((), None),
        "action_revoke_invitation": ((), None),
        "arrive": ((), None),
        "action_gone": ((), None),
        "check_in": ((), None),
        "check_in_group": ((), None),
        "step_in": ((), None),
        "step_out": ((), {"outside"}),
        "action_check_in": ((), None),
        "action_step_out": ((), {"outside"}),
        "check_out": ((), {"left"}),
        "check_out_group": ((), None),
        "undo": ((), None),
        "waive": (("outside_hours", "Agreed with the host"), None),
        "set_identity": (("passport", "L898902C3"), None),
        "add_belonging": (("deposit", "Suitcase"), None),
        "action_open_belongings": ((), None),
        "report_violation": ((0,), None),
        "action_report_violation": ((), None),
        "action_open_violations": ((), None),
        "check_identity": (("passport", "L898902C3"), None),
        "find_returning": (("+86 10 6552 9988",), None),
        "match_contacts": ((), None),
        "link_contact": ((0,), None),
        "action_keep_as_contact": ((), None),
        "register_walk_in": (({"name": "Wang Fang"},), None),
        "accept_policy": ((0,), None),
        "read_policies": ((), None),
        "read_policy": ((0, "en_US"), None),
        "record_induction": ((0,), None),
        "action_open_works": ((), None),
        "read_inductions": ((), None),
        "read_training": ((0,), None),
        "hand_over_tablet": ((), None),
        "take_back_tablet": ((), None),
    },
    "visitor.policy": {
        "action_publish": ((), {"published"}),
        "action_retire": ((), {"retired"}),
        "action_new_version": ((), None),
        "action_open_new_version": ((), None),
        "action_review": (("keep",), None),
        "add_translation": (("fr_FR", "<p>Une règle</p>"), None),
        "update_field_translations": (("name", {"en_US": "Rules"}), None),
    },
    "visitor.pass": {
        "revoke": (("Misused",), {"revoked"}),
        "report_lost": ((), {"lost"}),
        "action_returned": ((), {"returned"}),
        "reissue": ((), None),
        "note_printed": ((), None),
    },
    "visitor.escort": {
        "action_accept": ((), {"accepted"}),
        "action_decline": (("I am away",), {"declined"}),
        "action_start": ((), {"active"}),
        "action_hand_over": ((1,), None),
        "action_done": ((), {"done"}),
        "action_cancel": (("Not needed",), {"cancelled"}),
    },
    "visitor.card": {
        "action_report_lost": ((), {"lost"}),
        "action_found": ((), {"free"}),
        "action_report_damaged": ((), None),
        "action_replaced": ((), None),
    },
    "visitor.waiting": {
        "advance": ((0,), None),
        "note_call": (("", "no_answer", "", "", "phone", "Mr Chen"), None),
        "action_decide": (("approve", "Known to us"), None),
    },
    "visitor.visit.request": {
        "action_accept": ((), {"accepted"}),
        "action_keep": ((), {"kept"}),
    },
    "visitor.delivery": {
        "arrive": ((0,), None),
        "action_leave": ((), {"left"}),
        "undo": ((), {"open", "taken_back"}),
    },
    "visitor.notice": {},
    "visitor.review": {
        "generate": (("2025-05-01", 0), None),
        "action_refresh": ((), None),
        "action_submit": ((), {"submitted"}),
        "action_acknowledge": (("Train the guards",), {"acknowledged"}),
        "action_reopen": (("A figure is wrong",), {"draft"}),
        "give_order": (("Train them", 0, "2099-01-01"), None),
    },
    "visitor.contractor.paper": {
        "action_accept": ((), {"valid"}),
        "action_refuse": (("It can't be read",), {"refused"}),
        "action_renew": ((), None),
    },
    "visitor.violation": {
        "action_handle": (("warning", "In writing"), {"handling"}),
        "action_ban": (("2099-01-01", "Smoked twice"), None),
        "action_decide_ban": ((), None),
        "action_decline_ban": (("A warning is enough",), None),
        "action_close": (("Talked it over",), {"closed"}),
        "action_open_person": ((), None),
        "action_open_firm": ((), None),
    },
    "visitor.permit": {
        "action_submit": ((), {"submitted"}),
        "action_rework": (("Another place",), {"draft"}),
        "action_sign": (("acceptor",), None),
        "action_approve": ((), {"approved"}),
        "action_suspend": (("Sparks",), {"suspended"}),
        "action_resume": ((), {"approved"}),
        "action_extend": (("2099-01-01 12:00:00",), None),
        "action_check_start": ((), None),
        "action_hand_back": (("Swept",), {"handed_back"}),
        "action_close": (("In order",), {"closed"}),
        "action_cancel": (("Not needed",), {"cancelled"}),
        "action_new_permit": ((), None),
        "action_withdraw_sheets": ((), None),
        "action_print_cards": ((), None),
    },
    "visitor.belonging": {
        "action_close": (("Fetched",), {"closed"}),
        "action_give_back": ((), {"closed"}),
        "action_mistake": (("Entered twice",), {"closed"}),
        "action_tell_owner": ((), None),
        "action_publish": ((), None),
        "action_claim": (("Li Na", "A scratch"), None),
        "action_hand_to_police": (("No. 12",), None),
        "action_dispose": (("Thrown away",), None),
    },
    "visitor.item.pass": {
        "action_approve": ((), {"approved"}),
        "action_refuse": (("Not theirs",), {"refused"}),
        "action_release": (([],), None),
        "action_release_all": ((), None),
        "action_settle": (("taken_back",), None),
    },
    "visitor.watchlist": {
        "action_accept": ((), {"active"}),
        "action_reject": (("Not proven",), {"rejected"}),
        "action_reviewed": ((), None),
    },
    "visitor.watchlist.hit": {
        "action_clear": (("Another birth date",), {"cleared"}),
        "action_confirm": (("Knows him by sight",), {"confirmed"}),
    },
    "visitor.muster": {
        "start": ((0, "drill"), None),
        "action_start": ((), None),  # one that runs is answered (test_visitor_muster)
        "tick": (([],), None),
        "add": (("Wang Wu",), None),
        "action_end": ((), {"ended"}),
        "action_cancel": ((), {"cancelled"}),
    },
    "visitor.shift": {
        "open_for": ((1,), None),
        "action_refresh": ((), None),
        "action_hand_over": ((), {"handed_over"}),
        "action_write_on": ((), {"draft"}),
        "action_take_over": ((), {"taken_over"}),
        "action_refuse": (("One radio is missing",), {"refused"}),
        "action_all_there": ((), None),
        "action_review": ((), None),
    },
}


MADE_BY_VALUES = {
    *("visitor.shift", "visitor.violation", "visitor.permit"),
    *("visitor.belonging", "visitor.item.pass", "visitor.delivery"),
    *("visitor.contractor.paper", "visitor.visit.series"),
    *("visitor.waiting", "visitor.visit.request", "visitor.notice"),
    *("visitor.watchlist", "visitor.watchlist.hit", "visitor.escort"),
}


@tagged("post_install", "-at_install")
class TestStates(StatesMatrix, VisitorCommon):
    prefix = "visitor."
    lives, steps, taken_back = LIVES, STEPS, TAKEN_BACK
    two_steps = {("no_show", "inside")}  # a late comer is expected again and inside
    all_rights = ("superuser", "administrator")
    copied = {"visitor.card": {"number": "another"}}
    never_copied = {
        "visitor.registration",  # of a visit that is over
        "visitor.review",  # one of a site and month
        "visitor.contractor.paper",  # one of a kind is missing or waits
        "visitor.shift",  # one handover is open at a site
        "visitor.waiting",  # a visitor waits once at a time
        "visitor.watchlist.hit",  # one of an entry and a visitor
        "visitor.escort",  # this person is asked already
        "visitor.visit.series",  # the visit is of one series
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles = {
            "host": cls.user_host,
            "another employee": cls.user_host2,
            "reception": cls.user_reception,
            "security": cls.user_security,
            "administrator": cls.user_admin,
            "superuser": cls.env.user,
        }

    @classmethod
    def _document(cls, model, state):
        """A document in a state, with what usually goes with it."""
        if model == "visitor.card":
            document = cls._card(number=f"of {state}")
        elif model == "visitor.muster":  # at a site one runs
            document = cls.env[model].create(cls._values(model))
        elif model == "visitor.review":
            month = {"draft": 1, "submitted": 2, "acknowledged": 3}[state]
            document = cls.env[model]._generate(cls.site, date(2026, month, 1))
        elif model in MADE_BY_VALUES:
            document = cls.env[model].create(cls._values(model))
        elif model == "visitor.policy":
            document = cls.env[model].create(cls._values(model))
            cls._put(document, valid_from=fields.Datetime.now())
        elif model == "visitor.visit":
            kind = cls.type_host if state in ("pending", "refused") else cls.type_open
            document = cls._visit(type_id=kind.id)
            if state not in ("draft", "pending", "refused"):
                document.action_submit()
            if state in ("in_progress", "done"):
                people = document.registration_ids.with_user(cls.user_reception)
                people.check_in()
            if state == "done":
                people.check_out()
        else:
            holder = "inside" if state in ("issued", "left_open", "lost") else state
            person = cls._registration()
            if holder in ("inside", "outside", "left", "returned"):
                person.check_in()
            if holder == "outside":
                person.step_out()
            if holder in ("left", "returned"):
                person.check_out()
            document = person if model == "visitor.registration" else person.pass_ids
        document = document.sudo()
        cls._put(document, state=state)
        return document

    def test_what_is_taken_back_is_that_of_the_design(self):
        for model in self._models():
            with self.subTest(model=model):
                declared = self.env[model]._taken_back
                self.assertEqual(declared, TAKEN_BACK.get(model, {}))

    def test_nobody_takes_a_step_back_by_an_act(self):
        """Only undo does; it says so where there is nothing to take back."""
        for model, steps in TAKEN_BACK.items():
            for state, targets in steps.items():
                for target in targets:
                    document = self.documents[model, state]
                    with self.subTest(model=model, state=state, target=target):
                        if target in LIVES[model][state]:
                            continue  # a step of its own as well
                        self._refused(document._set_state, target)

    def test_nobody_writes_a_state_from_above(self):
        """Through the lines of the visit."""
        person = self._registration()
        for role, user in self.roles.items():
            visit = person.visit_id.with_user(user).sudo(role == "superuser")
            for target in self._states("visitor.registration"):
                lines = [Command.update(person.id, {"state": target})]
                with self.subTest(role=role, target=target):
                    self._refused(visit.write, {"registration_ids": lines})
                    self.assertEqual(self._state_now(person), "expected")

    @classmethod
    def _values(cls, model):
        """What it takes to create a document."""
        if model == "visitor.visit":
            return {
                "type_id": cls.type_open.id,
                "site_id": cls.site.id,
                "host_id": cls.employee.id,
            }
        if model == "visitor.visit.series":
            day = fields.Date.today()
            source = cls._visit(type_id=cls.type_host.id, host_id=cls.employee.id)
            return {
                "source_id": source.id,
                "monday": True,
                "date_from": day,
                "date_to": day + timedelta(days=40),
            }
        if model == "visitor.card":
            return {"number": "0999", "site_id": cls.site.id}
        if model in ("visitor.shift", "visitor.muster"):  # at a site one is open
            return {"site_id": cls.site.copy({"name": f"Another of {model}"}).id}
        if model == "visitor.escort":  # who can't sign in answers the coordinator
            visit = cls._visit()
            visit.action_submit()
            guard = cls.env["hr.employee"].create({"name": "Wang Guard"})
            guard.set_may_escort(True)
            return {"visit_id": visit.id, "employee_id": guard.id}
        if model == "visitor.delivery":
            kind = cls.env.ref("visitor_management.visitor_delivery_kind_parcel")
            return {"site_id": cls.site.id, "kind_id": kind.id}
        if model == "visitor.notice":
            channel = cls.env["visitor.notice.channel"].create({"name": "Guards"})
            return {"channel_id": channel.id, "event": "arrived"}
        if model == "visitor.review":
            return {"site_id": cls.site.id, "month": "2025-06-01"}
        if model == "visitor.violation":
            return {
                "registration_id": cls._registration().id,
                "type_id": cls.env.ref(SMOKING).id,
            }
        if model == "visitor.permit":
            return {"site_id": cls.site.id, "works": "Paint a wall"}
        if model == "visitor.contractor.paper":
            return cls._paper_values()
        if model == "visitor.policy":
            return {"name": "Rules", "body": "<p>No smoking.</p>"}
        if model == "visitor.watchlist":
            return {"level": "deny", "name": "Boris Becket", "reason": "Stole tools"}
        if model == "visitor.watchlist.hit":
            entry = cls.env["visitor.watchlist"].create(cls._values(model[:-4]))
            return {
                "entry_id": entry.id,
                "registration_id": cls._registration(names=("Carl Other",)).id,
                "evidence": "weak",
                "field": "name",
                "found_at": fields.Datetime.now(),
            }
        if model == "visitor.registration":
            return {"name": "Wang Fang", "visit_id": cls._visit().id}
        visitor = cls._registration()
        person = {"registration_id": visitor.id}
        visit = visitor.visit_id
        return {
            "visitor.waiting": {
                "visit_id": visit.id,
                "kind": "arrived",
                "since": visit.start,
                **person,
            },
            "visitor.visit.request": {
                "kind": "companion",
                "name": "Li Na",
                **person,
            },
            "visitor.belonging": {"name": "Bag", **person},
            "visitor.item.pass": {
                "line_ids": [fields.Command.create({"name": "Chair"})],
                **person,
            },
        }.get(model, person)

    @classmethod
    def _paper_values(cls):
        firm = cls.env["res.partner"].create({"name": "Acme", "is_company": True})
        kind = cls.env["visitor.contractor.paper.kind"].create(
            {"name": "Licence", "has_end": False}
        )
        return {"partner_id": firm.id, "kind": kind.id}
