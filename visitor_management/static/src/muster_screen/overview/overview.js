import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { stopwatch } from "../muster_words";

/** For whoever is in command: how far it is, by area and by assembly point. */
export class Overview extends Component {
    static template = "visitor_management.MusterOverview";
    static props = { model: Object, onArea: Function };

    get counts() {
        return this.props.model.muster.counts;
    }

    get done() {
        const { all, missing } = this.counts;
        return all ? Math.floor(((all - missing) / all) * 100) : 100;
    }

    get times() {
        const { seconds } = this.props.model.muster;
        return [
            [_t("Time to 95 %"), seconds.p95],
            [_t("Time to 100 %"), seconds.p100],
        ].map(([label, value]) => [label, value === false ? _t("not yet") : stopwatch(value)]);
    }

    get areas() {
        return this.props.model.areas.map((area) => ({
            ...area,
            name: area.name || _t("No area"),
            style: `width: ${((area.all - area.missing) / area.all) * 100}%`,
        }));
    }

    get points() {
        const { muster, screen } = this.props.model;
        const counts = new Map(muster.points.map(({ id, count }) => [id || 0, count]));
        const known = screen.points.map(({ id, name }) => [name, counts.get(id) || 0]);
        return [...known, [_t("No point said"), counts.get(0) || 0]];
    }
}
