import { markRaw } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { PhotoDialog } from "../photo_capture/photo_dialog";
import { IdentityDialog } from "./identity_dialog/identity_dialog";
import { NamesDialog } from "./names_dialog/names_dialog";
import { PolicyDialog } from "./policy_dialog/policy_dialog";
import { TrainingDialog } from "../training/training_dialog/training_dialog";
import { SignDialog } from "./sign_dialog/sign_dialog";
import { entrySigned, guestsSigned } from "./sign_dialog/signed";
import { TabletDialog } from "./tablet_dialog/tablet_dialog";
import { formatSiteTime } from "../live_screen/site_time";

const PERSON = "visitor.registration";
// what may stay here when somebody leaves
const STAYING = ["deposit", "brought", "forbidden"];
const MAY_COME = ["expected", "outside", "no_show"];

/** What the desk does with whoever is open, by button or by key. */
export class Desk {
    /**
     * @param {import("./reception_model").ReceptionModel} model
     * @param {Object} services
     */
    constructor(model, { action, dialog }) {
        this.model = model;
        this.orm = model.orm;
        this.action = action;
        this.dialog = dialog;
        markRaw(this);
    }

    get person() {
        return this.model.detail?.kind === "person" ? this.model.detail : null;
    }

    get group() {
        return this.model.detail?.kind === "visit" ? this.model.detail : null;
    }

    mayCheckIn(person = this.person) {
        return Boolean(person) && MAY_COME.includes(person.state);
    }

    mayLeave(person = this.person) {
        return Boolean(person) && ["inside", "outside"].includes(person.state);
    }

    mayStepOut() {
        return this.person?.state === "inside";
    }

    // -----------------------------------------------------------------------------
    // In and out
    // -----------------------------------------------------------------------------

    async checkIn() {
        const { person, model } = this;
        if (!this.mayCheckIn()) {
            return;
        }
        const answer = await this.act("check_in", [[person.id]], { card_number: model.card });
        if (answer?.status === "granted") {
            model.card = "";
            model.say("success", _t("%(name)s is checked in.", { name: person.name }));
        } else if (answer) {
            model.say("warning", _t("Not checked in. What is missing stands below."));
        }
    }

    /** Somebody stands there: the host is asked, and who is next after that. */
    async arrive(ids = this.arrivingIds()) {
        if (ids.length && (await this.act("arrive", [ids]))) {
            this.model.say("success", _t("The host is asked. The answer appears on the line."));
        }
    }

    /** Those of whoever is open who may stand there, and of whom nobody has said it. */
    arrivingIds() {
        const people = this.group?.people || (this.person ? [this.person] : []);
        return people
            .filter((person) => this.mayCheckIn(person) && !person.wait)
            .map(({ id }) => id);
    }

    gone() {
        return this.act("action_gone", [[this.person.id]]);
    }

    /** @param {Object} call whom, what became of it, what was said, by what way */
    noteCall(id, { called, outcome, answer, channel, person }) {
        return this.model.act(() =>
            this.orm.call("visitor.waiting", "note_call", [[id], called, outcome], {
                answer,
                channel,
                person,
            })
        );
    }

    decide(id, decision, reason) {
        return this.model.act(() =>
            this.orm.call("visitor.waiting", "action_decide", [[id], decision, reason])
        );
    }

    /** @param {number[]} ids of those who are here */
    async checkInGroup(ids) {
        const answers = await this.act("check_in_group", [ids]);
        if (answers) {
            const granted = answers.filter((answer) => answer.status === "granted").length;
            const denied = answers.length - granted;
            this.model.say(
                denied ? "warning" : "success",
                denied
                    ? _t("%(granted)s are checked in, %(denied)s are not: see below.", {
                          granted,
                          denied,
                      })
                    : _t("%(granted)s are checked in.", { granted })
            );
        }
    }

    /**
     * Check somebody in whom the panel does not show: from the line, or by a scan.
     *
     * @param {number} id
     * @returns {Promise<boolean>} else the panel shows what is missing
     */
    async checkInAtOnce(id) {
        const { model } = this;
        const answer = await model.run(() => this.orm.call(PERSON, "check_in", [[id]]));
        await model.refresh([id]);
        if (answer?.status === "granted") {
            return true;
        }
        const failed = answer
            ? { tone: "warning", text: _t("Not checked in. What is missing stands below.") }
            : model.message;
        await model.openPerson(id);
        model.message = failed;
        return false;
    }

