/** How long nobody touched the page; times in milliseconds. */
export class IdleClock {
    /**
     * @param {number} now
     * @param {{after: number, warning: number}} limits
     */
    constructor(now, { after, warning }) {
        this.after = after;
        this.warning = warning;
        this.touch(now);
    }

    touch(now) {
        this.touchedAt = now;
    }

    /** Seconds that are left, once it is time to warn; else 0. */
    secondsLeft(now) {
        const left = this.touchedAt + this.after - now;
        return left <= this.warning ? Math.max(Math.ceil(left / 1000), 1) : 0;
    }

    isOver(now) {
        return now - this.touchedAt >= this.after;
    }
}
