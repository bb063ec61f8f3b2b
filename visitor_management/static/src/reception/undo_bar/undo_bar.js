import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useNow } from "../../live_screen/now";

const SECOND = 1000;

/** What was done at the desks of the site just now, latest first: one press undoes it. */
export class UndoBar extends Component {
    static template = "visitor_management.UndoBar";
    static props = { acts: Array, onUndo: Function };

    setup() {
        this.clock = useNow();
        this.state = useState({ more: false });
    }

    /** Those that can still be taken back; the first alone unless more are asked for. */
    get acts() {
        return this.props.acts
            .filter((act) => act.endsAt > this.clock.now)
            .map((act) => ({ ...act, left: this.left(act) }));
    }

    get shown() {
        return this.state.more ? this.acts : this.acts.slice(0, 1);
    }

    get moreLabel() {
        return _t("%(count)s earlier", { count: this.acts.length - 1 });
    }

    left({ endsAt }) {
        const seconds = Math.max(0, Math.round((endsAt - this.clock.now) / SECOND));
        const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
        return _t("%(time)s left", { time });
    }

    by({ by }) {
        return _t("by %(name)s", { name: by });
    }
}
