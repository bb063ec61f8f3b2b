from odoo import api, models

from ...tools import identity_documents


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

    @api.model
    def _fingerprints(self, company, document_type, number):
        """By what a document is known, without its number.

        :param str document_type: ``other``: nobody knows which, it may be any
        :param str number: as it was typed or scanned
        :return: list of str
        """
        kinds = [document_type]
        if document_type == "other":
            kinds = self._fields["document_type"].get_values(self.env)
        found = (
            self._hash(company.id, kind, identity_documents.lasting(kind, number))
            for kind in kinds
        )
        return list(dict.fromkeys(filter(None, found)))
