import { Component, useState } from "@odoo/owl";

import { fill } from "../words";

const STATES = ["added", "asked", "kept"];

/** Who comes along: named one after the other. */
export class CompanionsPage extends Component {
    static template = "visitor_management.CompanionsPage";
    static props = { model: Object, words: Object };

    setup() {
        this.state = useState({ name: "", email: "", missing: false });
    }

    get said() {
        const { companions } = this.props.model.document;
        return STATES.filter((state) => companions[state]).map((state) =>
            fill(this.props.words[`companions_${state}`], { count: companions[state] })
        );
    }

    get places() {
        const { places } = this.props.model.document.companions;
        const { words } = this.props;
        return places ? fill(words.places, { count: places }) : words.no_places;
    }

    async save() {
        const name = this.state.name.trim();
        this.state.missing = !name;
        if (!name) {
            return;
        }
        const email = this.state.email.trim();
        const body = email ? { name, email } : { name };
        if (await this.props.model.send("/companions", body)) {
            Object.assign(this.state, { name: "", email: "" });
        }
    }
}