    /** Who is expected and shows the pass comes in at once, if nothing is missing. */
    async checkInScanned(id) {
        const person = this.model.people[id];
        const told = person && this.model.visits[person.visit_id].told; // is read first
        if (!person || told || !["expected", "outside"].includes(person.state)) {
            return false;
        }
        if (await this.checkInAtOnce(id)) {
            await this.model.openPerson(id);
            this.model.say("success", _t("%(name)s is checked in.", { name: person.name }));
        }
        return true;
    }

    /** @param {number} minutes how much later the visit ends */
    async extend(minutes) {
        const { visit } = this.model.detail;
        const done = await this.model.act(() =>
            this.orm.call("visitor.visit", "action_extend", [[visit.id], minutes])
        );
        if (done) {
            const { stop, tz } = this.model.detail.visit;
            const time = formatSiteTime(stop, tz);
            this.model.say("success", _t("The visit takes until %(time)s now.", { time }));
        }
        return done;
    }

    /**
     * @param {string} message a key of the server, or
     * @param {string} text own words
     */
    async messageHost(message, text) {
        const { visit } = this.model.detail;
        const about = { message, text, registration_id: this.person?.id || false };
        const done = await this.model.act(() =>
            this.orm.call("visitor.visit", "message_host", [[visit.id]], about)
        );
        if (done) {
            this.model.say("success", _t("%(host)s is told.", { host: visit.host }));
        }
        return done;
    }

    /**
     * @param {number} count of those who are here and whom nobody has named
     * @param {string} name of whoever speaks for them
     */
    async checkInUnnamed(count, name) {
        const { group, model } = this;
        const answer = await model.act(() =>
            this.orm.call("visitor.visit", "check_in_unnamed", [[group.id], count, name])
        );
        if (answer) {
            await model.refresh([answer.registration_id]);
        }
        if (answer?.status === "granted") {
            model.say("success", _t("%(granted)s are checked in.", { granted: count }));
        } else if (answer) {
            await model.open({ kind: "person", id: answer.registration_id });
            model.say(
                "warning",
                _t("Registered, not checked in yet. What is missing stands below.")
            );
        }
    }

    async stepOut() {
        const { person } = this;
        if (this.mayStepOut() && (await this.act("step_out", [[person.id]]))) {
            this.model.say("success", _t("%(name)s is out for now.", { name: person.name }));
        }
    }

    startLeaving() {
        if (this.mayLeave()) {
            this.model.message = null;
            this.model.leaving = true;
        }
    }

    /**
     * @param {Object} answers for `check_out`
     * @param {number[]} handedBack ids of things that are given back with it
     */
    async leave(answers, handedBack = []) {
        const { person } = this;
        if (handedBack.length && !(await this.handBack(handedBack))) {
            return;
        }
        const left = await this.act("check_out", [[person.id]], answers);
        if (left) {
            this.model.leaving = false;
            const open = left.open.some((each) => each.kind === "card");
            const kept = left.open.some((each) => STAYING.includes(each.kind));
            let text = _t("%(name)s has left.", { name: person.name });
            if (open) {
                text = _t("%(name)s has left. The pass is still out.", { name: person.name });
            } else if (kept) {
                text = _t("%(name)s has left. What stays here is in the ledger.", {
                    name: person.name,
                });
            }
            this.model.say(open || kept ? "warning" : "success", text);
        }
    }

    /** @param {number[]} not_returned ids of those who kept what was handed out */
    async leaveGroup(not_returned) {
        const { group } = this;
        const left = await this.model.act(() =>
            this.orm.call("visitor.visit", "check_out_all", [[group.id]], { not_returned })
        );
        if (left) {
            this.model.say("success", _t("%(count)s have left.", { count: left.length }));
        }
    }

    /**
     * Take back what was done, by default the latest at this site, and show whom it was
     * done to: as they were, or what has followed.
     *
     * @param {Object} [act] as the server sends it
     */
    async undo(act = this.model.acts.find((each) => each.endsAt > Date.now())) {
        if (!act) {
            return;
        }
        const { model } = this;
        model.leaving = false; // now: what is begun while it is undone stays
        const ids = [[act.registration_id]];
        const undone = await this.act("undo", ids, { act_id: act.id });
        const refused = model.message;
        await model.refresh(ids[0]);
        if (act.is_group) {
            await model.open({ kind: "visit", id: act.visit_id });
        } else {
            await model.openPerson(act.registration_id);
        }
        if (undone) {
            model.say("success", _t("Taken back: %(act)s", { act: act.text }));
        } else if (refused) {
            model.message = refused;
        }
    }

