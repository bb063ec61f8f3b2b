import { Component } from "@odoo/owl";

import { PersonSearch } from "../person_search/person_search";
import { MODES } from "../talk_record";

/** One thing that the client said, and what becomes of it. */
export class TalkItem extends Component {
    static template = "visitor_management.TalkItem";
    static components = { PersonSearch };
    static props = {
        item: Object,
        record: Object,
        terms: Object,
        conflict: { type: Object, optional: true },
    };

    setup() {
        this.modes = [
            [MODES.answered, this.props.terms.answered],
            [MODES.given, this.props.terms.give],
            [MODES.later, this.props.terms.later],
        ];
    }

    /** The first day that a solution may be promised for, on the phone's clock. */
    get today() {
        const now = new Date();
        const numbers = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
        return numbers.map((each) => String(each).padStart(2, "0")).join("-");
    }

    get lacks() {
        return this.props.record.lacks(this.props.item);
    }

    get kind() {
        const { item, record } = this.props;
        return record.visit.kinds.find((each) => each[0] === item.kind)[1];
    }

    get person() {
        const { item, record } = this.props;
        return record.visit.persons.find((each) => each.id === item.escalated_to_id);
    }

    set(name, value) {
        this.props.record.change(this.props.item, { [name]: value });
    }

    nextKind() {
        const { item, record } = this.props;
        const kinds = record.visit.kinds.map((each) => each[0]);
        this.set("kind", kinds[(kinds.indexOf(item.kind) + 1) % kinds.length]);
    }

    decide(choice) {
        this.props.record.decide(this.props.conflict, choice);
    }
}
