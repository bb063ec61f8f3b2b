import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/** The keys of the work list. */
export class WorkKeysDialog extends Component {
    static template = "visitor_management.WorkKeysDialog";
    static components = { Dialog };
    static props = { close: Function };

    setup() {
        this.title = _t("Keys");
        this.keys = [
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
}
