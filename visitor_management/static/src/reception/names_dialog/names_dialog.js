import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Dialog } from "@web/core/dialog/dialog";
import { useAutofocus } from "@web/core/utils/hooks";

/** Who the people of a group are, where the kind of visit wants each by name. */
export class NamesDialog extends Component {
    static template = "visitor_management.NamesDialog";
    static components = { Dialog };
    static props = {
        model: Object,
        visitId: Number,
        leader: { type: Object, optional: true }, // who is named, of a group under one pass
        count: Number, // of those without a name
        close: Function,
    };

    setup() {
        this.state = useState({ text: "", problem: "", busy: false });
        useAutofocus({ refName: "names", mobile: true });
    }

    get hint() {
        const { leader, count } = this.props;
        return leader
            ? _t("Besides %(name)s, who has this pass: one name on each line.", {
                  name: leader.name,
              })
            : _t("%(count)s without names: one name on each line.", { count });
    }

    get names() {
        return this.state.text
            .split("\n")
            .map((name) => name.trim())
            .filter(Boolean);
    }

    get counted() {
        return _t("%(named)s of %(count)s", {
            named: this.names.length,
            count: this.props.count,
        });
    }

    async enter() {
        const { model, visitId, leader, close } = this.props;
        Object.assign(this.state, { busy: true, problem: "" });
        const done = await model.act(() =>
            model.orm.call("visitor.visit", "name_people", [[visitId], this.names], {
                leader_id: leader?.id || false,
            })
        );
        this.state.busy = false;
        if (!done) {
            this.state.problem = model.message?.text || "";
            return;
        }
        close();
        await model.open({ kind: "visit", id: visitId });
        model.say("success", _t("Entered. Everybody has a pass of their own now."));
    }
}
