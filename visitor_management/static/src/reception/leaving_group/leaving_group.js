import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** Several people leave: what was handed out to them as a list to tick. */
export class LeavingGroup extends Component {
    static template = "visitor_management.LeavingGroup";
    static props = { people: Array, onLeave: Function, onCancel: Function };

    setup() {
        this.state = useState({ kept: {} }); // who did not give back what they had
    }

    get holders() {
        return this.props.people
            .filter((person) => person.card_out || person.printed_out)
            .map((person) => ({ ...person, things: this.things(person) }));
    }

    /** Whose things are still here: they stay in the ledger. */
    get staying() {
        return this.props.people.filter((person) => person.things?.length);
    }

    things({ card, card_out, printed_out }) {
        const things = [];
        if (card_out) {
            things.push(_t("Card %(number)s", { number: card }));
        }
        if (printed_out) {
            things.push(_t("Printed pass"));
        }
        return things.join(" · ");
    }

    get leaveLabel() {
        return _t("Check out %(count)s", { count: this.props.people.length });
    }

    toggle({ id }) {
        this.state.kept[id] = !this.state.kept[id];
    }

    leave() {
        const kept = this.props.people.filter(({ id }) => this.state.kept[id]);
        this.props.onLeave(kept.map(({ id }) => id));
    }
}
