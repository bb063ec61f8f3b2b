import { onWillDestroy, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";

const SECOND = 1000;

/**
 * The present moment, second by second: what uses it is drawn anew each time.
 *
 * @returns {{now: number}} in milliseconds
 */
export function useNow() {
    const clock = useState({ now: Date.now() });
    const beat = browser.setInterval(() => (clock.now = Date.now()), SECOND);
    onWillDestroy(() => browser.clearInterval(beat));
    return clock;
}
