import { Component, onPatched, onWillPatch, useEffect, useRef } from "@odoo/owl";

/** The id of the element of a line, which has the class `o_live_line`. */
export function lineId({ kind, id }) {
    return `o_live_line_${kind}_${id}`;
}

/**
 * The lines of one list, as the slot has them. Lines that come and go above what is
 * looked at move the list by their height: what is under the eyes stays there.
 */
export class AnchoredList extends Component {
    static template = "visitor_management.AnchoredList";
    static props = {
        label: String, // what a screen reader says of it
        isEmpty: Boolean, // no lines: what stands there is text
        selected: { type: [Object, { value: null }] }, // the line that is marked
        listRef: Function, // called with the element
        slots: Object,
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
                return () => this.props.listRef(null);
            },
            () => [this.root.el]
        );
        // a bar that comes or goes above the list makes it shorter or longer
        useEffect(
            (el) => {
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
                document.getElementById(this.selectedId)?.scrollIntoView({ block: "nearest" });
            },
            () => [this.selectedId]
        );
    }

    get selectedId() {
        return this.props.selected ? lineId(this.props.selected) : undefined;
    }

    /** The line whose place is kept: the first one that is seen. */
    findAnchor() {
        const list = this.root.el;
        if (!list?.scrollTop) {
            return null;
        }
        for (const line of list.querySelectorAll(".o_live_line")) {
            if (line.offsetTop + line.offsetHeight > list.scrollTop) {
                return { id: line.id, top: line.offsetTop };
            }
        }
        return null;
    }
}
