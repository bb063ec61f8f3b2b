from odoo import SUPERUSER_ID, api
from odoo.fields import Domain

BATCH = 2_000


def migrate(cr, version):
    """Fill the keys of all visitors, see ``tools/watchlist.py``, in batches."""
    people = api.Environment(cr, SUPERUSER_ID, {})["visitor.registration"]
    last = 0
    while batch := people.search(
        Domain("id", ">", last) & Domain("watchlist_keys", "=", False),
        order="id",
        limit=BATCH,
    ):
        last = batch[-1].id
        batch._compute_watchlist_keys()
        people.env.flush_all()
        people.env.invalidate_all()
