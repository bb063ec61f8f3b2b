import { Component, onPatched, onWillPatch, useEffect, useRef } from "@odoo/owl";
import { VisitorLine } from "./visitor_line";

/**
 * The people of one list. Lines that come and go above what is looked at move the list
 * by their height: what is under the eyes stays there.
 */
export class VisitorList extends Component {
    static template = "visitor_management.VisitorList";
    static components = { VisitorLine };
    static props = {
        lines: Array,
        selected: { type: [Object, { value: null }] },
        tz: String,
        now: Object,
        days: Number,
        listRef: Function,
        onOpen: Function,
        onCheckIn: Function, // with the id of a person who is ready
        slots: { type: Object, optional: true },
    };

    setup() {
        this.root = useRef("list");
        let anchor = null;
        onWillPatch(() => {
            anchor = this.findAnchor();
        });
        onPatched(() => {
            const line = anchor && document.getElementById(anchor.id);
            if (line) {
                this.root.el.scrollTop += line.offsetTop - anchor.top;
            }
        });
        useEffect(
            (el) => {
                this.props.listRef(el);
            },
            () => [this.root.el]
        );
        // a bar that comes or goes above the list makes it shorter or longer
        useEffect(
            (el) => {
                if (!el) {
                    return;
                }
                let top = el.getBoundingClientRect().top;
                const observer = new ResizeObserver(() => {
                    const now = el.getBoundingClientRect().top;
                    if (el.scrollTop) {
                        el.scrollTop += now - top;
                    }
                    top = now;
                });
                observer.observe(el);
                return () => observer.disconnect();
            },
            () => [this.root.el]
        );
        useEffect(
            () => {
                const line = document.getElementById(this.selectedId);
                line?.scrollIntoView({ block: "nearest" });
            },
            () => [this.selectedId]
        );
    }

    get selectedId() {
        const { selected } = this.props;
        return selected ? `o_vr_line_${selected.kind}_${selected.id}` : undefined;
    }

    /** The line whose place is kept: the first one that is seen. */
    findAnchor() {
        const list = this.root.el;
        if (!list?.scrollTop) {
            return null;
        }
        for (const line of list.querySelectorAll(".o_vr_line")) {
            if (line.offsetTop + line.offsetHeight > list.scrollTop) {
                return { id: line.id, top: line.offsetTop };
            }
        }
        return null;
    }

    isSelected(line) {
        const { selected } = this.props;
        return selected?.kind === line.kind && selected.id === line.id;
    }
}
