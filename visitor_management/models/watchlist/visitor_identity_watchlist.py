from odoo import api, models


class VisitorIdentity(models.Model):
    """A document that is shown tells for certain who somebody is, kept or not."""

    _inherit = "visitor.identity"

    @api.model
    def _record(
        self, registration, document_type, number, expires_on=False, override_reason=""
    ):
        answer = super()._record(
            registration, document_type, number, expires_on, override_reason
        )
        person_sudo = registration.sudo()  # the caller checked reception
        if person_sudo.identity_ids and (answer["consistent"] or override_reason):
            person_sudo._match_document(document_type, str(number or ""))
        return answer
