import { Component } from "@odoo/owl";
import { lineId } from "../../live_screen/anchored_list/anchored_list";
import { formatSiteTime } from "../../live_screen/site_time";
import { CATEGORIES, STATUSES } from "../muster_words";

/** Somebody on the list: who, where last, how seen, and the button that says safe. */
export class PersonLine extends Component {
    static template = "visitor_management.MusterPersonLine";
    static props = {
        line: Object,
        look: Object,
        tz: String,
        selected: Boolean,
        onOpen: Function,
        onMark: Function,
    };

    get id() {
        return lineId(this.props.line);
    }

    get about() {
        const { category, firm, host } = this.props.line;
        return [CATEGORIES[category], firm, host && `→ ${host}`].filter(Boolean).join(" · ");
    }

    get at() {
        return formatSiteTime(this.props.line.at, this.props.tz);
    }

    get next() {
        const status = this.props.line.status === "missing" ? "safe" : "missing";
        return { status, ...STATUSES[status] };
    }
}
