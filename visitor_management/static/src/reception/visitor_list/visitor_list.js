import { Component } from "@odoo/owl";
import { AnchoredList } from "../../live_screen/anchored_list/anchored_list";
import { VisitorLine } from "./visitor_line";

/** The people of one list. */
export class VisitorList extends Component {
    static template = "visitor_management.VisitorList";
    static components = { AnchoredList, VisitorLine };
    static props = {
        lines: Array,
        selected: { type: [Object, { value: null }] },
        tz: String,
        now: Object,
        days: Number,
        listRef: Function,
        onOpen: Function,
        onCheckIn: Function, // with the id of a person who is ready
        slots: { type: Object, optional: true },
    };

    isSelected(line) {
        const { selected } = this.props;
        return selected?.kind === line.kind && selected.id === line.id;
    }
}
