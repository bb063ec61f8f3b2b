from odoo import api, fields, models


class VisitorRoleWizard(models.TransientModel):
    """Give a colleague roles of this app, or take them."""

    _name = "visitor.role.wizard"
    _description = "Give Roles"

    user_id = fields.Many2one(
        "res.users",
        "Colleague",
        domain="[('share', '=', False), ('company_ids', 'in', allowed_company_ids)]",
        help="Who logs in to Odoo and works for one of your companies.",
    )
    reception = fields.Selection(
        [
            ("reception", "Reception: visitors in and out, passes and cards"),
            ("security", "Security: approves, sets conditions aside, reveals numbers"),
        ],
        compute="_compute_roles",
        store=True,
        readonly=False,
    )
    escort = fields.Boolean(
        "Escort Coordinator", compute="_compute_roles", store=True, readonly=False
    )
    client = fields.Selection(
        [
            ("service", "Customer service: complaints, callbacks, client visits"),
            ("manager", "Manager: reviews, rules and monthly statistics as well"),
        ],
        "Client Relations",
        compute="_compute_roles",
        store=True,
        readonly=False,
    )
    leadership = fields.Boolean(
        compute="_compute_roles",
        store=True,
        readonly=False,
        help="Reads submitted statistics and answers with an instruction.",
    )

    @api.depends("user_id")
    def _compute_roles(self):
        roles = self.env["visitor.roles"]
        for wizard in self:
            held = roles._held(wizard.user_id) if wizard.user_id else set()
            ladder = (role for role in ("security", "reception") if role in held)
            wizard.reception = next(ladder, False)
            ladder = (role for role in ("manager", "service") if role in held)
            wizard.client = next(ladder, False)
            wizard.escort = "escort" in held
            wizard.leadership = "leadership" in held

    def _wanted(self):
        """The names of the roles that are ticked."""
        self.ensure_one()
        wanted = {self.reception, self.client} - {False}
        return wanted | {name for name in ("escort", "leadership") if self[name]}

    def action_confirm(self):
        """Give the colleague exactly the roles that are chosen.

        :return: action that closes the dialog
        :raise AccessError: not the user's to give, or not this colleague's to have
        :raise UserError: a role comes with other rights
        """
        self.ensure_one()
        self.env["visitor.roles"]._set(self.user_id, self._wanted())
        return {"type": "ir.actions.act_window_close"}
