import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { DateTimeField, dateField, dateTimeField } from "@web/views/fields/datetime/datetime_field";
import { knownZone } from "../live_screen/site_time";

const { DateTime } = luxon;

/**
 * Limits by name, beside those of Odoo, each of what a clock shows.
 *
 * Whether a day is over is decided on the clock of the record, as on the server: in
 * Berlin it is yesterday yet when today has begun in Shanghai.
 */
export const LIMITS = {
    now: (now) => now,
    today: (now) => now.startOf("day"),
    tomorrow: (now) => now.plus({ days: 1 }).startOf("day"),
    year: (now) => now.plus({ years: 1 }),
};

/**
 * What a clock shows now, as if it were the user's, which the date picker works with.
 *
 * @param {string} [tz] IANA name; without it the user's
 */
export function nowAt(tz) {
    const there = DateTime.now().setZone(tz ? knownZone(tz) : "default");
    return there.setZone("default", { keepLocalTime: true });
}

/** A date whose `min_date` and `max_date` follow the clock of the record: its `tz`. */
export class ClientTimeField extends DateTimeField {
    parseLimitDate(value) {
        return value in LIMITS
            ? LIMITS[value](nowAt(this.props.record.data.tz))
            : super.parseLimitDate(value);
    }
}

registry.category("fields").add("client_time", {
    ...dateTimeField,
    component: ClientTimeField,
    displayName: _t("Date within limits"),
    supportedTypes: ["date"],
    listViewWidth: dateField.listViewWidth,
    fieldDependencies: (fieldInfo) => [
        ...dateTimeField.fieldDependencies(fieldInfo),
        { name: "tz", type: "char", readonly: true },
    ],
});
