"""Promises to call again get an hour; those made before have none."""

COLUMN = """
    ALTER TABLE client_callback ADD COLUMN IF NOT EXISTS next_hour double precision
"""


def migrate(cr, version):
    """Make the column, so that the update does not compute it for all callbacks."""
    cr.execute(COLUMN)
