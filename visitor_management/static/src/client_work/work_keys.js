import { _t } from "@web/core/l10n/translation";

/** What the dialog of the keys says: what stands on them and what they do. */
export function allKeys() {
    return [
        ["/", _t("Search")],
        ["↑ ↓", _t("Up and down the list")],
        ["Enter", _t("In the list: open. In the panel: finish and next")],
        ["Ctrl Enter", _t("Finish and next, also while you type")],
        ["C", _t("Call the number")],
        ["R  N  B", _t("Reached, no answer, busy")],
        ["W  X", _t("Wrong number, does not want to talk")],
        ["1 … 5", _t("Outcome")],
        ["Shift 1 … 5", _t("Handling")],
        ["Q", _t("What the client says")],
        ["S", _t("Solved on the spot, or not")],
        ["O", _t("Order to a department")],
        ["T", _t("I call this client")],
        ["U", _t("Undo")],
        ["Esc", _t("Back")],
        ["?", _t("These keys")],
    ];
}

export function hintOfKeys() {
    return _t(
        "Letters and digits act while the list or the panel has the focus, not while you type. With three points the digits are 1 to 3."
    );
}
