import { Component } from "@odoo/owl";
import { formatSiteWindow, siteTime } from "../../live_screen/site_time";

/** What is planned for the visitors: when, what, where, whose it is; what is on now. */
export class Programme extends Component {
    static template = "visitor_management.Programme";
    static props = { points: Array, tz: String, now: Number, onPrint: Function };

    get points() {
        const { points, tz, now } = this.props;
        return points.map((point) => ({
            ...point,
            when: formatSiteWindow(point.start, point.stop, tz),
            isNow: siteTime(point.start, tz) <= now && now < siteTime(point.stop, tz),
            isOver: siteTime(point.stop, tz) <= now,
        }));
    }
}
