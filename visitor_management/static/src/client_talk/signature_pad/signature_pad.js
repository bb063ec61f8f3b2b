import { Component, onMounted, useRef } from "@odoo/owl";

const PAUSE = 1200; // ms after the last stroke

/** A field to sign in with a finger; it needs nothing from the server. */
export class SignaturePad extends Component {
    static template = "visitor_management.SignaturePad";
    static props = { terms: Object, onSigned: Function };

    setup() {
        this.canvas = useRef("canvas");
        onMounted(() => {
            const { el } = this.canvas;
            el.width = el.clientWidth * 2;
            el.height = el.clientHeight * 2;
            this.context = el.getContext("2d");
            Object.assign(this.context, { lineWidth: 5, lineCap: "round" });
            this.context.lineJoin = "round";
            this.context.strokeStyle = "#1b2a4a";
        });
    }

    onDown(ev) {
        clearTimeout(this.timer);
        this.canvas.el.setPointerCapture(ev.pointerId);
        this.drawing = true;
        this.context.beginPath();
        this.context.moveTo(ev.offsetX * 2, ev.offsetY * 2);
    }

    onMove(ev) {
        if (this.drawing) {
            this.context.lineTo(ev.offsetX * 2, ev.offsetY * 2);
            this.context.stroke();
        }
    }

    onUp() {
        if (this.drawing) {
            this.drawing = false;
            this.timer = setTimeout(() => this.take(), PAUSE);
        }
    }

    take() {
        const address = this.canvas.el.toDataURL("image/png");
        this.props.onSigned(address.slice(address.indexOf(",") + 1));
    }
}
