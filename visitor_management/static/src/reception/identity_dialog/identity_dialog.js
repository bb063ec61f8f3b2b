import { barcodeService } from "@barcodes/barcode_service";
import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { Dialog } from "@web/core/dialog/dialog";
import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { KeepLast } from "@web/core/utils/concurrency";
import { useAutofocus, useChildRef } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { TEXT_FIELDS } from "../scan_capture";

const WAIT = 250;
/** The kind of document that was entered last at this desk; nothing of anybody. */
const KIND_KEY = "visitor_management.reception.document_type";

/**
 * The identity document that a visitor shows: scan it, or type its number. The server
 * says of which kind it is and whether the number fits, and keeps nothing before it is
 * entered. The number is nowhere but in this dialog and in what is sent.
 */
export class IdentityDialog extends Component {
    static template = "visitor_management.IdentityDialog";
    static components = { DateTimeInput, Dialog };
    static props = {
        model: Object,
        person: Object,
        close: Function,
    };

    setup() {
        const { model, person } = this.props;
        this.orm = model.orm;
        this.title = _t("Identity of %(name)s", { name: person.name });
        this.scanHint = _t("Scan the document, or type its number");
        this.reasonHint = _t("Why is it accepted?");
        this.reasons = [_t("Worn card"), _t("Foreign format")].map(String);
        this.modalRef = useChildRef();
        this.number = useRef("number");
        this.reason = useRef("reason");
        this.state = useState({
            kind: browser.localStorage.getItem(KIND_KEY) || "",
            chosen: false, // the kind, by hand, for this number: it tells no other then
            text: "",
            expires: false,
            reason: "",
            found: null, // what the server says of it
            problem: "",
            busy: false,
        });
        this.typedAt = 0; // moment of the last key in the field of the number
        this.keepLast = new KeepLast();
        this.check = useDebounced(() => this.checkNow(), WAIT);
        useAutofocus({ refName: "number", mobile: true });
        useEffect(
            (el) => {
                // the scan of a document is ours wherever the focus is in this dialog
                el.dataset.ownScans = "";
                el.addEventListener("keydown", this.onModalKeydown.bind(this));
            },
            () => [this.modalRef.el]
        );
        useEffect(
            (asked) => {
                // the field is there only once the answer has come
                if (asked) {
                    this.reason.el.focus();
                }
            },
            () => [this.needsReason && Boolean(this.state.problem)]
        );
        onWillStart(async () => {
            const { document_type } = await this.orm.call("visitor.identity", "fields_get", [
                ["document_type"],
                ["selection"],
            ]);
            this.kinds = document_type.selection.map(([key, label]) => ({ key, label }));
            if (!this.kinds.some(({ key }) => key === this.state.kind)) {
                this.state.kind = this.kinds[0].key;
            }
            await this.checkNow();
        });
    }

    // -----------------------------------------------------------------------------
    // What is shown
    // -----------------------------------------------------------------------------

    /** Visits of this kind keep no number: that it was seen is all. */
    get isSeenOnly() {
        return !this.state.text.trim() && Boolean(this.state.found?.consistent);
    }

    /** The number stands in what was scanned, which is longer. */
    get isReadFromLines() {
        const { found, text } = this.state;
        return Boolean(found.number) && text.trim().length > found.number.length + 8;
    }

    get needsReason() {
        const { found, text } = this.state;
        return Boolean(text.trim() && found && !found.consistent);
    }

    get tone() {
        const { found } = this.state;
        if (!found.consistent) {
            return { name: "late", icon: "fa-exclamation-triangle" };
        }
        return found.expired
            ? { name: "refused", icon: "fa-ban" }
            : { name: "inside", icon: "fa-check-circle" };
    }

    get submitLabel() {
        if (this.isSeenOnly) {
            return _t("Seen");
        }
        return this.needsReason ? _t("Accept it") : _t("Enter");
    }

    // -----------------------------------------------------------------------------
    // What it is
    // -----------------------------------------------------------------------------

