import { Component, useState } from "@odoo/owl";
import { CHANNELS } from "../host_answer/host_answer";

/** Restricted areas that nobody has opened: who is asked, and what the desk may record. */
export class AreaAnswer extends Component {
    static template = "visitor_management.AreaAnswer";
    static props = {
        visit: Object,
        onOpen: Function, // with the channel and, for an answer passed on, the occupant
    };

    setup() {
        this.channels = CHANNELS;
        this.state = useState({ occupant: 0 });
    }

    /** Who answered: the only one, or whom the desk has chosen. */
    get occupant() {
        const { occupants } = this.props.visit;
        const chosen = occupants.find((each) => each.id === this.state.occupant);
        return chosen || (occupants.length === 1 ? occupants[0] : null);
    }

    choose(ev) {
        this.state.occupant = Number(ev.target.value);
    }
}
