import { Component, useEffect, useRef } from "@odoo/owl";
import { formatDuration, MINUTE } from "../../live_screen/site_time";

const CHOICES = [15, 30, 60, 120, 240];

/** How much longer a visit takes: one click. */
export class ExtendForm extends Component {
    static template = "visitor_management.ExtendForm";
    static props = { onExtend: Function, onCancel: Function };

    setup() {
        this.root = useRef("root");
        this.choices = CHOICES.map((minutes) => ({
            minutes,
            label: formatDuration(minutes * MINUTE),
        }));
        useEffect(
            () => this.root.el.querySelector(".btn").focus(),
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
