import { deserializeDateTime } from "@web/core/l10n/dates";
import { memoize } from "@web/core/utils/functions";

const { DateTime, IANAZone } = luxon;

/**
 * The time zone as this browser knows it: UTC, as on the server, where it does not.
 *
 * @param {string} tz IANA name, of today or of former times
 * @returns {string}
 */
export const knownZone = memoize((tz) => (IANAZone.isValidZone(tz) ? tz : "UTC"));

/**
 * Times as the people at the site read them on their clock, in the language of the user.
 *
 * @param {string} value UTC, as the server sends it
 * @param {string} tz time zone of the site
 * @returns {DateTime}
 */
export function siteTime(value, tz) {
    return deserializeDateTime(value).setZone(knownZone(tz));
}

/** The same moment as a number: quick to compare, for lists of hundreds. */
export function toMilliseconds(value) {
    return Date.parse(`${value.replace(" ", "T")}Z`);
}

/** The time of day, with the date where that is another day than today at the site. */
export function formatSiteTime(value, tz) {
    if (!value) {
        return "";
    }
    const time = siteTime(value, tz);
    if (time.hasSame(DateTime.now().setZone(knownZone(tz)), "day")) {
        return time.toLocaleString(DateTime.TIME_SIMPLE);
    }
    return time.toLocaleString({ month: "short", day: "numeric", hour: "numeric", minute: "2-digit" });
}

/** Only the time of day, or only the date where it is another day. */
export function formatSiteTimeShort(value, tz) {
    if (!value) {
        return "";
    }
    const time = siteTime(value, tz);
    const today = time.hasSame(DateTime.now().setZone(knownZone(tz)), "day");
    return time.toLocaleString(
        today ? DateTime.TIME_SIMPLE : { month: "short", day: "numeric" }
    );
}

/** From and until; the date once where both are of one day. */
export function formatSiteWindow(start, stop, tz) {
    const until = siteTime(stop, tz);
    const oneDay = siteTime(start, tz).hasSame(until, "day");
    return `${formatSiteTime(start, tz)} – ${
        oneDay ? until.toLocaleString(DateTime.TIME_SIMPLE) : formatSiteTime(stop, tz)
    }`;
}

/** The clock of the site: weekday, date and time. */
export function formatSiteClock(now, tz) {
    return now.setZone(knownZone(tz)).toLocaleString({
        weekday: "short",
        month: "short",
        day: "numeric",
        hour: "numeric",
        minute: "2-digit",
    });
}
