"""Whatever is called, and however it fails: the log tells nothing of what was said.

Generated over all our models, those without a table too, and all their public methods.
"""

import inspect
import json
import logging
from contextlib import contextmanager
from xmlrpc.client import Fault

from odoo.exceptions import UserError
from odoo.service.model import call_kw, get_public_method
from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools import mute_logger

from ..tools import log_filter

ADDON = "visitor_management"
PLANTED = "Zacharias-Quixote"
HTTP = logging.getLogger("odoo.http")
# Each with a word in it, and each refused somewhere else
CALLS = {
    "search": [[("no_such_field", "=", PLANTED)]],
    "search_read": [[("id", "no such operator", PLANTED)]],
    "search_count": [[(PLANTED, "=", 1)]],
    "read": [[1], [PLANTED]],
    "formatted_read_group": [[], [PLANTED], [f"{PLANTED}:sum"]],
    "read_group": [[("create_date", ">", PLANTED)], ["id"], [PLANTED]],
    "web_read_group": [[("id", "in", PLANTED)], [PLANTED]],
    "web_search_read": [[("id", "=", 1)], {PLANTED: {}}],
    "name_search": [PLANTED, [("no.such.path", "ilike", PLANTED)]],
    "name_create": [PLANTED],
    "create": [{"name": PLANTED, PLANTED: 1}],
    "write": [[0], {PLANTED: PLANTED}],
    "copy": [[0], {PLANTED: PLANTED}],
    "unlink": [PLANTED],
    "load": [[PLANTED, "id"], [[PLANTED, PLANTED]]],
    "export_data": [[1], [PLANTED]],
    "onchange": [[], {PLANTED: PLANTED}, [PLANTED], {PLANTED: {}}],
    "web_save": [[], {PLANTED: PLANTED}, {}],
    "default_get": [[PLANTED]],
    "fields_get": [[PLANTED], [PLANTED]],
    f"no_{PLANTED}": [],
}
ORDERS = {
    "search": [[("id", "!=", 0)], 0, None, f"{PLANTED} desc"],
    "search_count": [f"[('name', '=', '{PLANTED}'"],
    "web_search_read": [[["|", PLANTED]], {}],
    "search_read": [[("create_date", "=", PLANTED)]],
    "search_fetch": [[("display_name", "ILIKE", PLANTED)], ["display_name"]],
}


