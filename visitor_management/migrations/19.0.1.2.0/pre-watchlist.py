"""By what an entry of the watchlist finds a visitor is stored with each visitor."""


def migrate(cr, version):
    """Make the column here: else the update would fill it one by one, all at once.

    ``post-watchlist.py`` fills it.
    """
    cr.execute(
        """
        ALTER TABLE visitor_registration
            ADD COLUMN IF NOT EXISTS watchlist_keys varchar
        """
    )
