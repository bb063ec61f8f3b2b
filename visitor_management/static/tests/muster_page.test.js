import { after, describe, expect, test } from "@odoo/hoot";
import { MusterModel } from "@visitor_management/muster_page/muster_model";
import { MusterServer } from "@visitor_management/muster_page/muster_server";
import { digestOf, trimmed } from "@visitor_management/muster_page/pass_text";
import {
    counted,
    countedBy,
    found,
    merged,
    minutesTo,
    moment,
    ordered,
} from "@visitor_management/muster_page/roll";
import { makeNonce, NotDone } from "@visitor_management/offline_kit/api_server";
import { OfflineStore } from "@visitor_management/offline_kit/offline_store";
import { Outbox } from "@visitor_management/offline_kit/outbox";
import { SteadyClock } from "@visitor_management/offline_kit/steady_clock";

describe.current.tags("headless");

const MINUTE = 60_000;
const START = Date.parse("2026-11-23T09:00:00Z");
const iso = (at) => new Date(at).toISOString().replace(/\.\d+Z/, "").replace("T", " ");

const person = (key, name, more = {}) => ({
    ...{ key, name, firm: "Acme", host: "Anita", area_name: "Lobby", n_of: "" },
    ...{ status: "missing", at: "", point: false, added: false },
    ...more,
});

const PEOPLE = [person("k1", "Zhang Wei 张伟"), person("k2", "Émile Zola"), person("k3", "Li Na")];

/** The server of a site: what it stored, and what it says. */
class Site {
    constructor() {
        this.running = false;
        this.startedAt = 0;
        this.people = structuredClone(PEOPLE);
        this.ticks = new Map();
        this.added = new Map();
        this.isReachable = true;
        this.opens = true;
        this.calls = [];
    }

    start(at) {
        Object.assign(this, { running: 7, startedAt: at });
    }

    list() {
        const lines = this.people.map((line) => {
            const ticks = [...this.ticks.values()].filter((tick) => tick.key === line.key);
            const last = ticks.sort((a, b) => a.at.localeCompare(b.at)).at(-1);
            return last && this.running ? { ...line, status: last.status, at: last.at } : line;
        });
        if (this.running) {
            this.added.forEach((row) => {
                lines.push(person(`added-${row.nonce}`, row.name, { ...row, added: true }));
            });
        }
        const shown = {
            ...{ site: "Harbour Tower", running: this.running, kind: "real", lines },
            ...{ started_at: this.startedAt ? iso(this.startedAt) : "" },
            points: [{ id: 5, name: "Car park" }],
            areas: [{ id: 1, name: "Lobby" }],
            warden_point: 5,
            valid_until: this.validUntil ? iso(this.validUntil) : "",
        };
        return { ...shown, now: iso(START), version: JSON.stringify(shown) };
    }

    /** As the page's API: it knows what it is called with. */
    async call(method, path, { body, headers } = {}) {
        this.calls.push(`${method} ${path}`);
        if (!this.isReachable) {
            throw new NotDone("unreachable");
        }
        if (!this.opens) {
            throw new NotDone("gone");
        }
        if (method === "GET") {
            const list = this.list();
            return headers["If-None-Match"] === `"${list.version}"` ? null : list;
        }
        const stored = path === "/add" ? this.added : this.ticks;
        const rows = path === "/add" ? [body] : body.ticks;
        rows.forEach((row) => stored.has(row.nonce) || stored.set(row.nonce, row));
        if (this.losesAnswer) {
            this.losesAnswer = false;
            throw new NotDone("unreachable");
        }
        return { acknowledged: rows.map((row) => row.nonce) };
    }
}

/** A phone: opened again with the same name it has what it kept. */
function phone(site, { name = `muster_test_${makeNonce()}`, secret = "s", ...more } = {}) {
    const time = { wall: START, run: 0 };
    const clock = new SteadyClock({ wall: () => time.wall, run: () => time.run });
    const store = new OfflineStore(name);
    site.clock = clock;
    const server = new MusterServer(site);
    const outbox = new Outbox(store, (rows) => server.send(rows), {
        taken: (rows) => model.taken(rows),
    });
    const forgot = [];
    const forget = async () => forgot.push("page");
    const model = new MusterModel({ store, server, outbox, clock, secret, forget, ...more });
    const pass = (ms) => {
        time.wall += ms;
        time.run += ms;
    };
    after(() => {
        model.stop();
        return store.wipe();
    });
    return { model, name, pass, forgot, clock, store };
}

async function taken(site, options) {
    const made = phone(site, options);
    await made.model.open();
    await made.model.take();
    await made.model.sync();
    await idle(made.model);
    return made;
}

