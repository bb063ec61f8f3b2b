from odoo import fields, models


class VisitorWatchlistKey(models.Model):
    """By what an entry is found, see ``tools/watchlist.py``. Nobody reads it."""

    _name = "visitor.watchlist.key"
    _description = "Key of a Watchlist Entry"
    _log_access = False
    _rec_name = "id"

    entry_id = fields.Many2one(
        "visitor.watchlist", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="entry_id.company_id", store=True, precompute=True
    )
    key = fields.Char(required=True)

    _key_idx = models.Index("(company_id, key)")
