from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.base.models.res_partner import _tz_get

from ...tools import opening_hours
from ...tools.name_field import Line

# How many days before its end a training is said to expire soon.
SOON = 30


class VisitorInductionRecord(models.Model):
    """One attempt at a training, by a visitor or an employee: written once.

    It is of the name that stood there: it counts for nobody else who comes under that
    registration. An attempt that failed stays, with the paper that was answered.
    """

    _name = "visitor.induction.record"
    _description = "Safety Training Taken"
    _inherit = [
        "visitor.kept.mixin",
        "visitor.held.mixin",
        "visitor.site.clock.mixin",
    ]
    _order = "at desc, id desc"
    _rec_name = "number"
    _check_company_auto = True
    _site_moments = ("at", "at")

    number = fields.Char(
        "Record No.", compute="_compute_number", search="_search_number"
    )
    induction_id = fields.Many2one(
        "visitor.induction",
        "Training",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    version = fields.Integer(required=True, readonly=True, aggregator=None)
    registration_id = fields.Many2one(
        "visitor.registration",
        "Visitor",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    employee_id = fields.Many2one(
        "hr.employee",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    site_id = fields.Many2one(related="registration_id.site_id", store=True)
    tz = fields.Selection(_tz_get, "Site Time Zone", compute="_compute_tz")
    name = Line(
        "Taken By",
        readonly=True,
        copy=False,
        help="The visitor as known then: whoever comes under another name takes it "
        "anew.",
    )
    person = fields.Char(compute="_compute_person", compute_sudo=True)
    headcount = fields.Integer(
        "People",
        default=1,
        readonly=True,
        help="A group takes it by its leader.",
    )
    at = fields.Datetime(
        "Taken At", required=True, readonly=True, default=fields.Datetime.now
    )
    valid_until = fields.Date(readonly=True, index=True)
    passed = fields.Boolean(readonly=True)
    score = fields.Integer(
        "Score (%)",
        readonly=True,
        aggregator="avg",
        help="100 where there was no quiz.",
    )
    pass_mark = fields.Integer("Pass Mark (%)", readonly=True, aggregator=None)
    attempt = fields.Integer(readonly=True, aggregator=None)
    channel = fields.Selection(
        [
            ("desk", "Told at the desk"),
            ("tablet", "On the tablet"),
            ("invitation", "From the invitation"),
            ("odoo", "In Odoo"),
        ],
        required=True,
        readonly=True,
    )
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(), "Language", readonly=True
    )
    route_shown = fields.Boolean("Evacuation Route Shown", readonly=True)
    answers = fields.Json(
        "Answered Paper", readonly=True, help="What was asked and answered."
    )
    paper = fields.Html(compute="_compute_paper", sanitize=False)
    user_id = fields.Many2one(
        "res.users", "Recorded By", readonly=True, ondelete="restrict", index=True
    )
    reminded = fields.Integer(
        readonly=True, help="Of how many days before the end somebody was told last."
    )
    life = fields.Selection(
        [
            ("valid", "Valid"),
            ("soon", "Expires soon"),
            ("expired", "Expired"),
            ("failed", "Not passed"),
        ],
        "Result",
        compute="_compute_life",
        search="_search_life",
    )

    _of_somebody = models.Constraint(
        "CHECK((registration_id IS NULL) != (employee_id IS NULL))",
        "A training is taken by a visitor or by an employee.",
    )
    # what admission looks up
    _lookup_idx = models.Index("(registration_id, induction_id)")

    @api.depends("site_id.tz", "employee_id")
    def _compute_tz(self):
        """Staff takes it wherever they are: on the clock of their work."""
        for record in self:
            # sudo: a clock
            record_sudo = record.sudo()
            record.tz = record_sudo.site_id.tz or record_sudo.employee_id.tz or "UTC"

    @api.depends("at")
    def _compute_number(self):
        for record in self:
            year = record.at.year if record.at else ""
            record.number = f"T/{year}/{record._origin.id:05}" if record._origin else ""

    @api.model
    def _search_number(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = [str(each).rpartition("/")[2] for each in value]
        return [("id", "in", [int(each) for each in found if each.isdecimal()])]

    @api.depends("name", "employee_id.name")
    def _compute_person(self):
        for record in self:
            record.person = record.employee_id.name or record.name

    @api.depends("answers")
    def _compute_paper(self):
        """What was asked and answered, to look at: all of it is escaped."""
        chosen, other = Markup("<b>☒ %s</b><br/>"), Markup("☐ %s<br/>")
        for record in self:
            questions = [
                Markup("<p>%s %s<br/>%s</p>")
                % (
                    "✓" if each["right"] else "✗",
                    each["question"],
                    Markup().join(
                        (chosen if answer["chosen"] else other) % answer["answer"]
                        for answer in each["answers"]
                    ),
                )
                for each in record.answers or ()
            ]
            record.paper = Markup().join(questions) or False

    @api.depends("passed", "valid_until")
    def _compute_life(self):
        for record in self:
            record.life = record._life_on(record._today())

    def _today(self):
        """The date where it was taken; of staff, that of UTC."""
        # sudo: the clock of the site
        site_sudo = self.sudo().site_id
        return site_sudo._today() if site_sudo else fields.Date.today()

    def _life_on(self, day):
        if not self.passed:
            return "failed"
        if not self.valid_until:
            return "valid"
        left = (self.valid_until - day).days
        return "expired" if left < 0 else "soon" if left <= SOON else "valid"

    @api.model
    def _search_life(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        return Domain.OR(
            Domain("site_id", "in", [*sites, False] if tz == "UTC" else sites)
            & self._life_domain(value, opening_hours.to_local(now, tz).date())
            for tz, sites in self.env["visitor.site"]._by_zone().items()
        )

    @api.model
    def _life_domain(self, lives, today):
        passed = Domain("passed", "=", True)
        soon = today + timedelta(days=SOON)
        endless = Domain("valid_until", "=", False)
        of_life = {
            "failed": Domain("passed", "=", False),
            "expired": passed & Domain("valid_until", "<", today),
            "soon": passed
            & Domain("valid_until", ">=", today)
            & Domain("valid_until", "<=", soon),
            "valid": passed & (endless | Domain("valid_until", ">", soon)),
        }
        return Domain.OR(of_life[life] for life in lives if life in of_life)
