import { barcodeService } from "@barcodes/barcode_service";
import { useExternalListener } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { ScanMachine } from "./scan_machine";

/** What takes text. A tick box does not. */
export const TEXT_FIELDS =
    "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]";
/** A part of the page that reads other codes itself: of all others only passes are ours. */
const OWN_SCANS = "[data-own-scans]";

/** What a field holds, to be given back if a code lands in it. */
function snapshot(target) {
    if (!target.matches?.("input, textarea")) {
        return null;
    }
    const { value, selectionStart, selectionEnd } = target;
    return { field: target, value, start: selectionStart, end: selectionEnd };
}

function restore({ field, value, start, end }) {
    field.value = value;
    if (start !== null) {
        field.setSelectionRange(start, end);
    }
    field.dispatchEvent(new Event("input", { bubbles: true }));
}

/**
 * Tell what a hand scanner types, wherever the focus is, from what a hand does. The
 * first characters of a pass have landed in the field that had the focus before they
 * are known for a scan: it gets back what it had. The rest never arrives there.
 *
 * @param {Object} handlers
 * @param {(readings: string[]) => void} handlers.onScan
 * @param {(letter: string) => boolean} handlers.isCommand
 * @param {(letter: string, target: HTMLElement) => void} handlers.onCommand a letter was
 *  pressed by hand, and alone, where it is no text
 * @returns {{ inField: {typed: string, readings: string[]} }} what came into a field as
 *  fast as from a scanner before the Enter that is heard now; empty from a hand
 */
export function useScanCapture({ onScan, isCommand, onCommand }) {
    const nothing = { typed: "", readings: [] };
    const capture = { inField: nothing };
    const machine = new ScanMachine({
        speed: barcodeService.maxTimeBetweenKeysInMs,
        isCommand,
    });
    let timer;

    function follow(verdict, target) {
        browser.clearTimeout(timer);
        if (verdict.restore) {
            restore(verdict.restore);
        }
        if (verdict.wait) {
            timer = browser.setTimeout(() => follow(machine.silence(), target), verdict.wait);
        }
        if (verdict.readings) {
            onScan(verdict.readings);
        } else if (verdict.command) {
            onCommand(verdict.command, target);
        }
    }

    function onKeydown(ev) {
        if (!ev.key) {
            return; // Chrome, when it fills in a field by itself
        }
        const { target } = ev;
        const verdict = machine.press({
            key: ev.key,
            code: ev.code,
            shift: ev.shiftKey,
            capsLock: ev.getModifierState?.("CapsLock"),
            composing: ev.isComposing,
            chord:
                (ev.ctrlKey || ev.altKey || ev.metaKey) && !ev.getModifierState?.("AltGraph"),
            repeat: ev.repeat,
            editable: Boolean(target.closest?.(`${TEXT_FIELDS}, ${OWN_SCANS}`)),
            before: snapshot(target),
            at: ev.timeStamp,
        });
        capture.inField = verdict.inField || nothing;
        if (verdict.take) {
            ev.preventDefault();
            ev.stopImmediatePropagation();
        }
        follow(verdict, target);
    }

    useExternalListener(window, "keydown", onKeydown, { capture: true });
    return capture;
}
