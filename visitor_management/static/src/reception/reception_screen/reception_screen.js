import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Announcer } from "../../live_screen/announcer";
import { KeysDialog } from "../../live_screen/keys_dialog/keys_dialog";
import { useListKeys } from "../../live_screen/list_keys";
import { useKeptFocus, useLiveModel } from "../../live_screen/live_screen";
import { knownZone } from "../../live_screen/site_time";
import { RollCallButton } from "../../muster_screen/roll_call_button/roll_call_button";
import { SetupCard } from "../../setup_card/setup_card";
import { Counters } from "../counters/counters";
import { DAYS_AWAY, DaySwitch } from "../day_switch/day_switch";
import { DeliveryBar } from "../deliveries/delivery_bar";
import { DeliveryDesk } from "../deliveries/delivery_desk";
import { DeliveryDialog } from "../deliveries/delivery_dialog";
import { Desk } from "../desk";
import { GroupPanel } from "../group_panel/group_panel";
import { allKeys, COMMANDS, commandOf, hintOfKeys, MODIFIER } from "../keys";
import { PersonPanel } from "../person_panel/person_panel";
import { ReceptionModel } from "../reception_model";
import { TEXT_FIELDS, useScanCapture } from "../scan_capture";
import { SearchBox } from "../search_box/search_box";
import { LISTS } from "../status";
import { UndoBar } from "../undo_bar/undo_bar";
import { VisitorList } from "../visitor_list/visitor_list";
import { WalkInDialog } from "../walk_in_dialog/walk_in_dialog";

/** The one screen of reception: who is expected, inside, late, left; in and out. */
export class ReceptionScreen extends Component {
    static template = "visitor_management.ReceptionScreen";
    static components = {
        Announcer,
        Counters,
        DaySwitch,
        DeliveryBar,
        Dropdown,
        DropdownItem,
        GroupPanel,
        PersonPanel,
        RollCallButton,
        SearchBox,
        SetupCard,
        UndoBar,
        VisitorList,
    };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Reception");

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.ui = useService("ui");
        const bus = useService("bus_service");
        this.model = useState(ReceptionModel.create({ orm: useService("orm"), bus }));
        this.desk = new Desk(this.model, { action: this.action, dialog: this.dialog });
        this.deliveries = new DeliveryDesk(this.model, this.notification);
        this.root = useRef("root");
        this.panel = useRef("panel");
        this.group = useRef("group");
        this.searchInput = null;
        this.list = useListKeys(this.model, ({ kind, id }) => this.open(kind, id));

