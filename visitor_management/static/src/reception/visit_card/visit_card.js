import { Component } from "@odoo/owl";
import { formatSiteWindow } from "../site_time";

/** What the appointment is: kind, purpose, when, whom, and how to call the host. */
export class VisitCard extends Component {
    static template = "visitor_management.VisitCard";
    static props = { visit: Object, slots: { type: Object, optional: true } };

    get when() {
        const { start, stop, tz } = this.props.visit;
        return formatSiteWindow(start, stop, tz);
    }

    get what() {
        const { type, purpose } = this.props.visit;
        return [type, purpose].filter(Boolean).join(" · ");
    }
}
