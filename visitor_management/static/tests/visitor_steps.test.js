import { describe, expect, test } from "@odoo/hoot";
import { IdleClock } from "@visitor_management/visitor_steps/idle_clock";
import { answersOf, choose, pagesOf } from "@visitor_management/visitor_steps/induction_step/pages";
import { inert } from "@visitor_management/visitor_steps/policy_step/inert";
import { offersFiles } from "@visitor_management/visitor_steps/saved_file";
import { StepsModel } from "@visitor_management/visitor_steps/steps_model";
import { NotDone } from "@visitor_management/visitor_steps/steps_server";
import { fill, siteFields, utcOf } from "@visitor_management/visitor_steps/words";

const WORDS = { unreachable: "No connection", gone: "Over", failed: "Failed" };

/** @param {Object} done by code */
function documentOf(done) {
    const steps = Object.entries(done).map(([code, done]) => ({ code, done, id: false }));
    return { visitor: { lang: "" }, steps };
}

/** A server that answers one after the other, or fails with what it is given. */
class FakeServer {
    secret = "secret";

    constructor(...answers) {
        this.answers = answers;
        this.asked = [];
    }

    async read() {
        return this.answer("read");
    }

    async post(path) {
        return this.answer(path);
    }

    answer(path) {
        this.asked.push(path);
        const answer = this.answers.shift();
        if (answer instanceof Error) {
            throw answer;
        }
        return answer;
    }
}

function makeModel(server, settings = {}) {
    const terms = { en_US: WORDS };
    return new StepsModel(server, { lang: "en_US", langs: [], terms, ...settings }, () => {});
}

describe("the steps of a visitor", () => {
    test("one after the other, the open ones only", async () => {
        const model = makeModel(
            new FakeServer(
                documentOf({ own_data: true, photo_missing: false, signature_missing: false }),
                documentOf({ own_data: true, photo_missing: false, signature_missing: false }),
                documentOf({ own_data: true, photo_missing: true, signature_missing: false }),
                documentOf({ own_data: true, photo_missing: true, signature_missing: true })
            )
        );
        await model.open();
        expect(model.screen).toBe("start");
        expect(model.done).toBe(1);
        await model.start();
        expect(model.step.code).toBe("photo_missing");
        await model.finish("/photo", {});
        expect(model.step.code).toBe("signature_missing");
        await model.finish("/signature", {});
        expect(model.screen).toBe("end");
    });

    test("what was left open before is asked after the last one", async () => {
        const open = documentOf({ own_data: false, photo_missing: false });
        const model = makeModel(
            new FakeServer(open, documentOf({ own_data: false, photo_missing: true }))
        );
        await model.open();
        model.go("photo_missing_0");
        await model.finish("/photo", {});
        expect(model.step.code).toBe("own_data");
    });

    test("a sentence of the server stays on the page of the step", async () => {
        const open = documentOf({ own_data: false });
        const model = makeModel(
            new FakeServer(open, new NotDone("failed", "Please enter your name."))
        );
        await model.open();
        model.go("own_data_0");
        await model.finish("", {});
        expect(model.sentence).toBe("Please enter your name.");
        expect(model.screen).toBe("step");
    });

    test("when its time is over nothing is held any more", async () => {
        const server = new FakeServer(documentOf({ own_data: false }), new NotDone("gone"));
        const model = makeModel(server);
        await model.open();
        model.go("own_data_0");
        await model.refresh();
        expect(model.screen).toBe("gone");
        expect(model.document).toBe(null);
        expect(server.secret).toBe("");
    });

    test("without a connection it says so, and keeps where one is", async () => {
        const server = new FakeServer(
            documentOf({ own_data: false }),
            new NotDone("unreachable"),
            new NotDone("unreachable")
        );
        const model = makeModel(server);
        await model.open();
        model.go("own_data_0");
        await model.refresh();
        expect(model.sentence).toBe("");
        await model.finish("", {});
        expect(model.sentence).toBe("No connection");
        expect(model.screen).toBe("step");
    });

    test("given back, its secret ends whatever the server says", async () => {
        const server = new FakeServer(documentOf({ own_data: true }), new NotDone("failed"));
        const model = makeModel(server);
        await model.open();
        await model.giveBack();
        expect(server.asked).toEqual(["read", "/end"]);
        expect(server.secret).toBe("");
    });

    test("where somebody is signed in, or nothing was handed over, nothing is read", async () => {
        const server = new FakeServer();
        const model = makeModel(server, { signed_in: true });
        await model.open();
        expect(model.screen).toBe("signed_in");
        server.secret = "";
        await model.open();
        expect(model.screen).toBe("free");
        expect(server.asked).toEqual([]);
    });
});

