import { Component, onMounted, useRef, useState } from "@odoo/owl";

/** Somebody who stands at the assembly point and is not on the list. */
export class AddPerson extends Component {
    static template = "visitor_management.MusterAddPerson";
    static props = { areas: Array, words: Object, onAdd: Function, onClose: Function };

    setup() {
        this.state = useState({ name: "", area: "", isMissing: false });
        this.name = useRef("name");
        onMounted(() => this.name.el.focus());
    }

    add(ev) {
        ev.preventDefault();
        const name = this.state.name.trim();
        if (!name) {
            this.state.isMissing = true;
            this.name.el.focus();
            return;
        }
        const area = this.props.areas.find((each) => String(each.id) === this.state.area);
        this.props.onAdd({ name, area: area || null });
    }
}
