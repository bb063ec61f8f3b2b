import { Component, onMounted, useRef, useState } from "@odoo/owl";

const DENSITY = 2; // pixels of the picture for one of the screen
const INK = "#1b2a4a"; // as it is printed, whatever the screen shows

/** A field to sign in with a finger, as long as one wants. */
export class InkPad extends Component {
    static template = "visitor_management.InkPad";
    static props = {
        words: Object,
        onInk: Function, // with the canvas, or null when it is cleared
    };

    setup() {
        this.canvas = useRef("canvas");
        this.state = useState({ inked: false });
        onMounted(() => this.clear());
    }

    clear() {
        const { el } = this.canvas;
        el.width = el.clientWidth * DENSITY;
        el.height = el.clientHeight * DENSITY;
        this.pen = el.getContext("2d");
        Object.assign(this.pen, { lineWidth: 5, lineCap: "round", lineJoin: "round" });
        this.pen.strokeStyle = INK;
        this.state.inked = false;
        this.props.onInk(null);
    }

    onDown(ev) {
        this.canvas.el.setPointerCapture(ev.pointerId);
        this.drawing = true;
        this.pen.beginPath();
        this.pen.moveTo(ev.offsetX * DENSITY, ev.offsetY * DENSITY);
    }

    onMove(ev) {
        if (this.drawing) {
            this.pen.lineTo(ev.offsetX * DENSITY, ev.offsetY * DENSITY);
            this.pen.stroke();
            this.state.inked = true;
        }
    }

    onUp() {
        if (this.drawing) {
            this.drawing = false;
            this.props.onInk(this.state.inked ? this.canvas.el : null);
        }
    }
}
