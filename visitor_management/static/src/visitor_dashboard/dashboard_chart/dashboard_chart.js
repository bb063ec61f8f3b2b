import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { cookie } from "@web/core/browser/cookie";
import { getCustomColor } from "@web/core/colors/colors";
import { localization } from "@web/core/l10n/localization";
import { formatInteger } from "@web/views/fields/formatters";

/**
 * Bars with a heading: as a picture, and as a table for those who read or type rather
 * than look and point. Each bar and each number opens what it counts.
 */
export class DashboardChart extends Component {
    static template = "visitor_management.DashboardChart";
    static props = {
        title: String,
        note: { type: String, optional: true },
        rows: Array, // of { key, label, and a number for each series }
        series: Array, // of { name, label, color: [light, dark] }
        empty: String,
        horizontal: { type: Boolean, optional: true },
        onOpen: Function, // (row, series)
    };

    setup() {
        this.canvas = useRef("canvas");
        this.state = useState({ table: false });
        this.format = formatInteger;
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            (canvas) => {
                const chart = canvas && new Chart(canvas, this.config);
                return () => chart?.destroy();
            },
            () => [this.canvas.el, this.props.rows]
        );
    }

    get isEmpty() {
        return !this.props.rows.some((row) => this.props.series.some(({ name }) => row[name]));
    }

    get config() {
        const { horizontal, rows, series } = this.props;
        const scheme = cookie.get("color_scheme");
        const text = getCustomColor(scheme, "#111827", "#E4E4E4");
        const grid = getCustomColor(scheme, "rgba(0,0,0,.1)", "rgba(255,255,255,.15)");
        const labels = { ticks: { color: text, autoSkipPadding: 12 }, grid: { display: false } };
        const counts = {
            beginAtZero: true,
            ticks: { color: text, precision: 0, maxTicksLimit: 6 },
            grid: { color: grid },
            border: { display: false },
        };
        return {
            type: "bar",
            data: {
                labels: rows.map((row) => row.label),
                datasets: series.map(({ name, label, color }) => ({
                    label,
                    data: rows.map((row) => row[name]),
                    backgroundColor: getCustomColor(scheme, ...color),
                    borderRadius: 3,
                    maxBarThickness: 42,
                })),
            },
            options: {
                indexAxis: horizontal ? "y" : "x",
                animation: false,
                maintainAspectRatio: false,
                locale: localization.code.replace("_", "-"),
                scales: horizontal ? { x: counts, y: labels } : { x: labels, y: counts },
                plugins: {
                    legend: {
                        display: series.length > 1,
                        position: "bottom",
                        labels: { color: text, boxWidth: 14 },
                    },
                },
                onHover: (ev, found) => {
                    ev.native.target.style.cursor = found.length ? "pointer" : "default";
                },
                onClick: (_ev, [bar]) => {
                    if (bar) {
                        this.props.onOpen(rows[bar.index], series[bar.datasetIndex]);
                    }
                },
            },
        };
    }
}
