import { markRaw } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { called } from "./deliveries";

/** What the desk does with deliveries: they leave in one tap, and each can be undone. */
export class DeliveryDesk {
    /**
     * @param {import("../reception_model").ReceptionModel} model
     * @param {Object} notification
     */
    constructor(model, notification) {
        this.model = model;
        this.notification = notification;
        markRaw(this);
    }

    /** @param {{id: number, name: string, unit: string, emergency: boolean}} delivery */
    async onArrived(delivery) {
        const words = { delivery: called(delivery) };
        this.tell(
            delivery,
            delivery.emergency
                ? _t("%(delivery)s has passed. The time is kept.", words)
                : _t("%(delivery)s is inside.", words)
        );
        await this.model.refresh([]);
    }

    async leave(delivery) {
        if (await this.call("action_leave", delivery)) {
            this.tell(delivery, _t("%(delivery)s has left.", { delivery: called(delivery) }));
        }
    }

    /** Say what was done, with the button that takes it back. */
    tell(delivery, text) {
        const close = this.notification.add(text, {
            type: "success",
            buttons: [
                {
                    name: _t("Undo"),
                    onClick: () => {
                        close();
                        this.call("undo", delivery);
                    },
                },
            ],
        });
    }

    async call(method, { id }) {
        const { model } = this;
        const done = await model.run(() =>
            model.orm.call("visitor.delivery", method, [[id]])
        );
        if (!done) {
            this.notification.add(model.message.text, { type: "danger" });
        }
        await model.refresh([]);
        return done;
    }
}
