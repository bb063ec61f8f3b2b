from odoo import api, models


class VisitorBelongingSlipReport(models.AbstractModel):
    """寄存牌: the numbered slip of one deposit, for who leaves it and for the thing."""

    _name = "report.visitor_management.visitor_belonging_slip"
    _inherit = ["report.visitor_management.client_form"]
    _description = "Deposit Slip"

    _prints = "visitor.belonging"

    @api.model
    def _title(self):
        return self.env._("Deposit Slip")

    @api.model
    def _number(self, document):
        return document.slip or document.display_name

    @api.model
    def _rows(self, document):
        _ = self.env._
        names = document.sudo()  # names on a deposit that the user reads
        valuables = (
            self._label_of(document, "valuable"),
            document.declared,
            document.seal and _("Seal No. %s", document.seal),
        )
        pictures = document.with_context(bin_size=False).mapped("picture")
        return [
            *self._pairs(
                (_("Slip No."), document.slip),
                (_("Visit No."), names.visit_id.name),
            ),
            *self._pairs(
                (_("Thing"), document.name),
                (_("How many"), document.quantity),
            ),
            *self._pairs((_("How it looks"), document.look)),
            *self._pairs(
                (_("Valuables declared"), " · ".join(filter(None, valuables)))
            ),
            *self._pairs(
                (_("Depositor"), names.registration_id.name or document.owner),
                (_("Place kept"), document.place),
            ),
            *self._pairs(
                (_("Taken at"), self._moment(document, document.at)),
                (_("Taken by"), names.user_id.name),
            ),
            *self._pairs(
                (
                    _("Giving back"),
                    _(
                        "At any time, against this slip. Nothing else is waited for, "
                        "and nothing is asked for it."
                    ),
                )
            ),
            *self._signatures(
                (_("Signature of the depositor"), ""),
                (
                    _("Fetched (date, signature)"),
                    self._moment(document, document.closed_at),
                ),
            ),
            *self._picture_rows(_("Picture of the Thing"), filter(None, pictures)),
        ]
