import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { BadgeField, badgeField } from "@web/views/fields/badge/badge_field";
import { lookOf } from "./state_looks";

/** A state at one glance: colour, word and icon, never colour alone. */
export class VisitorStateField extends BadgeField {
    static template = "visitor_management.VisitorStateField";
    static props = {
        ...BadgeField.props,
        model: { type: String, optional: true }, // whose state it is, if not the record's
    };

    get value() {
        return this.props.record.data[this.props.name];
    }

    get look() {
        return lookOf(this.props.model || this.props.record.resModel, this.value);
    }
}

/** The same for a movement, which was granted or not. */
export class VisitorGrantedField extends VisitorStateField {
    get value() {
        return super.value ? "granted" : "denied";
    }

    get formattedValue() {
        return super.value ? _t("Granted") : _t("Denied");
    }
}

/** A mark beside what is or was late; nothing beside the rest. */
export class VisitorLateField extends VisitorStateField {
    get value() {
        return super.value && "late";
    }

    get look() {
        return { colour: "text-bg-danger", icon: "fa-clock-o" };
    }

    get formattedValue() {
        return _t("Past due");
    }
}

registry.category("fields").add("visitor_state", {
    ...badgeField,
    component: VisitorStateField,
    displayName: _t("State with icon"),
    extractProps: (fieldInfo) => ({
        ...badgeField.extractProps(fieldInfo),
        model: fieldInfo.options.model,
    }),
    listViewWidth: 140,
    supportedTypes: ["selection"],
});

registry.category("fields").add("visitor_granted", {
    ...badgeField,
    component: VisitorGrantedField,
    displayName: _t("Granted or denied"),
    listViewWidth: 95,
    supportedTypes: ["boolean"],
});

registry.category("fields").add("visitor_late", {
    ...badgeField,
    component: VisitorLateField,
    displayName: _t("Mark of what is late"),
    listViewWidth: 105,
    supportedTypes: ["boolean"],
});
