import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatSiteTime, formatSiteWindow } from "../../live_screen/site_time";
import { lookOf } from "../../state_badge/state_looks";
import { hours, place } from "../board_time";

/** Who may escort, a row each: when they work, when they are away, with whom they are. */
export class PeopleBars extends Component {
    static template = "visitor_management.EscortPeopleBars";
    static props = {
        people: Array,
        span: Array,
        tz: String,
        now: { type: [Number, { value: null }] },
        dragged: Number, // the visit whose bar is held
        onDrop: Function,
        onOpen: Function,
    };

    setup() {
        this.state = useState({ over: 0 });
    }

    get marks() {
        return hours(this.props.span).map(({ at, left }) => ({
            left,
            label: formatSiteTime(
                luxon.DateTime.fromMillis(at).toUTC().toFormat("yyyy-MM-dd HH:mm:ss"),
                this.props.tz
            ),
        }));
    }

    about({ department, language, load }) {
        return [department, language, load && _t("%(load)s today", { load })]
            .filter(Boolean)
            .join(" · ");
    }

    /** Pairs of moments as styles, those that are seen. */
    styles(pairs) {
        return (pairs || [])
            .map(([start, stop]) => place(start, stop, this.props.span))
            .filter(Boolean)
            .map(({ left, width }) => `left: ${left}%; width: ${width}%`);
    }

    bars(person) {
        return person.bars
            .map((bar) => ({ ...bar, place: place(bar.start, bar.stop, this.props.span) }))
            .filter((bar) => bar.place)
            .map((bar) => ({
                ...bar,
                ...lookOf("visitor.escort", bar.state),
                style: `left: ${bar.place.left}%; width: ${bar.place.width}%`,
                title: `${bar.number} ${formatSiteWindow(bar.start, bar.stop, this.props.tz)}`,
            }));
    }

    onDragover(ev, person) {
        if (this.props.dragged) {
            ev.preventDefault();
            this.state.over = person.id;
        }
    }

    onDrop(ev, person) {
        ev.preventDefault();
        this.state.over = 0;
        this.props.onDrop(person.id);
    }
}
