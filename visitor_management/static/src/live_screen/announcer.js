import { Component } from "@odoo/owl";

/**
 * What a screen has to say, for whoever does not see it. The region stands there before
 * it has words, for what comes with its words already in it is often not read out. What
 * went wrong is said at once, the rest after what is being said.
 */
export class Announcer extends Component {
    static template = "visitor_management.Announcer";
    static props = {
        message: { type: [Object, { value: null }] }, // {tone, text}
    };

    get isUrgent() {
        return this.props.message?.tone === "danger";
    }

    get text() {
        return this.props.message?.text || "";
    }
}
