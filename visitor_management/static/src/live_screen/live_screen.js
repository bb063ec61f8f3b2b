import { onWillDestroy, useEffect, useExternalListener } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { hasTouch } from "@web/core/browser/feature_detection";
import { useBus, useService } from "@web/core/utils/hooks";

const MINUTE = 60 * 1000;

/**
 * A screen that hears what others do.
 *
 * @param {import("./live_model").LiveModel} model
 * @param {string} topic of the bus
 * @param {Function} onChanged called with what the bus tells
 * @param {Function} readAgain called when connection or bus come or go
 */
export function useLiveModel(model, topic, onChanged, readAgain) {
    const bus = useService("bus_service");
    // without the bus the screen is read again now and each minute
    const onBus = (live) => {
        model.live = live;
        readAgain();
    };
    bus.subscribe(topic, onChanged);
    useBus(bus, "BUS:DISCONNECT", () => onBus(false));
    useBus(bus, "BUS:RECONNECT", () => onBus(true));
    useExternalListener(window, "offline", () => (model.connected = false));
    useExternalListener(window, "online", readAgain);
    const clock = browser.setInterval(() => model.tick(), MINUTE);
    onWillDestroy(() => {
        bus.unsubscribe(topic, onChanged);
        browser.clearInterval(clock);
        model.leave();
    });
}

/**
 * Something of a screen has the focus when nothing else has. Whoever pressed a button of
 * the panel that is gone now goes on in the panel.
 *
 * @param {import("./live_model").LiveModel} model
 * @param {Function} focusPanel
 * @param {Function} focusRest what has the focus else; not where it opens a keyboard
 */
export function useKeptFocus(model, focusPanel, focusRest) {
    const ui = useService("ui");
    const focusIfNothingHas = (last) => {
        const { activeElement } = document;
        const nothing = !activeElement || activeElement === document.body;
        if (!nothing || ui.activeElement !== document) {
            return;
        }
        if (last && !last.isConnected && model.selected) {
            focusPanel();
        } else if (!hasTouch()) {
            focusRest();
        }
    };
    useEffect(
        () => focusIfNothingHas(),
        () => [model.status]
    );
    useExternalListener(window, "focusout", ({ target }) =>
        browser.setTimeout(() => focusIfNothingHas(target))
    );
}
