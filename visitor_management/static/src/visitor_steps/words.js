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
