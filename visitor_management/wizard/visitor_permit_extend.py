from odoo import fields, models


class VisitorPermitExtend(models.TransientModel):
    """Give a permit a later end, where its kind allows that."""

    _name = "visitor.permit.extend"
    _description = "Extend Permit"

    permit_id = fields.Many2one(
        "visitor.permit",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    tz = fields.Selection(related="permit_id.tz", string="Site Time Zone")
    before = fields.Datetime("Present End", related="permit_id.stop")
    stop = fields.Datetime("New End", required=True)

    def action_extend(self):
        """Extend the permit.

        :return: action that closes the dialog
        """
        self.ensure_one()
        self.permit_id.action_extend(self.stop)
        return {"type": "ir.actions.act_window_close"}
