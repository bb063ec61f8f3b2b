import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { BadgeField, badgeField } from "@web/views/fields/badge/badge_field";

/** Colour and icon of every state; the word is the state's own label. */
const LOOKS = {
    draft: ["text-bg-light border", "fa-pencil"],
    pending: ["text-bg-warning", "fa-hourglass-half"],
    // expected: of a visit, of a visitor
    approved: ["text-bg-secondary", "fa-clock-o"],
    expected: ["text-bg-secondary", "fa-clock-o"],
    in_progress: ["text-bg-success", "fa-check-circle"],
    inside: ["text-bg-success", "fa-check-circle"],
    outside: ["text-bg-warning", "fa-pause-circle"],
    done: ["text-bg-light border", "fa-check"],
    left: ["text-bg-light border", "fa-sign-out"],
    refused: ["text-bg-danger", "fa-ban"],
    cancelled: ["text-bg-light border", "fa-times-circle"],
    no_show: ["text-bg-warning", "fa-question-circle"],
    // passes and cards
    ready: ["text-bg-secondary", "fa-clock-o"],
    issued: ["text-bg-success", "fa-check-circle"],
    returned: ["text-bg-light border", "fa-undo"],
    left_open: ["text-bg-warning", "fa-exclamation-triangle"],
    lost: ["text-bg-danger", "fa-exclamation-circle"],
    revoked: ["text-bg-danger", "fa-ban"],
    expired: ["text-bg-light border", "fa-calendar-times-o"],
    free: ["text-bg-light border", "fa-check"],
    // the change of shift
    handed_over: ["text-bg-warning", "fa-exchange"],
    taken_over: ["text-bg-success", "fa-check-circle"],
    // complaints
    new: ["text-bg-warning", "fa-inbox"],
    accepted: ["text-bg-info", "fa-hand-paper-o"],
    handling: ["text-bg-info", "fa-cogs"],
    handled: ["text-bg-success", "fa-check-circle"],
    closed: ["text-bg-light border", "fa-lock"],
    invalid: ["text-bg-light border", "fa-times-circle"],
    // callbacks
    planned: ["text-bg-secondary", "fa-calendar-o"],
    reached: ["text-bg-info", "fa-comments-o"],
    finished: ["text-bg-warning", "fa-eye"],
    reviewed: ["text-bg-success", "fa-check-circle"],
    archived: ["text-bg-light border", "fa-archive"],
    waived: ["text-bg-light border", "fa-times-circle"],
    unreachable: ["text-bg-danger", "fa-microphone-slash"],
    // orders
    sent: ["text-bg-warning", "fa-envelope-o"],
    verified: ["text-bg-success", "fa-check-circle"],
    reopened: ["text-bg-danger", "fa-repeat"],
    drawn: ["text-bg-success", "fa-random"],
    late: ["text-bg-danger", "fa-clock-o"],
    // visits to clients and what was said there
    appointed: ["text-bg-success", "fa-calendar-check-o"],
    open: ["text-bg-warning", "fa-exclamation-circle"],
    escalated: ["text-bg-secondary", "fa-share"],
    solved: ["text-bg-success", "fa-lightbulb-o"],
    fed_back: ["text-bg-light border", "fa-check"],
    // monthly statistics
    submitted: ["text-bg-warning", "fa-paper-plane-o"],
    acknowledged: ["text-bg-success", "fa-check-circle"],
    // movements
    granted: ["text-bg-success", "fa-check-circle"],
    denied: ["text-bg-danger", "fa-ban"],
};

/** How a state looks, as every screen shows it. */
export function lookOf(state) {
    const [colour, icon] = LOOKS[state] || ["text-bg-light border", "fa-circle-o"];
    return { colour, icon };
}

/** A state at one glance: colour, word and icon, never colour alone. */
export class VisitorStateField extends BadgeField {
    static template = "visitor_management.VisitorStateField";

    get value() {
        return this.props.record.data[this.props.name];
    }

    get look() {
        return lookOf(this.value);
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

    get formattedValue() {
        return _t("Past due");
    }
}

registry.category("fields").add("visitor_state", {
    ...badgeField,
    component: VisitorStateField,
    displayName: _t("State with icon"),
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
    listViewWidth: 85,
    supportedTypes: ["boolean"],
});
