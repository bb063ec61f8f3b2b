"""What the whole-system tests share: a running server, its people, a browser.

``./dev test`` starts the server, without demo data, and says in ``VISITOR_TEST_*``
how to reach it.
"""

import json
import os
import re
import tempfile
import uuid
from datetime import datetime, timedelta, timezone
from urllib.request import Request, urlopen

import pytest
from bases import Bases

CHROMIUM = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update"
).split()
GROUP = "visitor_management.group_"

pytest_plugins = ["scenes"]


class Odoo:
    """Odoo's JSON-RPC as one user."""

    def __init__(self, url, database, login, password):
        self.url, self.database = url, database
        self.login, self.password = login, password
        self.uid = self._rpc("common", "login", database, login, password)
        assert self.uid, f"{login} can't log in"

    def _rpc(self, service, method, *arguments):
        body = json.dumps(
            {
                "jsonrpc": "2.0",
                "method": "call",
                "params": {"service": service, "method": method, "args": arguments},
            }
        ).encode()
        request = Request(
            f"{self.url}/jsonrpc", body, {"Content-Type": "application/json"}
        )
        with urlopen(request, timeout=60) as answer:
            data = json.load(answer)
        if "error" in data:
            raise RuntimeError(data["error"]["data"]["message"])
        return data["result"]

    def call(self, model, method, *arguments, **named):
        """Call a public method with the rights of the user."""
        return self._rpc(
            "object",
            "execute_kw",
            *(self.database, self.uid, self.password, model, method, arguments, named),
        )

    def create(self, model, **values):
        return self.call(model, "create", [values])[0]

    def take_over(self, model, identifiers, **values):
        """Write what was, as a manager who imports old records."""
        rows = [[str(each), *values.values()] for each in identifiers]
        done = self.call(model, "load", [".id", *values], rows)
        assert done["ids"], done["messages"]

    def read(self, model, identifier, *fields):
        return self.call(model, "read", [identifier], list(fields))[0]

    def ref(self, xml_id):
        module, name = xml_id.split(".")
        domain = [("module", "=", module), ("name", "=", name)]
        return self.call("ir.model.data", "search_read", domain, ["res_id"])[0][
            "res_id"
        ]

    def speak(self, user, lang):
        """Let a user read a language, installed if need be."""
        archived = {"context": {"active_test": False}}
        found = self.call("res.lang", "search", [("code", "=", lang)], **archived)
        if not self.read("res.lang", found[0], "active")["active"]:
            wizard = self.create("base.language.install", lang_ids=[(6, 0, found)])
            self.call("base.language.install", "lang_install", [wizard])
        self.call("res.users", "write", [user.uid], {"lang": lang})

    def as_user(self, login):
        """The same server as another user; passwords are the logins."""
        return Odoo(self.url, self.database, login, login)


@pytest.fixture(scope="session")
def odoo():
    """The server as its administrator."""
    return Odoo(
        os.environ["VISITOR_TEST_URL"],
        os.environ["VISITOR_TEST_DB"],
        "admin",
        os.environ["VISITOR_TEST_ADMIN_PASSWORD"],
    )


@pytest.fixture(scope="session")
def bases():
    """Makes databases that a test has to itself, and runs Odoo on them."""
    return Bases(os.environ["VISITOR_TEST_BASE"], os.environ["VISITOR_TEST_DATA"])


@pytest.fixture(scope="session")
def people(odoo):
    """Users named like the demo logins: ``host``, ``reception``, ``security``."""
    groups = {
        "host": ["base.group_user"],
        "reception": [f"{GROUP}visitor_reception"],
        "security": [f"{GROUP}visitor_security"],
    }
    for login, names in groups.items():
        if not odoo.call("res.users", "search", [("login", "=", login)]):
            user = odoo.create(
                "res.users",
                name={"host": "Anita Oliver", "reception": "Lin Mei"}.get(login, login),
                login=login,
                password=login,
                group_ids=[(6, 0, [odoo.ref(name) for name in names])],
            )
            if login == "host":
                odoo.create("hr.employee", name="Anita Oliver", user_id=user)
    return {login: odoo.as_user(login) for login in groups}


@pytest.fixture(scope="session")
def service(odoo):
    """Customer service, with an employee."""
    user = odoo.create(
        "res.users",
        name="Liu Min 刘敏",
        login="service",
        password="service",
        group_ids=[(6, 0, [odoo.ref(f"{GROUP}client_service")])],
    )
    odoo.create("hr.employee", name="Liu Min 刘敏", user_id=user)
    return odoo.as_user("service")


@pytest.fixture
def site(odoo):
    """A site of its own for each test, where it is morning, that never closes."""
    return odoo.create(
        "visitor.site", name=f"Site {uuid.uuid4().hex[:6]}", tz=zone_of_morning()
    )


def zone_of_morning():
    """A time zone where it is about nine now: an hour ago and soon are one day."""
    hours = 9 - (datetime.now(timezone.utc) + timedelta(minutes=30)).hour
    hours = (hours + 12) % 24 - 12
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


def utc(**shift):
    """Now, shifted, as Odoo's RPC writes it."""
    moment = datetime.now(timezone.utc) + timedelta(**shift)
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def day_and_night(odoo):
    """Hours of a client who can be visited whenever the tests run."""
    return odoo.create(
        "resource.calendar",
        name="Day and night",
        tz="UTC",
        attendance_ids=[(5, 0, 0)]
        + [
            (
                0,
                0,
                {
                    "name": "Open",
                    "dayofweek": str(day),
                    "hour_from": 0,
                    "hour_to": 24,
                    "day_period": "morning",
                },
            )
            for day in range(7)
        ],
    )


@pytest.fixture(scope="session")
def chromium():
    """One headless Chromium; tests open contexts of their own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=CHROMIUM,
            env={**os.environ, "HOME": folder},
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, odoo):
    """Open pages as users: ``open_page(login, path, **context options)``."""
    contexts = []

    def open_as(login, path, **options):
        context = chromium.new_context(
            **{"viewport": {"width": 1440, "height": 900}, **options}
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{odoo.url}/web/login")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", login)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(re.compile("/odoo|/my"))
        page.goto(f"{odoo.url}{path}")
        return page

    yield open_as
    for context in contexts:
        context.close()
