from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.name_field import Line
from ...tools.permit_forms import FORMS


class VisitorPermitKind(models.Model):
    """What a kind of works asks for before, while and after it is done."""

    _name = "visitor.permit.kind"
    _description = "Kind of Works"
    _inherit = ["visitor.held.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    name = Line("Kind of Works", required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", index=True, ondelete="restrict", help="Empty: for all companies."
    )
    color = fields.Integer(help="Colour of the band on the permit.")
    # who
    approver_ids = fields.Many2many(
        "res.users",
        "visitor_permit_kind_approver_rel",
        "kind_id",
        "user_id",
        "Works Approved By",
        domain="[('share', '=', False)]",
        ondelete="restrict",
        help="Who approves, resumes and closes permits of this kind. Empty, or none of "
        "them at work: security. Nobody approves what they created or submitted.",
    )
    function_ids = fields.One2many(
        "visitor.permit.function", "kind_id", "Who Signs", copy=True
    )
    paper_kind_ids = fields.Many2many(
        "visitor.contractor.paper.kind",
        string="Papers",
        ondelete="restrict",
        help="What firm and workers have to show. Nothing else is asked for.",
    )
    # how long
    level_ids = fields.One2many("visitor.permit.level", "kind_id", "Levels", copy=True)
    max_hours = fields.Integer(
        "Longest Permit (hours)", help="Where no level says less. 0: no limit."
    )
    source = Line("Source of the Limit", help="The rule that the limit comes from.")
    may_extend = fields.Boolean(
        "May Be Extended",
        help="An approved permit may be given a later end. Off: over or changed works "
        "need a new permit.",
    )
    # what
    check_ids = fields.One2many(
        "visitor.permit.check", "kind_id", "Checklist", copy=True
    )
    watch_required = fields.Boolean(
        "Watch Person",
        help="Somebody is named who watches the works, and does no more.",
    )
    briefing_required = fields.Boolean(
        "Briefing", help="The workers are briefed before the works start."
    )
    start_check_required = fields.Boolean(
        "Check Before the Start",
        help="Security looks at the place before the works begin.",
    )

    form = fields.Selection(
        FORMS,
        "Columns of the Form",
        required=True,
        default="general",
        help="Which columns the permit and its paper form have besides the usual ones.",
    )
    # at what hours, and what hot work asks for
    hours_ids = fields.One2many(
        "visitor.permit.kind.hours",
        "kind_id",
        "Hours of Noisy Works",
        copy=True,
        help="Noisy works go on in these windows only, on the clock of the site. A day "
        "without a window has none; on a holiday those of holidays hold. Empty: at any "
        "hour of the permit.",
    )
    hot_work = fields.Boolean(
        help="A fire watch before the permit is closed, one level up at night, on rest "
        "days and holidays, none while an area is open that says so, and a notice for "
        "the entrance."
    )
    fire_watch_minutes = fields.Integer(
        "Fire Watch (minutes)",
        default=60,
        help="How long the place is watched after the works, before the permit is "
        "closed. A house rule: no law names minutes. 0: no watch.",
    )
    night_from = fields.Float(
        "Night From (hour)",
        default=22.0,
        help="Hot work at night goes one level up. On the clock of the site.",
    )
    night_to = fields.Float("Night Until (hour)", default=6.0)

    _fire_watch_sane = models.Constraint(
        "CHECK(fire_watch_minutes BETWEEN 0 AND 1440)",
        "The fire watch takes between no time (0) and a day (1440 minutes).",
    )
    _night_sane = models.Constraint(
        "CHECK(night_from >= 0 AND night_from < 24 "
        "AND night_to >= 0 AND night_to <= 24)",
        "The night begins and ends between 00:00 and 24:00.",
    )
    _max_hours_sane = models.Constraint(
        "CHECK(max_hours BETWEEN 0 AND 87600)",
        "The longest permit takes between no limit (0) and ten years.",
    )

    @api.constrains("approver_ids", "function_ids", "company_id")
    def _check_people(self):
        for kind in self:
            people_sudo = (
                kind.approver_ids
                | kind.function_ids.user_ids
                | kind.level_ids.approver_ids
            ).sudo()
            if any(user.share for user in people_sudo):
                raise ValidationError(
                    self.env._("Choose colleagues who sign in, not portal users.")
                )
            company = kind.company_id
            if company and any(company not in each.company_ids for each in people_sudo):
                raise ValidationError(
                    self.env._("Choose people of the company of this kind of works.")
                )

    @api.constrains("paper_kind_ids", "company_id")
    def _check_papers(self):
        for kind in self:
            others = kind.paper_kind_ids.company_id - kind.company_id
            if kind.company_id and others:
                raise ValidationError(
                    self.env._("Choose papers of the company of this kind of works.")
                )
