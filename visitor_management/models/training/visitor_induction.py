from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.name_field import Line

# How long somebody may have to wait before another attempt: a week.
LONGEST_COOLING = 7 * 24 * 60
MOST_MONTHS = 120
# Who has to take it, besides those of a kind of visit, an area or a site.
SWITCHES = ("for_important", "for_escorts", "for_reception")


class VisitorInduction(models.Model):
    """Safety training of visitors, escorts or reception's own staff.

    It is in force where somebody named it. What it says may change: where it is in use
    or was taken, that makes a new version (``visitor_induction_version.py``).
    """

    _name = "visitor.induction"
    _description = "Safety Training"
    _inherit = ["mail.thread", "visitor.held.mixin", "visitor.fixed.mixin"]
    _order = "sequence, id"
    _check_company_auto = True
    _fixed_fields = frozenset({"company_id"})

    name = Line("Training", required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", index=True, ondelete="restrict", help="Empty: for all companies."
    )
    # what it consists of
    step_ids = fields.One2many("visitor.induction.step", "induction_id", "Steps")
    shows_route = fields.Boolean(
        "Evacuation Page",
        default=True,
        help="Show the evacuation routes and assembly points of the site and the areas "
        "of the visit, on one page.",
    )
    question_ids = fields.One2many("visitor.induction.question", "induction_id", "Quiz")
    pass_mark = fields.Integer(
        "Pass Mark (%)",
        default=80,
        required=True,
        help="How many of the questions have to be answered rightly.",
    )
    shuffled = fields.Boolean(
        default=True, help="Questions and answers come in another order each time."
    )
    attempts = fields.Integer(
        "Attempts a Day",
        default=3,
        help="How often the quiz may be tried in 24 hours. 0: as often as one likes.",
    )
    cooling_time = fields.Integer(
        "Wait Before Another Attempt (minutes)",
        help="Time to read the training again. 0: none.",
    )
    # how long it counts
    validity_months = fields.Integer(
        "Valid for (months)", default=12, help="0: without an end."
    )
    to_year_end = fields.Boolean(
        "Until the End of the Year", help="It ends on 31 December at the latest."
    )
    absence_months = fields.Integer(
        "Lapses After an Absence of (months)",
        help="Who did not visit for so long takes it again. 0: never.",
    )
    renewal = fields.Selection(
        [
            ("expiry", "Take the new version when the old training expires"),
            ("at_once", "Take the new version at once"),
        ],
        "When the Training Changes",
        default="expiry",
        required=True,
        help="What is asked of those who took an earlier version.",
    )
    version = fields.Integer(
        compute="_compute_version",
        store=True,
        help="Counts on when what is taught or asked changes, once somebody has to "
        "take it or has taken it.",
    )
    version_at = fields.Datetime(
        "Version Since", compute="_compute_version", store=True
    )
    asked_version = fields.Integer(
        "Counts from Version", compute="_compute_version", store=True
    )
    content_marks = fields.Json(
        compute="_compute_version", store=True, groups="base.group_system"
    )
    # who has to take it
    type_ids = fields.Many2many("visitor.visit.type", string="Kinds of Visit")
    area_ids = fields.Many2many("visitor.area", string="Areas")
    site_ids = fields.Many2many("visitor.site", string="Sites")
    for_important = fields.Boolean(
        "Important Visitors", help="Persons and firms that are marked as important."
    )
    for_escorts = fields.Boolean(
        "Escort Staff", help="Nobody accompanies visitors without it."
    )
    for_reception = fields.Boolean(
        "Reception and Guards",
        help="All users who work at reception. Their manager sees who is due.",
    )
    for_reception_since = fields.Datetime(readonly=True, copy=False)
    record_ids = fields.One2many("visitor.induction.record", "induction_id", "Taken")
    record_count = fields.Integer(compute="_compute_record_count")

    _pass_mark_sane = models.Constraint(
        "CHECK(pass_mark BETWEEN 0 AND 100)", "The pass mark is between 0 and 100 %."
    )
    _numbers_positive = models.Constraint(
        "CHECK(attempts >= 0 AND cooling_time >= 0 AND validity_months >= 0"
        " AND absence_months >= 0)",
        "Attempts, waiting time and months can't be negative.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    def _compute_record_count(self):
        counts = dict(
            self.env["visitor.induction.record"]._read_group(
                [("induction_id", "in", self.ids)], ["induction_id"], ["__count"]
            )
        )
        for induction in self:
            induction.record_count = counts.get(induction._origin, 0)

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("cooling_time", "validity_months", "absence_months")
    def _check_sane(self):
        for induction in self:
            if induction.cooling_time > LONGEST_COOLING:
                raise ValidationError(
                    self.env._(
                        "The wait before another attempt is at most %s minutes, which "
                        "is a week.",
                        LONGEST_COOLING,
                    )
                )
            months = max(induction.validity_months, induction.absence_months)
            if months > MOST_MONTHS:
                raise ValidationError(
                    self.env._(
                        "A training is valid for at most %s months. Enter 0 for one "
                        "without an end.",
                        MOST_MONTHS,
                    )
                )

    @api.constrains("company_id", "type_ids", "area_ids", "site_ids")
    def _check_companies(self):
        # A training for all companies may be asked for by each.
        for induction in self:
            # sudo: their companies only
            asking = induction.sudo()
            companies = (
                asking.type_ids.company_id
                | asking.area_ids.company_id
                | asking.site_ids.company_id
            )
            if induction.company_id and companies - induction.company_id:
                raise ValidationError(
                    self.env._(
                        "Choose kinds of visit, areas and sites of the company of this "
                        "training."
                    )
                )

    @api.constrains("question_ids", "type_ids", "area_ids", "site_ids", *SWITCHES)
    def _check_quiz_when_asked(self):
        self.filtered(lambda each: each._is_in_use()).question_ids._check_answerable()

    def _check_when_named(self):
        """Look at trainings that a kind of visit, a site or an area has named.

        :raise ValidationError: their quiz can't be answered, or they are another
            company's
        """
        inductions_sudo = self.sudo()  # also those of other companies that one names
        inductions_sudo._check_companies()
        inductions_sudo._check_quiz_when_asked()

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        now = fields.Datetime.now()
        for vals in vals_list:
            if vals.get("for_reception"):
                vals["for_reception_since"] = now
        return super().create(vals_list)

    def write(self, vals):
        if "for_reception" in vals:
            new = self.filtered(lambda each: not each.for_reception)
            result = super().write(vals)
            if vals["for_reception"] and new:
                super(VisitorInduction, new).write(
                    {"for_reception_since": fields.Datetime.now()}
                )
            return result
        return super().write(vals)

    def copy_data(self, default=None):
        return [
            {**vals, "name": self.env._("%s (copy)", induction.name)}
            for induction, vals in zip(self, super().copy_data(default), strict=True)
        ]

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _is_in_use(self):
        """Whether somebody has to take it: then what it asks can be answered."""
        self.ensure_one()
        induction_sudo = self.sudo()  # whether there are any, of any company
        return bool(
            induction_sudo.type_ids
            or induction_sudo.area_ids
            or induction_sudo.site_ids
            or any(induction_sudo[name] for name in SWITCHES)
        )

    def _check_asked(self, asked):
        """
        :param asked: ``visitor.induction`` that are asked of somebody
        :raise UserError: this one is not among them
        """
        if not self or self not in asked:
            raise UserError(self.env._("This training is not asked of this person."))
