from odoo import models


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _inaccessible_comodel_records(self, model_and_ids, operation):
        """Files of complaints reach clients through the portal's own page only.

        Whoever may read a record may read its attachments; on a complaint that would
        be the photos of an internal note, too.
        """
        yield from super()._inaccessible_comodel_records(model_and_ids, operation)
        if not self.env.su and self.env.user._is_portal():
            for complaint_id in filter(None, model_and_ids.get("client.complaint", ())):
                yield "client.complaint", complaint_id

    def _search(self, domain, *args, **kwargs):
        if not self.env.su and self.env.user._is_portal():
            domain = [("res_model", "!=", "client.complaint"), *domain]
        return super()._search(domain, *args, **kwargs)
