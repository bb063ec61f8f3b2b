import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** What mends a missing condition at the desk, where a click can. */
const MENDING = {
    identity_missing: { name: "identity", label: _t("Check identity"), icon: "fa-id-badge" },
    identity_expired: { name: "identity", label: _t("Check identity"), icon: "fa-id-badge" },
    photo_missing: { name: "photo", label: _t("Take photo"), icon: "fa-camera" },
    signature_missing: { name: "signature", label: _t("Sign"), icon: "fa-pencil" },
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
        return this.props.person.missing_now.filter(({ code }) => code !== "not_approved");
    }

    mending(reason) {
        return MENDING[reason.code];
    }

    setAside({ by, reason }) {
        return _t("Set aside by %(by)s: %(reason)s", { by, reason });
    }

    whoWaives(reason) {
        return reason.waived_by && !reason.may_waive
            ? _t("%(group)s may set this aside.", { group: reason.waived_by })
            : "";
    }
}
