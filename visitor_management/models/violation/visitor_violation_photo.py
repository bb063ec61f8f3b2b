from odoo import api, fields, models

from ...tools.name_field import Line
from ...tools.picture_field import Picture


class VisitorViolationPhoto(models.Model):
    """A photograph that shows what happened."""

    _name = "visitor.violation.photo"
    _description = "Photograph of a Violation"
    _inherit = ["visitor.fixed.mixin"]
    _order = "id"
    _rec_name = "caption"
    _check_company_auto = True
    _fixed_fields = frozenset({"violation_id"})

    violation_id = fields.Many2one(
        "visitor.violation",
        required=True,
        index=True,
        check_company=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="violation_id.company_id", store=True, index=True, precompute=True
    )
    picture = Picture("Photograph", required=True, max_width=1600, max_height=1600)
    caption = Line("What It Shows")

    @api.model_create_multi
    def create(self, vals_list):
        photos = super().create(vals_list)
        photos._check_open()
        return photos

    def write(self, vals):
        self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._check_open()

    def _check_open(self):
        """
        :raise UserError: the violation is closed, its photographs stay as they are
        """
        for violation_sudo in self.sudo().violation_id:  # its state only
            if violation_sudo.state == "closed":
                raise violation_sudo._is_closed()
