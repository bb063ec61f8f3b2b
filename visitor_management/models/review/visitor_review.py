from odoo import api, fields, models

from ...tools.groups import LEADERSHIP, SECURITY
from ...tools.review_kinds import CAME, OVERSTAY, REFUSED, VIOLATION, WAIVED

JUDGED = [("yes", "Yes"), ("partly", "Partly"), ("no", "No")]
TO_SUBMIT = "visitor_management.mail_activity_type_visitor_review_due"


class VisitorReview(models.Model):
    """The monthly review of the visitor rules of a site (制度评审).

    Filled from the records, judged and submitted by security, acknowledged by
    leadership. What was submitted is a snapshot, until security reopens it.
    """

    _name = "visitor.review"
    _description = "Review of the Visitor Rules"
    _inherit = ["visitor.monthly.form.mixin", "visitor.state.mixin"]
    _order = "month desc, site_id, id"
    _check_company_auto = True
    _draft_domain = [("state", "=", "draft"), ("submitted_at", "=", False)]
    _fixed_fields = frozenset({"month", "site_id"})

    _filled_by = SECURITY
    _of_the_filler = frozenset(
        {"suitable", "sufficient", "effective", "findings", "changes", "conclusion"}
        | {"next_on", "recipient_id"}
    )
    _of_the_snapshot = frozenset({"line_ids", "action_ids"})
    _to_acknowledge = "visitor_management.mail_activity_type_visitor_review"
    _order_link = "review_id"

    _transitions = {
        "draft": {"submitted"},
        # back to draft: reopened
        "submitted": {"acknowledged", "draft"},
        "acknowledged": {"draft"},
    }

    site_id = fields.Many2one(
        "visitor.site", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="site_id.company_id", store=True, index=True, precompute=True
    )
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    # figures
    line_ids = fields.One2many(
        "visitor.review.line", "review_id", "Figures", readonly=True, copy=False
    )
    has_previous = fields.Boolean(
        readonly=True, copy=False, help="There is a review of the month before."
    )
    came = fields.Integer("People Who Came", compute="_compute_figures")
    refused = fields.Integer("Refused at the Door", compute="_compute_figures")
    waived = fields.Integer("Conditions Set Aside", compute="_compute_figures")
    violations = fields.Integer(compute="_compute_figures")
    overstays = fields.Integer("Stayed Too Long", compute="_compute_figures")
    # judgement
    suitable = fields.Selection(JUDGED, copy=False, help="The rules fit the site.")
    sufficient = fields.Selection(
        JUDGED, copy=False, help="The rules cover what happens."
    )
    effective = fields.Selection(
        JUDGED, copy=False, help="The rules are kept, and do what they are for."
    )
    findings = fields.Text("Problems Found", copy=False)
    changes = fields.Text("Changes Suggested", copy=False)
    conclusion = fields.Selection(
        [
            ("keep", "Keep the rules"),
            ("change", "Change the rules"),
            ("end", "End the rules"),
        ],
        copy=False,
    )
    next_on = fields.Date("Next Review of the Rules", copy=False)
    action_ids = fields.One2many(
        "client.rectification",
        "review_id",
        "Orders",
        readonly=True,
        copy=False,
        help="What leadership ordered after reading this review.",
    )

    _month_uniq = models.UniqueIndex(
        "(site_id, month)", "There is a review of this site and month already."
    )
    _month_first_day = models.Constraint(
        "CHECK(EXTRACT(DAY FROM month) = 1)", "A month is given by its first day."
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("month", "site_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for review in self:
            review.display_name = " ".join(
                filter(None, (review.site_id.name, review.month_name))
            )

    @api.depends("line_ids.count")
    def _compute_figures(self):
        rows = self.env["visitor.review.line"]._read_group(
            [
                ("review_id", "in", self.ids),
                # what is a part of another figure is not counted twice
                "|",
                ("kind", "!=", CAME),
                ("code", "=", "came"),
            ],
            ["review_id", "kind"],
            ["count:sum"],
        )
        figures = {(review.id, kind): number for review, kind, number in rows}
        for review in self:
            for name, kind in (
                ("came", CAME),
                ("refused", REFUSED),
                ("waived", WAIVED),
                ("violations", VIOLATION),
                ("overstays", OVERSTAY),
            ):
                review[name] = figures.get((review._origin.id, kind), 0)

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    @api.model
    def _refusal(self, group):
        if group == LEADERSHIP:
            return self.env._("Only leadership may acknowledge a review of the rules.")
        return self.env._("Security makes, submits and reopens reviews of the rules.")

    def _month_today(self):
        return self.site_id._today()

    def _month_end(self, next_month):
        return self.site_id._day_bounds(next_month)[0]

    def _after_submit(self):
        self.sudo().activity_feedback([TO_SUBMIT])  # submitted by the user
        return super()._after_submit()
