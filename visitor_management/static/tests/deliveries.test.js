import { describe, expect, test } from "@odoo/hoot";
import {
    called,
    inOrder,
    isOver,
    minutesLeft,
} from "@visitor_management/reception/deliveries/deliveries";

const NINE = Date.UTC(2026, 2, 2, 9);
const SECOND = 1000;
const DELIVERY = { id: 7, name: "Blue Post", unit: "3-1202", due_at: "2026-03-02 09:20:00" };

describe.current.tags("headless");

test("a delivery is over the second after its time", () => {
    const due = NINE + 20 * 60 * SECOND;
    expect(isOver(DELIVERY, due)).toBe(false);
    expect(isOver(DELIVERY, due + 1)).toBe(true);
    expect(isOver({ ...DELIVERY, due_at: "" }, due + 1)).toBe(false);
});

test("the minutes that are left are said in whole ones", () => {
    expect(minutesLeft(DELIVERY, NINE)).toBe(20);
    expect(minutesLeft(DELIVERY, NINE + 30 * SECOND)).toBe(19);
    expect(minutesLeft(DELIVERY, NINE + 25 * 60 * SECOND)).toBe(-5);
    expect(minutesLeft({ ...DELIVERY, due_at: false }, NINE)).toBe(null);
});

test("those that should be out stand first, those without a time last", () => {
    const never = { ...DELIVERY, id: 1, due_at: "" };
    const soon = { ...DELIVERY, id: 9, due_at: "2026-03-02 09:05:00" };
    const same = { ...DELIVERY, id: 8 };
    const ids = inOrder([never, same, DELIVERY, soon]).map(({ id }) => id);
    expect(ids).toEqual([9, 7, 8, 1]);
});

test("a delivery is called by its firm and where it goes", () => {
    expect(called(DELIVERY)).toBe("Blue Post · 3-1202");
    expect(called({ ...DELIVERY, unit: "" })).toBe("Blue Post");
});
