import { onWillDestroy } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";

/** While arrows go through the list, the panel follows after this time. */
const FOLLOW = 150;
const PAGE = 8; // lines

/**
 * Go through the lines of a list by keyboard: the mark moves at once, the panel follows.
 *
 * @param {import("./live_model").LiveModel} model has `lines`, too
 * @param {(line: {kind: string, id: number}) => any} open what Enter does with the line
 *  that is marked
 */
export function useListKeys(model, open) {
    let following;
    onWillDestroy(() => browser.clearTimeout(following));

    function follow(line) {
        browser.clearTimeout(following);
        model.point(line);
        following = browser.setTimeout(() => {
            if (model.isSelected(line)) {
                model.open(line);
            }
        }, FOLLOW);
    }

    const keys = {
        el: null, // the list, while it is shown
        ref: (el) => (keys.el = el),
        focus: () => keys.el?.focus(),
        has: (target) => Boolean(keys.el?.contains(target)),
        /** @returns {boolean} whether the key is one of the list's */
        press(key) {
            const { lines, selected } = model;
            if (key === "Enter") {
                if (selected) {
                    open(selected);
                }
                return true;
            }
            const index = lines.findIndex((line) => model.isSelected(line));
            const target = {
                ArrowDown: index + 1,
                ArrowUp: index < 0 ? lines.length - 1 : index - 1,
                PageDown: index + PAGE,
                PageUp: index - PAGE,
                Home: 0,
                End: lines.length - 1,
            }[key];
            if (target === undefined) {
                return false;
            }
            const line = lines[Math.min(Math.max(target, 0), lines.length - 1)];
            if (line) {
                follow(line);
            }
            return true;
        },
        /** From above: to the line that is marked, else to the first. */
        enter() {
            keys.focus();
            if (!model.selected) {
                keys.press("Home");
            }
        },
    };
    return keys;
}
