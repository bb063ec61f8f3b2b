import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatSiteTime, toMilliseconds } from "../../live_screen/site_time";
import { lookOf } from "../../state_badge/state_looks";
import { howLate, SEVERITIES } from "../work_words";

const { DateTime } = luxon;

/** One line of the list: a client to call, or an order to a department. */
export class WorkLine extends Component {
    static template = "visitor_management.WorkLine";
    static props = {
        line: Object,
        labels: Object,
        userId: Number,
        company: { type: String, optional: true }, // its name, where there are several
        tz: String,
        now: Number, // in milliseconds
        selected: Boolean,
        onOpen: Function,
    };

    get isOrder() {
        return this.props.line.kind === "order";
    }

    get isOpen() {
        const { state } = this.props.line;
        return ["planned", "reached"].includes(state);
    }

    get lateBy() {
        const { line, now } = this.props;
        return this.isOpen ? now - toMilliseconds(line.due_at) : 0;
    }

    get isLate() {
        return this.isOrder ? this.props.line.late : this.lateBy > 0;
    }

    /** When it is due, or how late it is; of what is done, when that was. */
    get time() {
        const { line, tz } = this.props;
        if (this.isOrder) {
            return DateTime.fromISO(line.deadline).toLocaleString({ month: "short", day: "numeric" });
        }
        if (this.lateBy > 0) {
            return howLate(this.lateBy);
        }
        return formatSiteTime(line.finished_at || line.due_at, tz);
    }

    get severity() {
        const { line, labels } = this.props;
        const severity = SEVERITIES[line.severity];
        return severity && { ...severity, label: labels.severity[line.severity] };
    }

    /** What besides complaints is called about. */
    get source() {
        const { line, labels } = this.props;
        return line.source && line.source !== "complaint" ? labels.source[line.source] : "";
    }

    get state() {
        const { line, labels } = this.props;
        if (line.state === "planned") {
            return null;
        }
        return this.isOrder
            ? { ...lookOf("client.rectification", line.state), label: labels.order[line.state] }
            : { ...lookOf("client.callback", line.state), label: labels.state[line.state] };
    }

    get round() {
        const { line } = this.props;
        return line.round > 1 ? _t("Round %(number)s", { number: line.round }) : "";
    }

    get tried() {
        const { line, tz } = this.props;
        return line.tried
            ? _t("Tried %(count)s ×, last %(time)s", {
                  count: line.tried,
                  time: formatSiteTime(line.tried_at, tz),
              })
            : "";
    }

    get caller() {
        const { line, userId } = this.props;
        return line.caller_id === userId ? _t("You") : line.caller;
    }
}
