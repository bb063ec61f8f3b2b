import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

const LINE = "client.callback.statistics.line";

/**
 * A part of the monthly form: the main rates as cards, the tables, or the ranked
 * problems. Every figure opens the records that it counted.
 */
export class StatisticsSheetField extends Component {
    static template = "visitor_management.StatisticsSheetField";
    static props = { ...standardFieldProps, part: { type: String } };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.trendLabels = { up: _t("up"), down: _t("down"), none: _t("unchanged") };
    }

    get sheet() {
        return this.props.record.data[this.props.name];
    }

    opens(cell, part) {
        const below = part === "denominator";
        return this.sheet.may_open && cell[part] > 0 && !(below && cell.per_unit);
    }

    trendClass(row) {
        if (row.trend === "none") {
            return "text-muted";
        }
        return row.good ? "text-success" : "text-danger";
    }

    trendIcon(row) {
        return { up: "fa-arrow-up", down: "fa-arrow-down", none: "fa-minus" }[row.trend];
    }

    openFigure(cell, part) {
        return this.open(LINE, `action_open_${part}`, [[cell.line]]);
    }

    openProblem(problem) {
        const form = [this.props.record.resId];
        const args = [form, problem.category_id];
        return this.open(this.props.record.resModel, "action_open_problem", args);
    }

    openApart(what) {
        const form = [this.props.record.resId];
        return this.open(this.props.record.resModel, `action_open_${what}`, [form]);
    }

    async open(model, method, args) {
        if (await this.props.record.isDirty()) {
            await this.props.record.save();
        }
        return this.action.doAction(await this.orm.call(model, method, args));
    }
}

registry.category("fields").add("client_statistics_sheet", {
    component: StatisticsSheetField,
    displayName: _t("Monthly statistics"),
    supportedTypes: ["json"],
    extractProps: ({ options }) => ({ part: options.part }),
});
