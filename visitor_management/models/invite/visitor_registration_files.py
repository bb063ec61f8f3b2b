from odoo import models
from odoo.exceptions import UserError

from ...tools import paper, qr_code
from .visitor_registration_letter import PASS_SHEET

TEMPLATE = "visitor_management.visitor_pass_a6"
PAPER = "visitor_management.report_visitor_pass_a6"


class VisitorRegistration(models.Model):
    """The pass as files that visitors take along; call all of it as superuser."""

    _inherit = "visitor.registration"

    def _pass_png(self):
        """The QR code with the short code below, to keep on a phone.

        :return: bytes of a PNG
        :raise UserError: there is no pass, or its code can't be made
        """
        return qr_code.labelled_png(
            self._pass_token_of_file(),
            self.env[PASS_SHEET]._spaced(self._pass_to_show().short_code or ""),
        )

    def _pass_pdf(self):
        """The pass on one page of A6, in the language of the environment.

        :return: bytes of a PDF
        :raise UserError: as :meth:`_pass_png`
        """
        token, sheet = self._pass_token_of_file(), self.env[PASS_SHEET]
        html = self.env["ir.qweb"]._render(
            TEMPLATE,
            {
                "sheets": [sheet._visitors_sheet(self._pass_to_show(), token)],
                "fit": paper.fit,
                "both": paper.both,
            },
        )
        reports = self.env["ir.actions.report"]
        return reports._run_wkhtmltopdf([html], report_ref=self.env.ref(PAPER))

    def _pass_token_of_file(self):
        token = self._pass_token()
        if not token:
            raise UserError(
                self.env._("There is no pass to show now. Ask at reception.")
            )
        return token
