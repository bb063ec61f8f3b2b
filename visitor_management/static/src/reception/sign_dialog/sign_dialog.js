import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { NameAndSignature } from "@web/core/signature/name_and_signature";

/** A signature drawn on the screen of the desk. */
export class SignDialog extends Component {
    static template = "visitor_management.SignDialog";
    static components = { Dialog, NameAndSignature };
    static props = {
        title: String,
        name: String,
        onSigned: Function, // with the image in base64
        close: Function,
    };

    setup() {
        this.signature = useState({ name: this.props.name, isSignatureEmpty: true });
    }

    confirm() {
        this.props.onSigned(this.signature.getSignatureImage().split(",")[1]);
        this.props.close();
    }
}
