import { Component, onMounted, useState } from "@odoo/owl";

import { offersFiles, saveFile } from "../saved_file";
import { fill, siteTime } from "../words";

/** The code to show at the desk or at a gate: as a picture, and to type in. */
export class OwnPass extends Component {
    static template = "visitor_management.OwnPass";
    static props = { model: Object, words: Object };

    setup() {
        this.state = useState({ picture: "", failed: false });
        onMounted(() => this.draw());
    }

    get pass() {
        return this.props.model.document.pass;
    }

    get valid() {
        const { tz } = this.props.model.document.visit;
        const { lang } = this.props.model;
        const [from, to] = [this.pass.valid_from, this.pass.valid_to].map(
            (each) => each && siteTime(each, tz, lang)
        );
        return from && to ? fill(this.props.words.pass_valid, { time: `${from} – ${to}` }) : "";
    }

    get hasFiles() {
        return offersFiles();
    }

    /** As an address that holds the picture: WeChat saves and forwards no other. */
    async draw() {
        const blob = await this.props.model.file("/pass.png");
        if (!blob) {
            this.state.failed = true;
            return;
        }
        const reader = new FileReader();
        reader.onload = () => (this.state.picture = reader.result);
        reader.readAsDataURL(blob);
    }

    async save(path, name) {
        const blob = await this.props.model.file(path);
        if (blob) {
            saveFile(blob, name);
        } else {
            this.state.failed = true;
        }
    }
}
