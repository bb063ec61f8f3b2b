import { Component, onPatched, onWillPatch, useEffect, useRef } from "@odoo/owl";
import { LISTS } from "../work_words";
import { WorkLine } from "./work_line";

/**
 * The lines of one list. Lines that come and go above what is looked at move the list by
 * their height: what is under the eyes stays there.
 */
export class WorkList extends Component {
    static template = "visitor_management.WorkList";
    static components = { WorkLine };
    static props = {
        model: Object,
        listRef: Function,
        onOpen: Function,
        slots: { type: Object, optional: true },
    };

    setup() {
        this.root = useRef("list");
        let anchor = null;
        onWillPatch(() => {
            anchor = this.findAnchor();
        });
        onPatched(() => {
            const line = anchor && document.getElementById(anchor.id);
            if (line) {
                this.root.el.scrollTop += line.offsetTop - anchor.top;
            }
        });
        useEffect(
            (el) => {
                this.props.listRef(el);
            },
            () => [this.root.el]
        );
        useEffect(
            () => {
                document.getElementById(this.selectedId)?.scrollIntoView({ block: "nearest" });
            },
            () => [this.selectedId]
        );
    }

    get model() {
        return this.props.model;
    }

    get now() {
        return this.model.now.toMillis();
    }

    get selectedId() {
        const { selected } = this.model;
        return selected ? `o_cw_line_${selected.kind}_${selected.id}` : undefined;
    }

    get severalCompanies() {
        return this.model.screen.companies.length > 1;
    }

    /** Where a part of the list begins: overdue, today, next days. */
    heading(index) {
        const { lines, list } = this.model;
        if (list !== "due") {
            return "";
        }
        const part = this.model.partOf(lines[index]);
        return index && this.model.partOf(lines[index - 1]) === part ? "" : LISTS[part].label;
    }

    companyOf(line) {
        return this.severalCompanies ? this.model.company(line.company_id)?.name : undefined;
    }

    /** The line whose place is kept: the first one that is seen. */
    findAnchor() {
        const list = this.root.el;
        if (!list?.scrollTop) {
            return null;
        }
        for (const line of list.querySelectorAll(".o_cw_line")) {
            if (line.offsetTop + line.offsetHeight > list.scrollTop) {
                return { id: line.id, top: line.offsetTop };
            }
        }
        return null;
    }
}
