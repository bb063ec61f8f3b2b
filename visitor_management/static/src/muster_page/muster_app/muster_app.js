import {
    Component,
    markRaw,
    onMounted,
    onWillUnmount,
    useEffect,
    useRef,
    useState,
} from "@odoo/owl";

import { ApiServer } from "@visitor_management/offline_kit/api_server";
import {
    askToPersist,
    forgetPage,
    keepPage,
    othersKeep,
} from "@visitor_management/offline_kit/kept_page";
import { OfflineStore } from "@visitor_management/offline_kit/offline_store";
import { Outbox } from "@visitor_management/offline_kit/outbox";
import { SteadyClock } from "@visitor_management/offline_kit/steady_clock";
import { fill } from "@visitor_management/visitor_steps/words";

import { AddPerson } from "../add_person/add_person";
import { MusterModel } from "../muster_model";
import { MusterServer } from "../muster_server";
import { PassCamera } from "../pass_camera/pass_camera";
import { named, PersonLine, SIGNS } from "../person_line/person_line";
import { counted, countedBy, found, grouped, minutesTo, ordered } from "../roll";

const DATABASE = "visitor_management.muster";
const API = "/visitor/api/v1/muster";
/** So many lines are drawn; more come when they are asked for. */
const AT_ONCE = 60;

/** The page of a warden: tick who is safe, with one thumb, with or without network. */
export class MusterApp extends Component {
    static template = "visitor_management.MusterApp";
    static components = { AddPerson, PassCamera, PersonLine };
    static props = { settings: Object };

    setup() {
        this.fill = fill;
        this.signs = SIGNS;
        this.model = useState(this.makeModel());
        this.ui = useState({
            page: "people",
            dialog: "", // camera, add, waiting
            query: "",
            area: "",
            most: AT_ONCE,
            open: "", // key of the line that shows more
            now: 0,
            isKept: true,
            persists: null,
            asksToEnd: false,
        });
        this.order = [];
        this.made = {};
        this.dialog = useRef("dialog");
        onMounted(() => this.begin());
        onWillUnmount(() => {
            this.model.stop();
            clearInterval(this.ticks);
        });
        useEffect(
            (lang) => {
                document.documentElement.lang = lang.replace("_", "-");
                document.title = this.words.title;
            },
            () => [this.lang]
        );
        useEffect(
            (name) => {
                const element = this.dialog.el;
                if (name && element) {
                    element.showModal();
                }
            },
            () => [this.ui.dialog]
        );
    }

    makeModel() {
        const { api, clock } = this.makeServer();
        const store = markRaw(new OfflineStore(DATABASE));
        const server = markRaw(new MusterServer(api));
        const outbox = markRaw(
            new Outbox(store, (rows) => server.send(rows), {
                taken: (rows) => this.model.taken(rows),
            })
        );
        return new MusterModel({
            ...{ store, server, outbox, clock },
            secret: location.hash.slice(1),
            // iOS: what a browser keeps for a page goes after a week without use
            asksToInstall: navigator.standalone === false,
            forget: () => this.forget(server),
        });
    }

    makeServer() {
        const clock = markRaw(new SteadyClock());
        return { clock, api: markRaw(new ApiServer(API, clock)) };
    }

    async begin() {
        const { model } = this;
        this.ticks = setInterval(() => (this.ui.now += 1), 1000);
        const look = () => {
            if (document.visibilityState === "visible") {
                model.clock.wake();
                model.sync();
            }
        };
        document.addEventListener("visibilitychange", look);
        window.addEventListener("online", look);
        // another link, where this page is open already
        window.addEventListener("hashchange", () => location.hash && location.reload());
        await model.open();
        if (model.screen !== "install") {
            this.hideSecret();
        }
        if (model.screen === "ready") {
            await this.keep();
        }
    }

    /** It stands in no history, and over nobody's shoulder. */
    hideSecret() {
        if (location.hash) {
            history.replaceState(null, "", location.pathname + location.search);
        }
    }

    async keep() {
        const { worker, scope } = this.props.settings;
        const [isKept, persists] = await Promise.all([
            keepPage(worker, scope),
            askToPersist(),
        ]);
        Object.assign(this.ui, { isKept, persists });
    }

    /** Where nothing of others lies here, the browser clears all of it from its disk. */
    async forget(server) {
        const { cache, worker } = this.props.settings;
        const isShared = await othersKeep(DATABASE);
        await forgetPage(cache, worker).catch(() => {});
        if (!isShared) {
            await server.forget();
        }
    }

    // -----------------------------------------------------------------------------
    // Words and times
    // -----------------------------------------------------------------------------

    get lang() {
        const { lang, terms } = this.props.settings;
        return terms[this.model.lang] ? this.model.lang : lang;
    }

    get words() {
        return this.props.settings.terms[this.lang];
    }

    clockTime(at) {
        const locale = this.lang.replace("_", "-");
        return new Date(at).toLocaleTimeString(locale, { timeStyle: "short" });
    }

