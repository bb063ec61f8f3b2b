import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { NameAndSignature } from "@web/core/signature/name_and_signature";

/**
 * A signature under what is read above it, drawn on the screen of the desk. The name is
 * kept from the field: it would offer to write it for the one who signs.
 */
export class SignDialog extends Component {
    static template = "visitor_management.SignDialog";
    static components = { Dialog, NameAndSignature };
    static props = {
        title: String,
        facts: Array, // what is signed, each {label, value}
        statement: String, // what the signature says of it
        onSigned: Function, // with the image in base64
        close: Function,
    };

    setup() {
        this.signature = useState({ name: "", isSignatureEmpty: true });
    }

    confirm() {
        this.props.onSigned(this.signature.getSignatureImage().split(",")[1]);
        this.props.close();
    }
}
