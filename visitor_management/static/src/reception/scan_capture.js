import { useExternalListener } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { useBus, useService } from "@web/core/utils/hooks";

const PREFIX = "VM1.";
/** A hand scanner types faster than this; nobody's fingers type the prefix so fast. */
const LONGEST_GAP = 100;
/** Characters as an input method would have swallowed them. */
const PUNCTUATION = { Period: ".", NumpadDecimal: "." };

/**
 * The character of a key, also while an input method for Chinese is on.
 *
 * @param {KeyboardEvent} ev
 */
function characterOf(ev) {
    if (ev.key?.length === 1 && !ev.isComposing) {
        const character = ev.key === "。" ? "." : ev.key;
        const swapped = ev.getModifierState?.("CapsLock");
        return swapped ? swapCase(character) : character;
    }
    if (ev.key === "Process" || ev.isComposing) {
        const match = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(ev.code);
        return match ? match[1] : PUNCTUATION[ev.code] || "";
    }
    return "";
}

function swapCase(character) {
    const upper = character.toUpperCase();
    return character === upper ? character.toLowerCase() : upper;
}

/**
 * Catch what a hand scanner types, wherever the focus is. The first characters have
 * landed in the field that had it before they are known for a scan: it gets back what
 * it had. The rest never arrives there.
 *
 * @param {(code: string) => void} onScan
 */
export function useScanCapture(onScan) {
    let buffer = "";
    let capturing = false;
    let last = 0;
    let field = null;
    let timer;

    function remember(target) {
        const editable = target.matches?.("input, textarea") ? target : null;
        field = editable && {
            editable,
            value: editable.value,
            start: editable.selectionStart,
            end: editable.selectionEnd,
        };
    }

    function restore() {
        if (!field) {
            return;
        }
        const { editable, value, start, end } = field;
        editable.value = value;
        if (start !== null) {
            editable.setSelectionRange(start, end);
        }
        editable.dispatchEvent(new Event("input", { bubbles: true }));
        field = null;
    }

    function forget() {
        buffer = "";
        capturing = false;
        field = null;
        browser.clearTimeout(timer);
    }

    function finish() {
        const code = buffer;
        forget();
        onScan(code);
    }

    function take(ev) {
        ev.preventDefault();
        ev.stopImmediatePropagation();
        browser.clearTimeout(timer);
        timer = browser.setTimeout(finish, LONGEST_GAP);
    }

    function onKeydown(ev) {
        if (["Shift", "CapsLock", "Control", "Alt", "AltGraph"].includes(ev.key)) {
            return;
        }
        const gap = ev.timeStamp - last;
        last = ev.timeStamp;
        const character = ev.ctrlKey || ev.metaKey ? "" : characterOf(ev);
        if (capturing) {
            take(ev);
            if (character) {
                buffer += character;
            } else if (["Enter", "Tab"].includes(ev.key)) {
                finish();
            }
            return;
        }
        if (gap > LONGEST_GAP || !PREFIX.startsWith(buffer + character)) {
            forget();
        }
        if (!character || !PREFIX.startsWith(buffer + character)) {
            return;
        }
        if (!buffer) {
            remember(ev.target);
        }
        buffer += character;
        if (buffer === PREFIX) {
            capturing = true;
            take(ev);
            restore();
        }
    }

    useExternalListener(window, "keydown", onKeydown, { capture: true });

    // cards and short codes, where no field has the focus; of a pass it hears the
    // beginning, which has passed before it was known for one
    useBus(useService("barcode").bus, "barcode_scanned", ({ detail }) => {
        const { barcode, target } = detail;
        if (!PREFIX.startsWith(barcode) && !target.matches?.("input, textarea")) {
            onScan(barcode);
        }
    });
}