    dayAndTime(at) {
        const locale = this.lang.replace("_", "-");
        return new Date(at).toLocaleString(locale, { dateStyle: "short", timeStyle: "short" });
    }

    get elapsed() {
        const seconds = Math.floor(this.model.elapsed / 1000) + 0 * this.ui.now;
        const two = (number) => String(number).padStart(2, "0");
        const hours = Math.floor(seconds / 3600);
        const minutes = two(Math.floor(seconds / 60) % 60);
        return `${hours ? `${hours}:` : ""}${minutes}:${two(seconds % 60)}`;
    }

    get isLate() {
        return this.ui.now >= 0 && this.model.isLate;
    }

    // -----------------------------------------------------------------------------
    // The list
    // -----------------------------------------------------------------------------

    get lines() {
        return this.model.lines;
    }

    /** Made once for the same lines: they are drawn each second. */
    once(name, make) {
        const { lines } = this;
        if (this.made.lines !== lines) {
            this.made = { lines };
        }
        return (this.made[name] ??= make(lines));
    }

    get counts() {
        return this.once("counts", counted);
    }

    get areas() {
        return this.once("areas", (lines) => countedBy(lines, "area"));
    }

    get points() {
        return this.once("points", (lines) =>
            countedBy(
                lines.filter((line) => line.point),
                "point"
            )
        );
    }

    get printed() {
        return this.once("printed", (lines) => grouped(ordered(lines), "area"));
    }

    /** In an order that rests while a thumb is at work. */
    get shown() {
        const { area, query } = this.ui;
        const filter = `${area}/${query}`;
        const { isAtRest } = this.model;
        return this.once(`shown ${isAtRest} ${filter}`, (lines) => {
            const within = area
                ? lines.filter((line) => line.area === this.areaName(area))
                : lines;
            const wanted = found(within, query);
            const byKey = new Map(wanted.map((line) => [line.key, line]));
            if (isAtRest || filter !== this.filter) {
                this.order = ordered(wanted).map((line) => line.key);
                this.filter = filter;
            } else {
                const known = new Set(this.order);
                const fresh = wanted.filter((line) => !known.has(line.key));
                const here = this.order.filter((key) => byKey.has(key));
                this.order = [...here, ...fresh.map((line) => line.key)];
            }
            return this.order.map((key) => byKey.get(key));
        });
    }

    /** Its place in the choice: an area without name is one, too. */
    areaName(value) {
        return value.slice(1);
    }

    get announced() {
        const { missing, all } = this.counts;
        return fill(this.words.missing_of, { missing, all });
    }

    timeTo(share) {
        const minutes = minutesTo(this.lines, this.model.startedAt, share);
        return minutes === null ? "–" : fill(this.words.minutes, { count: minutes });
    }

    named(line) {
        return named(line, this.words);
    }

    pointName(id) {
        return this.model.list.points.find((point) => point.id === id)?.name || "";
    }

    get printedAt() {
        return this.ui.now >= 0 && this.model.clock.now();
    }

    // -----------------------------------------------------------------------------
    // What is not sent
    // -----------------------------------------------------------------------------

    get hasOld() {
        return this.ui.now >= 0 && this.model.rows.some((row) => this.model.isOld(row));
    }

    get waiting() {
        const names = new Map(this.lines.map((line) => [line.key, this.named(line)]));
        return this.model.rows.map((row) => ({
            ...row,
            who: row.name || names.get(row.key) || this.words.somebody,
            time: this.clockTime(row.at),
            isOld: this.model.isOld(row),
        }));
    }

    // -----------------------------------------------------------------------------
    // What is touched
    // -----------------------------------------------------------------------------

    async installedNot() {
        this.hideSecret();
        this.model.screen = "take";
    }

    async take() {
        await this.model.take();
        if (this.model.screen === "ready") {
            await this.keep();
        }
    }

    showPage(page) {
        this.ui.page = page;
    }

    show(dialog) {
        this.ui.dialog = dialog;
    }

    close() {
        this.ui.dialog = "";
    }

    onClosed(ev) {
        if (ev.target === this.dialog.el) {
            this.close();
        }
    }

    filterBy(values) {
        Object.assign(this.ui, { most: AT_ONCE, open: "", ...values });
    }

    more() {
        this.ui.most += AT_ONCE;
    }

    openLine(key) {
        this.ui.open = this.ui.open === key ? "" : key;
        this.model.touchedAt = this.model.clock.raw();
    }

    tick(key, status) {
        this.ui.open = "";
        this.model.tick(key, status);
    }

    async add(person) {
        this.close();
        await this.model.add(person.name, person.area);
    }

    /** @returns {Promise<{said: string, isGood: boolean}>} of a pass that was read */
    async scan(code) {
        const { isKept, line } = await this.model.scan(code);
        if (!isKept) {
            return { said: this.words.full, isGood: false };
        }
        const said = line
            ? fill(this.words.scanned, { name: this.named(line) })
            : this.words.scanned_unknown;
        return { said, isGood: true };
    }

    endAlone() {
        this.ui.asksToEnd = false;
        this.model.endAlone();
    }

    print() {
        window.print();
    }
}
