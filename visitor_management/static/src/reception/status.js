import { _t } from "@web/core/l10n/translation";
import { toMilliseconds } from "./site_time";

const MINUTE = 60 * 1000;
/** How long after the beginning somebody who has not come is late. */
const LATE_AFTER = 15 * MINUTE;

/**
 * What a person's line says at one glance: a word, an icon and a tone; never one alone.
 */
export const STATUSES = {
    pending: { label: _t("To approve"), icon: "fa-hourglass-half", tone: "waiting" },
    expected: { label: _t("Expected"), icon: "fa-clock-o", tone: "neutral" },
    late: { label: _t("Late"), icon: "fa-exclamation-triangle", tone: "late" },
    outside: { label: _t("Out for now"), icon: "fa-pause-circle", tone: "waiting" },
    inside: { label: _t("Inside"), icon: "fa-check-circle", tone: "inside" },
    overstaying: { label: _t("Overstaying"), icon: "fa-exclamation-triangle", tone: "late" },
    left: { label: _t("Left"), icon: "fa-sign-out", tone: "neutral" },
    no_show: { label: _t("Did not come"), icon: "fa-question-circle", tone: "late" },
    refused: { label: _t("Refused"), icon: "fa-ban", tone: "refused" },
    cancelled: { label: _t("Cancelled"), icon: "fa-times-circle", tone: "refused" },
};

/** The lists of the day: which of the statuses above are on them, in this order. */
export const LISTS = {
    expected: {
        label: _t("Expected"),
        icon: "fa-clock-o",
        statuses: ["pending", "expected", "late", "outside"],
        tone: "neutral",
        empty: _t("Nobody is expected any more today."),
    },
    inside: {
        label: _t("Inside"),
        icon: "fa-check-circle",
        statuses: ["inside", "overstaying"],
        tone: "inside",
        empty: _t("No visitor is inside."),
    },
    late: {
        label: _t("Late or overstaying"),
        icon: "fa-exclamation-triangle",
        statuses: ["late", "overstaying", "no_show"],
        tone: "late",
        empty: _t("Nobody is late and nobody has stayed too long."),
    },
    left: {
        label: _t("Left today"),
        icon: "fa-sign-out",
        statuses: ["left"],
        tone: "neutral",
        empty: _t("Nobody has left yet today."),
    },
};

/**
 * The status of a person at a moment. Late and overstaying come with the time alone: no
 * call to the server tells them.
 *
 * @param {Object} person a line of the server
 * @param {Object} visit
 * @param {{grace_after: number}} site
 * @param {{now: number, today: number}} clock this moment, and when the day began at the
 *  site, in milliseconds
 * @returns {keyof STATUSES}
 */
export function statusOf(person, visit, site, { now, today }) {
    if (person.state === "inside") {
        const over = toMilliseconds(visit.stop) + site.grace_after * MINUTE;
        return now > over ? "overstaying" : "inside";
    }
    if (person.state === "expected") {
        if (["draft", "pending"].includes(visit.state)) {
            return "pending";
        }
        const start = toMilliseconds(visit.start);
        return start >= today && now > start + LATE_AFTER ? "late" : "expected";
    }
    return person.state;
}
