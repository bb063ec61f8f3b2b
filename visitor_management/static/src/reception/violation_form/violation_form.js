import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";

/** What a violation looks like: a tone and an icon, by its severity. */
const LOOKS = {
    minor: ["neutral", "fa-info-circle"],
    general: ["waiting", "fa-exclamation-circle"],
    serious: ["refused", "fa-exclamation-triangle"],
};

/** What a visitor did that is not allowed: one click on its kind reports it. */
export class ViolationForm extends Component {
    static template = "visitor_management.ViolationForm";
    static props = {
        loadTypes: Function,
        onReport: Function, // with the id of the kind and what was seen
        onCancel: Function,
    };

    setup() {
        this.root = useRef("root");
        this.state = useState({ types: [], facts: "" });
        onWillStart(async () => {
            const types = await this.props.loadTypes();
            this.state.types = types.map((type) => {
                const [tone, icon] = LOOKS[type.severity];
                return { ...type, tone, icon };
            });
        });
        useEffect(
            () => this.root.el.querySelector(".btn")?.focus(),
            () => []
        );
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.stopPropagation();
            this.props.onCancel();
        }
    }
}
