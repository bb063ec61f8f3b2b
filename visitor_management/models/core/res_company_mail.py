import re

from odoo import fields, models

from ...tools.groups import USER
from ...tools.name_field import Line


class ResCompany(models.Model):
    """Complaints by mail: the address they come to, and which mail servers the company
    believes what they say about senders.
    """

    _inherit = "res.company"

    client_complaint_alias_id = fields.Many2one(
        "mail.alias",
        "Address for Complaints",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="What is mailed there becomes a complaint.",
    )
    client_mail_receipts = fields.Boolean(
        "Receipts by Mail",
        groups=USER,
        default=True,
        help="Who complains on the portal or by mail gets the number of the complaint "
        "by mail.",
    )
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
