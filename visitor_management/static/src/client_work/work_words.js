import { _t } from "@web/core/l10n/translation";

/** The counters of the screen, in their order. */
export const LISTS = {
    due: {
        label: _t("To call"),
        icon: "fa-phone",
        tone: "neutral",
        empty: _t("Nobody is to be called. Complaints come here once they are handled."),
    },
    overdue: {
        label: _t("Overdue"),
        icon: "fa-exclamation-triangle",
        tone: "late",
        empty: _t("Nothing is overdue."),
    },
    today: {
        label: _t("Today"),
        icon: "fa-clock-o",
        tone: "neutral",
        empty: _t("Nobody else is to be called today."),
    },
    next: {
        label: _t("Next days"),
        icon: "fa-calendar-o",
        tone: "neutral",
        empty: _t("Nothing is planned for the next days."),
    },
    waiting: {
        label: _t("Waiting for a department"),
        icon: "fa-hourglass-half",
        tone: "waiting",
        empty: _t("No order is open: no department keeps a client waiting."),
    },
    unreachable: {
        label: _t("Unreachable"),
        icon: "fa-question-circle",
        tone: "late",
        empty: _t("Everybody was reached."),
    },
    review: {
        label: _t("To review"),
        icon: "fa-eye",
        tone: "waiting",
        managers: true,
        empty: _t("Nothing waits for your review."),
    },
    stuck: {
        label: _t("Stuck"),
        icon: "fa-chain-broken",
        tone: "refused",
        managers: true,
        empty: _t("Nothing is stuck: somebody goes on with everything."),
    },
};

/** How severe: an icon and a tone; the word comes from the server. */
export const SEVERITIES = {
    minor: { icon: "fa-circle-o", tone: "neutral" },
    general: { icon: "fa-dot-circle-o", tone: "waiting" },
    serious: { icon: "fa-exclamation-circle", tone: "late" },
    major: { icon: "fa-exclamation-triangle", tone: "refused" },
};

/** What a manager does about what is stuck, by the reason. */
export const STUCK_HINTS = {
    nobody: _t("Nobody carries it out: name a person, or give the department a head who can sign in."),
    left: _t("Whoever had it has left: hand it over to somebody who goes on."),
    unanswered: _t("Dissatisfied, and nobody was reached: write, mail or visit, and write it down."),
    closed: _t("The complaint is closed: reopen it, or end what is still open."),
};

/** Five points, and how the three of the paper form map to them. */
export const POINTS = {
    5: ["1", "2", "3", "4", "5"].map((value) => ({ value, key: value, word: value })),
    3: [
        { value: "2", key: "1", word: _t("Dissatisfied") },
        { value: "4", key: "2", word: _t("Fairly satisfied") },
        { value: "5", key: "3", word: _t("Satisfied") },
    ],
};

export const TONE_OF_RESULT = {
    1: "refused",
    2: "refused",
    3: "late",
    4: "inside",
    5: "inside",
};

/** How trying to call ended, by one key each; the words come from the server. */
export const OUTCOMES = [
    { name: "reached", key: "R", icon: "fa-check" },
    { name: "no_answer", key: "N", icon: "fa-bell-slash-o" },
    { name: "busy", key: "B", icon: "fa-minus-circle" },
    { name: "wrong_number", key: "W", icon: "fa-question" },
    { name: "refused", key: "X", icon: "fa-ban" },
];

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * How late something is, in the largest unit that says it.
 *
 * @param {number} milliseconds since it was due
 */
export function howLate(milliseconds) {
    if (milliseconds < HOUR) {
        return _t("%(count)s min late", { count: Math.max(1, Math.floor(milliseconds / MINUTE)) });
    }
    if (milliseconds < 2 * DAY) {
        return _t("%(count)s h late", { count: Math.floor(milliseconds / HOUR) });
    }
    return _t("%(count)s days late", { count: Math.floor(milliseconds / DAY) });
}
