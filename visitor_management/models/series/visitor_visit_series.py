from babel.dates import get_day_names
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date, format_list, format_time
from odoo.tools.misc import babel_locale_parse

from ...tools.weekly import WEEKDAYS
from ..visit.visitor_visit import TO_COME


class VisitorVisitSeries(models.Model):
    """The same visit each week: a cleaner, a lesson, a meeting of the site.

    Each is a visit of its own, with passes of its own, made some weeks ahead. They are
    like one of them, the ``source``: at first the one that the series was made of, and
    then the last one whose changes were meant for all that follow.
    """

    _name = "visitor.visit.series"
    _description = "Weekly Series of Visits"
    _inherit = ["visitor.state.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _transitions = {"running": {"ended"}}

    source_id = fields.Many2one(
        "visitor.visit",
        "Visits Like",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        help="Who comes, to whom, why and how long.",
    )
    company_id = fields.Many2one(
        related="source_id.company_id", store=True, index=True, precompute=True
    )
    site_id = fields.Many2one(related="source_id.site_id")
    tz = fields.Selection(related="source_id.tz", string="Site Time Zone")
    type_id = fields.Many2one(related="source_id.type_id")
    host_name = fields.Char(related="source_id.host_name")
    people = fields.Char(related="source_id.people")
    # when
    monday = fields.Boolean()
    tuesday = fields.Boolean()
    wednesday = fields.Boolean()
    thursday = fields.Boolean()
    friday = fields.Boolean()
    saturday = fields.Boolean()
    sunday = fields.Boolean()
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Until", required=True)
    words = fields.Char("When", compute="_compute_words")
    left_out = fields.Char(
        compute="_compute_left_out",
        help="Days of the coming weeks on which the site is closed.",
    )
    # life
    state = fields.Selection(
        [("running", "Running"), ("ended", "Series Ended")],
        "Status",
        default="running",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    # the one answer that counts for all, where the kind of visit says so
    approved_at = fields.Datetime("Approved On", readonly=True, copy=False)
    approved_channel = fields.Char(readonly=True, copy=False)
    approved_by_id = fields.Many2one(
        "res.partner",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    visit_ids = fields.One2many("visitor.visit", "series_id", "Visits of the Series")
    visit_count = fields.Integer("Number of Visits", compute="_compute_visit_count")

    _dates_in_order = models.Constraint(
        "CHECK(date_to >= date_from)", "A series ends after it begins."
    )
    _some_weekday = models.Constraint(
        "CHECK(COALESCE(monday, FALSE) OR COALESCE(tuesday, FALSE) "
        "OR COALESCE(wednesday, FALSE) OR COALESCE(thursday, FALSE) "
        "OR COALESCE(friday, FALSE) OR COALESCE(saturday, FALSE) "
        "OR COALESCE(sunday, FALSE))",
        "Choose at least one day of the week.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends(*WEEKDAYS, "date_to", "source_id.start", "source_id.stop")
    @api.depends_context("lang")
    def _compute_words(self):
        names = get_day_names(locale=babel_locale_parse(self.env.lang or "en_US"))
        for series in self:
            source = series.source_id
            if not source.start or not series.date_to:
                series.words = False
                continue
            tz = source.site_id._tz()
            series.words = self.env._(
                "Each %(days)s, %(since)s–%(until)s, until %(last)s",
                days=format_list(self.env, [names[n] for n in series._weekdays()]),
                since=format_time(self.env, source.start, tz, "short"),
                until=format_time(self.env, source.stop, tz, "short"),
                last=format_date(self.env, series.date_to),
            )

    @api.depends("words")
    def _compute_display_name(self):
        for series in self:
            series.display_name = series.words or self.env._("Weekly series")

    @api.depends(*WEEKDAYS, "date_from", "date_to", "source_id")
    @api.depends_context("lang")
    def _compute_left_out(self):
        for series in self:
            closed = series._days_ahead()[1] if series.source_id else []
            series.left_out = format_list(
                self.env, [format_date(self.env, day) for day in closed]
            )

    @api.depends("visit_ids")
    def _compute_visit_count(self):
        counts = dict(
            self.env["visitor.visit"]._read_group(
                [("series_id", "in", self.ids)], ["series_id"], ["__count"]
            )
        )
        for series in self:
            series.visit_count = counts.get(series._origin, 0)

    def _weekdays(self):
        """The days of the week that are chosen, as numbers: Monday is 0."""
        return [n for n, name in enumerate(WEEKDAYS) if self[name]]

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("date_from", "date_to")
    def _check_length(self):
        for series in self:
            if series.date_to > series.date_from + relativedelta(years=1):
                raise ValidationError(
                    self.env._(
                        "A series lasts a year at most. Make another one after it."
                    )
                )

    @api.constrains("source_id")
    def _check_source(self):
        for series in self:
            if series.source_id.emergency or series.source_id.sample:
                raise ValidationError(
                    self.env._("This visit is none that comes again each week.")
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """The weekday and the day of the visit that is to come again."""
        defaults = super().default_get(fields)
        source = self.env["visitor.visit"].browse(defaults.get("source_id") or ())
        if source and source.has_access("read"):
            day = source._local_day()
            defaults |= {
                "date_from": day,
                "date_to": day + relativedelta(months=3),
                WEEKDAYS[day.weekday()]: True,
            }
        return {name: defaults[name] for name in defaults if name in fields}

    @api.model_create_multi
    def create(self, vals_list):
        series = super().create(vals_list)
        for each in series:
            each._begin()
        return series

    def write(self, vals):
        if "source_id" in vals and not self.env.su:
            self.check_access("write")
            raise self._is_fixed("source_id")  # a visit of it says what follows
        plan = vals.keys() & {*WEEKDAYS, "date_from", "date_to"}
        before = {each: each._span() for each in self if plan}
        result = super().write(vals)
        for each, (days, first, last) in before.items():
            more_days, since, until = each._span()
            if more_days - days or since < first or until > last:
                if not each.source_id._answers_for_plan():
                    each.sudo()._ask_anew()  # may write it, as above
        if plan:
            self._follow_plan()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        raise UserError(self.env._("A series is ended, not deleted."))

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_end(self, reason):
        """End series: call off the visits that are still to come.

        :param str reason: kept with the visits
        :return: True
        :raise AccessError: the user does not change the series or its visits
        :raise UserError: no reason, or it has ended already
        """
        self.check_access("write")
        reason = self.source_id._reason(reason)
        for series in self:
            if series.state != "running":
                raise series._step_not_allowed("ended")
            series._visits_to_come().action_cancel(reason)
            series.sudo()._set_state("ended")  # write access checked above
        return True

    def action_visits(self):
        """Open the visits of a series.

        :return: an action
        """
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "visitor_management.visitor_visit_action"
        )
        return action | {"domain": [("series_id", "=", self.id)], "context": {}}

    def _visits_to_come(self):
        """Those that have not begun, in order."""
        now = fields.Datetime.now()
        return self.visit_ids.filtered(
            lambda visit: visit.state in TO_COME and visit.start > now
        ).sorted("series_day")

    # ------------------------------------------------------------
    # APPROVAL
    # ------------------------------------------------------------

    def _asks_once(self):
        """Whether one answer counts for all visits."""
        return self.source_id.type_id.series_approved_once

    def _visits_waiting(self):
        """Those that wait for approval, in order."""
        waiting = self.visit_ids.filtered(lambda visit: visit.state == "pending")
        return waiting.sorted("series_day")

    def _span(self):
        return set(self._weekdays()), self.date_from, self.date_to

    def _ask_anew(self):
        """The one answer does not cover what is made from now on."""
        self.write(
            {"approved_at": False, "approved_channel": False, "approved_by_id": False}
        )

    def _approved(self, channel, partner):
        """One of its visits was approved, and that counts for all.

        :param str channel: how the answer came
        :param partner: ``res.partner`` whose word it is, may be empty
        """
        self.ensure_one()
        self.write(
            {
                "approved_at": fields.Datetime.now(),
                "approved_channel": channel,
                "approved_by_id": partner.id if partner else False,
            }
        )
        for visit in self._visits_waiting():
            # who announced them is told of the first, and not of each
            visit.with_user(visit.create_uid).sudo()._approve(channel, partner)
