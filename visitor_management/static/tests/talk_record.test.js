import {
    advanceTime,
    beforeEach,
    Deferred,
    describe,
    expect,
    freezeTime,
    test,
} from "@odoo/hoot";
import { MODES, TalkRecord } from "@visitor_management/client_talk/talk_record";
import { NotFound, Refused, SignedOut, Unreachable } from "@visitor_management/client_talk/talk_server";

const PAUSE = 600; // after the last letter
const ITEM = {
    uuid: "of-the-office",
    revision: 4,
    kind: "request",
    facilities: false,
    content: "A new lamp",
    answered: true,
    answer: "Ordered",
    escalated_to_id: false,
    deadline: "",
};
const VISIT = {
    state: "appointed",
    open: true,
    start: "2026-03-02 09:00:00",
    revision: 2,
    talk: "Good morning",
    told_client: "",
    signed: false,
    signed_by: "",
    items: [ITEM],
};
const FINE = { status: "saved", state: "appointed", conflicts: [], errors: [] };

describe.current.tags("headless");

beforeEach(() => freezeTime()); // time goes on where a test says so

/** A phone and a server that answers as is said: what was kept, and what was sent. */
function phone({ kept = null, visit = VISIT, answers = [] } = {}) {
    const store = {
        kept,
        read: async () => structuredClone(store.kept),
        write: async (draft) => {
            store.kept = structuredClone(draft);
        },
        remove: async () => {
            store.kept = null;
        },
    };
    const server = {
        sent: [],
        load: async () => structuredClone(visit),
        save: async (draft) => {
            server.sent.push(structuredClone(draft));
            const answer = answers.length > 1 ? answers.shift() : answers[0];
            const given = typeof answer === "function" ? await answer(draft) : answer;
            if (given instanceof Error) {
                throw given;
            }
            return structuredClone(given || taken(draft));
        },
    };
    return { store, server, record: new TalkRecord(store, server) };
}

/** The server stored all of it. */
function taken({ text, items }, { others = [ITEM] } = {}) {
    const stored = items
        .filter((item) => !item.deleted)
        .map((item) => ({ ...item, revision: item.revision + 1 }));
    const changed = items.map((item) => item.uuid);
    const { talk, told_client, signed_by } = text || VISIT;
    return {
        ...FINE,
        ...{ talk, told_client, signed_by, signed: false },
        revision: text ? text.revision + 1 : VISIT.revision,
        items: [...others.filter((item) => !changed.includes(item.uuid)), ...stored],
    };
}

/** A draft that this phone has not sent yet. */
function keptDraft(values = {}) {
    const { start, revision, told_client, signed, signed_by } = VISIT;
    const text = { start, revision, told_client, signed, signed_by, talk: "In the lift" };
    return {
        visit: VISIT,
        data: {
            ...text,
            device: "phone",
            ...{ draft: 5, edit: 5, dirty: true, done: false, stop: "", signature: null },
            items: [{ ...ITEM, mode: MODES.answered, deleted: false, error: "", edit: 0 }],
            ...values,
        },
    };
}

async function opened(options) {
    const all = phone(options);
    await all.record.open();
    return all;
}

test("what the server has is shown, and kept for a page without network", async () => {
    const { record, store } = await opened();
    expect(record.status).toBe("saved");
    expect(record.data.talk).toBe("Good morning");
    expect(record.data.items[0].mode).toBe(MODES.answered);
    expect(store.kept.data.draft).toBe(0);
});

test("what this phone has not sent yet stands above what the server has", async () => {
    const { record, server } = await opened({ kept: keptDraft() });
    expect(record.data.talk).toBe("In the lift");
    expect(server.sent[0].text.talk).toBe("In the lift");
    expect(server.sent[0].draft).toBe(5);
    expect(record.status).toBe("saved");
});

test("what is written while the server is asked is not replaced by its answer", async () => {
    const asked = new Deferred();
    const { record, server } = phone({ kept: keptDraft({ dirty: false, edit: 0 }) });
    server.load = () => asked;
    const opening = record.open();
    await Promise.resolve().then(() => Promise.resolve());
    record.change(record.data, { talk: "Already typing" });
    asked.resolve({ ...VISIT, talk: "Of the server" });
    await opening;
    expect(record.data.talk).toBe("Already typing");
    await advanceTime(PAUSE);
    expect(server.sent.at(-1).text.talk).toBe("Already typing");
});

