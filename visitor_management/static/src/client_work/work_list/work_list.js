import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { AnchoredList } from "../../live_screen/anchored_list/anchored_list";
import { LISTS } from "../work_words";
import { WorkLine } from "./work_line";

/** The lines of one list, with a heading where a part of it begins. */
export class WorkList extends Component {
    static template = "visitor_management.WorkList";
    static components = { AnchoredList, WorkLine };
    static props = {
        model: Object,
        listRef: Function,
        onOpen: Function,
        onHandOver: Function,
        slots: { type: Object, optional: true },
    };

    get model() {
        return this.props.model;
    }

    get now() {
        return this.model.now.toMillis();
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
}
