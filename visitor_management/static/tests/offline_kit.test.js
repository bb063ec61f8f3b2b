import { after, beforeEach, describe, expect, test } from "@odoo/hoot";
import { ApiServer, makeKey, makeNonce, NotDone } from "@visitor_management/offline_kit/api_server";
import { OfflineStore } from "@visitor_management/offline_kit/offline_store";
import { AT_ONCE, Outbox } from "@visitor_management/offline_kit/outbox";
import { SteadyClock } from "@visitor_management/offline_kit/steady_clock";

describe.current.tags("headless");

let number = 0;
let name;

beforeEach(() => {
    number += 1;
    name = `offline_kit_test_${number}_${makeNonce()}`;
});

/** A tab: stores of one name are one database. */
function tab() {
    const store = new OfflineStore(name);
    after(() => store.wipe());
    return store;
}

async function filled(store, count, from = 0) {
    for (let at = from; at < from + count; at++) {
        await store.push({ nonce: `n${at}` });
    }
}

/** A server that stores each nonce once, and a line that is cut where a test says. */
function line(cuts = []) {
    const stored = [];
    const sent = { calls: 0, rows: 0 };
    const send = async (rows) => {
        sent.calls += 1;
        const cut = cuts.length ? cuts.shift() : "";
        if (cut === "before") {
            throw new NotDone("unreachable");
        }
        sent.rows += rows.length;
        for (const { nonce } of rows) {
            if (!stored.includes(nonce)) {
                stored.push(nonce);
            }
        }
        if (cut === "after") {
            throw new NotDone("unreachable");
        }
        const all = rows.map((row) => row.nonce);
        return cut === "half" ? all.slice(0, Math.ceil(all.length / 2)) : all;
    };
    return { stored, sent, send };
}

const names = (count) => Array.from({ length: count }, (_each, at) => `n${at}`);

describe("store", () => {
    test("keeps what was pushed, in order, once, also when it is opened again", async () => {
        const store = tab();
        await filled(store, 3);
        await store.push({ nonce: "n1" });
        await store.keep({ list: { version: "a" }, point: "P" });
        const again = tab();
        expect((await again.waiting()).map((row) => row.nonce)).toEqual(names(3));
        expect(await again.read("list")).toEqual({ version: "a" });
        expect(await again.read("nothing")).toBe(undefined);
    });

    test("what leaves the queue and what is kept for it are one", async () => {
        const store = tab();
        await filled(store, 2);
        const [first] = await store.waiting();
        const broken = store.remove([first.seq], { marks: { n0: 1n } }); // no JSON
        await expect(broken).rejects.toThrow();
        expect((await store.waiting()).length).toBe(2);
        await store.remove([first.seq], { marks: { n0: 1 } });
        expect((await store.waiting()).length).toBe(1);
        expect(await store.read("marks")).toEqual({ n0: 1 });
    });

    test("wiped, nothing is left, though another tab has it open", async () => {
        const store = tab();
        const other = tab();
        await filled(store, 1);
        await Promise.all([other.waiting(), other.read("a"), other.read("b")]);
        await store.wipe();
        expect(await other.waiting()).toEqual([]);
    });
});

describe("outbox", () => {
    test("sends all of it in parts, in order", async () => {
        const store = tab();
        await filled(store, AT_ONCE + 5);
        const { stored, sent, send } = line();
        expect(await new Outbox(store, send).flush()).toBe("empty");
        expect(stored).toEqual(names(AT_ONCE + 5));
        expect(sent.calls).toBe(2);
    });

    test("cut before the server, after it stored, or in its answer: all once", async () => {
        const store = tab();
        await filled(store, 250);
        const cuts = ["before", "after", "half", "", "before", "half", "after", ""];
        const { stored, send } = line(cuts);
        const outbox = new Outbox(store, send);
        for (let tries = 0; (await store.waiting()).length; tries++) {
            expect(tries).toBeLessThan(20);
            await outbox.flush().catch(() => {});
        }
        expect(stored).toEqual(names(250));
    });

    test("what was not acknowledged stays, though it was sent", async () => {
        const store = tab();
        await filled(store, 4);
        const { send } = line(["half", "after"]);
        const outbox = new Outbox(store, send);
        expect(await outbox.flush()).toBe("stuck");
        expect((await store.waiting()).map((row) => row.nonce)).toEqual(["n2", "n3"]);
        await expect(outbox.flush()).rejects.toThrow("unreachable");
        expect((await store.waiting()).map((row) => row.nonce)).toEqual(["n2", "n3"]);
    });

    test("of two tabs one sends; the other one's rows go, too", async () => {
        const here = tab();
        const there = tab();
        await filled(here, 120);
        const { stored, sent, send } = line();
        const slow = async (rows) => {
            await new Promise((resolve) => queueMicrotask(resolve));
            if (sent.calls === 0) {
                await filled(there, 10, 120);
            }
            return send(rows);
        };
        const said = await Promise.all([
            new Outbox(here, slow).flush(),
            new Outbox(there, slow).flush(),
        ]);
        expect(said.sort()).toEqual(["elsewhere", "empty"]);
        expect(stored).toEqual(names(130));
        expect(sent.rows).toBe(130);
    });

    test("without the lock two tabs send the same twice: it is the lock that helps", async () => {
        const here = tab();
        const there = tab();
        await filled(here, 50);
        const { stored, sent, send } = line();
        await Promise.all([
            new Outbox(here, send, { locks: null }).flush(),
            new Outbox(there, send, { locks: null }).flush(),
        ]);
        expect(stored).toEqual(names(50));
        expect(sent.rows).toBeGreaterThan(50);
    });

    test("a row that the server never takes holds up nobody, and stays to be seen", async () => {
        const store = tab();
        await filled(store, 5);
        const { stored, send } = line();
        const strict = async (rows) => {
            if (rows.some((row) => row.nonce === "n2")) {
                throw new NotDone("refused");
            }
            return send(rows);
        };
        expect(await new Outbox(store, strict).flush()).toBe("empty");
        expect(stored).toEqual(["n0", "n1", "n3", "n4"]);
        const [left] = await store.waiting();
        expect(left.nonce).toBe("n2");
        expect(left.aside).toBe(true);
    });

    test("what is kept of the rows that went is kept with their going", async () => {
        const store = tab();
        await filled(store, 2);
        const { send } = line();
        const taken = (rows) => ({ marks: rows.map((row) => row.nonce) });
        await new Outbox(store, send, { taken }).flush();
        expect(await store.read("marks")).toEqual(["n0", "n1"]);
    });
});

