/**
 * How a state looks, in forms, lists and on every screen: a tone and an icon, by
 * `model.state`. The word beside them is the state's own label.
 *
 * A tone says what it is for people: `late` and `refused` want somebody to look,
 * `waiting` waits for another, `inside` is well, `neutral` comes yet, `quiet` is over.
 */
const LOOKS = {
    "visitor.visit.draft": ["quiet", "fa-pencil"],
    "visitor.visit.pending": ["waiting", "fa-hourglass-half"],
    "visitor.visit.approved": ["neutral", "fa-clock-o"],
    "visitor.visit.in_progress": ["inside", "fa-check-circle"],
    "visitor.visit.done": ["quiet", "fa-check"],
    "visitor.visit.refused": ["refused", "fa-ban"],
    "visitor.visit.cancelled": ["quiet", "fa-times-circle"],
    "visitor.visit.no_show": ["late", "fa-question-circle"],

    "visitor.registration.expected": ["neutral", "fa-clock-o"],
    "visitor.registration.inside": ["inside", "fa-check-circle"],
    "visitor.registration.outside": ["waiting", "fa-pause-circle"],
    "visitor.registration.left": ["quiet", "fa-sign-out"],
    "visitor.registration.refused": ["refused", "fa-ban"],
    "visitor.registration.cancelled": ["quiet", "fa-times-circle"],
    "visitor.registration.no_show": ["late", "fa-question-circle"],
    // its invitation by mail
    "visitor.registration.none": ["quiet", "fa-envelope-o"],
    "visitor.registration.sent": ["neutral", "fa-paper-plane"],
    "visitor.registration.opened": ["waiting", "fa-envelope-open"],
    "visitor.registration.complete": ["inside", "fa-check-circle"],
    "visitor.registration.declined": ["refused", "fa-times-circle"],
    "visitor.registration.bounced": ["late", "fa-exclamation-triangle"],

    "visitor.pass.ready": ["neutral", "fa-clock-o"],
    "visitor.pass.issued": ["inside", "fa-check-circle"],
    "visitor.pass.returned": ["quiet", "fa-undo"],
    "visitor.pass.left_open": ["late", "fa-exclamation-triangle"],
    "visitor.pass.lost": ["refused", "fa-exclamation-circle"],
    "visitor.pass.revoked": ["refused", "fa-ban"],
    "visitor.pass.expired": ["quiet", "fa-calendar-times-o"],

    "visitor.card.free": ["quiet", "fa-check"],
    "visitor.card.issued": ["inside", "fa-check-circle"],
    "visitor.card.lost": ["refused", "fa-exclamation-circle"],

    "visitor.waiting.running": ["late", "fa-hourglass-half"],
    "visitor.waiting.answered": ["inside", "fa-comment"],
    "visitor.waiting.over": ["quiet", "fa-check"],
    "visitor.waiting.taken_back": ["quiet", "fa-undo"],

    "visitor.delivery.open": ["inside", "fa-truck"],
    "visitor.delivery.left": ["quiet", "fa-sign-out"],
    "visitor.delivery.taken_back": ["quiet", "fa-undo"],

    "visitor.policy.draft": ["quiet", "fa-pencil"],
    "visitor.policy.published": ["inside", "fa-check-circle"],
    "visitor.policy.retired": ["quiet", "fa-archive"],

    "visitor.watchlist.proposed": ["waiting", "fa-hourglass-half"],
    "visitor.watchlist.active": ["inside", "fa-check-circle"],
    "visitor.watchlist.rejected": ["quiet", "fa-times-circle"],

    "visitor.watchlist.hit.open": ["late", "fa-question-circle"],
    "visitor.watchlist.hit.cleared": ["quiet", "fa-check"],
    "visitor.watchlist.hit.confirmed": ["refused", "fa-ban"],

    "visitor.movement.granted": ["inside", "fa-check-circle"],
    "visitor.movement.denied": ["refused", "fa-ban"],

    "visitor.escort.requested": ["waiting", "fa-hourglass-half"],
    "visitor.escort.accepted": ["neutral", "fa-thumbs-up"],
    "visitor.escort.active": ["inside", "fa-users"],
    "visitor.escort.done": ["quiet", "fa-check"],
    "visitor.escort.declined": ["refused", "fa-thumbs-down"],
    "visitor.escort.handed_over": ["quiet", "fa-exchange"],
    "visitor.escort.cancelled": ["quiet", "fa-times-circle"],

    "visitor.muster.planned": ["neutral", "fa-calendar-o"],
    "visitor.muster.running": ["late", "fa-bullhorn"],
    "visitor.muster.ended": ["quiet", "fa-check"],
    "visitor.muster.cancelled": ["quiet", "fa-times-circle"],

    "visitor.visit.series.running": ["inside", "fa-calendar"],
    "visitor.visit.series.ended": ["quiet", "fa-stop-circle"],

    "visitor.shift.draft": ["quiet", "fa-pencil"],
    "visitor.shift.handed_over": ["late", "fa-exchange"],
    "visitor.shift.refused": ["refused", "fa-ban"],
    "visitor.shift.taken_over": ["inside", "fa-check-circle"],

    // of the round: what each line is
    "visitor.shift.line.unseen": ["refused", "fa-eye-slash"],
    "visitor.shift.line.overstaying": ["late", "fa-exclamation-triangle"],
    "visitor.shift.line.inside": ["inside", "fa-check-circle"],
    "visitor.shift.line.card": ["neutral", "fa-id-card-o"],
    "visitor.shift.line.deposit": ["neutral", "fa-suitcase"],
    "visitor.shift.line.permit": ["waiting", "fa-wrench"],
    "visitor.shift.line.permit_back": ["neutral", "fa-undo"],
    "visitor.shift.line.delivery": ["waiting", "fa-truck"],
    "visitor.shift.line.emergency": ["refused", "fa-exclamation-triangle"],
    "visitor.shift.line.escort": ["waiting", "fa-users"],

    "visitor.review.draft": ["quiet", "fa-pencil"],
    "visitor.review.submitted": ["waiting", "fa-hourglass-half"],
    "visitor.review.acknowledged": ["inside", "fa-check-circle"],

    "visitor.contractor.paper.missing": ["late", "fa-question-circle"],
    "visitor.contractor.paper.waiting": ["waiting", "fa-hourglass-half"],
    "visitor.contractor.paper.refused": ["refused", "fa-times-circle"],
    "visitor.contractor.paper.valid": ["inside", "fa-check-circle"],
    "visitor.contractor.paper.expired": ["quiet", "fa-calendar-times-o"],

    "visitor.violation.new": ["late", "fa-exclamation-triangle"],
    "visitor.violation.handling": ["waiting", "fa-gavel"],
    "visitor.violation.closed": ["quiet", "fa-lock"],
    "visitor.permit.draft": ["quiet", "fa-pencil"],
    "visitor.permit.submitted": ["waiting", "fa-hourglass-half"],
    "visitor.permit.approved": ["inside", "fa-check"],
    "visitor.permit.suspended": ["refused", "fa-hand-paper-o"],
    "visitor.permit.handed_back": ["waiting", "fa-reply"],
    "visitor.permit.closed": ["quiet", "fa-lock"],
    "visitor.permit.cancelled": ["quiet", "fa-ban"],

    "visitor.belonging.open": ["waiting", "fa-suitcase"],
    "visitor.belonging.closed": ["quiet", "fa-check"],

    "visitor.item.pass.draft": ["waiting", "fa-hourglass-half"],
    "visitor.item.pass.approved": ["inside", "fa-check-circle"],
    "visitor.item.pass.used": ["quiet", "fa-sign-out"],
    "visitor.item.pass.refused": ["refused", "fa-ban"],

    "client.complaint.new": ["late", "fa-inbox"],
    "client.complaint.accepted": ["waiting", "fa-hand-paper-o"],
    "client.complaint.handling": ["waiting", "fa-cogs"],
    "client.complaint.handled": ["inside", "fa-check-circle"],
    "client.complaint.closed": ["quiet", "fa-lock"],
    "client.complaint.invalid": ["quiet", "fa-times-circle"],

    "client.callback.planned": ["neutral", "fa-calendar-o"],
    "client.callback.reached": ["waiting", "fa-comments-o"],
    "client.callback.finished": ["late", "fa-eye"], // a manager reviews it
    "client.callback.reviewed": ["inside", "fa-check-circle"],
    "client.callback.archived": ["quiet", "fa-archive"],
    "client.callback.waived": ["quiet", "fa-ban"],
    "client.callback.unreachable": ["late", "fa-microphone-slash"],

    "client.callback.draw.draft": ["quiet", "fa-pencil"],
    "client.callback.draw.drawn": ["inside", "fa-random"],

    "client.rectification.sent": ["late", "fa-paper-plane-o"], // nobody goes on yet
    "client.rectification.accepted": ["waiting", "fa-wrench"],
    "client.rectification.done": ["late", "fa-eye"], // customer service verifies it
    "client.rectification.verified": ["inside", "fa-check-circle"],
    "client.rectification.reopened": ["refused", "fa-repeat"],

    "client.visit.planned": ["neutral", "fa-calendar-o"],
    "client.visit.appointed": ["inside", "fa-calendar-check-o"],
    "client.visit.done": ["quiet", "fa-check"],
    "client.visit.archived": ["quiet", "fa-archive"],
    "client.visit.cancelled": ["quiet", "fa-times-circle"],

    "client.visit.item.open": ["late", "fa-exclamation-circle"],
    "client.visit.item.escalated": ["neutral", "fa-share"],
    "client.visit.item.solved": ["inside", "fa-lightbulb-o"],
    "client.visit.item.fed_back": ["quiet", "fa-check"],

    "client.callback.statistics.draft": ["quiet", "fa-pencil"],
    "client.callback.statistics.submitted": ["late", "fa-paper-plane-o"],
    "client.callback.statistics.acknowledged": ["inside", "fa-check-circle"],
};

/** Odoo's colours of badges, by tone; the screens have their own, see live_screen.scss. */
const COLOURS = {
    quiet: "text-bg-light border",
    neutral: "text-bg-secondary",
    waiting: "text-bg-info",
    late: "text-bg-warning",
    inside: "text-bg-success",
    refused: "text-bg-danger",
};

/**
 * @param {string} model
 * @param {string} state
 * @returns {{tone: string, icon: string, colour: string}} `colour`: classes of a badge
 */
export function lookOf(model, state) {
    const [tone, icon] = LOOKS[`${model}.${state}`] || ["quiet", "fa-circle-o"];
    return { tone, icon, colour: COLOURS[tone] };
}
