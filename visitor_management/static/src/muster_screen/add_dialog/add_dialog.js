import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { useAutofocus } from "@web/core/utils/hooks";
import { STATUSES } from "../muster_words";

/** Somebody who does not stand on the list: a name, where from, and how. */
export class AddDialog extends Component {
    static template = "visitor_management.MusterAddDialog";
    static components = { Dialog };
    static props = {
        areas: Array,
        name: String, // what was searched for
        onAdd: Function,
        close: Function,
    };

    setup() {
        this.state = useState({ name: this.props.name, area: "", status: "safe" });
        this.statuses = ["safe", "injured", "missing"].map((name) => [name, STATUSES[name].label]);
        useAutofocus({ refName: "name" });
    }

    add() {
        const name = this.state.name.trim();
        if (name) {
            this.props.close();
            this.props.onAdd(name, Number(this.state.area) || false, this.state.status);
        }
    }
}
