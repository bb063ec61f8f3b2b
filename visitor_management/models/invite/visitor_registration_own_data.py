import base64

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize
from odoo.tools.translate import LazyTranslate

from ...tools import masks

_lt = LazyTranslate(__name__)

# What visitors say of themselves; no other field is theirs to write.
OWN_DATA = (
    "name",
    "organization",
    "phone",
    "email",
    "vehicle_plate",
    "lang",
)
LONGEST_PLATE = 20


class VisitorRegistration(models.Model):
    """What visitors give themselves. The caller opened it by their secret."""

    _inherit = "visitor.registration"

    def _save_own_data(self, values):
        """Keep what a visitor says of the own person; nothing said is "all is right".

        :param dict values: text by name of a field of :data:`OWN_DATA`; one that is as
            it was shown, covered, stays what it is
        :raise UserError: one of them can't be kept; says what to type
        """
        self.ensure_one()
        values = {
            name: value.strip()
            for name, value in values.items()
            if name not in masks.OF or value != masks.OF[name](self[name])
        }
        for name in values:
            getattr(self, f"_check_own_{name}", lambda _value: None)(values[name])
        renamed = values.get("name", self.name) != self.name
        if set(values) != {"lang"}:
            values["own_data_at"] = fields.Datetime.now()
        self.write(values)
        if renamed:
            # no name: the history of a visit holds none
            self.visit_id._log_said(_lt("A visitor corrected the own name."))

    def _save_photo(self, data):
        """Keep the visitor's photo.

        :param bytes data: a picture, see :mod:`..tools.images`
        :raise UserError: it is none
        """
        self.ensure_one()
        self.photo = base64.b64encode(data)

    def _save_signature(self, data):
        """Keep what the visitor signed for the register.

        :param bytes data: a picture
        :raise UserError: it is none
        """
        self.ensure_one()
        self.signature = base64.b64encode(data)

    # ------------------------------------------------------------
    # WHAT MAY BE SAID
    # ------------------------------------------------------------

    def _check_own_name(self, name):
        if not name:
            raise UserError(self.env._("Please enter your name."))
        if name == self.name:
            return
        # what the register and the desk go by is corrected there
        if self.state != "expected" or self.identity_ids:
            raise UserError(
                self.env._("Reception has seen your name. Ask there to correct it.")
            )

    def _check_own_email(self, email):
        if email and not email_normalize(email):
            raise UserError(
                self.env._("Please enter one e-mail address, like name@example.com.")
            )

    def _check_own_phone(self, phone):
        if phone and not self.site_id._phone_key(phone):
            raise UserError(
                self.env._("Please enter a phone number, with the code of its country.")
            )

    def _check_own_vehicle_plate(self, plate):
        if len(plate) > LONGEST_PLATE or (plate and not any(map(str.isalnum, plate))):
            raise UserError(
                self.env._(
                    "Please enter the number of the plate: letters and digits, %s at "
                    "most.",
                    LONGEST_PLATE,
                )
            )
