import { NotFound, Refused, SignedOut } from "./talk_server";

const PAUSE = 600; // ms after the last letter
const AGAIN = [2000, 5000, 10000, 30000]; // ms between tries

/** What of an item is stored; `mode` is what the page shows of it. */
export const MODES = { answered: "answered", given: "given", later: "later" };

function uuid() {
    // not crypto.randomUUID: pages of a local network without TLS have none
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
}

/** Whether a time is one that the server takes, see `client.times.mixin`. */
function canBeMeant(text) {
    const year = text ? new Date(text).getUTCFullYear() : 0;
    return year >= 2000 && year <= 2100;
}

/**
 * The talk record of one visit: on the phone first, on the server when it can.
 *
 * Each change makes a new draft with the next number. The server keeps the newest of a
 * phone, whatever arrives when and how often, and answers with what it has now.
 */
export class TalkRecord {
    constructor(store, server) {
        this.store = store;
        this.server = server;
        this.status = "loading";
        this.message = "";
        this.visit = null;
        this.data = null;
        this.conflicts = [];
        this.tries = 0;
    }

    // ------------------------------------------------------------
    // OPEN
    // ------------------------------------------------------------

    async open() {
        let kept = null;
        try {
            kept = await this.store.read();
        } catch {
            this.unkept = true;
        }
        if (kept) {
            this._resume(kept); // one can write while the server is asked
        }
        const before = kept?.data.draft;
        try {
            const visit = await this.server.load();
            if (kept && this.data.draft !== before) {
                // written meanwhile: what is sent brings the rest
                const { state, open } = this.visit;
                this.visit = { ...visit, state, open };
                return;
            }
            this._begin(visit, kept);
        } catch (error) {
            if (kept) {
                this._failed(error);
            } else {
                this.status = this._word(error, "no_network");
            }
            return;
        }
        if (this.data.dirty) {
            await this.send();
        } else {
            await this._settle("saved");
        }
    }

    /** The server's record, with what this phone has not sent yet on top. */
    _begin(visit, kept) {
        this.visit = visit;
        if (kept?.data.dirty) {
            // a page from before an update did not know of all that is written now
            this.data = { told_client: visit.told_client, ...kept.data };
            return;
        }
        this.data = {
            device: uuid(),
            draft: 0,
            dirty: false,
            done: false,
            stop: "",
            start: visit.start && `${visit.start.replace(" ", "T")}Z`,
            ...this._text(visit),
            items: visit.items.map((item) => this._shown(item)),
        };
    }

    _resume(kept) {
        this.visit = kept.visit;
        this.data = kept.data;
    }

    /** What is written about the visit as a whole. `edit`: the draft that changed it. */
    _text({ revision, talk, told_client, signed, signed_by }) {
        return { revision, talk, told_client, signed, signed_by, signature: null, edit: 0 };
    }

    _shown(item) {
        let mode = item.escalated_to_id ? MODES.given : MODES.later;
        mode = item.answered ? MODES.answered : mode;
        return { ...item, mode, deleted: false, error: "", edit: 0 };
    }

    // ------------------------------------------------------------
    // CHANGE
    // ------------------------------------------------------------

    get isOpen() {
        return Boolean(this.visit?.open);
    }

    /**
     * Everything that is typed comes through here: on the phone first.
     *
     * @param {Object} part the item, or the data for what is about the whole visit
     * @param {Object} values
     */
    change(part, values) {
        Object.assign(part, values);
        return this._changed(part);
    }

