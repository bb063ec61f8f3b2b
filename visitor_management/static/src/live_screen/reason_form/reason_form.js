import { Component, useState } from "@odoo/owl";
import { useAutofocus } from "@web/core/utils/hooks";

/** One line for a reason that is kept, with its button. */
export class ReasonForm extends Component {
    static template = "visitor_management.ReasonForm";
    static props = {
        placeholder: String,
        button: String,
        danger: { type: Boolean, optional: true },
        onConfirm: Function,
        onCancel: Function,
    };

    setup() {
        this.state = useState({ reason: "" });
        useAutofocus({ refName: "reason" });
    }

    confirm() {
        const reason = this.state.reason.trim();
        if (reason) {
            this.props.onConfirm(reason);
        }
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.stopPropagation();
            this.props.onCancel();
        }
    }
}
