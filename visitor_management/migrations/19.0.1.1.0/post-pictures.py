import logging

from odoo import SUPERUSER_ID, api

from odoo.addons.visitor_management.tools import images
from odoo.addons.visitor_management.tools.picture_field import Picture

_logger = logging.getLogger(__name__)

NO_PICTURE = "application/octet-stream"


def migrate(cr, version):
    """Make the photos and signatures that are stored anew, from their pixels.

    What turns out to be no picture is kept as it is, and counts for none.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    for model in env.values():
        for field in model._fields.values():
            if isinstance(field, Picture) and field.store and field.attachment:
                _make_anew(env, model._name, field)


def _make_anew(env, model, field):
    stored = env["ir.attachment"].search(
        [("res_model", "=", model), ("res_field", "=", field.name)]
    )
    size = field.max_width, field.max_height
    for attachment in stored:
        try:
            data, kind = images.clean(attachment.raw or b"", size)
        except images.NoPicture:
            attachment.mimetype = NO_PICTURE
            _logger.warning("%s of %s is no picture", attachment, model)
        else:
            attachment.write({"raw": data, "mimetype": f"image/{kind}"})
        attachment.invalidate_recordset(["raw", "datas", "db_datas"])
