import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Course } from "../course/course";

const MODEL = "visitor.my.training";

/** The own trainings of an employee: which are due, and taking one. */
export class MyTraining extends Component {
    static template = "visitor_management.MyTraining";
    static components = { Course, Layout };
    static props = { ...standardActionServiceProps };
    static displayName = _t("My Training");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.top = useRef("top");
        this.state = useState({
            mine: null,
            failure: "",
            course: null,
            chosen: {},
            result: null, // of what was handed in
            busy: false,
        });
        onWillStart(() => this.load());
    }

    async load() {
        try {
            this.state.mine = await this.orm.call(MODEL, "read_mine", []);
            this.state.failure = "";
        } catch (error) {
            this.state.failure = error.data?.message || _t("The server does not answer.");
        }
    }

    // ------------------------------------------------------------
    // WORDS
    // ------------------------------------------------------------

    look({ valid, taken, needed }) {
        if (valid) {
            return { icon: "fa-check-circle", color: "text-success", word: _t("Valid") };
        }
        if (taken) {
            return { icon: "fa-history", color: "text-danger", word: _t("Out of date") };
        }
        return needed
            ? { icon: "fa-exclamation-circle", color: "text-danger", word: _t("Not taken yet") }
            : { icon: "fa-circle-o", color: "text-muted", word: _t("To accompany visitors") };
    }

    until({ until }) {
        return until && _t("valid until %(day)s", { day: formatDate(deserializeDate(until)) });
    }

    get answered() {
        const { course, chosen } = this.state;
        return course.quiz.every((question) => (chosen[question.id] || []).length);
    }

    get verdict() {
        const { passed, score } = this.state.result;
        if (!this.state.course.quiz.length) {
            return _t("Thank you: your training is recorded.");
        }
        return passed
            ? _t("Passed with %(score)s %.", { score })
            : _t("%(score)s %: not passed. Read what is said below and try again.", { score });
    }

    // ------------------------------------------------------------
    // TAKING ONE
    // ------------------------------------------------------------

    async open({ id }) {
        try {
            this.state.course = await this.orm.call(MODEL, "open_mine", [id]);
            Object.assign(this.state, { chosen: {}, result: null, failure: "" });
        } catch (error) {
            this.state.failure = error.data?.message || _t("The server does not answer.");
        }
    }

    async handIn() {
        const { course, chosen } = this.state;
        const answers = course.quiz.map(({ id }) => ({
            question_id: id,
            answer_ids: [...(chosen[id] || [])],
        }));
        this.state.busy = true;
        try {
            const args = [course.id, answers, course.lang];
            this.state.result = await this.orm.call(MODEL, "hand_in", args);
            this.state.failure = "";
        } catch (error) {
            this.state.failure = error.data?.message || _t("The server does not answer.");
        }
        this.state.busy = false;
        this.top.el?.scrollIntoView();
        await this.load();
    }

    back() {
        Object.assign(this.state, { course: null, result: null, failure: "" });
        return this.load();
    }

    openTeam() {
        this.action.doAction("visitor_management.visitor_induction_due_action");
    }
}

registry.category("actions").add("visitor_my_training", MyTraining);
