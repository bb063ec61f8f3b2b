"""Visitors that there are were not invited by mail.

Odoo would write that, and whether they are, for each visitor of all years.
"""


def migrate(cr, version):
    cr.execute(
        """
        ALTER TABLE visitor_registration
            ADD COLUMN IF NOT EXISTS invitation_state varchar DEFAULT 'none';
        ALTER TABLE visitor_registration ALTER COLUMN invitation_state DROP DEFAULT;
        """
    )
