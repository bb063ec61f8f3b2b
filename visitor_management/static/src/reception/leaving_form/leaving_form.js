import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/**
 * Leaving: card back, things handed back, nothing left behind, remarks. Enter closes,
 * unless somebody has to be asked: what is kept for the person, or waits outside.
 */
export class LeavingForm extends Component {
    static template = "visitor_management.LeavingForm";
    static props = {
        card: String, // number of the card that is out, or empty
        printed: Boolean, // the pass was printed
        things: { type: Array, optional: true }, // of theirs that are here
        itemPasses: { type: Array, optional: true }, // what they may take out
        onItemPass: { type: Function, optional: true },
        onLeave: Function,
        onCancel: Function,
    };

    setup() {
        this.state = useState({
            cardReturned: true,
            printedReturned: true,
            nothingLeft: true,
            remarks: "",
            handedBack: {}, // by id of the thing: yes or no, nothing before it is asked
        });
        this.root = useRef("root");
        this.submitRef = useRef("submit");
        useEffect(
            () => {
                const ask = this.root.el.querySelector(".o_vr_thing_back .btn");
                (ask || this.submitRef.el).focus();
            },
            () => []
        );
    }

    get things() {
        return this.props.things || [];
    }

    get itemPasses() {
        return (this.props.itemPasses || []).filter(({ state }) => state === "approved");
    }

    /** Whether somebody still has to be asked. Nobody is held by the answer. */
    get isAsking() {
        return this.things.some(({ id }) => this.state.handedBack[id] === undefined);
    }

    thingQuestion({ kind, name, quantity, slip }) {
        const what = [slip, quantity > 1 ? `${quantity} × ${name}` : name]
            .filter(Boolean)
            .join(" · ");
        return kind === "deposit"
            ? _t("Deposit given back? %(what)s", { what })
            : _t("Taken along? %(what)s", { what });
    }

    itemPassLabel({ name, lines }) {
        return _t("Exit pass %(name)s was not checked: %(things)s", {
            name,
            things: lines.map((line) => line.name).join(", "),
        });
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
        if (this.things.some(({ id }) => this.state.handedBack[id] === false)) {
            open.push(_t("What stays here is in the ledger until it is handed back."));
        }
        if (!this.state.nothingLeft) {
            open.push(_t("You get a task to hand back what was left behind."));
        }
        return open;
    }

    leave() {
        if (this.isAsking) {
            return;
        }
        this.props.onLeave(
            {
                card_returned: this.state.cardReturned,
                printed_returned: this.state.printedReturned,
                nothing_left: this.state.nothingLeft,
                remarks: this.state.remarks.trim(),
            },
            this.things.filter(({ id }) => this.state.handedBack[id]).map(({ id }) => id)
        );
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.stopPropagation();
            this.props.onCancel();
        }
    }
}
