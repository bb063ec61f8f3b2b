import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { AnchoredList } from "../../live_screen/anchored_list/anchored_list";
import { Announcer } from "../../live_screen/announcer";
import { KeysDialog } from "../../live_screen/keys_dialog/keys_dialog";
import { useListKeys } from "../../live_screen/list_keys";
import { useKeptFocus, useLiveModel } from "../../live_screen/live_screen";
import { ReasonForm } from "../../live_screen/reason_form/reason_form";
import { AddDialog } from "../add_dialog/add_dialog";
import { MusterModel } from "../muster_model";
import { KINDS, STATUSES } from "../muster_words";
import { Overview } from "../overview/overview";
import { PersonLine } from "../person_line/person_line";
import { PersonPanel } from "../person_panel/person_panel";
import { Stopwatch } from "../stopwatch/stopwatch";

const { DateTime } = luxon;

/** The roll call of a site, while it runs: who is missing, and who was seen where. */
export class MusterScreen extends Component {
    static template = "visitor_management.MusterScreen";
    static components = {
        AnchoredList,
        Announcer,
        Overview,
        PersonLine,
        PersonPanel,
        ReasonForm,
        Stopwatch,
    };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Roll Call");

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        const bus = useService("bus_service");
        this.model = useState(MusterModel.create({ orm: useService("orm"), bus }));
        this.state = useState({ isEnding: false, isOverview: false });
        this.panel = useRef("panel");
        this.search = useRef("search");
        this.list = useListKeys(this.model, (line) => this.openMarked(line));
        this.noArea = _t("No area");
        this.words = { why: _t("How it ended"), end: _t("End Roll Call") };
        const { site_id } = this.props.action.context || {};
        onWillStart(() => this.model.load(site_id || undefined));
        useLiveModel(
            this.model,
            "visitor_management.muster",
            (changes) => {
                if (changes.site_id === this.model.screen?.site_id) {
                    this.model.gather(changes);
                }
            },
            () => this.model.status === "ready" && this.model.refresh()
        );
        useKeptFocus(
            this.model,
            () => this.panel.el?.focus(),
            () => this.list.focus()
        );
    }

    // -----------------------------------------------------------------------------
    // What is shown
    // -----------------------------------------------------------------------------

    get kinds() {
        return Object.entries(KINDS).map(([name, kind]) => ({ name, ...kind }));
    }

    get kind() {
        return KINDS[this.model.muster.kind];
    }

    get counters() {
        const { counts } = this.model.muster;
        const all = { name: "", label: _t("All on the List"), tone: "neutral", icon: "fa-users" };
        return [
            ...Object.entries(STATUSES).map(([name, look]) => ({ name, ...look })),
            all,
        ].map((each) => ({
            ...each,
            tone: each.name === "missing" && this.model.isRed ? "refused" : each.tone,
            count: each.name ? counts[each.name] : counts.all,
        }));
    }

    get points() {
        const counts = new Map(this.model.muster.points.map(({ id, count }) => [id || 0, count]));
        return this.model.screen.points.map((point) => ({
            ...point,
            count: counts.get(point.id) || 0,
        }));
    }

    get offline() {
        const time = this.model.readAt?.toLocaleString(DateTime.TIME_SIMPLE) || "";
        return _t(
            "No connection. What you see is of %(time)s; wardens' phones go on without it.",
            { time }
        );
    }

    onSite(ev) {
        this.model.choose(Number(ev.target.value));
    }

    onArea(ev) {
        const { value } = ev.target;
        this.model.show({ area: value === "" ? "" : Number(value) });
    }

    showStatus(status) {
        this.state.isOverview = false;
        this.model.show({ status });
    }

    showArea(area) {
        this.state.isOverview = false;
        this.model.show({ area, status: "missing" });
    }

    onPoint(ev) {
        this.model.stand(Number(ev.target.value) || 0);
    }

    // -----------------------------------------------------------------------------
    // What is done
    // -----------------------------------------------------------------------------

    onLine(line) {
        this.list.focus();
        this.model.open(line);
    }

    async openMarked(line) {
        this.panel.el?.focus();
        await this.model.open(line);
    }

    add() {
        this.dialog.add(AddDialog, {
            areas: this.model.screen.areas,
            name: this.model.filter.text,
            onAdd: (...args) => this.model.add(...args),
        });
    }

    async end(note) {
        this.state.isEnding = false;
        const { id } = this.model.muster;
        await this.model.end(note);
        if (!this.model.muster) {
            this.openRecord(id);
        }
    }

    openRecord(id) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "visitor.muster",
            res_id: id,
            views: [[false, "form"]],
        });
    }

    print() {
        const { id } = this.model.muster;
        this.action.doAction("visitor_management.report_visitor_muster_list", {
            additionalContext: { active_ids: [id], active_id: id, active_model: "visitor.muster" },
        });
    }

    openDrills() {
        this.action.doAction("visitor_management.visitor_muster_action");
    }

    // -----------------------------------------------------------------------------
    // Keys
    // -----------------------------------------------------------------------------

    onKeydown(ev) {
        if (ev.altKey || ev.ctrlKey || ev.metaKey || ev.defaultPrevented || ev.isComposing) {
            return;
        }
        if (ev.key === "Escape") {
            ev.preventDefault();
            this.model.close();
            this.list.focus();
        } else if (ev.target.matches("input, textarea, select") || !this.model.muster) {
            return;
        } else if (ev.key === "/") {
            ev.preventDefault();
            this.search.el?.focus();
        } else if (ev.key === "?") {
            ev.preventDefault();
            this.showKeys();
        } else if (this.list.has(ev.target) && !ev.target.matches("button")) {
            const marks = { s: "safe", i: "injured", m: "missing", l: "off_site" };
            const status = !ev.repeat && marks[ev.key.toLowerCase()];
            if (status && this.model.selected) {
                ev.preventDefault();
                this.mark(status);
            } else if (this.list.press(ev.key)) {
                ev.preventDefault();
            }
        }
    }

    /** Mark the line, and go on to the next one. */
    mark(status) {
        const { lines } = this.model;
        const index = lines.findIndex((line) => this.model.isSelected(line));
        if (index >= 0) {
            const following = lines[index + 1] || lines[index - 1];
            this.model.mark(lines[index], status);
            if (following) {
                this.model.point(following);
            }
        }
    }

    showKeys() {
        this.dialog.add(KeysDialog, {
            keys: [
                ["↑ ↓", _t("Up and down the list")],
                ["Enter", _t("Open the person")],
                ["S", _t("Safe")],
                ["I", _t("Injured")],
                ["M", _t("Unaccounted For")],
                ["L", _t("Had Left Before")],
                ["/", _t("Search the list")],
                ["Esc", _t("Back")],
                ["?", _t("These keys")],
            ],
            hint: _t("Every tick is kept; the last one is shown."),
        });
    }
}

registry.category("actions").add("visitor_management.muster", MusterScreen);
