import { Component, onWillDestroy, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { secondsSince, stopwatch } from "../muster_words";

const SECOND = 1000;

/** How long a roll call runs: alone in its component, so that only it is drawn anew. */
export class Stopwatch extends Component {
    static template = "visitor_management.MusterStopwatch";
    static props = { startedAt: String };

    setup() {
        this.state = useState({ now: Date.now() });
        const beat = browser.setInterval(() => (this.state.now = Date.now()), SECOND);
        onWillDestroy(() => browser.clearInterval(beat));
    }

    get time() {
        return stopwatch(secondsSince(this.props.startedAt, this.state.now));
    }
}
