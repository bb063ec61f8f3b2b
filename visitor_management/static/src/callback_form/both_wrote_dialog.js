import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { answerAsRead, canKeepBoth, keepBoth, whoWrote } from "../client_work/both_wrote";

/** What two people wrote in the same place: one of them, or both, is kept. */
export class BothWroteDialog extends Component {
    static template = "visitor_management.BothWroteDialog";
    static components = { Dialog };
    static props = {
        record: Object,
        since: Array, // as the server answers
        typed: Object,
        onChosen: Function,
        close: Function,
    };

    setup() {
        this.title = _t("A colleague wrote here, too");
        this.who = whoWrote;
        const first = ({ name }) => [name, canKeepBoth(name) ? "both" : "mine"];
        this.chosen = useState(Object.fromEntries(this.props.since.map(first)));
    }

    said({ name }, value) {
        const { selection } = this.props.record.fields[name];
        return answerAsRead(name, value, Object.fromEntries(selection || []));
    }

    options({ name }) {
        const both = canKeepBoth(name) ? [["both", _t("Keep both")]] : [];
        return [...both, ["mine", _t("Keep mine")], ["theirs", _t("Take theirs")]];
    }

    /** @returns {any} what is to stand there */
    result(each) {
        const mine = this.props.typed[each.name];
        return {
            both: keepBoth(each.theirs, mine),
            mine,
            theirs: each.theirs || false,
        }[this.chosen[each.name]];
    }

    save() {
        const chosen = this.props.since.map((each) => [each.name, this.result(each)]);
        this.props.onChosen(Object.fromEntries(chosen));
        this.props.close();
    }
}
