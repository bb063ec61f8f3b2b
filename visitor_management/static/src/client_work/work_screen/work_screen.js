import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Announcer } from "../../live_screen/announcer";
import { KeysDialog } from "../../live_screen/keys_dialog/keys_dialog";
import { useListKeys } from "../../live_screen/list_keys";
import { useKeptFocus, useLiveModel } from "../../live_screen/live_screen";
import { SetupCard } from "../../setup_card/setup_card";
import { CallbackPanel } from "../callback_panel/callback_panel";
import { OrderPanel } from "../order_panel/order_panel";
import { WorkCalls } from "../work_calls";
import { WorkCounters } from "../work_counters/work_counters";
import { allKeys, hintOfKeys } from "../work_keys";
import { WorkList } from "../work_list/work_list";
import { WorkModel } from "../work_model";
import { LISTS, OUTCOMES } from "../work_words";

const SEARCH = 250;
const EDITABLE = "input, textarea, select, [contenteditable=true]";

/** The one screen of customer service: who is to be called, and the call itself. */
export class WorkScreen extends Component {
    static template = "visitor_management.WorkScreen";
    static components = { Announcer, CallbackPanel, OrderPanel, SetupCard, WorkCounters, WorkList };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Work List");

    setup() {
        this.dialog = useService("dialog");
        const bus = useService("bus_service");
        this.model = useState(WorkModel.create({ orm: useService("orm"), bus }));
        this.calls = new WorkCalls(this.model, { action: useService("action") });
        this.panel = useRef("panel");
        this.search = useRef("search");
        this.list = useListKeys(this.model, (line) => this.openMarked(line));
        this.find = useDebounced((text) => this.model.find(text), SEARCH);
        this.whose = [
            ["all", _t("Everybody's")],
            ["mine", _t("Mine")],
            ["free", _t("Nobody's yet")],
        ];
        // what is typed is saved when one goes elsewhere in Odoo; when the page is
        // closed it stays with the tab
        useSetupAction({ beforeLeave: () => this.model.flush() });
        onWillStart(() => this.model.load());
        useLiveModel(
            this.model,
            "visitor_management.client_changed",
            (changes) => {
                if (this.model.screen && this.model.company(changes.company_id)) {
                    this.model.gather(changes);
                }
            },
            () => this.model.status === "ready" && this.tryNow()
        );
        useKeptFocus(
            this.model,
            () => this.focusPanel(),
            () => this.focusList()
        );
    }

    focusList() {
        this.list.focus();
    }

    focusPanel() {
        this.panel.el?.focus();
    }

    focusField(name) {
        const field = this.panel.el?.querySelector(`[name=${name}]`);
        field?.focus();
        return Boolean(field);
    }

    // -----------------------------------------------------------------------------
    // What is shown
    // -----------------------------------------------------------------------------

    get offline() {
        const time = this.model.readAt?.toLocaleString(luxon.DateTime.TIME_SIMPLE) || "";
        return _t(
            "No connection. What you see is of %(time)s. What you type is kept; it goes on by itself when the connection is back.",
            { time }
        );
    }

    /** The clock of all times here; of each company, where they differ. */
    get clocks() {
        const { companies } = this.model.screen;
        return [...new Set(companies.map((company) => company.tz))].join(" · ");
    }

    get emptyList() {
        return this.model.isFiltered
            ? _t("Nothing fits the filters.")
            : LISTS[this.model.list].empty;
    }

    get select() {
        const { labels } = this.model.screen;
        return [
            { name: "whose", label: _t("Caller"), options: this.whose },
            {
                name: "source",
                label: _t("Type"),
                options: [["", _t("Every type")], ...Object.entries(labels.source)],
            },
            {
                name: "severity",
                label: _t("Severity"),
                options: [["", _t("Every severity")], ...Object.entries(labels.severity)],
            },
        ];
    }

    tryNow() {
        this.model.refresh();
        this.model.flush();
    }