/** What `take` and `tick` began in the background has come to its end. */
async function idle(model) {
    while (model.syncing) {
        await new Promise((resolve) => setTimeout(resolve, 5));
    }
    clearTimeout(model.timer);
}

async function synced(model) {
    await idle(model);
    await model.sync();
    await idle(model);
}

const statuses = (model) =>
    Object.fromEntries(model.lines.map(({ name, status }) => [name, status]));

describe("the list", () => {
    const line = (key, more = {}) => ({
        ...{ key, name: key, firm: "", host: "", area: "", status: "missing", at: 0 },
        ...more,
    });

    test("the last tick of a person shows, wherever it was made", () => {
        const lines = [line("a", { status: "safe", at: 500 }), line("b")];
        const older = { key: "a", status: "injured", at: 400, nonce: "1" };
        const newer = { key: "a", status: "missing", at: 600, nonce: "2" };
        expect(merged(lines, {}, [older])[0].status).toBe("safe");
        expect(merged(lines, {}, [newer, older])[0].status).toBe("missing");
        expect(merged(lines, { b: { status: "off_site", at: 1, point: "" } }, [])[1].status).toBe(
            "off_site"
        );
    });

    test("who was added stands on it once", () => {
        const row = { nonce: "n", key: "n", name: "Tom", status: "safe", at: 1, point: "" };
        expect(merged([], {}, [row]).map((each) => each.name)).toEqual(["Tom"]);
        expect(merged([], { n: row }, []).map((each) => each.name)).toEqual(["Tom"]);
        expect(merged([line("n")], { n: row }, [row]).length).toBe(1);
    });

    test("is found by parts of names, firms and hosts, with or without accents", () => {
        const lines = [
            line("a", { name: "Émile Zola", firm: "Acme", host: "Anita Oliver" }),
            line("b", { name: "Zhang Wei 张伟" }),
        ];
        expect(found(lines, "emile").length).toBe(1);
        expect(found(lines, "oliver acme").length).toBe(1);
        expect(found(lines, "张").map((each) => each.key)).toEqual(["b"]);
        expect(found(lines, " ").length).toBe(2);
    });

    test("shows who is missing first, and counts by area", () => {
        const lines = [
            line("d", { area: "", status: "missing" }),
            line("c", { area: "Lobby", status: "safe" }),
            line("b", { area: "Lobby" }),
            line("a", { area: "Attic" }),
        ];
        expect(ordered(lines).map((each) => each.key)).toEqual(["a", "b", "d", "c"]);
        expect(counted(lines)).toEqual({ all: 4, missing: 3, safe: 1, injured: 0, off_site: 0 });
        expect(countedBy(lines, "area").map(({ name, missing }) => [name, missing])).toEqual([
            ["Attic", 1],
            ["Lobby", 1],
            ["", 1],
        ]);
    });

    test("says after how many minutes 95 percent were found", () => {
        const lines = Array.from({ length: 20 }, (_each, at) =>
            line(`p${at}`, at < 19 ? { status: "safe", at: at * MINUTE } : {})
        );
        expect(minutesTo(lines, 0, 0.95)).toBe(18);
        expect(minutesTo(lines, 0, 1)).toBe(null);
        expect(minutesTo([], 0, 1)).toBe(null);
    });

    test("reads the server's moments as UTC", () => {
        expect(moment("2026-11-23 09:00:00")).toBe(START);
        expect(moment("2026-11-23T09:00:00Z")).toBe(START);
        expect(moment("")).toBe(0);
    });
});

describe("a pass", () => {
    test("is known by the digest of its id", async () => {
        // 16 zero bytes, then more: the id alone counts
        const code = `VM1.${"A".repeat(26)}7777`;
        const subtle = { digest: async (_name, bytes) => new Uint8Array(32).fill(bytes.length) };
        expect(await digestOf(code, subtle)).toBe("10".repeat(8));
        expect(await digestOf("K7P49XQD", subtle)).toBe("");
        expect(await digestOf("VM1.abc", subtle)).toBe("");
        expect(await digestOf(code, null)).toBe("");
        expect(trimmed("\ufeff K7P4 \r\n")).toBe("K7P4");
    });
});

