import { Component } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { lookOf } from "../../state_badge/state_looks";

/** The works that a visit is for: their permit as it is now, and who comes for it. */
export class PermitLine extends Component {
    static template = "visitor_management.PermitLine";
    static props = { permit: Object, visitId: Number, onPicked: Function };

    setup() {
        this.action = useService("action");
    }

    get look() {
        return lookOf("visitor.permit", this.props.permit.state);
    }

    pick() {
        this.action.doAction("visitor_management.visitor_permit_pick_action", {
            additionalContext: { default_visit_id: this.props.visitId },
            onClose: () => this.props.onPicked(),
        });
    }

    open() {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "visitor.permit",
            res_id: this.props.permit.id,
            views: [[false, "form"]],
        });
    }
}
