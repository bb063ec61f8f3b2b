"""Two of customer service at one work list: one sees what the other does."""

import time

import pytest
from conftest import GROUP, utc

CALLBACKS = 30
SCREEN = "/odoo/client-work"
WITHIN = 2  # seconds in which the other sees it, on a machine that is not busy
PATIENCE = 30  # seconds


@pytest.fixture(scope="module")
def callers(odoo):
    """Two users of customer service, by login."""
    users = {}
    for login in ("caller_one", "caller_two"):
        odoo.create(
            "res.users",
            name=login.replace("_", " ").title(),
            login=login,
            password=login,
            group_ids=[(6, 0, [odoo.ref(f"{GROUP}client_service")])],
        )
        users[login] = odoo.as_user(login)
    return users


@pytest.fixture
def callbacks(odoo, callers):
    """Due callbacks, one after the other; ids by the name of the client."""
    # those of the tests before are out of the way
    old = odoo.call("client.callback", "search", [("state", "=", "planned")])
    if old:
        odoo.call("client.callback", "action_waive", old, "Another test")
    clients = odoo.call(
        "res.partner",
        "create",
        [
            {"name": f"Client {number:02}", "is_company": True}
            for number in range(CALLBACKS)
        ],
    )
    made = odoo.call(
        "client.callback",
        "create",
        [{"source": "routine", "partner_id": client} for client in clients],
    )
    for number, each in enumerate(made):
        odoo.take_over("client.callback", [each], due_at=utc(minutes=number - 60))
    return {f"Client {number:02}": each for number, each in enumerate(made)}


@pytest.fixture
def desks(open_page, callers, callbacks):
    """The work list in two browsers of their own."""
    pages = []
    for login in callers:
        page = open_page(login, SCREEN)
        page.wait_for_selector(_line(callbacks, "Client 29"))
        pages.append(page)
    for page in pages:
        _until_it_hears(page, callers["caller_one"], callbacks["Client 29"])
    return pages


def _until_it_hears(page, caller, callback):
    """Change a line until the list shows a change within two seconds.

    The channel of the company is joined a moment after the list is there.
    """
    for number in range(30):
        name = f"Person {number}"
        caller.call("client.callback", "write", [callback], {"contact_name": name})
        began = time.monotonic()
        while time.monotonic() - began < WITHIN:
            if name in page.text_content(f".o_live_line[data-id='{callback}']"):
                return
            page.wait_for_timeout(50)
    raise AssertionError(f"The list never shows a change within {WITHIN} seconds.")


def _line(callbacks, name):
    return f".o_live_line[data-kind=callback][data-id='{callbacks[name]}']"


def _top(page, selector):
    return page.eval_on_selector(selector, "line => line.getBoundingClientRect().top")


def _count(page, tab):
    return page.inner_text(f".o_live_counter[data-list={tab}] .o_live_count").strip()


def _until(condition, what):
    """Wait for a condition, as long as a busy machine takes."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < PATIENCE, f"{what}: it never came"
        time.sleep(0.05)


def test_one_finishes_and_the_other_sees_it(desks, callers, callbacks):
    first, second = desks
    # the second one looks at somebody further down, and types
    chosen = _line(callbacks, "Client 20")
    second.click(chosen)
    second.click(".o_cw_callback[data-state=planned] [data-outcome=reached]")
    second.fill(".o_cw_callback [name=client_words]", "Half a sen")
    second.eval_on_selector(".o_live_list", "list => list.scrollTop += 60")
    before = _top(second, chosen)
    overdue = int(_count(second, "overdue"))  # those of other tests among them

    first.click(_line(callbacks, "Client 02"))
    first.click(".o_cw_callback[data-state=planned] [data-outcome=reached]")
    first.click(".o_cw_callback [data-scale=result] [data-value='5']")
    first.wait_for_selector(".o_cw_complete")
    first.click(".o_cw_finish")
    first.wait_for_selector(".o_cw_message:has-text('Finished')")

    _until(lambda: _count(second, "overdue") == str(overdue - 1), "the counter")
    assert second.query_selector(_line(callbacks, "Client 02")) is None
    assert _top(second, chosen) == pytest.approx(before, abs=1), "the list has moved"
    assert second.query_selector(f"{chosen}.o_live_selected"), "the selection is lost"
    words = ".o_cw_callback [name=client_words]"
    assert second.input_value(words) == "Half a sen"
    assert second.evaluate("document.activeElement.name") == "client_words"


def test_the_second_who_takes_hears_who_has_it(desks, callers, callbacks):
    first, second = desks
    line = _line(callbacks, "Client 05")
    for page in desks:
        page.click(line)
        page.wait_for_selector(".o_cw_callback .o_cw_take")
    first.click(".o_cw_take")
    _until(
        lambda: "Caller One" in second.inner_text(".o_cw_callback"),
        "who has it, while one looks at it",
    )
    # and when the bus was not quick enough
    callback = callbacks["Client 06"]
    answer = callers["caller_one"].call("client.work.list", "take", callback)
    assert answer["taken"]
    answer = callers["caller_two"].call("client.work.list", "take", callback)
    assert answer == {"taken": False, "by": "Caller One"}


def test_nothing_typed_is_lost_without_the_network(odoo, desks, callbacks):
    page = desks[0]
    page.click(_line(callbacks, "Client 10"))
    page.click(".o_cw_callback[data-state=planned] [data-outcome=reached]")
    words = ".o_cw_callback [name=client_words]"
    page.wait_for_selector(words)
    page.context.set_offline(True)
    page.fill(words, "Typed in a cellar")
    page.wait_for_selector(".o_live_offline")
    page.wait_for_selector(".o_cw_saving[data-unsaved='1']")
    page.context.set_offline(False)
    page.wait_for_selector(".o_cw_saving[data-unsaved='0']")
    # a page that is closed before the server has it
    save = "**/client.work.list/save"
    page.route(save, lambda route: route.abort())
    page.fill(words, "Typed and closed")
    page.wait_for_selector(".o_cw_saving[data-unsaved='1']")
    page.unroute(save)
    page.reload()
    page.click(_line(callbacks, "Client 10"))
    page.wait_for_selector(words)
    assert page.input_value(words) == "Typed and closed"
    page.wait_for_selector(".o_cw_saving[data-unsaved='0']")
    kept = odoo.read("client.callback", callbacks["Client 10"], "client_words")
    assert kept["client_words"] == "Typed and closed"
