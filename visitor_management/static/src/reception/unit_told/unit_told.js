import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

const ICONS = {
    leave_at_gate: "fa-archive",
    send_up: "fa-arrow-up",
    call_first: "fa-phone",
    away: "fa-plane",
    carer: "fa-user-md",
    other: "fa-commenting-o",
};

/** What a unit asks of the desk, as soon as the unit is chosen. */
export class UnitTold extends Component {
    static template = "visitor_management.UnitTold";
    static props = {
        unit: String,
        told: { type: Array, optional: true }, // as visitor.unit._instructions sends it
    };
    static defaultProps = { told: [] };

    get title() {
        return _t("Unit %(unit)s asks", { unit: this.props.unit });
    }

    icon({ kind }) {
        return ICONS[kind];
    }
}
