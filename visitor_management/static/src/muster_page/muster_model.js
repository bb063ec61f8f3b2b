import { markRaw } from "@odoo/owl";

import { makeKey, makeNonce, NotDone } from "@visitor_management/offline_kit/api_server";

import { digestOf, trimmed } from "./pass_text";
import { merged, moment, RED_AFTER, soughtBy } from "./roll";

/** How often the list is read again, in milliseconds. */
const EVERY = { running: 5_000, waiting: 15_000, offline: 5_000 };
/** What is ticked one after the other goes in one call. */
const PAUSE = 300;
/** What others ticked is not asked for after each of one's own. */
const FRESH = 2_000;
/** Lines stay where they are while a thumb is at work. */
const REST = 4_000;

/**
 * The site's roll call on a warden's phone.
 *
 * `screen`: `loading`; `none` (no link); `install` (the browser forgets unless the page
 * stands on the home screen); `take` (the phone is not the warden's yet); `gone`; `ready`.
 * `phase`, when it is ready: `waiting` (only figures), `running`, `alone` (a roll call
 * that was begun here without network), `ended`.
 */
export class MusterModel {
    /**
     * @param {Object} parts
     * @param {import("@visitor_management/offline_kit/offline_store").OfflineStore} parts.store
     * @param {import("./muster_server").MusterServer} parts.server
     * @param {import("@visitor_management/offline_kit/outbox").Outbox} parts.outbox
     * @param {import("@visitor_management/offline_kit/steady_clock").SteadyClock} parts.clock
     * @param {string} parts.secret of the address, or empty
     * @param {boolean} [parts.asksToInstall]
     * @param {() => Promise<void>} parts.forget what the page itself left in the browser
     */
    constructor({ store, server, outbox, clock, secret, asksToInstall = false, forget }) {
        Object.assign(this, { store, server, outbox, clock, secret, forget });
        this.asksToInstall = asksToInstall;
        this.screen = "loading";
        this.list = null;
        this.rows = markRaw([]); // what is not sent yet
        this.marks = markRaw({}); // what was ticked here and has arrived
        this.alone = null; // {at, kind} of a roll call that was begun here
        this.ended = null; // {at, kind} of one that was followed here
        this.point = "";
        this.lang = "";
        this.isOnline = true;
        this.offlineSince = 0;
        this.lost = 0; // ticks that were not sent when the link ended
        this.isFull = false; // the browser did not keep a tick
        this.busy = false;
        this.touchedAt = 0;
        this.readAt = -Infinity; // when the list was last asked for
        this.memo = markRaw({});
    }

    // -----------------------------------------------------------------------------
    // Opening
    // -----------------------------------------------------------------------------

    async open() {
        await this.readKept();
        const secret = this.secret || this.kept.secret;
        if (!secret) {
            this.screen = "none";
        } else if (secret !== this.kept.secret || !this.kept.isTaken) {
            this.screen = this.asksToInstall ? "install" : "take";
            this.secret = secret;
            await this.note();
        } else {
            this.begin(secret, this.kept.phone);
        }
    }

    /** The address does not have it any more; who opens the page anew goes on. */
    async note() {
        if (!this.kept.isTaken && this.secret !== this.kept.secret) {
            this.kept = { secret: this.secret, phone: makeKey(), isTaken: false };
            await this.store.keep({ link: this.kept }).catch(() => {});
        }
    }

    async readKept() {
        const names = ["link", "list", "marks", "alone", "ended", "choices", "error"];
        const values = await Promise.all(names.map((name) => this.store.read(name)));
        const [link, list, marks, alone, ended, choices, error] = values;
        this.kept = link || {};
        this.list = list ? markRaw(list) : null;
        this.marks = markRaw(marks || {});
        this.alone = alone || null;
        this.ended = ended || null;
        this.point = choices?.point || list?.warden_point || "";
        this.lang = choices?.lang || "";
        this.clock.recall(error);
        this.rows = markRaw(await this.store.waiting());
    }

    /** The phone is to be the warden's: asked once, by who holds it. */
    async take() {
        if (this.busy) {
            return;
        }
        this.busy = true;
        try {
            // kept before it is sent: the answer may be lost, and it is asked again
            const isSame = this.kept.secret === this.secret;
            const phone = isSame ? this.kept.phone : makeKey();
            this.kept = { secret: this.secret, phone, isTaken: false };
            await this.store.keep({ link: this.kept });
            this.server.identify(this.secret, phone);
            await this.server.take();
            this.kept.isTaken = true;
            // of another link, maybe of another site
            const nothing = { list: null, marks: {}, alone: null, ended: null };
            const choices = { point: "", lang: this.lang };
            await this.store.keep({ link: this.kept, choices, ...nothing });
            Object.assign(this, nothing, { marks: markRaw({}), point: "" });
            this.isOnline = true;
            this.begin(this.secret, phone);
        } catch (error) {
            this.failed(error);
            if (error.word === "gone") {
                await this.leave();
            }
        } finally {
            this.busy = false;
        }
    }

