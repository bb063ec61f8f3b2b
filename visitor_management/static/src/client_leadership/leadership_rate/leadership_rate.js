import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/views/fields/formatters";
import { Component } from "@odoo/owl";
import { formatRate } from "../../client_statistics/rate_field/rate_field";
import { SparkLine } from "../spark_line/spark_line";

/** A rate of a month: how it changed, what it was to be, and the year before it. */
export class LeadershipRate extends Component {
    static template = "visitor_management.LeadershipRate";
    static components = { SparkLine };
    static props = { label: String, cell: Object };

    get known() {
        return this.props.cell.rate !== false;
    }

    get rate() {
        return formatRate(this.props.cell.rate) || "–";
    }

    get change() {
        const { change } = this.props.cell;
        if (change === false) {
            return false;
        }
        const points = formatFloat(Math.abs(100 * change), { digits: [16, 1] });
        if (!change) {
            return { icon: "fa-minus", colour: "text-muted", text: _t("unchanged") };
        }
        return change > 0
            ? { icon: "fa-arrow-up", colour: "o_cl_good", text: `+${points}` }
            : { icon: "fa-arrow-down", colour: "o_cl_bad", text: `−${points}` };
    }

    get target() {
        const { target, missed } = this.props.cell;
        if (target === false || !this.known) {
            return false;
        }
        const share = `${formatFloat(100 * target, { digits: [16, 1], trailingZeros: false })}\u00a0%`;
        return missed
            ? { icon: "fa-times-circle", colour: "o_cl_bad", text: _t("target of %s missed", share) }
            : { icon: "fa-check-circle", colour: "o_cl_good", text: _t("target of %s reached", share) };
    }
}
