import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { formatRate } from "../../client_statistics/rate_field/rate_field";
import { lookOf } from "../../state_badge/state_looks";
import { LeadershipRate } from "../leadership_rate/leadership_rate";

const FORM = "client.callback.statistics";
const ITEM = "client.callback.statistics.item";

/** The month of all departments, what waits for an instruction, and what came of them. */
export class LeadershipPage extends Component {
    static template = "visitor_management.LeadershipPage";
    static components = { LeadershipRate, Layout };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Leadership Overview");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.ui = useService("ui");
        this.keepLast = new KeepLast();
        this.lookOf = lookOf;
        this.formatRate = formatRate;
        this.state = useState({ page: null, failure: "", loading: false });
        // back from a form: the month that was looked at
        this.month = this.props.state?.month || false;
        useSetupAction({
            rootRef: useRef("root"),
            getLocalState: () => ({ month: this.month }),
        });
        onWillStart(() => this.load(this.month));
    }

    // ------------------------------------------------------------
    // READING
    // ------------------------------------------------------------

    async load(month) {
        this.month = month;
        this.state.loading = true;
        try {
            const read = this.orm.call("client.leadership", "read_month", [month]);
            this.state.page = await this.keepLast.add(read);
            this.month = this.state.page.month;
            this.state.failure = "";
        } catch (error) {
            this.state.failure = error.data?.message || _t("The server does not answer.");
        }
        this.state.loading = false;
    }

    /** Months are listed with the latest first. */
    get earlier() {
        const { month, months } = this.state.page;
        return months[months.indexOf(month) + 1];
    }

    get later() {
        const { month, months } = this.state.page;
        return months[months.indexOf(month) - 1];
    }

    // ------------------------------------------------------------
    // WORDS
    // ------------------------------------------------------------

    get isEmpty() {
        const { departments, waiting, followed } = this.state.page;
        return !departments.length && !waiting.length && !followed.length;
    }

    get rows() {
        const { departments, total } = this.state.page;
        const all = total && { ...total, key: "total", name: _t("All departments"), isTotal: true };
        return all ? [...departments, all] : departments;
    }

    get heading() {
        return _t("Departments in %s", this.nameOf(this.state.page.month));
    }

    nameOf(month) {
        return deserializeDate(month).toLocaleString({ month: "long", year: "numeric" });
    }

    day(date) {
        return formatDate(deserializeDate(date));
    }

    since(days) {
        if (days < 1) {
            return _t("since today");
        }
        return days === 1 ? _t("for 1 day") : _t("for %s days", days);
    }

    complaints(count) {
        return count === 1 ? _t("1 complaint") : _t("%s complaints", count);
    }

    monthBefore(count) {
        return _t("month before: %s", count);
    }

    times(count) {
        return _t("%s times", count);
    }

    dueBy(date) {
        return _t("due by %s", this.day(date));
    }

    lateness(order) {
        if (order.overdue) {
            return _t("Overdue");
        }
        return order.late ? _t("Past due") : "";
    }

    // ------------------------------------------------------------
    // OPENING
    // ------------------------------------------------------------

    openRecord(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    openForm(id) {
        return this.openRecord(FORM, id);
    }

    openOrder(id) {
        return this.openRecord("client.rectification", id);
    }

    async openItem(id) {
        return this.action.doAction(await this.orm.call(ITEM, "action_open", [[id]]));
    }

    /** Customer service opens the complaints, leadership the form that counts them. */
    async openProblem(problem, form) {
        if (!this.state.page.may_open) {
            return this.openForm(form.form_id);
        }
        const args = [[form.form_id], problem.category_id];
        return this.action.doAction(await this.orm.call(FORM, "action_open_problem", args));
    }

    openWaiting() {
        return this.action.doAction("visitor_management.client_callback_statistics_action", {
            additionalContext: { search_default_submitted: 1 },
        });
    }

    /** What was ordered after statistics, of whatever month. */
    openOrders() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: _t("Orders of leadership"),
            res_model: "client.rectification",
            views: [
                [false, "list"],
                [false, "form"],
            ],
            domain: [["statistics_id", "!=", false]],
            context: { create: false },
        });
    }

    openForms() {
        return this.action.doAction("visitor_management.client_callback_statistics_action");
    }

    openComparison() {
        return this.action.doAction("visitor_management.client_callback_statistics_line_action");
    }
}

registry.category("actions").add("visitor_management.client_leadership", LeadershipPage);
