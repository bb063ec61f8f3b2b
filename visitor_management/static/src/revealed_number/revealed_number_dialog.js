import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { registry } from "@web/core/registry";

/** Shows an identity number until somebody closes it: nothing of it is kept. */
export class RevealedNumberDialog extends Component {
    static template = "visitor_management.RevealedNumberDialog";
    static components = { Dialog };
    static props = {
        title: String,
        number: String,
        close: Function,
    };
}

registry.category("actions").add("visitor_revealed_number", (env, { params }) => {
    const { title, message } = params;
    env.services.dialog.add(RevealedNumberDialog, { title, number: message });
    return params.next;
});
