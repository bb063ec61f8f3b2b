import { _t } from "@web/core/l10n/translation";
import { Component } from "@odoo/owl";
import { formatRate } from "../../client_statistics/rate_field/rate_field";

const WIDTH = 110;
const HEIGHT = 24;
// a change of a tenth of a point is no cliff
const LEAST_SPAN = 0.1;

/** Twelve months of a rate as a small line, with its target; the last month is a dot. */
export class SparkLine extends Component {
    static template = "visitor_management.SparkLine";
    static props = {
        label: String,
        values: Array, // shares, false where there is none
        target: { type: [Number, Boolean], optional: true },
    };

    setup() {
        this.width = WIDTH;
        this.height = HEIGHT;
    }

    get known() {
        return this.props.values.filter((value) => value !== false);
    }

    get target() {
        const { target } = this.props;
        return target === false || target === undefined ? false : this.y(target);
    }

    /** A path with a gap where a month has no rate; a month alone is a dot. */
    get path() {
        let pen = "M";
        return this.props.values
            .map((value, index) => {
                const command = value === false ? "" : `${pen}${this.x(index)} ${this.y(value)}h0`;
                pen = value === false ? "M" : "L";
                return command;
            })
            .join("");
    }

    get dot() {
        const last = this.props.values.at(-1);
        return last === false ? "" : `M${this.x(this.props.values.length - 1)} ${this.y(last)}h0`;
    }

    get words() {
        const { label } = this.props;
        return _t("%(rate)s in twelve months: lowest %(lowest)s, highest %(highest)s", {
            rate: label,
            lowest: formatRate(Math.min(...this.known)),
            highest: formatRate(Math.max(...this.known)),
        });
    }

    x(index) {
        const margin = 4;
        return margin + ((WIDTH - 2 * margin) * index) / (this.props.values.length - 1);
    }

    y(value) {
        const { target } = this.props;
        const shown = target === false || target === undefined ? this.known : [...this.known, target];
        const [low, high] = [Math.min(...shown), Math.max(...shown)];
        const span = Math.max(high - low, LEAST_SPAN);
        const middle = (low + high) / 2;
        const margin = 4;
        const height = HEIGHT - 2 * margin;
        return (margin + height * (0.5 - (value - middle) / span)).toFixed(1);
    }
}
