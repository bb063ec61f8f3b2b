import { Component } from "@odoo/owl";
import { CopyButton } from "@web/core/copy_button/copy_button";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const QUIET = 4; // modules of white around the code, or no camera finds it

/** The link of a warden, shown this once, for the camera of the warden's phone. */
export class WardenLinkDialog extends Component {
    static template = "visitor_management.WardenLinkDialog";
    static components = { CopyButton, Dialog };
    static props = {
        warden: String,
        url: String,
        qr: Object, // {modules, path}
        close: Function,
    };

    get title() {
        return _t("Link of %(warden)s", { warden: this.props.warden });
    }

    get copied() {
        return _t("Copied");
    }

    get viewBox() {
        const size = this.props.qr.modules + 2 * QUIET;
        return `${-QUIET} ${-QUIET} ${size} ${size}`;
    }
}

registry.category("actions").add("visitor_muster_warden_link", (env, { params }) => {
    env.services.dialog.add(WardenLinkDialog, {
        warden: params.warden,
        url: params.url,
        qr: params.qr,
    });
});
