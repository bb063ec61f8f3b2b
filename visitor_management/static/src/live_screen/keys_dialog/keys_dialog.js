import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/** The keys of a screen. */
export class KeysDialog extends Component {
    static template = "visitor_management.KeysDialog";
    static components = { Dialog };
    static props = {
        keys: Array, // of what stands on them and what they do
        hint: String,
        close: Function,
    };

    setup() {
        this.title = _t("Keys");
    }
}
