import { Component, xml } from "@odoo/owl";
import { serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { DateTimeField, dateTimeField } from "@web/views/fields/datetime/datetime_field";
import { LIMITS, nowAt } from "../client_time_field/client_time_field";
import { knownZone } from "../live_screen/site_time";

/** The same hour and minute on another clock. */
function move(value, from, to) {
    return value && value.setZone(from).setZone(to, { keepLocalTime: true });
}

/**
 * Date and time on the clock of the site, to read and to type, wherever the user is.
 * Where the user's clock shows another time the field says which one it is.
 *
 * The model has a field `tz` with the time zone of the site. Core's field works in the
 * user's zone: it is given the record with its times moved there, and what it writes is
 * moved back.
 */
export class SiteTimeField extends Component {
    static template = xml`
        <div class="d-flex align-items-baseline gap-1" t-att-class="{ o_site_time_typed: !props.readonly }" t-att-title="tz">
            <DateTimeField t-props="fieldProps"/>
            <span t-if="elsewhere" class="o_site_time_zone small text-muted text-nowrap" t-out="elsewhere"/>
        </div>`;
    static components = { DateTimeField };
    static props = DateTimeField.props;
    static defaultProps = DateTimeField.defaultProps;

    get tz() {
        return this.props.record.data.tz || "";
    }

    /** Which clock it is, where the user's shows another time then: "GMT+8". */
    get elsewhere() {
        const value = this.props.record.data[this.props.name];
        const there = value && this.tz && value.setZone(knownZone(this.tz));
        return there && there.offset !== value.setZone("default").offset
            ? there.toFormat("ZZZZ")
            : "";
    }

    get fieldProps() {
        const { record, name, startDateField, endDateField } = this.props;
        const names = [name, startDateField, endDateField].filter(Boolean);
        const tz = record.data.tz ? knownZone(record.data.tz) : "default";
        const data = Object.create(record.data);
        for (const each of names) {
            Object.defineProperty(data, each, { value: move(record.data[each], tz, "default") });
        }
        const update = (changes, options) => {
            for (const each of names.filter((each) => each in changes)) {
                changes[each] = move(changes[each], "default", tz)?.setZone("default");
            }
            return record.update(changes, options);
        };
        const shown = Object.create(record, { data: { value: data }, update: { value: update } });
        const limits = {};
        for (const each of ["minDate", "maxDate"]) {
            const limit = LIMITS[this.props[each]];
            if (limit) {
                limits[each] = serializeDateTime(limit(nowAt(this.tz)));
            }
        }
        return { ...this.props, ...limits, record: shown };
    }
}

registry.category("fields").add("visitor_site_time", {
    ...dateTimeField,
    component: SiteTimeField,
    displayName: _t("Time at the site"),
    supportedTypes: ["datetime"],
    // without the year of other years, and the day of a range mostly once
    listViewWidth: (fieldInfo) =>
        dateTimeField.listViewWidth(fieldInfo) * (fieldInfo.options.end_date_field ? 1.35 : 0.85),
    fieldDependencies: (fieldInfo) => [
        ...dateTimeField.fieldDependencies(fieldInfo),
        { name: "tz", type: "selection", readonly: true },
    ],
});
