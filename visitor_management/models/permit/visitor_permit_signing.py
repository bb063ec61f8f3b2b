from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ...tools.groups import RECEPTION, SECURITY


class VisitorPermit(models.Model):
    """Who has to sign a permit before it is approved, and who did."""

    _inherit = "visitor.permit"

    @api.depends("kind_id.function_ids", "signature_ids")
    def _compute_unsigned_ids(self):
        for permit in self:
            signed = permit._signed_now().function_id
            missing = permit.kind_id.function_ids - signed
            permit.unsigned_ids = missing.sorted(lambda each: (each.sequence, each.id))

    @api.depends_context("uid")
    @api.depends("state", "kind_id", "signature_ids")
    def _compute_may(self):
        user = self.env.user
        for permit in self:
            permit_sudo = permit.sudo()  # who decides and signs, to offer it
            permit.may_decide = permit._decides(user)
            permit.may_approve = permit.may_decide and not permit._is_own_of(user)
            permit.may_stop = permit.may_decide or user.has_group(SECURITY)
            permit.may_sign = permit.state == "submitted" and any(
                permit_sudo._signs(user, each) for each in permit_sudo.unsigned_ids
            )

    def action_sign(self, function, signature=False):
        """Sign for a function that the kind of works names.

        :param function: its short name, its name, or its id
        :param str signature: base64 of a picture; needed of an acceptor who has no
            login
        :return: True
        :raise AccessError: the user does not sign for that function
        :raise UserError: the kind has no such function, it has signed already, the
            permit is not submitted, or the signature is missing or no picture
        """
        self.check_access("read")
        for permit_sudo in self._begin():
            permit_sudo._sign(function, signature)
        return True

    def _sign(self, function, signature):
        functions = self.kind_id.function_ids
        # names as the caller reads them
        named = functions.with_context(lang=self.env.lang)._called(function)
        if not named:
            raise UserError(
                self.env._(
                    "The kind of works names no such function. It names: %s.",
                    ", ".join(functions.mapped("name")) or self.env._("nobody"),
                )
            )
        if self.state != "submitted":
            raise UserError(
                self.env._("A permit is signed after it is submitted, until approved.")
            )
        if not self._signs(self.env.user, named):
            raise AccessError(
                self.env._("Others sign this permit as “%s”.", named.name)
            )
        if named not in self.unsigned_ids:
            raise UserError(self.env._("“%s” has signed already.", named.name))
        by_hand = named.acceptor and self.env.user not in named.user_ids
        if by_hand and not signature:
            raise UserError(
                self.env._(
                    "“%s” signs by hand: hand over the pad, or add the signature as a "
                    "picture.",
                    named.name,
                )
            )
        self._note(
            "signed",
            function_id=named.id,
            function_name=named.name,
            name=(by_hand and (self.responsible_name or self.partner_id.name))
            or self.env.user.name,
            signature=signature or False,
        )

    def _signs(self, user, function):
        """Whether somebody signs for a function, or hands over the pad for it."""
        if self.env.su and user == self.env.ref("base.user_root"):
            return True
        if function.acceptor and user.has_group(RECEPTION):
            return True
        return user in function._signers(self.site_id)

    def _signed_now(self):
        """The signatures that count: after the permit was last submitted."""
        self.ensure_one()
        steps = self.signature_ids.sorted("id")
        asked = steps.filtered(lambda each: each.step == "submitted")[-1:]
        return steps.filtered(
            lambda each: each.step == "signed" and each.id > (asked.id or 0)
        )
