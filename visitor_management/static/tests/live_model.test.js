import {
    advanceTime,
    beforeEach,
    Deferred,
    describe,
    expect,
    freezeTime,
    test,
} from "@odoo/hoot";
import { allowTranslations } from "@web/../tests/web_test_helpers";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { WorkModel } from "@visitor_management/client_work/work_model";
import { LiveModel } from "@visitor_management/live_screen/live_model";
import { ReceptionModel } from "@visitor_management/reception/reception_model";

const GATHER = 150;
const ANN = { kind: "person", id: 7 };
const BEN = { kind: "person", id: 8 };

describe.current.tags("headless");

beforeEach(() => freezeTime()); // time goes on where a test says so

/** What Odoo raises where a rule says no. */
function refusal(message) {
    const error = new RPCError();
    return Object.assign(error, { exceptionName: "odoo.exceptions.UserError", data: { message } });
}

/**
 * A model whose server answers by method: a value, an error, or what a function gives.
 * `asked` are the calls, `channels` those of the bus.
 */
function screenOf(Model, answers = {}) {
    const asked = [];
    const channels = [];
    const ask = async (server, method, args) => {
        asked.push([method, ...args]);
        const answer = await (typeof answers[method] === "function"
            ? answers[method](...args)
            : answers[method]);
        if (answer instanceof Error) {
            throw answer;
        }
        return answer;
    };
    const model = Model.create({
        orm: { call: ask, silent: { call: ask } },
        bus: {
            addChannel: (name) => channels.push(name),
            deleteChannel: (name) => channels.splice(channels.indexOf(name), 1),
        },
    });
    return { model, asked, channels, answers };
}

describe("what is done", () => {
    test("is done one after the other", async () => {
        const { model } = screenOf(LiveModel);
        const first = new Deferred();
        const done = [];
        const slow = model.run(() => first.then(() => done.push("first")));
        const quick = model.run(async () => done.push("second"));
        first.resolve();
        await Promise.all([slow, quick]);
        expect(done).toEqual(["first", "second"]);
    });

    test("and refused is said, and the next goes on", async () => {
        const { model } = screenOf(LiveModel, { act: refusal("Not today."), other: 5 });
        expect(await model.run(() => model.call("act", []))).toBe(undefined);
        expect(model.message).toEqual({ tone: "danger", text: "Not today.", undo: null });
        expect(await model.run(() => model.call("other", []))).toBe(5);
    });

    test("and wrong in the screen itself is not hidden", async () => {
        const { model } = screenOf(LiveModel);
        const fault = new TypeError("x is undefined");
        const doing = model.run(() => Promise.reject(fault));
        await expect(doing).rejects.toThrow(TypeError);
        expect(model.message).toBe(null);
    });

    test("comes after what was typed is saved, and is read after, also when refused", async () => {
        for (const answer of [true, refusal("No.")]) {
            const order = [];
            class Screen extends LiveModel {
                async beforeAct() {
                    order.push("save");
                }
                async afterAct() {
                    order.push("read");
                }
            }
            const { model } = screenOf(Screen, { act: answer });
            await model.act(() => {
                order.push("act");
                return model.call("act", []);
            });
            expect(order).toEqual(["save", "act", "read"]);
        }
    });

    test("can be taken back where that was said, and no more after the next word", async () => {
        const { model } = screenOf(LiveModel);
        let undone = 0;
        model.say("success", "Done.", async () => undone++);
        await model.undo();
        expect(undone).toBe(1);
        model.say("success", "Taken back.");
        await model.undo();
        expect(undone).toBe(1);
    });
});

describe("a sentence", () => {
    test("says what to do when there is no connection, and the screen knows it", async () => {
        allowTranslations();
        const { model, answers } = screenOf(LiveModel, { read: new ConnectionLostError("/") });
        await model.run(() => model.call("read", []));
        expect(model.connected).toBe(false);
        expect(model.message.text).toMatch(/^No connection: it may not have been done/);
        answers.read = [];
        await model.call("read", []);
        expect(model.connected).toBe(true);
        expect(Boolean(model.readAt)).toBe(true);
    });

    test("of a fault of the server tells no user what only its log should say", () => {
        allowTranslations();
        const { model } = screenOf(LiveModel);
        const fault = Object.assign(new RPCError(), {
            exceptionName: "psycopg2.errors.DeadlockDetected",
            data: { message: "deadlock detected" },
        });
        expect(model.sentence(fault)).toMatch(/^The server could not do this. Try again/);
        expect(model.sentence(refusal("Not today."))).toBe("Not today.");
    });
});

