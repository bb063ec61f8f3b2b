import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { KINDS } from "../muster_words";

/** Which roll call begins: one press each. */
export class StartDialog extends Component {
    static template = "visitor_management.MusterStartDialog";
    static components = { Dialog };
    static props = {
        site: String,
        onStart: Function,
        close: Function,
    };

    setup() {
        this.title = _t("Start the roll call of %(site)s", { site: this.props.site });
        this.kinds = Object.entries(KINDS).map(([name, kind]) => ({ name, ...kind }));
    }

    start(kind) {
        this.props.close();
        this.props.onStart(kind);
    }
}
