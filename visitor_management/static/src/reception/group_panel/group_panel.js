import { Component, onWillUpdateProps, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { AreaAnswer } from "../area_answer/area_answer";
import { HostAnswer } from "../host_answer/host_answer";
import { LeavingGroup } from "../leaving_group/leaving_group";
import { headsLabel, STATUSES, unnamedOf } from "../status";
import { UnitTold } from "../unit_told/unit_told";
import { WaitPanel } from "../waiting/wait_panel";
import { longestOf } from "../waiting/waiting";
import { VisitCard } from "../visit_card/visit_card";

/** A visit of several people: tick who is here, check them in together. */
export class GroupPanel extends Component {
    static template = "visitor_management.GroupPanel";
    static components = { AreaAnswer, HostAnswer, LeavingGroup, UnitTold, VisitCard, WaitPanel };
    static props = { model: Object, desk: Object, group: Object, onOpen: Function };

    setup() {
        // who is not here; everybody else is, until somebody says otherwise
        this.state = useState({ absent: {}, leaving: false, ...this.unnamed(this.props) });
        onWillUpdateProps((next) => {
            if (next.group.id !== this.props.group.id) {
                Object.assign(this.state, { absent: {}, leaving: false });
            }
            if (next.group.visit.unnamed !== this.props.group.visit.unnamed) {
                Object.assign(this.state, this.unnamed(next));
            }
        });
    }

    /** How many without names are here: all, until somebody says otherwise. */
    unnamed({ group }) {
        return { count: group.visit.unnamed, name: "" };
    }

    get title() {
        const { visit, people } = this.props.group;
        return visit.organization || visit.purpose || people[0]?.name || visit.type;
    }

    get heads() {
        const { visit, people } = this.props.group;
        return headsLabel(visit.unnamed ? [...people, unnamedOf(visit)] : people);
    }

    get unnamedStatus() {
        const { group, model } = this.props;
        return STATUSES[model.statusOf({ ...unnamedOf(group.visit), visit: group.visit })];
    }

    get unnamedLabel() {
        return _t("%(count)s without names", { count: this.props.group.visit.unnamed });
    }

    /** Before the visit is approved nobody is let in. */
    get mayComeUnnamed() {
        const { state, unnamed } = this.props.group.visit;
        return unnamed > 0 && ["approved", "in_progress", "no_show"].includes(state);
    }

    get people() {
        const { group, model, desk } = this.props;
        return group.people.map((person) => {
            const status = model.statusOf({ ...person, visit: group.visit });
            const comes = desk.mayCheckIn(person);
            const reasons = comes ? person.missing_now : [];
            return {
                ...person,
                ...STATUSES[status],
                comes,
                reasons,
                ready: comes && !reasons.length,
            };
        });
    }

    get someCome() {
        return this.people.some((person) => person.comes);
    }

    headsOf(person) {
        return headsLabel([person]);
    }

    get here() {
        return this.people.filter((person) => person.ready && !this.state.absent[person.id]);
    }

    get inside() {
        return this.props.group.people.filter((person) => this.props.desk.mayLeave(person));
    }

    /** Who of them stands there the longest; else the visit that waits for approval. */
    get wait() {
        const { visit, people } = this.props.group;
        return longestOf(people) || visit.wait || null;
    }

    get mayArrive() {
        return this.props.group.visit.state !== "draft" && this.props.desk.arrivingIds().length > 0;
    }

    get waitsForHost() {
        return ["draft", "pending"].includes(this.props.group.visit.state);
    }

    get checkInLabel() {
        const count = this.here.length;
        return count === 1
            ? _t("Check in the one who is here")
            : _t("Check in the %(count)s who are here", { count });
    }

    toggle(person) {
        this.state.absent[person.id] = !this.state.absent[person.id];
    }

    toggleAll() {
        const ready = this.people.filter((person) => person.ready);
        const none = ready.every((person) => this.state.absent[person.id]);
        for (const person of ready) {
            this.state.absent[person.id] = !none;
        }
    }

    async checkIn() {
        await this.props.desk.checkInGroup(this.here.map((person) => person.id));
    }

    async checkInUnnamed() {
        await this.props.desk.checkInUnnamed(Number(this.state.count), this.state.name);
    }

    async leave(notReturned) {
        await this.props.desk.leaveGroup(notReturned);
        this.state.leaving = false;
    }
}
