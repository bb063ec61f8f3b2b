from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.groups import ESCORT
from ...tools.name_field import Line

# Somebody is asked, has promised, or is with the visitors.
LIVE = ("requested", "accepted", "active")
# What an employee writes of the own escort.
OWN_FIELDS = frozenset({"remarks"})


class VisitorEscort(models.Model):
    """An employee who accompanies a visit, or is asked to.

    What of the visit the employee and the coordinator have to know stands here: names,
    languages, firm, time and areas. They need not read the visit, and see no phone,
    e-mail, plate or identity.
    """

    _name = "visitor.escort"
    _description = "Escort"
    _inherit = [
        "visitor.state.mixin",
        "visitor.site.clock.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "start desc, id desc"
    _rec_name = "visit_id"
    _check_company_auto = True
    _site_moments = ("start", "stop")
    _fixed_fields = frozenset({"visit_id", "employee_id", "replaces_id"})

    _transitions = {
        "requested": {"accepted", "active", "declined", "cancelled"},
        "accepted": {"active", "declined", "handed_over", "cancelled"},
        "active": {"done", "handed_over", "cancelled"},
    }
    _taken_back = {
        "active": {"accepted"},
        "done": {"active"},
        "cancelled": {"requested", "accepted", "active"},
    }

    visit_id = fields.Many2one(
        "visitor.visit", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="visit_id.company_id", store=True, index=True, precompute=True
    )
    site_id = fields.Many2one(
        related="visit_id.site_id", store=True, index=True, precompute=True
    )
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    start = fields.Datetime(
        required=True,
        compute="_compute_times",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    stop = fields.Datetime(
        required=True,
        compute="_compute_times",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    local_window = fields.Char("Time at the Site", compute="_compute_local_window")
    # what of the visit is told: no more than whoever accompanies it has to know
    visitors = fields.Char(
        "Visitors' Names", compute="_compute_about", compute_sudo=True
    )
    organization = fields.Char("Firm", compute="_compute_about", compute_sudo=True)
    languages = fields.Char(
        "Visitors' Languages", compute="_compute_about", compute_sudo=True
    )
    area_names = fields.Char(
        "Areas Visited", compute="_compute_about", compute_sudo=True
    )
    host_name = fields.Char(
        "Visited Person", compute="_compute_about", compute_sudo=True
    )
    guests = fields.Integer("Visitors", compute="_compute_about", compute_sudo=True)
    # life
    state = fields.Selection(
        [
            ("requested", "Asked"),
            ("accepted", "Escort Accepted"),
            ("active", "With the Visitors"),
            ("done", "Done"),
            ("declined", "Declined"),
            ("handed_over", "Handed Over"),
            ("cancelled", "Called Off"),
        ],
        "Status",
        default="requested",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    accepted_at = fields.Datetime(readonly=True, copy=False)
    started_at = fields.Datetime("Began At", readonly=True, copy=False)
    ended_at = fields.Datetime(readonly=True, copy=False)
    reason = Line("Why Not", readonly=True, copy=False)
    remarks = Line("Incidents", copy=False, help="What happened on the way.")
    replaces_id = fields.Many2one(
        "visitor.escort",
        "Takes Over From",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="Who stays responsible until this person has accepted.",
    )
    replaced_by_ids = fields.One2many("visitor.escort", "replaces_id", "Handed Over To")
    told = fields.Char(
        groups=fields.NO_ACCESS,
        copy=False,
        help="Which alarms and reminders went out, each once.",
    )
    may_answer = fields.Boolean(compute="_compute_may_answer")
    may_act = fields.Boolean(compute="_compute_may_answer")

    _stop_after_start = models.Constraint(
        "CHECK(stop > start)", "An escort ends after it begins."
    )
    _one_active = models.UniqueIndex(
        "(employee_id) WHERE state = 'active'",
        "This person is with other visitors. That escort has to end first.",
    )
    _once = models.UniqueIndex(
        "(visit_id, employee_id, start)"
        " WHERE state IN ('requested', 'accepted', 'active')",
        "This person is asked to accompany these visitors already.",
    )
    _live_idx = models.Index(
        "(employee_id, start) WHERE state IN ('requested', 'accepted', 'active')"
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("visit_id", "employee_id")
    def _compute_display_name(self):
        for escort in self:
            # sudo: whoever reads the escort need not read the visit
            words = (escort.visit_id.sudo().name, escort.employee_id.name)
            escort.display_name = " · ".join(filter(None, words))

    @api.depends("visit_id")
    def _compute_times(self):
        for escort in self:
            visit_sudo = escort.visit_id.sudo()  # when the visit is that they join
            escort.start = escort.start or visit_sudo.start
            escort.stop = escort.stop or visit_sudo.stop

    @api.depends("start", "stop", "site_id.tz")
    @api.depends_context("lang")
    def _compute_local_window(self):
        for escort in self:
            site = escort.site_id
            escort.local_window = site._format_window(escort.start, escort.stop)

    @api.depends_context("lang")
    def _compute_about(self):
        for escort in self:
            escort.update(escort.visit_id._about_for_escorts())

    @api.depends_context("uid")
    @api.depends("state", "employee_id")
    def _compute_may_answer(self):
        coordinator = self.env.user.has_group(ESCORT)
        for escort in self:
            mine = escort._is_mine()
            # sudo: whether an employee signs in is public
            for_them = coordinator and not escort.sudo().employee_id.user_id
            escort.may_answer = mine or for_them
            escort.may_act = mine or coordinator

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        escorts = super().create(vals_list)
        escorts._check_visit_goes_on()
        for escort in escorts:
            escort.employee_id._check_may_escort(escort._last_day())
        escorts.sudo()._ask()  # created with the user's own rights
        return escorts

    def write(self, vals):
        coordinator = self.env.su or self.env.user.has_group(ESCORT)
        if not coordinator and vals.keys() - OWN_FIELDS:
            raise AccessError(
                self.env._("Only the coordinator of escorts may change this.")
            )
        if {"start", "stop"} & vals.keys():
            if any(escort.state not in LIVE for escort in self):
                raise UserError(
                    self.env._("This escort is over: its time stays as it was.")
                )
            self._check_promised(vals)
        result = super().write(vals)
        self.site_id._escorts_changed()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Escorts are called off, not deleted."))

    def _check_promised(self, vals):
        """What somebody has accepted is made shorter by hand, not moved or longer.

        What follows from the visit (superuser) keeps to the same, see
        ``visitor.visit._move_escorts``; somebody who is there already may be needed
        for longer.

        :raise UserError: nobody promised that time
        """
        for escort in self.filtered(lambda each: not self.env.su):
            start = fields.Datetime.to_datetime(vals.get("start")) or escort.start
            stop = fields.Datetime.to_datetime(vals.get("stop")) or escort.stop
            sooner = escort.state in ("accepted", "active") and start < escort.start
            later = escort.state == "accepted" and stop > escort.stop
            if sooner or later:
                raise UserError(
                    self.env._(
                        "This person has accepted the time from %s. Call the escort "
                        "off, and ask for the other time.",
                        escort.local_window,
                    )
                )

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _may_be_named(self, name, records):
        """The coordinator names visits that need an escort, without reading them."""
        if name == "visit_id" and self.env.user.has_group(ESCORT):
            needs = self.env["visitor.escort.need"].search([("id", "in", records.ids)])
            return records.browse(needs.ids)
        return super()._may_be_named(name, records)

    def _last_day(self):
        """The day on which it ends, on the clock of the site."""
        self.ensure_one()
        # sudo: its clock
        return self.sudo().site_id._to_local(self.stop).date()

    def _is_mine(self):
        """Whether the user is the employee who is asked."""
        self.ensure_one()
        # sudo: who signs in as an employee is public
        return self.sudo().employee_id.user_id == self.env.user

    def _accepted_at(self, moment):
        """Those who count as escorts at a moment: as admission counts them."""
        return self.filtered(
            lambda each: (
                each.state == "active"
                or (each.state == "accepted" and each._window_covers(moment))
            )
        )

    def _window_covers(self, moment):
        """Whether a moment is within the time of the escort and the site's grace."""
        low, high = self._window()
        return low <= moment <= high

    def _check_visit_goes_on(self):
        """
        :raise UserError: the visit is over, or nobody may come to it
        """
        for visit_sudo in self.sudo().visit_id:  # its state only
            if visit_sudo.state in ("done", "refused", "cancelled", "no_show"):
                raise UserError(
                    self.env._("This visit is over. Nobody is to be accompanied.")
                )
