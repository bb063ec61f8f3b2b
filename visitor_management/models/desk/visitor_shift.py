from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime

from ...tools import time_zones
from ...tools.groups import RECEPTION
from ...tools.transaction import read_committed


class VisitorShift(models.Model):
    """The handover at the change of shift: what one leaves to the next at the desk.

    Whoever goes writes it, and with that what is open is frozen. Whoever comes takes it
    over with an own login; from then on nothing of it changes.
    """

    _name = "visitor.shift"
    _description = "Shift Handover"
    _inherit = ["visitor.state.mixin", "visitor.site.clock.mixin"]
    _order = "start desc, id desc"
    _site_moments = ("start", "stop")

    _transitions = {
        "draft": {"handed_over"},
        # draft: whoever wrote it goes on writing
        "handed_over": {"taken_over", "draft"},
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
    notes = fields.Text(
        copy=False,
        help="What the next at the desk has to know, and what is to be done.",
    )
    state = fields.Selection(
        [
            ("draft", "Being Written"),
            ("handed_over", "To Be Taken Over"),
            ("taken_over", "Taken Over"),
        ],
        "Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    giver_id = fields.Many2one(
        "res.users",
        "Handed Over By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    taker_id = fields.Many2one(
        "res.users",
        "Taken Over By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    taken_at = fields.Datetime("Taken Over On", readonly=True, copy=False)
    is_mine = fields.Boolean(compute="_compute_is_mine")
    line_ids = fields.One2many(
        "visitor.shift.line", "shift_id", "What Is Still Open", readonly=True
    )
    overstaying_ids = fields.One2many(
        "visitor.shift.line",
        "shift_id",
        domain=[("kind", "=", "overstaying")],
        readonly=True,
    )
    inside_ids = fields.One2many(
        "visitor.shift.line",
        "shift_id",
        domain=[("kind", "=", "inside")],
        readonly=True,
    )
    card_ids = fields.One2many(
        "visitor.shift.line",
        "shift_id",
        "Cards and Passes Out",
        domain=[("kind", "=", "card")],
        readonly=True,
    )
    inside_count = fields.Integer("People Inside", compute="_compute_counts")
    overstaying_count = fields.Integer("People Overstaying", compute="_compute_counts")
    cards_count = fields.Integer("Cards Out", compute="_compute_counts")

    _open_uniq = models.UniqueIndex(
        "(site_id) WHERE state != 'taken_over'",
        "The shift of this site is being handed over already. Open that handover.",
    )
    _stop_after_start = models.Constraint(
        "CHECK(stop >= start)", "A shift ends after it begins."
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
            shift.start = max(before.stop or begin, begin)

    @api.depends("site_id.name", "start", "stop")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for shift in self:
            at, tz = shift.stop or shift.start, time_zones.known(shift.site_id.tz)
            moment = at and format_datetime(self.env, at, tz, "short")
            shift.display_name = " · ".join(filter(None, (shift.site_id.name, moment)))

    @api.depends("giver_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for shift in self:
            shift.is_mine = shift.giver_id == self.env.user

    @api.depends("line_ids.kind", "line_ids.headcount")
    def _compute_counts(self):
        counts = {
            (shift.id, kind): (heads, lines)
            for shift, kind, heads, lines in self.env["visitor.shift.line"]._read_group(
                [("shift_id", "in", self.ids)],
                ["shift_id", "kind"],
                ["headcount:sum", "__count"],
            )
        }
        nothing = (0, 0)
        for shift in self:
            over = counts.get((shift.id, "overstaying"), nothing)[0]
            shift.overstaying_count = over
            shift.inside_count = over + counts.get((shift.id, "inside"), nothing)[0]
            shift.cards_count = counts.get((shift.id, "card"), nothing)[1]

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

    def _is_closed(self):
        return UserError(
            self.env._(
                "What was handed over is kept as it was. Add it to the next one."
            )
        )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.model
    def open_for(self, site_id):
        """Open the handover that is being written or waits at a site, or a new one.

        :param int site_id: a site of the user's companies
        :return: action that opens it
        :raise AccessError: not reception of the site's company
        """
        self._check_reception()
        site = self.env["visitor.site"].browse(int(site_id))
        site.check_access("read")
        shift = self.search(
            [("site_id", "=", site.id), ("state", "!=", "taken_over")], limit=1
        )
        if shift.state == "draft":
            shift.action_refresh()
        # sudo: begun here alone, by reception, checked above
        shift = shift or self.sudo().create({"site_id": site.id}).sudo(False)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Shift Handover"),
            "res_model": self._name,
            "res_id": shift.id,
            "views": [(False, "form")],
        }

    def action_refresh(self):
        """Read again what is open, while it is being written.

        :return: True
        :raise AccessError: not reception
        :raise UserError: it was handed over
        """
        for shift_sudo in self._begin():
            if shift_sudo.state != "draft":
                raise self._is_closed()
            shift_sudo._freeze()
        return True

    def action_hand_over(self):
        """Hand the desk over: what is open at this moment is frozen with the notes.

        :return: True
        :raise AccessError: not reception
        :raise UserError: it was handed over already
        """
        for shift_sudo in self._begin():
            if shift_sudo.state != "draft":
                raise shift_sudo._step_not_allowed("handed_over")
            shift_sudo._freeze()
            shift_sudo._set_state(
                "handed_over", giver_id=self.env.uid, stop=fields.Datetime.now()
            )
        return True

    def action_write_on(self):
        """Go on writing, as long as nobody has taken it over.

        :return: True
        :raise AccessError: neither reception nor the one who handed it over
        :raise UserError: it was taken over already
        """
        for shift_sudo in self._begin():
            if shift_sudo.giver_id != self.env.user and shift_sudo.giver_id:
                raise AccessError(self.env._("Only who wrote it goes on writing it."))
            shift_sudo._set_state("draft", giver_id=False, stop=False)
        return True

    def action_take_over(self):
        """Take the desk over, with one's own login: from now on nothing of it changes.

        :return: True
        :raise AccessError: not reception
        :raise UserError: it was not handed over, or by oneself
        """
        for shift_sudo in self._begin():
            if shift_sudo.state == "handed_over" and (
                shift_sudo.giver_id == self.env.user
            ):
                raise UserError(
                    self.env._("Who takes over confirms it, signed in themselves.")
                )
            shift_sudo._set_state(
                "taken_over", taker_id=self.env.uid, taken_at=fields.Datetime.now()
            )
        return True

    def _begin(self):
        """Check that reception asks, lock; answer superuser records."""
        self._check_reception()
        self.check_access("write")
        read_committed(self.env)
        shifts_sudo = self.sudo()  # reception, checked above
        shifts_sudo.lock_for_update()
        shifts_sudo.invalidate_recordset()
        return shifts_sudo

    def _check_reception(self):
        if not self.env.su and not self.env.user.has_group(RECEPTION):
            raise AccessError(self.env._("Only reception can do this."))

    # ------------------------------------------------------------
    # WHAT IS OPEN
    # ------------------------------------------------------------

    def _freeze(self):
        """Write down who is inside, who stays too long, and which cards are out."""
        shifts_sudo = self.sudo()  # the program writes; whose site it is was checked
        shifts_sudo.line_ids.unlink()
        shifts_sudo.line_ids.create(
            [values for shift in shifts_sudo for values in shift._open_now()]
        )

    def _open_now(self):
        """The values of the lines of what is open at the site at this moment."""
        now = fields.Datetime.now()
        stays = self.env["visitor.stay"].search(
            [("site_id", "=", self.site_id.id), ("out_at", "=", False)], order="in_at"
        )
        passes = self.env["visitor.pass"].search(
            [("site_id", "=", self.site_id.id), ("is_out", "=", True)], order="id"
        )
        return [
            {
                "shift_id": self.id,
                "kind": ("overstaying" if stay.visit_id._over_at() < now else "inside"),
                "registration_id": stay.registration_id.id,
                "headcount": stay.headcount,
                "in_at": stay.in_at,
                "due_at": stay.visit_id.stop,
            }
            for stay in stays
        ] + [
            {
                "shift_id": self.id,
                "kind": "card",
                "registration_id": each.registration_id.id,
                "number": each.held_card_ids[:1].number or each.short_code,
                "due_at": each.visit_id.stop,
            }
            for each in passes
        ]
