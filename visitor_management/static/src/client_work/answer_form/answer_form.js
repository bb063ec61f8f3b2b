import { Component, useEffect, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { answerAsRead, canKeepBoth, keepBoth, whoWrote } from "../both_wrote";
import { hourToText, textToHour } from "../work_hours";
import { POINTS, TONE_OF_RESULT } from "../work_words";

const { DateTime } = luxon;

/** What the client says, and what follows when that is not good. */
export class AnswerForm extends Component {
    static template = "visitor_management.AnswerForm";
    static props = { model: Object, calls: Object, detail: Object };

    setup() {
        this.root = useRef("root");
        this.notification = useService("notification");
        this.scales = [
            { name: "result", label: _t("Outcome"), hint: "" },
            { name: "handling_result", label: _t("Handling"), hint: "⇧ " },
        ];
        this.spans = [
            { days: 0, label: _t("Tomorrow") },
            { days: 2, label: _t("In 3 days") },
            { days: 6, label: _t("In a week") },
        ];
        // whoever has just reached the client sees where to write
        useEffect(
            () => {
                if (this.model.reachedNow === this.props.detail.id) {
                    this.model.reachedNow = null;
                    this.root.el.scrollIntoView();
                }
            },
            () => []
        );
        // and whoever hears that the client is dissatisfied, what that asks for
        let before = this.props.calls.isDissatisfied;
        useEffect(
            (dissatisfied) => {
                if (dissatisfied && !before) {
                    this.root.el.scrollIntoView();
                }
                before = dissatisfied;
            },
            () => [this.props.calls.isDissatisfied]
        );
    }

    get model() {
        return this.props.model;
    }

    /** The client rated by himself: nobody rates in his place. */
    get isRated() {
        return !this.props.detail.may.rate;
    }

    /** What a colleague has written while one typed, as sentences. */
    get meanwhile() {
        return this.model.meanwhile.map((each) => ({
            ...each,
            said: this.said(each.name, each.theirs),
            mine: this.said(each.name, this.value(each.name)),
            isText: canKeepBoth(each.name),
            who: whoWrote(each),
        }));
    }

    said(name, value) {
        return answerAsRead(name, value, this.model.screen.labels.result);
    }

    keepMine({ name }) {
        this.model.decide(name, this.value(name));
    }

    takeTheirs({ name, theirs }) {
        this.props.detail.answers[name] = theirs;
        this.model.decide(name, undefined);
    }

    keepBoth({ name, theirs }) {
        this.model.decide(name, keepBoth(theirs, this.value(name)));
    }

    get points() {
        return POINTS[this.model.settings.points];
    }

    get isOnThree() {
        return this.model.settings.points === 3;
    }

    get otherScale() {
        return this.isOnThree
            ? { points: 5, label: _t("Five points instead") }
            : { points: 3, label: _t("Three points instead") };
    }

    value(name) {
        return this.model.answer(name);
    }

    word(name) {
        return this.model.screen.labels.result[this.value(name)] || "";
    }

    toneOf(value) {
        return TONE_OF_RESULT[value];
    }

    set(name, value) {
        this.model.setAnswer({ [name]: value });
    }

    get whyLabel() {
        return this.value("solved_on_spot") ? _t("Why, and what was done?") : _t("Why?");
    }

    get needsThree() {
        return this.props.calls.isDissatisfied && !this.value("solved_on_spot");
    }

    /** Some days after the first day that may be promised. */
    dateIn(days) {
        return DateTime.fromISO(this.props.detail.tomorrow).plus({ days }).toISODate();
    }

    // A year is typed digit by digit: only a day that can be is kept.

    typeNextDate({ target }) {
        if (target.validity.valid) {
            this.setNextDate(target.value);
        }
    }

    typeDeadline({ target }) {
        if (target.validity.valid) {
            this.model.setOrder({ deadline: target.value });
        }
    }

    /** What can't be is not left standing: the day that is kept comes back. */
    leaveDate({ target }) {
        if (target.validity.valid) {
            return;
        }
        const words = target.validity.rangeOverflow
            ? _t("Choose a day within a year.")
            : _t("Choose a day that lies ahead.");
        this.notification.add(words, { type: "warning" });
        const kept = { next_date: this.value("next_date"), deadline: this.order.deadline };
        target.value = kept[target.name] || "";
    }

    setNextDate(date) {
        this.set("next_date", date);
        if (date && !this.model.order.deadline) {
            this.model.setOrder({ deadline: date });
        }
    }

    get nextHour() {
        return hourToText(this.value("next_hour"));
    }

    setNextHour(text) {
        this.set("next_hour", textToHour(text));
    }

    get clock() {
        return this.model.tzOf(this.props.detail);
    }

    /** @param {string} id as the field has it */
    setDepartment(id) {
        this.model.setOrder({ department_id: Number(id) || false });
    }

    get departments() {
        const { company_id } = this.props.detail;
        return this.model.screen.departments.filter(
            (each) => !each.company_id || each.company_id === company_id
        );
    }

    get order() {
        return this.model.order;
    }

    get orderReady() {
        const { department_id, deadline } = this.order;
        return Boolean(this.model.orderBegun && department_id && deadline);
    }

    get isEarly() {
        const { deadline } = this.order;
        const next = this.value("next_date");
        return (
            this.props.detail.early_promise ||
            Boolean(this.model.orderBegun && deadline && next && deadline > next)
        );
    }
}
