import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { isMacOS } from "@web/core/browser/feature_detection";
import { _t } from "@web/core/l10n/translation";
import { COMMANDS } from "../keys";

/** The keys of the reception screen. */
export class KeysDialog extends Component {
    static template = "visitor_management.KeysDialog";
    static components = { Dialog };
    static props = { close: Function };

    setup() {
        this.title = _t("Keys");
        this.hint = _t(
            "Letters act while the list or the panel has the focus. While you type, hold %(modifier)s: %(modifier)s+N. A hand scanner works anywhere.",
            { modifier: isMacOS() ? "Ctrl" : "Alt" }
        );
        this.keys = [
            ["/", _t("Search")],
            ["↑ ↓", _t("Up and down the list")],
            ["Enter", _t("Open what is chosen")],
            ["← →", _t("The day before, the day after")],
            ...COMMANDS.map(({ letter, label }) => [letter.toUpperCase(), label]),
            ["Esc", _t("Back")],
            ["?", _t("These keys")],
        ];
    }
}
