import hmac
import re

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import keys, masks

PURPOSE = "certificate"
CODE = re.compile(r"([1-9][0-9]{0,9})\.([0-9a-f]{32})", re.ASCII)


class VisitorInductionRecord(models.Model):
    """The certificate of a training, and the code by which anybody verifies it.

    The code is made of the record's id and the secret of the installation: nothing of
    the person is in it, and nothing is stored.
    """

    _inherit = "visitor.induction.record"

    def _check_certificate(self):
        """
        :raise UserError: it was not passed: there is nothing to certify
        """
        if not all(self.mapped("passed")):
            raise UserError(
                self.env._(
                    "There is no certificate of a training that was not passed. Print "
                    "the training record instead."
                )
            )

    def _certificate_url(self):
        """Where the certificate is verified: the code stands behind the #.

        :raise UserError: there is no good secret
        """
        self.ensure_one()
        self.env["visitor.secret"]._check()  # whether there is one
        return f"{self.get_base_url()}/visitor/certificate#{self._certificate_code()}"

    def _certificate_code(self):
        self.ensure_one()
        return f"{self.id}.{keys.digest(PURPOSE, str(self.id))[:32]}"

    @api.model
    def _of_token(self, token):
        """The training that a code is of, as superuser: the code is the right to ask.

        :param str token: as it stands on a certificate
        :return: ``visitor.induction.record``, empty for anything else
        """
        found = CODE.fullmatch(token)
        records_sudo = self.sudo()
        if not found:
            return records_sudo.browse()
        try:
            right = keys.digest(PURPOSE, found[1])[:32]
        except keys.SecretError:
            return records_sudo.browse()
        if not hmac.compare_digest(right, found[2]):
            return records_sudo.browse()
        return records_sudo.search([("id", "=", int(found[1])), ("passed", "=", True)])

    def _verified(self):
        """What whoever holds the certificate is told of it.

        :return: ``{"result": "valid", "expired" or "outdated", "number", "training",
            "version", "person": masked, "company", "taken_on": ISO date,
            "valid_until": ISO date or False}``
        """
        self.ensure_one()
        today = self._today()
        result = "valid"
        if self.valid_until and self.valid_until < today:
            result = "expired"
        elif not self._counts_on(today):
            result = "outdated"
        return {
            "result": result,
            "number": self.number,
            "training": self.induction_id.name,
            "version": self.version,
            "person": masks.name(self.person),
            "company": self.company_id.name,
            "taken_on": fields.Date.to_string(self._taken_on()),
            "valid_until": fields.Date.to_string(self.valid_until) or False,
        }

    def _taken_on(self):
        """The day on which it was taken, on the clock of the place."""
        # sudo: the clock of the site
        site_sudo = self.sudo().site_id
        return (site_sudo._to_local(self.at) if site_sudo else self.at).date()
