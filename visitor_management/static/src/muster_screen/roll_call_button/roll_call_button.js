import { Component, onWillUnmount, useEffect, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { isRefusal } from "../../live_screen/live_model";
import { KINDS } from "../muster_words";
import { StartDialog } from "../start_dialog/start_dialog";

const TOPIC = "visitor_management.muster";

/**
 * Starts the roll call of a site from another screen, and marks there that one runs.
 * The screen listens to the channel of the site already.
 */
export class RollCallButton extends Component {
    static template = "visitor_management.RollCallButton";
    static props = { siteId: Number, siteName: String };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.orm = useService("orm");
        const bus = useService("bus_service");
        this.state = useState({ running: "" }); // the kind of the one that runs
        const onChanged = ({ site_id }) => site_id === this.props.siteId && this.read();
        bus.subscribe(TOPIC, onChanged);
        onWillUnmount(() => bus.unsubscribe(TOPIC, onChanged));
        useEffect(
            () => {
                this.read();
            },
            () => [this.props.siteId]
        );
    }

    get kind() {
        return KINDS[this.state.running];
    }

    async read() {
        const { siteId } = this.props;
        const domain = [
            ["site_id", "=", siteId],
            ["state", "=", "running"],
        ];
        try {
            const [muster] = await this.orm.silent.searchRead("visitor.muster", domain, ["kind"]);
            if (siteId === this.props.siteId) {
                this.state.running = muster?.kind || "";
            }
        } catch (error) {
            if (!isRefusal(error)) {
                throw error;
            }
        }
    }

    press() {
        if (this.state.running) {
            return this.openScreen();
        }
        this.dialog.add(StartDialog, {
            site: this.props.siteName,
            onStart: (kind) => this.start(kind),
        });
    }

    async start(kind) {
        await this.orm.call("visitor.muster", "start", [this.props.siteId, kind]);
        await this.openScreen();
    }

    openScreen() {
        return this.action.doAction("visitor_management.visitor_muster_screen_action", {
            additionalContext: { site_id: this.props.siteId },
        });
    }
}
