import { Component, useEffect, useRef, useState } from "@odoo/owl";

import { StepFile } from "./step_file";
import { fill } from "../words";
import { answersOf, choose, pagesOf } from "./pages";

/** A training: pages to look at, the way out, and questions where it has some. */
export class InductionStep extends Component {
    static template = "visitor_management.InductionStep";
    static components = { StepFile };
    static props = { model: Object, step: Object, words: Object };

    setup() {
        this.fill = fill;
        // as it was when it was begun: what is asked is shuffled anew each time
        this.induction = this.props.step.induction;
        this.pages = pagesOf(this.induction);
        this.head = useRef("head");
        this.state = useState({ at: 0, chosen: {}, missing: false, result: null });
        useEffect(
            () => {
                window.scrollTo(0, 0);
                this.head.el?.focus();
            },
            () => [this.state.at, this.state.result]
        );
    }

    get page() {
        return this.pages[this.state.at];
    }

    get isLast() {
        return this.state.at >= this.pages.length - 1;
    }

    get where() {
        const { words } = this.props;
        const { kind, number } = this.page;
        if (kind === "question") {
            return fill(words.question_of, { number, all: this.induction.quiz.length });
        }
        const all = this.pages.length - this.induction.quiz.length;
        return fill(words.page_of, { page: this.state.at + 1, all });
    }

    get button() {
        const { words } = this.props;
        if (!this.isLast) {
            return words.next;
        }
        return this.induction.quiz.length ? words.hand_in : words.understood;
    }

    isChosen(question, answer) {
        return (this.state.chosen[question.id] || []).includes(answer.id);
    }

    onChoose(question, answer) {
        this.state.chosen = choose(this.state.chosen, question, answer.id);
        this.state.missing = false;
    }

    back() {
        this.state.missing = false;
        this.state.at -= 1;
    }

    async next() {
        const { page } = this;
        if (page?.kind === "question" && !this.state.chosen[page.question.id]?.length) {
            this.state.missing = true;
            return;
        }
        if (this.isLast) {
            await this.handIn();
        } else {
            this.state.at += 1;
        }
    }

    async handIn() {
        const { model } = this.props;
        const { id, quiz } = this.induction;
        const answers = quiz.length ? answersOf(quiz, this.state.chosen) : false;
        const answer = await model.send("/induction", { induction_id: id, answers });
        const result = answer?.result;
        if (result && (!result.passed || quiz.length)) {
            this.state.result = result;
        } else if (result) {
            model.next();
        }
    }

    /** From the first page, with nothing chosen. */
    again(at = 0) {
        Object.assign(this.state, { at, chosen: {}, result: null, missing: false });
    }

    answerAgain() {
        this.again(this.pages.length - this.induction.quiz.length);
    }
}
