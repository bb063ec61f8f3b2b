import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ReasonForm } from "../../live_screen/reason_form/reason_form";
import { lookOf } from "../../state_badge/state_looks";

/** The orders of a case with their state, and what the user may do with each. */
export class OrderList extends Component {
    static template = "visitor_management.OrderList";
    static components = { ReasonForm };
    static props = { model: Object, calls: Object, orders: Array };

    setup() {
        this.reopenHint = _t("What is still wrong?");
        this.reopenLabel = _t("Reopen order");
        this.doneHint = _t("What was done?");
        this.doneLabel = _t("Report as done");
    }

    get orders() {
        const { model, orders } = this.props;
        return orders.map((order) => ({
            ...order,
            ...lookOf("client.rectification", order.state),
            label: model.screen.labels.order[order.state],
        }));
    }

    deadline(order) {
        return _t("by %(day)s", { day: this.props.calls.day(order.deadline) });
    }

    /** @param {"done"|"reopen"} name of what asks for a sentence */
    form(name, order) {
        return `${name}${order.id}`;
    }
}
