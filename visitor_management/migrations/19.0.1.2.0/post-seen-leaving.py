"""Whom closing time checked out before nobody was asked about: they are taken as gone.

Otherwise all of years would stand in the first end of a day as not seen leaving.
"""


def migrate(cr, version):
    cr.execute(
        """
        UPDATE visitor_stay SET seen_leaving_at = out_at
         WHERE closed_by = 'auto' AND seen_leaving_at IS NULL
        """
    )
