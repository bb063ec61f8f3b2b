from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.name_field import Line
from .visitor_site import MOST_MINUTES


class VisitorVisitType(models.Model):
    _name = "visitor.visit.type"
    _description = "Kind of Visit"
    _inherit = ["visitor.held.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    name = Line("Kind of Visit", required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", index=True, ondelete="restrict", help="Empty: for all companies."
    )
    color = fields.Integer(help="Colour of the band on the pass.")
    approval = fields.Selection(
        [
            ("none", "Nobody"),
            ("host", "The host"),
            ("security", "Security"),
        ],
        "Approved By",
        required=True,
        default="host",
    )
    for_residents = fields.Boolean(
        "Residents Announce It",
        help="Residents and tenants may choose this kind when they announce a visit on "
        "the portal.",
    )
    series_approved_once = fields.Boolean(
        "A Series Is Approved Once",
        help="Those who approve are asked about a weekly series once, with its first "
        "visit. Otherwise each of its visits is approved by itself.",
    )

    id_required = fields.Boolean(
        "Identity Check", help="An identity document must be seen before entry."
    )
    identity_storage = fields.Selection(
        [
            ("none", "Do not keep the number"),
            ("partial", "Keep the last four and a fingerprint"),
            ("full", "Keep the number, encrypted"),
        ],
        "Identity Number",
        required=True,
        default="partial",
    )
    photo_required = fields.Boolean("Photo", help="A photo is taken before entry.")
    signature_required = fields.Boolean(
        "Signature", help="The visitor signs the register before entry."
    )
    each_by_name = fields.Boolean(
        "Each Person by Name",
        help="A group is named before entry: nobody comes in as one of a number.",
    )
    policy_ids = fields.Many2many(
        "visitor.policy",
        "visitor_visit_type_policy_rel",
        "type_id",
        "policy_id",
        "Rules of Conduct",
        ondelete="restrict",
        help="What visitors accept before entry. Whatever version stands here, they "
        "are asked for the one in force.",
    )
    escort_required = fields.Boolean(
        "Escort", help="An employee accompanies the visitors from their entry on."
    )
    permit_required = fields.Boolean(
        "Work Permit",
        help="Visitors of this kind come in as workers of a permit that holds now.",
    )
    area_ids = fields.Many2many(
        "visitor.area",
        string="Areas",
        help="What visits of this kind ask for, besides what is open to all. A "
        "restricted area is then opened to each visit by those who answer for it.",
    )
    induction_ids = fields.Many2many(
        "visitor.induction",
        string="Safety Training",
        help="What visitors of this kind take before entry.",
    )
    default_duration = fields.Float(
        "Duration (hours)", default=1.0, help="How long a visit is at first."
    )

    invite_by_mail = fields.Boolean(
        "Invite by Mail",
        help="Once a visit of this kind is approved, each visitor with an e-mail "
        "address is written to: where and when, a pass, and a link to do alone what "
        "is asked for. Off: whoever wants to writes with the button of the visitor.",
    )

    # who stays longer than announced
    overstay_host_minutes = fields.Integer(
        "Tell the Host After (minutes)",
        help="How long after the end of the visit the host is told that somebody is "
        "still inside. 0: as soon as the late departure that the site allows is over.",
    )
    overstay_desk_minutes = fields.Integer(
        "Alarm at Reception After (minutes)",
        help="How long after the end of the visit reception is told. 0: not at all.",
    )
    overstay_manager_minutes = fields.Integer(
        "Tell the Manager After (minutes)",
        help="How long after the end of the visit the manager of the host is told; "
        "security where there is none, or where a resident is visited. 0: not at all.",
    )
    extend_minutes = fields.Integer(
        "Extend by (minutes)",
        default=30,
        required=True,
        help="How much longer a visit takes by one tap of its host or of reception.",
    )

    max_days = fields.Integer(
        "Longest Visit (days)",
        default=90,
        required=True,
        help="A visit that takes longer is refused: announce several instead.",
    )

    _duration_positive = models.Constraint(
        "CHECK(default_duration > 0)", "A visit takes longer than no time."
    )
    _max_days_sane = models.Constraint(
        "CHECK(max_days BETWEEN 1 AND 3660)",
        "The longest visit takes between one day and ten years.",
    )

    _overstay_positive = models.Constraint(
        "CHECK(overstay_host_minutes >= 0 AND overstay_desk_minutes >= 0 "
        "AND overstay_manager_minutes >= 0)",
        "Nobody stays too long before the visit is over: enter 0 minutes or more.",
    )
    _extend_sane = models.Constraint(
        "CHECK(extend_minutes BETWEEN 1 AND 1440)",
        "One tap extends a visit by between one minute and a day.",
    )

    @api.constrains(
        "overstay_host_minutes", "overstay_desk_minutes", "overstay_manager_minutes"
    )
    def _check_overstay(self):
        for kind in self:
            told = (
                kind.overstay_host_minutes,
                kind.overstay_desk_minutes,
                kind.overstay_manager_minutes,
            )
            if max(told) > MOST_MINUTES:
                raise ValidationError(
                    self.env._(
                        "Alarms about who stays too long: enter at most %s minutes, "
                        "which is a week.",
                        MOST_MINUTES,
                    )
                )
            asked = [minutes for minutes in told if minutes]
            if asked != sorted(asked):
                raise ValidationError(
                    self.env._(
                        "First the host is told, then reception, then the manager: "
                        "enter minutes in this order."
                    )
                )

    @api.constrains("default_duration", "max_days")
    def _check_duration(self):
        for kind in self:
            if kind.default_duration > 24 * kind.max_days:
                raise ValidationError(
                    self.env._("Visits of this kind would be too long from the start.")
                )

    @api.constrains("induction_ids", "company_id")
    def _check_inductions(self):
        # as for areas: of a kind for all companies, a visit takes those of its own
        for kind in self:
            others = kind.sudo().induction_ids.company_id - kind.company_id
            if kind.company_id and others:
                raise ValidationError(
                    self.env._("Choose trainings of the company of this kind of visit.")
                )

    @api.constrains("area_ids", "company_id")
    def _check_areas(self):
        # A kind for all companies may name areas of each: a visit takes its site's.
        for kind in self:
            if kind.company_id and kind.area_ids.company_id - kind.company_id:
                raise ValidationError(
                    self.env._("Choose areas of the company of this kind of visit.")
                )

    @api.constrains("policy_ids", "company_id")
    def _check_policies(self):
        # of a kind for all companies each company asks for its own texts
        for kind in self:
            others = kind.policy_ids.sudo().company_id - kind.company_id
            if kind.company_id and others:
                raise ValidationError(
                    self.env._(
                        "Choose rules of the company of this kind of visit, or rules "
                        "for all companies."
                    )
                )
