import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** A red mark, by colour, word and icon, where a visit is an emergency; else nothing. */
export class EmergencyMarkField extends Component {
    static template = "visitor_management.EmergencyMarkField";
    static props = { ...standardFieldProps };
}

registry.category("fields").add("visitor_emergency", {
    component: EmergencyMarkField,
    displayName: _t("Mark of an Emergency"),
    listViewWidth: 115,
    supportedTypes: ["boolean"],
});
