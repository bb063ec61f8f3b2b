import {
    advanceTime,
    animationFrame,
    beforeEach,
    destroy,
    expect,
    freezeTime,
    press,
    queryOne,
    test,
} from "@odoo/hoot";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { Component, reactive, useState, xml } from "@odoo/owl";
import { AnchoredList, lineId } from "@visitor_management/live_screen/anchored_list/anchored_list";
import { useListKeys } from "@visitor_management/live_screen/list_keys";

const FOLLOW = 150;

beforeEach(() => freezeTime()); // time goes on where a test says so

defineMailModels(); // whatever is mounted asks for them

/** Thirty lines of forty pixels in a list of two hundred, gone through by keyboard. */
async function list() {
    const lines = Array.from({ length: 30 }, (_, index) => ({ kind: "person", id: index + 1 }));
    const model = reactive({
        lines,
        selected: null,
        opened: [],
        isSelected: ({ id }) => model.selected?.id === id,
        point: ({ kind, id }) => (model.selected = { kind, id }),
        open: ({ id }) => model.opened.push(id),
    });
    class Screen extends Component {
        static components = { AnchoredList };
        static props = ["*"];
        static template = xml`
            <div style="display: flex; flex-direction: column; height: 200px" t-on-keydown="onKeydown">
                <AnchoredList label="'People'" isEmpty="!model.lines.length" selected="model.selected" listRef="list.ref">
                    <div t-foreach="model.lines" t-as="line" t-key="line.id" t-att-id="lineId(line)" class="o_live_line" style="flex: none; height: 40px; min-height: 0" t-out="line.id"/>
                </AnchoredList>
            </div>`;
        setup() {
            this.model = useState(model);
            this.lineId = lineId;
            this.list = useListKeys(this.model, ({ id }) => model.opened.push(`panel ${id}`));
        }
        onKeydown({ key }) {
            this.list.press(key);
        }
    }
    const screen = await mountWithCleanup(Screen);
    screen.list.focus();
    return { screen, model };
}

/** How far below the upper edge of the list a line is seen. */
function placeOf(id) {
    const line = document.getElementById(lineId({ kind: "person", id }));
    return line.getBoundingClientRect().top - queryOne(".o_live_list").getBoundingClientRect().top;
}

test("arrows move the mark at once, and the panel follows when they rest", async () => {
    const { model } = await list();
    expect(".o_live_list").toBeFocused();
    await press("ArrowDown");
    await press("ArrowDown");
    expect([model.selected.id, model.opened]).toEqual([2, []]);
    await advanceTime(FOLLOW);
    expect(model.opened).toEqual([2]);
    await press("Enter");
    expect(model.opened).toEqual([2, "panel 2"]);
});

test("the ends of the list are ends, and a page is eight lines", async () => {
    const { model } = await list();
    for (const [key, id] of [
        ["ArrowUp", 30],
        ["ArrowDown", 30],
        ["Home", 1],
        ["ArrowUp", 1],
        ["PageDown", 9],
        ["End", 30],
        ["PageUp", 22],
    ]) {
        await press(key);
        expect(model.selected.id).toBe(id, { message: key });
    }
});

test("the marked line is seen, and known to a screen reader", async () => {
    await list();
    await press("End");
    await animationFrame();
    expect(".o_live_list").toHaveAttribute("aria-activedescendant", "o_live_line_person_30");
    expect(placeOf(30)).toBeLessThan(200);
    expect(".o_live_list").toHaveAttribute("role", "grid");
});

test("what is looked at stays in its place when lines come and go above it", async () => {
    const { model } = await list();
    queryOne(".o_live_list").scrollTop = 410;
    const before = placeOf(11);
    model.lines.splice(2, 3);
    await animationFrame();
    expect(placeOf(11)).toBe(before);
    model.lines.unshift({ kind: "person", id: 99 });
    await animationFrame();
    expect(placeOf(11)).toBe(before);
});

test("from above one comes to the line that is marked, else to the first", async () => {
    const { screen, model } = await list();
    screen.list.enter();
    expect(model.selected.id).toBe(1);
    await press("ArrowDown");
    screen.list.enter();
    expect(model.selected.id).toBe(2);
});

test("nothing is opened for a screen that was left", async () => {
    const { screen, model } = await list();
    await press("ArrowDown");
    destroy(screen);
    await advanceTime(FOLLOW);
    expect(model.opened).toEqual([]);
});

test("an empty list is no grid", async () => {
    const { model } = await list();
    model.lines = [];
    await animationFrame();
    expect(".o_live_list").toHaveAttribute("role", "group");
});
