import { Component } from "@odoo/owl";

import { fill } from "@visitor_management/visitor_steps/words";

import { STATUSES } from "../roll";

export const SIGNS = { missing: "?", safe: "✓", injured: "✚", off_site: "→" };

/** How one head is called: "Delegation 3 of 12". */
export function named({ name, number, of }, words) {
    return of > 1 ? fill(words.person_of, { name, number, all: of }) : name;
}

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

    get name() {
        return named(this.props.line, this.props.words);
    }

    get others() {
        const now = this.props.line.status;
        // safe has a button of its own while somebody is missing
        const shown = now === "missing" ? ["missing", "safe"] : [now];
        return STATUSES.filter((each) => !shown.includes(each));
    }

    get about() {
        const { firm, host, area } = this.props.line;
        return { firm, host, area };
    }
}
