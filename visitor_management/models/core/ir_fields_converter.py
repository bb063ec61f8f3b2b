from odoo import api, models

from ...tools import phone
from ...tools.ours import is_ours


class IrFieldsConverter(models.AbstractModel):
    _inherit = "ir.fields.converter"

    @api.model
    def _str_to_char(self, model, field, value, savepoint):
        """A phone number that a spreadsheet took for a number is none any more."""
        is_phone = field.name.endswith("phone") and is_ours(self.env, model._name)
        if is_phone and phone.is_rounded(value):
            raise self._format_import_error(
                ValueError,
                self.env._(
                    "“%s” in “%%(field)s” is a number that a spreadsheet rounded, no "
                    "phone number. Format the column as text, enter the phone number "
                    "again and save the file."
                ),
                value,
            )
        return super()._str_to_char(model, field, value, savepoint)
