import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { AnchoredList } from "../../live_screen/anchored_list/anchored_list";
import { Announcer } from "../../live_screen/announcer";
import { KeysDialog } from "../../live_screen/keys_dialog/keys_dialog";
import { useListKeys } from "../../live_screen/list_keys";
import { useKeptFocus, useLiveModel } from "../../live_screen/live_screen";
import { BoardModel } from "../board_model";
import { NeedLine } from "../need_line/need_line";
import { NeedPanel } from "../need_panel/need_panel";
import { PeopleBars } from "../people_bars/people_bars";

const { DateTime } = luxon;

const COUNTERS = [
    { name: "needed", label: _t("Escorts Needed"), icon: "fa-users", tone: "neutral" },
    { name: "accepted", label: _t("Escorts Accepted"), icon: "fa-check-circle", tone: "inside" },
    { name: "waiting", label: _t("Waiting for an Answer"), icon: "fa-hourglass-half", tone: "waiting" },
    { name: "nobody", label: _t("Nobody Asked"), icon: "fa-times-circle", tone: "refused" },
];

/** The one screen of the coordinator: what visits need, and who is free. */
export class EscortBoard extends Component {
    static template = "visitor_management.EscortBoard";
    static components = { AnchoredList, Announcer, NeedLine, NeedPanel, PeopleBars };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Escort Board");

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        const bus = useService("bus_service");
        this.model = useState(BoardModel.create({ orm: useService("orm"), bus }));
        this.state = useState({ dragged: 0 });
        this.panel = useRef("panel");
        this.list = useListKeys(this.model, (line) => this.openMarked(line));
        onWillStart(() => this.model.load());
        useLiveModel(
            this.model,
            "visitor_management.escorts_changed",
            (changes) => {
                if (changes.site_id === this.model.siteId) {
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

    get counters() {
        return COUNTERS.map((each) => ({ ...each, count: this.model.counts[each.name] }));
    }

    get day() {
        return DateTime.fromISO(this.model.board.day);
    }

    get dayLabel() {
        return this.day.toLocaleString({ weekday: "short", month: "short", day: "numeric" });
    }

    get isToday() {
        return this.model.board.day === this.model.board.today;
    }

    get offline() {
        const time = this.model.readAt?.toLocaleString(DateTime.TIME_SIMPLE) || "";
        return _t("No connection. What you see is of %(time)s.", { time });
    }

    onSite(ev) {
        this.model.choose({ siteId: Number(ev.target.value) });
    }

    turn(days) {
        this.model.choose({ day: this.day.plus({ days }).toISODate() });
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

    onBar(bar) {
        const need = this.model.lines.find(({ id }) => id === bar.visit_id);
        if (need) {
            this.onLine(need);
        } else {
            this.openEscort(bar.id); // of another site
        }
    }

    openEscort(id) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "visitor.escort",
            res_id: id,
            views: [[false, "form"]],
        });
    }

    async assign(visitId, employeeId) {
        const warnings = await this.model.assign(visitId, employeeId);
        if (warnings.length) {
            this.dialog.add(ConfirmationDialog, {
                title: _t("Ask all the same?"),
                body: warnings.join("\n"),
                confirmLabel: _t("Ask all the same"),
                confirm: () => this.model.assign(visitId, employeeId, true),
                cancelLabel: _t("Back"),
                cancel: () => {},
            });
        }
    }

    drop(employeeId) {
        const visitId = this.state.dragged;
        this.state.dragged = 0;
        if (visitId) {
            this.assign(visitId, employeeId);
        }
    }

    whoMayEscort() {
        this.action.doAction("visitor_management.visitor_escort_employee_action");
    }

    // -----------------------------------------------------------------------------
    // Keys
    // -----------------------------------------------------------------------------

    onKeydown(ev) {
        if (ev.altKey || ev.ctrlKey || ev.metaKey || ev.defaultPrevented || ev.isComposing) {
            return;
        }
        const inPanel = Boolean(this.panel.el?.contains(ev.target));
        if (ev.key === "Escape") {
            ev.preventDefault();
            this.model.close();
            this.list.focus();
        } else if (ev.target.matches("input, textarea, select")) {
            return;
        } else if (ev.key === "?") {
            ev.preventDefault();
            this.showKeys();
        } else if (ev.key === "a" && this.model.selected && !ev.repeat) {
            ev.preventDefault();
            this.askFirst();
        } else if (!inPanel && this.list.has(ev.target) && !ev.target.matches("button")) {
            if (this.list.press(ev.key)) {
                ev.preventDefault();
            }
        }
    }

    /** Ask the best of those who are proposed for the visit that is marked. */
    askFirst() {
        const need = this.model.lines.find((line) => this.model.isSelected(line));
        if (need?.proposals.length) {
            this.assign(need.id, need.proposals[0].employee_id);
        }
    }

    showKeys() {
        this.dialog.add(KeysDialog, {
            keys: [
                ["↑ ↓", _t("Up and down the list")],
                ["Enter", _t("Open the visit")],
                ["A", _t("Ask the first who is proposed")],
                ["Esc", _t("Back")],
                ["?", _t("These keys")],
            ],
            hint: _t("With a mouse, drop the bar of a visit on a person."),
        });
    }
}

registry.category("actions").add("visitor_management.escort_board", EscortBoard);
