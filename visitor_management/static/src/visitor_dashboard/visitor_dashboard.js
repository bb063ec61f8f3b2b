import { Component, onWillStart, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { deserializeDate, formatDate, serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { formatFloat, formatFloatTime, formatInteger } from "@web/views/fields/formatters";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { DashboardChart } from "./dashboard_chart/dashboard_chart";

const SETTINGS = "visitor_management.dashboard";
const BLUE = ["#3188E6", "#4EA7F2"];
const TEAL = ["#00A78D", "#43C5B1"];
const RED = ["#CE4257", "#EA6175"];

/** The days up to today that are offered; "own" is from a day to a day. */
const PERIODS = [
    ["7", _t("7 days")],
    ["30", _t("30 days")],
    ["90", _t("90 days")],
    ["365", _t("12 months")],
    ["own", _t("Other period")],
];

/**
 * The figures in their order: what they are called, what they count, the lines of
 * `visitor.analysis` that they open, and whether more of it is good (true) or bad.
 */
const TILES = [
    {
        name: "visits",
        label: _t("Visits"),
        hint: _t("Visits of which somebody came"),
        icon: "fa-calendar-check-o",
        domain: [["outcome", "=", "came"]],
    },
    {
        name: "arrivals",
        label: _t("Visitors"),
        hint: _t("People who came in, once a day"),
        icon: "fa-users",
        domain: [["arrivals", ">", 0]],
    },
    {
        name: "walk_ins",
        label: _t("Walk-ins"),
        hint: _t("Of all who came: without an appointment"),
        icon: "fa-street-view",
        unit: "%",
        domain: [["walk_ins", ">", 0]],
    },
    {
        name: "no_shows",
        label: _t("No-shows"),
        hint: _t("Of all who were announced: did not come"),
        icon: "fa-user-times",
        unit: "%",
        good: false,
        domain: [["outcome", "=", "no_show"]],
    },
    {
        name: "median",
        label: _t("Length of stay"),
        hint: _t("Half of all stays were shorter, half longer"),
        icon: "fa-clock-o",
        unit: "h",
        domain: [["length", "!=", false]],
    },
    {
        name: "on_time",
        label: _t("On time"),
        hint: _t("Of the announced who came: not late, as the site has it"),
        icon: "fa-check-circle-o",
        unit: "%",
        good: true,
        domain: [["punctuality", "in", ["0", "1"]]],
    },
];

/** Reception in figures: who came when, for how long, how punctually, and who did not. */
export class VisitorDashboard extends Component {
    static template = "visitor_management.VisitorDashboard";
    static components = { DashboardChart, DateTimeInput, Layout };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Dashboard");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.periods = PERIODS;
        this.state = useState({
            period: "30",
            siteId: false,
            ...JSON.parse(browser.localStorage.getItem(SETTINGS) || "{}"),
            first: false,
            last: false,
            figures: null,
            failure: "",
            loading: false,
        });
        if (this.state.period === "own") {
            this.state.period = "30";
        }
        onWillStart(() => this.load());
    }

    // ------------------------------------------------------------
    // READING
    // ------------------------------------------------------------

    async load() {
        const { period, siteId, first, last } = this.state;
        this.state.loading = true;
        const own = period === "own" && { first: serializeDate(first), last: serializeDate(last) };
        const kwargs = { site_id: siteId, ...(own || { days: parseInt(period) }) };
        try {
            this.state.figures = await this.keepLast.add(
                this.orm.call("visitor.dashboard", "read_figures", [], kwargs)
            );
            this.state.failure = "";
            this.state.siteId = this.state.figures.site_id;
            this.state.first = deserializeDate(this.state.figures.first);
            this.state.last = deserializeDate(this.state.figures.last);
        } catch (error) {
            this.state.failure = error.data?.message || _t("The server does not answer.");
        }
        this.state.loading = false;
    }

    onSite(ev) {
        this.choose({ siteId: Number(ev.target.value) || false });
    }

    choose(changes) {
        Object.assign(this.state, changes);
        const { period, siteId } = this.state;
        browser.localStorage.setItem(SETTINGS, JSON.stringify({ period, siteId }));
        return this.load();
    }

    chooseDay(name, day) {
        if (day && !day.hasSame(this.state[name], "day")) {
            const other = name === "first" ? "last" : "first";
            const days = [day, this.state[other]].sort((one, two) => one - two);
            this.choose({ first: days[0], last: days[1] });
        }
    }

    // ------------------------------------------------------------
    // WORDS
    // ------------------------------------------------------------

    get isEmpty() {
        const { tiles } = this.state.figures;
        return !tiles.arrivals && !tiles.visits && tiles.no_shows === false;
    }

    get compared() {
        const { first, last } = this.state;
        const days = Math.round(last.diff(first, "days").days) + 1;
        return _t("%(first)s – %(last)s, compared with the %(days)s days before", {
            first: formatDate(first),
            last: formatDate(last),
            days,
        });
    }

    get untrained() {
        const { untrained, asked_training } = this.state.figures;
        return untrained
            ? _t("Staff without valid training: %(count)s of %(all)s", {
                  count: untrained,
                  all: asked_training,
              })
            : _t("All staff at reception is trained");
    }

    openUntrained() {
        this.action.doAction("visitor_management.visitor_induction_due_action");
    }

    get tiles() {
        const { tiles, before } = this.state.figures;
        return TILES.map((tile) => ({
            ...tile,
            known: tiles[tile.name] !== false,
            value: this.say(tile, tiles[tile.name]),
            change: this.change(tile, tiles[tile.name], before[tile.name]),
        }));
    }

    say({ unit }, value) {
        if (value === false) {
            return "–";
        }
        if (unit === "h") {
            return value < 1
                ? _t("%s min", Math.round(value * 60))
                : _t("%s h", formatFloatTime(value, { noLeadingZeroHour: true }));
        }
        return unit ? `${formatFloat(value, { digits: [0, 1] })} %` : formatInteger(value);
    }

    /** By how much it is more or less than before: shares in points, others in percent. */
    change({ unit, good }, now, before) {
        if (now === false || before === false || (unit !== "%" && !before)) {
            return { icon: "fa-minus", text: _t("nothing to compare with"), color: "text-muted" };
        }
        const points = unit === "%";
        const by = points ? now - before : (100 * (now - before)) / before;
        const rounded = Math.round(by * 10) / 10;
        if (!rounded) {
            return { icon: "fa-minus", text: _t("as before"), color: "text-muted" };
        }
        const more = rounded > 0;
        const size = formatFloat(Math.abs(rounded), { digits: [0, 1] });
        const texts = points
            ? [_t("%s points less", size), _t("%s points more", size)]
            : [_t("%s less", `${size} %`), _t("%s more", `${size} %`)];
        const judged = good === undefined ? "o_vd_even" : good === more ? "o_vd_good" : "o_vd_bad";
        return {
            icon: more ? "fa-arrow-up" : "fa-arrow-down",
            text: texts[Number(more)],
            color: judged,
        };
    }

    get charts() {
        const { figures } = this.state;
        const people = (name, label, color) => ({ name, label, color });
        const stays = [people("count", _t("Stays"), BLUE)];
        return [
            {
                name: "hours",
                title: _t("Arrivals by hour of the day"),
                note: _t("People, on the clock of the site"),
                rows: figures.hours,
                series: [people("count", _t("Visitors"), BLUE)],
                empty: _t("Nobody came in this period."),
                open: (row) => [
                    ["hour", "=", row.key],
                    ["arrivals", ">", 0],
                ],
            },
            {
                name: "lengths",
                title: _t("Length of stay"),
                note: _t("Stays that ended at the desk or a gate, not by closing time"),
                rows: figures.lengths,
                series: stays,
                horizontal: true,
                empty: _t("Nobody has left yet in this period."),
                open: (row) => [["length", "=", row.key]],
            },
            {
                name: "trend",
                title: {
                    day: _t("Walk-ins and no-shows by day"),
                    week: _t("Walk-ins and no-shows by week"),
                    month: _t("Walk-ins and no-shows by month"),
                }[figures.unit],
                note: _t("People"),
                rows: figures.trend.map((row) => ({ ...row, label: this.step(row.key) })),
                series: [
                    people("walk_ins", _t("Walk-ins"), TEAL),
                    people("no_shows", _t("No-shows"), RED),
                ],
                empty: _t("Everybody was announced, and everybody came."),
                open: (row, { name }) => [
                    ["day", ">=", row.key],
                    ["day", "<", serializeDate(this.after(row.key))],
                    [name, ">", 0],
                ],
            },
            {
                name: "punctuality",
                title: _t("Punctuality"),
                note: _t("Announced visitors on the first day of their visit"),
                rows: figures.punctuality,
                series: [people("count", _t("Visitors"), BLUE)],
                horizontal: true,
                empty: _t("Nobody who was announced came in this period."),
                open: (row) => [["punctuality", "=", row.key]],
            },
        ];
    }

    step(key) {
        const day = deserializeDate(key);
        return this.state.figures.unit === "month"
            ? day.toLocaleString({ month: "short", year: "numeric" })
            : day.toLocaleString({ month: "short", day: "numeric" });
    }

    after(key) {
        return deserializeDate(key).plus({ [`${this.state.figures.unit}s`]: 1 });
    }

    // ------------------------------------------------------------
    // OPENING
    // ------------------------------------------------------------

    async open(name, domain) {
        const action = await this.action.loadAction(
            "visitor_management.visitor_analysis_figure_action"
        );
        return this.action.doAction({
            ...action,
            name,
            display_name: name,
            domain: [...this.state.figures.domain, ...domain],
        });
    }

    openAll() {
        return this.action.doAction("visitor_management.visitor_analysis_action");
    }
}

registry.category("actions").add("visitor_management.dashboard", VisitorDashboard);
