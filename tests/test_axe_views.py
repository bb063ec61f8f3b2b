"""Every list, form, kanban and dialog of ours, as axe sees it.

One page opens all of them, one after another, so a new one is looked at by itself.
"""

import re

import pytest
from axe_check import faults
from bases import ROOT

VIEWS = ("list", "kanban", "form")  # what else there is Odoo draws alone
# What a dialog is opened on, as its button is: wizard, model of the record.
OPENED_ON = {
    "client.callback.try": "client.callback",
    "client.complaint.handled": "client.complaint",
    "client.rectification.done": "client.rectification",
    "client.statistics.acknowledge": "client.callback.statistics",
    "visitor.area.opening.wizard": "visitor.visit",
    "visitor.belonging.claim": "visitor.belonging",
    "visitor.hours.wizard": "visitor.visit",
    "visitor.people.import": "visitor.visit",
    "visitor.confirmation.wizard": "visitor.visit",
    "visitor.departure.wizard": "visitor.registration",
    "visitor.handover.wizard": "visitor.pass",
    "visitor.identity.wizard": "visitor.registration",
    "visitor.item.pass.check": "visitor.item.pass",
    "visitor.item.pass.settle": "visitor.item.pass",
    "visitor.item.pass.word": "visitor.item.pass",
    "visitor.stay.wizard": "visitor.stay",
    "visitor.waiver.wizard": "visitor.registration",
}
# Dialogs that are no form: where they are, and what they are given.
SINCE = "[{name: 'client_words', label: 'Words', by: 'Liu Min', theirs: 'Loud'}]"
RECORD = "{fields: {client_words: {type: 'text'}}}"
SIGNED = "facts: [{label: 'Host', value: 'Lin Mei'}], statement: 'I saw it.'"
PERSON = "person: {id: 1, name: 'Wei'}"
RULES = (
    "{id: 1, name: 'Rules', body: '<p>Walk.</p>', lang: 'en_US', fallback: true,"
    " langs: [{code: 'en_US', name: 'English'}, {code: 'zh_CN', name: '中文'}],"
    " statement: 'Wei accepts.', asks_signature: true}"
)
CHOICES = (
    "({firms: [{id: 1, name: 'Blue Post', kind: 'Parcel'}],"
    " kinds: [{id: 1, name: 'Parcel', minutes: 20}],"
    " emergency: [{id: 2, name: '119 Fire brigade'}]})"
)
QR = "qr: {modules: 21, path: 'M0 0h7v7'}"
DIALOGS = {
    "callback_form/both_wrote_dialog": (
        f"{{since: {SINCE}, record: {RECORD}, typed: {{client_words: 'Soft'}},"
        " onChosen() {}}"
    ),
    "live_screen/keys_dialog/keys_dialog": "{keys: [['/', 'Search']], hint: 'Keys'}",
    "reception/sign_dialog/sign_dialog": (
        f"{{title: 'Signature', {SIGNED}, onSigned() {{}}}}"
    ),
    "reception/policy_dialog/policy_dialog": (
        f"{{model: {{orm: {{call: async () => [{RULES}]}}}}, {PERSON}}}"
    ),
    "reception/tablet_dialog/tablet_dialog": (
        f"{{model: {{}}, {PERSON}, handed: {{url: '/', {QR}}}, onTakeBack() {{}}}}"
    ),
    "reception/deliveries/delivery_dialog": (
        "{model: {site: {id: 1}, run: (task) => task(), call: async () => "
        f"{CHOICES}}}, onArrived() {{}}}}"
    ),
    "muster_screen/start_dialog/start_dialog": "{site: 'Tower', onStart() {}}",
    "muster_screen/add_dialog/add_dialog": (
        "{areas: [{id: 1, name: 'Hall'}], name: 'Wei', onAdd() {}}"
    ),
    "muster_screen/warden_link/warden_link": f"{{warden: 'Li Na', url: '/', {QR}}}",
    "reception/names_dialog/names_dialog": "{model: {}, visitId: 1, count: 3}",
    "training/training_dialog/training_dialog": f"{{{PERSON}, onTaken() {{}}}}",
    "gate_token/gate_token_dialog": "{gate: 'North', token: 'a-token'}",
    "revealed_number/revealed_number_dialog": "{title: 'Number', number: '1234'}",
    "photo_capture/photo_dialog": "{title: 'Photo', onPhoto() {}}",
    # looked at where they are used, see test_axe
    "reception/identity_dialog/identity_dialog": None,
    "reception/walk_in_dialog/walk_in_dialog": None,
}
ENV = "odoo.__WOWL_DEBUG__.root.env.services"
STATIC = ROOT / "visitor_management" / "static" / "src"