    begin(secret, phone) {
        this.server.identify(secret, phone);
        this.screen = "ready";
        this.sync();
    }

    // -----------------------------------------------------------------------------
    // What is shown
    // -----------------------------------------------------------------------------

    get phase() {
        if (this.list?.running) {
            return "running";
        }
        if (this.alone) {
            return "alone";
        }
        return this.ended ? "ended" : "waiting";
    }

    get isOpen() {
        return ["running", "alone"].includes(this.phase);
    }

    get kind() {
        return this.phase === "running" ? this.list.kind : this.alone?.kind || this.ended?.kind;
    }

    get startedAt() {
        return this.phase === "running" ? this.list.started_at : this.alone?.at || 0;
    }

    get elapsed() {
        return Math.max(0, this.clock.now() - this.startedAt);
    }

    get isLate() {
        return this.isOpen && this.elapsed >= RED_AFTER;
    }

    /**
     * Names are shown while a roll call is open, and at no other time.
     *
     * The same lines until something changes: thousands are merged once, not for each
     * second that is drawn.
     */
    get lines() {
        const { list, marks, rows, phase } = this;
        const from = [list, marks, rows, phase];
        const known = this.memo.from;
        if (!known || from.some((each, at) => each !== known[at])) {
            this.memo.from = from;
            this.memo.lines = this.isOpen && list ? this.merge() : [];
        }
        return this.memo.lines;
    }

    merge() {
        const { lines } = this.list;
        const own = this.phase === "alone" ? lines.map(missing) : lines;
        return merged(own, this.marks, this.rows);
    }

    /** What waits for so long that somebody should hear of it by voice. */
    isOld(row) {
        return this.clock.now() - row.at >= RED_AFTER;
    }

    // -----------------------------------------------------------------------------
    // Ticks
    // -----------------------------------------------------------------------------

    /** @returns {Promise<boolean>} whether this phone keeps it */
    tick(key, status) {
        return this.push({ key, status });
    }

    /**
     * Somebody who is safe and not on the list.
     *
     * @param {string} name
     * @param {{id: number, name: string}|null} area
     */
    add(name, area) {
        const where = { area: area?.name || "", area_id: area?.id || false };
        return this.push({ name: name.trim(), ...where, status: "safe" });
    }

    /**
     * @param {string} text of a QR code, or typed
     * @returns {Promise<Object>} `line` of the person, if the list says whose pass it is
     */
    async scan(text) {
        const code = trimmed(text);
        const digest = await digestOf(code);
        const line = digest && this.lines.find((each) => each.codes?.includes(digest));
        const whom = line ? { key: line.key } : { code };
        const isKept = await this.push({ ...whom, status: "safe" });
        return { isKept, line: line || null };
    }

    async push(what) {
        const row = {
            nonce: makeNonce(),
            ...what,
            at: this.clock.now(),
            point: this.point,
            isRaw: !this.clock.isKnown,
        };
        if (row.name) {
            row.key = row.nonce; // until the server's list has them
        }
        this.touchedAt = this.clock.raw();
        this.rows = markRaw([...this.rows, row]); // at once, under the thumb
        try {
            await this.store.push(row);
            this.isFull = false;
        } catch {
            this.rows = markRaw(this.rows.filter((each) => each !== row));
            this.isFull = true; // nobody believes that it was noted
            return false;
        }
        this.later(PAUSE);
        return true;
    }

    /** Whether the lines may be put in order again. */
    get isAtRest() {
        return this.clock.raw() - this.touchedAt >= REST;
    }

    // -----------------------------------------------------------------------------
    // A roll call without network
    // -----------------------------------------------------------------------------

    /** @param {"real"|"drill"} kind */
    async startAlone(kind) {
        this.alone = { at: this.clock.now(), kind };
        this.marks = markRaw({});
        this.ended = null;
        await this.store.keep({ alone: this.alone, marks: {}, ended: null });
    }

    async endAlone() {
        this.alone = null;
        this.marks = markRaw({});
        await this.store.keep({ alone: null, marks: {} });
    }

    async closeEnded() {
        this.ended = null;
        await this.store.keep({ ended: null });
    }

    // -----------------------------------------------------------------------------
    // Choices of the warden
    // -----------------------------------------------------------------------------

    choose(choices) {
        Object.assign(this, choices);
        const { point, lang } = this;
        return this.store.keep({ choices: { point, lang } }).catch(() => {});
    }

    // -----------------------------------------------------------------------------
    // Sync
    // -----------------------------------------------------------------------------

