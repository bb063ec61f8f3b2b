"""A reason can be read: invisible characters are none, wherever one is asked for."""

import inspect

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..tools import names
from .access_common import ADDON
from .statistics_common import StatisticsCommon

ASKED = {"reason", "note", "instruction", "result", "opinion", "requirement"}
# What may be said and need not be.
OPTIONAL = {
    ("client.callback", "log_attempt"),
    ("client.callback", "action_review"),
    ("client.work.list", "log"),
}
NOTHING = ("", " \n", "\u200b", "\u200b\n\u3164", "\u200d", "\ufe0f", "\u2800", None)


@tagged("post_install", "-at_install")
class TestClientReasons(StatisticsCommon):
    def test_what_can_be_read(self):
        for text in NOTHING:
            self.assertEqual(names.readable(text), "")
        for text in ("x", "中", ".", "😀", "a\n\u200bb", "\U00031350"):
            self.assertEqual(names.readable(f" {text}\n"), text)

    def _dissatisfied(self):
        complaint = self._complaint(state="handled")
        callback = complaint.callback_ids
        callback.log_attempt("reached")
        callback.write(
            {"result": "1", "solved_on_spot": True, "dissatisfied_reason": "Too late"}
        )
        callback.action_finish()
        callback.with_user(self.user_manager).action_review()
        return complaint

    def _closed(self):
        complaint = self._dissatisfied().with_user(self.user_manager)
        complaint.action_close("Nothing more can be done")
        return complaint

    def _form_in(self, state):
        form = self._form()
        form.write({"analysis": "Old lifts", "measures": "Replace them"})
        form.action_submit()
        form = form.with_user(self.user_leader)
        if state == "acknowledged":
            form.action_acknowledge("Replace both")
        return form

    def _done(self):
        order = self._order(self._complaint())
        order.action_done("Replaced")
        return order

    def _unreachable(self):
        callback = self._callback()
        while callback.state == "planned":
            callback.log_attempt("no_answer")
        return callback

    def _order_terms(self, said):
        return said, self.engineering.id, fields.Date.to_date(self._later())

    def _calls(self):
        """How each is asked: model and method to a call with what was said."""
        manager, form = self.user_manager, self._form_in
        return {
            ("client.complaint", "action_invalid"): lambda said: (
                self._complaint().with_user(manager).action_invalid(said)
            ),
            ("client.complaint", "action_close"): lambda said: (
                self._dissatisfied().with_user(manager).action_close(said)
            ),
            ("client.complaint", "action_reopen"): lambda said: (
                self._closed().action_reopen(said)
            ),
            ("client.callback", "action_waive"): lambda said: self._callback(
                manager
            ).action_waive(said),
            ("client.callback", "action_conclude"): lambda said: (
                self._unreachable().action_conclude(said)
            ),
            ("client.rectification", "action_done"): lambda said: self._order(
                self._complaint()
            ).action_done(said),
            ("client.rectification", "action_reopen"): lambda said: (
                self._done().action_reopen(said)
            ),
            ("client.visit", "action_cancel"): lambda said: (
                self.env["client.visit"]
                .create({"partner_id": self.client.id})
                .action_cancel(said)
            ),
            ("client.callback.statistics", "action_acknowledge"): lambda said: form(
                "submitted"
            ).action_acknowledge(said),
            ("client.callback.statistics", "action_reopen"): lambda said: (
                form("submitted").with_user(manager).action_reopen(said)
            ),
            ("client.callback.statistics", "give_order"): lambda said: form(
                "acknowledged"
            ).give_order(*self._order_terms(said)),
        }

    def test_no_action_takes_nothing_for_a_reason(self):
        calls = self._calls()
        asking = {
            (model._name, name)
            for model in self.env.values()
            if model._original_module == ADDON and model._name.startswith("client.")
            if not model._abstract or model._name == "client.work.list"
            for name, method in inspect.getmembers(type(model), inspect.isfunction)
            if not name.startswith("_") and method.__module__.find(ADDON) >= 0
            if ASKED & inspect.signature(method).parameters.keys()
        }
        self.assertEqual(asking - OPTIONAL, set(calls))
        for (model, name), call in calls.items():
            with self.subTest(model=model, method=name), self.cr.savepoint() as before:
                call("Because")
                before.rollback()
            for said in NOTHING:
                with (
                    self.subTest(model=model, method=name, said=ascii(said)),
                    self.cr.savepoint() as before,
                ):
                    with self.assertRaises(UserError):
                        call(said)
                    before.rollback()

    def test_no_field_takes_nothing_for_a_reason(self):
        for said in ("\u200b", "\u3164\n\u2800"):
            with self.assertRaises(UserError):
                self._complaint(content=said)
            order = self._order(self._complaint())
            with self.assertRaises(UserError):
                order.write({"deadline": self._later(9), "put_off_reason": said})
            with self.assertRaises(ValidationError):
                order.requirement = said
            callback = self._callback()
            callback.log_attempt("reached")
            callback.write(
                {"result": "2", "solved_on_spot": True, "dissatisfied_reason": said}
            )
            with self.assertRaises(UserError):
                callback.action_finish()
            with self.assertRaises(UserError):
                self.env["client.visit"].create(
                    {
                        "partner_id": self.client.id,
                        "kind": "ad_hoc",
                        "ad_hoc_reason": said,
                    }
                )
