import { Component, onMounted, onWillUnmount, useState } from "@odoo/owl";

import { PdfSheets } from "../pdf_sheets/pdf_sheets";

/** A picture, film or PDF of a training: a copy in memory, which goes with the page. */
export class StepFile extends Component {
    static template = "visitor_management.StepFile";
    static components = { PdfSheets };
    static props = {
        model: Object,
        words: Object,
        kind: String, // picture, video, pdf
        path: String,
        label: String,
    };

    setup() {
        this.state = useState({ status: "loading", url: "" });
        this.blob = null;
        onMounted(() => this.load());
        onWillUnmount(() => {
            this.gone = true;
            URL.revokeObjectURL(this.state.url);
        });
    }

    async load() {
        this.blob = await this.props.model.file(this.props.path);
        if (this.gone) {
            return;
        }
        if (!this.blob) {
            this.fail();
        } else {
            this.state.url = URL.createObjectURL(this.blob);
            this.state.status = "ready";
        }
    }

    fail() {
        this.state.status = "failed";
    }
}