    later(wait) {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.sync(), wait);
    }

    stop() {
        clearTimeout(this.timer);
        this.isStopped = true;
    }

    /** Send what waits, read what others did, and do so again in a while. */
    async sync() {
        if (this.syncing || this.screen !== "ready" || this.isStopped) {
            this.syncAgain = Boolean(this.syncing);
            return;
        }
        if (this.isOver) {
            await this.leave();
            return;
        }
        this.syncing = true;
        let isSkipped = false;
        try {
            const sends = this.rows.some((row) => !row.aside);
            const done = await this.outbox.flush();
            isSkipped = sends && done !== "elsewhere" && this.isFresh;
            if (!isSkipped) {
                await this.readList();
            }
            this.isOnline = true;
            this.offlineSince = 0;
        } catch (error) {
            this.failed(error);
        } finally {
            this.syncing = false;
        }
        if (this.screen !== "ready" || this.isStopped) {
            return;
        }
        await this.readRows();
        const every = this.isOpen ? EVERY.running : EVERY.waiting;
        const wait = this.isOnline ? every : EVERY.offline;
        const next = isSkipped ? FRESH : wait;
        this.later(this.syncAgain ? PAUSE : next);
        this.syncAgain = false;
    }

    get isFresh() {
        return Math.abs(this.clock.raw() - this.readAt) < FRESH;
    }

    async readList() {
        const before = this.list;
        const list = await this.server.list(before?.version);
        this.readAt = this.clock.raw();
        const kept = { error: this.clock.error };
        if (list) {
            this.list = markRaw(normal(list));
            kept.list = this.list;
            if (before?.running && before.running !== this.list.running) {
                this.marks = kept.marks = markRaw({});
                this.ended = kept.ended = this.list.running
                    ? null
                    : { kind: before.kind, at: this.clock.now() };
            }
            if (this.list.running) {
                // what was begun here has become that one
                this.alone = kept.alone = null;
                this.ended = kept.ended = null;
                // who was added and sent stands in it
                const left = Object.entries(this.marks).filter(([, mark]) => !mark.name);
                this.marks = kept.marks = markRaw(Object.fromEntries(left));
            }
            this.point ||= this.list.warden_point;
        }
        await this.store.keep(kept).catch(() => {}); // full: as long as it is open
    }

    /** Another tab ticks and sends, too. */
    async readRows() {
        const known = this.rows;
        const kept = await this.store.waiting();
        const marks = await this.store.read("marks");
        const nonces = new Set(kept.map((row) => row.nonce));
        // what was ticked meanwhile and is being written
        const fresh = this.rows.filter(
            (row) => !known.includes(row) && !nonces.has(row.nonce)
        );
        if (fresh.length || kept.length || this.rows.length) {
            this.rows = markRaw([...kept, ...fresh]);
        }
        if (JSON.stringify(marks || {}) !== JSON.stringify(this.marks)) {
            this.marks = markRaw(marks || {});
        }
    }

    /**
     * What is kept in the moment in which these rows leave the queue: until the list of
     * the server has them they show all the same.
     */
    taken(rows) {
        const marks = { ...this.marks };
        for (const row of rows.filter((each) => each.key)) {
            const { key, status, point, name, area } = row;
            const at = row.isRaw ? row.at + this.clock.error : row.at;
            if (!marks[key] || marks[key].at <= at) {
                marks[key] = { key, status, at, point, ...(name && { name, area }) };
            }
        }
        this.marks = markRaw(marks);
        const nonces = new Set(rows.map((row) => row.nonce));
        this.rows = markRaw(this.rows.filter((row) => !nonces.has(row.nonce)));
        return { marks };
    }

    failed(error) {
        if (!(error instanceof NotDone)) {
            this.isFull = true; // the browser's own database
            return;
        }
        if (error.word === "gone") {
            this.leave();
            return;
        }
        if (this.isOnline) {
            this.isOnline = false;
            this.offlineSince = this.clock.now();
        }
    }

    // -----------------------------------------------------------------------------
    // The end of the link
    // -----------------------------------------------------------------------------

    /** A phone that hears nothing from the server forgets on the day, too. */
    get isOver() {
        const until = this.list?.valid_until;
        return Boolean(until) && this.clock.isKnown && this.clock.now() >= until;
    }

    /** The link opens nothing any more: nobody's name stays on this phone. */
    async leave() {
        if (this.screen === "gone") {
            return;
        }
        clearTimeout(this.timer);
        this.lost = this.rows.length;
        this.screen = "gone";
        Object.assign(this, { list: null, alone: null, ended: null });
        Object.assign(this, { rows: markRaw([]), marks: markRaw({}) });
        this.secret = "";
        this.kept = {};
        await this.store.wipe().catch(() => {});
        await this.forget();
    }
}

const missing = (line) => ({ ...line, status: "missing", at: 0, point: "" });

const text = (id) => (id ? String(id) : "");

/** The list as the page has it: times in milliseconds, ids as a form has them. */
function normal(list) {
    return {
        ...list,
        started_at: moment(list.started_at),
        read_at: moment(list.now),
        valid_until: moment(list.valid_until),
        warden_point: text(list.warden_point),
        points: list.points.map(({ id, name }) => ({ id: text(id), name })),
        lines: list.lines.map((line) => ({
            ...line,
            at: moment(line.at),
            area: line.area_name,
            point: text(line.point),
            sought: soughtBy({ ...line, area: line.area_name }),
        })),
    };
}