    // -----------------------------------------------------------------------------
    // What is missing
    // -----------------------------------------------------------------------------

    mend(name) {
        return {
            identity: this.checkIdentity,
            photo: this.takePhoto,
            signature: this.sign,
            policy: this.showRules,
            names: this.enterNames,
            escort: this.askEscort,
            induction: this.train,
            permit: this.openWorks,
        }[name].call(this);
    }

    /** The papers, the worker or the permit that is missing; read again afterwards. */
    async openWorks() {
        const id = this.person.id;
        const action = await this.model.run(() =>
            this.orm.call("visitor.registration", "action_open_works", [[id]])
        );
        if (action) {
            const onClose = () => this.model.readDetail();
            await this.action.doAction(action, { onClose });
        }
    }

    showRules() {
        const { person, model } = this;
        this.dialog.add(PolicyDialog, { model, person });
    }

    /** Of the group under one pass that is open, or of the visit without names. */
    enterNames() {
        const { group, model, person } = this;
        this.dialog.add(NamesDialog, {
            model,
            visitId: group ? group.id : person.visit.id,
            leader: person || undefined,
            count: group ? group.visit.unnamed : person.headcount - 1,
        });
    }

    /** Tell the coordinators that the visitors are here, and say who knows. */
    async askEscort() {
        const { visit } = this.model.detail;
        const answer = await this.model.act(() =>
            this.orm.call("visitor.visit", "action_ask_escort", [[visit.id]])
        );
        if (!answer) {
            return;
        }
        const { told, asked } = answer; // names: a list reads well by itself
        this.model.say(
            "success",
            asked.length
                ? _t("%(told)s is told. %(asked)s was asked and has not answered yet.", { told, asked })
                : _t("%(told)s is told.", { told })
        );
    }

    train() {
        const { person } = this;
        this.dialog.add(TrainingDialog, {
            person,
            onTaken: (id) => this.act("record_induction", [[person.id], id]),
        });
    }

    checkIdentity() {
        const { person, model } = this;
        this.dialog.add(IdentityDialog, { model, person });
    }

    takePhoto() {
        const { person } = this;
        this.dialog.add(PhotoDialog, {
            title: _t("Photo of %(name)s", { name: person.name }),
            onPhoto: (photo) => this.act("write", [[person.id], { photo }]),
        });
    }

    sign() {
        const { person } = this;
        const { name } = person;
        this.dialog.add(SignDialog, {
            title: _t("Signature of %(name)s", { name }),
            ...entrySigned(person),
            onSigned: (signature) => this.act("write", [[person.id], { signature }]),
        });
    }

    /** The visitor does on a tablet what the visitor can do. */
    async handOverTablet() {
        const { person, model } = this;
        const handed = await this.act("hand_over_tablet", [[person.id]]);
        if (handed) {
            this.dialog.add(TabletDialog, {
                model,
                person,
                handed,
                onTakeBack: () => this.takeTabletBack(person.id),
            });
        }
    }

    async takeTabletBack(id = this.person.id) {
        if (await this.act("take_back_tablet", [[id]])) {
            this.model.say("success", _t("The tablet shows nothing of this visitor any more."));
        }
    }

    signForGuests() {
        const { detail } = this.model;
        const { visit } = detail;
        this.dialog.add(SignDialog, {
            title: _t("Signature of %(name)s", { name: visit.host }),
            ...guestsSigned(visit, detail.people || [detail]),
            onSigned: (signature) =>
                this.model.act(() =>
                    this.orm.call("visitor.visit", "sign_for_guests", [[visit.id], signature])
                ),
        });
    }

    /** Whether a visitor is who stands on the watchlist, said by security. */
    decideHit(id, method, reason) {
        return this.model.act(() =>
            this.orm.call("visitor.watchlist.hit", method, [[id], reason])
        );
    }

    waive(code, reason) {
        return this.act("waive", [[this.person.id], code, reason]);
    }

    approve(channel) {
        const { visit } = this.model.detail;
        return this.model.act(() =>
            this.orm.call("visitor.visit", "action_approve", [[visit.id]], { channel })
        );
    }

    openAreas(channel, partner_id) {
        const { visit } = this.model.detail;
        return this.model.act(() =>
            this.orm.call("visitor.visit", "action_open_areas", [[visit.id]], {
                channel,
                partner_id,
            })
        );
    }

