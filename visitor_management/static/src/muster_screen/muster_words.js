import { _t } from "@web/core/l10n/translation";
import { toMilliseconds } from "../live_screen/site_time";

/** How somebody was seen: a tone, an icon and a word, for lines, counters and buttons. */
export const STATUSES = {
    missing: { label: _t("Unaccounted For"), tone: "late", icon: "fa-question-circle" },
    injured: { label: _t("Injured"), tone: "refused", icon: "fa-medkit" },
    safe: { label: _t("Safe"), tone: "inside", icon: "fa-check-circle" },
    off_site: { label: _t("Had Left Before"), tone: "quiet", icon: "fa-sign-out" },
};

export const CATEGORIES = {
    visitor: _t("Visitor"),
    contractor: _t("Contractor on Site"),
    escort: _t("Escort on Site"),
    employee: _t("Employee on Site"),
    unlisted: _t("Not on the List"),
};

export const KINDS = {
    real: {
        label: _t("Real Emergency"),
        running: _t("EMERGENCY"),
        tone: "danger",
        icon: "fa-fire",
        about: _t("Everybody inside is put on the list. Security is told at once."),
    },
    drill: {
        label: _t("Drill"),
        running: _t("DRILL"),
        tone: "warning",
        icon: "fa-bullhorn",
        about: _t("The same, for practice. It was announced, and is marked while it runs."),
    },
    test: {
        label: _t("Test"),
        running: _t("TEST"),
        tone: "info",
        icon: "fa-wrench",
        about: _t("Try the screen and the wardens' phones. Nobody is told."),
    },
};

const ORDER = ["missing", "injured", "safe", "off_site"];

/** Seconds since a roll call began. */
export function secondsSince(startedAt, now) {
    return Math.max(0, Math.floor((now - toMilliseconds(startedAt)) / 1000));
}

/** Minutes and seconds, as on a stopwatch. */
export function stopwatch(seconds) {
    const two = (number) => String(number).padStart(2, "0");
    const minutes = two(Math.floor(seconds / 60) % 60);
    const hours = Math.floor(seconds / 3600);
    return `${hours ? `${hours}:` : ""}${minutes}:${two(seconds % 60)}`;
}

/** How a line looks: whoever is missing when it is late is in red. */
export function lookOf(line, isLate) {
    const look = STATUSES[line.status];
    return isLate && line.status === "missing"
        ? { ...look, tone: "refused", icon: "fa-exclamation-circle" }
        : look;
}

/**
 * The lines of a filter: the missing first, by area, then by name.
 *
 * @param {Object[]} lines
 * @param {{status: string, area: number|string, text: string}} filter
 */
export function shown(lines, { status, area, text }) {
    const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
    return lines
        .filter(
            (line) =>
                (!status || line.status === status) &&
                (area === "" || (line.area_id || 0) === area) &&
                words.every((word) =>
                    `${line.name} ${line.firm} ${line.host}`.toLowerCase().includes(word)
                )
        )
        .sort(
            (a, b) =>
                ORDER.indexOf(a.status) - ORDER.indexOf(b.status) ||
                a.area.localeCompare(b.area) ||
                a.name.localeCompare(b.name, undefined, { numeric: true }) ||
                a.id - b.id
        );
}

/**
 * Of each area how many are missing and how many stand on the list.
 *
 * @returns {{id: number, name: string, missing: number, all: number}[]}
 */
export function byArea(lines) {
    const areas = new Map();
    for (const { area_id, area, status } of lines) {
        const id = area_id || 0;
        const found = areas.get(id) || { id, name: area, missing: 0, all: 0 };
        found.all++;
        found.missing += status === "missing" ? 1 : 0;
        areas.set(id, found);
    }
    return [...areas.values()].sort(
        (a, b) => b.missing - a.missing || a.name.localeCompare(b.name)
    );
}
