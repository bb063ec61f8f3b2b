from odoo import models

from ..tools.ours import is_ours
from ..tools.spreadsheet import unquoted


class BaseImportImport(models.TransientModel):
    _inherit = "base_import.import"

    def _read_csv(self, options):
        """Take off the apostrophes that our export to CSV puts before text.

        Not from a workbook: there the text itself is as it was.
        """
        found = super()._read_csv(options)
        if not found or not is_ours(self.env, self.res_model):
            return found
        length, rows = found
        return length, [[unquoted(text) for text in row] for row in rows]
