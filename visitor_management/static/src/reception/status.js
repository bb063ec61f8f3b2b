import { _t } from "@web/core/l10n/translation";
import { formatDuration, MINUTE, toMilliseconds } from "../live_screen/site_time";
import { lookOf } from "../state_badge/state_looks";

/**
 * What a person's line says at one glance: a word, an icon and a tone; never one alone.
 * Those that are states look as everywhere; late and overstaying come with the time.
 */
export const STATUSES = {
    pending: { label: _t("To approve"), ...lookOf("visitor.visit", "pending") },
    expected: { label: _t("Expected"), ...lookOfPerson("expected") },
    late: { label: _t("Late"), icon: "fa-exclamation-triangle", tone: "late" },
    outside: { label: _t("Out for now"), ...lookOfPerson("outside") },
    inside: { label: _t("Inside"), ...lookOfPerson("inside") },
    overstaying: { label: _t("Overstaying"), icon: "fa-exclamation-triangle", tone: "late" },
    left: { label: _t("Left"), ...lookOfPerson("left") },
    no_show: { label: _t("Did not come"), ...lookOfPerson("no_show") },
    refused: { label: _t("Refused"), ...lookOfPerson("refused") },
    cancelled: { label: _t("Cancelled"), ...lookOfPerson("cancelled") },
};

function lookOfPerson(state) {
    return lookOf("visitor.registration", state);
}

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
        otherDay: _t("Left"),
    },
};

/**
 * The people of a visit whom nobody has named, as one line of a person.
 *
 * @param {Object} visit a line of the server
 */
export function unnamedOf(visit) {
    return {
        id: -visit.id,
        visit_id: visit.id,
        unnamed: true,
        name: "",
        organization: "",
        headcount: visit.unnamed,
        state: visit.state === "no_show" ? "no_show" : "expected",
        missing: [],
    };
}

/**
 * How many people come, and how many of them are named where not all are.
 *
 * @param {Object[]} people lines of the server, or of :func:`unnamedOf`
 */
export function headsLabel(people) {
    const heads = (each) => each.reduce((sum, person) => sum + person.headcount, 0);
    const count = heads(people);
    const unnamed = heads(people.filter((person) => person.unnamed));
    if (!unnamed) {
        return _t("%(count)s people", { count });
    }
    return unnamed === count
        ? _t("%(count)s without names", { count })
        : _t("%(count)s people, %(named)s named", { count, named: count - unnamed });
}

/**
 * The status of a person at a moment. Late and overstaying come with the time alone: no
 * call to the server tells them.
 *
 * @param {Object} person a line of the server
 * @param {Object} visit
 * @param {{grace_after: number, late_after: number}} site minutes
 * @param {{now: number, today: number, days: number}} clock this moment, and when today
 *  began at the site, in milliseconds; the day that is looked at, from today
 * @returns {keyof STATUSES}
 */
export function statusOf(person, visit, site, { now, today, days }) {
    if (days > 0 && ["inside", "outside"].includes(person.state)) {
        return "expected"; // of a visit of several days: they come again
    }
    const between = visit.regular && person.state === "outside";
    if (between && !(toMilliseconds(person.in_at) >= today)) {
        return statusOf({ ...person, state: "expected" }, visit, site, { now, today, days });
    }
    if (between && now > toMilliseconds(visit.stop) + site.grace_after * MINUTE) {
        return "left"; // for the day: who comes every week comes again
    }
    if (person.state === "inside") {
        const over = toMilliseconds(visit.stop) + site.grace_after * MINUTE;
        return now > over ? "overstaying" : "inside";
    }
    if (person.state === "expected") {
        if (["draft", "pending"].includes(visit.state)) {
            return "pending";
        }
        const start = toMilliseconds(visit.start);
        const late = now > start + site.late_after * MINUTE;
        return days <= 0 && start >= today && late ? "late" : "expected";
    }
    return person.state;
}

/**
 * How long somebody has been inside, or by how much the time is over, as words; empty for
 * all others.
 *
 * @param {Object} person a line of the server
 * @param {Object} visit
 * @param {keyof STATUSES} status
 * @param {number} now in milliseconds
 */
export function lastingOf(person, visit, status, now) {
    if (status === "overstaying") {
        const over = formatDuration(now - toMilliseconds(visit.stop));
        return _t("%(duration)s over", { duration: over });
    }
    return status === "inside" && person.in_at
        ? formatDuration(now - toMilliseconds(person.in_at))
        : "";
}

/**
 * Whether somebody can be checked in at once: expected at this hour, and nothing missing.
 * The server decides; this only offers it.
 *
 * @param {Object} person a line of the server
 * @param {Object} visit
 * @param {keyof STATUSES} status
 * @param {{grace_before: number}} site
 * @param {{now: number, days: number}} clock
 */
export function isReady(person, visit, status, site, { now, days }) {
    return (
        !days &&
        !person.unnamed &&
        !visit.told && // what the unit asks is read first
        ["expected", "late", "outside"].includes(status) &&
        ["approved", "in_progress"].includes(visit.state) &&
        !person.missing.length &&
        now >= toMilliseconds(visit.start) - site.grace_before * MINUTE &&
        now <= toMilliseconds(visit.stop) + site.grace_after * MINUTE
    );
}
