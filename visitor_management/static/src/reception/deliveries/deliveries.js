import { MINUTE, toMilliseconds } from "../../live_screen/site_time";

/**
 * Whole minutes that a delivery may still stay; less than 0: it should be out by now.
 *
 * @param {{due_at: string}} delivery as the server sends it, UTC
 * @param {number} now milliseconds
 * @returns {number|null} null: as long as it takes
 */
export function minutesLeft({ due_at }, now) {
    return due_at ? Math.trunc((toMilliseconds(due_at) - now) / MINUTE) : null;
}

/** @returns {boolean} whether the desk is to be warned of it */
export function isOver({ due_at }, now) {
    return Boolean(due_at) && toMilliseconds(due_at) < now;
}

/** Those that should be out first, then by when they have to be; without a time last. */
export function inOrder(deliveries) {
    const due = ({ due_at }) => (due_at ? toMilliseconds(due_at) : Infinity);
    return [...deliveries].sort((a, b) => (due(a) < due(b) ? -1 : due(a) > due(b) ? 1 : a.id - b.id));
}

/** What a delivery is called in a sentence: the firm, and the unit where it goes. */
export function called({ name, unit }) {
    return [name, unit].filter(Boolean).join(" · ");
}
