"""Visits that there are have no weekly hours; conditions were set aside when that was
written down.

Odoo would compute that for each visit of all years, and say that it was today.
"""


def migrate(cr, version):
    cr.execute("ALTER TABLE visitor_visit ADD COLUMN IF NOT EXISTS regular boolean")
    cr.execute("ALTER TABLE visitor_waiver ADD COLUMN IF NOT EXISTS at timestamp")
    cr.execute("UPDATE visitor_waiver SET at = create_date WHERE at IS NULL")
