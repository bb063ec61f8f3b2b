import { advanceTime, destroy, expect, getFixture, queryOne, test } from "@odoo/hoot";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { Component, xml } from "@odoo/owl";
import { useScanCapture } from "@visitor_management/reception/scan_capture";

const TOKEN = "VM1.AEBQ7ZYX2WMA";
const HAND = 400; // ms between two keys

defineMailModels(); // whatever is mounted asks for them

/** A page with a field, a button and a part that reads other codes itself. */
async function page() {
    const heard = { scans: [], commands: [] };
    class Page extends Component {
        static template = xml`
            <div>
                <input class="field" type="text"/>
                <div data-own-scans=""><button class="own">Document</button></div>
                <button class="button">Somewhere</button>
            </div>`;
        static props = ["*"];
        setup() {
            heard.capture = useScanCapture({
                onScan: (readings) => heard.scans.push(readings),
                isCommand: (letter) => letter === "i",
                onCommand: (letter, target) => heard.commands.push([letter, target.className]),
            });
        }
    }
    heard.page = await mountWithCleanup(Page);
    return heard;
}

let clock = 10_000; // what the events of a test say, in ms

/** Type as a keyboard does: a key that nobody takes writes into a field. */
async function type(target, text, gap = 10) {
    target.focus();
    for (const key of text) {
        const event = new KeyboardEvent("keydown", {
            key,
            code: /\d/.test(key) ? `Digit${key}` : key === "." ? "Period" : `Key${key.toUpperCase()}`,
            shiftKey: /[A-Z]/.test(key),
            bubbles: true,
            cancelable: true,
        });
        Object.defineProperty(event, "timeStamp", { value: (clock += gap) });
        const passes = target.dispatchEvent(event);
        if (passes && target.matches("input")) {
            target.setRangeText(key, target.selectionStart, target.selectionEnd, "end");
        }
        await advanceTime(gap);
    }
    clock += 2000;
    await advanceTime(2000);
}

test("a scan is heard wherever the focus is, and the field gets back what it had", async () => {
    const heard = await page();
    queryOne(".field").value = "Wang Fang";
    queryOne(".field").setSelectionRange(4, 4);
    let told = 0;
    queryOne(".field").addEventListener("input", () => told++);
    await type(queryOne(".field"), TOKEN);
    expect(heard.scans).toEqual([[TOKEN]]);
    expect(".field").toHaveValue("Wang Fang");
    expect(queryOne(".field").selectionStart).toBe(4);
    expect(told).toBe(1, { message: "whoever watches the field is told" });
    await type(queryOne(".button"), TOKEN);
    expect(heard.scans).toEqual([[TOKEN], [TOKEN]]);
});

test("what a hand types into a field stays there", async () => {
    const heard = await page();
    await type(queryOne(".field"), "VM1 in 7 days", HAND);
    expect(".field").toHaveValue("VM1 in 7 days");
    expect([heard.scans, heard.commands]).toEqual([[], []]);
});

test("a letter alone acts, with what had the focus", async () => {
    const heard = await page();
    await type(queryOne(".button"), "i", HAND);
    expect(heard.commands).toEqual([["i", "button"]]);
    await type(queryOne(".field"), "i", HAND);
    expect(heard.commands.length).toBe(1);
});

test("where other codes are read only a pass is ours", async () => {
    const heard = await page();
    await type(queryOne(".own"), "0412");
    await type(queryOne(".own"), "i", HAND);
    expect([heard.scans, heard.commands]).toEqual([[], []]);
    await type(queryOne(".own"), TOKEN);
    expect(heard.scans).toEqual([[TOKEN]]);
});

test("nothing is heard any more once the screen is left", async () => {
    const heard = await page();
    destroy(heard.page);
    await type(getFixture(), TOKEN);
    expect(heard.scans).toEqual([]);
});
