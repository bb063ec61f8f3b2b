import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";

const SIDE = 960; // pixels: twice what is kept
const QUALITY = 0.85;

/** The visitor's photo, by the camera, or of a file where there is none. */
export class PhotoStep extends Component {
    static template = "visitor_management.PhotoStep";
    static props = { model: Object, step: Object, words: Object };

    setup() {
        this.video = useRef("video");
        this.file = useRef("file");
        // starting, live, taken, file
        this.state = useState({ step: "starting", url: "", problem: "" });
        this.stream = null;
        this.photo = null;
        onMounted(() => this.begin());
        onWillUnmount(() => {
            this.gone = true;
            this.stop();
            this.drop();
        });
    }

    async begin() {
        this.drop();
        this.state.problem = "";
        this.state.step = "starting";
        const devices = navigator.mediaDevices;
        if (!devices?.getUserMedia) {
            this.state.step = "file"; // not served securely
            return;
        }
        try {
            this.stream = await devices.getUserMedia({
                video: { facingMode: "user", width: { ideal: 1280 }, height: { ideal: 960 } },
            });
        } catch {
            this.state.problem = "no_camera";
            this.state.step = "file";
            return;
        }
        if (this.gone) {
            this.stop(); // left while the camera was starting
            return;
        }
        const { el } = this.video;
        el.srcObject = this.stream;
        await el.play().catch(() => {});
        this.state.step = "live";
    }

    stop() {
        this.stream?.getTracks().forEach((track) => track.stop());
        this.stream = null;
    }

    drop() {
        URL.revokeObjectURL(this.state.url);
        this.state.url = "";
        this.photo = null;
    }

    async take() {
        const { el } = this.video;
        await this.keep(el, el.videoWidth, el.videoHeight);
        this.stop();
    }

    async choose(ev) {
        const [file] = ev.target.files;
        ev.target.value = "";
        if (!file) {
            return;
        }
        try {
            const image = await createImageBitmap(file);
            await this.keep(image, image.width, image.height);
            this.stop();
        } catch {
            this.state.problem = "no_picture";
        }
    }

    /** The middle of the picture as a square. */
    async keep(picture, width, height) {
        const side = Math.min(width, height);
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = Math.min(side, SIDE);
        const from = [(width - side) / 2, (height - side) / 2, side, side];
        canvas
            .getContext("2d")
            .drawImage(picture, ...from, 0, 0, canvas.width, canvas.height);
        this.drop();
        this.photo = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
        this.state.url = URL.createObjectURL(this.photo);
        this.state.step = "taken";
        this.state.problem = "";
    }

    use() {
        this.props.model.finish("/photo", this.photo);
    }
}
