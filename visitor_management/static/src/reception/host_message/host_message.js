import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useAutofocus } from "@web/core/utils/hooks";

/** What the desk says to a host with one click; the keys are those of the server. */
const MESSAGES = [
    { key: "come", label: _t("Please come to reception") },
    { key: "call", label: _t("Please call reception") },
    { key: "leave", label: _t("The time is over") },
];

/** A word to the host: one of a few, in the host's language, or in own words. */
export class HostMessage extends Component {
    static template = "visitor_management.HostMessage";
    static props = { onSend: Function, onCancel: Function };

    setup() {
        this.messages = MESSAGES;
        this.hint = _t("or in your own words");
        this.state = useState({ text: "" });
        useAutofocus({ refName: "text" });
    }

    send() {
        const text = this.state.text.trim();
        if (text) {
            this.props.onSend("", text);
        }
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.stopPropagation();
            this.props.onCancel();
        }
    }
}