    refuse(reason) {
        return this.act("action_refuse", [[this.person.id], reason]);
    }

    // -----------------------------------------------------------------------------
    // The pass
    // -----------------------------------------------------------------------------

    /** @param {"card"|"a6"} [format] */
    print(format = "card") {
        const { detail } = this.model;
        if (!detail) {
            return;
        }
        const passes = (detail.people || [detail])
            .filter((person) => ["ready", "issued"].includes(person.pass_state))
            .map((person) => person.pass_id);
        if (!passes.length) {
            this.model.say("warning", _t("There is no valid pass. It is made at check-in."));
            return;
        }
        return this.model.run(() =>
            this.action.doAction(`visitor_management.report_visitor_pass_${format}`, {
                additionalContext: {
                    active_model: "visitor.pass",
                    active_id: passes[0],
                    active_ids: passes,
                },
            })
        );
    }

    async reissue() {
        if (await this.actOnPass("reissue")) {
            this.model.say("success", _t("The old code is refused from now on. Print the new pass."));
        }
    }

    async reportLost() {
        if (await this.actOnPass("report_lost")) {
            this.model.say("warning", _t("Nobody gets in with the lost pass any more."));
        }
    }

    async giveBack() {
        if (await this.actOnPass("action_returned")) {
            this.model.say("success", _t("The pass is given back."));
        }
    }

    actOnPass(method) {
        const { pass_id } = this.person;
        return this.model.act(() => this.orm.call("visitor.pass", method, [[pass_id]]));
    }

    act(method, args, kwargs = {}) {
        return this.model.act(() => this.orm.call(PERSON, method, args, kwargs));
    }

    // -----------------------------------------------------------------------------
    // Violations
    // -----------------------------------------------------------------------------

    /** What can be reported at this site, see the server. */
    violationTypes() {
        return this.orm.call("visitor.reception", "find_violation_types", [this.model.site.id]);
    }

    /**
     * @param {number} typeId what happened
     * @param {string} facts what was seen, if anything was written
     * @returns {Promise<number|undefined>} the id of the violation
     */
    async reportViolation(typeId, facts) {
        const { person } = this;
        const id = await this.act("report_violation", [[person.id], typeId], { facts });
        if (id) {
            this.model.say("success", _t("The violation is reported. Security handles it."));
        }
        return id;
    }

    // -----------------------------------------------------------------------------
    // Things
    // -----------------------------------------------------------------------------

    /**
     * @param {Object} thing kind, name, quantity, and what else is known of it
     * @returns {Promise<Object|undefined>} its id and slip
     */
    async addThing(thing) {
        const { person, model } = this;
        const { kind, name, ...more } = thing;
        const made = await this.act("add_belonging", [[person.id], kind, name], more);
        if (made) {
            model.say(
                "success",
                made.slip
                    ? _t("Slip %(slip)s: hand it out.", { slip: made.slip })
                    : _t("%(thing)s is written down.", { thing: name })
            );
        }
        return made;
    }

    /** @param {number[]} ids of things that are handed back */
    handBack(ids) {
        return this.model.act(() => this.orm.call("visitor.belonging", "action_close", [ids]));
    }

    printSlip(id) {
        return this.model.run(() =>
            this.action.doAction("visitor_management.report_visitor_belonging_slip", {
                additionalContext: {
                    active_model: "visitor.belonging",
                    active_id: id,
                    active_ids: [id],
                },
            })
        );
    }

    /** @param {number} [id] of an exit pass; none: a new one */
    openItemPass(id = false) {
        this.action.doAction({
            type: "ir.actions.act_window",
            name: _t("Exit Pass"),
            res_model: "visitor.item.pass",
            res_id: id,
            views: [[false, "form"]],
            context: { default_registration_id: this.person.id },
        });
    }

    // -----------------------------------------------------------------------------
    // Elsewhere
    // -----------------------------------------------------------------------------

    openViolation(id) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "visitor.violation",
            res_id: id,
            views: [[false, "form"]],
        });
    }

    printProgramme() {
        const { visit } = this.model.detail;
        return this.model.run(() =>
            this.action.doAction("visitor_management.report_visitor_programme", {
                additionalContext: {
                    active_model: "visitor.visit",
                    active_id: visit.id,
                    active_ids: [visit.id],
                },
            })
        );
    }

    openVisitForm() {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "visitor.visit",
            res_id: this.model.detail.visit.id,
            views: [[false, "form"]],
        });
    }
}
