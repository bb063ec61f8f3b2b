from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools import opening_hours

MOST_MONTHS = 12


class VisitorVisitHours(models.Model):
    """When a regular visitor comes to one unit: a cleaner, a nurse, a teacher.

    A person who comes to several units has a line for each, on one visit and with one
    pass. The weekly hours are an Odoo working schedule, on the clock of the site. What
    was agreed is changed by those who may change the visit; the unit itself pauses,
    resumes and ends its line by one tap, see ``visitor_visit_hours_life.py``.
    """

    _name = "visitor.visit.hours"
    _description = "Weekly Hours of a Regular Visitor"
    _inherit = ["visitor.held.mixin", "visitor.fixed.mixin"]
    _order = "date_to desc, id desc"
    _rec_name = "unit_id"
    _check_company_auto = True
    _fixed_fields = frozenset({"visit_id", "unit_id"})

    visit_id = fields.Many2one(
        "visitor.visit",
        required=True,
        index=True,
        check_company=True,
        ondelete="cascade",
        groups="base.group_user",  # occupants of the unit never read the visit
    )
    company_id = fields.Many2one(
        related="visit_id.company_id", store=True, index=True, precompute=True
    )
    site_id = fields.Many2one(
        related="visit_id.site_id", store=True, index=True, precompute=True
    )
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    unit_id = fields.Many2one(
        "visitor.unit",
        required=True,
        index=True,
        check_company=True,
        domain="[('site_id', '=', site_id)]",
        ondelete="restrict",
        help="Whom the visitor comes to at these hours. In its own area only these "
        "hours count.",
    )
    resource_calendar_id = fields.Many2one(
        "resource.calendar",
        "Weekly Hours",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        help="A working schedule, on the clock of the site. On its days off nobody "
        "is expected.",
    )
    date_from = fields.Date(
        "First Day",
        required=True,
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
    )
    date_to = fields.Date(
        "Last Day",
        required=True,
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
        help="At most twelve months after the first one.",
    )
    paused = fields.Boolean(
        readonly=True,
        copy=False,
        help="Nobody is let in at these hours until they are resumed.",
    )
    paused_at = fields.Datetime("Paused Since", readonly=True, copy=False)
    ended_at = fields.Datetime(
        readonly=True, copy=False, help="Ended before the last day."
    )
    end_told = fields.Boolean(groups=fields.NO_ACCESS, copy=False)
    windows = fields.Json(
        compute="_compute_windows",
        store=True,
        groups=fields.NO_ACCESS,
        help="Pairs of naive UTC moments, worked out of the schedule: what admission "
        "and the lists of a day look at.",
    )
    standing = fields.Selection(
        [
            ("ahead", "To Come"),
            ("current", "In Force"),
            ("paused", "Paused"),
            ("over", "Hours Ended"),
        ],
        "Status of the Hours",
        compute="_compute_standing",
        search="_search_standing",
    )
    # for the eyes of the unit: who comes to it and when, nothing else of the visit
    people = fields.Char("Visitor", compute="_compute_people", compute_sudo=True)
    hours_text = fields.Char(
        "At These Hours", compute="_compute_hours_text", compute_sudo=True
    )
    may_pause = fields.Boolean(compute="_compute_may_pause")

    _to_after_from = models.Constraint(
        "CHECK(date_to >= date_from)", "The last day is not before the first one."
    )
    _ends_idx = models.Index("(date_to) WHERE ended_at IS NULL")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("visit_id")
    def _compute_dates(self):
        """The days of the visit, at most as many as there may be."""
        for line in self:
            visit = line.visit_id
            if visit.start and visit.stop and visit.site_id:
                local = visit.site_id._to_local
                first = line.date_from or local(visit.start).date()
                most = first + relativedelta(months=MOST_MONTHS)
                line.date_from = first
                line.date_to = line.date_to or min(local(visit.stop).date(), most)

    @api.depends("unit_id.display_name", "people")
    def _compute_display_name(self):
        for line in self:
            unit_sudo = line.unit_id.sudo()  # a number, of one's own line
            words = (unit_sudo.display_name, line.people)
            line.display_name = ": ".join(filter(None, words))

    @api.depends("visit_id.registration_ids.name")
    def _compute_people(self):
        for line in self:
            line.people = line.visit_id.people

    @api.depends("paused", "ended_at", "date_from", "date_to", "site_id.tz")
    def _compute_standing(self):
        for line in self:
            today = line.sudo().site_id._today() if line.site_id else None  # a clock
            if line.ended_at or (today and line.date_to and line.date_to < today):
                line.standing = "over"
            elif line.paused:
                line.standing = "paused"
            else:
                ahead = today and line.date_from and line.date_from > today
                line.standing = "ahead" if ahead else "current"

    @api.model
    def _search_standing(self, operator, value):
        if operator != "in":
            return NotImplemented
        now, parts = fields.Datetime.now(), []
        for tz, ids in self.env["visitor.site"]._by_zone().items():
            today = opening_hours.to_local(now, tz).date()
            over = Domain("ended_at", "!=", False) | Domain("date_to", "<", today)
            paused = ~over & Domain("paused", "=", True)
            ahead = ~over & ~paused & Domain("date_from", ">", today)
            found = {
                "over": over,
                "paused": paused,
                "ahead": ahead,
                "current": ~over & ~paused & ~ahead,
            }
            wanted = Domain.OR(found[each] for each in value if each in found)
            parts.append(Domain("site_id", "in", ids) & wanted)
        return Domain.OR(parts)

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for line in self:
            most = line.date_from + relativedelta(months=MOST_MONTHS)
            if line.date_to > most:
                raise ValidationError(
                    self.env._(
                        "Weekly hours hold for twelve months at most. Choose %(day)s "
                        "or an earlier last day, and agree on them again then.",
                        day=format_date(self.env, most),
                    )
                )

    @api.constrains("date_from", "date_to", "visit_id")
    def _check_days_of_visit(self):
        for line in self:
            visit = line.visit_id
            local = visit.site_id._to_local
            first, last = local(visit.start).date(), local(visit.stop).date()
            if line.date_from < first or line.date_to > last:
                raise ValidationError(
                    self.env._(
                        "The visit is from %(first)s to %(last)s. Choose days in it, "
                        "or change the time of the visit first.",
                        first=format_date(self.env, first),
                        last=format_date(self.env, last),
                    )
                )

    @api.constrains("unit_id", "visit_id")
    def _check_unit(self):
        for line in self:
            if line.unit_id.site_id != line.visit_id.site_id:
                raise ValidationError(self.env._("The unit belongs to another site."))

    @api.constrains("resource_calendar_id")
    def _check_calendar(self):
        for line in self:
            if not line.resource_calendar_id._has_fixed_hours():
                raise ValidationError(
                    self.env._(
                        "Choose a working schedule with fixed hours: this one does not "
                        "say when."
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._check_life_fields({name for vals in vals_list for name in vals})
        lines = super().create(vals_list)
        lines.visit_id._check_may_change_plan()
        lines.visit_id._ask_for_units()
        return lines

    def write(self, vals):
        self._check_life_fields(vals.keys())
        agreed = {"resource_calendar_id", "date_from", "date_to"} & vals.keys()
        if agreed:
            self.visit_id._check_may_change_plan()
        result = super().write(vals)
        if "date_to" in vals:  # of another day the host is told anew
            super(VisitorVisitHours, self.sudo()).write({"end_told": False})
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        if any(line.visit_id.state != "draft" for line in self):
            raise UserError(
                self.env._("Weekly hours that were agreed on stay. End them instead.")
            )

    def _check_life_fields(self, names):
        """What only the actions set.

        :raise UserError: somebody else sets it
        """
        if not self.env.su and {"paused", "paused_at", "ended_at"} & set(names):
            raise UserError(
                self.env._(
                    "Pause, resume or end the hours: they can't be set directly."
                )
            )
