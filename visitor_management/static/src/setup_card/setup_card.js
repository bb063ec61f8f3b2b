import { Component, onWillStart, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";

const TITLES = {
    reception: _t("Get reception going"),
    clients: _t("Get client relations going"),
};
// who sets a half up: as on the server, which decides
const GROUPS = {
    reception: ["visitor_management.group_visitor_admin"],
    clients: [
        "visitor_management.group_visitor_admin",
        "visitor_management.group_client_manager",
    ],
};

/**
 * What one half needs before the first day, one button a line. On the main screen until
 * all is green or it was put away; by itself (`always`) from the configuration.
 */
export class SetupCard extends Component {
    static template = "visitor_management.SetupCard";
    static props = {
        half: String,
        always: { type: Boolean, optional: true },
        /** something was set up that the screen below shows */
        onChanged: { type: Function, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        // on a phone the screen below is what one came for
        const open = !useService("ui").isSmall;
        this.state = useState({ card: null, open, busy: false });
        onWillStart(async () => {
            const groups = await Promise.all(
                GROUPS[this.props.half].map((group) => user.hasGroup(group))
            );
            if (groups.some(Boolean)) {
                await this.load();
            }
        });
    }

    get title() {
        return TITLES[this.props.half];
    }

    get progress() {
        const { done, count } = this.state.card;
        return _t("%(done)s of %(count)s done", { done, count });
    }

    get isDone() {
        return this.state.card.done === this.state.card.count;
    }

    async load() {
        const card = await this.orm.call("visitor.setup", "read_card", [this.props.half]);
        // what was shown stays, to be seen turning green, until it is put away
        this.state.card = this.props.always || this.state.card || card.shown ? card : null;
    }

    mark(line) {
        if (line.done) {
            return { icon: "fa-check-circle", tone: "done", word: _t("Done") };
        }
        if (line.optional) {
            return { icon: "fa-minus-circle", tone: "optional", word: _t("If you like") };
        }
        return { icon: "fa-times-circle", tone: "missing", word: _t("Missing") };
    }

    async press({ action, label }) {
        if (action.ask) {
            this.dialog.add(ConfirmationDialog, {
                title: label,
                body: action.ask,
                confirmLabel: action.yes,
                cancelLabel: _t("Back"),
                confirm: () => this.call(action.method),
                cancel: () => {},
            });
        } else if (action.method) {
            await this.call(action.method);
        } else {
            await this.action.doAction(action.id, {
                additionalContext: action.context || {},
                onClose: () => this.changed(),
            });
        }
    }

    async call(method) {
        this.state.busy = true;
        try {
            const next = await this.orm.call("visitor.setup", method, []);
            if (next?.type) {
                await this.action.doAction(next);
            }
        } finally {
            this.state.busy = false;
        }
        await this.changed();
    }

    async changed() {
        await this.load();
        this.props.onChanged?.();
    }

    async putAway() {
        await this.orm.call("visitor.setup", "hide", [this.props.half]);
        this.state.card = null;
    }
}
