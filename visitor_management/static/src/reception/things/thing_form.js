import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** A thing of the visitor that is written down: kept here, brought in, or left outside. */
export class ThingForm extends Component {
    static template = "visitor_management.ThingForm";
    static props = { onAdd: Function, onCancel: Function };

    setup() {
        this.kinds = [
            ["deposit", _t("Deposit")],
            ["brought", _t("Brought in")],
            ["forbidden", _t("Stays outside")],
        ];
        this.valuables = [
            ["no", _t("No valuables")],
            ["declared", _t("Declared and checked")],
            ["sealed", _t("Sealed")],
        ];
        this.state = useState({
            kind: "deposit",
            name: "",
            quantity: 1,
            place: "",
            serial: "",
            valuable: "no",
            declared: "",
            seal: "",
        });
        this.nameRef = useRef("name");
        useEffect(
            () => this.nameRef.el.focus(),
            () => []
        );
    }

    get isDeposit() {
        return this.state.kind === "deposit";
    }

    add() {
        const { kind, name, quantity, place, serial, valuable, declared, seal } = this.state;
        const thing = { kind, name: name.trim(), quantity: Math.trunc(quantity) || 1 };
        if (kind === "brought") {
            Object.assign(thing, { serial });
        } else {
            Object.assign(thing, { place });
        }
        if (this.isDeposit) {
            Object.assign(thing, { valuable });
            if (valuable === "declared") {
                thing.declared = declared;
            } else if (valuable === "sealed") {
                thing.seal = seal;
            }
        }
        this.props.onAdd(thing);
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.stopPropagation();
            this.props.onCancel();
        }
    }
}
