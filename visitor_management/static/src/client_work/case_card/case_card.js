import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { TONE_OF_RESULT } from "../work_words";
import { lookOf } from "../../state_badge/state_looks";
import { OrderList } from "../order_list/order_list";

/** What it is about: the complaint, what was done, the rounds before, the orders. */
export class CaseCard extends Component {
    static template = "visitor_management.CaseCard";
    static components = { OrderList };
    static props = { model: Object, calls: Object, detail: Object };

    get detail() {
        return this.props.detail;
    }

    get complaint() {
        return this.detail.complaint;
    }

    get look() {
        return lookOf("client.complaint", this.complaint.state);
    }

    get received() {
        const { received_at, received_by } = this.complaint;
        const when = this.props.calls.when(received_at);
        return received_by
            ? _t("Received %(when)s by %(name)s", { when, name: received_by })
            : _t("Received %(when)s", { when });
    }

    get handled() {
        const { handled_at, department } = this.complaint;
        if (!handled_at) {
            return department
                ? _t("Not handled yet by %(department)s", { department })
                : _t("Not handled yet");
        }
        const when = this.props.calls.when(handled_at);
        return department
            ? _t("Handled %(when)s by %(department)s", { when, department })
            : _t("Handled %(when)s", { when });
    }

    get times() {
        return _t("Complained of %(count)s times", { count: this.complaint.times });
    }

    roundTitle(round) {
        return _t("Round %(number)s", { number: round.round });
    }

    roundWord(round) {
        const { labels } = this.props.model.screen;
        return labels.result[round.result] || labels.state[round.state];
    }

    toneOf(round) {
        return TONE_OF_RESULT[round.result] || "neutral";
    }
}
