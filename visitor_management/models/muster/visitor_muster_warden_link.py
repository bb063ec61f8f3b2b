from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, consteq

from ...tools import keys, mail_secret


class VisitorMusterWardenLink(models.Model):
    """The secret that opens a site's list for the phone of one warden."""

    _name = "visitor.muster.warden.link"
    _description = "Link of a Warden"
    _inherit = ["visitor.link.mixin"]
    _order = "id desc"
    _secret_about = "warden_id"
    _valid_for = timedelta(days=30)

    warden_id = fields.Many2one(
        "visitor.muster.warden",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    company_id = fields.Many2one(related="warden_id.company_id", store=True, index=True)
    user_id = fields.Many2one(
        "res.users",
        "Sent By",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    device_hash = fields.Char(groups=fields.NO_ACCESS, copy=False)
    bound_at = fields.Datetime("Opened On", readonly=True, copy=False)

    _token_hash_uniq = models.UniqueIndex("(token_hash)")

    @api.model
    def _is_wanted(self, warden_sudo):
        employee_sudo = warden_sudo.employee_id
        here = not employee_sudo or employee_sudo.active
        return bool(warden_sudo) and warden_sudo.active and here

    @api.model
    def _when_given_up(self, warden_sudo):
        told = self.env["visitor.told"]
        for officer in warden_sudo.site_id._security_officers():
            told._notify(
                officer.partner_id,
                lambda env: (
                    env._("A warden could not be sent the link"),
                    env._(
                        "The mail could not be delivered. Look at the wardens of the "
                        "site, correct the address and send the link again."
                    ),
                ),
            )

    @api.model
    def _make(self, warden):
        """A link that is shown and not mailed; those before end.

        :return: the secret, this once
        """
        warden_sudo = warden.sudo()  # the caller checked who may
        warden_sudo.link_ids._end()
        secret = mail_secret.make()
        self.sudo().create(
            {
                "warden_id": warden.id,
                "user_id": self.env.uid,
                "token_hash": keys.hashed(secret),
                "expires_at": fields.Datetime.now() + self._valid_for,
            }
        )
        return secret

    def _end(self):
        """They open nothing from now on."""
        self.filtered(lambda each: not each.ended_at).ended_at = fields.Datetime.now()

    def _bind(self, device):
        """Whether this phone is the one that opened the link first; it is, if none did.

        :param str device: a secret that the phone made for itself
        """
        self.ensure_one()
        hashed = keys.hashed(device)
        self.flush_recordset()
        # two phones at the same moment: one of them
        self.env.cr.execute(
            SQL(
                """
                UPDATE visitor_muster_warden_link
                   SET device_hash = %(hashed)s, bound_at = %(now)s
                 WHERE id = %(id)s AND device_hash IS NULL
                """,
                hashed=hashed,
                now=fields.Datetime.now(),
                id=self.id,
            )
        )
        self.invalidate_recordset(["device_hash", "bound_at"])
        return consteq(self.device_hash or "", hashed)

    # What the phone asks for, see the warden. As superuser: the secret is the right.

    def _list(self):
        return self.warden_id._list()

    def _tick(self, device, rows):
        return self.warden_id._tick(device, rows)

    def _add(self, device, row):
        return self.warden_id._add(device, row)
