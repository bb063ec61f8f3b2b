import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

/** Whether somebody has said more than what stands on an empty form. */
function saysSomething({ purpose, partner_id, headcount, registration_ids }) {
    const named = registration_ids.records.some(({ data }) => data.name);
    return Boolean(purpose || partner_id || headcount > 1 || named);
}

/**
 * Odoo saves a form before its buttons do something: "Announce" on an empty one would
 * leave a draft behind, and say what is missing only then.
 */
export class VisitFormController extends FormController {
    setup() {
        super.setup();
        this.notification = useService("notification");
        useBus(this.model.bus, "FIELD_IS_DIRTY", ({ detail }) => (this.isTyping = detail));
    }

    /** A new visit of which nothing was entered: there is nothing to keep. */
    get isUntouched() {
        const { root } = this.model;
        return root.isNew && !root.dirty && !this.isTyping;
    }

    /** Odoo saves when another tab is looked at … */
    beforeVisibilityChange() {
        return this.isUntouched ? undefined : super.beforeVisibilityChange();
    }

    /** … and when the page is closed. */
    async beforeUnload(ev) {
        if (!this.isUntouched) {
            await super.beforeUnload(ev);
        }
    }

    async beforeExecuteActionButton(params) {
        const { root } = this.model;
        if (params.name === "action_announce" && root.isNew && !saysSomething(root.data)) {
            const sentence = _t(
                "Say who comes: add at least one visitor, or enter how many people come or from which firm."
            );
            this.notification.add(sentence, { type: "danger" });
            return false;
        }
        return super.beforeExecuteActionButton(params);
    }
}

registry.category("views").add("visitor_visit_form", {
    ...formView,
    Controller: VisitFormController,
});
