import { Component, markup, useState } from "@odoo/owl";

import { InkPad } from "../ink_pad/ink_pad";
import { fill } from "../words";
import { inert } from "./inert";

/** Rules to read and to agree to, with a signature where they ask for one. */
export class PolicyStep extends Component {
    static template = "visitor_management.PolicyStep";
    static components = { InkPad };
    static props = { model: Object, step: Object, words: Object };

    setup() {
        this.state = useState({ ticked: false, missing: "" });
        this.ink = null;
        this.shown = this.props.step.policy;
    }

    /** Accepted at the desk meanwhile, it is not sent again; it is still read here. */
    get policy() {
        return this.props.step.policy || this.shown;
    }

    get body() {
        return markup(inert(this.policy.body));
    }

    get statement() {
        const { name, headcount: count } = this.props.model.document.visitor;
        const { words } = this.props;
        return fill(count > 1 ? words.agree_for : words.agree_as, { name, count });
    }

    get version() {
        return fill(this.props.words.version, { version: this.policy.version });
    }

    onInk(canvas) {
        this.ink = canvas;
        this.state.missing = canvas ? "" : this.state.missing;
    }

    save() {
        const { id, asks_signature } = this.policy;
        const ready = asks_signature ? this.ink : this.state.ticked;
        this.state.missing = ready ? "" : asks_signature ? "missing_signature" : "missing_tick";
        if (ready) {
            const picture = this.ink && this.ink.toDataURL("image/png").split(",")[1];
            this.props.model.finish("/policy", { policy_id: id, signature: picture || false });
        }
    }
}
