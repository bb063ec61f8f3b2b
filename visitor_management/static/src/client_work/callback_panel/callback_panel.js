import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatSiteTime, toMilliseconds } from "../../live_screen/site_time";
import { ReasonForm } from "../../live_screen/reason_form/reason_form";
import { lookOf } from "../../state_badge/state_looks";
import { AnswerForm } from "../answer_form/answer_form";
import { CaseCard } from "../case_card/case_card";
import { formatHour } from "../work_hours";
import { howLate, OUTCOMES, SEVERITIES, STUCK_HINTS, TONE_OF_RESULT } from "../work_words";

/** One client to call: the case, the call, the answers, and what is still missing. */
export class CallbackPanel extends Component {
    static template = "visitor_management.CallbackPanel";
    static components = { AnswerForm, CaseCard, ReasonForm };
    static props = { model: Object, calls: Object, detail: Object };

    setup() {
        this.waiveHint = _t("Why is the client not called?");
        this.waiveLabel = _t("Waive");
        this.concludeHint = _t("How was the client told: letter, e-mail, visit?");
        this.concludeLabel = _t("Conclude");
        this.outcomes = OUTCOMES;
    }

    get model() {
        return this.props.model;
    }

    get callback() {
        return this.props.detail;
    }

    get labels() {
        return this.model.screen.labels;
    }

    get severity() {
        const { severity } = this.callback;
        return severity && { ...SEVERITIES[severity], label: this.labels.severity[severity] };
    }

    get state() {
        const { state } = this.callback;
        return { ...lookOf("client.callback", state), label: this.labels.state[state] };
    }

    get round() {
        return _t("Round %(number)s", { number: this.callback.round });
    }

    get isLate() {
        return this.isOpen && this.model.now.toMillis() > toMilliseconds(this.callback.due_at);
    }

    get isOpen() {
        return ["planned", "reached"].includes(this.callback.state);
    }

    get due() {
        const { due_at } = this.callback;
        const when = formatSiteTime(due_at, this.model.tzOf(this.callback));
        const late = this.model.now.toMillis() - toMilliseconds(due_at);
        return this.isLate
            ? _t("%(late)s, due %(when)s", { late: howLate(late), when })
            : _t("Due %(when)s", { when });
    }

    get stuck() {
        return STUCK_HINTS[this.callback.stuck];
    }

    get isMine() {
        return this.callback.caller_id === this.model.screen.user_id;
    }

    /** Somebody else calls this client. */
    get taken() {
        return this.callback.caller_id && !this.isMine && this.callback.may.take
            ? _t("%(name)s calls this client.", { name: this.callback.caller })
            : "";
    }

    get phoneHref() {
        return `tel:${this.callback.phone.replace(/[^\d+*#,;]/g, "")}`;
    }

    get tryNumber() {
        const { tries, tries_allowed } = this.callback;
        return _t("Try %(number)s of %(allowed)s", {
            number: tries.length + 1,
            allowed: Math.max(tries_allowed, tries.length + 1),
        });
    }

    get tries() {
        return this.callback.tries.map((each) => ({
            ...each,
            time: this.props.calls.when(each.at),
            label: this.labels.outcome[each.outcome],
        }));
    }

    get missing() {
        return this.callback.missing;
    }

    get saving() {
        if (!this.model.isUnsaved) {
            return _t("All saved");
        }
        if (this.model.meanwhile.length) {
            return _t("A colleague wrote here, too: choose above");
        }
        return this.model.connected ? _t("Saving…") : _t("Kept here until the connection is back");
    }

    /** What was answered, of a callback that is finished. */
    get facts() {
        const { answers } = this.callback;
        return [
            [_t("Outcome"), this.labels.result[answers.result], TONE_OF_RESULT[answers.result]],
            [
                _t("Handling"),
                this.labels.result[answers.handling_result],
                TONE_OF_RESULT[answers.handling_result],
            ],
            [_t("Client's words"), answers.client_words],
            [_t("Why dissatisfied"), answers.dissatisfied_reason],
            [_t("Solved on the spot"), answers.solved_on_spot && _t("Yes")],
            [_t("Told the client"), answers.explained_reason],
            [_t("Next round"), this.nextRound],
            [_t("Caller"), this.callback.caller],
            [_t("Why waived"), this.callback.waive_reason],
            [_t("Told otherwise"), this.callback.concluded],
            [_t("Reviewed by"), this.callback.reviewer],
            [_t("Manager's opinion"), this.callback.opinion],
        ].filter(([, value]) => value);
    }

    /** Day and hour that were promised. */
    get nextRound() {
        const { next_date: date, next_hour: hour } = this.callback.answers;
        return [date && this.props.calls.day(date), date && hour && formatHour(hour)]
            .filter(Boolean)
            .join(" ");
    }

    get isDone() {
        const { state, concluded } = this.callback;
        return !this.isOpen && (state !== "unreachable" || Boolean(concluded));
    }
}
