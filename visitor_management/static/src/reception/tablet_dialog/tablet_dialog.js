import { Component, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

const QUIET = 4; // modules of white around the code, or no camera finds it

/** How far a visitor is with the tablet, in words. */
export function tabletWords({ opened, done, steps }) {
    return opened
        ? _t("%(done)s of %(steps)s steps done", { done, steps })
        : _t("Not opened on the tablet yet");
}

/** What a tablet scans to open a visitor's steps, and how far they are. */
export class TabletDialog extends Component {
    static template = "visitor_management.TabletDialog";
    static components = { Dialog };
    static props = {
        model: Object,
        person: Object,
        handed: Object, // {url, qr: {modules, path}}
        onTakeBack: Function,
        close: Function,
    };

    setup() {
        this.model = useState(this.props.model);
        this.title = _t("Tablet for %(name)s", { name: this.props.person.name });
    }

    get viewBox() {
        const size = this.props.handed.qr.modules + 2 * QUIET;
        return `${-QUIET} ${-QUIET} ${size} ${size}`;
    }

    get shown() {
        const { detail } = this.model;
        return detail?.id === this.props.person.id ? detail.tablet : false;
    }

    get words() {
        return this.shown ? tabletWords(this.shown) : _t("Given back, or its time is over");
    }

    /** Instead of this page: nothing of the desk is left behind it. */
    openHere() {
        const { pathname, hash } = new URL(this.props.handed.url);
        browser.location.replace(pathname + hash);
    }

    takeBack() {
        this.props.onTakeBack();
        this.props.close();
    }
}
