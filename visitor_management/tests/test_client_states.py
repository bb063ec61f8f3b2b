"""Every step of the documents of client relations, by every way in, as every role.

The tables here are those of the design.
"""

from odoo.tests import tagged

from .client_common import ClientCommon
from .states_common import StatesMatrix

LIVES = {
    "client.complaint": {
        "new": {"accepted", "invalid"},
        "accepted": {"handling", "invalid"},
        "handling": {"handled", "invalid"},
        "handled": {"closed"},
        "closed": {"handling"},  # reopened
        "invalid": set(),
    },
    "client.callback": {
        "planned": {"reached", "waived", "unreachable"},
        # back again: a try that was noted by mistake
        "reached": {"finished", "planned", "unreachable"},
        "finished": {"reviewed"},
        "reviewed": {"archived"},
        # who answers the letter; who was told otherwise
        "unreachable": {"reached", "planned", "reviewed", "waived"},
        "waived": set(),
        "archived": set(),
    },
    "client.rectification": {
        "sent": {"accepted", "done"},
        "accepted": {"done"},
        "done": {"verified", "reopened"},
        "verified": {"reopened"},
        "reopened": {"accepted", "done"},
    },
    "client.callback.draw": {"draft": {"drawn"}, "drawn": set()},
    "client.visit": {
        "planned": {"appointed", "cancelled"},
        "appointed": {"done", "cancelled"},
        "done": {"archived"},
        "archived": set(),
        "cancelled": set(),
    },
    # follows from what is written; a word taken back leads back
    "client.visit.item": {
        "open": {"escalated", "solved", "fed_back"},
        "escalated": {"open", "solved", "fed_back"},
        "solved": {"open", "escalated", "fed_back"},
        "fed_back": {"open", "escalated", "solved"},
    },
    "client.callback.statistics": {
        "draft": {"submitted"},
        "submitted": {"acknowledged", "draft"},  # draft: reopened
        "acknowledged": {"draft"},
    },
}
STEPS = {
    "client.complaint": {
        "action_accept": ((), {"accepted"}),
        "action_answered": ((), None),
        "action_handled": ((), {"handled"}),
        "action_invalid": (("Outside of what was promised",), {"invalid"}),
        "action_close": (("Nothing more can be done",), {"closed"}),
        "action_reopen": (("It stops again",), {"handling"}),
        "action_same_matter": ((), None),
        "action_stay_closed": ((), None),
        "message_new": (({"email_from": "a@b.example"},), None),
        "message_post": ((), None),
    },
    "client.callback": {
        "log_attempt": (("reached",), {"reached"}),
        "action_reached": ((), {"reached"}),
        "take_back_attempt": ((), None),
        "action_finish": ((), {"finished"}),
        "action_review": (("Read",), {"reviewed"}),
        "action_waive": (("Asked not to be called",), {"waived"}),
        "action_conclude": (("Written to on Monday",), None),
        "action_take": ((), None),
        "read_answers_since": (({"result": "1"}, {"result": ""}), None),
        "action_send_rating": ((), None),
        "action_archive_record": ((), {"archived"}),
    },
    "client.rectification": {
        "action_accept": ((), {"accepted"}),
        "action_done": (("Replaced",), {"done"}),
        "action_verify": ((), {"verified"}),
        "action_reopen": (("It still stops",), {"reopened"}),
    },
    "client.callback.statistics": {
        "generate": (("2026-01-01", 0), None),
        "action_refresh": ((), None),
        "action_submit": ((), {"submitted"}),
        "action_acknowledge": (("Mend the lifts",), {"acknowledged"}),
        "action_reopen": (("A callback is missing",), {"draft"}),
        "action_excel": ((), None),
        "action_open_waived": ((), None),
        "action_open_invalid": ((), None),
        "action_open_problem": ((0,), None),
        "give_order": (("Mend the lifts", 0, "2026-01-31"), None),
    },
    "client.callback.draw": {
        "action_fill_units": ((), None),
        "action_draw": ((), {"drawn"}),
    },
    "client.visit": {
        "action_appoint": ((), {"appointed"}),
        "action_ask_appointment": ((), None),
        "action_done": ((), {"done"}),
        "action_archive_record": ((), {"archived"}),
        "action_cancel": (("They moved out",), {"cancelled"}),
        "action_talk": ((), None),
    },
    "client.visit.item": {
        "action_told_client": ((), {"fed_back"}),
        "action_open_visit": ((), None),
        "action_make_complaint": ((), None),
        "action_open_complaint": ((), None),
        "find_solvers": ((False,), None),
    },
}


