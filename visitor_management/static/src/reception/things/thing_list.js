import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** How a thing looks, and how it goes back to its owner, by its kind. */
const LOOKS = {
    deposit: ["late", "fa-suitcase"],
    brought: ["neutral", "fa-laptop"],
    forbidden: ["refused", "fa-ban"],
    taken_out: ["neutral", "fa-share-square-o"],
    found: ["waiting", "fa-search"],
};
const PASS_LOOKS = {
    draft: ["waiting", "fa-hourglass-half"],
    approved: ["inside", "fa-check-circle"],
};

/** What of the visitor is here, and what may be taken out today. */
export class ThingList extends Component {
    static template = "visitor_management.ThingList";
    static props = {
        things: Array,
        itemPasses: Array,
        onHandBack: Function, // with an id
        onPrint: Function, // with an id
        onItemPass: Function, // with an id
    };

    get things() {
        return this.props.things.map((thing) => {
            const [tone, icon] = LOOKS[thing.kind];
            const what = thing.quantity > 1 ? `${thing.quantity} × ${thing.name}` : thing.name;
            const button = thing.kind === "brought" ? _t("Taken along") : _t("Give back");
            return { ...thing, tone, icon, what, button };
        });
    }

    get itemPasses() {
        return this.props.itemPasses.map((each) => {
            const [tone, icon] = each.stopped
                ? ["refused", "fa-hand-paper-o"]
                : PASS_LOOKS[each.state];
            let label = each.state === "draft" ? _t("To be approved") : _t("May be taken out");
            if (each.stopped) {
                label = _t("Stopped, does not match");
            }
            const things = each.lines
                .map(({ name, quantity }) => (quantity > 1 ? `${quantity} × ${name}` : name))
                .join(", ");
            return { ...each, tone, icon, label, things };
        });
    }
}
