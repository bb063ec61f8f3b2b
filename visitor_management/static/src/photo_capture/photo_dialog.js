import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { PhotoCapture } from "./photo_capture";

/** Take a photo, look at it, use it. */
export class PhotoDialog extends Component {
    static template = "visitor_management.PhotoDialog";
    static components = { Dialog, PhotoCapture };
    static props = {
        title: String,
        onPhoto: Function, // with the photo in base64
        close: Function,
    };

    setup() {
        this.state = useState({ photo: "" });
    }

    confirm() {
        this.props.onPhoto(this.state.photo);
        this.props.close();
    }
}
