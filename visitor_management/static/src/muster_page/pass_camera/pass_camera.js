import { buildZXingBarcodeDetector } from "@web/core/barcode/ZXingBarcodeDetector";

import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";

const FORMATS = ["qr_code"];
/** The square in the middle is looked at, and each third time the whole picture. */
const WHOLE_EACH = 3;
const PAUSE = 60;
/** The same pass is read again and again while it is held there. */
const SAME_AGAIN = 4_000;

/** Reads visitors' passes one after the other; a code can be typed instead. */
export class PassCamera extends Component {
    static template = "visitor_management.MusterPassCamera";
    static props = { zxing: String, words: Object, onCode: Function, onClose: Function };

    setup() {
        // camera: opening, on, refused, none
        this.state = useState({ camera: "opening", code: "", said: "", isGood: true });
        this.video = useRef("video");
        onMounted(() => this.open());
        onWillUnmount(() => this.stop());
    }

    async open() {
        try {
            const camera = { facingMode: "environment", width: { ideal: 1280 } };
            const stream = await navigator.mediaDevices.getUserMedia({ video: camera });
            if (!this.video.el) {
                stream.getTracks().forEach((track) => track.stop());
                return;
            }
            this.stream = stream;
            this.video.el.srcObject = stream;
            this.detector = await this.makeDetector();
            this.state.camera = "on";
            this.look(0);
        } catch (error) {
            this.stop();
            this.state.camera = error.name === "NotAllowedError" ? "refused" : "none";
        }
    }

    async makeDetector() {
        const native = globalThis.BarcodeDetector;
        const formats = native ? await native.getSupportedFormats() : [];
        if (formats.includes(FORMATS[0])) {
            return new native({ formats: FORMATS });
        }
        await loadScript(this.props.zxing);
        return new (buildZXingBarcodeDetector(window.ZXing))({ formats: FORMATS });
    }

    async look(count) {
        const video = this.video.el;
        if (!this.stream || !video) {
            return;
        }
        try {
            const { videoWidth: width, videoHeight: height } = video;
            const side = Math.min(width, height);
            const square = { x: (width - side) / 2, y: (height - side) / 2 };
            const isWhole = count % WHOLE_EACH === WHOLE_EACH - 1;
            this.detector.setCropArea?.(
                isWhole ? undefined : { ...square, width: side, height: side }
            );
            const [code] = await this.detector.detect(video);
            if (code) {
                await this.read(code.rawValue);
            }
        } catch {
            // no picture yet, or a spoilt one: the next one is looked at
        }
        this.timer = setTimeout(() => this.look(count + 1), PAUSE);
    }

    async read(text) {
        const now = performance.now();
        if (text === this.last && now - this.lastAt < SAME_AGAIN) {
            this.lastAt = now;
            return;
        }
        Object.assign(this, { last: text, lastAt: now });
        await this.take(text);
    }

    async typed(ev) {
        ev.preventDefault();
        const code = this.state.code.trim();
        if (code) {
            this.state.code = "";
            await this.take(code);
        }
    }

    async take(code) {
        const { said, isGood } = await this.props.onCode(code);
        Object.assign(this.state, { said, isGood });
        navigator.vibrate?.(isGood ? 80 : [80, 80, 80]);
    }

    stop() {
        clearTimeout(this.timer);
        this.stream?.getTracks().forEach((track) => track.stop());
        this.stream = null;
    }
}

let loading;

function loadScript(address) {
    loading ??= new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = address;
        script.onload = resolve;
        script.onerror = () => {
            loading = null;
            script.remove();
            reject(new Error(address));
        };
        document.head.append(script);
    });
    return loading;
}
