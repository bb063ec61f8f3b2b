from array import array
from sys import byteorder

from odoo import fields, models

from ...tools.client_kpis import MODELS, bit
from ..complaint.client_complaint_term import SEVERITIES


class ClientCallbackStatisticsSource(models.Model):
    """Which records a form counted, and as what: every figure opens them later.

    A record per category, severity and marks. Nobody reads this but the program; the
    ids are packed, because a form may count a million.
    """

    _name = "client.callback.statistics.source"
    _description = "Records behind Statistics"
    _log_access = False

    statistics_id = fields.Many2one(
        "client.callback.statistics", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection([(kind, kind) for kind in MODELS], required=True)
    category_id = fields.Many2one(
        "client.complaint.category", ondelete="restrict", index="btree_not_null"
    )
    severity = fields.Selection(SEVERITIES)
    marks = fields.Integer(required=True, help="One bit per mark.")
    record_ids = fields.Binary("Records Counted", attachment=False, required=True)

    def _ids_marked(self, mark):
        """The records that have a mark.

        :param str mark: see ``tools/client_kpis.py``
        :return: list of ids, in order
        """
        found = array("i")
        for source in self.with_context(bin_size=False):
            if source.marks & bit(source.kind, mark):
                found.frombytes(source.record_ids)
        if byteorder == "little":
            found.byteswap()  # PostgreSQL packs the big end first
        return sorted(found)
