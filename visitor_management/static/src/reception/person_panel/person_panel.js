import { Component, onWillUpdateProps, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { imageUrl } from "@web/core/utils/urls";
import { AreaAnswer } from "../area_answer/area_answer";
import { CheckList } from "../check_list/check_list";
import { HostAnswer } from "../host_answer/host_answer";
import { LeavingForm } from "../leaving_form/leaving_form";
import { ReasonForm } from "../../live_screen/reason_form/reason_form";
import { OwedList } from "../owed_list/owed_list";
import { otherReading, passCode } from "../scan_machine";
import { formatDuration, formatSiteTime, MINUTE } from "../../live_screen/site_time";
import { lookOf } from "../../state_badge/state_looks";
import { lastingOf, STATUSES } from "../status";
import { ThingForm } from "../things/thing_form";
import { ThingList } from "../things/thing_list";
import { tabletWords } from "../tablet_dialog/tablet_dialog";
import { UnitTold } from "../unit_told/unit_told";
import { ViolationForm } from "../violation_form/violation_form";
import { VisitCard } from "../visit_card/visit_card";
import { WaitPanel } from "../waiting/wait_panel";
import { WatchlistHits } from "../watchlist_hits/watchlist_hits";
import { WorkLight } from "../work_light/work_light";

/** One visitor: who, what is met and missing, and the next step as a big button. */
export class PersonPanel extends Component {
    static template = "visitor_management.PersonPanel";
    static components = {
        AreaAnswer,
        CheckList,
        Dropdown,
        DropdownItem,
        HostAnswer,
        LeavingForm,
        OwedList,
        ReasonForm,
        ThingForm,
        ThingList,
        UnitTold,
        ViolationForm,
        VisitCard,
        WaitPanel,
        WatchlistHits,
        WorkLight,
    };
    static props = {
        model: Object,
        desk: Object,
        person: Object,
        capture: Object, // of the scanner
        onOpen: Function,
        onCode: Function, // with the code of a pass that came into a field
    };

    setup() {
        this.state = useState({ form: "", reported: 0 }); // "refuse", "violation", or the code that is set aside
        this.refuseHint = _t("Why is this visitor refused?");
        this.waiveHint = _t("Why may this be set aside?");
        this.refuseLabel = _t("Refuse");
        this.waiveLabel = _t("Set aside");
        onWillUpdateProps((next) => {
            if (next.person.id !== this.props.person.id) {
                this.state.form = "";
                this.state.reported = 0;
            }
        });
    }

    get statusKey() {
        return this.props.model.statusOf(this.props.person);
    }

    get status() {
        return STATUSES[this.statusKey];
    }

    get lasting() {
        const { person, model } = this.props;
        return lastingOf(person, person.visit, this.statusKey, model.clock.now);
    }

    get photoUrl() {
        const { id, photo } = this.props.person;
        return photo && imageUrl("visitor.registration", id, "photo", { unique: photo });
    }

    /** Who stays longer than announced is given more time by one tap. */
    get mayExtendNow() {
        return this.statusKey === "overstaying" && this.props.person.visit.may_extend;
    }

    get extendLabel() {
        const { extend_minutes } = this.props.person.visit;
        return _t("Extend by %(time)s", { time: formatDuration(extend_minutes * MINUTE) });
    }

    get mayCheckIn() {
        return this.props.desk.mayCheckIn();
    }

    /** Of a worker it is the light of the site on the screen: elsewhere it is red. */
    get light() {
        const { person } = this.props;
        if (person.light && this.isElsewhere) {
            return { colour: "red", sentence: _t("This pass is for another site.") };
        }
        return person.light;
    }

    get isElsewhere() {
        const { person, model } = this.props;
        return Boolean(model.site) && person.visit.site_id !== model.site.id;
    }

    /** Approval can be recorded by the person at this desk. */
    get asksHost() {
        const { person } = this.props;
        return person.state === "expected" && ["draft", "pending"].includes(person.visit.state);
    }

    /** Somebody stands there and nobody has been told. */
    get mayArrive() {
        const { desk, person } = this.props;
        return desk.mayCheckIn(person) && !person.wait && person.visit.state !== "draft";
    }

    /** Who stands there; else the visit that waits for approval. */
    get wait() {
        const { person } = this.props;
        return person.wait || (this.asksHost && person.visit.wait) || null;
    }

    /** Areas that wait matter as long as this person may still go there. */
    get asksForAreas() {
        const { state, visit } = this.props.person;
        const here = ["expected", "inside", "outside"].includes(state);
        return here && visit.area_openers.length > 0;
    }

    /** Whoever is here or may come does steps alone. */
    get mayHandOver() {
        return ["expected", "inside", "outside", "no_show"].includes(this.props.person.state);
    }

    /** What became of the mail with the visitor's own link. */
    get invitationLook() {
        return lookOf("visitor.registration", this.props.person.invitation.state);
    }

    get tabletWords() {
        return tabletWords(this.props.person.tablet);
    }

    get isBlocked() {
        return this.props.person.missing_now.length > 0;
    }

    get headsLabel() {
        return _t("%(count)s people on one pass", { count: this.props.person.headcount });
    }

    get companionsLabel() {
        return _t("with %(count)s more", { count: this.props.person.companions });
    }

    get cardLabel() {
        return _t("Card %(number)s", { number: this.props.person.card });
    }

    get times() {
        const { stays, visit } = this.props.person;
        return stays.map(({ in_at, out_at, remarks }) => ({
            in: formatSiteTime(in_at, visit.tz),
            out: formatSiteTime(out_at, visit.tz),
            remarks,
        }));
    }

    /** What somebody is asked about who leaves. */
    get askedThings() {
        return this.props.person.belongings.filter(({ asked }) => asked);
    }

    async addThing(thing) {
        if (await this.props.desk.addThing(thing)) {
            this.state.form = "";
        }
    }

    get isOut() {
        return this.props.person.pass_state === "left_open";
    }

    get hasPass() {
        return ["ready", "issued"].includes(this.props.person.pass_state);
    }

    get mayReissue() {
        const { person } = this.props;
        const here = ["expected", "inside", "outside"].includes(person.state);
        return here && (this.hasPass || person.pass_state === "lost");
    }

    /** Security has not set it aside yet, and may. */
    get mayLetIn() {
        const { missing_now } = this.props.person;
        return missing_now.some(({ code, may_waive }) => code === "watchlisted" && may_waive);
    }

    async waive(code, reason) {
        if (await this.props.desk.waive(code, reason)) {
            this.state.form = "";
        }
    }

    async refuse(reason) {
        if (await this.props.desk.refuse(reason)) {
            this.state.form = "";
        }
    }

    async reportViolation(typeId, facts) {
        this.state.reported = (await this.props.desk.reportViolation(typeId, facts)) || 0;
        if (this.state.reported) {
            this.state.form = "";
        }
    }

    /** A pass that was pasted here, or came from a scanner that does not type: its holder. */
    onCardKeydown(ev) {
        if (ev.key !== "Enter") {
            return;
        }
        const { model, desk, capture, onCode } = this.props;
        model.card = otherReading(model.card, capture.inField) || model.card;
        const code = passCode(model.card);
        if (code) {
            model.card = "";
            onCode(code);
        } else {
            desk.checkIn();
        }
    }
}