    clearFilters() {
        this.search.el.value = "";
        this.model.text = "";
        this.model.filter({ whose: "all", source: "", severity: "" });
    }

    chooseList(list) {
        this.model.choose(list);
        this.focusList();
    }

    // -----------------------------------------------------------------------------
    // Keys
    // -----------------------------------------------------------------------------

    /** By mouse or touch: the list keeps the focus, for the arrows. */
    onLine(line) {
        this.focusList();
        this.model.open(line);
    }

    async openMarked(line) {
        this.focusPanel();
        await this.model.open(line);
    }

    onKeydown(ev) {
        if (ev.altKey || ev.metaKey || ev.defaultPrevented || ev.isComposing) {
            return;
        }
        const inList = this.list.has(ev.target);
        const inPanel = Boolean(this.panel.el?.contains(ev.target));
        if (ev.key === "Enter" && ev.ctrlKey && (inList || inPanel)) {
            this.handle(ev, () => this.complete());
        } else if (ev.ctrlKey) {
            return;
        } else if (ev.key === "Escape") {
            this.handle(ev, () => this.back(ev.target, inPanel));
        } else if (ev.target.matches(EDITABLE)) {
            return;
        } else if (ev.key === "/") {
            this.handle(ev, () => this.search.el?.focus());
        } else if (ev.key === "?") {
            this.handle(ev, () => this.showKeys());
        } else if (inList && !ev.target.matches("button") && this.list.press(ev.key)) {
            ev.preventDefault();
        } else if (inPanel && ev.key === "Enter") {
            if (!ev.target.matches("button, a")) {
                this.handle(ev, () => this.complete());
            }
        } else if (!ev.repeat && (inList || inPanel)) {
            const act = this.digitKey(ev) || this.letterKey(ev.key.toLowerCase());
            if (act) {
                this.handle(ev, act);
            }
        }
    }

    handle(ev, act) {
        ev.preventDefault();
        act();
    }

    digitKey(ev) {
        const digit = /^Digit([1-5])$/.exec(ev.code)?.[1] || (/^[1-5]$/.test(ev.key) && ev.key);
        const name = ev.shiftKey ? "handling_result" : "result";
        return digit && (() => this.calls.point(name, Number(digit)));
    }

    letterKey(letter) {
        const outcome = OUTCOMES.find(({ key }) => key.toLowerCase() === letter);
        if (outcome) {
            return () => this.log(outcome.name);
        }
        return {
            c: () => this.panel.el.querySelector(".o_cw_dial")?.click(),
            t: () => this.calls.take(),
            q: () => this.focusField("client_words"),
            s: () => this.calls.toggleSolved(),
            o: () => this.focusField("requirement"),
            u: () => this.model.undo(),
        }[letter];
    }

    async log(outcome) {
        await this.calls.log(outcome);
        if (outcome === "reached") {
            this.focusPanel();
        }
    }

    /** What the big button of the panel does. */
    async complete() {
        const { may } = this.calls;
        if (may.answer) {
            await this.calls.finish();
        } else if (may.review) {
            await this.calls.review();
        } else {
            return;
        }
        if (this.model.selected) {
            this.focusPanel();
        } else {
            this.focusList();
        }
    }

    back(target, inPanel) {
        if (this.model.form) {
            this.model.form = "";
        } else if (target === this.search.el) {
            this.focusList();
        } else if (inPanel && target !== this.panel.el) {
            this.focusPanel();
        } else if (inPanel) {
            this.focusList();
        } else if (this.model.selected) {
            this.model.close();
        }
    }

    showKeys() {
        this.dialog.add(KeysDialog, { keys: allKeys(), hint: hintOfKeys() });
    }

    onSearchKeydown(ev) {
        if (ev.key === "Enter" || ev.key === "ArrowDown") {
            ev.preventDefault();
            this.list.enter();
        }
    }
}

registry.category("actions").add("visitor_management.client_work_list", WorkScreen);
