import { Component, useState } from "@odoo/owl";

import { InkPad } from "../ink_pad/ink_pad";
import { fill } from "../words";

/** The visitor signs for the line of the register. */
export class SignatureStep extends Component {
    static template = "visitor_management.SignatureStep";
    static components = { InkPad };
    static props = { model: Object, step: Object, words: Object };

    setup() {
        this.state = useState({ missing: false });
        this.ink = null;
    }

    get statement() {
        const { model, words } = this.props;
        const { headcount: count } = model.document.visitor;
        const { site } = model.document.visit;
        return fill(count > 1 ? words.sign_entry_group : words.sign_entry, { count, site });
    }

    onInk(canvas) {
        this.ink = canvas;
        this.state.missing = this.state.missing && !canvas;
    }

    async save() {
        this.state.missing = !this.ink;
        if (this.ink) {
            const picture = await new Promise((done) => this.ink.toBlob(done, "image/png"));
            this.props.model.finish("/signature", picture);
        }
    }
}
