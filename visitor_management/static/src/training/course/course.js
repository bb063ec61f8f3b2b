import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/**
 * A safety training as it is read: steps, the ways out, and the quiz if it is taken here.
 * What is chosen is kept by whoever shows it, by question.
 */
export class Course extends Component {
    static template = "visitor_management.Course";
    static props = {
        course: Object, // as `visitor.induction._shown` answers
        chosen: { type: Object, optional: true }, // ids of answers by id of a question
        explained: { type: Array, optional: true }, // what was answered wrongly
    };

    get fallback() {
        const { course } = this.props;
        return (
            course.fallback &&
            _t("This training is not translated yet: it is shown in %(language)s.", {
                language: course.language,
            })
        );
    }

    get passMark() {
        return _t("Passed with %(mark)s % of right answers.", {
            mark: this.props.course.pass_mark,
        });
    }

    places() {
        const { route } = this.props.course;
        return route ? route.places : [];
    }

    isChosen(question, answer) {
        return (this.props.chosen[question.id] || []).includes(answer.id);
    }

    choose(question, answer) {
        const { chosen } = this.props;
        const before = chosen[question.id] || [];
        if (!question.several) {
            chosen[question.id] = [answer.id];
        } else if (before.includes(answer.id)) {
            chosen[question.id] = before.filter((id) => id !== answer.id);
        } else {
            chosen[question.id] = [...before, answer.id];
        }
    }

    wrong(question) {
        return (this.props.explained || []).find((each) => each.question_id === question.id);
    }
}
