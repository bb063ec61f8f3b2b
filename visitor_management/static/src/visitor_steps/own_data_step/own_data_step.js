import { Component, useState } from "@odoo/owl";

/** How each is typed, and what of it comes back covered. */
const FIELDS = [
    { name: "name", type: "text", required: true },
    { name: "organization", type: "text" },
    { name: "phone", type: "tel", covered: true },
    { name: "email", type: "email", covered: true },
    { name: "vehicle_plate", type: "text", covered: true, ifAny: true },
];

/** Who the visitor is: what is known is shown, what is missing is typed. */
export class OwnDataStep extends Component {
    static template = "visitor_management.OwnDataStep";
    static props = { model: Object, step: Object, words: Object };

    setup() {
        const { visitor } = this.props.model.document;
        this.fields = FIELDS;
        const typed = {};
        for (const { name, covered } of FIELDS) {
            typed[name] = covered ? "" : visitor[name];
        }
        this.state = useState({ typed, changing: {}, missing: false });
    }

    get visitor() {
        return this.props.model.document.visitor;
    }

    /** Known, and covered: it is changed as a whole or stays. */
    isCovered({ name, covered }) {
        return Boolean(covered && this.visitor[name] && !this.state.changing[name]);
    }

    change(name) {
        this.state.changing[name] = true;
    }

    keep(name) {
        this.state.changing[name] = false;
        this.state.typed[name] = "";
    }

    save() {
        const values = {};
        for (const field of this.fields) {
            const { name, covered } = field;
            const typed = this.state.typed[name].trim();
            const known = covered ? "" : this.visitor[name];
            const removed = covered && this.state.changing[name] && !typed;
            if (!this.isCovered(field) && (typed !== known || removed)) {
                values[name] = typed;
            }
        }
        this.state.missing = values.name === "";
        if (!this.state.missing) {
            this.props.model.finish("", values);
        }
    }
}
