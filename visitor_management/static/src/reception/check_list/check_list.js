import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** What admission may name to mend a condition, where a click at the desk can. */
export const BUTTONS = {
    identity: { label: _t("Check identity"), icon: "fa-id-badge" },
    photo: { label: _t("Take photo"), icon: "fa-camera" },
    policy: { label: _t("Show the rules"), icon: "fa-file-text-o" },
    names: { label: _t("Enter names"), icon: "fa-users" },
    escort: { label: _t("Ask coordinator"), icon: "fa-users" },
    permit: { label: _t("Permit and papers"), icon: "fa-wrench" },
    induction: { label: _t("Safety training"), icon: "fa-graduation-cap" },
    signature: { label: _t("Sign"), icon: "fa-pencil" },
};

/** What admission asks for: met, missing and who may mend it, and set aside by whom. */
export class CheckList extends Component {
    static template = "visitor_management.CheckList";
    static props = {
        person: Object,
        onMend: Function,
        onWaive: Function,
        waiving: { type: String, optional: true },
        slots: { type: Object, optional: true },
    };

    /** Without the approval, which has its own place with the answers of the host. */
    get missing() {
        return this.props.person.missing_now.filter(({ mend }) => mend !== "approval");
    }

    button(reason) {
        return BUTTONS[reason.mend];
    }

    setAside({ by, reason }) {
        return _t("Set aside by %(by)s: %(reason)s", { by, reason });
    }

    /** Of the watchlist the sentence says it. */
    whoWaives(reason) {
        if (reason.mend === "watchlist") {
            return "";
        }
        return reason.waived_by && !reason.may_waive
            ? _t("%(group)s may set this aside.", { group: reason.waived_by })
            : "";
    }
}
