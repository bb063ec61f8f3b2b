import { _t } from "@web/core/l10n/translation";

// What can still be said of a visit.
const OPEN = ["pending", "approved", "in_progress"];
const ADMITTED = ["approved", "in_progress"];

/** Whether there is something to say: somebody stands there, or approval is asked for. */
export function waits({ state, visit }) {
    return state === "pending" || (visit.here && OPEN.includes(state));
}

/**
 * The buttons of somebody who is asked: one tap where a visitor stands there, and of a
 * visit ahead yes, or no with a reason.
 *
 * @param {Object} visit as the server shows it
 * @returns {{decision: string, name: string, icon: string, primary?: boolean,
 *     reason?: boolean}[]}
 */
export function buttonsOf(visit) {
    if (!visit.here) {
        return [
            { decision: "approve", name: _t("Approve"), icon: "fa-check", primary: true },
            { decision: "refuse", name: _t("Refuse …"), icon: "fa-ban", reason: true },
        ];
    }
    return [
        { decision: "coming", name: _t("I am coming"), icon: "fa-male", primary: true },
        { decision: "send_up", name: _t("Send them up"), icon: "fa-arrow-up" },
        { decision: "wait", name: _t("They should wait"), icon: "fa-hourglass-half" },
        { decision: "refuse", name: _t("No, not now"), icon: "fa-ban" },
    ];
}

/**
 * Whether a word counted: where somebody else was first, it changed nothing.
 *
 * @param {string} decision
 * @param {boolean} here whether a visitor stands there
 * @param {string} state of the visit, after it
 */
export function counted(decision, here, state) {
    const states = {
        approve: ADMITTED,
        coming: ADMITTED,
        send_up: ADMITTED,
        wait: OPEN,
        refuse: here ? [...OPEN, "refused"] : ["refused"],
    };
    return states[decision].includes(state);
}

/** What is said after a word that counted. */
export function thanks(decision) {
    return {
        approve: _t("Approved: the visitors are expected at reception."),
        coming: _t("Reception knows that you are coming."),
        send_up: _t("Reception sends the visitors up."),
        wait: _t("Reception asks the visitors to wait."),
        refuse: _t("Reception and whoever announced them are told."),
    }[decision];
}

/** What is said where somebody else was first. */
export function answeredBy(state) {
    return (
        {
            approved: _t("Somebody has answered already: the visit is approved."),
            in_progress: _t("Somebody has answered already: the visitors are inside."),
            refused: _t("Somebody has answered already: the visit was refused."),
            cancelled: _t("The visit was cancelled meanwhile."),
        }[state] || _t("The visit is over, or somebody else is asked now.")
    );
}

/** Who they are, in a line: "Li Na, Wang Wei (5)". */
export function namesOf({ visit, visitors }) {
    const names = visitors.map((each) => each.name).join(", ");
    if (!names) {
        return visit.headcount > 1 ? _t("%s people", visit.headcount) : _t("1 person");
    }
    return visit.headcount > visitors.length ? `${names} (${visit.headcount})` : names;
}

/** The lines below the names; a text stands there once. */
export function factsOf({ visit, visitors }) {
    const joined = (texts) => [...new Set(texts.filter(Boolean))].join(" · ");
    return [
        ["fa-building-o", joined(visitors.map((each) => each.organization))],
        ["fa-comment-o", joined([visit.purpose, visit.kind])],
        ["fa-clock-o", visit.time],
        ["fa-map-marker", joined([visit.site, visit.host])],
    ].filter(([, text]) => text);
}