test("what is written and sent while the server is asked is newer than its answer", async () => {
    const asked = new Deferred();
    const { record, server } = phone({ kept: keptDraft({ dirty: false, edit: 0 }) });
    server.load = () => asked;
    const opening = record.open();
    await Promise.resolve().then(() => Promise.resolve());
    await record.change(record.data, { talk: "Sent already" });
    await record.send();
    asked.resolve({ ...VISIT, talk: "Of before" });
    await opening;
    expect([record.data.talk, record.status]).toEqual(["Sent already", "saved"]);
});

test("without network one goes on writing; without anything kept one can't", async () => {
    for (const [kept, status, talk] of [
        [keptDraft(), "kept", "In the lift"],
        [null, "no_network", undefined],
    ]) {
        const { record, server } = phone({ kept });
        server.load = async () => {
            throw new Unreachable();
        };
        await record.open();
        expect(record.status).toBe(status);
        expect(record.data?.talk).toBe(talk);
    }
});

test("letters in a row are sent once, after a rest", async () => {
    const { record, server } = await opened();
    for (const talk of ["a", "ab", "abc"]) {
        await record.change(record.data, { talk });
        await advanceTime(PAUSE / 2);
    }
    expect(server.sent).toEqual([]);
    await advanceTime(PAUSE);
    expect(server.sent.map((draft) => [draft.draft, draft.text.talk])).toEqual([[3, "abc"]]);
    expect([record.status, record.data.dirty, record.data.revision]).toEqual(["saved", false, 3]);
});

test("only what changed is sent", async () => {
    const { record, server } = await opened();
    await record.change(record.data.items[0], { answer: "Ordered today" });
    await record.send();
    expect(server.sent[0].text).toBe(null);
    expect(server.sent[0].items.map((item) => item.answer)).toEqual(["Ordered today"]);
    await record.change(record.data, { talk: "Bye" });
    await record.send();
    expect([server.sent[1].text.talk, server.sent[1].items]).toEqual(["Bye", []]);
});

test("what is typed while it is sent stays, and goes next with the new revision", async () => {
    const answer = new Deferred();
    const { record, server } = await opened({
        answers: [(draft) => answer.then(() => taken(draft)), null],
    });
    await record.change(record.data, { talk: "She" });
    const sending = record.send();
    await record.change(record.data, { talk: "She moves" });
    await record.send(); // waits for the first
    answer.resolve();
    await sending;
    expect(record.data.talk).toBe("She moves");
    expect(server.sent.map((draft) => [draft.text.talk, draft.text.revision])).toEqual([
        ["She", 2],
        ["She moves", 3],
    ]);
    expect(record.status).toBe("saved");
});

test("what the office added meanwhile stands below what is here", async () => {
    const added = { ...ITEM, uuid: "added", content: "Keys" };
    const { record } = await opened({
        answers: [(draft) => taken(draft, { others: [ITEM, added] })],
    });
    await record.addItem("request");
    await record.change(record.data.items.at(-1), { content: "Paint" });
    await record.send();
    expect(record.data.items.map((item) => item.content)).toEqual(["A new lamp", "Paint", "Keys"]);
});

test("what an item lacks is said, and keeps the record from being done", async () => {
    const { record, server } = await opened();
    await record.addItem("request");
    const lacks = (values) => record.lacks({ ...record.data.items.at(-1), ...values });
    expect(lacks({})).toBe("missing_content");
    expect(lacks({ content: "Paint", mode: MODES.answered })).toBe("missing_answer");
    expect(lacks({ content: "Paint", mode: MODES.given, escalated_to_id: 3 })).toBe(
        "missing_person"
    );
    expect(lacks({ deleted: true })).toBe("");
    await record.change(record.data.items.at(-1), { content: "Paint", mode: MODES.given });
    await record.finish();
    await record.send();
    const { done, items } = server.sent[0];
    expect([done, items[0].escalated_to_id, items[0].answered]).toEqual([false, false, false]);
    expect(record.status).toBe("incomplete");
});

