from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.name_field import Line
from .visitor_visit import OVER


class VisitorVisitProgramme(models.Model):
    """One point of a visit's programme: when, where, what, and whose it is."""

    _name = "visitor.visit.programme"
    _description = "Programme of a Visit"
    _inherit = ["visitor.owner.mixin", "visitor.fixed.mixin"]
    _order = "visit_id, start, id"
    _rec_name = "what"
    _check_company_auto = True
    _owner_field = "responsible_id"
    _fixed_fields = frozenset({"visit_id"})

    visit_id = fields.Many2one(
        "visitor.visit",
        required=True,
        index=True,
        check_company=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="visit_id.company_id", store=True, index=True, precompute=True
    )
    site_id = fields.Many2one(related="visit_id.site_id")
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    start = fields.Datetime(
        "Begins At",
        required=True,
        compute="_compute_start",
        store=True,
        readonly=False,
        precompute=True,
    )
    stop = fields.Datetime("Ends At", required=True)
    what = Line(required=True, help="What happens: a welcome, a tour, lunch.")
    area_id = fields.Many2one(
        "visitor.area",
        domain="[('site_id', '=', site_id)]",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    place = Line("Place in It", help="A room, a gate, a hall.")
    responsible_id = fields.Many2one(
        "hr.employee",
        "Person in Charge",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    notes = Line()

    _stop_after_start = models.Constraint(
        "CHECK(stop > start)", "A point of the programme ends after it begins."
    )

    @api.depends("visit_id")
    def _compute_start(self):
        """Where the point before ends, at first with the visit."""
        for point in self:
            if not point.start:
                others = (point.visit_id.programme_ids - point).filtered("stop")
                point.start = max(
                    others.mapped("stop"), default=point.visit_id.start or False
                )

    @api.constrains("area_id", "visit_id")
    def _check_area(self):
        for point in self:
            if point.area_id.site_id - point.visit_id.site_id:
                raise ValidationError(
                    self.env._("Choose an area of the site of the visit.")
                )

    @api.constrains("start", "stop")
    def _check_days(self):
        """On the days of the visit, on the clock of the site: who is fetched before it
        begins is a point of it, what is done next year is not."""
        for point in self:
            local = point.site_id._to_local
            first, last = local(point.visit_id.start), local(point.visit_id.stop)
            if (
                local(point.start).date() < first.date()
                or local(point.stop).date() > last.date()
            ):
                raise ValidationError(
                    self.env._("A point of the programme is on the days of the visit.")
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        points = super().create(vals_list)
        points._check_visit()
        points.visit_id._programme_changed()
        return points

    def write(self, vals):
        self._check_visit()
        result = super().write(vals)
        self.visit_id._programme_changed()
        return result

    def unlink(self):
        self._check_visit()
        visits = self.visit_id
        result = super().unlink()
        visits._programme_changed()
        return result

    def _check_visit(self):
        """
        :raise UserError: the visit is over, or a sample
        """
        visits_sudo = self.sudo().visit_id  # its state only
        visits_sudo._check_no_sample()
        if not self.env.su and any(visit.state in OVER for visit in visits_sudo):
            raise UserError(
                self.env._("This visit is over: its programme stays as it was.")
            )

    def _place_words(self):
        """Where it is: the area and the place in it, as one text."""
        area = self.sudo().area_id.name  # the name of an area
        return " · ".join(filter(None, (area, self.place)))
