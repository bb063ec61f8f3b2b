import { describe, expect, test } from "@odoo/hoot";
import { WorkModel } from "@visitor_management/client_work/work_model";

describe.current.tags("headless");

/** A work list whose server answers when it is told to, in whatever order. */
function workList() {
    const asked = [];
    const call = () => new Promise((resolve) => asked.push(resolve));
    const orm = { call, silent: { call } };
    const bus = { addChannel() {}, deleteChannel() {} };
    const answer = (nth, ids) =>
        asked[nth]({ lines: ids.map((id) => ({ kind: "callback", id })), more: false, counts: {} });
    return { model: WorkModel.create({ orm, bus }), answer };
}

test("who waits for the list has the newest, though another reading overtook", async () => {
    const { model, answer } = workList();
    const mine = model.readList().then(() => model.lines.map((line) => line.id));
    const later = model.readList(); // a colleague's change was told meanwhile
    answer(0, [1, 2]);
    answer(1, [2]);
    expect(await mine).toEqual([2]);
    await later;
    expect(model.lines.map((line) => line.id)).toEqual([2]);
});

test("an older answer that comes last is not shown", async () => {
    const { model, answer } = workList();
    const older = model.readList();
    const newer = model.readList();
    answer(1, [2]);
    answer(0, [1, 2]);
    await Promise.all([older, newer]);
    expect(model.lines.map((line) => line.id)).toEqual([2]);
});
