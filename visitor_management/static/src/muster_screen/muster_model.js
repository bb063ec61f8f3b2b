import { markRaw } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { isRefusal, LiveModel } from "../live_screen/live_model";
import { byArea, lookOf, secondsSince, shown, STATUSES } from "./muster_words";

const SITE_KEY = "visitor_management.muster.site";
const POINT_KEY = "visitor_management.muster.point";
const SECOND = 1000;
const PAGE = 300; // lines

/** Why the screen can't be read: no right to it, or no site yet; trying again won't help. */
const UNREADABLE = {
    "odoo.exceptions.AccessError": "refused",
    "odoo.exceptions.UserError": "empty",
};

/**
 * The roll call of a site: who is on the list, how each was seen, and what is missing.
 *
 * What is ticked shows at once, and is read again from the server, which keeps all ticks.
 */
export class MusterModel extends LiveModel {
    static server = "visitor.muster.screen";

    constructor(services) {
        super(services);
        this.turn = 0;
        this.screen = null; // what the server says of the site
        this.muster = null; // the roll call that runs
        this.all = markRaw([]); // everybody on the list
        this.filter = { status: "missing", area: "", text: "" };
        this.pointId = Number(browser.localStorage.getItem(POINT_KEY)) || 0;
        this.isLate = false; // who is missing now is shown in red
        this.limit = PAGE; // how many lines are shown
    }

    // -----------------------------------------------------------------------------
    // Read
    // -----------------------------------------------------------------------------

    async load(siteId = Number(browser.localStorage.getItem(SITE_KEY)) || false) {
        try {
            await this.readScreen(siteId);
            this.status = "ready";
        } catch (error) {
            this.failure = this.sentence(error);
            this.status = UNREADABLE[error.exceptionName] || "failed";
        }
    }

    async readScreen(siteId = this.screen?.site_id) {
        const turn = ++this.turn;
        const screen = await this.call("read_screen", [siteId], Boolean(this.screen));
        if (turn !== this.turn) {
            return;
        }
        this.screen = markRaw(screen);
        browser.localStorage.setItem(SITE_KEY, screen.site_id);
        this.listen([`visitor.site_${screen.site_id}`]);
        this.take(screen.muster);
    }

    /** Show what was read of the roll call. */
    take(muster, only = null) {
        if (!muster || !["running"].includes(muster.state)) {
            this.muster = null;
            this.all = markRaw([]);
            this.close();
            return;
        }
        const known = new Map((only ? this.all : []).map((line) => [line.id, line]));
        muster.lines.forEach((line) => known.set(line.id, line));
        this.all = markRaw([...known.values()]);
        this.muster = markRaw(muster);
        this.beat();
    }

    async choose(siteId) {
        this.close();
        this.screen = markRaw({ ...this.screen, site_id: siteId });
        await this.run(() => this.readScreen(siteId));
    }

    async refresh() {
        try {
            await Promise.all([this.readScreen(), this.readDetail()]);
        } catch (error) {
            if (!isRefusal(error)) {
                throw error;
            }
        }
    }

    async readChanges(changes) {
        const ids = changes.flatMap(({ line_ids }) => line_ids || []);
        const isSame = changes.every(
            ({ muster_id, line_ids }) => line_ids && muster_id === this.muster?.id
        );
        if (!isSame) {
            return this.refresh(); // one began or ended
        }
        try {
            const asked = this.muster.id;
            const muster = await this.call("refresh", [asked, ids], true);
            if (asked === this.muster?.id) {
                this.take(muster, ids);
            }
            await this.readDetail();
        } catch (error) {
            if (!isRefusal(error)) {
                throw error;
            }
        }
    }

    afterAct() {
        return this.refresh();
    }

    tick() {
        super.tick();
        if (this.status === "ready" && (!this.live || !this.connected)) {
            this.refresh();
        }
    }

    /** Whether it is time for red, now or later. */
    beat() {
        if (this.muster) {
            const { started_at, red_after } = this.muster;
            const left = red_after - secondsSince(started_at, Date.now());
            this.isLate = left <= 0;
            if (!this.isLate) {
                this.later("turnRed", left * SECOND);
            }
        }
    }

    turnRed() {
        this.isLate = Boolean(this.muster);
    }

    // -----------------------------------------------------------------------------
    // What is shown
    // -----------------------------------------------------------------------------

    get site() {
        return this.screen.sites.find(({ id }) => id === this.screen.site_id);
    }

    get fitting() {
        return shown(this.all, this.filter);
    }

    get lines() {
        return this.fitting.slice(0, this.limit);
    }

    /** How many more fit the filters than are shown. */
    get hidden() {
        return Math.max(this.fitting.length - this.limit, 0);
    }

    showMore() {
        this.limit += PAGE;
    }

    get areas() {
        return byArea(this.all);
    }

    look(line) {
        return lookOf(line, this.isLate);
    }

    get isRed() {
        return this.isLate && this.muster.counts.missing > 0;
    }

    show(values) {
        this.limit = PAGE;
        Object.assign(this.filter, values);
    }

    stand(pointId) {
        this.pointId = pointId;
        browser.localStorage.setItem(POINT_KEY, pointId || "");
    }

    // -----------------------------------------------------------------------------
    // What is done
    // -----------------------------------------------------------------------------

    async start(kind) {
        await this.act(async () => {
            const args = [this.screen.site_id, kind];
            await this.orm.call("visitor.muster", "start", args);
        });
        this.show({ status: "missing", area: "", text: "" });
    }

    end(note) {
        return this.act(async () => {
            await this.orm.call("visitor.muster", "action_end", [[this.muster.id], note]);
            this.say("success", _t("The roll call is over. The record is kept."));
        });
    }

    /** Say how somebody was seen; it is shown before the server has it. */
    async mark(line, status) {
        const point = this.screen.points.some(({ id }) => id === this.pointId);
        const row = {
            line_id: line.id,
            status,
            point: point ? String(this.pointId) : "",
            nonce: `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`,
        };
        const before = line.status;
        this.all = markRaw(this.all.map((each) => (each.id === line.id ? { ...each, status } : each)));
        this.message = null;
        const counts = await this.run(() =>
            this.orm.silent.call("visitor.muster", "tick", [[this.muster.id], [row]])
        );
        if (!counts) {
            const back = (each) => (each.id === line.id ? { ...each, status: before } : each);
            this.all = markRaw(this.all.map(back));
            return;
        }
        const { label } = STATUSES[status];
        this.say("success", `${line.name}: ${label}`, () => this.mark(line, before));
        await this.readChanges([{ muster_id: this.muster?.id, line_ids: [line.id] }]);
    }

    add(name, areaId, status) {
        return this.act(async () => {
            const args = [[this.muster.id], name, areaId, status];
            await this.orm.call("visitor.muster", "add", args);
            this.say("success", _t("%(name)s stands on the list now.", { name }));
        });
    }
}
