import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatFloat } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

/** A rate as percentage; what is out of none is blank, never 0 %. */
export function formatRate(rate) {
    if (rate === false || rate === null || rate === undefined) {
        return "";
    }
    return `${formatFloat(100 * rate, { digits: [16, 1] })} %`;
}

export class ClientRateField extends Component {
    static template = "visitor_management.ClientRateField";
    static props = { ...standardFieldProps };

    get text() {
        return formatRate(this.props.record.data[this.props.name]);
    }
}

registry.category("formatters").add("client_rate", formatRate);
registry.category("fields").add("client_rate", {
    component: ClientRateField,
    displayName: _t("Rate"),
    supportedTypes: ["float"],
    isEmpty: () => false,
    listViewWidth: 145,
});
