import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { imageUrl } from "@web/core/utils/urls";
import { formatSiteTimeShort } from "../../live_screen/site_time";
import { WaitClock } from "../waiting/wait_clock";
import { longestOf } from "../waiting/waiting";
import { headsLabel, lastingOf, STATUSES } from "../status";

/** Twice the size on the screen. */
const FACE = 80;

/** One line of the list: a person, or a visit of several people. */
export class VisitorLine extends Component {
    static template = "visitor_management.VisitorLine";
    static components = { WaitClock };
    static props = {
        kind: String,
        id: Number,
        at: String,
        visit: Object,
        person: { type: Object, optional: true }, // of a line of one
        status: { type: String, optional: true },
        people: { type: Array, optional: true }, // of a line of several
        ready: { type: Boolean, optional: true }, // to be checked in at once
        tz: String,
        now: Object,
        days: Number,
        selected: Boolean,
        repeatsTime: Boolean,
        onOpen: Function,
        onCheckIn: Function,
    };

    get time() {
        const { at, tz, now, days } = this.props;
        return formatSiteTimeShort(at, tz, now.plus({ days }));
    }

    /** How long they are inside; of a group, who is so the longest. */
    get lasting() {
        const { people, visit, now } = this.props;
        const all = [...(people || [this.props])].sort((a, b) =>
            (a.person.in_at || "9").localeCompare(b.person.in_at || "9")
        );
        const late = all.find(({ status }) => status === "overstaying");
        const { person, status } = late || all[0];
        return lastingOf(person, visit, status, now.toMillis());
    }

    get isOver() {
        const { people } = this.props;
        return (people || [this.props]).some(({ status }) => status === "overstaying");
    }

    get photoUrl() {
        const { id, photo } = this.props.person || {};
        const size = { width: FACE, height: FACE };
        return photo && imageUrl("visitor.registration", id, "photo", { unique: photo, ...size });
    }

    get isGroup() {
        return this.props.kind === "visit";
    }

    /** Somebody is to be welcomed: of a group one is enough. */
    get greeted() {
        return (this.props.people || [this.props]).some(({ person }) => person.greet);
    }

    get title() {
        const { person, visit, people } = this.props;
        if (!this.isGroup) {
            return person.name;
        }
        return visit.organization || visit.purpose || people[0].person.name || visit.type;
    }

    /** Who waits for the host: of a group, who has waited the longest. */
    get wait() {
        const lines = this.props.people || [this.props];
        return longestOf(lines.map(({ person }) => person));
    }

    /** How many a group is, and how many of them have names. */
    get heads() {
        return headsLabel(this.props.people.map(({ person }) => person));
    }

    /** What is besides the name: the firm, and whose names a group has. */
    get besides() {
        const { person, people } = this.props;
        if (!this.isGroup) {
            return person.organization;
        }
        const names = people.map((each) => each.person.name).filter(Boolean);
        return names.slice(0, 3).join(", ") + (names.length > 3 ? " …" : "");
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
        for (const { person, status } of this.props.people || [this.props]) {
            counts.set(status, (counts.get(status) || 0) + person.headcount);
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
