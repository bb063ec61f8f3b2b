import { Component, onWillUpdateProps, useState } from "@odoo/owl";
import { ExtendForm } from "../extend_form/extend_form";
import { HostMessage } from "../host_message/host_message";
import { PermitLine } from "../permit_line/permit_line";
import { Programme } from "../programme/programme";
import { formatSiteWindow } from "../../live_screen/site_time";

/** What the appointment is: kind, purpose, when, whom; more time, a word to the host. */
export class VisitCard extends Component {
    static template = "visitor_management.VisitCard";
    static components = { ExtendForm, HostMessage, PermitLine, Programme };
    static props = {
        visit: Object,
        desk: Object,
        slots: { type: Object, optional: true },
    };

    setup() {
        this.state = useState({ form: "" }); // "extend", "message"
        onWillUpdateProps((next) => {
            if (next.visit.id !== this.props.visit.id) {
                this.state.form = "";
            }
        });
    }

    get when() {
        const { start, stop, tz } = this.props.visit;
        return formatSiteWindow(start, stop, tz);
    }

    get what() {
        const { type, purpose } = this.props.visit;
        return [type, purpose].filter(Boolean).join(" · ");
    }

    async extend(minutes) {
        if (await this.props.desk.extend(minutes)) {
            this.state.form = "";
        }
    }

    async send(message, text) {
        if (await this.props.desk.messageHost(message, text)) {
            this.state.form = "";
        }
    }
}
