from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_time

from ...tools.groups import check_reception
from ...tools.name_field import Line
from ...tools.transaction import locked
from ..desk.visitor_act import UNDO_WITHIN

BY_PROGRAM = {"readonly": True, "copy": False}


class VisitorDelivery(models.Model):
    """Somebody brings something and leaves again: a firm, a unit, a plate, two times.

    It is no visit: nobody is asked for a name, nobody is compared with the watchlist,
    and nobody is offered as somebody who has been here before. So it has none of the
    people, conditions and passes of a visit, and is a model of its own.
    """

    _name = "visitor.delivery"
    _description = "Delivery"
    _inherit = ["visitor.state.mixin", "visitor.site.clock.mixin"]
    _order = "came_at desc, id desc"
    _check_company_auto = True
    _site_moments = ("came_at", "came_at")

    _transitions = {
        "open": {"left", "taken_back"},
        # taken back: an emergency vehicle, whose time only was kept
        "left": {"taken_back"},
        "taken_back": set(),
    }
    _taken_back = {"left": {"open"}}

    site_id = fields.Many2one(
        "visitor.site", required=True, index=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one(
        related="site_id.company_id", store=True, index=True, precompute=True
    )
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    kind_id = fields.Many2one(
        "visitor.delivery.kind",
        "Kind of Delivery",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    emergency = fields.Boolean(
        related="kind_id.emergency", store=True, precompute=True, copy=False
    )
    firm_id = fields.Many2one(
        "visitor.delivery.firm",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        readonly=True,
    )
    unit_id = fields.Many2one(
        "visitor.unit",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        readonly=True,
    )
    plate = Line(readonly=True)
    came_at = fields.Datetime(
        required=True,
        readonly=True,
        index=True,
        default=fields.Datetime.now,
        copy=False,
    )
    due_at = fields.Datetime(
        "To Be Out By",
        compute="_compute_due_at",
        store=True,
        precompute=True,
        copy=False,
        help="Then the desk is warned.",
    )
    left_at = fields.Datetime(**BY_PROGRAM)
    over_told = fields.Boolean(
        help="The channels of the site were told that it stays too long.", **BY_PROGRAM
    )
    state = fields.Selection(
        [("open", "Inside"), ("left", "Left"), ("taken_back", "Entered by Mistake")],
        "Status",
        default="open",
        required=True,
        readonly=True,
        copy=False,
    )
    user_id = fields.Many2one(
        "res.users",
        "Let In By",
        readonly=True,
        copy=False,
        default=lambda self: self.env.uid,
        index="btree_not_null",
        ondelete="restrict",
    )
    # for reports: numbers of those that have left
    duration = fields.Integer(
        "Minutes Inside",
        compute="_compute_duration",
        store=True,
        copy=False,
        aggregator="avg",
    )
    alarm = fields.Boolean(
        "Stayed Too Long", compute="_compute_duration", store=True, copy=False
    )
    alarms = fields.Integer(compute="_compute_duration", store=True, copy=False)
    is_over = fields.Boolean(
        "Over Time Now", compute="_compute_is_over", search="_search_is_over"
    )

    _open_idx = models.Index("(site_id, came_at) WHERE state = 'open'")
    _left_after = models.Constraint(
        "CHECK(left_at >= came_at)", "A delivery leaves after it came."
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    # without minutes of the kind: who came stays with what was said then
    @api.depends("came_at", "kind_id")
    def _compute_due_at(self):
        for delivery in self:
            kind = delivery.kind_id
            timed = kind.minutes and not kind.emergency and delivery.came_at
            delivery.due_at = timed and delivery.came_at + timedelta(
                minutes=kind.minutes
            )

    @api.depends("came_at", "due_at", "left_at", "state")
    def _compute_duration(self):
        for delivery in self:
            left, due = delivery.left_at, delivery.due_at
            gone = delivery.state == "left" and left
            inside = gone and left - delivery.came_at
            delivery.duration = inside and inside.total_seconds() // 60
            delivery.alarm = bool(gone and due and left > due)
            delivery.alarms = int(delivery.alarm)

    @api.depends("due_at", "state")
    def _compute_is_over(self):
        now = fields.Datetime.now()
        for delivery in self:
            due = delivery.due_at
            delivery.is_over = delivery.state == "open" and bool(due) and due < now

    @api.model
    def _search_is_over(self, operator, value):
        if operator != "in":
            return NotImplemented
        over = Domain("state", "=", "open") & Domain(
            "due_at", "<", fields.Datetime.now()
        )
        wanted = Domain.FALSE
        if True in value:
            wanted |= over
        if False in value:
            wanted |= ~over
        return wanted

    @api.depends("firm_id.name", "kind_id.name", "unit_id.display_name", "came_at")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for delivery in self:
            at = delivery.came_at and format_time(
                self.env, delivery.came_at, delivery.site_id._tz(), "short"
            )
            words = (delivery._called(), delivery.unit_id.display_name, at)
            delivery.display_name = " · ".join(filter(None, words))

    @api.constrains("site_id", "firm_id", "unit_id", "kind_id")
    def _check_place(self):
        for delivery in self:
            site = delivery.site_id
            if (delivery.firm_id.site_id | delivery.unit_id.site_id) - site:
                raise ValidationError(
                    self.env._("Choose a firm and a unit of the site itself.")
                )
            if delivery.kind_id.company_id not in (
                delivery.company_id,
                self.env["res.company"],
            ):
                raise ValidationError(
                    self.env._("Choose a kind of delivery of this company.")
                )

    def _called(self):
        """What a delivery is called at the desk: its firm, else its kind."""
        return self.firm_id.name or self.kind_id.name

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("What came is kept. Take it back where it was a mistake.")
        )

    # ------------------------------------------------------------
    # AT THE DESK
    # ------------------------------------------------------------

    @api.model
    def arrive(
        self, site_id, firm_id=False, kind_id=False, firm="", unit_id=False, plate=""
    ):
        """Somebody delivers: they go in, without a name, and the clock runs.

        An emergency vehicle passes, and only the time is kept, whatever else was said.

        :param int site_id: a site of the user's companies
        :param int firm_id: a delivering firm of the site
        :param int kind_id: what it is; default: what the firm usually brings
        :param str firm: the name of another firm, which the site knows from then on
        :param int unit_id: a unit of the site
        :param str plate: of the vehicle
        :return: id of the delivery
        :raise AccessError: not reception of the site's company
        :raise UserError: neither a firm nor a kind, or no site
        """
        self._check_reception()
        site, known = self._readable("visitor.site", site_id), "visitor.delivery.firm"
        if not site:
            raise UserError(self.env._("Choose the site first."))
        if any(each and not isinstance(each, str) for each in (firm, plate)):
            raise UserError(self.env._("Choose one of the answers."))
        chip = self._readable(known, firm_id)
        kind = self._readable("visitor.delivery.kind", kind_id) or chip.kind_id
        if not kind:
            raise UserError(
                self.env._("Choose a firm, or what kind of delivery it is.")
            )
        values = {"site_id": site.id, "kind_id": kind.id}
        if not kind.emergency:
            chip = chip or self.env[known]._named(site, firm, kind)
            values |= {
                "firm_id": chip.id,
                "unit_id": self._readable("visitor.unit", unit_id).id,
                "plate": plate,
            }
        delivery_sudo = self.sudo().create(values)  # reception, checked above
        if kind.emergency:
            delivery_sudo._set_state("left", left_at=delivery_sudo.came_at)
        delivery_sudo._tell_desks()
        return delivery_sudo.id

    def action_leave(self):
        """The delivery has left.

        :return: True
        :raise AccessError: not reception
        :raise UserError: it has left already, or was taken back
        """
        deliveries_sudo = self._begin()
        deliveries_sudo._set_state("left", left_at=fields.Datetime.now())
        deliveries_sudo._tell_desks()
        return True

    def undo(self):
        """Take back what was done last: that it left, or else that it came.

        :return: True
        :raise AccessError: not reception
        :raise UserError: longer ago than ten minutes
        """
        since = fields.Datetime.now() - UNDO_WITHIN
        deliveries_sudo = self._begin()
        for delivery_sudo in deliveries_sudo:
            if (delivery_sudo.left_at or delivery_sudo.came_at) < since:
                raise UserError(
                    self.env._("What was done can be taken back for ten minutes only.")
                )
            if delivery_sudo.state == "left" and not delivery_sudo.emergency:
                delivery_sudo._step_back("open", left_at=False)
            else:
                delivery_sudo._set_state("taken_back")
        deliveries_sudo._tell_desks()
        return True

    def _begin(self):
        """Check that reception asks, lock; answer superuser records."""
        self._check_reception()
        self.check_access("read")
        return locked(self.sudo())  # reception, checked above

    def _check_reception(self):
        check_reception(self.env)

    @api.model
    def _readable(self, model, record_id):
        if record_id and type(record_id) is not int:
            raise UserError(self.env._("Choose one of the answers."))
        record = self.env[model].browse(record_id or ())
        record.check_access("read")
        return record

    def _tell_desks(self):
        """Open reception screens read the deliveries of the site again."""
        for site in self.site_id:
            site._bus_send(
                "visitor_management.changed",
                {"site_id": site.id, "registration_ids": []},
            )
