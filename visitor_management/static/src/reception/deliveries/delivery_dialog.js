import { Component, onWillStart, useState } from "@odoo/owl";
import { AutoComplete } from "@web/core/autocomplete/autocomplete";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { UnitTold } from "../unit_told/unit_told";

/** Somebody delivers: a tap on the firm lets them in. No name of a person is asked. */
export class DeliveryDialog extends Component {
    static template = "visitor_management.DeliveryDialog";
    static components = { AutoComplete, Dialog, UnitTold };
    static props = {
        model: Object,
        onArrived: Function, // with the id of the delivery, and what it is called
        close: Function,
    };

    setup() {
        this.title = _t("New delivery");
        this.unitHint = _t("Number of the unit");
        this.state = useState({
            unit: null, // {id, name, instructions}
            plate: "",
            firm: "", // one without a button
            choices: { firms: [], kinds: [], emergency: [] },
            problem: "",
            busy: false,
        });
        this.units = [{ options: (text) => this.findUnits(text), optionSlot: "unit" }];
        onWillStart(async () => {
            const { model } = this.props;
            const choices = await model.run(() =>
                model.call("find_delivery_choices", [model.site.id])
            );
            if (choices) {
                this.state.choices = choices;
            } else {
                this.state.problem = model.message?.text || "";
            }
        });
    }

    async findUnits(text) {
        const { model } = this.props;
        if (!text) {
            return [];
        }
        const units = await model.run(() =>
            model.call("find_units", [model.site.id, text], true)
        );
        return (units || []).map((unit) => ({
            label: unit.name,
            data: unit,
            onSelect: () => (this.state.unit = unit),
        }));
    }

    arriveByFirm(firm) {
        return this.arrive(firm.name, { firm_id: firm.id });
    }

    arriveByKind(kind) {
        const firm = this.state.firm.trim();
        return this.arrive(firm || kind.name, { kind_id: kind.id, firm });
    }

    /** Nothing is asked of an emergency vehicle, and nothing but the time is kept. */
    pass(kind) {
        return this.arrive(kind.name, { kind_id: kind.id }, true);
    }

    async arrive(name, said, emergency = false) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        const { model } = this.props;
        const { unit, plate } = this.state;
        const where = emergency ? {} : { unit_id: unit?.id || false, plate: plate.trim() };
        model.message = null;
        const id = await model.run(() =>
            model.orm.call("visitor.delivery", "arrive", [model.site.id], {
                ...said,
                ...where,
            })
        );
        this.state.busy = false;
        if (id) {
            this.props.close();
            this.props.onArrived({ id, name, unit: where.unit_id ? unit.name : "", emergency });
        } else {
            this.state.problem = model.message?.text || "";
        }
    }
}
