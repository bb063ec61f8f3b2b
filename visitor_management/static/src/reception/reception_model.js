import { markRaw } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { RPCError } from "@web/core/network/rpc";
import { Mutex } from "@web/core/utils/concurrency";
import { LiveModel } from "../live_screen/live_model";
import { knownZone } from "../live_screen/site_time";
import { begun, nextIn } from "./waiting/waiting";
import { isReady, LISTS, statusOf, unnamedOf } from "./status";

const SITE_KEY = "visitor_management.reception.site";
/** More of them than this, and the day is read as a whole. */
const MANY = 200;

/** Whether somebody of a line stands there: 1 or 0. */
function standing({ person, people }) {
    return Number(people ? people.some((each) => each.person.wait) : Boolean(person.wait));
}

/**
 * The day at one site: its people, the one that is open, and what is done with them.
 *
 * What the server sends is kept by id; lists and counters are derived from it, so that
 * they can't contradict each other. The bus names those who changed, only they are read
 * again.
 */
export class ReceptionModel extends LiveModel {
    static server = "visitor.reception";

    constructor(services) {
        super(services); // status: empty, too, where there is no site yet
        this.reads = markRaw(new Mutex());
        this.sites = [];
        this.site = null;
        this.types = [];
        // by id; replaced as a whole when something changes, hundreds are not observed
        this.people = markRaw({});
        this.visits = markRaw({});
        this.cardsOut = { issued: 0, left_open: 0 };
        this.acts = markRaw([]); // what can be taken back, latest first
        this.deliveries = markRaw([]); // those inside now
        this.list = "expected";
        this.days = 0; // -1 yesterday, 1 tomorrow
        this.langs = [];
        this.queue = false; // a scan checks in by itself
        // selected is {kind: "person" or "visit", id}
        this.card = ""; // number of the card to hand out
        this.leaving = false; // the form of leaving is open
    }

    // -----------------------------------------------------------------------------
    // The day
    // -----------------------------------------------------------------------------

    /**
     * Read the day of a site, by default of the one last used in this browser.
     *
     * @param {number} [siteId]
     */
    async load(siteId = Number(browser.localStorage.getItem(SITE_KEY))) {
        const { days } = this;
        try {
            const day = await this.call("read_day", [siteId || false, days], true);
            if (days !== this.days) {
                return; // another day was chosen meanwhile
            }
            this.langs = day.langs;
            this.sites = day.sites;
            this.types = day.types;
            if (!day.site_id) {
                this.status = "empty";
                return;
            }
            this.listen([`visitor.site_${day.site_id}`]);
            this.site = this.sites.find((site) => site.id === day.site_id);
            this.keep(day, {}, {});
            this.status = "ready";
        } catch (error) {
            if (this.status === "loading" || error instanceof RPCError) {
                this.failure = this.sentence(error);
                this.status = "failed";
            }
        }
    }

    async changeSite(siteId) {
        browser.localStorage.setItem(SITE_KEY, siteId);
        this.close();
        await this.load(siteId);
    }

    /** @param {number} days of today 0, of yesterday -1, of tomorrow 1 */
    async changeDay(days) {
        this.days = days;
        this.list = days < 0 ? "left" : "expected";
        this.close();
        await this.load(this.site.id);
    }

    /** @param {{registration_ids: number[], visit_ids: number[]}[]} changes */
    readChanges(changes) {
        const named = (key) => [...new Set(changes.flatMap((each) => each[key] || []))];
        return this.refresh(named("registration_ids"), named("visit_ids"));
    }

    /**
     * Read again what changed, by id, and the open panel if it is among them.
     *
     * @param {number[]} ids of people
     * @param {number[]} [visitIds] of visits that people without names come to
     */
    async refresh(ids, visitIds = []) {
        if (!this.site) {
            return;
        }
        try {
            if (ids.length + visitIds.length > MANY) {
                await this.load(this.site.id);
            } else {
                // one after the other: what was read last is what is shown
                await this.reads.exec(() => this.readPeople(ids, visitIds));
            }
            if (this.isShown(ids, visitIds)) {
                await this.readDetail();
            }
        } catch {
            // the line that says since when nothing was heard is shown already
        }
    }

    async readPeople(ids, visitIds) {
        const { days } = this;
        const day = await this.call("refresh", [this.site.id, ids, visitIds, days], true);
        if (days === this.days) {
            const people = { ...this.people };
            ids.forEach((id) => delete people[id]);
            this.keep(day, people, this.without(visitIds));
        }
    }

    /** The visits, those without people who have names left out where they changed. */
    without(visitIds) {
        const visits = { ...this.visits };
        for (const id of visitIds.filter((id) => visits[id])) {
            visits[id] = { ...visits[id], unnamed: 0 };
        }
        return visits;
    }

    isShown(ids, visitIds = []) {
        const { detail } = this;
        const shown = detail && (detail.people || [detail]);
        return (
            Boolean(shown) &&
            (visitIds.includes(detail.visit.id) ||
                shown.some((person) => ids.includes(person.id)))
        );
    }

    keep(day, people, visits) {
        const now = Date.now(); // of this browser: its clock may be another
        const kept = (each) => ({ ...each, wait: begun(each.wait, now) });
        const byId = (records) => Object.fromEntries(records.map((each) => [each.id, kept(each)]));
        this.people = markRaw({ ...people, ...byId(day.people) });
        this.visits = markRaw({ ...visits, ...byId(day.visits) });
        this.cardsOut = day.cards_out;
        this.deliveries = markRaw(day.deliveries);
        this.acts = markRaw(
            day.acts.map((act) => ({ ...act, endsAt: now + act.seconds_left * 1000 }))
        );
        this.awaitNext();
    }

