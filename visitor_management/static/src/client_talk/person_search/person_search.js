import { Component, useState } from "@odoo/owl";

const SHOWN = 6;

/** Choose a colleague by a part of the name or the department, without network. */
export class PersonSearch extends Component {
    static template = "visitor_management.PersonSearch";
    static props = {
        persons: Array,
        person: { type: Object, optional: true },
        hint: String,
        onChosen: Function,
    };

    setup() {
        this.state = useState({ text: "" });
    }

    get found() {
        const text = this.state.text.trim().toLowerCase();
        return this.props.persons
            .filter((each) => `${each.name} ${each.department}`.toLowerCase().includes(text))
            .slice(0, SHOWN);
    }

    choose(id) {
        this.state.text = "";
        this.props.onChosen(id);
    }
}
