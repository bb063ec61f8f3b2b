import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { browser } from "@web/core/browser/browser";
import { WorkDrafts } from "@visitor_management/client_work/work_drafts";

const ID = 7;
const NOTHING = { result: "", client_words: "" };
const THEIRS = { name: "client_words", label: "Client's Words", theirs: "It stops", by: "Li Na", when: "10:42" };

describe.current.tags("headless");

beforeEach(() => browser.sessionStorage.clear());

test("an answer is sent with what stood there when it was typed first", () => {
    const drafts = new WorkDrafts();
    drafts.answer(ID, { client_words: "She" }, NOTHING);
    drafts.answer(ID, { client_words: "She moves" }, { ...NOTHING, client_words: "It stops" });
    expect(drafts.toSave(ID)).toEqual({ client_words: "She moves" });
    expect(drafts.of(ID).base).toEqual({ client_words: "" });
});

test("what is typed while it is saved goes on from what was saved", () => {
    const drafts = new WorkDrafts();
    drafts.answer(ID, { client_words: "She" }, NOTHING);
    const sent = drafts.toSave(ID);
    drafts.answer(ID, { client_words: "She moves" }, NOTHING);
    drafts.saved(ID, sent, { ...NOTHING, client_words: "She" }, []);
    expect(drafts.toSave(ID)).toEqual({ client_words: "She moves" });
    expect(drafts.of(ID).base).toEqual({ client_words: "She" });
    drafts.saved(ID, drafts.toSave(ID), { ...NOTHING, client_words: "She moves" }, []);
    expect(drafts.open).toEqual([]);
});

test("what a colleague wrote stops that answer alone, and loses nothing", () => {
    const drafts = new WorkDrafts();
    drafts.answer(ID, { client_words: "She moves", result: "2" }, NOTHING);
    const stored = { result: "2", client_words: "It stops" };
    drafts.saved(ID, drafts.toSave(ID), stored, [THEIRS]);
    expect(drafts.of(ID).answers).toEqual({ client_words: "She moves" });
    expect(drafts.unsaved).toEqual([]);
    expect(drafts.open).toEqual([String(ID)]);
    // kept with the tab
    expect(new WorkDrafts().of(ID).meanwhile).toEqual({ client_words: THEIRS });
});

test("the user decides what is to stand there", () => {
    for (const [value, left] of [
        ["It stops\nShe moves", { client_words: "It stops\nShe moves" }],
        [undefined, {}],
    ]) {
        const drafts = new WorkDrafts();
        drafts.answer(ID, { client_words: "She moves" }, NOTHING);
        drafts.saved(ID, drafts.toSave(ID), { ...NOTHING, client_words: "It stops" }, [THEIRS]);
        drafts.decide(ID, "client_words", value);
        expect(drafts.toSave(ID)).toEqual(left);
        expect(drafts.of(ID).meanwhile).toEqual({});
        expect(drafts.of(ID).base).toEqual(value ? { client_words: "It stops" } : {});
        drafts.drop(ID);
    }
});
