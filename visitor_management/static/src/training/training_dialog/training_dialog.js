import { Component, onWillStart, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { Course } from "../course/course";

/**
 * The trainings that are asked of a visitor, to be read out at the desk. What the visitor
 * has understood is recorded, without a quiz.
 */
export class TrainingDialog extends Component {
    static template = "visitor_management.TrainingDialog";
    static components = { Course, Dialog };
    static props = {
        person: Object,
        onTaken: Function, // with the id of a training; answers whether it was recorded
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ trainings: [], course: null, busy: false });
        onWillStart(() => this.load());
    }

    get title() {
        return _t("Safety training of %(name)s", { name: this.props.person.name });
    }

    get missing() {
        return this.state.trainings.filter((training) => training.missing);
    }

    call(method, ...args) {
        return this.orm.call("visitor.registration", method, [[this.props.person.id], ...args]);
    }

    async load() {
        this.state.trainings = await this.call("read_inductions");
        const [next] = this.missing;
        if (next) {
            await this.show(next);
        } else {
            this.state.course = null;
        }
    }

    async show({ id }) {
        this.state.course = await this.call("read_training", id);
    }

    async taken() {
        this.state.busy = true;
        const recorded = await this.props.onTaken(this.state.course.id);
        if (!recorded) {
            this.props.close(); // the screen says why
            return;
        }
        await this.load();
        this.state.busy = false;
        if (!this.missing.length) {
            this.props.close();
        }
    }
}
