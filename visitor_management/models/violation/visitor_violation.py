from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...tools import opening_hours
from ...tools.folding import fold
from ...tools.groups import SECURITY
from ...tools.name_field import Line
from ...tools.ours import ADDON
from ...tools.picture_field import Picture
from .visitor_violation_type import SEVERITIES

# Clocks differ a little.
TOLERANCE = timedelta(minutes=5)
# Who comes too early may do something before the visit begins.
BEFORE_VISIT = timedelta(days=1)


def is_own(field):
    """Whether a field is of the violation itself, not of its history or activities."""
    return field is not None and field._module == ADDON


class VisitorViolation(models.Model):
    """A breach of the rules by a visitor: what happened, and what follows.

    Reception reports it and sees what it reported for the rest of that day. Security
    handles it: a measure, what the person was told, an objection and its answer. Once
    it is closed nothing of it changes.
    """

    _name = "visitor.violation"
    _description = "Violation"
    _inherit = [
        "visitor.state.mixin",
        "visitor.site.clock.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "at desc, id desc"
    _check_company_auto = True
    _site_moments = ("at", "at")
    _fixed_fields = frozenset({"registration_id"})

    _transitions = {
        # closed at once: it was none
        "new": {"handling", "closed"},
        # handling again: another measure
        "handling": {"handling", "closed"},
    }

    name = fields.Char("Violation No.", readonly=True, copy=False, index="trigram")
    # who
    registration_id = fields.Many2one(
        "visitor.registration",
        "Visitor",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain="[('state', '!=', 'cancelled')]",
    )
    visit_id = fields.Many2one(
        related="registration_id.visit_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="registration_id.company_id", store=True, index=True, precompute=True
    )
    site_id = fields.Many2one(
        related="registration_id.site_id", store=True, index=True, precompute=True
    )
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    department_id = fields.Many2one(
        related="visit_id.department_id", store=True, index=True, string="Department"
    )
    host_name = fields.Char(related="visit_id.host_name")
    # the person, as it was known then
    person_name = fields.Char(
        "Name When Reported",
        compute="_compute_person",
        store=True,
        precompute=True,
        index="trigram",
    )
    organization = fields.Char(
        "Firm", compute="_compute_person", store=True, precompute=True
    )
    known_by_phone = fields.Char(
        compute="_compute_known_by",
        store=True,
        index="btree_not_null",
        groups=fields.NO_ACCESS,
    )
    known_by_email = fields.Char(
        compute="_compute_known_by",
        store=True,
        index="btree_not_null",
        groups=fields.NO_ACCESS,
    )
    firm_key = fields.Char(
        compute="_compute_firm_key", store=True, index="btree_not_null"
    )
    # what
    type_id = fields.Many2one(
        "visitor.violation.type",
        "What Happened",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    severity = fields.Selection(
        SEVERITIES,
        required=True,
        compute="_compute_severity",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
    )
    at = fields.Datetime(
        "When",
        required=True,
        copy=False,
        index=True,
        default=lambda self: fields.Datetime.now().replace(second=0),
    )
    area_id = fields.Many2one(
        "visitor.area",
        domain="[('site_id', '=', site_id)]",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    place = Line(help="Where exactly: a room, a gate, a machine.")
    facts = fields.Text("What Was Seen")
    witnesses = Line(help="Names, and how they are reached.")
    photo_ids = fields.One2many(
        "visitor.violation.photo", "violation_id", "Photographs"
    )
    footage = Line("Recording", help="Which camera, from when until when.")
    source = fields.Selection(
        [
            ("desk", "Desk"),
            ("gate", "Gate"),
            ("area", "In the area"),
            ("afterwards", "Afterwards"),
        ],
        "Reported From",
        required=True,
        default="afterwards",
    )
    at_once = fields.Selection(
        [
            ("spoken_to", "Spoken to"),
            ("stopped", "Stopped"),
            ("sent_away", "Asked to leave"),
            ("police", "Police called"),
        ],
        "Done at Once",
    )
    reported_at = fields.Datetime(
        "Reported", readonly=True, copy=False, default=lambda self: self._now()
    )
    reported_today = fields.Boolean(
        compute="_compute_reported_today", search="_search_reported_today"
    )
    # life
    state = fields.Selection(
        [
            ("new", "Reported"),
            ("handling", "Being Handled"),
            ("closed", "Closed"),
        ],
        "Status",
        default="new",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    # what the person says
    statement = fields.Text("Statement of the Person", groups=SECURITY, copy=False)
    signature = Picture(
        "Signature of the Person",
        max_width=800,
        max_height=300,
        copy=False,
        groups=SECURITY,
    )
    refused_to_sign = fields.Boolean(groups=SECURITY, copy=False)
    # what is decided
    measure = fields.Selection(
        [
            ("reminder", "Reminder"),
            ("warning", "Written warning"),
            ("escorted_out", "Escorted out"),
            ("compensation", "Compensation"),
            ("contract_penalty", "Contract penalty"),
            ("ban", "Ban"),
        ],
        readonly=True,
        copy=False,
        groups=SECURITY,
        help="Fines are for the authorities.",
    )
    decision = fields.Text(readonly=True, copy=False, groups=SECURITY)
    decided_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=SECURITY,
    )
    decided_at = fields.Datetime(readonly=True, copy=False, groups=SECURITY)
    # a ban is proposed by security and decided by an administrator
    ban_until = fields.Date(
        "Not Admitted Until", readonly=True, copy=False, groups=SECURITY
    )
    ban_reason = Line("Reason of the Ban", readonly=True, copy=False, groups=SECURITY)
    ban_proposed_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=SECURITY,
    )
    ban_decided_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=SECURITY,
    )
    ban_decided_at = fields.Datetime(readonly=True, copy=False, groups=SECURITY)
    # what the person was told
    told_at = fields.Datetime("Told On", copy=False, groups=SECURITY)
    told_how = fields.Selection(
        [
            ("in_person", "In person"),
            ("phone", "Phone"),
            ("mail", "Email"),
            ("letter", "By Letter"),
        ],
        "Told By Way Of",
        copy=False,
        groups=SECURITY,
    )
    objection = fields.Text("Objection of the Person", copy=False, groups=SECURITY)
    answer = fields.Text("Answer to the Objection", copy=False, groups=SECURITY)
    answered_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=SECURITY,
    )
    # end
    closing_note = fields.Text(readonly=True, copy=False, groups=SECURITY)
    closed_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=SECURITY,
    )
    closed_at = fields.Datetime("Closed On", readonly=True, copy=False, groups=SECURITY)
    # again
    person_times = fields.Integer(
        "Time for This Person",
        compute="_compute_times",
        groups=SECURITY,
        help="How many violations of this person there were, this one among them.",
    )
    firm_times = fields.Integer(
        "Time for This Firm",
        compute="_compute_times",
        groups=SECURITY,
        help="How many violations of people of this firm there were.",
    )

    _name_uniq = models.UniqueIndex("(company_id, name)")
    _site_at_idx = models.Index("(site_id, at)")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.model
    def _now(self):
        return fields.Datetime.now()

    @api.depends("type_id")
    def _compute_severity(self):
        for violation in self:
            violation.severity = violation.type_id.severity or violation.severity

    @api.depends("registration_id")
    def _compute_person(self):
        """Once, when it is reported: whatever is corrected at the desk afterwards, it
        stays with who it happened to."""
        for violation in self:
            person_sudo = violation.registration_id.sudo()  # of a visitor one reports
            violation.person_name = person_sudo.name
            violation.organization = person_sudo.organization

    @api.depends("registration_id")
    def _compute_known_by(self):
        for violation in self:
            violation.known_by_phone = violation.registration_id.known_by_phone
            violation.known_by_email = violation.registration_id.known_by_email

    @api.depends("organization")
    def _compute_firm_key(self):
        for violation in self:
            violation.firm_key = fold(violation.organization or "") or False

    def _compute_reported_today(self):
        now = fields.Datetime.now()
        for violation in self:
            tz = violation.site_id.sudo().tz  # whose clock it is, no more
            day = opening_hours.to_local(now, tz).date()
            reported = violation.reported_at or now
            violation.reported_today = (
                opening_hours.to_local(reported, tz).date() == day
            )

    @api.model
    def _search_reported_today(self, operator, value):
        """On the clock of each site, as moments of now: a record rule asks anew."""
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        today = Domain.OR(
            in_zone
            & Domain("reported_at", ">=", first)
            & Domain("reported_at", "<", after)
            for tz, in_zone in self._zones()
            for first, after in [
                opening_hours.day_bounds(opening_hours.to_local(now, tz).date(), tz)
            ]
        )
        return today if True in value else ~today

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("at", "told_at")
    def _check_moments(self):
        latest = fields.Datetime.now() + TOLERANCE
        for violation_sudo in self.sudo():  # two dates, compared only
            if violation_sudo.at > latest:
                raise ValidationError(
                    self.env._("It can't have happened yet. Check the time.")
                )
            if violation_sudo.at < violation_sudo.visit_id.start - BEFORE_VISIT:
                raise ValidationError(
                    self.env._("It happened before this visit. Check the time.")
                )
            if violation_sudo.told_at and violation_sudo.told_at > latest:
                raise ValidationError(
                    self.env._("The person can't have been told yet. Check the time.")
                )

    @api.constrains("area_id", "registration_id")
    def _check_area(self):
        for violation in self:
            if violation.area_id.site_id - violation.site_id:
                raise ValidationError(
                    self.env._("Choose an area of the site that was visited.")
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        # who reports it does not follow what security does with it
        quiet = self.with_context(mail_create_nosubscribe=True)
        violations = super(VisitorViolation, quiet).create(vals_list)
        violations.visit_id._check_no_sample()
        # how the person is known now, not when somebody asks
        violations.sudo().flush_recordset(["known_by_phone", "known_by_email"])
        for violation_sudo in violations.sudo():  # numbers are the program's
            site = violation_sudo.site_id
            violation_sudo.name = violation_sudo.company_id._next_number(
                self._name, site._today()
            )
            violation_sudo._tell_security()
        return violations.with_env(self.env)

    def write(self, vals):
        if not self.env.su and any(each.state == "closed" for each in self):
            self.check_access("write")
            if any(is_own(self._fields.get(name)) for name in vals):
                raise self._is_closed()
        result = super().write(vals)
        if "answer" in vals:
            self.sudo().answered_by_id = self.env.uid  # who wrote it above
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("A violation is kept. Close it, and write down why it was none.")
        )

    def _keeps_files(self):
        return self.state == "closed"

    def _is_closed(self):
        return UserError(
            self.env._("This violation is closed: nothing of it changes any more.")
        )

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _check_security(self):
        """
        :raise AccessError: the user is not security of the company
        """
        if not self.env.su and not self.env.user.has_group(SECURITY):
            raise AccessError(self.env._("Only security handles violations."))
        self.check_access("write")