@tagged("post_install", "-at_install")
class TestClientStates(StatesMatrix, ClientCommon):
    prefix = "client."
    lives, steps = LIVES, STEPS
    two_steps = {("accepted", "handled")}  # in hand at the moment it is handled
    all_rights = ("superuser", "manager")
    copied = {"client.callback.statistics": {"month": "2033-01-01"}}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles = {
            "an employee": cls.user_host,
            "department": cls.user_engineer,
            "service": cls.user_service,
            "manager": cls.user_manager,
            "superuser": cls.env.user,
        }

    @classmethod
    def _document(cls, model, state):
        """A document in a state, with what usually goes with it."""
        return getattr(cls, f"_{model.replace('.', '_')}_in")(state).sudo()

    @classmethod
    def _client_complaint_in(cls, state):
        complaint = cls._complaint()
        cls._put(complaint, state=state)
        return complaint

    @classmethod
    def _client_callback_in(cls, state):
        callback = cls._callback()
        cls._put(callback, state=state, result="5", caller_id=cls.user_service2.id)
        return callback

    @classmethod
    def _client_rectification_in(cls, state):
        order = cls._order(cls._complaint())
        cls._put(order, state=state)
        return order

    @classmethod
    def _client_callback_draw_in(cls, state):
        draw = cls.env["client.callback.draw"].create({"name": f"Of {state}"})
        draw.line_ids.create(
            {"draw_id": draw.id, "origin": "W-1", "partner_id": cls.client.id}
        )
        cls._put(draw, state=state)
        return draw

    @classmethod
    def _client_visit_in(cls, state):
        visits = cls.env["client.visit"].with_user(cls.user_service)
        visit = visits.create(
            {
                "partner_id": cls.client.id,
                "appointment_at": cls._later(-1) + " 02:00:00",
                "start": cls._later(-1) + " 02:00:00",
                "place": "Their office",
                "confirmed_by": "Mrs Chen",
            }
        )
        cls._put(visit, state=state)
        return visit

    @classmethod
    def _client_visit_item_in(cls, state):
        item = cls.env["client.visit.item"].create(
            {"visit_id": cls._client_visit_in("done").id, "content": "It is cold"}
        )
        if state != "open":
            item.write({"escalated_to_id": cls.engineer.id, "deadline": cls._later()})
        if state in ("solved", "fed_back"):
            item.solution = "Heat more"
        if state == "fed_back":
            item.fed_back_on = cls._later(0)
        return item

    @classmethod
    def _client_callback_statistics_in(cls, state):
        """A form of its own month in each state."""
        month = 1 + list(LIVES["client.callback.statistics"]).index(state)
        form = cls.env["client.callback.statistics"].search(
            [("month", "=", f"2032-{month:02}-01")]
        ) or cls.env["client.callback.statistics"].create(
            {"month": f"2032-{month:02}-01", "department_id": cls.engineering.id}
        )
        cls._put(form, state=state)
        return form

    @classmethod
    def _values(cls, model):
        """What it takes to create a document."""
        if model == "client.callback.statistics":
            return {"month": "2031-01-01", "department_id": cls.engineering.id}
        if model == "client.callback.draw":
            return {"name": "Repairs of today"}
        if model == "client.visit":
            return {"partner_id": cls.client.id}
        if model == "client.visit.item":
            return {
                "visit_id": cls._client_visit_in("done").id,
                "content": "It is cold",
            }
        if model == "client.complaint":
            return {"partner_id": cls.client.id, "content": "It is cold"}
        if model == "client.callback":
            return {"source": "routine", "partner_id": cls.client.id}
        return {
            "department_id": cls.engineering.id,
            "requirement": "Repair it",
            "deadline": cls._later(),
        }
