import { describe, expect, test } from "@odoo/hoot";
import {
    begun,
    formatSeconds,
    lookOf,
    nextIn,
    rungOf,
    secondsOf,
} from "@visitor_management/reception/waiting/waiting";

describe.current.tags("headless");

const NOW = 1_000_000_000;
const STEPS = [
    { rung: "host", after: 0 },
    { rung: "deputy", after: 60 },
    { rung: "phone", after: 150 },
    { rung: "desk", after: 180 },
];

function wait(age, values = {}) {
    return begun({ running: true, age, steps: STEPS, answer: "", seconds: 0, ...values }, NOW);
}

test("each rung is shown at its second, whoever asks the server", () => {
    for (const [age, rung] of [
        [0, "host"],
        [59, "host"],
        [60, "deputy"],
        [149, "deputy"],
        [150, "phone"],
        [180, "desk"],
        [9999, "desk"],
    ]) {
        expect(rungOf(wait(age), NOW)).toBe(rung);
        expect(rungOf(wait(0), NOW + age * 1000)).toBe(rung);
    }
});

test("seconds count up until the answer", () => {
    expect(secondsOf(wait(10), NOW + 5000)).toBe(15);
    const answered = wait(300, { running: false, seconds: 42, answer: "coming" });
    expect(secondsOf(answered, NOW + 5000)).toBe(42);
    expect(lookOf(answered, NOW).tone).toBe("inside");
});

test("the next one of all waits is asked first", () => {
    expect(nextIn([wait(10), wait(140)], NOW)).toBe(10_000);
    expect(nextIn([wait(500)], NOW)).toBe(null);
    expect(nextIn([wait(10, { running: false })], NOW)).toBe(null);
});

test("seconds as a clock shows them", () => {
    expect([7, 65, 750, 3725].map(formatSeconds)).toEqual(["0:07", "1:05", "12:30", "1:02:05"]);
});