describe("what others do", () => {
    test("is read once for messages that come together", async () => {
        class Screen extends LiveModel {
            async readChanges(changes) {
                expect.step(changes);
            }
        }
        const { model } = screenOf(Screen);
        model.gather("a");
        await advanceTime(GATHER - 50);
        model.gather("b");
        await advanceTime(GATHER - 50);
        expect.verifySteps([]);
        await advanceTime(50);
        expect.verifySteps([["a", "b"]]);
        model.gather("c");
        await advanceTime(GATHER);
        expect.verifySteps([["c"]]);
    });

    test("is neither heard nor read for a screen that was left", async () => {
        class Screen extends LiveModel {
            async readChanges() {
                expect.step("read");
            }
        }
        const { model, channels } = screenOf(Screen);
        model.listen(["site_1", "site_2"]);
        model.listen(["site_2", "site_3"]);
        expect(channels).toEqual(["site_2", "site_3"]);
        model.gather("a");
        model.leave();
        expect(channels).toEqual([]);
        model.listen(["site_1"]); // what was asked for before the screen was left
        model.gather("b");
        await advanceTime(GATHER);
        expect(channels).toEqual([]);
        expect.verifySteps([]);
    });

    test("at reception is read by the ids of those who changed", async () => {
        const nobody = { people: [], visits: [], acts: [], cards_out: {}, deliveries: [] };
        const { model, asked } = screenOf(ReceptionModel, { refresh: nobody });
        model.site = { id: 1, tz: "UTC" };
        model.gather({ registration_ids: [7, 8] });
        model.gather({ registration_ids: [8], visit_ids: [3] });
        await advanceTime(GATHER);
        expect(asked).toEqual([["refresh", 1, [7, 8], [3], 0]]);
    });
});

describe("who is open", () => {
    test("is whom was asked for last, whichever answer comes last", async () => {
        const slow = new Deferred();
        const { model } = screenOf(LiveModel, {
            open_person: (id) => (id === ANN.id ? slow.then(() => ({ name: "Ann" })) : { name: "Ben" }),
        });
        model.point(ANN);
        const first = model.readDetail();
        model.point(BEN);
        await model.readDetail();
        slow.resolve();
        await first;
        expect(model.detail).toEqual({ name: "Ben", ...BEN });
    });

    test("stays shown while it is read again, and nobody else's details are", async () => {
        const again = new Deferred();
        const { model, answers } = screenOf(LiveModel, { open_person: { name: "Ann" } });
        await model.open(ANN);
        answers.open_person = again;
        const reading = model.open(ANN);
        expect(model.detail.name).toBe("Ann");
        const other = model.open(BEN);
        expect(model.detail).toBe(null);
        again.resolve({ name: "Ben" });
        await Promise.all([reading, other]);
        expect(model.detail).toEqual({ name: "Ben", ...BEN });
    });

    test("is read again if it was read before what was typed was saved", async () => {
        const before = new Deferred();
        let reads = 0;
        const { model } = screenOf(LiveModel, {
            open_person: () => (++reads === 1 ? before : { phone: "new" }),
        });
        model.point(ANN);
        const reading = model.readDetail();
        model.saves++;
        before.resolve({ phone: "old" });
        await reading;
        expect([reads, model.detail.phone]).toEqual([2, "new"]);
    });

    test("keeps the card that was typed and the form of leaving, and nobody else gets them", async () => {
        const { model } = screenOf(ReceptionModel, { open_person: {} });
        await model.open(ANN);
        Object.assign(model, { card: "12", leaving: true });
        await model.open(ANN); // what was taken back before is shown only now
        expect([model.card, model.leaving]).toEqual(["12", true]);
        model.point(BEN);
        expect([model.card, model.leaving]).toEqual(["", false]);
    });
});

describe("the work list", () => {
    const CALL = { kind: "callback", id: 7 };
    const answers = { client_words: "", result: "" };

    test("shows the list that was chosen last, whichever answer comes last", async () => {
        const slow = new Deferred();
        const listed = (id) => ({ lines: [{ kind: "callback", id }], more: false, counts: {} });
        const { model } = screenOf(WorkModel, {
            read_list: (list) => (list === "overdue" ? slow.then(() => listed(1)) : listed(2)),
        });
        model.list = "overdue";
        const first = model.readList();
        model.list = "today";
        await model.readList();
        slow.resolve();
        await first;
        expect(model.lines.map((line) => line.id)).toEqual([2]);
    });

    test("loses nothing that is typed while it is read or saved", async () => {
        const saving = new Deferred();
        const { model, asked } = screenOf(WorkModel, {
            open_callback: { ...CALL, may: { answer: true }, answers },
            save: (id, sent) =>
                saving.then(() => ({ answers: { ...answers, ...sent }, meanwhile: [] })),
        });
        await model.open(CALL);
        model.setAnswer({ client_words: "She" });
        await advanceTime(400);
        model.setAnswer({ client_words: "She moves" });
        await model.readDetail();
        expect(model.answer("client_words")).toBe("She moves");
        saving.resolve();
        await advanceTime(400);
        await model.mutex.getUnlockedDef();
        const sent = asked.filter(([method]) => method === "save").map((call) => call[2]);
        expect(sent).toEqual([{ client_words: "She" }, { client_words: "She moves" }]);
        expect([model.answer("client_words"), model.isUnsaved]).toEqual(["She moves", false]);
    });

    test("is read again with what is open only if that is concerned", async () => {
        const { model, asked } = screenOf(WorkModel, {
            open_callback: { ...CALL, may: {}, answers, watch: { callbacks: [7] } },
            read_list: { lines: [], more: false, counts: {} },
        });
        await model.open(CALL);
        for (const [changes, methods] of [
            [[{ callbacks: [9] }], ["read_list"]],
            [[{ callbacks: [9] }, { callbacks: [7] }], ["read_list", "open_callback"]],
            [[{ everything: true }], ["read_list", "open_callback"]],
        ]) {
            asked.length = 0;
            changes.forEach((each) => model.gather(each));
            await advanceTime(GATHER);
            expect(asked.map(([method]) => method)).toEqual(methods);
        }
    });
});
