/**
 * A sentence with what belongs into it: "%(done)s of %(all)s done".
 *
 * @param {string} sentence
 * @param {Object} values
 * @returns {string}
 */
export function fill(sentence, values) {
    return sentence.replace(/%\((\w+)\)s/g, (_all, name) => String(values[name]));
}

/**
 * A time of the visit on the clock of the site.
 *
 * @param {string} moment in UTC, as Odoo sends it
 * @param {string} tz
 * @param {string} lang
 */
export function siteTime(moment, tz, lang) {
    const date = new Date(`${moment.replace(" ", "T")}Z`);
    const options = { dateStyle: "medium", timeStyle: "short" };
    const locale = lang.replace("_", "-");
    try {
        return date.toLocaleString(locale, { ...options, timeZone: tz });
    } catch {
        return date.toLocaleString(undefined, { ...options, timeZone: "UTC" });
    }
}

/** The clock alone, for the end of a visit on the same day. */
export function siteClock(moment, tz, lang) {
    const date = new Date(`${moment.replace(" ", "T")}Z`);
    const locale = lang.replace("_", "-");
    try {
        return date.toLocaleTimeString(locale, { timeStyle: "short", timeZone: tz });
    } catch {
        return date.toLocaleTimeString(undefined, { timeStyle: "short", timeZone: "UTC" });
    }
}

/** What the clocks of the site show at a moment, as if it were UTC: milliseconds. */
function wallOf(moment, tz) {
    const parts = {};
    const format = new Intl.DateTimeFormat("en-US", {
        timeZone: tz,
        hourCycle: "h23",
        year: "numeric",
        month: "2-digit",
        day: "2-digit",
        hour: "2-digit",
        minute: "2-digit",
        second: "2-digit",
    });
    for (const { type, value } of format.formatToParts(moment)) {
        parts[type] = value;
    }
    const { year, month, day, hour, minute, second } = parts;
    return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** The same as it stands in fields: `["2026-12-01", "09:30"]`. */
export function siteFields(moment, tz) {
    const date = new Date(wallOf(Date.parse(`${moment.replace(" ", "T")}Z`), tz));
    const text = date.toISOString();
    return [text.slice(0, 10), text.slice(11, 16)];
}

/**
 * The moment that somebody means who reads the clocks of the site.
 *
 * @param {string} day as in a field, "2026-12-01"
 * @param {string} clock "09:30"
 * @param {string} tz
 * @returns {string} in UTC, as Odoo writes it
 */
export function utcOf(day, clock, tz) {
    const wanted = Date.parse(`${day}T${clock}:00Z`);
    let moment = wanted;
    for (let tries = 0; tries < 2; tries++) {
        moment = wanted - (wallOf(moment, tz) - moment); // the second where clocks change
    }
    return new Date(moment).toISOString().slice(0, 19).replace("T", " ");
}
