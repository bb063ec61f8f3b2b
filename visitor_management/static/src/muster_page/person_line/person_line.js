import { Component } from "@odoo/owl";

import { STATUSES } from "../roll";

export const SIGNS = { missing: "?", safe: "✓", injured: "✚", off_site: "→" };

/** One person: a thumb says safe, the rest opens. */
export class PersonLine extends Component {
    static template = "visitor_management.MusterPersonLine";
    static props = {
        line: Object,
        words: Object,
        isLate: Boolean,
        isOpen: Boolean,
        onTick: Function,
        onOpen: Function,
    };

    setup() {
        this.signs = SIGNS;
    }

    /** What can be told about somebody who is on the server's list, or that it waits. */
    get canTick() {
        return !this.props.line.isLocal;
    }

    get others() {
        const now = this.props.line.status;
        // safe has a button of its own while somebody is missing
        const shown = now === "missing" ? ["missing", "safe"] : [now];
        return STATUSES.filter((each) => !shown.includes(each));
    }

    get about() {
        const { firm, host, area, n_of } = this.props.line;
        return { firm, host, area, n_of: n_of || "" };
    }
}
