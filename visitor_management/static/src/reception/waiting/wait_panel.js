import { Component, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { useNow } from "../../live_screen/now";
import { ReasonForm } from "../../live_screen/reason_form/reason_form";
import { formatSiteTime } from "../../live_screen/site_time";
import { CHANNELS } from "../host_answer/host_answer";
import { WaitClock } from "./wait_clock";
import { ANSWERS, rungOf, RUNGS } from "./waiting";

const OUTCOMES = [
    { key: "no_answer", label: _t("No answer"), icon: "fa-phone" },
    { key: "busy", label: _t("Engaged"), icon: "fa-minus-circle" },
    { key: "wrong_number", label: _t("Wrong number"), icon: "fa-times" },
];
/** What somebody says who was reached; the keys are those of the server. */
const SAID = ["coming", "send_up", "wait", "refuse"];

/**
 * Somebody waits: who is asked, whom the desk may call and what was said, and in the end
 * the desk decides.
 */
export class WaitPanel extends Component {
    static template = "visitor_management.WaitPanel";
    static components = { ReasonForm, WaitClock };
    static props = {
        wait: Object,
        visit: Object, // with the numbers to call, and the calls made
        onNote: Function, // ({called, outcome, answer, channel, person})
        onDecide: Function, // (decision, reason)
        onGone: { type: Function, optional: true },
        onRefuse: { type: Function, optional: true },
    };

    setup() {
        this.rungs = RUNGS;
        this.outcomes = OUTCOMES;
        this.channels = CHANNELS;
        this.said = SAID.map((key) => ({ key, ...ANSWERS[key] }));
        this.decideHint = _t("Why? It is kept with the visit.");
        this.otherHint = _t("Somebody else? Name");
        this.reachedHint = _t("Who was called");
        this.letInLabel = _t("Let in");
        this.sendAwayLabel = _t("Send away");
        this.clock = useNow();
        this.state = useState({
            called: null, // key of the number whose call is noted; "" somebody else
            channel: "phone",
            person: "",
            copied: "",
            decision: "",
        });
    }

    get rung() {
        return rungOf(this.props.wait, this.clock.now);
    }

    /** The rungs of this wait in their order: asked, being asked, or still to come. */
    get steps() {
        const { wait } = this.props;
        const current = wait.running ? wait.steps.findIndex(({ rung }) => rung === this.rung) : -1;
        return wait.steps.map(({ rung }, place) => ({
            rung,
            ...RUNGS[rung],
            current: place === current,
            done: current < 0 || place < current,
        }));
    }

    get answered() {
        const { answer, by, channel } = this.props.wait;
        if (!answer) {
            return "";
        }
        return channel === "desk" ? _t("The desk decided (%(by)s)", { by }) : by;
    }

    get mayDecide() {
        const { wait, visit } = this.props;
        const pending = visit.state === "pending" && visit.approval === "security";
        return wait.running && this.rung === "desk" && !pending;
    }

    get calls() {
        const { calls, tz } = this.props.visit;
        return calls.map((call) => ({ ...call, time: formatSiteTime(call.at, tz) }));
    }

    get calledNumber() {
        return this.props.visit.numbers.find(({ key }) => key === this.state.called);
    }

    call(key) {
        this.state.called = key;
        this.state.channel = "phone";
        this.state.person = "";
    }

    async copy({ key, phone }) {
        await browser.navigator.clipboard?.writeText(phone);
        this.state.copied = key;
        this.call(key);
    }

    async note(outcome, answer = "") {
        const { called, channel, person } = this.state;
        if (await this.props.onNote({ called, outcome, answer, channel, person: person.trim() })) {
            this.state.called = null;
        }
    }

    async decide(reason) {
        if (await this.props.onDecide(this.state.decision, reason)) {
            this.state.decision = "";
        }
    }
}
