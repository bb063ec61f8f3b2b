import { markRaw } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatSiteTime, siteTime } from "../live_screen/site_time";
import { asDay, formatDay } from "./work_hours";
import { POINTS } from "./work_words";

const CALLBACK = "client.callback";
const ORDER = "client.rectification";

/** What is done with the line that is open, by button or by key. */
export class WorkCalls {
    /**
     * @param {import("./work_model").WorkModel} model
     * @param {Object} services
     */
    constructor(model, { action }) {
        this.model = model;
        this.orm = model.orm;
        this.action = action;
        markRaw(this);
    }

    get callback() {
        return this.model.detail?.kind === "callback" ? this.model.detail : null;
    }

    get may() {
        return this.callback?.may || {};
    }

    // -----------------------------------------------------------------------------
    // Call
    // -----------------------------------------------------------------------------

    async take(over = false) {
        const { callback, model } = this;
        if (!this.may.take) {
            return;
        }
        const before = callback.caller_id;
        const answer = await model.act(() => model.call("take", [callback.id, over]));
        if (answer?.taken) {
            const undo = () =>
                model.act(() => model.call("give_back", [callback.id, before || false]));
            model.say("success", _t("You call this client."), undo);
        } else if (answer) {
            model.say("warning", _t("%(name)s has taken it already.", { name: answer.by }));
        }
    }

    /** @param {string} outcome one of the server's */
    async log(outcome) {
        const { callback, model } = this;
        if (!this.may.try) {
            return;
        }
        const { note } = model;
        const known = callback.tries.length;
        const done = await model.act(async () => {
            const answer = await model.call("log", [callback.id, outcome, note, known]);
            const reached = outcome === "reached" && !answer.meanwhile;
            model.reachedNow = reached ? callback.id : null; // before it is read again
            return answer;
        });
        if (done?.meanwhile) {
            model.say("warning", done.meanwhile);
        } else if (done) {
            model.note = "";
            const word = model.screen.labels.outcome[outcome];
            const text =
                model.detail?.state === "unreachable"
                    ? _t("%(outcome)s. That was the last try: write to the client.", { outcome: word })
                    : _t("Noted: %(outcome)s.", { outcome: word });
            model.say("success", text, () => this.takeBack());
        }
    }

    async takeBack() {
        const { callback, model } = this;
        const done = await model.act(() =>
            this.orm.call(CALLBACK, "take_back_attempt", [[callback.id]])
        );
        if (done) {
            model.say("success", _t("Taken back."));
        }
    }

    async waive(reason) {
        const { callback, model } = this;
        const done = await model.act(() =>
            this.orm.call(CALLBACK, "action_waive", [[callback.id], reason])
        );
        if (done) {
            model.form = "";
            await this.goOn(_t("Waived: the client is not called."));
        }
    }

    async conclude(note) {
        const { callback, model } = this;
        const done = await model.act(() =>
            this.orm.call(CALLBACK, "action_conclude", [[callback.id], note])
        );
        if (done) {
            model.form = "";
            await this.goOn(_t("Concluded: written down how the client was told."));
        }
    }

    // -----------------------------------------------------------------------------
    // Answers
    // -----------------------------------------------------------------------------

    /** @param {number} place of the point on the scale that is used, from 1 */
    point(name, place) {
        const point = POINTS[this.model.settings.points][place - 1];
        if (point && this.may.answer && this.may.rate) {
            this.model.setAnswer({ [name]: point.value });
        }
    }

    toggleSolved() {
        if (this.may.answer && this.isDissatisfied) {
            this.model.setAnswer({ solved_on_spot: !this.model.answer("solved_on_spot") });
        }
    }

    get isDissatisfied() {
        return this.model.screen.dissatisfied.includes(this.model.answer("result"));
    }

    async giveOrder() {
        const { callback, model } = this;
        const order = model.order;
        const given = await model.act(() => model.call("give_order", [callback.id, order]));
        if (given) {
            model.drafts.orderGiven(callback.id);
            await model.refresh();
            model.say("success", _t("The order is given."), () => this.withdraw(given.order_id));
        }
    }

    async finish() {
        const { callback, model } = this;
        if (!this.may.answer) {
            return;
        }
        const order = model.order;
        const { answers, base } = model.drafts.of(callback.id);
        const next = model.following;
        model.message = null;
        const finished = await model.run(() =>
            model.call("finish", [callback.id, answers, order, base])
        );
        if (finished?.meanwhile) {
            model.drafts.saved(callback.id, {}, callback.answers, finished.meanwhile);
            return;
        }
        if (!finished) {
            model.saveSoon(); // all of it was refused; what was typed is kept
            return;
        }
        model.drafts.drop(callback.id);
        const when = finished.next_due && formatSiteTime(finished.next_due, model.tzOf(callback));
        await this.goOn(
            when ? _t("Finished. Next round: %(when)s.", { when }) : _t("Finished."),
            next
        );
    }

    async review() {
        const { callback, model } = this;
        if (!this.may.review) {
            return;
        }
        const next = model.following;
        const done = await model.act(() =>
            this.orm.call(CALLBACK, "action_review", [[callback.id], model.opinion])
        );
        if (done) {
            await this.goOn(_t("Reviewed."), next);
        }
    }

    /** Open the next line, with what became of this one above it. */
    async goOn(text, next = this.model.following) {
        const { model } = this;
        if (next) {
            await model.open(next);
        } else {
            model.close();
        }
        await model.refresh(false);
        model.say("success", text);
    }

    // -----------------------------------------------------------------------------
    // Orders
    // -----------------------------------------------------------------------------

    async accept(id) {
        if (await this.actOnOrder("action_accept", id)) {
            this.model.say("success", _t("The order is accepted."));
        }
    }

    async done(id, result) {
        if (await this.actOnOrder("action_done", id, result)) {
            this.model.form = "";
            this.model.say("success", _t("Done. Customer service looks whether it is put right."));
        }
    }

    async verify(id) {
        if (await this.actOnOrder("action_verify", id)) {
            this.model.say("success", _t("Verified: it is put right."));
        }
    }

    async reopen(id, reason) {
        if (await this.actOnOrder("action_reopen", id, reason)) {
            this.model.form = "";
            this.model.say("success", _t("Reopened: the department goes on."));
        }
    }

    async withdraw(id) {
        if (await this.actOnOrder("unlink", id)) {
            this.model.say("success", _t("The order is withdrawn."));
        }
    }

    actOnOrder(method, id, ...args) {
        return this.model.act(() => this.orm.call(ORDER, method, [[id], ...args]));
    }

    // -----------------------------------------------------------------------------
    // Elsewhere
    // -----------------------------------------------------------------------------

    openForm(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    /** What people who have left had to do: the list to hand it over from. */
    handOver() {
        return this.action.doAction("visitor_management.visitor_handover_action");
    }

    newComplaint() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: _t("New complaint"),
            res_model: "client.complaint",
            views: [[false, "form"]],
        });
    }

    when(value) {
        return formatSiteTime(value, this.model.tzOf(this.model.detail || {}));
    }

    /** A date as people write it. */
    day(value) {
        const tz = this.model.tzOf(this.model.detail || {});
        return value.length > 10 ? asDay(siteTime(value, tz)) : formatDay(value);
    }
}
