import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { KeepLast } from "@web/core/utils/concurrency";
import { useDebounced } from "@web/core/utils/timing";
import { _t } from "@web/core/l10n/translation";
import { otherReading, passCode } from "../scan_machine";
import { formatSiteTime } from "../../live_screen/site_time";
import { STATUSES } from "../status";

const WAIT = 150;
/** What the visitors of a visit are of whom nobody has a name yet. */
const NAMELESS = {
    pending: "expected",
    approved: "expected",
    in_progress: "inside",
    done: "left",
    refused: "refused",
    cancelled: "cancelled",
    no_show: "no_show",
};

/** The one box: a name or part of it, firm, phone, plate, number, code, or a scan. */
export class SearchBox extends Component {
    static template = "visitor_management.SearchBox";
    static props = {
        model: Object,
        inputRef: Function,
        onOpen: Function, // with the id of a person
        onOpenVisit: Function, // with the id of the visit of a group
        onCode: Function, // with a code that was typed or pasted
        onScan: Function, // with the readings of one that a scanner typed here
        capture: Object, // of the scanner
        onWalkIn: Function, // with what was typed
        onDown: Function, // into the list
        onEscape: Function,
        onHelp: Function, // shows the keys
    };

    setup() {
        this.root = useRef("root");
        this.input = useRef("input");
        this.placeholder = _t("Search or scan…");
        this.state = useState({ text: "", hits: null, index: 0, failed: "" });
        this.keepLast = new KeepLast();
        this.find = useDebounced(() => this.findNow(), WAIT);
        useEffect(
            (el) => {
                this.props.inputRef(el);
            },
            () => [this.input.el]
        );
    }

    get expanded() {
        return this.state.hits !== null;
    }

    onFocusout(ev) {
        if (!this.root.el.contains(ev.relatedTarget)) {
            this.find.cancel();
            this.state.hits = null;
        }
    }

    onInput(ev) {
        this.state.text = ev.target.value;
        this.find();
    }

    async findNow() {
        const text = this.state.text.trim();
        if (!text || passCode(text)) {
            this.state.hits = null;
            return;
        }
        const { model } = this.props;
        this.state.failed = "";
        let found;
        try {
            found = await this.keepLast.add(
                model.call("find_people", [model.site.id, text], true)
            );
        } catch (error) {
            this.state.failed = model.sentence(error);
            this.state.hits = [];
            return;
        }
        const people = Object.fromEntries(found.people.map((each) => [each.id, each]));
        const visits = Object.fromEntries(found.visits.map((each) => [each.id, each]));
        this.state.index = 0;
        this.state.hits = found.hits.map((hit) =>
            hit.person_id
                ? this.hitOfPerson(people[hit.person_id], visits[hit.visit_id])
                : this.hitOfGroup(hit, visits[hit.visit_id])
        );
    }

    hitOfPerson(person, visit) {
        return {
            key: `person_${person.id}`,
            person,
            visit,
            title: person.name,
            besides: person.organization,
            heads: this.headsOf(person.headcount),
            statuses: [STATUSES[this.props.model.statusOf({ ...person, visit })]],
            time: formatSiteTime(person.in_at || visit.start, this.props.model.site.tz),
        };
    }

    /** A visit of several people is one hit, which says how many of them are where. */
    hitOfGroup({ headcount, states }, visit) {
        const counts = new Map();
        const known = Object.entries(states);
        for (const [state, count] of known.length ? known : [[NAMELESS[visit.state], 0]]) {
            const status = this.props.model.statusOf({ state, visit_id: visit.id, visit });
            counts.set(status, (counts.get(status) || 0) + count);
        }
        return {
            key: `visit_${visit.id}`,
            visit,
            title: visit.organization || visit.purpose || visit.type,
            besides: "",
            heads: this.headsOf(headcount),
            statuses: [...counts].map(([status, count]) => ({
                ...STATUSES[status],
                count: counts.size > 1 ? count : 0,
            })),
            time: formatSiteTime(visit.start, this.props.model.site.tz),
        };
    }

    headsOf(count) {
        return count > 1 ? _t("%(count)s people", { count }) : "";
    }

    /**
     * Open whom Enter means. Nobody found: a scanner may have meant other characters;
     * a hand goes on with a walk-in.
     *
     * @param {Object} inField what a scanner typed; empty if a hand did
     */
    async choose(inField) {
        const text = this.state.text.trim();
        if (!text) {
            this.props.onDown();
            return;
        }
        if (passCode(text)) {
            this.clear();
            this.props.onCode(passCode(text));
            return;
        }
        this.find.cancel();
        await this.findNow();
        const hit = this.state.hits?.[this.state.index];
        if (hit) {
            this.openHit(hit);
        } else if (otherReading(text, inField)) {
            this.clear();
            this.props.onScan(inField.readings);
        } else if (inField.typed !== text && this.expanded && !this.state.failed) {
            this.walkIn();
        }
    }

    /** In the empty box these are no text: nobody's name begins with them. */
    emptyKey(key) {
        if (this.state.text || !["/", "?"].includes(key)) {
            return false;
        }
        if (key === "?") {
            this.props.onHelp();
        }
        return true;
    }

    async onKeydown(ev) {
        const hits = this.state.hits || [];
        const step = { ArrowDown: 1, ArrowUp: -1 }[ev.key];
        if (step) {
            ev.preventDefault();
            if (hits.length) {
                this.state.index = (this.state.index + step + hits.length) % hits.length;
            } else if (step > 0) {
                this.props.onDown();
            }
        } else if (ev.key === "Enter" && !ev.isComposing) {
            ev.preventDefault();
            const index = this.expanded && this.state.index;
            if (index && hits[index]) {
                this.openHit(hits[index]);
            } else {
                await this.choose(this.props.capture.inField);
            }
        } else if (this.emptyKey(ev.key)) {
            ev.preventDefault();
        } else if (ev.key === "Escape") {
            ev.stopPropagation();
            if (this.state.text) {
                this.clear();
            } else {
                this.props.onEscape();
            }
        }
    }

    openHit(hit) {
        this.clear();
        if (hit.person) {
            this.props.onOpen(hit.person.id);
        } else {
            this.props.onOpenVisit(hit.visit.id);
        }
    }

    walkIn() {
        const text = this.state.text.trim();
        this.clear();
        this.props.onWalkIn(text);
    }

    clear() {
        this.find.cancel();
        Object.assign(this.state, { text: "", hits: null, index: 0, failed: "" });
    }
}
