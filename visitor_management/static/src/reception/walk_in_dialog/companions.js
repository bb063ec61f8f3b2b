import { Component, useEffect, useRef } from "@odoo/owl";

/** Those who came along with a walk-in and say their names: a line each. */
export class Companions extends Component {
    static template = "visitor_management.Companions";
    static props = { companions: Array, onRemove: Function };

    setup() {
        this.root = useRef("root");
        let lines = 0;
        useEffect(
            (count) => {
                if (count > lines) {
                    this.root.el.lastElementChild.querySelector("input").focus();
                }
                lines = count;
            },
            () => [this.props.companions.length]
        );
    }
}