    /** What was read of the line that is open: its waits count on here as well. */
    onDetail() {
        const { detail } = this;
        const now = Date.now();
        const counting = (each) => each && { ...each, wait: begun(each.wait, now) };
        const visit = counting(detail.visit);
        this.detail = detail.people
            ? { ...detail, visit, people: detail.people.map(counting) }
            : { ...counting(detail), visit };
    }

    /** At the second when the next one is asked, whoever looks has the server ask. */
    awaitNext() {
        const waits = [...Object.values(this.people), ...Object.values(this.visits)]
            .map(({ wait }) => wait)
            .filter(Boolean);
        const next = nextIn(waits, Date.now());
        if (next !== null) {
            this.later("advance", Math.min(next, 2 ** 31 - 1));
        }
    }

    async advance() {
        try {
            await this.orm.silent.call("visitor.waiting", "advance", [this.site.id]);
        } catch {
            // the job asks as well, and the screen shows whose turn it is
        }
        this.awaitNext();
    }

    /** Time goes on: who is late, and what is still missing, change with it. */
    tick() {
        const day = this.site && this.now.setZone(knownZone(this.site.tz)).toISODate();
        super.tick();
        if (!this.site || this.status !== "ready") {
            return;
        }
        const tomorrow = day !== this.now.setZone(knownZone(this.site.tz)).toISODate();
        if (tomorrow || !this.live || !this.connected) {
            this.load(this.site.id);
        } else if (this.selected && !this.leaving) {
            this.readDetail().catch(() => {});
        }
    }

    // -----------------------------------------------------------------------------
    // What is shown
    // -----------------------------------------------------------------------------

    statusOf(person) {
        const visit = this.visits[person.visit_id] || person.visit;
        return statusOf(person, visit, this.site, this.clock);
    }

    /**
     * Who is on the day: people, and for each visit those whom nobody has named, as one.
     *
     * @yields {{person: Object, visit: Object, status: string}}
     */
    *everybody() {
        const { clock, site, visits } = this;
        const withStatus = (person, visit) => ({
            person,
            visit,
            status: statusOf(person, visit, site, clock),
        });
        for (const person of Object.values(this.people)) {
            yield withStatus(person, visits[person.visit_id]);
        }
        for (const visit of Object.values(visits)) {
            if (visit.unnamed) {
                yield withStatus(unnamedOf(visit), visit);
            }
        }
    }

    get clock() {
        const today = this.now.setZone(knownZone(this.site.tz)).startOf("day");
        return { now: this.now.toMillis(), today: today.toMillis(), days: this.days };
    }

    /** How many people are on each list; a group under one pass counts its heads. */
    get counts() {
        const counts = Object.fromEntries(Object.keys(LISTS).map((key) => [key, 0]));
        for (const { person, status } of this.everybody()) {
            for (const key in LISTS) {
                if (LISTS[key].statuses.includes(status)) {
                    counts[key] += person.headcount;
                }
            }
        }
        return counts;
    }

    /**
     * The lines of the list that is shown: people, and visits of several as one line.
     * Whoever is open stays on it until something else is opened.
     */
    get lines() {
        const { statuses } = LISTS[this.list];
        const groups = new Map();
        for (const { person, status } of this.everybody()) {
            if (statuses.includes(status) || this.isKept(person)) {
                if (!groups.has(person.visit_id)) {
                    groups.set(person.visit_id, []);
                }
                groups.get(person.visit_id).push({ person, status });
            }
        }
        const lines = [];
        for (const [visitId, people] of groups) {
            const visit = this.visits[visitId];
            const alone = people.length === 1 && !people[0].person.unnamed;
            if (alone && !this.isSelected({ kind: "visit", id: visitId })) {
                const [{ person, status }] = people;
                const line = { kind: "person", id: person.id, person, visit, status };
                const ready = isReady(person, visit, status, this.site, this.clock);
                lines.push({ ...line, ready, at: this.momentOf(person, visit) });
            } else {
                const line = { kind: "visit", id: visitId, people, visit };
                lines.push({ ...line, at: this.momentOf(people[0].person, visit) });
            }
        }
        const turn = this.list === "left" ? -1 : 1; // who left last stands first
        const waits = (line) => this.list === "expected" && standing(line);
        return lines.sort((a, b) => waits(b) - waits(a) || turn * (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id - b.id));
    }

    momentOf(person, visit) {
        if (this.list === "inside") {
            return person.in_at || visit.start;
        }
        return (this.list === "left" && person.out_at) || visit.start;
    }

    isKept(person) {
        return (
            this.isSelected({ kind: "person", id: person.id }) ||
            this.isSelected({ kind: "visit", id: person.visit_id })
        );
    }

    // -----------------------------------------------------------------------------
    // One of them
    // -----------------------------------------------------------------------------

    point(line) {
        if (!this.isSelected(line)) {
            this.card = ""; // what was typed for somebody else
            this.leaving = false;
        }
        super.point(line);
    }

    /** As :meth:`open`, on the list where the person stands. */
    async openPerson(id) {
        const person = this.people[id];
        const status = person && this.statusOf(person);
        if (person && !LISTS[this.list].statuses.includes(status)) {
            const lists = Object.keys(LISTS);
            this.list = lists.find((key) => LISTS[key].statuses.includes(status)) || this.list;
        }
        await this.open({ kind: "person", id });
    }

    close() {
        super.close();
        this.leaving = false;
    }

    afterAct() {
        return this.refresh(this.shownIds(), this.shownVisitIds());
    }

    shownIds() {
        const { detail } = this;
        return detail ? (detail.people || [detail]).map((person) => person.id) : [];
    }

    shownVisitIds() {
        return this.detail ? [this.detail.visit.id] : [];
    }
}
