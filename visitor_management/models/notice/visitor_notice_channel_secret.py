from odoo import api, models
from odoo.exceptions import UserError

from ...tools import keys, notice_kinds
from ...tools.notice_kinds import POSTED
from ...tools.sealed import Unreadable, seal, unseal

ENCRYPTION = "notice-encryption"  # the purpose of the key
# What is entered, and where it is kept encrypted
SECRETS = {"new_address": "sealed_address", "new_secret": "sealed_secret"}


class VisitorNoticeChannel(models.Model):
    """The address of a channel and what it signs with: entered, and never shown again.

    The address of a robot holds its key, so both are secrets. They are stored encrypted
    by a key that is not in the database; what is entered is taken out of the values
    before anything else sees them, and nothing computes it.
    """

    _inherit = "visitor.notice.channel"

    @api.depends_context("uid")
    def _compute_entered(self):
        """Nothing: what was entered is read by nobody."""
        for name in SECRETS:
            self[name] = False

    # ------------------------------------------------------------
    # ENTERED
    # ------------------------------------------------------------

    @api.model
    def _take_entered(self, vals):
        """Part values from the secrets that somebody entered among them.

        :return: pair of the values, and the secrets by the names of their fields
        """
        secrets = {name: str(vals[name]).strip() for name in SECRETS if vals.get(name)}
        return {key: v for key, v in vals.items() if key not in SECRETS}, secrets

    def _keep(self, secrets, anew=False):
        """Encrypt what was entered; of another kind the former is no use.

        :raise UserError: it is none of this kind; says what is missing
        """
        self.ensure_one()
        if not secrets and not anew:
            return
        vals = {}
        if self.kind not in POSTED:
            secrets = {}
        if anew or secrets.get("new_address"):
            vals = {
                "sealed_address": False,
                "shown_address": False,
                "has_address": False,
            }
        if anew:
            vals |= {"sealed_secret": False, "has_secret": False}
        if secrets:
            self.env["visitor.secret"]._use()
        if address := secrets.get("new_address"):
            self._check_address(address)
            vals["sealed_address"] = self._sealed("sealed_address", address)
            vals["shown_address"] = notice_kinds.shown(address)
            vals["has_address"] = True
        if secret := secrets.get("new_secret"):
            if self.kind == "webhook" and len(secret) < notice_kinds.MIN_SECRET:
                raise UserError(
                    self.env._(
                        "The signing secret of a webhook has at least %s characters.",
                        notice_kinds.MIN_SECRET,
                    )
                )
            vals["sealed_secret"] = self._sealed("sealed_secret", secret)
            vals["has_secret"] = True
        # a new address is tried at once
        vals |= {"failures": 0, "failure": False, "next_at": False}
        # sudo: an administrator, who may write here; these fields are nobody's
        self.sudo().write(vals)
        self.invalidate_recordset(list(SECRETS))

    def _check_address(self, address):
        lacks = notice_kinds.lacks(self.kind, address)
        if lacks == "https":
            raise UserError(
                self.env._("Enter the whole address of the webhook: https://…")
            )
        if lacks:
            raise UserError(
                self.env._(
                    "This is no address of such a robot: “%s=…” is missing. Copy it "
                    "from the robot's page in the group.",
                    lacks,
                )
            )

    def _sealed(self, name, text):
        return seal(keys.key(ENCRYPTION), self._bound_to(name), text)

    def _bound_to(self, name):
        """What is moved to another channel can't be read there."""
        return f"{self._name},{self.id},{name}"

    # ------------------------------------------------------------
    # READ BY THE PROGRAM
    # ------------------------------------------------------------

    def _secrets(self):
        """What the channel is opened with, for the moment of sending.

        :return: pair of the address and the signing secret, each may be empty
        :raise Unreadable: stored with another secret of the installation
        :raise UserError: there is no good one
        """
        self.ensure_one()
        self.env["visitor.secret"]._use()
        channel_sudo = self.sudo()  # by the program, for nobody's eyes
        return tuple(
            channel_sudo[name]
            and unseal(keys.key(ENCRYPTION), self._bound_to(name), channel_sudo[name])
            or ""
            for name in SECRETS.values()
        )

    @api.model
    def _take_over(self):
        """Store what the former secret opens with the present one.

        :return: how many channels neither opens: their address is entered anew
        """
        lost, former = 0, keys.former_key(ENCRYPTION)
        everyone = self.with_context(active_test=False)
        for channel in everyone.search([("has_address", "=", True)]):
            vals = {}
            for name in SECRETS.values():
                text = channel._opened_by(name, keys.key(ENCRYPTION), former)
                if text is not None:
                    vals[name] = channel._sealed(name, text)
                elif channel[name]:
                    vals[name] = False
            if not vals.get("sealed_address"):
                lost += 1
                vals |= {"has_address": False, "shown_address": False}
            vals["has_secret"] = bool(vals.get("sealed_secret"))
            channel.write(vals)
        return lost

    def _opened_by(self, name, *all_keys):
        for key in filter(None, all_keys):
            try:
                return self[name] and unseal(key, self._bound_to(name), self[name])
            except Unreadable:
                continue
        return None
