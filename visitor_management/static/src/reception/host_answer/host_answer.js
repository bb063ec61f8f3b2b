import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** How the host can be asked; the keys are those of the server. */
export const CHANNELS = [
    { key: "phone", label: _t("by phone"), icon: "fa-phone" },
    { key: "intercom", label: _t("by intercom"), icon: "fa-volume-control-phone" },
    { key: "in_person", label: _t("in person"), icon: "fa-handshake-o" },
];

/** A visit that waits for approval: who is asked, and what the desk may record. */
export class HostAnswer extends Component {
    static template = "visitor_management.HostAnswer";
    static props = {
        visit: Object,
        onApprove: Function,
        onSign: Function,
    };

    setup() {
        this.channels = CHANNELS;
    }

    get sentence() {
        const { visit } = this.props;
        if (visit.approval === "security") {
            if (visit.may_approve) {
                return _t("Not approved yet. Security approves this kind of visit: you decide.");
            }
            return _t("Not approved yet. Security approves this kind of visit: ask them.");
        }
        return visit.host
            ? _t("%(host)s has not agreed yet. Ask, and record the answer.", { host: visit.host })
            : _t("This visit is not approved yet.");
    }
}
