import { markRaw } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";
import { isRefusal, LiveModel } from "../live_screen/live_model";
import { knownZone, toMilliseconds } from "../live_screen/site_time";
import { WorkDrafts } from "./work_drafts";

const SETTINGS_KEY = "visitor_management.client_work.settings";
const PAGE = 80;
/** What is typed is saved after this many milliseconds of rest. */
const REST = 400;

/**
 * The work list: its lines, the one that is open, and what is typed about it.
 *
 * The server decides who is on which list and what is missing. What is typed is kept here
 * until the server has it; nobody's reading again overwrites it.
 */
export class WorkModel extends LiveModel {
    static server = "client.work.list";

    constructor(services) {
        super(services); // status: refused, too, for who has no rights
        this.turn = 0; // of reading the list; the last one counts
        this.screen = null; // what the server says once
        this.list = "due";
        this.lines = markRaw([]);
        this.reading = false; // another list was chosen
        this.more = false;
        this.counts = {};
        this.limit = PAGE;
        this.text = "";
        // selected is {kind: "callback" or "order", id}
        this.drafts = new WorkDrafts();
        this.form = ""; // "waive", or "done" or "reopen" with the id of an order
        this.note = ""; // what was heard at this try
        this.reachedNow = null; // whose answers are written next
        this.opinion = "";
        let settings = {};
        try {
            settings = JSON.parse(browser.localStorage.getItem(SETTINGS_KEY)) || {};
        } catch {
            // as at the first time
        }
        this.settings = { whose: "all", source: "", severity: "", points: 5, ...settings };
    }

    // -----------------------------------------------------------------------------
    // The list
    // -----------------------------------------------------------------------------

    async load() {
        try {
            const [screen] = await Promise.all([this.call("read_screen", []), this.readList()]);
            this.screen = screen;
            this.listen(screen.companies.map((company) => `client.work_${company.id}`));
            this.status = "ready";
            this.flush(); // what was typed before the page was left
        } catch (error) {
            this.failure = this.sentence(error);
            const refused = error.exceptionName === "odoo.exceptions.AccessError";
            this.status = refused ? "refused" : "failed";
        }
    }

    get filters() {
        const { whose, source, severity } = this.settings;
        return { whose, source, severity, text: this.text };
    }

    get isFiltered() {
        const { whose, source, severity, text } = this.filters;
        return Boolean(whose !== "all" || source || severity || text);
    }

    /** Read the list; whoever waits for it waits for the newest reading that was begun. */
    readList() {
        this.newest = this.readLines(++this.turn);
        return this.newest;
    }

    async readLines(turn) {
        const args = [this.list, this.filters, this.limit, this.selected || false];
        const { lines, more, counts } = await this.call("read_list", args);
        if (turn !== this.turn) {
            return this.newest; // another list, another filter, a later reading since
        }
        this.lines = markRaw(this.inPlace(lines));
        this.more = more;
        this.counts = counts;
    }

    /** Whatever became of the line that is looked at: it stays where it was. */
    inPlace(lines) {
        const last = lines.length - 1;
        const before = this.lines.findIndex((line) => this.isSelected(line));
        if (before >= 0 && before < last && this.isSelected(lines[last])) {
            lines.splice(before, 0, lines.pop());
        }
        return lines;
    }

    /** Read again what others changed; failures show as the line of the connection. */
    async refresh(detailToo = true) {
        try {
            await Promise.all([this.readList(), detailToo && this.readDetail()]);
        } catch (error) {
            if (!isRefusal(error)) {
                throw error;
            }
        }
    }

    /** @param {Object[]} changes */
    readChanges(changes) {
        return this.refresh(changes.some((each) => this.concerns(each)));
    }

    /** Time goes on; without the bus the list is read again. */
    tick() {
        super.tick();
        if (this.status === "ready" && (!this.live || !this.connected)) {
            this.refresh();
        }
        this.flush();
    }

    choose(list) {
        this.close();
        this.list = list;
        this.lines = markRaw([]);
        this.reading = true;
        this.limit = PAGE;
        return this.run(() => this.readList().finally(() => (this.reading = false)));
    }

    /** Keep how somebody works in this browser. */
    use(values) {
        Object.assign(this.settings, values);
        browser.localStorage.setItem(SETTINGS_KEY, JSON.stringify(this.settings));
    }

    filter(values) {
        this.use(values);
        this.limit = PAGE;
        return this.run(() => this.readList());
    }

    find(text) {
        this.text = text;
        this.limit = PAGE;
        return this.run(() => this.readList());
    }

    showMore() {
        this.limit += PAGE;
        return this.run(() => this.readList());
    }

    // -----------------------------------------------------------------------------
    // One of them
    // -----------------------------------------------------------------------------

    point(line) {
        this.flush();
        super.point(line);
        this.form = "";
        this.note = "";
        this.opinion = "";
    }

