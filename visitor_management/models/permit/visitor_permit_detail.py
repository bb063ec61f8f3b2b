from odoo import api, fields, models

from ...tools.name_field import Line
from ...tools.permit_forms import DETAILS, OF_FORM


class VisitorPermitDetail(models.Model):
    """What only the form of this kind of works asks for: a height, a voltage."""

    _name = "visitor.permit.detail"
    _description = "Detail of Works"
    _inherit = ["visitor.fixed.mixin"]
    _order = "permit_id, sequence, id"
    _rec_name = "code"
    _fixed_fields = frozenset({"permit_id", "code"})

    permit_id = fields.Many2one(
        "visitor.permit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="permit_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    code = fields.Selection(DETAILS, "Detail", required=True)
    value = Line("Detail Entered")

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        details = super().create(vals_list)
        details._check_draft()
        return details

    def write(self, vals):
        changed = self.filtered(lambda detail: detail._differing(vals.keys(), vals))
        changed._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        self._check_draft()

    def _check_draft(self):
        """
        :raise UserError: the permit was asked for with what stands there
        """
        for permit in self.permit_id:
            if permit.state != "draft":
                raise permit._content_stays()


class VisitorPermit(models.Model):
    """The details that the form of its kind has."""

    _inherit = "visitor.permit"

    @api.depends("kind_id")
    def _compute_detail_ids(self):
        for permit in self:
            codes = OF_FORM.get(permit.kind_id.form, ())
            known = permit.detail_ids.mapped("code")
            if permit.state != "draft" or list(codes) == known:
                permit.detail_ids = permit.detail_ids
                continue
            permit.detail_ids = [
                fields.Command.clear(),
                *(
                    fields.Command.create({"code": code, "sequence": number})
                    for number, code in enumerate(codes)
                ),
            ]
