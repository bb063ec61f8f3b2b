import { markRaw, reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { Mutex } from "@web/core/utils/concurrency";

const { DateTime } = luxon;

/** Changes named on the bus are read together after this many milliseconds. */
const GATHER = 150;

/** Whether the server refused or was not reached: what the user is told, no fault here. */
export function isRefusal(error) {
    return error instanceof RPCError || error instanceof ConnectionLostError;
}

/**
 * What a screen shows that hears what others do: its lines, the one that is open, and
 * what is done with it. A screen extends it by what is its own.
 *
 * What is done goes one after the other, and what was refused is said. What is read is
 * shown only while it is still asked for.
 */
export class LiveModel {
    /** The model of the server that :meth:`call` asks. */
    static server = "";

    /**
     * @param {Object} services
     * @param {Object} services.orm
     * @param {Object} services.bus
     */
    constructor({ orm, bus }) {
        this.orm = markRaw(orm);
        this.bus = bus;
        this.mutex = markRaw(new Mutex());
        this.channels = markRaw(new Set());
        this.gathered = markRaw([]); // what the bus told and was not read again yet
        this.status = "loading"; // loading, ready, failed, or a word of the screen's
        this.failure = "";
        this.connected = true; // the server was reached the last time
        this.live = true; // the bus tells what others do
        this.readAt = null;
        this.now = markRaw(DateTime.now());
        this.isLeft = false; // the screen is gone
        this.saves = 0; // how often what was typed was saved
        this.selected = null; // {kind, id} of the line that is marked
        this.detail = null; // of that line, once it was read; it has kind and id, too
        this.message = null; // {tone, text, undo}
    }

    /** @returns {LiveModel} one that tells its components what changed */
    static create(services) {
        const model = reactive(new this(services));
        // apart from the state on purpose: nothing is shown of them
        const timers = new Map();
        model.later = (method, wait) => {
            browser.clearTimeout(timers.get(method));
            if (!model.isLeft) {
                timers.set(method, browser.setTimeout(() => model[method](), wait));
            }
        };
        model.stop = () => timers.forEach((timer) => browser.clearTimeout(timer));
        return model;
    }

    // -----------------------------------------------------------------------------
    // What others do
    // -----------------------------------------------------------------------------

    /** Hear these channels of the bus, and no others. */
    listen(channels) {
        if (this.isLeft) {
            return; // read for a screen that is gone
        }
        for (const channel of [...this.channels].filter((each) => !channels.includes(each))) {
            this.bus.deleteChannel(channel);
            this.channels.delete(channel);
        }
        for (const channel of channels.filter((each) => !this.channels.has(each))) {
            this.bus.addChannel(channel);
            this.channels.add(channel);
        }
    }

    /** Nobody is there any more to read and save for. */
    leave() {
        this.listen([]);
        this.isLeft = true;
        this.stop();
    }

    /** Take what the bus tells: messages that come together are read once. */
    gather(changes) {
        this.gathered.push(changes);
        this.later("readGathered", GATHER);
    }

    readGathered() {
        return this.readChanges(this.gathered.splice(0));
    }

    /** Read again what the bus named. @param {Object[]} changes its messages */
    async readChanges(changes) {}

    /** A minute has passed. */
    tick() {
        this.now = markRaw(DateTime.now());
    }

    // -----------------------------------------------------------------------------
    // One of them
    // -----------------------------------------------------------------------------

    /** @param {{kind: string, id: number}} line */
    isSelected({ kind, id }) {
        return this.selected?.kind === kind && this.selected.id === id;
    }

    /** Move the mark in the list; what is open there is read by :meth:`open`. */
    point({ kind, id }) {
        this.selected = { kind, id };
        this.message = null;
    }

    /** Show a line in the panel. */
    async open(line) {
        this.point(line);
        if (!this.detail || !this.isSelected(this.detail)) {
            this.detail = null;
        }
        await this.run(() => this.readDetail());
    }

    close() {
        this.selected = null;
        this.detail = null;
        this.message = null;
    }

    async readDetail() {
        const asked = this.selected;
        if (!asked) {
            return;
        }
        const { saves } = this;
        const detail = await this.call(`open_${asked.kind}`, [asked.id], true);
        if (saves !== this.saves) {
            return this.readDetail(); // it was read before what was typed was saved
        }
        if (this.isSelected(asked)) {
            this.detail = { ...detail, ...asked };
            this.onDetail();
        }
    }

    /** What follows from what was read of the line that is open. */
    onDetail() {}

    // -----------------------------------------------------------------------------
    // Calls
    // -----------------------------------------------------------------------------

    /**
     * Do something, one thing after the other, and show what became of it.
     *
     * @param {() => Promise<any>} task
     * @returns {Promise<any>} undefined if it was refused; the panel says why
     */
    async run(task) {
        return this.mutex.exec(async () => {
            try {
                return await task();
            } catch (error) {
                if (!isRefusal(error)) {
                    throw error;
                }
                this.say("danger", this.sentence(error));
            }
        });
    }

    /** As :meth:`run`, with what was typed saved before and what it changed read after. */
    async act(task) {
        this.message = null;
        await this.beforeAct();
        const answer = await this.run(task);
        await this.afterAct();
        return answer;
    }

    /** Save what was typed, where a screen keeps something. */
    async beforeAct() {}

    /** Read again what may be another now. */
    async afterAct() {}

    /**
     * Say what became of something.
     *
     * @param {"success"|"warning"|"danger"} tone
     * @param {string} text
     * @param {() => Promise<any>} [undo] what takes it back
     */
    say(tone, text, undo = null) {
        this.message = { tone, text, undo: undo && markRaw(undo) };
    }

    /** Take back what was said last, where that can be. */
    undo() {
        return this.message?.undo?.();
    }

    /**
     * @param {string} method of the server
     * @param {any[]} args
     * @param {boolean} [silent] nobody waits for it: Odoo shows no loading
     */
    async call(method, args, silent = false) {
        try {
            const orm = silent ? this.orm.silent : this.orm;
            const answer = await orm.call(this.constructor.server, method, args);
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
