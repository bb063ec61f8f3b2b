import {
    advanceTime,
    animationFrame,
    destroy,
    expect,
    freezeTime,
    queryOne,
    runAllTimers,
    test,
} from "@odoo/hoot";
import { mountWithCleanup, mockService } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { Component, EventBus, reactive, useState, xml } from "@odoo/owl";
import { useKeptFocus, useLiveModel } from "@visitor_management/live_screen/live_screen";

const MINUTE = 60_000;

defineMailModels(); // whatever is mounted asks for them

/** A bus that a test speaks on. */
function fakeBus() {
    const topics = {};
    const bus = new EventBus();
    return Object.assign(bus, {
        topics,
        start: () => {},
        addChannel: () => {},
        deleteChannel: () => {},
        subscribe: (topic, callback) => (topics[topic] = callback),
        unsubscribe: (topic) => delete topics[topic],
    });
}

/** A screen with a model that says what is asked of it. */
async function screen() {
    const bus = fakeBus();
    mockService("bus_service", () => bus);
    const heard = []; // what is asked of the model and of the screen
    const model = reactive({
        live: true,
        connected: true,
        status: "ready",
        selected: null,
        mayUndo: false,
        tick: () => heard.push("tick"),
        leave: () => heard.push("leave"),
    });
    class Screen extends Component {
        static props = ["*"];
        static template = xml`
            <button class="o_list">List</button>
            <div class="o_panel" tabindex="-1"><button t-if="model.mayUndo" class="o_undo">Undo</button></div>`;
        setup() {
            this.model = useState(model);
            useLiveModel(
                this.model,
                "topic",
                (changes) => heard.push(changes),
                () => heard.push("read again")
            );
            useKeptFocus(
                this.model,
                () => queryOne(".o_panel").focus(),
                () => queryOne(".o_list").focus()
            );
        }
    }
    return { bus, heard, model, mounted: await mountWithCleanup(Screen) };
}

test("a screen hears the bus, and is read again when that comes or goes", async () => {
    const { bus, heard, model } = await screen();
    bus.topics.topic("changed");
    bus.trigger("BUS:DISCONNECT");
    expect(model.live).toBe(false);
    bus.trigger("BUS:RECONNECT");
    expect(model.live).toBe(true);
    expect(heard).toEqual(["changed", "read again", "read again"]);
});

test("without network the screen says so, and is read again after", async () => {
    const { heard, model } = await screen();
    window.dispatchEvent(new Event("offline"));
    expect(model.connected).toBe(false);
    expect(heard).toEqual([]);
    window.dispatchEvent(new Event("online"));
    expect(heard).toEqual(["read again"]);
});

test("the clock goes on each minute, until the screen is left", async () => {
    freezeTime();
    const { bus, heard, mounted } = await screen();
    await advanceTime(MINUTE);
    destroy(mounted);
    await advanceTime(MINUTE);
    expect(heard).toEqual(["tick", "leave"]);
    expect("topic" in bus.topics).toBe(false);
});

test("whoever pressed a button that is gone goes on in the panel, else in the list", async () => {
    freezeTime();
    const { model } = await screen();
    await runAllTimers();
    expect(".o_list").toBeFocused();
    model.selected = { kind: "person", id: 7 };
    model.mayUndo = true;
    await animationFrame();
    queryOne(".o_undo").focus();
    await runAllTimers();
    expect(".o_undo").toBeFocused();
    model.mayUndo = false;
    await animationFrame();
    await runAllTimers();
    expect(".o_panel").toBeFocused();
});
