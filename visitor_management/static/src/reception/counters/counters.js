import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { LISTS } from "../status";

/** The lists of the day with how many people are on each; one of them is shown. */
export class Counters extends Component {
    static template = "visitor_management.Counters";
    static props = {
        counts: Object,
        capacity: Number,
        cardsOut: Object,
        list: String,
        days: Number,
        onChoose: Function,
        onCards: Function,
    };

    get lists() {
        return Object.entries(LISTS).map(([key, list]) => ({
            key,
            ...list,
            label: (this.props.days && list.otherDay) || list.label,
            count: this.props.counts[key],
        }));
    }

    get cards() {
        return this.props.cardsOut.issued + this.props.cardsOut.left_open;
    }

    get notBack() {
        return _t("%(count)s not given back", { count: this.props.cardsOut.left_open });
    }

    get isFull() {
        return this.props.capacity > 0 && this.props.counts.inside >= this.props.capacity;
    }
}
