import { Component } from "@odoo/owl";
import { useNow } from "../../live_screen/now";
import { formatSeconds, lookOf, secondsOf } from "./waiting";

/** Who is asked for a visitor who waits, what was said, and the seconds counting up. */
export class WaitClock extends Component {
    static template = "visitor_management.WaitClock";
    static props = { wait: Object, long: { type: Boolean, optional: true } };

    setup() {
        this.clock = useNow();
    }

    get look() {
        return lookOf(this.props.wait, this.clock.now);
    }

    get seconds() {
        return formatSeconds(secondsOf(this.props.wait, this.clock.now));
    }
}
