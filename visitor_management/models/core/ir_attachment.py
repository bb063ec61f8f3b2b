from PIL.Image import DecompressionBombError

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

from ...tools import images
from ...tools.picture_field import Picture
from ...tools.sentences import say

# What a file is and what it belongs to; a token to share it is neither.
CONTENT_AND_PLACE = {
    *("name", "raw", "datas", "db_datas", "mimetype", "type", "url"),
    *("res_model", "res_id", "res_field"),
}


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    # ------------------------------------------------------------
    # PICTURES
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """
        :raise UserError: it would be a photo or signature of ours, past its field
        """
        attachments = super().create(vals_list)
        attachments._refuse_pictures()
        return attachments

    def write(self, vals):
        """
        :raise UserError: it is or would be a photo or signature of ours, past its
            field, or it is kept with what it belongs to
        """
        self._refuse_pictures()
        if vals.keys() & CONTENT_AND_PLACE and not self.env.su:
            self._refuse_proof()
        result = super().write(vals)
        if vals.keys() & {"res_model", "res_field"}:
            self._refuse_pictures()
        return result

    def unlink(self):
        """
        :raise UserError: it is a photo or signature of ours, past its field, or it is
            kept with what it belongs to
        """
        self._refuse_pictures()
        if not self.env.su:
            self._refuse_proof()
        return super().unlink()

    def _delete_and_notify(self, message=None):
        """The history deletes files as superuser for whoever may write them.

        :raise UserError: it is kept with what it belongs to
        """
        self._refuse_proof()
        return super()._delete_and_notify(message)

    def _postprocess_contents(self, values):
        """
        :raise UserError: a few bytes that would become many; Odoo answers a 500
        """
        try:
            return super()._postprocess_contents(values)
        except DecompressionBombError as error:
            sentence = images.too_many_pixels().sentence
            raise UserError(say(self.env, sentence)) from error

    def _refuse_pictures(self):
        """Photos and signatures are stored by their fields, which look at them.

        A field does it as superuser, a call from outside never is one.
        """
        if self.env.su:
            return
        for attachment_sudo in self.sudo():  # where it belongs, nothing else
            name = attachment_sudo.res_field
            if not name or attachment_sudo.res_model not in self.env:
                continue
            model = self.env[attachment_sudo.res_model]
            if isinstance(model._fields.get(name), Picture):
                raise UserError(
                    self.env._("Change a photo or signature on its own form.")
                )

    def _refuse_proof(self):
        """What shows that an order was carried out stays as it is, as the order does,
        and what lies at a document that changes no more.

        :raise UserError: a file is such
        """
        for model, files_sudo in self.sudo().grouped("res_model").items():
            # where it belongs, nothing else
            if not model or not hasattr(self.env.get(model), "_keeps_files"):
                continue
            records_sudo = files_sudo.env[model].browse(files_sudo.mapped("res_id"))
            if any(record._keeps_files() for record in records_sudo.exists()):
                raise UserError(
                    self.env._(
                        "This file belongs to a document that is closed: it is kept "
                        "as it is."
                    )
                )
        if self.env["client.rectification"]._are_proof(self):
            raise UserError(
                self.env._(
                    "This file shows how an order was carried out: it is kept as it is."
                )
            )

    def _clean_pictures(self):
        """Make the pictures among the files anew; other papers stay as they are.

        :raise UserError: a file calls itself a picture and can't be read
        """
        for attachment in self:
            kinds = attachment.mimetype or "", guess_mimetype(attachment.raw or b"")
            if not any(kind.startswith("image/") for kind in kinds):
                continue
            try:
                data, kind = images.clean(attachment.raw or b"")
            except images.NoPicture as error:
                raise UserError(say(self.env, error.sentence)) from error
            attachment.write({"raw": data, "mimetype": f"image/{kind}"})

    # ------------------------------------------------------------
    # RIGHTS
    # ------------------------------------------------------------

    def _inaccessible_comodel_records(self, model_and_ids, operation):
        """Files of complaints reach clients through the portal's own page only.

        Whoever may read a record may read its attachments; on a complaint that would
        be the photos of an internal note, too.
        """
        yield from super()._inaccessible_comodel_records(model_and_ids, operation)
        if not self.env.su and self.env.user._is_portal():
            for complaint_id in filter(None, model_and_ids.get("client.complaint", ())):
                yield "client.complaint", complaint_id

    def _search(self, domain, *args, **kwargs):
        if not self.env.su and self.env.user._is_portal():
            domain = [("res_model", "!=", "client.complaint"), *domain]
        return super()._search(domain, *args, **kwargs)
