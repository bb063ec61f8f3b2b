from odoo import fields, models


class VisitorWaiver(models.Model):
    """For somebody who comes every week a waiver ends with the day at the site."""

    _inherit = "visitor.waiver"

    def _standing(self):
        now = fields.Datetime.now()

        def counts(waiver):
            if not waiver.registration_id.visit_id.regular:
                return True
            local = waiver.site_id._to_local
            return local(waiver.at).date() == local(now).date()

        return super()._standing().filtered(counts)
