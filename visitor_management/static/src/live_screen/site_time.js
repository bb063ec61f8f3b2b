import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { memoize } from "@web/core/utils/functions";

const { DateTime, IANAZone } = luxon;

export const MINUTE = 60 * 1000;

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

/** How the language of the user writes hours, so that 08:00 and 8:00 do not stand side by side. */
function hourStyle() {
    const morning = DateTime.fromObject({ hour: 8 }).toLocaleString(DateTime.TIME_SIMPLE);
    return /^\D*8/.test(morning) ? "numeric" : "2-digit";
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
    return time.toLocaleString({
        month: "short",
        day: "numeric",
        hour: hourStyle(),
        minute: "2-digit",
    });
}

/**
 * Only the time of day, or only the date where it is another day.
 *
 * @param {DateTime} [day] the day that is looked at, by default today
 */
export function formatSiteTimeShort(value, tz, day = DateTime.now()) {
    if (!value) {
        return "";
    }
    const time = siteTime(value, tz);
    const today = time.hasSame(day.setZone(knownZone(tz)), "day");
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

/** A day at the site: weekday and date. */
export function formatSiteDay(day, tz) {
    return day.setZone(knownZone(tz)).toLocaleString({
        weekday: "short",
        month: "short",
        day: "numeric",
    });
}

/**
 * A length of time as people say it: "45 min", "2 h 45", "3 days".
 *
 * @param {number} milliseconds
 */
export function formatDuration(milliseconds) {
    const minutes = Math.max(0, Math.floor(milliseconds / MINUTE));
    const hours = Math.floor(minutes / 60);
    if (!hours) {
        return _t("%(minutes)s min", { minutes });
    }
    if (hours >= 48) {
        return _t("%(days)s days", { days: Math.floor(hours / 24) });
    }
    const rest = minutes % 60;
    return rest
        ? _t("%(hours)s h %(minutes)s", { hours, minutes: String(rest).padStart(2, "0") })
        : _t("%(hours)s h", { hours });
}

/** The clock of the site: weekday, date and time. */
export function formatSiteClock(now, tz) {
    return now.setZone(knownZone(tz)).toLocaleString({
        weekday: "short",
        month: "short",
        day: "numeric",
        hour: hourStyle(),
        minute: "2-digit",
    });
}
