import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";

import { fill } from "../words";

const LIBRARY = "/web/static/lib/pdfjs";
const PARTS = ["pdf.js", "pdf.worker.js"];
const DENSITY = 2;
const MOST_SHEETS = 60;

/** Odoo's own reader of PDF files, fetched when there is one to read. */
function loadReader() {
    const load = (name) =>
        new Promise((done, failed) => {
            const script = document.createElement("script");
            Object.assign(script, { type: "module", src: `${LIBRARY}/build/${name}` });
            Object.assign(script, { onload: done, onerror: failed });
            document.head.append(script);
        });
    loadReader.loaded ||= Promise.all(PARTS.map(load));
    return loadReader.loaded.then(() => globalThis.pdfjsLib);
}

/**
 * A PDF as sheets below each other. Tablets show none inside of a page by themselves, and
 * what shows them has buttons that lead away.
 */
export class PdfSheets extends Component {
    static template = "visitor_management.PdfSheets";
    static props = { blob: Object, label: String, words: Object, onFailed: Function };

    setup() {
        this.fill = fill;
        this.root = useRef("root");
        this.state = useState({ sheets: [] });
        onMounted(() => this.read().catch(() => this.gone || this.props.onFailed()));
        onWillUnmount(() => {
            this.gone = true;
            this.task?.destroy();
        });
    }

    async read() {
        const reader = await loadReader();
        this.task = reader.getDocument({
            data: new Uint8Array(await this.props.blob.arrayBuffer()),
            cMapUrl: `${LIBRARY}/web/cmaps/`,
            cMapPacked: true,
            isEvalSupported: false,
            enableXfa: false,
            verbosity: 0,
        });
        const file = await this.task.promise;
        const count = Math.min(file.numPages, MOST_SHEETS);
        this.state.sheets = Array.from({ length: count }, (_each, at) => at + 1);
        for (let number = 1; number <= count && !this.gone; number++) {
            await this.draw(await file.getPage(number), number);
        }
    }

    async draw(page, number) {
        await new Promise((done) => requestAnimationFrame(done));
        const canvas = this.root.el?.querySelector(`[data-sheet="${number}"]`);
        if (!canvas) {
            return;
        }
        const width = canvas.clientWidth || 600;
        const natural = page.getViewport({ scale: 1 }).width;
        const viewport = page.getViewport({ scale: (width / natural) * DENSITY });
        canvas.width = viewport.width;
        canvas.height = viewport.height;
        await page.render({ canvasContext: canvas.getContext("2d"), viewport }).promise;
        canvas.dataset.drawn = "1";
    }
}