    async _changed(part) {
        this._stampTimes();
        this.data.draft += 1;
        part.edit = this.data.draft;
        this.data.dirty = true;
        this.status = "saving";
        await this._keep();
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.send(), PAUSE);
    }

    /** When the visit began and ended; again when the phone's clock was never set. */
    _stampTimes() {
        const now = new Date().toISOString();
        const { start, stop, done } = this.data;
        this.data.start = canBeMeant(start) ? start : now;
        this.data.stop = !done || canBeMeant(stop) ? stop : now;
    }

    addItem(kind) {
        const item = this._shown({
            uuid: uuid(),
            revision: 0,
            kind,
            facilities: false,
            content: "",
            answered: false,
            answer: "",
            escalated_to_id: false,
            deadline: "",
        });
        this.data.items.push(item);
        return this._changed(this.data.items.at(-1));
    }

    finish() {
        this.data.done = true;
        this.data.stop = "";
        return this._changed({});
    }

    async _keep() {
        try {
            await this.store.write({ visit: this.visit, data: this.data });
            this.unkept = false;
        } catch {
            this.unkept = true;
        }
    }

    /** What an item still lacks before all of it can be stored, or an empty text. */
    lacks(item) {
        if (item.deleted) {
            return "";
        }
        if (!item.content.trim()) {
            return "missing_content";
        }
        if (item.mode === MODES.answered && !item.answer.trim()) {
            return "missing_answer";
        }
        if (item.mode === MODES.given && !(item.escalated_to_id && item.deadline)) {
            return "missing_person";
        }
        return "";
    }

    // ------------------------------------------------------------
    // SEND
    // ------------------------------------------------------------

    async send() {
        clearTimeout(this.timer);
        if (this.sending) {
            this.sendAgain = true;
            return;
        }
        if (!this.data.dirty || this.conflicts.length) {
            return;
        }
        this.sending = true;
        this.status = "saving";
        const number = this.data.draft;
        const sent = this._draft();
        try {
            const answer = await this.server.save(sent);
            this.tries = 0;
            await this._answered(answer, number, sent);
        } catch (error) {
            this._failed(error);
        } finally {
            this.sending = false;
        }
        if (this.sendAgain) {
            this.sendAgain = false;
            await this.send();
        }
    }

    /** What changed since the server last had it. */
    _draft() {
        const { device, draft, start, stop, done, edit } = this.data;
        const { revision, talk, told_client, signed_by, signature } = this.data;
        const items = this.data.items.filter(
            (item) => item.edit && (item.content.trim() || item.deleted)
        );
        return {
            ...{ device, draft, start, stop },
            done: done && this.isComplete,
            text: edit ? { revision, talk, told_client, signed_by, signature } : null,
            items: items.map((item) => this._draftOfItem(item)),
        };
    }

    _draftOfItem(item) {
        const complete = !this.lacks(item);
        const given = complete && item.mode === MODES.given;
        return {
            uuid: item.uuid,
            revision: item.revision,
            kind: item.kind,
            facilities: item.facilities,
            content: item.content,
            answered: complete && item.mode === MODES.answered,
            answer: item.mode === MODES.answered ? item.answer : "",
            escalated_to_id: given ? item.escalated_to_id : false,
            deadline: given ? item.deadline : "",
            deleted: item.deleted,
        };
    }

    get isComplete() {
        return !this.data.items.some((item) => this.lacks(item));
    }

    async _answered(answer, number, sent) {
        if (answer.status === "closed") {
            this.visit.open = false;
            this.visit.state = answer.state;
            this.status = "closed_kept";
            return this._keep();
        }
        if (answer.status === "busy") {
            return this._later("kept");
        }
        this.visit.state = answer.state;
        this.conflicts = answer.conflicts;
        const undecided = new Set(answer.conflicts.map((each) => each.uuid));
        if (!undecided.has("")) {
            this._acknowledgeText(answer, number, sent);
        }
        this._acknowledgeItems(answer, number, undecided);
        const { items, edit, draft } = this.data;
        this.data.dirty =
            Boolean(edit || items.some((item) => item.edit)) || draft !== number;
        let word = this.isComplete ? "saved" : "incomplete";
        word = answer.errors.length ? "refused" : word;
        await this._settle(undecided.size ? "conflict" : word);
    }

    _acknowledgeText(answer, number, sent) {
        if (this.data.edit <= number) {
            Object.assign(this.data, this._text(answer));
            return;
        }
        this.data.revision = answer.revision; // more was typed meanwhile
        if (sent.text && this.data.signature === sent.text.signature) {
            this.data.signature = null;
            this.data.signed = answer.signed;
        }
    }

    _acknowledgeItems(answer, number, undecided) {
        const errors = new Map(answer.errors.map((each) => [each.uuid, each.message]));
        const stored = new Map(answer.items.map((item) => [item.uuid, item]));
        const items = [];
        for (const item of this.data.items) {
            const there = stored.get(item.uuid);
            stored.delete(item.uuid);
            item.error = errors.get(item.uuid) || "";
            const isSafe =
                item.edit <= number && !item.error && !undecided.has(item.uuid);
            if (isSafe && !this.lacks(item)) {
                if (there) {
                    items.push(this._shown(there));
                } // else it was deleted, here or there
                continue;
            }
            if (there && !undecided.has(item.uuid)) {
                item.revision = there.revision;
            }
            items.push(item);
        }
        // and what the office has added meanwhile
        items.push(...[...stored.values()].map((item) => this._shown(item)));
        this.data.items = items;
    }

    async _settle(status) {
        if (this.data.dirty && status === "saved") {
            this.status = "saving"; // more was typed meanwhile
            return this._keep();
        }
        this.status = status;
        if (!this.data.dirty && this.visit.state !== "appointed") {
            await this.store.remove().catch(() => {});
            return;
        }
        await this._keep();
    }

    _failed(error) {
        if (error instanceof Refused) {
            this.message = error.message;
        }
        const word = this._word(error, "kept");
        if (word === "kept") {
            this._later(word);
        } else {
            this.status = this.data.dirty ? word : "saved";
        }
    }

    _word(error, otherwise) {
        if (error instanceof SignedOut) {
            return "signed_out";
        }
        if (error instanceof NotFound) {
            return "not_found";
        }
        return error instanceof Refused ? "refused" : otherwise;
    }

    _later(word) {
        this.status = this.data.dirty ? word : "saved";
        const wait = AGAIN[Math.min(this.tries, AGAIN.length - 1)];
        this.tries += 1;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.send(), wait);
    }

    // ------------------------------------------------------------
    // DECIDE
    // ------------------------------------------------------------

    /**
     * Somebody else changed the same thing: keep mine, take theirs, or both texts.
     *
     * @param {Object} conflict as the server told it
     * @param {"mine"|"theirs"|"both"} choice
     */
    async decide(conflict, choice) {
        const { uuid: key, theirs } = conflict;
        this.conflicts = this.conflicts.filter((each) => each.uuid !== key);
        const part = key ? this._decideItem(key, theirs, choice) : this.data;
        if (!key) {
            this._decideText(theirs, choice);
        }
        await this._changed(part);
        if (choice === "theirs") {
            part.edit = 0;
            await this._keep();
        }
        await this.send();
    }

    _decideText(theirs, choice) {
        if (choice === "theirs") {
            Object.assign(this.data, this._text(theirs));
            return;
        }
        this.data.revision = theirs.revision;
        if (choice === "both") {
            for (const name of ["talk", "told_client"]) {
                const texts = new Set([theirs[name], this.data[name]]);
                this.data[name] = [...texts].filter(Boolean).join("\n\n");
            }
        }
    }

    _decideItem(key, theirs, choice) {
        const { items } = this.data;
        const index = items.findIndex((item) => item.uuid === key);
        if (choice === "theirs") {
            items.splice(index, 1, ...(theirs ? [this._shown(theirs)] : []));
            return theirs ? items[index] : {};
        }
        if (theirs) {
            items[index].revision = theirs.revision;
        } else {
            Object.assign(items[index], { revision: 0, uuid: uuid() }); // made anew
        }
        return items[index];
    }

    /** Forget what this phone has, when the visit is closed. */
    async discard() {
        await this.store.remove().catch(() => {});
        this.data.dirty = false;
        this.status = "closed";
    }
}
