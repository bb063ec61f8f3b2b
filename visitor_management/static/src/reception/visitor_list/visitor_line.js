import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatSiteTimeShort } from "../site_time";
import { STATUSES } from "../status";

/** One line of the list: a person, or a visit of several people. */
export class VisitorLine extends Component {
    static template = "visitor_management.VisitorLine";
    static props = {
        kind: String,
        id: Number,
        at: String,
        visit: Object,
        person: { type: Object, optional: true }, // of a line of one
        status: { type: String, optional: true },
        people: { type: Array, optional: true }, // of a line of several
        tz: String,
        selected: Boolean,
        repeatsTime: Boolean,
        onOpen: Function,
    };

    get time() {
        return formatSiteTimeShort(this.props.at, this.props.tz);
    }

    get isGroup() {
        return this.props.kind === "visit";
    }

    get title() {
        const { person, visit, people } = this.props;
        if (!this.isGroup) {
            return person.name;
        }
        const name = visit.organization || visit.purpose || people[0].person.name;
        return _t("%(name)s (%(count)s)", { name, count: this.heads });
    }

    get heads() {
        return this.props.people.reduce((sum, { person }) => sum + person.headcount, 0);
    }

    /** What is besides the name: the firm, and whose names a group has. */
    get besides() {
        const { person, people } = this.props;
        if (!this.isGroup) {
            return person.organization;
        }
        const names = people.slice(0, 3).map((each) => each.person.name);
        return names.join(", ") + (people.length > 3 ? " …" : "");
    }

    get subject() {
        const { visit, person } = this.props;
        const heads = !this.isGroup && person.headcount;
        return [
            visit.type,
            visit.purpose,
            heads > 1 && _t("%(count)s people", { count: heads }),
        ]
            .filter(Boolean)
            .join(" · ");
    }

    /** Statuses on the line: of a group each one once, with how many. */
    get statuses() {
        const counts = new Map();
        for (const { status } of this.props.people || [this.props]) {
            counts.set(status, (counts.get(status) || 0) + 1);
        }
        return [...counts].map(([key, count]) => ({
            key,
            ...STATUSES[key],
            count: this.isGroup && counts.size > 1 ? count : 0,
        }));
    }

    /** What is to be brought; a missing approval is in the status already. */
    get missing() {
        const missing = ({ person }) =>
            person.missing.filter((code) => code !== "not_approved").length;
        if (this.isGroup) {
            const count = this.props.people.filter(missing).length;
            return count && _t("%(count)s not ready", { count });
        }
        const count = missing(this.props);
        return count && _t("%(count)s missing", { count });
    }
}
