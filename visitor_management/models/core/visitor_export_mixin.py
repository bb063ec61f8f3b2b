from itertools import groupby

from odoo import api, models
from odoo.exceptions import AccessError

from ...tools.groups import RECEPTION, check_reception

EXPORT = "base.group_allow_export"


class VisitorExportMixin(models.AbstractModel):
    """A list that reception may export where the company allows it.

    Who has Odoo's right to export has it here as everywhere. Reception gets the columns
    of :attr:`_reception_columns`, of records of companies that allow it, and nothing
    else: no way through a record to another, no identity, no code of a pass.
    """

    _name = "visitor.export.mixin"
    _description = "List That Reception May Export"
    _reception_columns = frozenset()

    @api.model
    def exports_as_reception(self):
        """Whether the user exports this list by what the company allows, not by right.

        :return: bool
        :raise AccessError: not reception
        """
        check_reception(self.env)
        return self._exports_as_reception()

    @api.model
    def _exports_as_reception(self):
        """Whether the user exports here by what the company allows, not by right."""
        user = self.env.user
        if self.env.is_admin() or user.has_group(EXPORT):
            return False
        # sudo: whether it is allowed
        allowed = any(self.env.companies.sudo().mapped("visitor_reception_export"))
        return allowed and user.has_group(RECEPTION)

    @api.model
    def _exported_columns(self, names):
        """Those of some columns that the user may export, in their order."""
        if not self._exports_as_reception():
            return names
        return [name for name in names if name in self._reception_columns]

    def export_data(self, fields_to_export):
        """Times are on the clock of each record's site.

        :raise AccessError: a record or a column, or a company that does not allow it
        :raise UserError: no right to export at all
        """
        self.check_access("read")
        rows = []
        for records in self._runs_of_zone():
            records = records.with_context(tz=records[:1].site_id.sudo()._tz())
            rows += records._export_part(fields_to_export)
        return {"datas": rows}

    def _runs_of_zone(self):
        """The records in their order, cut where the time zone changes."""
        # sudo: whose clock it is, no more
        # runs in their order, no groups
        # pylint: disable-next=bad-builtin-groupby
        for _tz, records in groupby(self, lambda record: record.site_id.sudo().tz):
            yield self.browse([record.id for record in records])

    def _export_part(self, names):
        if not self._exports_as_reception():
            return super().export_data(names)["datas"]
        refused = [
            name for name in names if name not in (*self._reception_columns, ".id")
        ]
        if refused:
            raise AccessError(
                self.env._(
                    "Reception does not export these columns: %s. Hide them first.",
                    ", ".join(refused),
                )
            )
        companies_sudo = self.company_id.sudo()
        closed = companies_sudo.filtered(lambda each: not each.visitor_reception_export)
        if closed:
            raise AccessError(
                self.env._(
                    "%s does not allow reception to export its register. Choose "
                    "records of another company.",
                    ", ".join(closed.mapped("name")),
                )
            )
        return self._export_rows([[name] for name in names])
