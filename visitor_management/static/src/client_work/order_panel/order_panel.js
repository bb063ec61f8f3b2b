import { Component } from "@odoo/owl";
import { CaseCard } from "../case_card/case_card";
import { SEVERITIES, STUCK_HINTS } from "../work_words";

/** An order that a client waits for, with its case. */
export class OrderPanel extends Component {
    static template = "visitor_management.OrderPanel";
    static components = { CaseCard };
    static props = { model: Object, calls: Object, detail: Object };

    get order() {
        return this.props.detail;
    }

    get severity() {
        const { severity } = this.order;
        const { labels } = this.props.model.screen;
        return severity && { ...SEVERITIES[severity], label: labels.severity[severity] };
    }

    get stuck() {
        return STUCK_HINTS[this.order.stuck];
    }

    openNext() {
        this.props.model.open({ kind: "callback", id: this.order.next_callback_id });
    }
}
