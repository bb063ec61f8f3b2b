import { Component, useState } from "@odoo/owl";

/** The visitor does not come. */
export class DeclinePage extends Component {
    static template = "visitor_management.DeclinePage";
    static props = { model: Object, words: Object };

    setup() {
        this.state = useState({ reason: "" });
    }

    save() {
        this.props.model.decline(this.state.reason.trim());
    }
}
