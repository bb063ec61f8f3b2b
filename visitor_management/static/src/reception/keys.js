import { isMacOS } from "@web/core/browser/feature_detection";
import { _t } from "@web/core/l10n/translation";

/** As Odoo's hotkeys have it. */
export const MODIFIER = isMacOS() ? "Ctrl" : "Alt";

/**
 * The letters that act, in the order in which they are explained. ``here``: on whoever is
 * open, so only while the list or the panel has the focus. With Alt each acts also while
 * a field has it.
 */
export const COMMANDS = [
    {
        letter: "i",
        label: _t("Check in, or back in"),
        here: true,
        act: (screen) => screen.checkIn(),
    },
    {
        letter: "o",
        label: _t("Check out"),
        here: true,
        act: (screen) => screen.desk.startLeaving(),
    },
    {
        letter: "t",
        label: _t("Out for now"),
        here: true,
        act: (screen) => screen.desk.stepOut(),
    },
    {
        letter: "p",
        label: _t("Print the pass"),
        here: true,
        act: (screen) => screen.desk.print(),
    },
    {
        letter: "h",
        label: _t("Is here: ask the host"),
        here: true,
        act: (screen) => screen.desk.arrive(),
    },
    {
        letter: "u",
        label: _t("Undo what was done last"),
        act: (screen) => screen.undo(),
    },
    {
        letter: "n",
        label: _t("New walk-in"),
        act: (screen) => screen.walkIn(),
    },
    {
        letter: "d",
        label: _t("New delivery"),
        act: (screen) => screen.deliver(),
    },
    {
        letter: "q",
        label: _t("Queue: scans check in at once"),
        act: (screen) => screen.toggleQueue(),
    },
];

/** @param {string} letter */
export function commandOf(letter) {
    return COMMANDS.find((command) => command.letter === letter);
}

/** What the dialog of the keys says: what stands on them and what they do. */
export function allKeys() {
    return [
        ["/", _t("Search")],
        ["↑ ↓", _t("Up and down the list")],
        ["Enter", _t("Open what is chosen")],
        ["← →", _t("The day before, the day after")],
        ...COMMANDS.map(({ letter, label }) => [letter.toUpperCase(), label]),
        ["Esc", _t("Back")],
        ["?", _t("These keys")],
    ];
}

export function hintOfKeys() {
    return _t(
        "Letters act while the list or the panel has the focus. While you type, hold %(modifier)s: %(modifier)s+N. A hand scanner works anywhere.",
        { modifier: MODIFIER }
    );
}
