import { describe, expect, test } from "@odoo/hoot";
import { allowTranslations } from "@web/../tests/web_test_helpers";
import {
    headsLabel,
    isReady,
    lastingOf,
    LISTS,
    STATUSES,
    statusOf,
    unnamedOf,
} from "@visitor_management/reception/status";

const MINUTE = 60 * 1000;
const NINE = Date.UTC(2026, 2, 2, 9);
const SITE = { grace_before: 30, grace_after: 30, late_after: 15 };
const VISIT = {
    id: 3,
    state: "approved",
    start: "2026-03-02 09:00:00",
    stop: "2026-03-02 10:00:00",
    unnamed: 0,
};
const ANN = { id: 7, visit_id: 3, state: "expected", headcount: 1, missing: [] };

describe.current.tags("headless");

/** So many minutes after nine, on the day of the visit or another. */
function at(minutes, days = 0) {
    return { now: NINE + minutes * MINUTE, today: NINE - 9 * 60 * MINUTE, days };
}

test("who has not come is late after as long as the site says", () => {
    const status = (minutes, site = SITE) => statusOf(ANN, VISIT, site, at(minutes));
    expect([status(0), status(15), status(16)]).toEqual(["expected", "expected", "late"]);
    expect(status(16, { ...SITE, late_after: 45 })).toBe("expected");
    expect(status(1, { ...SITE, late_after: 0 })).toBe("late");
});

test("nobody is late for another day, nor for a visit that began before today", () => {
    expect(statusOf(ANN, VISIT, SITE, at(60, 1))).toBe("expected");
    const long = { ...VISIT, start: "2026-03-01 09:00:00" };
    expect(statusOf(ANN, long, SITE, at(60))).toBe("expected");
});

test("who is not approved waits for that, however late it is", () => {
    for (const state of ["draft", "pending"]) {
        expect(statusOf(ANN, { ...VISIT, state }, SITE, at(60))).toBe("pending");
    }
});

test("who is inside stays too long after the grace of the site", () => {
    const inside = { ...ANN, state: "inside" };
    expect(statusOf(inside, VISIT, SITE, at(90))).toBe("inside");
    expect(statusOf(inside, VISIT, SITE, at(91))).toBe("overstaying");
    expect(statusOf(inside, VISIT, SITE, at(90, 1))).toBe("expected");
});

test("a regular is expected on each of the days, and has left after the hours", () => {
    const regular = { ...VISIT, regular: true };
    const status = (in_at, minutes, visit = regular) =>
        statusOf({ ...ANN, state: "outside", in_at }, visit, SITE, at(minutes));
    const lastWeek = "2026-02-23 09:00:00";
    const today = "2026-03-02 09:05:00";
    expect([status(lastWeek, 0), status(lastWeek, 16)]).toEqual(["expected", "late"]);
    expect([status(today, 30), status(today, 91)]).toEqual(["outside", "left"]);
    expect(status(lastWeek, 16, VISIT)).toBe("outside");
});

test("each status has a word, an icon and a tone, and is on a list", () => {
    for (const [key, { label, icon, tone }] of Object.entries(STATUSES)) {
        expect(Boolean(label && icon && tone)).toBe(true, { message: key });
    }
    const listed = Object.values(LISTS).flatMap((list) => list.statuses);
    expect(Object.keys(STATUSES).filter((key) => !listed.includes(key))).toEqual([
        "refused",
        "cancelled",
    ]);
});

test("checking in is offered at the hour, today, to who is named and lacks nothing", () => {
    const ready = (minutes, { person, visit, days } = {}) =>
        isReady({ ...ANN, ...person }, { ...VISIT, ...visit }, "expected", SITE, at(minutes, days));
    expect([ready(-31), ready(-30), ready(90), ready(91)]).toEqual([false, true, true, false]);
    expect(ready(0, { days: 1 })).toBe(false);
    expect(ready(0, { person: { missing: ["photo_missing"] } })).toBe(false);
    expect(ready(0, { person: { unnamed: true } })).toBe(false);
    expect(ready(0, { visit: { state: "pending" } })).toBe(false);
});

test("it is said how long somebody is inside, and by how much the time is over", () => {
    allowTranslations();
    const inside = { ...ANN, state: "inside", in_at: "2026-03-02 09:00:00" };
    const lasting = (status, minutes) =>
        lastingOf(inside, VISIT, status, NINE + minutes * MINUTE);
    expect(lasting("inside", 45)).toBe("45 min");
    expect(lasting("overstaying", 95)).toBe("35 min over");
    expect(lasting("left", 45)).toBe("");
});

test("who comes without a name is counted with those who have one", () => {
    allowTranslations();
    const unnamed = unnamedOf({ ...VISIT, unnamed: 4 });
    expect([unnamed.headcount, unnamed.state]).toEqual([4, "expected"]);
    expect(unnamedOf({ ...VISIT, state: "no_show" }).state).toBe("no_show");
    expect(headsLabel([ANN, ANN])).toBe("2 people");
    expect(headsLabel([unnamed])).toBe("4 without names");
    expect(headsLabel([ANN, unnamed])).toBe("5 people, 1 named");
});

test("nobody is checked in past what a unit asks", () => {
    const status = statusOf(ANN, VISIT, SITE, at(0));
    expect(isReady(ANN, VISIT, status, SITE, at(0))).toBe(true);
    expect(isReady(ANN, { ...VISIT, told: true }, status, SITE, at(0))).toBe(false);
});
