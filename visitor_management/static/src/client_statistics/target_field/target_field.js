import { registry } from "@web/core/registry";
import { PercentageField, percentageField } from "@web/views/fields/percentage/percentage_field";
import { formatFloat } from "@web/views/fields/formatters";
import { parsePercentage } from "@web/views/fields/parsers";
import { useInputField } from "@web/views/fields/input_field_hook";
import { useNumpadDecimal } from "@web/views/fields/numpad_decimal_hook";
import { formatRate } from "../rate_field/rate_field";

/** A percentage that may be empty: no target is none of 0 %. */
export class ClientTargetField extends PercentageField {
    static template = "visitor_management.ClientTargetField";

    setup() {
        useInputField({
            getValue: () => {
                const { value } = this;
                return value === false ? "" : formatFloat(100 * value, { digits: [16, 1], trailingZeros: false });
            },
            refName: "numpadDecimal",
            parse: (text) => (text.trim() ? parsePercentage(text.trim()) : false),
        });
        useNumpadDecimal();
    }

    get value() {
        return this.props.record.data[this.props.name];
    }

    get formattedValue() {
        return formatRate(this.value);
    }
}

registry.category("fields").add("client_target", {
    ...percentageField,
    component: ClientTargetField,
    supportedTypes: ["float"],
});
