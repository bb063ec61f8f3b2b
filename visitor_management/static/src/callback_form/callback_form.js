import { useService } from "@web/core/utils/hooks";
import { registry } from "@web/core/registry";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";
import { BothWroteDialog } from "./both_wrote_dialog";

/**
 * The form of a callback: what a colleague has written while one typed is shown before
 * it would be overwritten, and whoever types chooses.
 */
export class CallbackFormController extends FormController {
    setup() {
        super.setup();
        this.orm = useService("orm");
    }

    /** @returns {Promise<boolean|undefined>} false: nothing is saved, all stays typed */
    async onWillSaveRecord(record, changes) {
        const base = record.data.answers_base || {};
        const names = Object.keys(changes).filter((name) => name in base);
        if (record.resId && names.length) {
            const typed = Object.fromEntries(names.map((name) => [name, changes[name]]));
            const since = await this.orm.call("client.callback", "read_answers_since", [
                [record.resId],
                typed,
                base,
            ]);
            const chosen = since.length ? await this.choose(record, since, typed) : {};
            if (!chosen) {
                return false;
            }
            Object.assign(changes, chosen);
            // the server looks again: a third one may write while one chooses
            const seen = since.map(({ name, theirs }) => [name, theirs]);
            changes.answers_base = { ...base, ...Object.fromEntries(seen) };
        }
        return super.onWillSaveRecord(...arguments);
    }

    /** @returns {Promise<Object|null>} what is to stand there, by name; null: go back */
    choose(record, since, typed) {
        return new Promise((resolve) => {
            this.dialogService.add(
                BothWroteDialog,
                { record, since, typed, onChosen: resolve },
                { onClose: () => resolve(null) }
            );
        });
    }
}

registry.category("views").add("client_callback_form", {
    ...formView,
    Controller: CallbackFormController,
});
