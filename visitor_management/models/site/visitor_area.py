from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.name_field import Line
from ...tools.picture_field import Picture


class VisitorArea(models.Model):
    _name = "visitor.area"
    _description = "Area"
    _inherit = ["visitor.held.mixin", "visitor.fixed.mixin"]
    _order = "complete_name, id"
    _rec_name = "complete_name"
    _parent_store = True
    _check_company_auto = True
    _fixed_fields = frozenset({"site_id"})

    name = Line("Area", required=True)
    complete_name = fields.Char(
        "Full Name", compute="_compute_complete_name", store=True, recursive=True
    )
    active = fields.Boolean(default=True)
    site_id = fields.Many2one(
        "visitor.site", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="site_id.company_id", store=True, index=True)
    parent_id = fields.Many2one(
        "visitor.area",
        "Inside Area",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('site_id', '=', site_id)]",
        help="The area one comes from. Empty: the site itself.",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("visitor.area", "parent_id", "Areas Inside")
    restricted = fields.Boolean(
        help="Opened to each visit by the occupants of its units, the responsible "
        "person or security. Only passes that name it open its gates."
    )
    responsible_id = fields.Many2one(
        "hr.employee",
        "Person Responsible",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Opens this restricted area to visits, and is asked to.",
    )
    induction_ids = fields.Many2many(
        "visitor.induction",
        string="Safety Training",
        check_company=True,
        help="What visitors take before they enter this area or one inside of it.",
    )
    evacuation_route = fields.Text(
        translate=True, help="How one leaves in an emergency, step by step."
    )
    assembly_point = Line(translate=True, help="Where everybody gathers after leaving.")
    evacuation_plan = Picture(
        max_width=1920,
        max_height=1920,
        help="The plan with the routes and the assembly point.",
    )
    resource_calendar_id = fields.Many2one(
        "resource.calendar",
        "Opening Hours of the Area",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="When people come here: a shop, a cinema. Empty: as the site.",
    )
    hot_work_when_closed = fields.Boolean(
        "Hot Work Only When Closed",
        help="No permit for hot work here, or in an area inside of this one, while it "
        "is open.",
    )
    escort_required = fields.Boolean(
        "Escort",
        help="Whoever visits this area, or one inside of it, is accompanied by an "
        "employee.",
    )
    guests_per_escort = fields.Integer(
        default=5,
        required=True,
        help="How many visitors one employee accompanies here.",
    )
    escort_guests = fields.Integer(
        "Guests per Escort Here",
        compute="_compute_escort_guests",
        store=True,
        recursive=True,
        help="Of the area and those it is inside of, the strictest that asks for an "
        "escort. 0: none does.",
    )
    capacity = fields.Integer(help="How many visitors may be inside. 0: no limit.")
    inside_count = fields.Integer("Inside", compute="_compute_inside_count")
    policy_ids = fields.Many2many(
        "visitor.policy",
        "visitor_area_policy_rel",
        "area_id",
        "policy_id",
        "Rules of Conduct",
        check_company=True,
        ondelete="restrict",
        help="What visitors accept before they go into this area or one inside it. "
        "Whatever version stands here, they are asked for the one in force.",
    )

    _capacity_positive = models.Constraint(
        "CHECK(capacity >= 0)", "The capacity can't be negative."
    )
    _guests_per_escort_positive = models.Constraint(
        "CHECK(guests_per_escort > 0)", "An escort accompanies one visitor at least."
    )

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for area in self:
            above = area.parent_id.complete_name
            area.complete_name = f"{above} / {area.name}" if above else area.name

    @api.depends("escort_required", "guests_per_escort", "parent_id.escort_guests")
    def _compute_escort_guests(self):
        for area in self:
            above = area.parent_id.escort_guests
            asked = area.escort_required or above
            guests = [above, asked and area.guests_per_escort]
            area.escort_guests = min(filter(None, guests), default=0)

    def _compute_inside_count(self):
        # sudo: a number only, of areas the user may read
        passes = self.env["visitor.pass"].sudo()
        inside = passes._read_group(
            [("area_id", "child_of", self.ids)], ["area_id"], ["headcount:sum"]
        )
        for area in self:
            area.inside_count = sum(
                count
                for place, count in inside
                if area.parent_path and place.parent_path.startswith(area.parent_path)
            )

    def write(self, vals):
        if not {"restricted", "responsible_id"} & vals.keys():
            return super().write(vals)
        self.check_access("write")  # before anybody waits for it
        visits_sudo = self._visits_asking()
        visits_sudo.registration_ids._lock()  # a gate may be letting them in
        result = super().write(vals)
        visits_sudo._follow_areas()
        return result

    @api.constrains("parent_id", "site_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("An area can't be inside itself."))
        for area in self:
            if area.parent_id and area.parent_id.site_id != area.site_id:
                raise ValidationError(
                    self.env._("An area is inside another one of the same site.")
                )

    def _with_above(self):
        """These areas, and those they are inside of."""
        paths = [path for path in self.mapped("parent_path") if path]
        return self | self.browse(
            int(each) for path in paths for each in path.strip("/").split("/")
        )

    def _visits_asking(self):
        """The visits that are not over and ask for these areas."""
        visits_sudo = self.env["visitor.visit"].sudo()  # all, whoever reads them
        return visits_sudo._search_asking([("area_ids", "in", self.ids)])

    def _responsible_user(self):
        """The login of the person responsible for the area, if there is one in use."""
        # sudo: logins of employees are public
        responsible_sudo = self.sudo().responsible_id
        return self.env["visitor.stand.in"]._at_work(responsible_sudo).user_id
