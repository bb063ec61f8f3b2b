import { markRaw } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { isRefusal, LiveModel } from "../live_screen/live_model";
import { toMilliseconds } from "../live_screen/site_time";
import { span } from "./board_time";

/**
 * The board of escorts: what the visits of a day need, and what people do that day.
 *
 * The server says who fits and what speaks against somebody; nothing here forbids it.
 */
export class BoardModel extends LiveModel {
    static server = "visitor.escort.board";

    constructor(services) {
        super(services);
        this.turn = 0; // of reading the day; the last one counts
        this.siteId = false;
        this.day = false;
        this.board = null; // what the server says of the day
        this.lines = markRaw([]);
        this.people = markRaw([]);
        this.asking = null; // {visitId, employeeId, warnings} that wait for a yes
        this.leaving = 0; // the escort that is being called off
    }

    get counts() {
        return this.board.counts;
    }

    /** From when to when the board shows the day, in milliseconds. */
    get span() {
        return span(this.board, this.lines, this.people);
    }

    async load() {
        try {
            await this.readDay();
            this.status = "ready";
        } catch (error) {
            this.failure = this.sentence(error);
            const refused = error.exceptionName === "odoo.exceptions.AccessError";
            this.status = refused ? "refused" : "failed";
        }
    }

    async readDay() {
        const turn = ++this.turn;
        const board = await this.call("read_board", [this.siteId, this.day], Boolean(this.board));
        if (turn !== this.turn) {
            return; // another day, another site since
        }
        this.board = markRaw(board);
        this.siteId = board.site_id;
        this.lines = markRaw(board.needs);
        this.people = markRaw(board.people);
        this.listen([`visitor.escorts_${board.site_id}`]);
        if (this.selected && !this.lines.some((line) => this.isSelected(line))) {
            this.close();
        }
    }

    /** Another site or day. */
    async choose({ siteId = this.siteId, day = this.day }) {
        Object.assign(this, { siteId, day });
        this.close();
        await this.run(() => this.readDay());
    }

    async refresh() {
        try {
            await Promise.all([this.readDay(), this.readDetail()]);
        } catch (error) {
            if (!isRefusal(error)) {
                throw error;
            }
        }
    }

    readChanges() {
        return this.refresh();
    }

    afterAct() {
        return this.refresh();
    }

    close() {
        super.close();
        this.asking = null;
        this.leaving = 0;
    }

    tick() {
        super.tick();
        if (this.status === "ready" && (!this.live || !this.connected)) {
            this.refresh();
        }
    }

    /**
     * Ask somebody to accompany a visit.
     *
     * @returns {Promise<string[]>} what speaks against it and has to be confirmed first
     */
    async assign(visitId, employeeId, confirmed = false) {
        let warnings = [];
        await this.act(async () => {
            const answer = await this.call("assign", [visitId, employeeId, confirmed]);
            if (!answer.escort_id) {
                warnings = answer.warnings;
                return;
            }
            const { name } = this.people.find(({ id }) => id === employeeId) || {};
            this.say("success", _t("%(name)s was asked.", { name: name || "" }));
        });
        return warnings;
    }

    callOff(escortId, reason) {
        this.leaving = 0;
        return this.act(async () => {
            await this.call("call_off", [escortId, reason]);
            this.say("success", _t("The escort was called off."));
        });
    }

    /** Where now is on the board, in percent, or null on another day. */
    get nowAt() {
        const [low, high] = this.span;
        const now = this.now.toMillis();
        return now < low || now > high ? null : ((now - low) / (high - low)) * 100;
    }

    milliseconds(value) {
        return toMilliseconds(value);
    }
}
