import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatSiteClock, formatSiteDay } from "../../live_screen/site_time";

/** How many days from today the list can be looked at. */
export const DAYS_AWAY = 1;
const NAMES = { [-1]: _t("Yesterday"), 1: _t("Tomorrow") };

/** Which day the list is of: today with its clock, yesterday or tomorrow. */
export class DaySwitch extends Component {
    static template = "visitor_management.DaySwitch";
    static props = { days: Number, now: Object, tz: String, onChoose: Function };

    get isToday() {
        return !this.props.days;
    }

    get label() {
        const { now, tz, days } = this.props;
        return this.isToday ? formatSiteClock(now, tz) : formatSiteDay(now.plus({ days }), tz);
    }

    get name() {
        return NAMES[this.props.days];
    }

    get isFirst() {
        return this.props.days <= -DAYS_AWAY;
    }

    get isLast() {
        return this.props.days >= DAYS_AWAY;
    }
}
