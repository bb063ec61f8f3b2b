from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ...tools import opening_hours, time_zones
from ...tools.name_field import Line
from ...tools.picture_field import Picture
from ...tools.shift_round import SECTIONS

# What of a shift has no taker yet: one of a site.
OPEN = ("draft", "handed_over", "refused")


class VisitorShift(models.Model):
    """One closing of a shift: what one at the desk leaves to the next, and who signs.

    Its parts are the sheet of the handover, the count of cards, deposits and things,
    and the round of what is still open, each with what is done about it. Whoever goes
    answers for it until whoever comes has signed, then that one does. What was signed
    is kept as it was.
    """

    _name = "visitor.shift"
    _description = "Shift Handover"
    _inherit = ["visitor.state.mixin", "visitor.site.clock.mixin"]
    _order = "start desc, id desc"
    _site_moments = ("start", "stop")

    _transitions = {
        "draft": {"handed_over"},
        # draft: whoever wrote it goes on writing
        "handed_over": {"taken_over", "refused", "draft"},
        "refused": {"draft"},
    }

    site_id = fields.Many2one(
        "visitor.site",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one(
        related="site_id.company_id", store=True, index=True, precompute=True
    )
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    start = fields.Datetime(
        required=True,
        compute="_compute_start",
        store=True,
        readonly=False,
        precompute=True,
    )
    stop = fields.Datetime(readonly=True, copy=False)
    closes_day = fields.Boolean(
        "Last of the Day",
        compute="_compute_closes_day",
        store=True,
        readonly=False,
        precompute=True,
        help="Nobody takes over before the site opens again: all that is open is gone "
        "through.",
    )
    state = fields.Selection(
        [
            ("draft", "Being Written"),
            ("handed_over", "To Be Taken Over"),
            ("refused", "Not Accepted"),
            ("taken_over", "Taken Over"),
        ],
        "Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    # the sheet
    post = Line("Duty Post", copy=False, help="Where: the desk, a gate.")
    present = fields.Integer(
        "People on Duty", default=1, copy=False, help="How many worked in this shift."
    )
    notes = fields.Text(
        copy=False,
        help="What the next at the desk has to know, and what is to be done.",
    )
    events = fields.Text(
        "Events of the Shift", copy=False, help="What happened in this shift."
    )
    incidents = fields.Text(
        "Incidents of the Shift",
        copy=False,
        help="What went wrong, and what was done about it.",
    )
    orders = fields.Text(
        "Instructions", copy=False, help="What those above have asked for."
    )
    # who signs
    giver_id = fields.Many2one(
        "res.users",
        "Handed Over By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    giver_signature = Picture(
        "Signature, Handed Over", copy=False, max_width=800, max_height=300
    )
    taker_id = fields.Many2one(
        "res.users",
        "Taken Over By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    taker_signature = Picture(
        "Signature, Taken Over",
        readonly=True,
        copy=False,
        max_width=800,
        max_height=300,
    )
    taken_at = fields.Datetime("Taken Over On", readonly=True, copy=False)
    remarks = Line(
        "Objections",
        readonly=True,
        copy=False,
        help="What whoever took over found otherwise.",
    )
    refused_by_id = fields.Many2one(
        "res.users",
        "Not Accepted By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    refused_at = fields.Datetime("Not Accepted On", readonly=True, copy=False)
    refusal = Line("Why Not Accepted", readonly=True, copy=False)
    reviewed_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    reviewed_at = fields.Datetime("Reviewed On", readonly=True, copy=False)
    review_note = Line("Word of the Supervisor", readonly=True, copy=False)
    answers_id = fields.Many2one(
        "res.users",
        "Answers for the Desk",
        compute="_compute_answers_id",
        help="Until the next has signed, whoever hands over; from then on the next.",
    )
    is_mine = fields.Boolean(compute="_compute_is_mine")
    may_review = fields.Boolean(compute="_compute_is_mine")
    # the round
    line_ids = fields.One2many(
        "visitor.shift.line", "shift_id", "What Is Still Open", readonly=True
    )
    inside_count = fields.Integer("People Inside", compute="_compute_counts")
    overstaying_count = fields.Integer("People Overstaying", compute="_compute_counts")
    unseen_count = fields.Integer("Not Seen Leaving", compute="_compute_counts")
    cards_count = fields.Integer("Cards Out", compute="_compute_counts")
    open_words = fields.Char("Still Open", compute="_compute_counts")
    # the count
    count_ids = fields.One2many("visitor.shift.count", "shift_id")
    card_count_ids = fields.One2many(
        "visitor.shift.count", "shift_id", domain=[("kind", "=", "card")]
    )
    deposit_count_ids = fields.One2many(
        "visitor.shift.count", "shift_id", domain=[("kind", "=", "deposit")]
    )
    thing_count_ids = fields.One2many(
        "visitor.shift.count", "shift_id", domain=[("kind", "=", "thing")]
    )
    not_counted = fields.Char(compute="_compute_differences")
    differences = fields.Char("Differences Found", compute="_compute_differences")

    _open_uniq = models.UniqueIndex(
        "(site_id) WHERE state != 'taken_over'",
        "The shift of this site is being handed over already. Open that handover.",
    )
    _stop_after_start = models.Constraint(
        "CHECK(stop >= start)", "A shift ends after it begins."
    )
    _present_positive = models.Constraint(
        "CHECK(present >= 0)", "Enter how many people worked in this shift."
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("site_id")
    def _compute_start(self):
        """Where the one before ended, or with the day at the site."""
        for shift in self:
            site = shift.site_id
            if shift.start or not site:
                continue
            before = self.search(
                [("site_id", "=", site.id), ("stop", "!=", False)],
                order="stop desc",
                limit=1,
            )
            begin = site._day_bounds(site._today())[0]
            # a night goes on past midnight, until the desk is closed
            goes_on = before.stop and not before.closes_day
            since = begin - timedelta(days=1) if goes_on else begin
            stop = before.stop or begin
            shift.start = stop if stop >= since else begin

    @api.depends("site_id")
    def _compute_closes_day(self):
        """Whether the site does not open any more on this day."""
        now = fields.Datetime.now()
        for shift in self:
            site, calendar = shift.site_id, shift.site_id.resource_calendar_id
            until = site and site._day_bounds(site._today())[1]
            calendars = site._opening_calendars(
                {(site.id, calendar.id, site.company_id.id, site.tz)}, now, until
            )
            opens = site.id in calendars and calendars[site.id].attendances
            shift.closes_day = opens and not opening_hours.intervals(
                calendars[site.id], now, until
            )

    @api.depends("site_id.name", "start", "stop")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for shift in self:
            at, tz = shift.stop or shift.start, time_zones.known(shift.site_id.tz)
            moment = at and format_datetime(self.env, at, tz, "short")
            shift.display_name = " · ".join(filter(None, (shift.site_id.name, moment)))

    @api.depends("state", "giver_id", "taker_id")
    def _compute_answers_id(self):
        for shift in self:
            signed = shift.state == "taken_over"
            shift.answers_id = shift.taker_id if signed else shift.giver_id

    @api.depends("giver_id", "taker_id", "state", "reviewed_at")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for shift in self:
            shift.is_mine = shift.giver_id == self.env.user
            shift.may_review = shift._may_review()

    @api.depends("line_ids.kind", "line_ids.headcount")
    @api.depends_context("lang")
    def _compute_counts(self):
        counts = {
            (shift.id, kind): (heads, lines)
            for shift, kind, heads, lines in self.env["visitor.shift.line"]._read_group(
                [("shift_id", "in", self.ids)],
                ["shift_id", "kind"],
                ["headcount:sum", "__count"],
            )
        }
        labels = dict(
            self.env["visitor.shift.line"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        nothing = (0, 0)
        for shift in self:
            of = {kind: counts.get((shift.id, kind), nothing) for kind in SECTIONS}
            shift.overstaying_count = of["overstaying"][0]
            shift.inside_count = of["overstaying"][0] + of["inside"][0]
            shift.unseen_count = of["unseen"][0]
            shift.cards_count = of["card"][1]
            shift.open_words = " · ".join(
                f"{labels[kind]}: {of[kind][0 if SECTIONS[kind].people else 1]}"
                for kind in SECTIONS
                if of[kind][1]
            )

    @api.depends("count_ids.counted", "count_ids.due", "count_ids.name")
    def _compute_differences(self):
        for shift in self:
            lines = shift.count_ids
            uncounted = lines.filtered(lambda line: line.counted is False)
            shift.not_counted = ", ".join(uncounted.mapped("name"))
            shift.differences = ", ".join(
                f"{line.name} ({line.difference:+d})"
                for line in lines
                if line.difference
            )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        shifts = super().create(vals_list)
        shifts._freeze()
        return shifts

    def write(self, vals):
        if any(shift.state != "draft" for shift in self):
            raise self._is_closed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise self._is_closed()

    def _note(self, **vals):
        """Note what happened to a sheet that is closed; callers checked who asks."""
        return super().write(vals)

    def _is_closed(self):
        return UserError(
            self.env._(
                "What was handed over is kept as it was. Add it to the next one."
            )
        )
