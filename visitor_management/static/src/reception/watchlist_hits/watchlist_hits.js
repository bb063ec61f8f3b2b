import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ReasonForm } from "../../live_screen/reason_form/reason_form";

/** Who on the watchlist a visitor may be, for security: decide, or let in this once. */
export class WatchlistHits extends Component {
    static template = "visitor_management.WatchlistHits";
    static components = { ReasonForm };
    static props = {
        hits: Array, // as the server sends them, to security only
        mayLetIn: Boolean,
        onDecide: Function, // (id, method, reason), answers whether it was done
        onLetIn: Function, // (reason), the same
    };

    setup() {
        this.state = useState({ asked: "" }); // what a reason is asked for: "clear-7"
        this.words = {
            clear: [_t("How do you know that it is another person?"), _t("Not the same person")],
            confirm: [_t("How do you know that it is them?"), _t("It is them")],
            letIn: [_t("Why do you let them in this once?"), _t("Let in this once")],
        };
    }

    get asked() {
        const [what, id] = this.state.asked.split("-");
        return { what, id: Number(id) };
    }

    foundBy({ evidence_label, field_label, entry_value, person_value }) {
        return _t("%(evidence)s, by %(field)s: %(mine)s on the list, %(theirs)s here", {
            evidence: evidence_label,
            field: field_label.toLowerCase(),
            mine: entry_value,
            theirs: person_value,
        });
    }

    async confirm(reason) {
        const { what, id } = this.asked;
        const done =
            what === "letIn"
                ? await this.props.onLetIn(reason)
                : await this.props.onDecide(id, `action_${what}`, reason);
        if (done) {
            this.state.asked = "";
        }
    }
}
