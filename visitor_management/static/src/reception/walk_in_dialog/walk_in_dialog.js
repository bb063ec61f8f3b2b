import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { AutoComplete } from "@web/core/autocomplete/autocomplete";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { useAutofocus, useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { PhotoCapture } from "../../photo_capture/photo_capture";
import { CHANNELS } from "../host_answer/host_answer";
import { UnitTold } from "../unit_told/unit_told";
import { Companions } from "./companions";

const WAIT = 300;
const MOST_PURPOSES = 5;
const LONGEST_PURPOSE = 24;
/** What the host answered, besides the ways of saying yes. */
const NO = "no";

/** A dialog that asks before it is left. */
class AskingDialog extends Dialog {
    static props = { ...Dialog.props, onDismiss: Function };

    dismiss() {
        return this.props.onDismiss();
    }
}

/** People without an appointment: one dialog, filled from what is known already. */
export class WalkInDialog extends Component {
    static template = "visitor_management.WalkInDialog";
    static components = { AskingDialog, AutoComplete, Companions, PhotoCapture, UnitTold };
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
        this.refuseHint = _t("What did the host say?");
        this.emergencyHint = _t("What is the emergency?");
        this.emergencies = [_t("Fire brigade"), _t("Ambulance"), _t("Police"), _t("Engineers")];
        this.channels = CHANNELS;
        this.dialog = useService("dialog");
        this.form = useRef("form");
        const { address, name } = this.split(this.props.text || "");
        this.state = useState({
            address,
            name,
            organization: "",
            plate: "",
            lang: "",
            companions: [], // {key, name, phone, plate}
            unnamed: 0, // people besides them who say no name
            host: null,
            type: types[0],
            purpose: "",
            emergency: false,
            emergencyReason: "",
            answer: "", // of the host: a channel by which it was yes, or NO
            reason: "",
            photo: "",
            known: null,
            problem: "",
            busy: false,
        });
        this.untouched = this.entered;
        this.purposesOf = useState({}); // by kind of visit
        onWillStart(async () => {
            this.isSecurity = await user.hasGroup("visitor_management.group_visitor_security");
        });
        this.readPurposes();
        useAutofocus({ refName: "address" });
        useAutofocus({ refName: "reason" });
        useAutofocus({ refName: "emergency" });
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

    async readPurposes() {
        const { model } = this.props;
        const kinds = await model.run(() =>
            model.call("find_purposes", [model.site.id], true)
        );
        for (const { type_id, purposes } of kinds || []) {
            this.purposesOf[type_id] = purposes;
        }
    }

    /** What visitors of this kind come for: of today, and what was usual before. */
    get purposes() {
        const { type } = this.state;
        const today = Object.values(this.props.model.visits)
            .filter((visit) => visit.type_id === type?.id)
            .map((visit) => visit.purpose)
            .filter((purpose) => purpose && purpose.length <= LONGEST_PURPOSE);
        const usual = this.purposesOf[type?.id] || [];
        return [...new Set([...usual, ...today])].slice(0, MOST_PURPOSES);
    }

    addCompanion() {
        const { companions } = this.state;
        const key = 1 + Math.max(0, ...companions.map((each) => each.key));
        companions.push({ key, name: "", phone: "", plate: "" });
    }

    removeCompanion(key) {
        this.state.companions = this.state.companions.filter((each) => each.key !== key);
    }

    chooseType(type) {
        this.state.type = type;
        if (!this.asksHost) {
            this.state.answer = "";
        }
    }

    // -----------------------------------------------------------------------------
    // Approval
    // -----------------------------------------------------------------------------

    get asksHost() {
        return !this.state.emergency && this.state.type?.approval === "host";
    }

    get asksSecurity() {
        const { emergency, type } = this.state;
        return !emergency && type?.approval === "security" && !this.isSecurity;
    }

    agreedLabel({ label }) {
        return _t("Agreed %(how)s", { how: label });
    }

    /** Nobody comes in: who stood there, and that the host said no, is kept. */
    refuse() {
        this.state.answer = NO;
    }

    get isRefused() {
        return this.state.answer === NO;
    }

    /** Fire brigade, ambulance, engineers: approved at once, whoever approves the kind. */
    toggleEmergency() {
        this.state.emergency = !this.state.emergency;
        this.state.answer = "";
    }

    /** What the main button does, in words, and whether it checks in. */
    get next() {
        const { type, photo, answer, emergency } = this.state;
        if (emergency) {
            return { label: _t("Let in now"), checkIn: true };
        }
        if (this.isRefused) {
            return { label: _t("Register the refusal"), checkIn: false };
        }
        if (this.asksHost && !answer) {
            return { label: _t("Register and ask the host"), checkIn: false };
        }
        if (this.asksSecurity) {
            return { label: _t("Register and ask security"), checkIn: false };
        }
        const photoMissing = type?.photo_required && !photo;
        if (type?.id_required || type?.signature_required || photoMissing) {
            return { label: _t("Register and see what is missing"), checkIn: true };
        }
        return { label: _t("Register and check in"), checkIn: true };
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

    /** What is taken over from the last time, to be seen before. */
    get knownBesides() {
        const { organization, vehicle_plate } = this.state.known;
        return [organization, vehicle_plate].filter(Boolean).join(" · ");
    }

    useKnown() {
        const { known } = this.state;
        this.state.name = known.name;
        this.state.organization = known.organization;
        this.state.plate = known.vehicle_plate;
        this.state.lang = this.props.model.langs.some(({ code }) => code === known.lang)
            ? known.lang
            : "";
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
            this.register();
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
        const lang = state.lang || known?.lang;
        return {
            site_id: this.props.model.site.id,
            type_id: state.type.id,
            ...(state.host?.values || {}),
            ...(state.emergency && {
                emergency: true,
                emergency_reason: state.emergencyReason.trim(),
            }),
            purpose: state.purpose.trim(),
            name: state.name.trim(),
            organization: state.organization.trim(),
            vehicle_plate: state.plate.trim(),
            email: isMail ? address : known?.email || "",
            phone: isMail ? known?.phone || "" : address,
            ...(lang && { lang }),
            ...(state.photo && { photo: state.photo }),
        };
    }

    /** Those who came along: a line each, and the rest on one pass. */
    get people() {
        const { companions } = this.state;
        const unnamed = Number(this.state.unnamed) || 0;
        const named = companions
            .filter(({ name }) => name.trim())
            .map(({ name, phone, plate }) => ({
                name: name.trim(),
                phone: phone.trim(),
                vehicle_plate: plate.trim(),
            }));
        return unnamed > 0 ? [...named, { headcount: unnamed }] : named;
    }

    /** What keeps the visitor from being registered, as a sentence; empty if nothing. */
    get missing() {
        const { state } = this;
        if (state.emergency && !state.emergencyReason.trim()) {
            return _t("Say what the emergency is.");
        }
        if (!state.emergency && !state.name.trim()) {
            return _t("Enter the name.");
        }
        if (state.companions.some(({ name, phone, plate }) => !name.trim() && (phone || plate))) {
            return _t("Enter the name of everybody who has a line.");
        }
        if (Number(state.unnamed) === 1 && !state.organization.trim() && !state.emergency) {
            return _t("Enter the firm, or the name of the other person.");
        }
        if (!state.type) {
            return _t("There is no kind of visit yet. Ask an administrator to create one.");
        }
        if (!state.host && !state.emergency) {
            return _t("Choose whom the visitor wants to see.");
        }
        return "";
    }

    /** @param {boolean} checkIn check in at once those who miss nothing */
    async register(checkIn = this.next.checkIn) {
        this.state.problem = this.missing;
        if (this.state.problem || this.state.busy) {
            return;
        }
        this.state.busy = true;
        const { model } = this.props;
        const { answer, reason } = this.state;
        model.message = null;
        const told = await model.run(() =>
            model.orm.call("visitor.registration", "register_walk_in", [this.values], {
                channel: this.isRefused || !this.asksHost ? "" : answer,
                check_in: checkIn,
                people: this.people,
                refusal: this.isRefused ? reason.trim() || String(_t("The host said no.")) : "",
            })
        );
        this.state.busy = false;
        if (told) {
            this.props.close();
            this.props.onRegistered({ ...told, refused: this.isRefused });
        } else {
            this.state.problem = model.message?.text || "";
        }
    }

    // -----------------------------------------------------------------------------
    // Leave
    // -----------------------------------------------------------------------------

    /** All that somebody entered, to tell whether anything was. */
    get entered() {
        const { address, name, organization, plate, companions, unnamed } = this.state;
        const { host, purpose, answer, reason, photo, emergency, emergencyReason } = this.state;
        return JSON.stringify([
            ...[address, name, organization, plate, companions, unnamed],
            ...[host?.values, purpose, answer, reason, photo, emergency, emergencyReason],
        ]);
    }

    leave() {
        if (this.entered === this.untouched) {
            this.props.close();
            return;
        }
        this.dialog.add(ConfirmationDialog, {
            title: _t("Leave without registering?"),
            body: _t("What was entered is lost."),
            // Enter and Esc lose nothing
            confirmLabel: _t("Go on"),
            confirm: () => {},
            dismiss: () => {},
            cancelLabel: _t("Throw away"),
            cancel: () => this.props.close(),
        });
    }
}
