import { toMilliseconds } from "../live_screen/site_time";

const HOUR = 60 * 60 * 1000;
/** Hours of the day that are shown even where nothing happens. */
const FROM = 8;
const UNTIL = 18;

/**
 * From when to when a day is shown: office hours, and whatever lies around them.
 *
 * @param {{start: string, stop: string}} day UTC, the local day of the site
 * @param {Object[]} needs with start and stop
 * @param {Object[]} people with bars
 * @returns {[number, number]} milliseconds, whole hours of the day
 */
export function span(day, needs, people) {
    const begin = toMilliseconds(day.start);
    const end = toMilliseconds(day.stop);
    let low = begin + FROM * HOUR;
    let high = begin + UNTIL * HOUR;
    const bars = people.flatMap((person) => person.bars);
    for (const { start, stop } of [...needs, ...bars]) {
        low = Math.min(low, toMilliseconds(start));
        high = Math.max(high, toMilliseconds(stop));
    }
    low = begin + Math.floor((low - begin) / HOUR) * HOUR;
    high = begin + Math.ceil((high - begin) / HOUR) * HOUR;
    return [Math.max(low, begin), Math.min(high, end)];
}

/**
 * Where something lies on the board.
 *
 * @returns {{left: number, width: number} | null} percent; null where nothing is seen
 */
export function place(start, stop, [low, high]) {
    const from = Math.max(toMilliseconds(start), low);
    const until = Math.min(toMilliseconds(stop), high);
    if (until <= from) {
        return null;
    }
    const all = high - low;
    return { left: ((from - low) / all) * 100, width: ((until - from) / all) * 100 };
}

/** The hours to write above the board: every one, or every second where they would touch. */
export function hours([low, high]) {
    const step = high - low > 10 * HOUR ? 2 * HOUR : HOUR;
    const marks = [];
    for (let at = low; at < high; at += step) {
        marks.push({ at, left: ((at - low) / (high - low)) * 100 });
    }
    return marks;
}

/** How a need stands: what the line says first. */
export function standing({ needed, accepted, asked, over }) {
    if (over) {
        return "over";
    }
    if (accepted >= needed) {
        return "met";
    }
    if (accepted + asked >= needed) {
        return "waiting";
    }
    return accepted + asked ? "more" : "nobody";
}
