import re

from odoo import models

from ...tools.groups import USER
from ...tools.name_field import Line


class ResCompanyMail(models.Model):
    """Which mail servers the company believes what they say about senders."""

    _inherit = "res.company"

    client_mail_servers = Line(
        "Mail Servers That Check Senders",
        groups=USER,
        help="The names with which your own mail servers begin the header "
        "“Authentication-Results” (RFC 8601), separated by commas. Empty: nobody "
        "checks who wrote a mail.",
    )

    def _mail_servers(self):
        """
        :return: list of names (authserv-id)
        """
        self.ensure_one()
        # sudo: it is asked for mails that come in, whoever wrote them
        return re.split(r"[,;\s]+", self.sudo().client_mail_servers or "")
