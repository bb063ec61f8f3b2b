import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { SetupCard } from "./setup_card";

/** The setup card by itself: from the configuration, also when it was put away. */
export class SetupScreen extends Component {
    static template = "visitor_management.SetupScreen";
    static components = { SetupCard };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Setup");

    get half() {
        return this.props.action.params?.half || "reception";
    }
}

registry.category("actions").add("visitor_management.setup", SetupScreen);
