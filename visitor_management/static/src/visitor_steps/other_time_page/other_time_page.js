import { Component, useState } from "@odoo/owl";

import { fill, siteFields, utcOf } from "../words";

/** Another day or hour, on the clock of the site: the host decides. */
export class OtherTimePage extends Component {
    static template = "visitor_management.OtherTimePage";
    static props = { model: Object, words: Object };

    setup() {
        const { start, stop, tz } = this.visit;
        const [day, from] = siteFields(start, tz);
        const [, until] = siteFields(stop, tz);
        this.state = useState({ day, from, until, reason: "", missing: "" });
    }

    get visit() {
        return this.props.model.document.visit;
    }

    get clock() {
        const { site, tz } = this.visit;
        return fill(this.props.words.time_at_site, { site, tz });
    }

    save() {
        const { day, from, until, reason } = this.state;
        const isThere = day && from && until;
        this.state.missing = !isThere ? "missing_time" : until <= from ? "wrong_order" : "";
        if (!this.state.missing) {
            const { tz } = this.visit;
            this.props.model.say("/other_time", {
                start: utcOf(day, from, tz),
                stop: utcOf(day, until, tz),
                reason: reason.trim(),
            });
        }
    }
}
