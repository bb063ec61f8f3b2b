import { _t } from "@web/core/l10n/translation";
import { formatDay, formatHour } from "./work_hours";

/** Answers of which both can stand one below the other. */
const TEXTS = ["client_words", "dissatisfied_reason", "explained_reason"];

// What two people wrote in the same place, as the server answers it
// (`read_answers_since`): on the work list and in the form of a callback.

/** @param {{by: string, when: string, label: string}} each */
export function whoWrote({ by, when, label }) {
    return _t("%(name)s wrote here at %(when)s, while you typed: %(what)s", {
        name: by || _t("A colleague"),
        when,
        what: label,
    });
}

/**
 * An answer as people read it.
 *
 * @param {string} name of the answer
 * @param {any} value a date is one of ISO
 * @param {Object} words of what can be chosen, by value
 */
export function answerAsRead(name, value, words) {
    if (name === "solved_on_spot") {
        return value ? _t("Yes") : _t("No");
    }
    if (name === "next_date") {
        return value ? formatDay(value) : "–";
    }
    if (name === "next_hour") {
        return value ? formatHour(value) : "–";
    }
    return words[value] || value || "–";
}

export function canKeepBoth(name) {
    return TEXTS.includes(name);
}

/** The colleague's first: it was there before. */
export function keepBoth(theirs, mine) {
    return [theirs, mine].filter(Boolean).join("\n");
}
