"""Whoever works by keyboard, with a screen reader or with weak eyes finds their way.

axe looks at our screens, and what it calls serious or critical is mended. Of Odoo's own
lists and forms only the dialogs are looked at: what stands around them is Odoo's.
"""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import utc
from scenes import PHONE

SERIOUS = {"serious", "critical"}
RECEPTION = ".o_visitor_reception"
WORK = ".o_client_work"
OF_ODOO = ".o-autocomplete"
DIALOG = ".o_dialog:not(.o_inactive_modal) .modal"


def _check(page, root="body"):
    """
    :raise AssertionError: axe finds something serious there; says what to do
    """
    page.wait_for_selector(root)
    page.wait_for_timeout(600)  # transitions: colours in between have no contrast
    looked_at = {"include": [root], "exclude": [OF_ODOO]}
    answer = Axe().run(page, looked_at, {"resultTypes": ["violations"]})
    faults = [
        f"{fault['id']} {node['target']}: {node['failureSummary']}"
        for fault in answer.response["violations"]
        if fault["impact"] in SERIOUS
        for node in fault["nodes"]
    ]
    assert not faults, "\n".join(faults)


def test_it_finds_what_is_wrong(people, open_page):
    page = open_page("reception", "/odoo/visitor-reception")
    page.evaluate("document.body.innerHTML = '<main><img src=\"/logo.png\"></main>'")
    with pytest.raises(AssertionError, match="image-alt"):
        _check(page, "main")


def test_reception(day, open_page):
    page = open_page("reception", "/odoo/visitor-reception")
    page.click(".o_live_line >> text=Emily Carter")
    page.wait_for_selector(".o_live_panel >> text=Emily Carter")
    _check(page, RECEPTION)
    page.click(".o_live_line >> text=Blue Sky")
    page.wait_for_selector(".o_live_panel >> text=Gu Lan")
    _check(page, RECEPTION)
    page.click(".o_live_counter[data-list=inside]")
    page.click(".o_live_line >> text=Zhang Wei")
    page.click(".o_vr_check_out")
    _check(page, RECEPTION)
    page.fill(".o_vr_search input", "emily")
    page.wait_for_selector(".o_vr_hit")
    _check(page, RECEPTION)
    page.fill(".o_vr_search input", "nobody of this name")
    page.wait_for_selector(".o_vr_no_hits")
    _check(page, RECEPTION)
    page.click(".o_vr_no_hits button")
    page.fill("#o_vr_host", "Anita")
    page.wait_for_selector(f"{DIALOG} .dropdown-item >> text=Anita")
    _check(page, DIALOG)


def test_reception_on_a_phone(day, open_page):
    page = open_page("reception", "/odoo/visitor-reception", **PHONE)
    page.wait_for_selector(".o_live_line >> text=Emily Carter")
    _check(page, RECEPTION)
    page.click(".o_live_line >> text=Emily Carter")
    page.wait_for_selector(".o_live_panel >> text=Emily Carter")
    _check(page, RECEPTION)


def test_keys(day, open_page):
    page = open_page("reception", "/odoo/visitor-reception")
    page.click(".o_live_keys_button")
    _check(page, DIALOG)


@pytest.fixture
def complaint(odoo, office):
    """One that is accepted, of a test's own."""
    complaint = office["desk"].create(
        "client.complaint",
        partner_id=odoo.create("res.partner", name="Tan"),
        content="The goods lift is loud",
        department_id=office["department"],
    )
    office["desk"].call("client.complaint", "action_accept", [complaint])
    return complaint


def test_work_list(odoo, office, complaint, open_page):
    office["desk"].call("client.complaint", "action_handled", [complaint])
    calls = odoo.read("client.complaint", complaint, "callback_ids")["callback_ids"]
    odoo.take_over("client.callback", calls, due_at=utc(minutes=-5))
    page = open_page("desk", "/odoo/client-work")
    page.click(".o_live_line >> text=The goods lift is loud")
    page.wait_for_selector(".o_cw_callback")
    _check(page, WORK)
    page.click(".o_cw_callback [data-outcome=reached]")
    page.click(".o_cw_callback [data-scale=result] [data-value='2']")
    page.wait_for_selector("text=Agree on the date of the next callback.")
    _check(page, WORK)
    page.click(".o_live_keys_button")
    _check(page, DIALOG)


def test_setup_card(administrator, open_page):
    page = open_page("visitor_admin", "/odoo/visitor-setup")
    _check(page, ".o_vs_card")


def test_dashboard(day, open_page):
    page = open_page("security", "/odoo/visitor-dashboard")
    page.wait_for_selector(".o_vd_tile")
    _check(page, ".o_visitor_dashboard")


@pytest.fixture(scope="session")
def month(office):
    """The form of the office's department for a month that is over, submitted."""
    forms, first = "client.callback.statistics", "2024-03-01"
    form = office["head"].call(forms, "generate", first, office["department"])
    office["head"].call(forms, "action_submit", [form])
    return form


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_leadership(month, open_page, options):
    page = open_page("head", "/odoo/client-leadership", **options)
    page.wait_for_selector(".o_cl_row")
    _check(page, ".o_client_leadership")


def test_dialog_of_a_form(complaint, open_page):
    """The dialogs that Odoo opens for our wizards have a name, too."""
    page = open_page("head", f"/odoo/client-complaints/{complaint}")
    page.click(".o_statusbar_buttons button[data-hotkey=w]")
    page.wait_for_selector(f"{DIALOG} [name=cause]")
    _check(page, DIALOG)


def test_talk(talk, open_page):
    page = open_page("desk", f"/client/talk/{talk}", **PHONE)
    page.wait_for_selector("#o_ct_talk")
    _check(page)
    page.click(".o_ct_add")
    _check(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_rating(odoo, chromium, scheme):
    context = chromium.new_context(color_scheme=scheme, **PHONE)
    page = context.new_page()
    about = json.dumps({"company": "Harbour Tower", "number": "CB/26/00012"})
    page.route("**/rating/about", lambda route: route.fulfill(body=about))
    page.goto(f"{odoo.url}/client/rating#secret")
    page.wait_for_selector("#form:not([hidden])")
    assert page.evaluate("document.doctype.name") == "html"
    page.click("#send")
    page.wait_for_selector("#missing:not([hidden])")
    _check(page)
    page.unroute("**/rating/about")
    page.goto(f"{odoo.url}/client/rating?lang=en_US#wrong")
    page.wait_for_selector("#gone:not([hidden])")
    _check(page)
    context.close()


def test_portal(odoo, office, open_page):
    client = odoo.create("res.partner", name="Ines Prado", email="ines@tower.example")
    if not odoo.call("res.users", "search", [("login", "=", "ines")]):
        odoo.create(
            "res.users",
            name="Ines Prado",
            login="ines",
            password="ines",
            partner_id=client,
            group_ids=[(6, 0, [odoo.ref("base.group_portal")])],
        )
    complaint = office["desk"].create(
        "client.complaint",
        partner_id=client,
        content="The corridor is dark",
        department_id=office["department"],
    )
    page = open_page("ines", "/my/complaints")
    _check(page, "#wrap")
    page.goto(f"{odoo.url}/my/complaints/{complaint}")
    _check(page, "#wrap")
    page.goto(f"{odoo.url}/my/complaints/new")
    _check(page, "#wrap")
