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
        "closed": set(),
        "invalid": set(),
    },
    "client.callback": {
        "planned": {"reached", "waived", "unreachable"},
        "reached": {"finished"},
        "finished": {"reviewed"},
        "reviewed": {"archived"},
        "unreachable": {"reached"},  # who answers the letter
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
}
STEPS = {
    "client.complaint": {
        "action_accept": ((), {"accepted"}),
        "action_answered": ((), None),
        "action_handled": ((), {"handled"}),
        "action_invalid": (("Outside of what was promised",), {"invalid"}),
        "action_close": (("Nothing more can be done",), {"closed"}),
        "action_same_matter": ((), None),
        "message_new": (({"email_from": "a@b.example"},), None),
        "message_post": ((), None),
    },
    "client.callback": {
        "log_attempt": (("reached",), {"reached"}),
        "action_reached": ((), {"reached"}),
        "action_finish": ((), {"finished"}),
        "action_review": (("Read",), {"reviewed"}),
        "action_waive": (("Asked not to be called",), {"waived"}),
        "action_take": ((), None),
        "action_archive_record": ((), {"archived"}),
    },
    "client.rectification": {
        "action_accept": ((), {"accepted"}),
        "action_done": (("Replaced",), {"done"}),
        "action_verify": ((), {"verified"}),
        "action_reopen": (("It still stops",), {"reopened"}),
    },
    "client.callback.draw": {
        "action_fill_units": ((), None),
        "action_draw": ((), {"drawn"}),
    },
}


@tagged("post_install", "-at_install")
class TestClientStates(StatesMatrix, ClientCommon):
    prefix = "client."
    lives, steps = LIVES, STEPS
    two_steps = {("accepted", "handled")}  # in hand at the moment it is handled
    all_rights = ("superuser", "manager")

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

    def _document(self, model, state):
        """A document in a state, with what usually goes with it."""
        return getattr(self, f"_{model.replace('.', '_')}_in")(state).sudo()

    def _client_complaint_in(self, state):
        complaint = self._complaint()
        self._put(complaint, state=state)
        return complaint

    def _client_callback_in(self, state):
        callback = self._callback()
        self._put(callback, state=state, result="5", caller_id=self.user_service2.id)
        return callback

    def _client_rectification_in(self, state):
        order = self._order(self._complaint())
        self._put(order, state=state)
        return order

    def _client_callback_draw_in(self, state):
        draw = self.env["client.callback.draw"].create({"name": f"Of {state}"})
        draw.line_ids.create(
            {"draw_id": draw.id, "origin": "W-1", "partner_id": self.client.id}
        )
        self._put(draw, state=state)
        return draw

    def _values(self, model):
        """What it takes to create a document."""
        if model == "client.callback.draw":
            return {"name": "Repairs of today"}
        if model == "client.complaint":
            return {"partner_id": self.client.id, "content": "It is cold"}
        if model == "client.callback":
            return {"source": "routine", "partner_id": self.client.id}
        return {
            "department_id": self.engineering.id,
            "requirement": "Repair it",
            "deadline": "2026-11-27",
        }