    async checkNow() {
        this.check.cancel();
        const { state } = this;
        const asked = [state.kind, state.text, state.expires && serializeDate(state.expires)];
        let found;
        try {
            found = await this.keepLast.add(
                this.orm.silent.call(
                    "visitor.registration",
                    "check_identity",
                    [[this.props.person.id], ...asked],
                    { recognize: !state.chosen }
                )
            );
        } catch (error) {
            state.found = null;
            state.problem = this.props.model.sentence(error);
            return;
        }
        state.problem = "";
        state.found = found;
        state.kind = found.document_type;
        if (found.expires_on) {
            state.expires = deserializeDate(found.expires_on);
        }
    }

    onInput(ev) {
        const { state } = this;
        state.text = ev.target.value;
        state.found = null;
        state.expires = false; // of the document before
        state.chosen = false; // what is scanned now tells more than what was thought of
        this.check();
    }

    chooseKind(kind) {
        Object.assign(this.state, { kind, chosen: true });
        this.checkNow();
    }

    chooseExpiry(expires) {
        this.state.expires = expires;
        this.checkNow();
    }

    useReason(reason) {
        this.state.reason = reason;
        this.reason.el.focus();
    }

    // -----------------------------------------------------------------------------
    // Keys
    // -----------------------------------------------------------------------------

    /** What is typed or scanned anywhere in the dialog goes into the field of the number. */
    onModalKeydown(ev) {
        const isText = ev.key?.length === 1 && ev.key !== " ";
        if (isText && !ev.ctrlKey && !ev.metaKey && !ev.altKey && !ev.target.matches(TEXT_FIELDS)) {
            this.number.el.focus();
        }
    }

    /**
     * By hand Enter goes on. A scanner ends each machine readable line with it: a line
     * ends then, and what follows is still part of the document.
     */
    onNumberKeydown(ev) {
        const byHand = ev.timeStamp - this.typedAt > barcodeService.maxTimeBetweenKeysInMs;
        this.typedAt = ev.timeStamp;
        if (ev.key === "Tab" && !byHand) {
            ev.preventDefault();
        } else if (ev.key === "Enter" && byHand && !ev.shiftKey && !ev.isComposing) {
            ev.preventDefault();
            this.submit();
        }
    }

    /** Arrows choose among the kinds. */
    onKindsKeydown(ev) {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[ev.key];
        if (step) {
            ev.preventDefault();
            const index = this.kinds.findIndex(({ key }) => key === this.state.kind);
            const { length } = this.kinds;
            const { key } = this.kinds[(index + step + length) % length];
            this.chooseKind(key);
            ev.currentTarget.querySelector(`[data-kind=${key}]`).focus();
        } else if (ev.key === "Enter") {
            ev.preventDefault();
            this.submit();
        }
    }

    // -----------------------------------------------------------------------------
    // Enter
    // -----------------------------------------------------------------------------

    async submit() {
        const { state } = this;
        if (state.busy) {
            return;
        }
        state.busy = true;
        try {
            await this.enter();
        } finally {
            state.busy = false;
        }
    }

    async enter() {
        const { model, person, close } = this.props;
        const { state } = this;
        if (!state.found) {
            await this.checkNow();
        }
        const { found, kind, text, expires } = state;
        if (!found || (!found.consistent && !text.trim())) {
            state.problem ||= found?.message || "";
            this.number.el.focus();
            return;
        }
        const override_reason = found.consistent ? "" : state.reason.trim();
        if (!found.consistent && !override_reason) {
            state.problem = _t("Say why it is accepted, or correct the number.");
            this.reason.el?.focus();
            return;
        }
        const answer = await model.act(() =>
            this.orm.call("visitor.registration", "set_identity", [[person.id], kind, text], {
                expires_on: expires ? serializeDate(expires) : false,
                override_reason,
            })
        );
        if (!answer) {
            state.problem = model.message?.text || "";
            return;
        }
        browser.localStorage.setItem(KIND_KEY, kind);
        model.say(found.expired ? "warning" : "success", answer.message);
        close();
    }
}