    close() {
        this.flush();
        super.close();
        this.form = "";
    }

    onDetail() {
        if (this.orderBegun) {
            this.saveSoon(); // with the order that was typed less may be missing
        }
    }

    /** Whether a message of the bus is about what is open. */
    concerns(changes) {
        const { watch } = this.detail || {};
        return (
            Boolean(changes.everything) ||
            (Boolean(watch) &&
                Object.keys(watch).some((name) =>
                    changes[name]?.some((id) => watch[name].includes(id))
                ))
        );
    }

    /** The line after the one that is open that is due and that nobody else calls. */
    get following() {
        const index = this.lines.findIndex((line) => this.isSelected(line));
        const inTurn = [...this.lines.slice(index + 1), ...this.lines.slice(0, Math.max(index, 0))];
        return inTurn.find((line) => line.kind === "callback" && this.isNext(line));
    }

    isNext(line) {
        if (this.list === "review") {
            return ["finished", "unreachable"].includes(line.state);
        }
        return (
            ["planned", "reached"].includes(line.state) &&
            (!line.caller_id || line.caller_id === this.screen.user_id) &&
            (this.list === "next" || this.partOf(line) !== "next")
        );
    }

    company(id) {
        return this.screen.companies.find((each) => each.id === id);
    }

    tzOf({ company_id }) {
        return this.company(company_id)?.tz || "UTC";
    }

    /** Of which part of the list a callback is at this moment. */
    partOf(line) {
        const due = toMilliseconds(line.due_at);
        if (due < this.now.toMillis()) {
            return "overdue";
        }
        return due <= this.now.setZone(knownZone(this.tzOf(line))).endOf("day").toMillis() ? "today" : "next";
    }

    // -----------------------------------------------------------------------------
    // What is typed
    // -----------------------------------------------------------------------------

    /** An answer as it is on the screen: typed, else as the server has it. */
    answer(name) {
        const { id, answers } = this.detail || {};
        const typed = this.drafts.of(id).answers;
        return name in typed ? typed[name] : answers?.[name];
    }

    setAnswer(values) {
        this.drafts.answer(this.detail.id, values, this.detail.answers);
        this.saveSoon();
    }

    /** The order as it is typed; the department of the callback is proposed. */
    get order() {
        const { id, department_id } = this.detail || {};
        const { order } = this.drafts.of(id);
        return {
            department_id: department_id || false,
            deadline: "",
            requirement: "",
            ...order,
        };
    }

    get orderBegun() {
        return this.detail?.kind === "callback" && Boolean(this.order.requirement.trim());
    }

    setOrder(values) {
        this.drafts.order(this.detail.id, values);
        this.saveSoon();
    }

    get isUnsaved() {
        return this.drafts.open.length > 0;
    }

    /** Answers that a colleague has written, too: one of them is to be chosen. */
    get meanwhile() {
        return Object.values(this.drafts.of(this.detail?.id).meanwhile);
    }

    decide(name, value) {
        this.drafts.decide(this.detail.id, name, value);
        this.saveSoon();
    }

    saveSoon() {
        this.later("flush", REST);
    }

    /** Save what was typed, of each callback; what fails stays and is tried again. */
    flush() {
        return this.mutex.exec(async () => {
            const open = this.detail?.may?.answer && this.detail.id;
            const ids = new Set(this.drafts.unsaved);
            if (open && this.orderBegun) {
                ids.add(open);
            }
            for (const id of ids) {
                await this.save(id).catch((error) => this.notSaved(id, error));
            }
        });
    }

    async save(id) {
        const sent = this.drafts.toSave(id);
        const { base } = this.drafts.of(id);
        const isOpen = () => this.detail?.kind === "callback" && this.detail.id === id;
        const order = isOpen() ? this.order : {};
        const { meanwhile, ...state } = await this.call("save", [id, sent, order, base]);
        this.saves++;
        this.drafts.saved(id, sent, state.answers, meanwhile);
        if (isOpen()) {
            Object.assign(this.detail, state);
        }
    }

    notSaved(id, error) {
        if (error instanceof ConnectionLostError) {
            return; // the line of the connection says so; it is tried again
        }
        if (!isRefusal(error)) {
            throw error;
        }
        const { answers } = this.drafts.of(id);
        this.drafts.drop(id);
        const words = Object.values(answers).filter((value) => value && typeof value === "string");
        this.say("danger", [this.sentence(error), ...words].join("\n"));
        this.readDetail().catch(() => {});
    }

    // -----------------------------------------------------------------------------
    // Calls
    // -----------------------------------------------------------------------------

    beforeAct() {
        return this.flush();
    }

    afterAct() {
        return this.refresh();
    }

    /** Saving and reading go on beside what the user does: Odoo shows no loading. */
    call(method, args) {
        return super.call(method, args, true);
    }
}
