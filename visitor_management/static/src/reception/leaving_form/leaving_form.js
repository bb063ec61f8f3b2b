import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** Leaving: card back, nothing left behind, remarks. Enter closes. */
export class LeavingForm extends Component {
    static template = "visitor_management.LeavingForm";
    static props = {
        card: String, // number of the card that is out, or empty
        printed: Boolean, // the pass was printed
        onLeave: Function,
        onCancel: Function,
    };

    setup() {
        this.state = useState({
            cardReturned: true,
            printedReturned: true,
            nothingLeft: true,
            remarks: "",
        });
        this.submitRef = useRef("submit");
        useEffect(
            () => this.submitRef.el.focus(),
            () => []
        );
    }

    get cardQuestion() {
        return _t("Card %(number)s back?", { number: this.props.card });
    }

    get remarksHint() {
        return this.state.nothingLeft
            ? _t("Remarks for the register")
            : _t("What was left, and where it is kept");
    }

    /** What stays open after this departure, as it is answered now. */
    get staysOpen() {
        const open = [];
        if (!this.state.cardReturned || !this.state.printedReturned) {
            open.push(_t("The pass opens nothing any more and stays on the list “Cards out”."));
        }
        if (!this.state.nothingLeft) {
            open.push(_t("You get a task to hand back what was left behind."));
        }
        return open;
    }

    leave() {
        this.props.onLeave({
            card_returned: this.state.cardReturned,
            printed_returned: this.state.printedReturned,
            nothing_left: this.state.nothingLeft,
            remarks: this.state.remarks.trim(),
        });
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.stopPropagation();
            this.props.onCancel();
        }
    }
}
