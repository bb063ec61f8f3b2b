const SAMPLES = 8;
/** A clock that was put right while the page slept differs at least by that. */
const JUMP = 2000;

/**
 * What time it is on the server, by a phone whose clock may be wrong.
 *
 * While the page runs it counts on by itself, whatever is done to the clock of the phone.
 * That counting may stop while the phone sleeps: who wakes up says so.
 */
export class SteadyClock {
    /**
     * @param {Object} [clocks] in milliseconds
     * @param {() => number} [clocks.wall]
     * @param {() => number} [clocks.run] never goes back
     */
    constructor({ wall = () => Date.now(), run = () => performance.now() } = {}) {
        Object.assign(this, { wall, run, samples: [] });
        this.start = wall() - run();
        /** How much the phone is behind the server, as was measured last. */
        this.error = 0;
        this.isKnown = false;
    }

    /** Milliseconds of the phone, not put right. */
    raw() {
        return this.start + this.run();
    }

    /** Milliseconds since 1970, as the server has them. */
    now() {
        return this.raw() + this.error;
    }

    /** @param {number} error that was measured before this page was opened */
    recall(error) {
        if (!this.isKnown && Number.isFinite(error)) {
            this.error = error;
            this.isKnown = true;
        }
    }

    /**
     * The server said what time it is; the shortest of the last calls is believed.
     *
     * @param {number} server in milliseconds
     * @param {number} before `raw()` when it was asked
     * @param {number} after `raw()` when it had answered
     */
    heard(server, before, after) {
        if (!Number.isFinite(server)) {
            return;
        }
        const sample = { took: after - before, error: server - (before + after) / 2 };
        this.samples = [...this.samples, sample].slice(-SAMPLES);
        const [best] = [...this.samples].sort((a, b) => a.took - b.took);
        this.error = best.error;
        this.isKnown = true;
    }

    /** The page is looked at again: what passed meanwhile is what the phone says. */
    wake() {
        const start = this.wall() - this.run();
        if (Math.abs(start - this.start) >= JUMP) {
            this.start = start;
            this.samples = []; // of before; until the next call the error stays
        }
    }
}
