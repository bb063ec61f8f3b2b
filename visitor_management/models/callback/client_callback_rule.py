import math
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date, format_time

from ...tools.opening_hours import to_local
from ..complaint.client_complaint_term import SEVERITIES

SOURCES = [
    ("complaint", "Complaint"),
    ("repair", "Repair"),
    ("emergency", "Emergency Repair"),
    ("service", "Paid Service"),
    ("works", "Building Works"),
    ("event", "Event"),
    ("routine", "Routine"),
]
CHANNELS = [
    ("phone", "Phone"),
    ("visit", "In Person"),
    ("any", "Any Way"),
]


class ClientCallbackRule(models.Model):
    """When, how and by whom clients are called back.

    Of the rules that fit, the most special one holds: that of the company before the
    shared one, then the deeper category, then the one that names the severity. A rule
    that changes never moves a date that was set.
    """

    _name = "client.callback.rule"
    _description = "Callback Rule"
    _order = "source, sequence, id"
    _check_company_auto = True

    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: for all companies.",
    )
    # what for
    source = fields.Selection(SOURCES, required=True, default="complaint", index=True)
    severity = fields.Selection(SEVERITIES, help="Empty: for each severity.")
    category_id = fields.Many2one(
        "client.complaint.category",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        help="The rule is for what is part of it, too. Empty: for each category.",
    )
    longer_than = fields.Integer(
        "Longer Than (days)",
        aggregator=None,
        help="Only for services and works that took longer. 0: however long.",
    )
    # when
    anchor = fields.Selection(
        [
            ("received", "Received"),
            ("handled", "Handled"),
            ("middle", "Middle of the Work"),
            ("end", "End of the Work"),
        ],
        "Counted From",
        required=True,
        default="handled",
    )
    offset = fields.Integer(
        "After",
        required=True,
        default=1,
        aggregator=None,
        help="0 days: by the end of the same day.",
    )
    unit = fields.Selection(
        [("hour", "Hours"), ("day", "Days"), ("month", "Months")],
        "Unit of Time",
        required=True,
        default="day",
    )
    working_time = fields.Boolean(
        default=True,
        help="Count only service hours, no holidays and leaves.",
    )
    # how many, who and how
    coverage = fields.Integer(
        "Coverage (%)",
        required=True,
        default=100,
        aggregator=None,
        help="How many of the cases are called back. Complaints: all of them.",
    )
    caller = fields.Selection(
        [
            ("service", "Customer Service"),
            ("department_head", "Head of the Department"),
            ("manager", "Customer Service Manager"),
        ],
        required=True,
        default="service",
    )
    channel = fields.Selection(CHANNELS, required=True, default="any")
    attempts = fields.Integer(
        "Number of Tries",
        required=True,
        default=3,
        aggregator=None,
        help="After so many tries in vain the client counts as unreachable.",
    )
    preview = fields.Char(
        compute="_compute_preview", help="What the rule means for something of now."
    )

    _coverage_range = models.Constraint(
        "CHECK(coverage BETWEEN 1 AND 100 AND (source != 'complaint'"
        " OR coverage = 100))",
        "Between 1 and 100 % are called back; of complaints all.",
    )
    _positive = models.Constraint(
        'CHECK("offset" >= 0 AND attempts > 0 AND longer_than >= 0)',
        "A callback comes after what it is about, with one try at least.",
    )

    @api.depends(
        "source", "severity", "category_id", "anchor", "offset", "unit", "working_time"
    )
    @api.depends_context("tz", "lang")
    def _compute_preview(self):
        now = fields.Datetime.now()
        for rule in self:
            if not rule.unit or not rule.anchor:
                rule.preview = False
                continue
            company = rule.company_id or self.env.company
            due_at = company._client_due(now, rule.offset, rule.unit, rule.working_time)
            tz = company._client_tz()
            rule.preview = self.env._(
                "%(what)s, %(anchor)s today at %(now)s: called back by %(due)s.",
                what=rule._what(),
                anchor=rule._label("anchor").lower(),
                now=format_time(self.env, now, tz, "short"),
                due=", ".join(
                    (
                        format_date(
                            self.env, to_local(due_at, tz).date(), date_format="full"
                        ),
                        format_time(self.env, due_at, tz, "short"),
                    )
                ),
            )

    @api.depends("source", "severity", "category_id")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = rule._what()

    @api.constrains("source", "anchor", "longer_than")
    def _check_anchor(self):
        for rule in self:
            if rule.source == "complaint" and (
                rule.anchor in ("middle", "end") or rule.longer_than
            ):
                raise ValidationError(
                    self.env._("A complaint is called back from when it was handled.")
                )

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _fitting(self, company, source, severity=False, category=None, took=None):
        """The rules for a case: the most special one of each anchor.

        :param company: ``res.company`` of the case
        :param str source: what the case is
        :param str severity: of a complaint
        :param category: ``client.complaint.category``, may be empty
        :param timedelta took: how long the work took; None: no matter how long
        :return: rules in the order of the form
        """
        above = [int(part) for part in (category.parent_path or "").split("/")[:-1]]
        rules = self.search(
            [
                ("source", "=", source),
                ("company_id", "in", (company.id, False)),
                ("severity", "in", (severity, False)),
                ("category_id", "in", [*above, False]),
            ]
        )
        if took is not None:
            rules = rules.filtered(lambda rule: rule._is_long_enough(took))
        best = self.browse()
        for same in rules.grouped("anchor").values():
            best |= same.sorted(lambda rule: rule._rank(), reverse=True)[0]
        return best

    def _is_long_enough(self, took):
        return not self.longer_than or took > timedelta(days=self.longer_than)

    def _leading(self):
        """Of the rules for a piece of work, the one whose coverage counts."""
        finished = self.filtered(lambda rule: rule.anchor in ("handled", "end"))
        return (finished or self)[:1]

    def _rank(self):
        """How special a rule is; the last word has the order of the form."""
        return (
            bool(self.company_id),
            self.category_id._depth(),
            bool(self.severity),
            -self.sequence,
            -self.id,
        )

    def _due_at(
        self, company, received_at, started_at=None, ended_at=None, department=None
    ):
        """When a case is to be called back by this rule.

        :param company: ``res.company`` whose working time counts
        :param datetime received_at: when it was received, naive UTC
        :param datetime started_at: when work began
        :param datetime ended_at: when it was handled, done, over
        :param department: ``hr.department`` whose work it was: its hours count where
            its head calls
        :return: naive UTC
        """
        self.ensure_one()
        ended_at = ended_at or received_at
        started_at = started_at or received_at
        moment = {
            "received": received_at,
            "middle": started_at + (ended_at - started_at) / 2,
        }.get(self.anchor, ended_at)
        return company._client_due(
            *(moment, self.offset, self.unit, self.working_time),
            self._calling_department(department),
        )

    def _calling_department(self, department):
        """Whose service hours a call keeps to; None: customer service's."""
        return department if self.caller == "department_head" else None

    def _how_many(self, count):
        """How many of a number of cases are called back: rounded up, never none."""
        self.ensure_one()
        return math.ceil(count * self.coverage / 100)

    def _what(self):
        self.ensure_one()
        parts = [
            self._label("source"),
            self.severity and self._label("severity"),
            self.category_id.display_name,
        ]
        return " · ".join(filter(None, parts))

    def _label(self, name):
        labels = self._fields[name]._description_selection(self.env)
        return dict(labels).get(self[name], "")
