import { Component, useState } from "@odoo/owl";
import { buttonsOf, factsOf, namesOf } from "./answer_words";

/** Cards of what one is asked, above whatever is looked at; each has its buttons. */
export class AnswerPopup extends Component {
    static template = "visitor_management.AnswerPopup";
    static props = {
        asked: { type: Object },
        answer: { type: Function },
        close: { type: Function },
        open: { type: Function },
    };

    setup() {
        this.state = useState(this.props.asked);
        Object.assign(this, { buttonsOf, factsOf, namesOf });
    }

    press(card, button) {
        if (button.reason) {
            card.refusing = !card.refusing;
            return;
        }
        return this.props.answer(card.id, button.decision);
    }

    refuse(card) {
        return this.props.answer(card.id, "refuse", card.reason.trim());
    }

    onKeydown(ev, card) {
        if (ev.key === "Escape") {
            ev.stopPropagation();
            this.props.close(card.id);
        }
    }
}
