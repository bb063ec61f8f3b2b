import { Component, onMounted, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { formatSeconds, lookOf, secondsOf } from "./waiting";

/** Who is asked for a visitor who waits, what was said, and the seconds counting up. */
export class WaitClock extends Component {
    static template = "visitor_management.WaitClock";
    static props = { wait: Object, long: { type: Boolean, optional: true } };

    setup() {
        this.state = useState({ now: Date.now() });
        let timer;
        onMounted(() => {
            timer = browser.setInterval(() => (this.state.now = Date.now()), 1000);
        });
        onWillUnmount(() => browser.clearInterval(timer));
    }

    get look() {
        return lookOf(this.props.wait, this.state.now);
    }

    get seconds() {
        return formatSeconds(secondsOf(this.props.wait, this.state.now));
    }
}
