import { Component, onWillUnmount, useEffect } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { formatDuration, MINUTE, toMilliseconds } from "../../live_screen/site_time";
import { called, inOrder, isOver, minutesLeft } from "./deliveries";

/** Who is inside to deliver something: the time that is left, one tap when they leave. */
export class DeliveryBar extends Component {
    static template = "visitor_management.DeliveryBar";
    static props = {
        deliveries: Array,
        now: Number, // milliseconds
        onLeave: Function, // with the delivery
    };

    setup() {
        this.notification = useService("notification");
        this.alarms = new Map(); // by id, what takes the warning away
        useEffect(
            () => this.warn(),
            () => [this.props.deliveries, this.props.now]
        );
        onWillUnmount(() => this.alarms.forEach((close) => close()));
    }

    get lines() {
        const { deliveries, now } = this.props;
        return inOrder(deliveries).map((delivery) => ({
            ...delivery,
            over: isOver(delivery, now),
            time: this.time(delivery),
        }));
    }

    time(delivery) {
        const { now } = this.props;
        const minutes = minutesLeft(delivery, now);
        if (minutes === null) {
            return _t("since %(time)s", {
                time: formatDuration(now - toMilliseconds(delivery.came_at)),
            });
        }
        return isOver(delivery, now)
            ? _t("%(time)s over time", { time: formatDuration(-minutes * MINUTE) })
            : _t("%(time)s more", { time: formatDuration(minutes * MINUTE) });
    }

    leaveLabel(delivery) {
        return _t("%(delivery)s has left", { delivery: called(delivery) });
    }

    /** Say it once of each that should be out, until it is. */
    warn() {
        const { deliveries, now, onLeave } = this.props;
        const over = deliveries.filter((delivery) => isOver(delivery, now));
        for (const [id, close] of this.alarms) {
            if (!over.some((delivery) => delivery.id === id)) {
                close();
                this.alarms.delete(id);
            }
        }
        for (const delivery of over.filter(({ id }) => !this.alarms.has(id))) {
            const close = this.notification.add(
                _t("%(delivery)s should be out by now.", { delivery: called(delivery) }),
                {
                    type: "warning",
                    sticky: true,
                    buttons: [
                        {
                            name: _t("The delivery has left"),
                            onClick: () => onLeave(delivery),
                        },
                    ],
                }
            );
            this.alarms.set(delivery.id, close);
        }
    }
}
