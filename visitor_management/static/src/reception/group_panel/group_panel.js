import { Component, onWillUpdateProps, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { AreaAnswer } from "../area_answer/area_answer";
import { HostAnswer } from "../host_answer/host_answer";
import { LeavingGroup } from "../leaving_group/leaving_group";
import { STATUSES } from "../status";
import { VisitCard } from "../visit_card/visit_card";

/** A visit of several people: tick who is here, check them in together. */
export class GroupPanel extends Component {
    static template = "visitor_management.GroupPanel";
    static components = { AreaAnswer, HostAnswer, LeavingGroup, VisitCard };
    static props = { model: Object, desk: Object, group: Object, onOpen: Function };

    setup() {
        // who is not here; everybody else is, until somebody says otherwise
        this.state = useState({ absent: {}, leaving: false });
        onWillUpdateProps((next) => {
            if (next.group.id !== this.props.group.id) {
                Object.assign(this.state, { absent: {}, leaving: false });
            }
        });
    }

    get title() {
        const { visit, people } = this.props.group;
        return visit.organization || visit.purpose || people[0].name;
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

    get here() {
        return this.people.filter((person) => person.ready && !this.state.absent[person.id]);
    }

    get inside() {
        return this.props.group.people.filter((person) => this.props.desk.mayLeave(person));
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

    async leave(notReturned) {
        await this.props.desk.leaveGroup(notReturned);
        this.state.leaving = false;
    }
}
