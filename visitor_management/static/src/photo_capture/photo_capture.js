import { Component, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";

/** Pixels of a side: what the model keeps. */
const SIDE = 480;
const QUALITY = 0.85;

/**
 * A square JPEG from the webcam, or from a file where there is no camera or the page is
 * not served securely. On tablets and phones the file chooser offers the camera.
 */
export class PhotoCapture extends Component {
    static template = "visitor_management.PhotoCapture";
    static props = {
        onPhoto: Function, // with the photo in base64, empty when it is taken again
        slots: { type: Object, optional: true },
    };

    setup() {
        this.video = useRef("video");
        this.file = useRef("file");
        this.state = useState({ step: "starting", photo: "", problem: "" });
        this.stream = null;
        useEffect(
            () => {
                this.start();
            },
            () => []
        );
        onWillUnmount(() => this.stop());
    }

    get source() {
        return `data:image/jpeg;base64,${this.state.photo}`;
    }

    async start() {
        this.state.step = "starting";
        this.state.problem = "";
        const devices = browser.navigator.mediaDevices;
        if (!devices?.getUserMedia) {
            this.state.step = "file";
            return;
        }
        try {
            this.stop();
            this.stream = await devices.getUserMedia({
                video: { facingMode: "user", width: { ideal: 1280 }, height: { ideal: 960 } },
            });
        } catch {
            this.state.problem = _t("The camera can't be used. Allow it in the browser, or choose a file.");
            this.state.step = "file";
            return;
        }
        if (!this.video.el) {
            this.stop(); // closed while the camera was starting
            return;
        }
        this.video.el.srcObject = this.stream;
        await this.video.el.play();
        this.state.step = "live";
    }

    stop() {
        this.stream?.getTracks().forEach((track) => track.stop());
        this.stream = null;
    }

    take() {
        const { el } = this.video;
        this.keep(el, el.videoWidth, el.videoHeight);
        this.stop();
    }

    again() {
        this.state.photo = "";
        this.props.onPhoto("");
        return this.start();
    }

    async choose(ev) {
        const [file] = ev.target.files;
        if (!file) {
            return;
        }
        try {
            const image = await createImageBitmap(file);
            this.stop();
            this.keep(image, image.width, image.height);
        } catch {
            this.state.problem = _t("This file is no picture. Choose another one.");
        }
        ev.target.value = "";
    }

    /** The middle of the picture as a square. */
    keep(picture, width, height) {
        const side = Math.min(width, height);
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = Math.min(side, SIDE);
        canvas
            .getContext("2d")
            .drawImage(
                picture,
                (width - side) / 2,
                (height - side) / 2,
                side,
                side,
                0,
                0,
                canvas.width,
                canvas.height
            );
        this.state.photo = canvas.toDataURL("image/jpeg", QUALITY).split(",")[1];
        this.state.step = "taken";
        this.state.problem = "";
        this.props.onPhoto(this.state.photo);
    }
}
