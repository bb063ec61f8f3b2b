"""Visits that there are need no escort: no kind of visit and no area asked for one.

Odoo would compute that for each visit of all years.
"""


def migrate(cr, version):
    cr.execute(
        """
        ALTER TABLE visitor_visit
            ADD COLUMN IF NOT EXISTS escorts_needed integer DEFAULT 0;
        ALTER TABLE visitor_visit ALTER COLUMN escorts_needed DROP DEFAULT;
        """
    )