describe("a warden's phone", () => {
    test("is asked once whether it is to be the warden's", async () => {
        const site = new Site();
        const { model, name } = await taken(site);
        expect(model.screen).toBe("ready");
        expect(model.phase).toBe("waiting");
        expect(site.calls[0]).toBe("POST /ticks");
        const again = phone(site, { name, secret: "" });
        await again.model.open();
        await idle(again.model);
        expect(again.model.screen).toBe("ready");
        expect(again.model.kept.phone).toBe(model.kept.phone);
    });

    test("without a link it says so; where the browser forgets it asks to install", async () => {
        const { model } = phone(new Site(), { secret: "" });
        await model.open();
        expect(model.screen).toBe("none");
        const other = phone(new Site(), { asksToInstall: true });
        await other.model.open();
        expect(other.model.screen).toBe("install");
    });

    test("an answer that is lost makes no second phone of it", async () => {
        const site = new Site();
        const { model } = phone(site);
        await model.open();
        site.isReachable = false;
        await model.take();
        expect(model.screen).toBe("take");
        const { phone: key } = model.kept;
        site.isReachable = true;
        await model.take();
        expect(model.kept.phone).toBe(key);
        expect(model.screen).toBe("ready");
        await idle(model);
    });

    test("shows no name before a roll call runs, and none after it", async () => {
        const site = new Site();
        const { model } = await taken(site);
        expect(model.list.lines.length).toBe(3);
        expect(model.lines).toEqual([]);
        site.start(START);
        await synced(model);
        expect(model.lines.length).toBe(3);
        expect(model.phase).toBe("running");
        expect(model.point).toBe("5");
        site.running = false;
        await synced(model);
        expect(model.phase).toBe("ended");
        expect(model.lines).toEqual([]);
        await model.closeEnded();
        expect(model.phase).toBe("waiting");
    });

    test("a tick is green at once, and sent; another one takes it back", async () => {
        const site = new Site();
        site.start(START);
        const { model, pass } = await taken(site);
        const kept = model.tick("k1", "safe");
        expect(statuses(model)["Zhang Wei 张伟"]).toBe("safe");
        await kept;
        await synced(model);
        expect(site.ticks.size).toBe(1);
        expect(model.rows).toEqual([]);
        pass(1000);
        await model.tick("k1", "missing");
        await synced(model);
        expect(site.ticks.size).toBe(2);
        expect(statuses(model)["Zhang Wei 张伟"]).toBe("missing");
    });

    test("without network all is kept, over a restart, and sent once", async () => {
        const site = new Site();
        site.start(START);
        const { model, name, store } = await taken(site);
        site.isReachable = false;
        await model.tick("k1", "safe");
        await model.add("Tom", { id: 1, name: "Lobby" });
        await synced(model);
        expect(model.isOnline).toBe(false);
        expect(model.rows.length).toBe(2);
        model.stop();
        store.close();
        const again = phone(site, { name, secret: "" }).model;
        await again.open();
        await idle(again);
        expect(statuses(again)).toEqual({
            "Zhang Wei 张伟": "safe",
            "Émile Zola": "missing",
            "Li Na": "missing",
            Tom: "safe",
        });
        site.isReachable = true;
        site.losesAnswer = true; // stored, and not heard
        await synced(again);
        expect(again.rows.length).toBe(2);
        await synced(again);
        expect(again.rows).toEqual([]);
        expect(site.ticks.size).toBe(1);
        expect(site.added.size).toBe(1);
        expect(again.lines.filter((line) => line.name === "Tom").length).toBe(1);
    });

    test("begun without network it becomes the one that reception started", async () => {
        const site = new Site();
        const { model, pass } = await taken(site);
        site.isReachable = false;
        await synced(model);
        await model.startAlone("real");
        expect(model.phase).toBe("alone");
        expect(model.lines.length).toBe(3);
        await model.tick("k2", "injured");
        pass(MINUTE);
        site.isReachable = true; // connected, and nobody has started one
        await synced(model);
        expect(site.ticks.size).toBe(1);
        expect(statuses(model)["Émile Zola"]).toBe("injured");
        site.start(START + MINUTE);
        await synced(model);
        expect(model.phase).toBe("running");
        expect(model.alone).toBe(null);
        expect(statuses(model)["Émile Zola"]).toBe("injured");
    });

    test("ended on the phone, names are hidden again", async () => {
        const { model } = await taken(new Site());
        await model.startAlone("drill");
        expect(model.kind).toBe("drill");
        await model.endAlone();
        expect(model.lines).toEqual([]);
    });

    test("what another warden ticked shows", async () => {
        const site = new Site();
        site.start(START);
        const { model } = await taken(site);
        site.ticks.set("x", { key: "k3", status: "safe", at: iso(START + 5) });
        await synced(model);
        expect(statuses(model)["Li Na"]).toBe("safe");
    });

    test("is red after ten minutes: who is missing, and what is not sent", async () => {
        const site = new Site();
        site.start(START);
        const { model, pass } = await taken(site);
        site.isReachable = false;
        await model.tick("k1", "safe");
        expect(model.isLate).toBe(false);
        pass(10 * MINUTE);
        expect(model.isLate).toBe(true);
        expect(model.isOld(model.rows[0])).toBe(true);
    });

    test("a scanned pass is a tick, of whom the list knows or of whom the server does", async () => {
        const site = new Site();
        site.start(START);
        const { model } = await taken(site);
        const scanned = await model.scan(" K7P49XQD\r");
        expect(scanned.line).toBe(null);
        await synced(model);
        const [tick] = site.ticks.values();
        expect(tick.code).toBe("K7P49XQD");
        expect("key" in tick).toBe(false);
    });

    test("when the browser keeps nothing, nobody believes that it was noted", async () => {
        const site = new Site();
        site.start(START);
        const { model, store } = await taken(site);
        store.push = async () => {
            throw new DOMException("full", "QuotaExceededError");
        };
        expect(await model.tick("k1", "safe")).toBe(false);
        expect(model.isFull).toBe(true);
        expect(statuses(model)["Zhang Wei 张伟"]).toBe("missing");
    });

    test("when the link is taken back nothing is left, and it says what was not sent", async () => {
        const site = new Site();
        site.start(START);
        const { model, forgot, name } = await taken(site);
        site.isReachable = false;
        await model.tick("k1", "safe");
        await synced(model);
        expect(model.screen).toBe("ready"); // no network takes nothing away
        Object.assign(site, { isReachable: true, opens: false });
        await model.sync();
        await new Promise((resolve) => setTimeout(resolve, 50));
        expect(model.screen).toBe("gone");
        expect(model.lost).toBe(1);
        expect(model.list).toBe(null);
        expect(forgot).toEqual(["page"]);
        const again = phone(site, { name, secret: "" }).model;
        await again.open();
        expect(again.screen).toBe("none");
    });

    test("without network nobody's name stays after the last day of the link", async () => {
        const site = new Site();
        site.validUntil = START + 30 * 24 * 3_600_000;
        const { model, pass, name } = await taken(site);
        model.clock.heard(START, model.clock.raw(), model.clock.raw());
        site.isReachable = false;
        pass(29 * 24 * 3_600_000);
        await model.sync();
        expect(model.screen).toBe("ready");
        pass(2 * 24 * 3_600_000);
        await model.sync();
        expect(model.screen).toBe("gone");
        expect(model.list).toBe(null);
        const again = phone(site, { name, secret: "" }).model;
        await again.open();
        expect(again.screen).toBe("none");
    });

    test("another link begins anew: nobody of another site is shown", async () => {
        const site = new Site();
        site.start(START);
        const { model, name, store } = await taken(site);
        await model.choose({ point: "5" });
        model.stop();
        store.close();
        const other = new Site();
        const next = phone(other, { name, secret: "other" });
        await next.model.open();
        expect(next.model.screen).toBe("take");
        other.isReachable = true;
        const before = next.model.sync;
        next.model.sync = async () => {}; // no list has come yet
        await next.model.take();
        expect(next.model.phase).toBe("waiting");
        expect(next.model.list).toBe(null);
        expect(next.model.point).toBe("");
        expect(await next.store.read("list")).toBe(null);
        next.model.sync = before;
        await synced(next.model);
        expect(next.model.list.lines.length).toBe(3);
    });

    test("ticks go at once, the list is not read after each of them", async () => {
        const site = new Site();
        site.start(START);
        const { model, pass } = await taken(site);
        pass(MINUTE);
        await synced(model);
        site.calls.length = 0;
        for (const key of ["k1", "k2", "k3"]) {
            pass(400);
            await model.tick(key, "safe");
            await synced(model);
        }
        expect(site.calls).toEqual(["POST /ticks", "POST /ticks", "POST /ticks"]);
        expect(site.ticks.size).toBe(3);
        pass(2000);
        await synced(model);
        expect(site.calls.at(-1)).toBe("GET ");
    });

    test("a tick made with a wrong clock is put right when it is sent", async () => {
        const site = new Site();
        site.start(START);
        const { model, clock } = await taken(site);
        site.isReachable = false;
        await model.tick("k1", "safe");
        const raw = model.rows[0].at;
        clock.heard(raw + 200_000, raw, raw);
        site.isReachable = true;
        await synced(model);
        const [tick] = site.ticks.values();
        expect(Date.parse(tick.at)).toBe(raw + 200_000);
    });
});
