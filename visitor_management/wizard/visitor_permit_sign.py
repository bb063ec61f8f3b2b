from odoo import api, fields, models


class VisitorPermitSign(models.TransientModel):
    """Sign a permit, or hand over the pad to who accepts it."""

    _name = "visitor.permit.sign"
    _description = "Sign Permit"

    permit_id = fields.Many2one(
        "visitor.permit",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    unsigned_ids = fields.Many2many(related="permit_id.unsigned_ids")
    function_id = fields.Many2one(
        "visitor.permit.function",
        "Sign As",
        required=True,
        compute="_compute_function_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('id', 'in', unsigned_ids)]",
        ondelete="cascade",
    )
    acceptor = fields.Boolean(related="function_id.acceptor")
    responsible_name = fields.Char(related="permit_id.responsible_name")
    signature = fields.Binary(attachment=False)

    @api.depends("permit_id")
    def _compute_function_id(self):
        """The first one that the user signs for."""
        for wizard in self:
            permit_sudo = wizard.permit_id.sudo()  # who signs, to be offered
            wizard.function_id = permit_sudo.unsigned_ids.filtered(
                lambda each, permit=permit_sudo: permit._signs(self.env.user, each)
            )[:1]

    def action_sign(self):
        """Sign.

        :return: action that closes the dialog
        """
        self.ensure_one()
        self.permit_id.action_sign(self.function_id.id, self.signature)
        return {"type": "ir.actions.act_window_close"}
