from odoo import api, fields, models


class VisitorAreaOpeningWizard(models.TransientModel):
    """Reception asked an occupant of the unit, who lets the visitors come up."""

    _name = "visitor.area.opening.wizard"
    _description = "Occupant Agreed"

    visit_id = fields.Many2one(
        "visitor.visit",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    area_name = fields.Char(
        related="visit_id.unit_id.area_id.complete_name", related_sudo=False
    )
    occupant_ids = fields.Many2many("res.partner", compute="_compute_occupant_ids")
    partner_id = fields.Many2one(
        "res.partner",
        "Who Answered",
        required=True,
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('id', 'in', occupant_ids)]",
    )
    channel = fields.Selection(
        [
            ("phone", "By phone"),
            ("intercom", "By intercom"),
            ("in_person", "In person"),
        ],
        "How",
        required=True,
        default="phone",
    )

    @api.depends("visit_id")
    def _compute_occupant_ids(self):
        for wizard in self:
            wizard.occupant_ids = wizard.visit_id._units()._occupants()

    @api.depends("visit_id")
    def _compute_partner_id(self):
        for wizard in self:
            occupants = wizard.visit_id._units()._occupants()
            host = wizard.visit_id.host_partner_id & occupants
            wizard.partner_id = host or (occupants if len(occupants) == 1 else False)

    def action_confirm(self):
        """Open the area of the unit on the occupant's word.

        :return: action that closes the dialog
        """
        self.ensure_one()
        self.visit_id.action_open_areas(self.channel, self.partner_id.id)
        return {"type": "ir.actions.act_window_close"}
