"""A client who sends the form of the portal many times at one moment."""

import re
import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

import pytest

AT_ONCE, LIMIT = 60, 10
FORM = "/my/complaints/new"


class Browser:
    """A person who is signed in."""

    def __init__(self, odoo, login):
        self.address = urlsplit(odoo.url).netloc
        self.cookies = {}
        token = self.token_of(self.call("/web/login")[1])
        status, _page = self.call(
            "/web/login", login=login, password=login, csrf_token=token
        )
        assert status == 303, "not signed in"

    def token_of(self, page, name="csrf_token"):
        return re.search(rf'name="{name}"[^>]*value="([^"]+)"', page)[1]

    def call(self, path, **form):
        """Status and page; no redirect is followed."""
        connection = HTTPConnection(self.address, timeout=120)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies}
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(
            "POST" if form else "GET", path, urlencode(form) or None, headers
        )
        answer = connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or ():
            for name, cookie in SimpleCookie(line).items():
                self.cookies[name] = cookie.value
        page = answer.read().decode()
        connection.close()
        return answer.status, page


@pytest.fixture
def client(odoo):
    """The login of a client."""
    # the first number of a company is not drawn by two at one moment
    odoo.create("client.complaint", content="No light", contact_name="Chen Meihua")
    login = f"client_{uuid.uuid4().hex[:6]}"
    odoo.create(
        "res.users",
        name="Gu Lan",
        login=login,
        password=login,
        email=f"{login}@example.com",
        group_ids=[(6, 0, [odoo.ref("base.group_portal")])],
    )
    return login


def test_of_sixty_filings_at_once_exactly_ten_are_taken(odoo, client):
    browser = Browser(odoo, client)
    token = browser.token_of(browser.call(FORM)[1])
    barrier = threading.Barrier(AT_ONCE)

    def file(number):
        barrier.wait(timeout=60)
        return browser.call(FORM, csrf_token=token, content=f"No light {number}")

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(file, range(AT_ONCE)))
    # 303: filed; 200: the form again, which says why not
    assert Counter(status for status, _page in answers) == {
        303: LIMIT,
        200: AT_ONCE - LIMIT,
    }
    for status, page in answers:
        assert status == 303 or "call us instead" in page
    filed = odoo.call(
        "client.complaint", "search_count", [("partner_id.user_ids.login", "=", client)]
    )
    assert filed == LIMIT


def test_one_form_sent_three_times_at_once_makes_one_complaint(odoo, client):
    browser = Browser(odoo, client)
    page = browser.call(FORM)[1]
    tokens = {
        name: browser.token_of(page, name) for name in ("csrf_token", "form_token")
    }
    barrier = threading.Barrier(3)

    def file(_number):
        barrier.wait(timeout=60)
        return browser.call(FORM, **tokens, content="No light")

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(file, range(3)))
    assert [status for status, _page in answers] == [303] * 3
    assert len({page for _status, page in answers}) == 1, "to the first one"
    filed = odoo.call(
        "client.complaint", "search_count", [("partner_id.user_ids.login", "=", client)]
    )
    assert filed == 1
