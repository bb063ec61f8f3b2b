import { Component } from "@odoo/owl";
import { useNow } from "../../live_screen/now";
import { secondsSince, stopwatch } from "../muster_words";

/** How long a roll call runs: alone in its component, so that only it is drawn anew. */
export class Stopwatch extends Component {
    static template = "visitor_management.MusterStopwatch";
    static props = { startedAt: String };

    setup() {
        this.clock = useNow();
    }

    get time() {
        return stopwatch(secondsSince(this.props.startedAt, this.clock.now));
    }
}
