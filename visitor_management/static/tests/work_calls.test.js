import { describe, expect, test } from "@odoo/hoot";
import { WorkCalls } from "@visitor_management/client_work/work_calls";

const ID = 7;
const NOTED = { noted: true, meanwhile: "" };
const BY_ANOTHER = { noted: false, meanwhile: "Li Na noted at 10:42: busy" };

describe.current.tags("headless");

/** The work list with one callback open, whose server answers what is given. */
function workList(answer) {
    const model = {
        detail: { kind: "callback", id: ID, may: { try: true }, tries: [] },
        screen: { labels: { outcome: { reached: "Reached", busy: "Busy" } } },
        note: "Her voicemail",
        reachedNow: null,
        said: [],
        seen: [],
        call: async () => answer,
        say: (tone) => model.said.push(tone),
        async act(task) {
            const done = await task();
            model.seen.push(model.reachedNow); // what the panel finds as it is read again
            return done;
        },
    };
    return model;
}

test("who has just reached the client is shown where to write", async () => {
    const model = workList(NOTED);
    await new WorkCalls(model, {}).log("reached");
    expect(model.seen).toEqual([ID]);
    expect(model.said).toEqual(["success"]);
});

test("another outcome shows nothing else", async () => {
    const model = workList(NOTED);
    await new WorkCalls(model, {}).log("busy");
    expect(model.seen).toEqual([null]);
});

test("what a colleague noted meanwhile is not one's own: nothing is shown to write", async () => {
    const model = workList(BY_ANOTHER);
    await new WorkCalls(model, {}).log("reached");
    expect(model.seen).toEqual([null]);
    expect(model.reachedNow).toBe(null);
    expect([model.note, model.said]).toEqual(["Her voicemail", ["warning"]]);
});