        onWillStart(async () => {
            this.isAdmin = await user.hasGroup("visitor_management.group_visitor_admin");
            await this.model.load();
        });
        useLiveModel(
            this.model,
            "visitor_management.changed",
            (changes) => {
                if (changes.site_id === this.model.site?.id) {
                    this.model.gather(changes);
                }
            },
            () => this.model.site && this.model.load(this.model.site.id)
        );
        useKeptFocus(
            this.model,
            () => this.focusPanel(),
            () => this.focusSearch()
        );
        this.capture = useScanCapture({
            onScan: (readings) => this.onScan(readings),
            isCommand: (letter) => Boolean(commandOf(letter)),
            onCommand: (letter, target) => this.onCommand(letter, target),
        });
        this.modifier = MODIFIER;
        for (const { letter, act } of COMMANDS) {
            useHotkey(`alt+${letter}`, () => act(this), { bypassEditableProtection: true });
        }
    }

    focusSearch() {
        this.searchInput?.focus();
        this.searchInput?.select();
    }

    focusList() {
        this.list.focus();
    }

    focusPanel() {
        this.panel.el?.focus();
    }

    // -----------------------------------------------------------------------------
    // What is shown
    // -----------------------------------------------------------------------------

    get offline() {
        const time = this.model.readAt.setZone(knownZone(this.model.site.tz));
        return _t(
            "No connection. What you see is of %(time)s. It goes on by itself when the connection is back.",
            { time: time.toLocaleString(luxon.DateTime.TIME_SIMPLE) }
        );
    }

    get emptyList() {
        return this.model.days
            ? _t("Nobody is on this list of that day.")
            : LISTS[this.model.list].empty;
    }

    /** @param {number} days from today */
    async chooseDay(days) {
        if (days !== this.model.days && Math.abs(days) <= DAYS_AWAY) {
            await this.model.changeDay(days);
            this.focusList();
        }
    }

    toggleQueue() {
        this.model.queue = !this.model.queue;
    }

    /** @param {string} siteId as the field has it */
    async changeSite(siteId) {
        await this.model.changeSite(Number(siteId));
        this.focusSearch();
    }

    chooseList(list) {
        this.model.list = list;
        this.model.close();
        this.focusList();
    }

    // -----------------------------------------------------------------------------
    // Open somebody
    // -----------------------------------------------------------------------------

    async open(kind, id) {
        await this.model.open({ kind, id });
        this.focusPanel();
    }

    async openPerson(id) {
        await this.model.openPerson(id);
        this.focusPanel();
    }

    /** By mouse or touch: the list keeps the focus, for the arrows. */
    onLine(kind, id) {
        this.focusList();
        this.model.open({ kind, id });
    }

    /** @param {string[]} readings of one scan; more than one if the keyboard is another */
    async onScan(readings) {
        if (!this.model.site) {
            return;
        }
        if (readings.some((text) => text.includes("<"))) {
            // the number of a document goes nowhere but into its own field
            this.notification.add(
                _t("That was an identity document. Open the visitor and choose “Check identity”, then scan it again."),
                { type: "warning" }
            );
            return;
        }
        let found;
        for (const code of readings) {
            found = await this.model.run(() =>
                this.model.call("find_code", [this.model.site.id, code])
            );
            if (!found || found.registration_id) {
                break;
            }
        }
        if (!found) {
            this.notification.add(this.model.message.text, { type: "danger" });
            return;
        }
        if (!found.registration_id) {
            this.notification.add(found.message, { type: "warning" });
            return;
        }
        if (this.ui.activeElement !== document) {
            this.offerScanned(found);
            return;
        }
        await this.openScanned(found);
    }

    /** Of an expected person checking in is one key away, of one inside leaving is. */
    async openScanned({ registration_id, message }) {
        if (this.model.queue && !message) {
            if (await this.desk.checkInScanned(registration_id)) {
                this.focusPanel();
                return;
            }
        }
        await this.openPerson(registration_id);
        if (message) {
            this.model.say("warning", message);
        } else if (this.model.detail?.state === "inside") {
            this.desk.startLeaving();
        }
    }

    /** A dialog is open: what was entered there is not thrown away for a scan. */
    offerScanned(found) {
        const close = this.notification.add(_t("A pass was scanned."), {
            type: "info",
            sticky: true,
            buttons: [
                {
                    name: _t("Close the dialog and open the visitor"),
                    primary: true,
                    onClick: () => {
                        close();
                        this.dialog.closeAll();
                        this.openScanned(found);
                    },
                },
            ],
        });
    }

    // -----------------------------------------------------------------------------
    // Keys
    // -----------------------------------------------------------------------------

    onKeydown(ev) {
        if (ev.ctrlKey || ev.altKey || ev.metaKey || ev.defaultPrevented) {
            return;
        }
        const inList = this.list.has(ev.target);
        const inPanel = this.panel.el?.contains(ev.target);
        if (ev.key === "Escape" && (inList || inPanel)) {
            this.back(inPanel);
        } else if (ev.target.matches(TEXT_FIELDS)) {
            return;
        } else if (ev.key === "/") {
            ev.preventDefault();
            this.focusSearch();
        } else if (ev.key === "?") {
            this.showKeys();
        } else if (inList && this.listKey(ev.key)) {
            ev.preventDefault();
        }
    }

    /** A letter alone, pressed where it is no text. */
    onCommand(letter, target) {
        const { here, act } = commandOf(letter);
        const inList = this.list.has(target);
        const inPanel = this.panel.el?.contains(target);
        if (this.ui.activeElement === document && (inList || inPanel || !here)) {
            act(this);
        }
    }

    checkIn() {
        if (this.model.detail?.kind === "visit") {
            this.panel.el.querySelector(".o_vr_group .o_vr_check_in")?.click();
        } else {
            this.desk.checkIn();
        }
    }

    async undo(act) {
        await this.desk.undo(act);
        this.focusPanel();
    }

    back(inPanel) {
        if (this.model.leaving) {
            this.model.leaving = false;
        } else if (inPanel) {
            this.focusList();
        } else if (this.model.selected) {
            this.model.close();
        } else {
            this.focusSearch();
        }
    }

    listKey(key) {
        const otherDay = { ArrowLeft: -1, ArrowRight: 1 }[key];
        if (otherDay) {
            this.chooseDay(this.model.days + otherDay);
        }
        return Boolean(otherDay) || this.list.press(key);
    }

    showKeys() {
        this.dialog.add(KeysDialog, { keys: allKeys(), hint: hintOfKeys() });
    }

    // -----------------------------------------------------------------------------
    // Elsewhere
    // -----------------------------------------------------------------------------

    walkIn(text = "") {
        this.dialog.add(WalkInDialog, {
            model: this.model,
            text,
            onRegistered: (answer) => this.onRegistered(answer),
        });
    }

    deliver() {
        this.dialog.add(DeliveryDialog, {
            model: this.model,
            onArrived: (delivery) => this.deliveries.onArrived(delivery),
        });
    }

    async onRegistered({ registration_id, visit_id, check_in, people, refused }) {
        if (refused) {
            this.notification.add(_t("Refused. The visit keeps who came and why not."), {
                type: "info",
            });
            return;
        }
        if (this.model.days) {
            await this.model.changeDay(0);
        }
        await this.model.refresh(people.map((person) => person.registration_id));
        if (people.length > 1) {
            await this.open("visit", visit_id);
        } else {
            await this.openPerson(registration_id);
        }
        if (check_in) {
            const granted = people.every((person) => person.check_in.status === "granted");
            this.model.say(
                granted ? "success" : "warning",
                granted
                    ? _t("Registered and checked in.")
                    : _t("Registered, not checked in yet. What is missing stands below.")
            );
        }
    }

    openAction(xmlId, name, domain) {
        return this.model.run(async () => {
            const action = await this.action.loadAction(xmlId);
            const context = { create: false };
            await this.action.doAction({ ...action, name, domain, context });
        });
    }

    openCards() {
        return this.openAction("visitor_management.visitor_pass_action", _t("Cards Out"), [
            ["site_id", "=", this.model.site.id],
            ["is_out", "=", true],
        ]);
    }

    openRegister() {
        const { clock, site } = this.model;
        const begin = luxon.DateTime.fromMillis(clock.today).toUTC();
        return this.openAction("visitor_management.visitor_stay_action", _t("Register"), [
            ["site_id", "=", site.id],
            ["in_at", ">=", begin.toFormat("yyyy-MM-dd HH:mm:ss")],
        ]);
    }

    openDeliveries() {
        const name = _t("Deliveries of today");
        return this.openAction("visitor_management.visitor_delivery_action", name, [
            ["site_id", "=", this.model.site.id],
        ]);
    }

    openInstructions() {
        return this.model.run(() =>
            this.action.doAction("visitor_management.visitor_unit_instruction_action")
        );
    }

    printRegister() {
        return this.model.run(() =>
            this.action.doAction("visitor_management.visitor_register_print_action", {
                additionalContext: { default_site_id: this.model.site.id },
            })
        );
    }

    openShift() {
        return this.model.run(async () => {
            const site = [this.model.site.id];
            const action = await this.model.orm.call("visitor.shift", "open_for", site);
            await this.action.doAction(action);
        });
    }

    /** Whoever makes the first site goes on with the card, on the screen of the site. */
    onSetUp() {
        this.model.close(); // the sample may be gone
        this.model.load(this.model.site?.id);
    }
}

registry.category("actions").add("visitor_management.reception", ReceptionScreen);
