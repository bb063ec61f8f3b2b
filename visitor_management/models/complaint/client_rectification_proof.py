import base64

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.mimetypes import guess_mimetype
from odoo.tools.translate import LazyTranslate

from ...tools.names import readable
from .client_rectification import CARRIED_OUT

_lt = LazyTranslate(__name__)


class ClientRectification(models.Model):
    """What shows that an order was carried out: how it looked before and after, and the
    signature of the client at the door.

    It is taken while the order is open, and stays as it is once the order is done.
    """

    _inherit = "client.rectification"

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        for order in orders:
            order._take_pictures(order.before_picture_ids)
        return orders

    def write(self, vals):
        if "before_picture_ids" not in vals:
            return super().write(vals)
        if not self.env.su and any(order.state in CARRIED_OUT for order in self):
            raise UserError(
                self.env._("The order was carried out: its pictures stay as they are.")
            )
        before = {order: order.before_picture_ids for order in self}
        result = super().write(vals)
        for order, pictures in before.items():
            order._take_pictures(order.before_picture_ids - pictures)
            order._drop_pictures(pictures - order.before_picture_ids)
        return result

    # ------------------------------------------------------------
    # TAKE
    # ------------------------------------------------------------

    def _take_pictures(self, pictures):
        """Keep pictures that somebody has just taken with the order, made anew.

        :param pictures: ``ir.attachment``
        :raise UserError: one is somebody else's or hangs elsewhere, or is no picture
        """
        self.ensure_one()
        if not pictures:
            return
        for picture_sudo in pictures.sudo():  # where it belongs, nothing else
            loose = not picture_sudo.res_id or picture_sudo.res_model == self._name
            own = picture_sudo.create_uid == self.env.user
            if not (own and loose and picture_sudo.res_id in (0, False, self.id)):
                raise UserError(
                    self.env._("Take the picture here: that one belongs elsewhere.")
                )
            if not (picture_sudo.mimetype or "").startswith("image/"):
                raise UserError(
                    self.env._(
                        "Here belong pictures. Papers go to “Evidence”, or into the "
                        "history."
                    )
                )
        pictures._clean_pictures()
        pictures.write({"res_model": self._name, "res_id": self.id})

    @api.model
    def _are_proof(self, files):
        """Whether one of the files shows how an order was carried out.

        That is a picture of an order that is over, one taken afterwards whatever
        became of the order, and what our own notes in its history carry.

        :param files: ``ir.attachment``
        :return: bool
        """
        if not files:
            return False
        before, after = (
            Domain(name, "in", files.ids)
            for name in ("before_picture_ids", "after_picture_ids")
        )
        noted = Domain(
            [
                ("model", "=", self._name),
                ("message_type", "=", "notification"),
                ("attachment_ids", "in", files.ids),
            ]
        )
        # sudo: whether it is kept does not depend on who asks
        return bool(
            self.sudo().search_count(
                after | before & Domain("state", "in", CARRIED_OUT), 1
            )
            or self.env["mail.message"].sudo().search_count(noted, 1)
        )

    def _drop_pictures(self, pictures):
        """Taken by mistake: they leave the order's files, too, whoever took them.

        What was sent in the history as well stays there.

        :param pictures: ``ir.attachment`` that the order showed until now
        """
        self.ensure_one()
        if not pictures:
            return
        # sudo: of an order the user has just changed
        messages_sudo = self.env["mail.message"].sudo()
        sent = messages_sudo.search([("attachment_ids", "in", pictures.ids)])
        kept = sent.attachment_ids | self.sudo().after_picture_ids
        pictures_sudo = pictures.sudo().exists() - kept
        pictures_sudo.filtered(
            lambda each: (each.res_model, each.res_id) == (self._name, self.id)
        ).unlink()

    def _take_proof(self, after, signature, signed_by):
        """What the dialog took, as values of the order.

        The user carries the order out: callers check it.

        :param after: ``ir.attachment``
        :param signature: base64, may be empty
        :param str signed_by: whose it is
        :return: dict
        :raise UserError: it does not say who signed
        """
        self._take_pictures(after)
        vals = {"after_picture_ids": [(4, each.id) for each in after]}
        if signature:
            if not readable(signed_by):
                raise UserError(self.env._("Write down who signed."))
            vals |= {"client_signature": signature, "signed_by": signed_by}
        return vals

    def _put_proof_away(self):
        """It was not put right after all: who signs the next time signs anew.

        What was signed before stays in the history.
        """
        self.ensure_one()
        if not self.client_signature:
            return {}
        # whoever reads with sizes would keep the size
        data = base64.b64decode(self.with_context(bin_size=False).client_signature)
        signed = self.env["ir.attachment"].create(
            {
                "name": f"signature.{guess_mimetype(data).removeprefix('image/')}",
                "raw": data,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self._log_said(
            _lt("The client had signed before it was reopened"), attachments=signed
        )
        return {"client_signature": False, "signed_by": False}
