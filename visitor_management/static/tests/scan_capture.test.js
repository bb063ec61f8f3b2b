import { expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { press, queryFirst } from "@odoo/hoot-dom";
import { Component, xml } from "@odoo/owl";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { useScanCapture } from "@visitor_management/reception/scan_capture";

defineMailModels();

const CODE = "VM1.ABC234";

class Desk extends Component {
    static template = xml`<input class="field" value="abc"/>`;
    static props = {};

    setup() {
        useScanCapture((code) => expect.step(code));
    }
}

/** Keys with a gap between them, as a scanner or a person types them. */
async function type(keys, gap) {
    for (const key of keys) {
        await press(key);
        await advanceTime(gap);
    }
}

test("a scan is caught and leaves the field as it was", async () => {
    await mountWithCleanup(Desk);
    queryFirst(".field").focus();
    await type([...CODE, "Enter"], 5);
    expect(".field").toHaveValue("abc");
    expect.verifySteps([CODE]);
});

test("a scanner that sends no Enter is understood as well", async () => {
    await mountWithCleanup(Desk);
    await type(CODE, 5);
    await advanceTime(200);
    await animationFrame();
    expect.verifySteps([CODE]);
});

test("what else is typed stays where it is typed", async () => {
    await mountWithCleanup(Desk);
    const field = queryFirst(".field");
    field.focus();
    field.select();
    await type("VM2", 5);
    expect(".field").toHaveValue(/^vm2$/i);
    expect.verifySteps([]);
});
