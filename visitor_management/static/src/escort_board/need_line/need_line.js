import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { lineId } from "../../live_screen/anchored_list/anchored_list";
import { formatSiteTime, formatSiteWindow } from "../../live_screen/site_time";
import { place, standing } from "../board_time";

export const LOOKS = {
    nobody: { tone: "refused", icon: "fa-times-circle" },
    more: { tone: "late", icon: "fa-plus-circle" },
    waiting: { tone: "waiting", icon: "fa-hourglass-half" },
    met: { tone: "inside", icon: "fa-check-circle" },
    over: { tone: "quiet", icon: "fa-check" },
};

/** What a need says of itself, in a few words. */
export function wordsOf(need) {
    const { accepted, asked, needed, guests } = need;
    return {
        nobody:
            needed > 1
                ? _t("Nobody, %(needed)s escorts needed", { needed })
                : _t("Nobody asked"),
        more: _t("%(missing)s more needed for %(guests)s visitors", {
            missing: needed - accepted - asked,
            guests,
        }),
        waiting: _t("Waiting for an answer"),
        met: _t("%(accepted)s of %(needed)s accepted", { accepted, needed }),
        over: _t("Over"),
    }[standing(need)];
}

/** Why somebody is proposed. */
export function whyOf({ speaks, same_department, load }) {
    return [
        speaks && _t("same language"),
        same_department && _t("same department"),
        load ? _t("%(load)s today", { load }) : _t("free all day"),
    ]
        .filter(Boolean)
        .join(" · ");
}

/** A visit that needs an escort: when, who comes, how it stands, and whom to ask. */
export class NeedLine extends Component {
    static template = "visitor_management.EscortNeedLine";
    static props = {
        need: Object,
        span: Array,
        tz: String,
        selected: Boolean,
        onOpen: Function,
        onAssign: Function,
        onDrag: Function,
    };

    get dragHint() {
        return _t("Drop it on a person");
    }

    get id() {
        return lineId(this.props.need);
    }

    get time() {
        const { need, tz } = this.props;
        return formatSiteWindow(need.start, need.stop, tz);
    }

    get title() {
        const { organization, visitors, guests } = this.props.need;
        return `${organization || visitors} (${guests})`;
    }

    get about() {
        const { areas, languages, organization, visitors } = this.props.need;
        return [organization && visitors, areas, languages].filter(Boolean).join(" · ");
    }

    get look() {
        return LOOKS[standing(this.props.need)];
    }

    get words() {
        return wordsOf(this.props.need);
    }

    get bar() {
        const { need, span } = this.props;
        return place(need.start, need.stop, span);
    }

    get style() {
        return `left: ${this.bar.left}%; width: ${this.bar.width}%`;
    }

    get isOpen() {
        return ["nobody", "more"].includes(standing(this.props.need));
    }

    get people() {
        return this.props.need.escorts.filter(({ state }) =>
            ["requested", "accepted", "active", "done"].includes(state)
        );
    }

    asked(escort) {
        return formatSiteTime(escort.asked_at, this.props.tz);
    }

    why(proposal) {
        return whyOf(proposal);
    }

    onDragstart(ev) {
        ev.dataTransfer.effectAllowed = "link";
        ev.dataTransfer.setData("text/plain", String(this.props.need.id));
        this.props.onDrag(this.props.need.id);
    }
}
