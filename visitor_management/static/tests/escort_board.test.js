import { describe, expect, test } from "@odoo/hoot";
import { hours, place, span, standing } from "@visitor_management/escort_board/board_time";

describe.current.tags("headless");

// a day in Shanghai
const DAY = { start: "2026-11-23 16:00:00", stop: "2026-11-24 16:00:00" };
const need = (start, stop) => ({ start: `2026-11-24 ${start}`, stop: `2026-11-24 ${stop}` });
const hour = (value) => Date.parse(`2026-11-24T${value}:00Z`);

test("office hours are shown, and whatever lies around them", () => {
    expect(span(DAY, [], [])).toEqual([hour("00:00"), hour("10:00")]);
    expect(span(DAY, [need("09:00:00", "11:20:00")], [])).toEqual([hour("00:00"), hour("12:00")]);
    const early = { bars: [{ start: "2026-11-23 23:30:00", stop: "2026-11-24 00:30:00" }] };
    expect(span(DAY, [], [early])[0]).toBe(Date.parse("2026-11-23T23:00:00Z"));
});

test("what lasts for days ends with the day", () => {
    const long = { start: "2026-11-20 00:00:00", stop: "2026-11-30 00:00:00" };
    expect(span(DAY, [long], [])).toEqual([
        Date.parse("2026-11-23T16:00:00Z"),
        Date.parse("2026-11-24T16:00:00Z"),
    ]);
});

test("time runs from left to right", () => {
    const shown = [hour("00:00"), hour("10:00")];
    expect(place("2026-11-24 01:00:00", "2026-11-24 03:00:00", shown)).toEqual({ left: 10, width: 20 });
    expect(place("2026-11-23 20:00:00", "2026-11-24 01:00:00", shown)).toEqual({ left: 0, width: 10 });
    expect(place("2026-11-24 12:00:00", "2026-11-24 13:00:00", shown)).toBe(null);
    expect(hours(shown).length).toBe(10);
    expect(hours(shown)[1].left).toBe(10);
});

test("how a need stands", () => {
    const of = (accepted, asked, more = {}) => standing({ needed: 2, accepted, asked, over: false, ...more });
    expect(of(0, 0)).toBe("nobody");
    expect(of(0, 1)).toBe("more");
    expect(of(1, 1)).toBe("waiting");
    expect(of(2, 0)).toBe("met");
    expect(of(0, 0, { over: true })).toBe("over");
});
