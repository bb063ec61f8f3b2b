from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools import opening_hours
from ...tools.groups import RECEPTION
from ...tools.name_field import Line

KINDS = [
    ("leave_at_gate", "Leave at the gate"),
    ("send_up", "Send up"),
    ("call_first", "Call first"),
    ("away", "Away"),
    ("carer", "Carer may enter"),
    ("other", "Other instruction"),
]


class VisitorUnitInstruction(models.Model):
    """What a unit asks of the desk until a day: leave it at the gate, call first.

    It is between the unit and the desk: nobody else reads it. Somebody whom the unit
    does not want to see stands on the watchlist, as an entry of the unit.
    """

    _name = "visitor.unit.instruction"
    _description = "Instruction of a Unit"
    _inherit = ["visitor.fixed.mixin"]
    _order = "until desc, id desc"
    _check_company_auto = True
    _fixed_fields = frozenset({"unit_id", "partner_id"})

    unit_id = fields.Many2one(
        "visitor.unit",
        required=True,
        index=True,
        check_company=True,
        ondelete="cascade",
    )
    site_id = fields.Many2one(
        related="unit_id.site_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="unit_id.company_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(KINDS, "What the Unit Asks", required=True)
    note = Line("In Words", help="What the desk has to know besides.")
    since = fields.Date(
        "In Force From",
        required=True,
        compute="_compute_since",
        store=True,
        readonly=False,
        precompute=True,
    )
    until = fields.Date(
        "Last Day",
        required=True,
        help="From the day after nobody is told any more.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Said By",
        domain="[('id', 'in', allowed_partner_ids)]",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The occupant who asks for it.",
    )
    allowed_partner_ids = fields.Many2many(
        "res.partner", compute="_compute_allowed_partner_ids"
    )
    is_current = fields.Boolean(
        "In Force", compute="_compute_is_current", search="_search_is_current"
    )

    _until_after_since = models.Constraint(
        "CHECK(until >= since)", "The last day of an instruction is after its first."
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("unit_id")
    def _compute_since(self):
        for instruction in self:
            site_sudo = instruction.unit_id.sudo().site_id  # a clock only
            if site_sudo and not instruction.since:
                instruction.since = site_sudo._today()

    @api.depends("unit_id.partner_ids.child_ids")
    def _compute_allowed_partner_ids(self):
        for instruction in self:
            instruction.allowed_partner_ids = instruction.unit_id._occupants()

    @api.depends("since", "until", "site_id.tz")
    def _compute_is_current(self):
        for instruction in self:
            site_sudo = instruction.sudo().site_id  # a clock only
            first, last = instruction.since, instruction.until
            instruction.is_current = bool(
                site_sudo and first and last and first <= site_sudo._today() <= last
            )

    @api.model
    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = self._in_force()
        wanted = Domain.FALSE
        if True in value:
            wanted |= now
        if False in value:
            wanted |= ~now
        return wanted

    @api.model
    def _in_force(self):
        """The domain of what counts today, on the clock of each site."""
        now, days = fields.Datetime.now(), {}
        for tz, ids in self.env["visitor.site"]._by_zone().items():
            day = opening_hours.to_local(now, tz).date()
            days[day] = days.get(day, []) + ids
        return Domain.OR(
            Domain("site_id", "in", ids)
            & Domain("since", "<=", day)
            & Domain("until", ">=", day)
            for day, ids in days.items()
        )

    @api.depends("unit_id.display_name", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for instruction in self:
            words = (instruction.unit_id.display_name, labels.get(instruction.kind))
            instruction.display_name = ": ".join(filter(None, words))

    @api.constrains("partner_id", "unit_id")
    def _check_partner(self):
        for instruction in self:
            partner, unit = instruction.partner_id, instruction.unit_id
            if partner and not unit._is_occupied_by(partner):
                raise ValidationError(
                    self.env._("An instruction is said by an occupant of the unit.")
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self._speaks_for_others():
            own = self.env.user.partner_id.id
            if any(
                vals.get("partner_id", own) not in (own, False) for vals in vals_list
            ):
                raise self._not_said_by_user()
            vals_list = [{**vals, "partner_id": own} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if not self._speaks_for_others() and {"kind", "note"} & vals.keys():
            self.check_access("write")
            if self.partner_id - self.env.user.partner_id:
                raise self._not_said_by_user()
        return super().write(vals)

    def _speaks_for_others(self):
        """Whether the user writes down what somebody else has said."""
        return self.env.su or self.env.user.has_group(RECEPTION)

    def _not_said_by_user(self):
        return AccessError(
            self.env._(
                "Nobody speaks for another occupant. Say it yourself, or let reception "
                "write it down."
            )
        )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_end(self):
        """It ends now: nobody is told of it any more.

        :return: True
        :raise AccessError: neither reception nor an occupant of the unit
        """
        self.check_access("write")
        self._end()
        return True

    def action_open_not_let_in(self):
        """Open whom the unit does not want to see: entries of the watchlist for it.

        :return: an action
        :raise AccessError: not security
        """
        self.ensure_one()
        self.check_access("read")
        return self.unit_id.action_open_not_let_in()

    def _end(self):
        """Yesterday was the last day; what began today never was."""
        for instruction in self:
            yesterday = fields.Date.subtract(instruction.site_id._today(), days=1)
            if instruction.until > yesterday:
                instruction.write(
                    {
                        "since": min(instruction.since, yesterday),
                        "until": yesterday,
                    }
                )

    # ------------------------------------------------------------
    # OF OCCUPANTS, BY THE PORTAL
    # ------------------------------------------------------------

    @api.model
    def _of_units_of(self, partner):
        """The instructions that an occupant may see: of the own units.

        :param partner: ``res.partner``
        :return: ``visitor.unit.instruction``, superuser
        """
        units_sudo = self.env["visitor.unit"]._of_occupant(partner)
        return self.sudo().search([("unit_id", "in", units_sudo.ids)])

    @api.model
    def _say_for_unit(self, unit, partner, kind, until, note="", since=False):
        """An occupant tells the desk something, until a day.

        :param unit: ``visitor.unit``
        :param partner: ``res.partner``, one of its occupants
        :param str kind: of ``KINDS``
        :param date until: the last day
        :param str note: what the desk has to know besides
        :param date since: the first day; default: today at the site
        :return: ``visitor.unit.instruction``
        :raise AccessError: not an occupant
        :raise ValidationError: the last day is before the first
        """
        self._check_occupant(unit, partner)
        values = {"kind": kind, "note": note, "until": until}
        if since:
            values["since"] = since
        return self.sudo().create(  # an occupant, checked above
            {**values, "unit_id": unit.id, "partner_id": partner.id}
        )

    def _end_for_unit(self, partner):
        """An occupant ends an instruction of the own unit.

        :param partner: ``res.partner``
        :raise AccessError: not an occupant
        """
        for instruction_sudo in self.sudo():  # each is checked
            self._check_occupant(instruction_sudo.unit_id, partner)
            instruction_sudo._end()

    @api.model
    def _check_occupant(self, unit, partner):
        if not unit._is_occupied_by(partner):
            raise AccessError(self.env._("Only who lives or works there can do this."))

    # ------------------------------------------------------------
    # WHAT THE DESK IS TOLD
    # ------------------------------------------------------------

    def _words(self):
        """As the desk reads it.

        :return: ``{"id", "kind", "label", "note", "until"}``
        """
        self.ensure_one()
        labels = dict(self._fields["kind"]._description_selection(self.env))
        return {
            "id": self.id,
            "kind": self.kind,
            "label": labels[self.kind],
            "note": self.note or "",
            "until": self.env._("until %(day)s", day=format_date(self.env, self.until)),
        }
