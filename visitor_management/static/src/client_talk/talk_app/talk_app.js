import { Component, markRaw, onMounted, onWillUnmount, useState } from "@odoo/owl";

import { DraftStore } from "../draft_store";
import { SignaturePad } from "../signature_pad/signature_pad";
import { TalkItem } from "../talk_item/talk_item";
import { TalkRecord } from "../talk_record";
import { TalkServer } from "../talk_server";

// Whose word the colour and the sign go with.
const LOOKS = {
    loading: ["busy", "…"],
    saving: ["busy", "…"],
    saved: ["good", "✓"],
    kept: ["wait", "↑"],
    incomplete: ["wait", "!"],
    signed_out: ["wait", "!"],
    conflict: ["bad", "!"],
    refused: ["bad", "!"],
    not_found: ["bad", "✕"],
    no_network: ["bad", "✕"],
    closed: ["good", "✓"],
    closed_kept: ["bad", "!"],
    not_kept: ["bad", "!"],
};

/** The talk record of a visit, for one hand on a phone. */
export class TalkApp extends Component {
    static template = "visitor_management.TalkApp";
    static components = { SignaturePad, TalkItem };
    static props = { settings: Object };

    setup() {
        const { user, visit, terms } = this.props.settings;
        this.terms = terms;
        this.record = useState(
            new TalkRecord(
                markRaw(new DraftStore(user, visit)),
                markRaw(new TalkServer(visit))
            )
        );
        this.ui = useState({ choosing: false, signing: false, finishing: false });
        const back = () => this.record.data && this.record.send();
        const shown = () => document.visibilityState === "visible" && back();
        onMounted(() => {
            window.addEventListener("online", back);
            document.addEventListener("visibilitychange", shown);
            this._open();
        });
        onWillUnmount(() => {
            window.removeEventListener("online", back);
            document.removeEventListener("visibilitychange", shown);
        });
    }

    /** One window writes: two would count the drafts of one phone past each other. */
    async _open() {
        if (!navigator.locks) {
            return this.record.open();
        }
        const name = `client_talk_${this.props.settings.visit}`;
        navigator.locks.request(name, { ifAvailable: true }, (lock) => {
            if (!lock) {
                this.ui.elsewhere = true;
                return;
            }
            this.record.open();
            return new Promise(() => {}); // until the page is left
        });
    }

    get status() {
        const { record } = this;
        const isKept = !record.unkept || record.status === "saved";
        const word = isKept ? record.status : "not_kept";
        const [look, sign] = LOOKS[word];
        return { word, look, sign, text: this.terms[word] };
    }

    get items() {
        return this.record.data.items;
    }

    get isOver() {
        return this.record.visit.state !== "appointed";
    }

    get formUrl() {
        return `/odoo/client-visits/${this.props.settings.visit}`;
    }

    get signInUrl() {
        return `/web/login?redirect=${encodeURIComponent(location.pathname)}`;
    }

    reload() {
        location.reload();
    }

    onTalk(ev) {
        this.record.change(this.record.data, { talk: ev.target.value });
    }

    onToldClient(ev) {
        this.record.change(this.record.data, { told_client: ev.target.value });
    }

    onSignedBy(ev) {
        this.record.change(this.record.data, { signed_by: ev.target.value });
    }

    onSigned(picture) {
        this.record.change(this.record.data, { signature: picture, signed: true });
        this.ui.signing = false;
    }

    async addItem(kind) {
        this.ui.choosing = false;
        await this.record.addItem(kind);
        const fields = document.querySelectorAll(".o_ct_item .o_ct_content");
        fields[fields.length - 1]?.focus();
    }

    finish() {
        if (this.record.isComplete) {
            this.record.finish();
        } else {
            document.querySelector(".o_ct_lacks")?.scrollIntoView({ block: "center" });
        }
    }

    decideText(choice) {
        this.record.decide(this.conflictOf(""), choice);
    }

    conflictOf(uuid) {
        return this.record.conflicts.find((each) => each.uuid === uuid);
    }
}
