import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { formatFloatTime } from "@web/views/fields/formatters";
import { formatHour } from "../client_work/work_hours";

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
        const both = this.props.since.map((each) => [each.name, this.isText(each) ? "both" : "mine"]);
        this.chosen = useState(Object.fromEntries(both));
    }

    field({ name }) {
        return this.props.record.fields[name];
    }

    isText(each) {
        return this.field(each).type === "text";
    }

    who({ by, when, label }) {
        return _t("%(name)s wrote here at %(when)s, while you typed: %(what)s", {
            name: by || _t("A colleague"),
            when,
            what: label,
        });
    }

    /** An answer as people read it. */
    said(each, value) {
        const { type, selection } = this.field(each);
        if (type === "boolean") {
            return value ? _t("Yes") : _t("No");
        }
        if (type === "float") {
            return value ? formatHour(value) : "–";
        }
        if (type === "float") {
            return formatFloatTime(value || 0);
        }
        const found = selection?.find(([key]) => key === value);
        return found ? found[1] : value || "–";
    }

    options(each) {
        const both = this.isText(each) ? [["both", _t("Keep both")]] : [];
        return [...both, ["mine", _t("Keep mine")], ["theirs", _t("Take theirs")]];
    }

    /** @returns {any} what is to stand there */
    result(each) {
        const mine = this.props.typed[each.name];
        return {
            both: [each.theirs, mine].filter(Boolean).join("\n"),
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
