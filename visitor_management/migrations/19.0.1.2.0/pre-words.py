"""What the search box looks at is stored with each visitor."""


def migrate(cr, version):
    """Make the columns here: else the update would fill them one by one, all at once.

    ``post-words.py`` fills the words.
    """
    cr.execute(
        """
        ALTER TABLE visitor_registration
            ADD COLUMN IF NOT EXISTS words varchar,
            ADD COLUMN IF NOT EXISTS start timestamp
        """
    )
    cr.execute(
        """
        UPDATE visitor_registration SET start = visit.start
        FROM visitor_visit visit WHERE visit.id = visit_id
        """
    )
