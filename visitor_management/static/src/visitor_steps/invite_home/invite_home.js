import { Component } from "@odoo/owl";

import { OwnPass } from "../own_pass/own_pass";
import { offersFiles, saveFile } from "../saved_file";
import { fill, siteClock, siteTime } from "../words";

const WEB = /^https?:\/\//;

/** The visit as the visitor has it: what is still to do, the pass, the way, and more. */
export class InviteHome extends Component {
    static template = "visitor_management.InviteHome";
    static components = { OwnPass };
    static props = { model: Object, words: Object };

    setup() {
        this.fill = fill;
    }

    get shown() {
        return this.props.model.document;
    }

    get visit() {
        return this.shown.visit;
    }

    get may() {
        return this.shown.may;
    }

    timeOf({ start, stop }) {
        const { tz } = this.visit;
        const { lang } = this.props.model;
        const [first, last] = [start, stop].map((each) => siteTime(each, tz, lang));
        const sameDay = start.slice(0, 10) === stop.slice(0, 10);
        return `${first} – ${sameDay ? siteClock(stop, tz, lang) : last}`;
    }

    get people() {
        const { name, headcount } = this.shown.visitor;
        const { added } = this.shown.companions;
        const { words } = this.props;
        if (headcount > 1) {
            return fill(words.you_group, { name, count: headcount });
        }
        return added ? fill(words.you_and_others, { name, count: added }) : name;
    }

    /** Lines of text, and addresses of maps. */
    get way() {
        return this.visit.directions
            .split("\n")
            .filter((line) => line.trim())
            .map((line) => ({ line, isMap: WEB.test(line) }));
    }

    get hasFiles() {
        return offersFiles();
    }

    get proposal() {
        const proposed = this.shown.other_time;
        if (!proposed) {
            return "";
        }
        return fill(this.props.words[`time_${proposed.state}`], {
            time: this.timeOf(proposed),
        });
    }

    async saveCalendar() {
        const blob = await this.props.model.file("/calendar");
        if (blob) {
            saveFile(blob, "visit.ics");
        }
    }
}
