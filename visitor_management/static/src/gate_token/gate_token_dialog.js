import { Component } from "@odoo/owl";
import { CopyButton } from "@web/core/copy_button/copy_button";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** Shows the new token of a gate, this once: nothing of it is stored or in an address. */
export class GateTokenDialog extends Component {
    static template = "visitor_management.GateTokenDialog";
    static components = { CopyButton, Dialog };
    static props = {
        gate: String,
        token: String,
        close: Function,
    };

    get title() {
        return _t("New token of %(gate)s", { gate: this.props.gate });
    }

    get copied() {
        return _t("Copied");
    }
}

registry.category("actions").add("visitor_gate_token", (env, { params }) => {
    env.services.dialog.add(GateTokenDialog, { gate: params.gate, token: params.token });
});
