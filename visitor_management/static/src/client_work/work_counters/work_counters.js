import { Component, useEffect, useRef } from "@odoo/owl";
import { LISTS } from "../work_words";

/** The lists with how many are on each; one of them is shown. */
export class WorkCounters extends Component {
    static template = "visitor_management.WorkCounters";
    static props = {
        counts: Object,
        list: String,
        isManager: Boolean,
        onChoose: Function,
    };

    setup() {
        const root = useRef("root");
        // more of them than a tablet is wide
        useEffect(
            () => {
                root.el.querySelector(".active")?.scrollIntoView({ block: "nearest", inline: "nearest" });
            },
            () => [this.props.list]
        );
    }

    get lists() {
        return Object.entries(LISTS)
            .filter(([, list]) => !list.managers || this.props.isManager)
            .map(([key, list]) => ({ key, ...list, count: this.props.counts[key] || 0 }));
    }
}
