import { markRaw, reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { Mutex } from "@web/core/utils/concurrency";
import { knownZone } from "./site_time";
import { LISTS, statusOf } from "./status";

const { DateTime } = luxon;

const SITE_KEY = "visitor_management.reception.site";
/** Changes named on the bus are read together after this many milliseconds. */
const GATHER = 150;
/** More of them than this, and the day is read as a whole. */
const MANY = 200;

/**
 * The day at one site: its people, the one that is open, and what is done with them.
 *
 * What the server sends is kept by id; lists and counters are derived from it, so that
 * they can't contradict each other. The bus names those who changed, only they are read
 * again.
 */
export class ReceptionModel {
    /**
     * @param {Object} services
     * @param {Object} services.orm
     * @param {Object} services.bus
     */
    constructor({ orm, bus }) {
        this.orm = markRaw(orm);
        this.bus = bus;
        this.mutex = markRaw(new Mutex());
        this.status = "loading"; // loading, ready, empty (no site yet), failed
        this.connected = true; // the server was reached the last time
        this.live = true; // the bus tells what others do
        this.readAt = null;
        this.failure = "";
        this.now = markRaw(DateTime.now());
        this.sites = [];
        this.site = null;
        this.types = [];
        // by id; replaced as a whole when something changes, hundreds are not observed
        this.people = markRaw({});
        this.visits = markRaw({});
        this.cardsOut = { issued: 0, left_open: 0 };
        this.acts = markRaw([]); // what can be taken back, latest first
        this.list = "expected";
        this.selected = null; // {kind: "person" or "visit", id}
        this.detail = null;
        this.message = null; // {tone, text}
        this.card = ""; // number of the card to hand out
        this.leaving = false; // the form of leaving is open
    }

    /** @returns {ReceptionModel} one that tells its components what changed */
    static create(services) {
        const model = reactive(new ReceptionModel(services));
        // apart from the state on purpose: nothing is shown of them
        const changes = new Set();
        let timer;
        model.gather = (ids) => {
            ids.forEach((id) => changes.add(id));
            browser.clearTimeout(timer);
            timer = browser.setTimeout(() => {
                const gathered = [...changes];
                changes.clear();
                model.refresh(gathered);
            }, GATHER);
        };
        return model;
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
        try {
            const day = await this.call("read_day", [siteId || false], true);
            this.sites = day.sites;
            this.types = day.types;
            if (!day.site_id) {
                this.status = "empty";
                return;
            }
            this.listen(day.site_id);
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

    listen(siteId) {
        if (this.channel !== `visitor.site_${siteId}`) {
            this.leave();
            this.channel = `visitor.site_${siteId}`;
            this.bus.addChannel(this.channel);
        }
    }

    leave() {
        if (this.channel) {
            this.bus.deleteChannel(this.channel);
        }
    }

    /** Read again what changed, by id, and the open panel if it is among them. */
    async refresh(ids) {
        if (!this.site) {
            return;
        }
        try {
            if (ids.length > MANY) {
                await this.load(this.site.id);
            } else {
                const day = await this.call("refresh", [this.site.id, ids], true);
                const people = { ...this.people };
                ids.forEach((id) => delete people[id]);
                this.keep(day, people, this.visits);
            }
            if (this.isShown(ids)) {
                await this.readDetail();
            }
        } catch {
            // the line that says since when nothing was heard is shown already
        }
    }

    isShown(ids) {
        const { detail } = this;
        const shown = detail && (detail.people || [detail]);
        return Boolean(shown) && shown.some((person) => ids.includes(person.id));
    }

    keep(day, people, visits) {
        const byId = (records) => Object.fromEntries(records.map((each) => [each.id, each]));
        this.people = markRaw({ ...people, ...byId(day.people) });
        this.visits = markRaw({ ...visits, ...byId(day.visits) });
        this.cardsOut = day.cards_out;
        const now = Date.now(); // of this browser: its clock may be another
        this.acts = markRaw(
            day.acts.map((act) => ({ ...act, endsAt: now + act.seconds_left * 1000 }))
        );
    }

    /** Time goes on: who is late, and what is still missing, change with it. */
    tick() {
        const day = this.site && this.now.setZone(knownZone(this.site.tz)).toISODate();
        this.now = markRaw(DateTime.now());
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

    get clock() {
        const today = this.now.setZone(knownZone(this.site.tz)).startOf("day");
        return { now: this.now.toMillis(), today: today.toMillis() };
    }

    /** How many people are on each list; a group under one pass counts its heads. */
    get counts() {
        const counts = Object.fromEntries(Object.keys(LISTS).map((key) => [key, 0]));
        const { clock, site } = this;
        for (const person of Object.values(this.people)) {
            const status = statusOf(person, this.visits[person.visit_id], site, clock);
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
        const { clock, site } = this;
        const groups = new Map();
        for (const person of Object.values(this.people)) {
            const status = statusOf(person, this.visits[person.visit_id], site, clock);
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
            if (people.length === 1 && !this.isSelected("visit", visitId)) {
                const [{ person, status }] = people;
                const line = { kind: "person", id: person.id, person, visit, status };
                lines.push({ ...line, at: this.momentOf(person, visit) });
            } else {
                const line = { kind: "visit", id: visitId, people, visit };
                lines.push({ ...line, at: this.momentOf(people[0].person, visit) });
            }
        }
        const turn = this.list === "left" ? -1 : 1; // who left last stands first
        return lines.sort((a, b) => turn * (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id - b.id));
    }

    momentOf(person, visit) {
        if (this.list === "inside") {
            return person.in_at || visit.start;
        }
        return (this.list === "left" && person.out_at) || visit.start;
    }

    isKept(person) {
        return (
            this.isSelected("person", person.id) || this.isSelected("visit", person.visit_id)
        );
    }

    isSelected(kind, id) {
        return this.selected?.kind === kind && this.selected.id === id;
    }

    // -----------------------------------------------------------------------------
    // One of them
    // -----------------------------------------------------------------------------

    /** Show a person or a visit of several in the panel. */
    async open(kind, id) {
        this.selected = { kind, id };
        this.message = null;
        this.card = "";
        this.leaving = false;
        if (this.detail?.kind !== kind || this.detail.id !== id) {
            this.detail = null;
        }
        await this.run(() => this.readDetail());
    }

    /** Move the mark in the list; what is open there is read by :meth:`open`. */
    point(kind, id) {
        this.selected = { kind, id };
        this.leaving = false;
    }

    /** As :meth:`open`, on the list where the person stands. */
    async openPerson(id) {
        const person = this.people[id];
        const status = person && this.statusOf(person);
        if (person && !LISTS[this.list].statuses.includes(status)) {
            const lists = Object.keys(LISTS);
            this.list = lists.find((key) => LISTS[key].statuses.includes(status)) || this.list;
        }
        await this.open("person", id);
    }

    close() {
        this.selected = null;
        this.detail = null;
        this.message = null;
        this.leaving = false;
    }

    async readDetail() {
        const asked = this.selected;
        if (!asked) {
            return;
        }
        const method = asked.kind === "person" ? "open_person" : "open_visit";
        const detail = await this.call(method, [asked.id], true);
        if (this.isSelected(asked.kind, asked.id)) {
            this.detail = { kind: asked.kind, ...detail, id: asked.id };
        }
    }

    // -----------------------------------------------------------------------------
    // Calls
    // -----------------------------------------------------------------------------

    /**
     * Do something at the desk, one thing after the other, and show what became of it.
     *
     * @param {() => Promise<any>} task
     * @returns {Promise<any>} undefined if it was refused; the panel says why
     */
    async run(task) {
        return this.mutex.exec(async () => {
            try {
                return await task();
            } catch (error) {
                if (!(error instanceof RPCError || error instanceof ConnectionLostError)) {
                    throw error;
                }
                this.say("danger", this.sentence(error));
            }
        });
    }

    /** As :meth:`run`, then read again those it changed. */
    async act(task) {
        this.message = null;
        const answer = await this.run(task);
        await this.refresh(this.shownIds());
        return answer;
    }

    shownIds() {
        const { detail } = this;
        return detail ? (detail.people || [detail]).map((person) => person.id) : [];
    }

    say(tone, text) {
        this.message = { tone, text };
    }

    async call(method, args, silent = false) {
        try {
            const orm = silent ? this.orm.silent : this.orm;
            const answer = await orm.call("visitor.reception", method, args);
            this.connected = true;
            this.readAt = markRaw(DateTime.now());
            return answer;
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                this.connected = false;
            }
            throw error;
        }
    }

    /** What went wrong, as a sentence with the next step. */
    sentence(error) {
        if (error instanceof ConnectionLostError) {
            return _t("No connection: it may not have been done. Look again in a moment.");
        }
        if (error.exceptionName?.startsWith("odoo.exceptions.")) {
            return error.data.message;
        }
        return _t("The server could not do this. Try again; if it stays so, tell support.");
    }
}
