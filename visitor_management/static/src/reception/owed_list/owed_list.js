import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatSiteTime } from "../../live_screen/site_time";
import { BUTTONS } from "../check_list/check_list";

/** What somebody who came in an emergency still owes: until when, and what mends it. */
export class OwedList extends Component {
    static template = "visitor_management.OwedList";
    static props = {
        person: Object,
        onMend: Function,
        onWaive: Function,
        waiving: { type: String, optional: true },
        slots: { type: Object, optional: true },
    };

    get title() {
        const { visit } = this.props.person;
        return _t("Still owed until %(time)s", {
            time: formatSiteTime(visit.emergency_due_at, visit.tz),
        });
    }

    button(reason) {
        return BUTTONS[reason.mend];
    }
}
