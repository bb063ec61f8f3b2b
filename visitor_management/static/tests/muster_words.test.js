import { advanceTime, expect, mockDate, test } from "@odoo/hoot";
import { MusterModel } from "@visitor_management/muster_screen/muster_model";
import { byArea, lookOf, secondsSince, shown, stopwatch } from "@visitor_management/muster_screen/muster_words";

const line = (values) => ({
    id: 1,
    name: "Li Na",
    firm: "",
    host: "",
    area: "",
    area_id: false,
    status: "missing",
    ...values,
});

test("whoever is missing when it is late is shown in red, and nobody else", () => {
    expect(lookOf(line(), false).tone).toBe("late");
    expect(lookOf(line(), true).tone).toBe("refused");
    expect(lookOf(line({ status: "safe" }), true).tone).toBe("inside");
});

test("the watch counts from the start on", () => {
    const start = "2026-11-30 10:00:00";
    expect(secondsSince(start, Date.parse("2026-11-30T10:04:12Z"))).toBe(252);
    expect(secondsSince(start, Date.parse("2026-11-30T09:00:00Z"))).toBe(0);
    expect(stopwatch(252)).toBe("04:12");
    expect(stopwatch(3725)).toBe("1:02:05");
});

test("the missing stand first, by area, heads of a group in their order", () => {
    const lines = [
        line({ id: 1, name: "Safe", status: "safe" }),
        line({ id: 2, name: "Group 10 of 12", area: "Lobby", area_id: 5 }),
        line({ id: 3, name: "Group 2 of 12", area: "Lobby", area_id: 5 }),
        line({ id: 4, name: "Zhang", area: "Hall", area_id: 6 }),
        line({ id: 5, name: "Hurt", status: "injured" }),
    ];
    const all = { status: "", area: "", text: "" };
    expect(shown(lines, all).map(({ id }) => id)).toEqual([4, 3, 2, 5, 1]);
    expect(shown(lines, { ...all, status: "missing" }).length).toBe(3);
    expect(shown(lines, { ...all, area: 5 }).length).toBe(2);
    expect(shown(lines, { ...all, area: 0 }).length).toBe(2);
    expect(shown(lines, { ...all, text: "group 2" }).map(({ id }) => id)).toEqual([3, 2]);
});

test("areas say how many are missing, the most first", () => {
    const lines = [
        line({ area: "Lobby", area_id: 5, status: "safe" }),
        line({ area: "Hall", area_id: 6 }),
        line({ area: "Hall", area_id: 6, status: "safe" }),
    ];
    expect(byArea(lines)).toEqual([
        { id: 6, name: "Hall", missing: 1, all: 2 },
        { id: 5, name: "Lobby", missing: 0, all: 1 },
    ]);
});

test("the list shows red ten minutes after the start", async () => {
    mockDate("2026-11-30 10:00:00", 0);
    const bus = { addChannel() {}, deleteChannel() {} };
    const model = MusterModel.create({ orm: {}, bus });
    const muster = { id: 1, state: "running", red_after: 600, lines: [line()] };
    model.take({ ...muster, started_at: "2026-11-30 09:55:00" });
    expect(model.look(model.all[0]).tone).toBe("late");
    await advanceTime(5 * 60 * 1000 + 1);
    expect(model.look(model.all[0]).tone).toBe("refused");
    model.leave();
});

test("what others ticked changes those lines alone", () => {
    const bus = { addChannel() {}, deleteChannel() {} };
    const model = MusterModel.create({ orm: {}, bus });
    const muster = {
        id: 1,
        state: "running",
        red_after: 600,
        started_at: "2026-11-30 09:55:00",
    };
    model.take({ ...muster, lines: [line(), line({ id: 2, name: "Wu" })] });
    model.take({ ...muster, lines: [line({ id: 2, name: "Wu", status: "safe" })] }, [2]);
    expect(model.all.map(({ status }) => status)).toEqual(["missing", "safe"]);
    model.take({ ...muster, state: "ended", lines: [] });
    expect(model.muster).toBe(null);
    model.leave();
});
