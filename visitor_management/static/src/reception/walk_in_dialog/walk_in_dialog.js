import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { AutoComplete } from "@web/core/autocomplete/autocomplete";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { useAutofocus } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { PhotoCapture } from "../../photo_capture/photo_capture";
import { CHANNELS } from "../host_answer/host_answer";

const WAIT = 300;
const MOST_PURPOSES = 5;

/** Somebody without an appointment: one dialog, filled from what is known already. */
export class WalkInDialog extends Component {
    static template = "visitor_management.WalkInDialog";
    static components = { AutoComplete, Dialog, PhotoCapture };
    static props = {
        model: Object,
        text: { type: String, optional: true }, // what was searched for in vain
        onRegistered: Function, // with the answer of register_walk_in
        close: Function,
    };

    setup() {
        const { types } = this.props.model;
        this.title = _t("Walk-in");
        this.hostPlaceholder = _t("Name of the host, or number of the unit");
        this.channels = CHANNELS;
        this.form = useRef("form");
        const { address, name } = this.split(this.props.text || "");
        this.state = useState({
            address,
            name,
            organization: "",
            plate: "",
            host: null,
            type: types[0],
            purpose: "",
            channel: "",
            photo: "",
            known: null,
            problem: "",
            busy: false,
        });
        useAutofocus({ refName: "address" });
        this.lookUp = useDebounced(() => this.lookUpNow(), WAIT);
        this.hosts = [{ options: (text) => this.findHosts(text), optionSlot: "host" }];
        useEffect(
            () => {
                this.lookUp();
            },
            () => [this.state.address]
        );
    }

    /** What was searched for is an address or a name. */
    split(text) {
        const plain = text.normalize("NFKC");
        const isAddress = plain.includes("@") || /^(?:tel:)?[\d\s+()./-]{5,}$/i.test(plain);
        return isAddress ? { address: text, name: "" } : { address: "", name: text };
    }

    get purposes() {
        const counts = new Map();
        for (const { purpose } of Object.values(this.props.model.visits)) {
            if (purpose && purpose.length <= 24) {
                counts.set(purpose, (counts.get(purpose) || 0) + 1);
            }
        }
        const used = [...counts].sort((a, b) => b[1] - a[1]).map(([purpose]) => purpose);
        const usual = [_t("Meeting"), _t("Pick-up"), _t("Maintenance"), _t("Enquiry")].map(String);
        return [...new Set([...used, ...usual])].slice(0, MOST_PURPOSES);
    }

    get asksHost() {
        return this.state.type?.approval === "host";
    }

    get asksSecurity() {
        return this.state.type?.approval === "security";
    }

    // -----------------------------------------------------------------------------
    // What is known
    // -----------------------------------------------------------------------------

    async lookUpNow() {
        const address = this.state.address.trim();
        if (!address) {
            this.state.known = null;
            return;
        }
        const { orm, site } = this.props.model;
        const known = await this.props.model.run(() =>
            orm.silent.call("visitor.registration", "find_returning", [address, site.id])
        );
        if (address === this.state.address.trim()) {
            this.state.known = known?.name ? known : null;
        }
    }

    useKnown() {
        const { known } = this.state;
        this.state.name = known.name;
        this.state.organization = known.organization;
        this.state.plate = known.vehicle_plate;
        this.known = known;
        this.state.known = null;
        this.form.el.querySelector(".o_vr_walk_in_host input").focus();
    }

    onAddressKeydown(ev) {
        if (ev.key === "Enter" && this.state.known) {
            ev.preventDefault();
            this.useKnown();
        }
    }

    async findHosts(text) {
        const { model } = this.props;
        if (!text) {
            return [];
        }
        const hosts = await model.run(() =>
            model.call("find_hosts", [model.site.id, text], true)
        );
        return (hosts || []).map((host) => ({
            label: host.name,
            data: host,
            onSelect: () => this.chooseHost(host),
        }));
    }

    chooseHost(host) {
        this.state.host = host;
        this.form.el.querySelector(".o_vr_chips .btn")?.focus();
    }

    /** Arrows choose among chips; Enter registers. */
    onChipsKeydown(ev) {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[ev.key];
        if (ev.target.tagName !== "BUTTON") {
            return;
        }
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.register(true);
        } else if (step) {
            ev.preventDefault();
            const chips = [...ev.currentTarget.querySelectorAll("button")];
            const next = chips[(chips.indexOf(ev.target) + step + chips.length) % chips.length];
            next.focus();
            next.click();
        }
    }

    // -----------------------------------------------------------------------------
    // Register
    // -----------------------------------------------------------------------------

    get values() {
        const { state, known } = this;
        const address = state.address.trim();
        const isMail = address.includes("@");
        return {
            site_id: this.props.model.site.id,
            type_id: state.type.id,
            ...state.host.values,
            purpose: state.purpose.trim(),
            name: state.name.trim(),
            organization: state.organization.trim(),
            vehicle_plate: state.plate.trim(),
            email: isMail ? address : known?.email || "",
            phone: isMail ? known?.phone || "" : address,
            ...(known?.lang && { lang: known.lang }),
            ...(state.photo && { photo: state.photo }),
        };
    }

    /** What keeps the visitor from being registered, as a sentence; empty if nothing. */
    get missing() {
        if (!this.state.name.trim()) {
            return _t("Enter the name.");
        }
        if (!this.state.type) {
            return _t("There is no kind of visit yet. Ask an administrator to create one.");
        }
        if (!this.state.host) {
            return _t("Choose whom the visitor wants to see.");
        }
        return "";
    }

    /** @param {boolean} checkIn check in at once, if nothing is missing */
    async register(checkIn) {
        this.state.problem = this.missing;
        if (this.state.problem || this.state.busy) {
            return;
        }
        this.state.busy = true;
        const { model } = this.props;
        model.message = null;
        const channel = this.asksHost ? this.state.channel : "";
        const answer = await model.run(() =>
            model.orm.call("visitor.registration", "register_walk_in", [this.values], {
                channel,
                check_in: checkIn,
            })
        );
        this.state.busy = false;
        if (answer) {
            this.props.close();
            this.props.onRegistered(answer);
        } else {
            this.state.problem = model.message?.text || "";
        }
    }
}