@pytest.fixture(scope="module")
def house(odoo, day, office, talk, statistics):
    """Something to see in most views, and somebody who sees all of it."""
    ours = [("module", "=", "visitor_management"), ("model", "=", "res.groups")]
    rows = odoo.call("ir.model.data", "search_read", ours, ["res_id"])
    groups = [odoo.ref("base.group_system"), *(row["res_id"] for row in rows)]
    odoo.create(
        "res.users",
        name="Everybody",
        login="everybody",
        password="everybody",
        group_ids=[(6, 0, groups)],
    )


@pytest.fixture(scope="module")
def actions(odoo):
    """Every window of ours."""
    kind = "ir.actions.act_window"
    ours = [("module", "=", "visitor_management"), ("model", "=", kind)]
    rows = odoo.call("ir.model.data", "search_read", ours, ["res_id", "complete_name"])
    names = {row["res_id"]: row["complete_name"] for row in rows}
    fields = ["res_model", "views", "target"]
    found = odoo.call(kind, "read", list(names), fields)
    return [{**each, "name": names[each["id"]]} for each in found]


def _first(odoo, model):
    found = odoo.call(model, "search", [], limit=1) if model else []
    return (
        {"active_model": model, "active_id": found[0], "active_ids": found}
        if found
        else {}
    )


def _open(open_page):
    page = open_page("everybody", "/odoo", reduced_motion="reduce")
    page.wait_for_function("odoo.__WOWL_DEBUG__?.root?.env")
    return page


def _settle(page):
    page.wait_for_function("!document.querySelector('.o_loading_indicator')")
    page.wait_for_timeout(100)


def test_views(house, odoo, actions, open_page):
    """None is left out that may be opened: who adds a window adds nothing here."""
    page = _open(open_page)
    seen, found = set(), []
    for action in actions:
        model = action["res_model"]
        for view, mode in action["views"]:
            if action["target"] == "new" or mode not in VIEWS:
                continue
            if (model, view, mode) in seen:
                continue
            seen.add((model, view, mode))
            props = {}
            if mode == "form" and model != "res.config.settings":
                first = _first(odoo, model)
                if not first:
                    continue
                props = {"resId": first["active_id"]}
            page.evaluate(
                f"([name, options]) => {ENV}.action.doAction(name, options)",
                [
                    action["name"],
                    {
                        "viewType": mode,
                        "clearBreadcrumbs": True,
                        "props": props,
                        "additionalContext": {"active_id": 1},
                    },
                ],
            )
            ours = f".o_{mode}_view.o_visitor_view .o_content"
            if model == "res.config.settings":
                ours = ".app_settings_block[data-key=visitor_management]"
            page.wait_for_selector(ours)
            _settle(page)
            found += [f"{action['name']}, {mode}: {e}" for e in faults(page, ours)]
    assert len(seen) > 60
    assert not found, "\n\n".join(found)


def test_dialogs(house, odoo, actions, open_page):
    page = _open(open_page)
    found = []

    def look(name):
        page.wait_for_selector(".o_dialog .modal .modal-body > *")
        _settle(page)
        found.extend(f"{name}: {each}" for each in faults(page, ".o_dialog .modal"))
        page.evaluate(f"{ENV}.dialog.closeAll()")
        page.wait_for_selector(".o_dialog", state="detached")

    for action in actions:
        if action["target"] == "new":
            context = _first(odoo, OPENED_ON.get(action["res_model"]))
            page.evaluate(
                f"([name, options]) => {ENV}.action.doAction(name, options)",
                [action["name"], {"additionalContext": context}],
            )
            look(action["name"])
    for path, props in DIALOGS.items():
        if props:
            page.evaluate(
                f"""() => {{
                    const name = "@visitor_management/{path}";
                    const all = Object.values(odoo.loader.modules.get(name));
                    {ENV}.dialog.add(all.find((each) => each.template), {props});
                }}"""
            )
            look(path)
    assert not found, "\n\n".join(found)


def test_each_dialog_is_looked_at():
    """A dialog that is no form stands in the table above."""
    templates = {
        match[1]
        for path in STATIC.rglob("*.xml")
        for match in re.finditer(
            r't-name="([\w.]+)"(?:(?!t-name).)*?<\w*Dialog ?',
            path.read_text(),
            re.DOTALL,
        )
    }
    found = {
        str(path.relative_to(STATIC).with_suffix(""))
        for path in STATIC.rglob("*.js")
        for match in re.finditer(r'template = "([\w.]+)"', path.read_text())
        if match[1] in templates
    }
    assert found == set(DIALOGS)
