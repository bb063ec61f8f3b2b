import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { DateTimeField, dateField, dateTimeField } from "@web/views/fields/datetime/datetime_field";

const { DateTime } = luxon;

/** Limits by name, beside those of Odoo: a date, or “today”. */
export const LIMITS = {
    now: () => DateTime.local(),
    tomorrow: () => DateTime.local().plus({ days: 1 }).startOf("day"),
    year: () => DateTime.local().plus({ years: 1 }),
};

/** A date, or date and time, whose `min_date` and `max_date` follow the clock. */
export class ClientTimeField extends DateTimeField {
    parseLimitDate(value) {
        return value in LIMITS ? LIMITS[value]() : super.parseLimitDate(value);
    }
}

registry.category("fields").add("client_time", {
    ...dateTimeField,
    component: ClientTimeField,
    displayName: _t("Date within limits"),
    supportedTypes: ["date", "datetime"],
    listViewWidth: (info) =>
        (info.type === "date" ? dateField : dateTimeField).listViewWidth(info),
});