describe("a visitor's own link", () => {
    const OWN = { own_link: true };

    test("it shows the visit, and the steps that are open", async () => {
        const open = documentOf({ own_data: false, photo_missing: true });
        const done = documentOf({ own_data: true, photo_missing: true });
        const model = makeModel(new FakeServer(open, done), OWN);
        await model.open();
        expect(model.screen).toBe("home");
        model.next();
        expect(model.step.code).toBe("own_data");
        await model.finish("", {});
        expect(model.screen).toBe("home");
    });

    test("loading it says nothing to the server, the first touch does, once", async () => {
        const server = new FakeServer(documentOf({ own_data: false }), {}, {});
        const model = makeModel(server, OWN);
        await model.open();
        await model.refresh();
        expect(server.asked).toEqual(["read", "read"]);
        await model.touch();
        await model.touch();
        expect(server.asked).toEqual(["read", "read", "/opened"]);
    });

    test("a touch before it is loaded counts as well", async () => {
        const server = new FakeServer(documentOf({ own_data: false }), {});
        const model = makeModel(server, OWN);
        await model.touch();
        expect(server.asked).toEqual([]);
        await model.open();
        expect(server.asked).toEqual(["read", "/opened"]);
    });

    test("a touch that the server did not hear of is said again", async () => {
        const server = new FakeServer(
            documentOf({ own_data: false }),
            new NotDone("unreachable"),
            {}
        );
        const model = makeModel(server, OWN);
        await model.open();
        await model.touch();
        await model.touch();
        expect(server.asked).toEqual(["read", "/opened", "/opened"]);
    });

    test("a tablet of the desk says nothing by a touch", async () => {
        const server = new FakeServer(documentOf({ own_data: false }));
        const model = makeModel(server);
        await model.open();
        await model.touch();
        expect(server.asked).toEqual(["read"]);
    });

    test("who declined holds nothing any more", async () => {
        const open = documentOf({ own_data: false });
        const server = new FakeServer(open, open);
        const model = makeModel(server, OWN);
        await model.open();
        model.show("decline");
        await model.decline("I am ill");
        expect(server.asked).toEqual(["read", "/decline"]);
        expect(model.screen).toBe("declined");
        expect(model.document).toBe(null);
        expect(server.secret).toBe("");
    });

    test("what the server does not take stays on its page", async () => {
        const open = documentOf({ own_data: false });
        const server = new FakeServer(open, new NotDone("failed", "It is too late."), open);
        const model = makeModel(server, OWN);
        await model.open();
        model.show("other_time");
        await model.say("/other_time", {});
        expect(model.screen).toBe("other_time");
        expect(model.sentence).toBe("It is too late.");
        await model.say("/other_time", {});
        expect(model.screen).toBe("home");
    });
});

test("WeChat is given pictures, no files", () => {
    expect(offersFiles("Mozilla/5.0 (iPhone) MicroMessenger/8.0.49")).toBe(false);
    expect(offersFiles("Mozilla/5.0 (iPhone) Safari/604.1")).toBe(true);
});

test("a time on the clock of the site, whatever the clock of the phone", () => {
    expect(siteFields("2026-12-01 01:30:00", "Asia/Shanghai")).toEqual(["2026-12-01", "09:30"]);
    expect(utcOf("2026-12-01", "09:30", "Asia/Shanghai")).toBe("2026-12-01 01:30:00");
    expect(utcOf("2026-12-01", "00:15", "Asia/Kathmandu")).toBe("2026-11-30 18:30:00");
    expect(utcOf("2026-03-29", "12:00", "Europe/Berlin")).toBe("2026-03-29 10:00:00");
    expect(utcOf("2026-03-28", "12:00", "Europe/Berlin")).toBe("2026-03-28 11:00:00");
});

test("fifteen minutes, the last of which is said", () => {
    const clock = new IdleClock(0, { after: 900_000, warning: 60_000 });
    expect(clock.secondsLeft(839_000)).toBe(0);
    expect(clock.secondsLeft(840_000)).toBe(60);
    expect(clock.secondsLeft(899_500)).toBe(1);
    expect(clock.isOver(899_999)).toBe(false);
    expect(clock.isOver(900_000)).toBe(true);
    clock.touch(899_000);
    expect(clock.secondsLeft(900_000)).toBe(0);
});

test("a training as pages", () => {
    const pages = pagesOf({
        steps: [{ id: 1, kind: "text" }],
        route: { places: [] },
        quiz: [{ id: 7, answers: [] }],
    });
    expect(pages.map(({ kind }) => kind)).toEqual(["text", "route", "question"]);
    expect(pagesOf({ steps: [], route: false, quiz: [] })).toEqual([]);
});

test("one answer takes the place of the other, several stand beside each other", () => {
    const one = { id: 1, several: false };
    const many = { id: 2, several: true };
    let chosen = choose(choose({}, one, 10), one, 11);
    chosen = choose(choose(choose(chosen, many, 20), many, 21), many, 20);
    expect(chosen).toEqual({ 1: [11], 2: [21] });
    expect(answersOf([one, many, { id: 3 }], chosen)).toEqual([
        { question_id: 1, answer_ids: [11] },
        { question_id: 2, answer_ids: [21] },
        { question_id: 3, answer_ids: [] },
    ]);
});

test("what belongs into a sentence", () => {
    expect(fill("%(done)s of %(all)s done", { done: 2, all: 4 })).toBe("2 of 4 done");
});

test("in a text nothing leads out, is loaded or runs", () => {
    expect(
        inert("<p onclick='x()' style='color: red'>See <a href='/odoo'>the <b>plan</b></a>.</p>")
    ).toBe("<p>See the <b>plan</b>.</p>");
    expect(inert("<img src=x onerror=x><script>x()</script><iframe src=x></iframe>Hi")).toBe("Hi");
});
