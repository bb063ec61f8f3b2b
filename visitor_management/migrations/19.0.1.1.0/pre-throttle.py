def migrate(cr, version):
    """One table counts what is limited; those before it kept a day, and go."""
    cr.execute("DROP TABLE IF EXISTS client_page_miss")
    cr.execute("DROP INDEX IF EXISTS visitor_movement_unknown_idx")