test("two wrote the same: nothing more is sent until somebody decides", async () => {
    const theirs = { revision: 7, talk: "Theirs", told_client: "Soon", signed: false, signed_by: "" };
    const conflict = { uuid: "", theirs };
    for (const [choice, talk, told] of [
        ["mine", "Mine", ""],
        ["theirs", "Theirs", "Soon"],
        ["both", "Theirs\n\nMine", "Soon"],
    ]) {
        const { record, server } = await opened({
            answers: [
                { ...FINE, ...theirs, items: [ITEM], conflicts: [conflict] },
                (draft) => ({ ...taken(draft), ...(draft.text ? {} : theirs) }),
            ],
        });
        await record.change(record.data, { talk: "Mine" });
        await record.send();
        expect([record.status, record.data.talk]).toEqual(["conflict", "Mine"]);
        await record.send();
        expect(server.sent.length).toBe(1);
        await record.decide(conflict, choice);
        expect([record.data.talk, record.data.told_client]).toEqual([talk, told]);
        const sent = server.sent.at(-1).text;
        expect(sent && [sent.talk, sent.revision]).toEqual(
            choice === "theirs" ? null : [talk, 7]
        );
        expect([record.conflicts, record.data.dirty]).toEqual([[], false]);
    }
});

test("an item that was deleted there is made anew, or gone, as one decides", async () => {
    const conflict = { uuid: ITEM.uuid, theirs: null };
    for (const choice of ["mine", "theirs"]) {
        const { record, server } = await opened({
            answers: [
                { ...taken({ items: [] }, { others: [] }), conflicts: [conflict] },
                (draft) => taken(draft, { others: [] }),
            ],
        });
        await record.change(record.data.items[0], { answer: "Tomorrow" });
        await record.send();
        await record.decide(conflict, choice);
        const left = record.data.items.map((item) => item.answer);
        expect(left).toEqual(choice === "mine" ? ["Tomorrow"] : []);
        if (choice === "mine") {
            const [item] = server.sent.at(-1).items;
            expect(item.revision).toBe(0);
            expect(item.uuid).not.toBe(ITEM.uuid);
        }
    }
});

test("without network it is tried again, less and less often", async () => {
    const { record, server } = await opened({
        answers: [new Unreachable(), new Unreachable(), new Unreachable(), null],
    });
    await record.change(record.data, { talk: "Kept" });
    await record.send();
    expect(record.status).toBe("kept");
    await advanceTime(2000);
    await advanceTime(4000);
    expect(server.sent.length).toBe(2, { message: "the next pause is longer" });
    await advanceTime(1000);
    expect(server.sent.length).toBe(3);
    await advanceTime(10_000);
    expect([server.sent.length, record.status, record.tries]).toEqual([4, "saved", 0]);
});

test("what the server refuses stays on the phone, with why", async () => {
    for (const [error, status, message] of [
        [new SignedOut(), "signed_out", ""],
        [new NotFound(), "not_found", ""],
        [new Refused("Not yours"), "refused", "Not yours"],
    ]) {
        const { record, store } = await opened({ answers: [error] });
        await record.change(record.data, { talk: "Kept" });
        await record.send();
        expect([record.status, record.message]).toEqual([status, message]);
        expect(store.kept.data.talk).toBe("Kept");
    }
});

test("a visit that was closed takes no more, and what was typed is kept", async () => {
    const { record, store } = await opened({ answers: [{ status: "closed", state: "archived" }] });
    await record.change(record.data, { talk: "Too late" });
    await record.send();
    expect([record.status, record.isOpen]).toEqual(["closed_kept", false]);
    expect(store.kept.data.talk).toBe("Too late");
    await record.discard();
    expect([record.status, store.kept]).toEqual(["closed", null]);
});

test("a visit that is over is forgotten here once all is stored", async () => {
    const { record, store } = await opened({
        answers: [(draft) => ({ ...taken(draft), state: "done" })],
    });
    await record.finish();
    await record.send();
    expect([record.status, store.kept]).toEqual(["saved", null]);
});

test("a phone that can keep nothing says so, and sends all the same", async () => {
    const { record, store, server } = await opened();
    store.write = async () => {
        throw new Error("no room");
    };
    await record.change(record.data, { talk: "Sent" });
    expect(record.unkept).toBe(true);
    await record.send();
    expect(server.sent[0].text.talk).toBe("Sent");
});

test("a phone whose clock was never set does not date the visit", async () => {
    const { record } = await opened({ kept: keptDraft({ start: "1970-01-01T00:00:00Z" }) });
    await record.change(record.data, { talk: "Now" });
    expect(record.data.start).toMatch(/^20\d\d-/);
});
