import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatSiteTime } from "../../live_screen/site_time";
import { CATEGORIES, STATUSES } from "../muster_words";

/** One person: whom to call, how seen, by whom, and what can be said now. */
export class PersonPanel extends Component {
    static template = "visitor_management.MusterPersonPanel";
    static props = { model: Object, detail: Object };

    get line() {
        const { model, detail } = this.props;
        return model.all.find(({ id }) => id === detail.id) || detail;
    }

    get look() {
        return this.props.model.look(this.line);
    }

    get statuses() {
        return Object.entries(STATUSES).map(([name, look]) => ({ name, ...look }));
    }

    get facts() {
        const { detail } = this.props;
        return [
            [_t("Class of Person"), CATEGORIES[detail.category]],
            [_t("Firm"), detail.firm],
            [_t("Visited Person"), detail.host],
            [_t("Last Area"), detail.area],
        ].filter(([, value]) => value);
    }

    get phones() {
        const { detail } = this.props;
        return [
            [_t("Call the person"), detail.mobile],
            [_t("Call the host"), detail.host_phone],
        ].filter(([, number]) => number);
    }

    at(tick) {
        return formatSiteTime(tick.at, this.props.model.site.tz);
    }

    lookOf(tick) {
        return STATUSES[tick.status];
    }
}
