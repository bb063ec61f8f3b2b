import { _t } from "@web/core/l10n/translation";

/** Who is being asked while a visitor waits: words, an icon and a tone. */
export const RUNGS = {
    host: { label: _t("Host asked"), step: _t("the host"), icon: "fa-bell", tone: "waiting" },
    deputy: {
        label: _t("Deputies asked"),
        step: _t("the deputies"),
        icon: "fa-users",
        tone: "waiting",
    },
    phone: { label: _t("Call now"), step: _t("by phone"), icon: "fa-phone", tone: "late" },
    desk: {
        label: _t("You decide"),
        step: _t("the desk decides"),
        icon: "fa-gavel",
        tone: "refused",
    },
};

/** What the host said, in the same way. */
export const ANSWERS = {
    approve: { label: _t("Host agrees"), icon: "fa-check-circle", tone: "inside" },
    coming: { label: _t("Host is coming"), icon: "fa-male", tone: "inside" },
    send_up: { label: _t("Send up"), icon: "fa-arrow-up", tone: "inside" },
    wait: { label: _t("Let them wait"), icon: "fa-hourglass-half", tone: "waiting" },
    refuse: { label: _t("Host says no"), icon: "fa-ban", tone: "refused" },
};

/**
 * Remember when a wait began by the clock of this browser: the server sends ages, because
 * its clock may be another.
 *
 * @param {Object|false} wait of the server
 * @param {number} now in milliseconds
 */
export function begun(wait, now) {
    return wait && { ...wait, begunAt: now - wait.age * 1000 };
}

/** How many seconds it has taken until now, or took. */
export function secondsOf(wait, now) {
    return wait.running ? Math.max(0, Math.floor((now - wait.begunAt) / 1000)) : wait.seconds;
}

/**
 * Who is asked at a moment: the server has planned it, nobody has to be asked.
 *
 * @returns {keyof RUNGS}
 */
export function rungOf(wait, now) {
    const seconds = secondsOf({ ...wait, running: true }, now);
    const reached = wait.steps.filter(({ after }) => after <= seconds);
    return (reached.at(-1) || wait.steps[0]).rung;
}

/** Of some people the one who has waited the longest; null: nobody waits. */
export function longestOf(people) {
    const waits = people.map(({ wait }) => wait).filter(Boolean);
    return waits.sort((a, b) => a.begunAt - b.begunAt)[0] || null;
}

/** What stands beside the name: the answer, or who is asked. */
export function lookOf(wait, now) {
    return wait.answer ? ANSWERS[wait.answer] : RUNGS[rungOf(wait, now)];
}

/** In how many milliseconds the next one of some waits is asked; null: none is. */
export function nextIn(waits, now) {
    const moments = waits
        .filter(({ running }) => running)
        .flatMap(({ steps, begunAt }) => steps.map(({ after }) => begunAt + after * 1000 - now))
        .filter((wait) => wait > 0);
    return moments.length ? Math.min(...moments) : null;
}

/** Seconds as a clock shows them: 0:07, 12:30, 1:02:05. */
export function formatSeconds(seconds) {
    const two = (number) => String(number).padStart(2, "0");
    const minutes = Math.floor(seconds / 60);
    const rest = `${two(minutes % 60)}:${two(seconds % 60)}`;
    return minutes < 60 ? rest.replace(/^0/, "") : `${Math.floor(minutes / 60)}:${rest}`;
}
