import { Component, onPatched, onWillPatch, useEffect, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
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
        onHandOver: Function,
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

    /** Where a part of the list begins: overdue, today, next days; why it is stuck. */
    heading(index) {
        const { lines } = this.model;
        const heading = this.headingOf(lines[index]);
        return index && this.headingOf(lines[index - 1]) === heading ? "" : heading;
    }

    headingOf(line) {
        const { list, screen } = this.model;
        if (list === "stuck") {
            return screen.labels.stuck[line.stuck] || "";
        }
        return list === "due" ? LISTS[this.model.partOf(line)].label : "";
    }

    /** What of people who have left has no line here. */
    get elsewhere() {
        const { counts, list } = this.model;
        return list === "stuck" && counts.elsewhere
            ? _t("Of people who have left in client visits and plans: %(count)s", {
                  count: counts.elsewhere,
              })
            : "";
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