class Told(logging.Handler):
    """What Odoo's own handlers would write, as far as it holds the word."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.addFilter(log_filter.FILTER)
        self.lines = []
        self.seen = 0

    def emit(self, record):
        self.seen += 1
        line = f"{record.name}: {self.format(record)}"
        if PLANTED in line:
            self.lines.append(line)


@contextmanager
def told():
    """Everything is logged, at debug level, to one handler as Odoo has them."""
    handler = Told()
    root, odoo = logging.getLogger(), logging.getLogger("odoo")
    level, kept = odoo.level, root.handlers
    root.handlers = [handler]
    odoo.setLevel(logging.DEBUG)
    try:
        yield handler
    finally:
        root.handlers = kept
        odoo.setLevel(level)


class PlantedCase(TransactionCase):
    def _our_models(self):
        return [
            model
            for model in self.env.values()
            if model._original_module == ADDON and model._name in self.env
        ]

    def _public_methods(self, model):
        """Those written here, by name, with as many words as they have arguments."""
        for name in dir(type(model)):
            if name.startswith("_"):
                continue
            if not inspect.isfunction(getattr(type(model), name)):
                continue
            try:
                method = get_public_method(model, name)
            except (UserError, AttributeError):
                continue
            if method.__module__.startswith(f"odoo.addons.{ADDON}."):
                count = len(inspect.signature(method).parameters) - 1
                words = [PLANTED] * count
                yield name, words
                if not getattr(method, "_api_model", False):
                    yield name, [[1], *words]

    def _call(self, model, method, args):
        """As Odoo's dispatcher does: what fails is logged with its traceback.

        :return: whether it failed
        """
        try:
            with self.env.cr.savepoint():
                call_kw(model, method, args, {})
                self.env.flush_all()
        except UserError as error:
            HTTP.warning(error)
        except Exception:  # noqa: BLE001 any may come of nonsense
            HTTP.exception("Exception during request handling.")
        else:
            return False
        finally:
            self.env.invalidate_all(flush=False)
            self.env.transaction.clear()
        return True


@tagged("post_install", "-at_install")
class TestPlantedWords(PlantedCase):
    def test_calls_that_fail_by_what_every_model_can_do(self):
        models = self._our_models()
        self.assertTrue({True, False} <= {model._abstract for model in models})
        failed = set()
        with told() as log:
            for model in models:
                for calls in (CALLS, ORDERS):
                    for method, args in calls.items():
                        if self._call(model, method, args):
                            failed.add(method)
        self.assertGreater(log.seen, 1000)
        self.assertGreater(len(failed), 10, "they do fail")
        self.assertFalse(log.lines[:3])

    def test_calls_of_every_public_method_of_ours(self):
        count = 0
        with told() as log:
            for model in self._our_models():
                for method, args in self._public_methods(model):
                    self._call(model, method, args)
                    count += 1
        self.assertGreater(count, 200)
        self.assertFalse(log.lines[:3])

    def test_the_calls_would_tell(self):
        """The negative control: of a model of Odoo's own each is found."""
        with told() as log:
            for method, args in CALLS.items():
                if method not in ("unlink", "default_get", "onchange"):
                    self._call(self.env["res.partner.category"], method, args)
        text = "\n".join(log.lines)
        self.assertIn("call res.partner.category", text)
        self.assertIn("Invalid field", text)
        self.assertIn("Traceback", text)
        self.assertIn('INSERT INTO "res_partner_category"', text)

    def test_the_work_list_and_other_models_without_a_table(self):
        with told() as log:
            for model in self._our_models():
                if model._abstract:
                    self._call(model, "fields_get", [[PLANTED]])
        self.assertFalse(log.lines)

    def test_a_traceback_still_shows_where(self):
        lines = []
        with told() as log:
            log.emit = lambda record: lines.append(log.format(record))
            self._call(self.env["client.callback"], "search", CALLS["search"])
        text = "\n".join(lines)
        self.assertIn("orm/domains.py", text)
        self.assertIn("ValueError client.callback", text)
        self.assertNotIn(PLANTED, text)


@tagged("post_install", "-at_install")
class TestPlantedRequests(HttpCase):
    """The same over the network, as Odoo itself logs it."""

    def _rpc(self, model, method, args):
        call = {"model": model, "method": method, "args": args, "kwargs": {}}
        data = {"params": call}
        return self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps(data).encode(),
            headers={"Content-Type": "application/json"},
        )

    def test_requests_that_fail(self):
        self.authenticate("admin", "admin")
        with told() as log:
            for model in ("client.complaint", "client.work.list", "visitor.identity"):
                for method in ("search", "search_read", "create", "read"):
                    answer = self._rpc(model, method, CALLS[method])
                    self.assertIn("error", answer.json(), (model, method))
        self.assertFalse(log.lines[:3])

    def test_requests_that_can_not_be_read(self):
        with told() as log:
            for path in ("/web/dataset/call_kw/client.complaint/read", "/jsonrpc"):
                self.url_open(
                    path,
                    data=b'{"params": "' + PLANTED.encode(),
                    headers={"Content-Type": "application/json"},
                )
            for path in ("/client/api/v1/rating", "/visitor/api/v1/scan"):
                self.url_open(path, data=PLANTED.encode())
        self.assertFalse(log.lines[:3])

    def test_xmlrpc_that_fails(self):
        admin = self.env.ref("base.user_admin")
        with mute_logger("odoo.addons.rpc.controllers.xmlrpc"), told() as log:
            with self.assertRaises(Fault):
                self.xmlrpc_object.execute_kw(
                    self.env.cr.dbname,
                    admin.id,
                    "admin",
                    "client.complaint",
                    "search",
                    CALLS["search"],
                )
        self.assertFalse(log.lines[:3])
