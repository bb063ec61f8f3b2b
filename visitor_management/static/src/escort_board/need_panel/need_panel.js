import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ReasonForm } from "../../live_screen/reason_form/reason_form";
import { formatSiteTime, formatSiteWindow } from "../../live_screen/site_time";
import { lookOf } from "../../state_badge/state_looks";
import { standing } from "../board_time";
import { LOOKS, whyOf, wordsOf } from "../need_line/need_line";

const LIVE = ["requested", "accepted", "active"];

/** One visit: who comes, who was asked, and everybody who could be. */
export class NeedPanel extends Component {
    static template = "visitor_management.EscortNeedPanel";
    static components = { ReasonForm };
    static props = { model: Object, detail: Object, onAssign: Function, onEscort: Function };

    setup() {
        this.reasonHint = _t("Why is it called off? The employee reads it");
        this.callOff = _t("Call off");
    }

    get tz() {
        return this.props.model.board.tz;
    }

    get facts() {
        const { detail } = this.props;
        return [
            [_t("Time"), formatSiteWindow(detail.start, detail.stop, this.tz)],
            [_t("Visitors"), detail.visitors],
            [_t("Number of Visitors"), String(detail.guests)],
            [_t("Languages"), detail.languages],
            [_t("Where"), detail.areas],
            [_t("Visited"), detail.host],
            [_t("Kind of Visit"), detail.type],
        ].filter(([, text]) => text);
    }

    get look() {
        return LOOKS[standing(this.props.detail)];
    }

    get words() {
        return wordsOf(this.props.detail);
    }

    lookOf(escort) {
        return lookOf("visitor.escort", escort.state);
    }

    isLive(escort) {
        return LIVE.includes(escort.state);
    }

    asked(escort) {
        return formatSiteTime(escort.asked_at, this.tz);
    }

    why(choice) {
        return choice.against.length ? choice.against.join(" ") : whyOf(choice);
    }
}