describe("clock", () => {
    function clocks() {
        const time = { wall: 1_000_000, run: 0 };
        const clock = new SteadyClock({ wall: () => time.wall, run: () => time.run });
        const pass = (ms) => {
            time.wall += ms;
            time.run += ms;
        };
        return { time, clock, pass };
    }

    test("says what time it is on the server, by the shortest of the last calls", () => {
        const { clock, pass } = clocks();
        const ask = (there, back) => {
            const before = clock.raw();
            pass(there);
            const server = clock.raw() + 200_000; // the phone is behind
            pass(back);
            clock.heard(server, before, clock.raw());
        };
        ask(900, 100);
        expect(Math.abs(clock.error - 200_000)).toBeGreaterThan(300);
        ask(6, 4);
        expect(Math.abs(clock.error - 200_000)).toBeLessThan(2);
        ask(100, 900);
        expect(Math.abs(clock.error - 200_000)).toBeLessThan(2);
        expect(clock.now()).toBe(clock.raw() + clock.error);
    });

    test("whoever sets the clock of the phone changes nothing", () => {
        const { clock, time, pass } = clocks();
        const before = clock.now();
        pass(5_000);
        time.wall += 3_600_000;
        expect(clock.now() - before).toBe(5_000);
    });

    test("what passed while the phone slept has passed", () => {
        const { clock, time } = clocks();
        const before = clock.now();
        time.wall += 600_000; // what counts on stood still
        clock.wake();
        expect(clock.now() - before).toBe(600_000);
    });

    test("what was measured before holds until it is measured again", () => {
        const { clock } = clocks();
        clock.recall(undefined);
        expect(clock.isKnown).toBe(false);
        clock.recall(-40_000);
        expect(clock.now()).toBe(clock.raw() - 40_000);
        clock.heard(clock.raw() + 1_000, clock.raw(), clock.raw());
        clock.recall(-40_000);
        expect(clock.error).toBe(1_000);
    });
});

describe("server", () => {
    const answers = (status, body, headers = {}) =>
        new ApiServer("/x", new SteadyClock(), {
            fetch: async () => new Response(body, { status, headers }),
        });

    async function wordOf(api) {
        try {
            await api.call("GET", "");
        } catch (error) {
            return error.word;
        }
        return "done";
    }

    test("what is not its answer is no answer", async () => {
        expect(await wordOf(answers(200, '{"a": 1}'))).toBe("done");
        expect(await wordOf(answers(200, '{"a": '))).toBe("unreachable"); // half of it
        expect(await wordOf(answers(200, "<h1>Sign in to the hotspot</h1>"))).toBe("unreachable");
        expect(await wordOf(answers(502, "<h1>Bad Gateway</h1>"))).toBe("unreachable");
        expect(await wordOf(answers(404, "<h1>Not Found</h1>"))).toBe("unreachable");
        expect(await wordOf(answers(404, '{"error": "not_found"}'))).toBe("gone");
        expect(await wordOf(answers(400, '{"error": "bad_request"}'))).toBe("refused");
        expect(await wordOf(answers(422, '{"error": "refused"}'))).toBe("refused");
        expect(await wordOf(answers(429, '{"error": "too_many_requests"}'))).toBe("busy");
        expect(await wordOf(answers(500, '{"error": "internal"}'))).toBe("busy");
    });

    test("who never answers is not there", async () => {
        const hangs = (_address, { signal }) =>
            new Promise((_resolve, reject) => {
                signal.addEventListener("abort", () => reject(signal.reason));
            });
        const api = new ApiServer("/x", new SteadyClock(), { fetch: hangs, patience: 10 });
        expect(await wordOf(api)).toBe("unreachable");
    });

    test("its time puts the clock right; the secret goes in a header, no cookie along", async () => {
        const clock = new SteadyClock();
        let sent;
        const fetch = async (address, options) => {
            sent = { address, ...options };
            const headers = { "Visitor-Time": String(clock.raw() + 5_000) };
            return new Response("{}", { headers });
        };
        const api = new ApiServer("/x", clock, { fetch });
        api.headers = { Authorization: "Bearer secret" };
        await api.call("POST", "/y", { body: { a: 1 }, headers: { More: "1" } });
        expect(Math.abs(clock.error - 5_000)).toBeLessThan(500);
        expect(sent.address).toBe("/x/y");
        expect(sent.credentials).toBe("omit");
        expect(sent.headers).toEqual({ Authorization: "Bearer secret", More: "1" });
        expect(sent.body).toBe('{"a":1}');
    });

    test("keys and nonces are as the server wants them", () => {
        expect(makeKey()).toMatch(/^[A-Za-z0-9_-]{43}$/);
        expect(makeNonce()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(makeNonce()).not.toBe(makeNonce());
    });
});
