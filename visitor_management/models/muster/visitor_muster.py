from odoo import api, fields, models
from odoo.tools import format_datetime

from ...tools import roll_call
from ...tools.name_field import Line

JUDGED = [("yes", "Yes"), ("partly", "Partly"), ("no", "No")]
# What security plans and writes down; the rest is the program's.
RECORD_FIELDS = frozenset(
    {"name", "plan", "form", "scheduled_at", "announced_on", "announced_how"}
    | {"place", "content", "department_ids", "staff_count", "commander_id", "teams"}
    | {"course", "suitable", "sufficient", "in_place", "coordination", "result"}
    | {"problems", "measures", "measures_owner_id", "measures_due", "reviewer_id"}
)


class VisitorMuster(models.Model):
    """A roll call: who was inside when it began, and who was seen since.

    Of a drill it is the record, too: what the law asks to be written down. It is
    planned and announced before, marked while it runs, and judged after.
    """

    _name = "visitor.muster"
    _description = "Roll Call"
    _inherit = [
        "visitor.state.mixin",
        "visitor.owner.mixin",
        "visitor.site.clock.mixin",
    ]
    _order = "started_at desc, scheduled_at desc, id desc"
    _check_company_auto = True
    _site_moments = ("started_at", "started_at")
    _fixed_fields = frozenset({"site_id"})
    _owner_field = "measures_owner_id"

    _transitions = {
        "planned": {"running", "cancelled"},
        "running": {"ended"},
    }

    name = Line("Name of the Drill")
    site_id = fields.Many2one(
        "visitor.site", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="site_id.company_id", store=True, index=True, precompute=True
    )
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    kind = fields.Selection(
        roll_call.KINDS, "Kind of Roll Call", required=True, default="drill"
    )
    state = fields.Selection(
        [
            ("planned", "Drill planned"),
            ("running", "Running"),
            ("ended", "Roll call ended"),
            ("cancelled", "Called Off"),
        ],
        "Status",
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    started_at = fields.Datetime(readonly=True, copy=False, index=True)
    ended_at = fields.Datetime(readonly=True, copy=False)
    user_id = fields.Many2one(
        "res.users",
        "Started By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    ended_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    closing_note = Line("Note at the End", readonly=True, copy=False)
    line_ids = fields.One2many(
        "visitor.muster.line", "muster_id", "People", readonly=True, copy=False
    )
    # figures, written when it ends and when a phone sends later what it had
    expected_count = fields.Integer("Expected People", readonly=True, copy=False)
    safe_count = fields.Integer("Safe People", readonly=True, copy=False)
    injured_count = fields.Integer("Injured People", readonly=True, copy=False)
    missing_count = fields.Integer("Missing People", readonly=True, copy=False)
    had_left_count = fields.Integer(
        "Inside but Had Left",
        readonly=True,
        copy=False,
        help="Stood in the register as inside and had left before: how good the "
        "register is.",
    )
    added_count = fields.Integer("Added Late", readonly=True, copy=False)
    visitor_count = fields.Integer("Visitors on the List", readonly=True, copy=False)
    register_quality = fields.Float(
        "Register Right (%)",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Of the people on the list, the share that had not left before.",
    )
    seconds_95 = fields.Integer(
        "Seconds to 95 %", readonly=True, copy=False, aggregator="avg"
    )
    seconds_100 = fields.Integer(
        "Seconds to 100 %", readonly=True, copy=False, aggregator="avg"
    )
    # the record of a drill
    form = fields.Selection(
        [
            ("comprehensive", "Comprehensive"),
            ("special", "Special"),
            ("tabletop", "Tabletop"),
        ],
        "Form of Drill",
    )
    plan = Line("Emergency Plan", help="The plan that is tried.")
    scheduled_at = fields.Datetime("Scheduled For", copy=False)
    announced_on = fields.Date(
        copy=False, help="When people were told: a drill is announced beforehand."
    )
    announced_how = Line(
        "How It Was Announced", copy=False, help="Notice, mail, loudspeaker…"
    )
    place = Line("Place and Extent")
    content = fields.Text("What Is Drilled")
    department_ids = fields.Many2many(
        "hr.department",
        "visitor_muster_department_rel",
        "muster_id",
        "department_id",
        "Departments Taking Part",
        check_company=True,
        ondelete="restrict",
    )
    staff_count = fields.Integer("Staff Taking Part", copy=False)
    commander_id = fields.Many2one(
        "hr.employee",
        "In Command",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    teams = fields.Text(help="Who did what: alarm, evacuation, first aid, cordon.")
    course = fields.Text(
        "Course of the Drill", copy=False, help="What happened, and when."
    )
    suitable = fields.Selection(
        JUDGED, "Plan Suitable", copy=False, help="The plan fits the site."
    )
    sufficient = fields.Selection(
        JUDGED, "Plan Sufficient", copy=False, help="The plan covers what happens."
    )
    in_place = fields.Selection(JUDGED, "People and Means in Place", copy=False)
    coordination = fields.Selection(JUDGED, "Coordination Good", copy=False)
    result = fields.Selection(JUDGED, "Aim Reached", copy=False)
    problems = fields.Text("Problems of the Drill", copy=False)
    measures = fields.Text("Orders to Put Right", copy=False)
    measures_owner_id = fields.Many2one(
        "hr.employee",
        "Responsible for the Orders",
        check_company=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    measures_due = fields.Date("Orders Due On", copy=False)
    reviewer_id = fields.Many2one(
        "hr.employee",
        "Drill Reviewed By",
        check_company=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    _one_running = models.UniqueIndex(
        "(site_id) WHERE state = 'running'", "A roll call runs at this site already."
    )
    _ended_after_started = models.Constraint(
        "CHECK(ended_at >= started_at)", "A roll call ends after it begins."
    )
    _staff_positive = models.Constraint(
        "CHECK(staff_count >= 0)", "The number of staff can't be negative."
    )
    _planned_is_drill = models.Constraint(
        "CHECK(kind = 'drill' OR state != 'planned')", "Only a drill is planned."
    )

    @api.depends("name", "kind", "site_id", "started_at", "scheduled_at")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for muster in self:
            moment = muster.started_at or muster.scheduled_at
            at = moment and format_datetime(
                self.env, moment, muster.site_id.sudo()._tz(), "short"
            )
            words = (muster.name or kinds.get(muster.kind), muster.site_id.name, at)
            muster.display_name = " · ".join(filter(None, words))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise self._stays()
