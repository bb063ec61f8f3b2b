import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/** The keys of the reception screen. */
export class KeysDialog extends Component {
    static template = "visitor_management.KeysDialog";
    static components = { Dialog };
    static props = { close: Function };

    setup() {
        this.title = _t("Keys");
        this.keys = [
            ["/", _t("Search")],
            ["↑ ↓", _t("Up and down the list")],
            ["Enter", _t("Open")],
            ["I", _t("Check in, or back in")],
            ["O", _t("Check out")],
            ["T", _t("Out for now")],
            ["P", _t("Print the pass")],
            ["N", _t("New walk-in")],
            ["Esc", _t("Back")],
            ["?", _t("These keys")],
        ];
    }
}
