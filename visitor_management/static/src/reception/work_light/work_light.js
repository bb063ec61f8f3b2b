import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** By the colour of the server: how it looks, and the word beside it. */
export const LIGHTS = {
    green: { tone: "inside", icon: "fa-check-circle", word: _t("Works permitted") },
    amber: { tone: "late", icon: "fa-exclamation-triangle", word: _t("Works permitted, for now") },
    red: { tone: "refused", icon: "fa-ban", word: _t("No works") },
};

/** What a guard sees of a worker whose pass was scanned: may this person work here now? */
export class WorkLight extends Component {
    static template = "visitor_management.WorkLight";
    static props = { light: Object, listed: Boolean };

    get look() {
        return LIGHTS[this.props.light.colour];
    }

    /** What is missing stands below, where it can be mended. */
    get isListed() {
        return this.props.listed && this.props.light.colour === "red";
    }
}
