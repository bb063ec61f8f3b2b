"""Dates by which documents are judged stay when they are put off or taken up again."""

FIRST = (
    ("client_callback", "first_due_at", "due_at"),
    ("client_complaint", "first_deadline", "deadline"),
    ("client_complaint", "first_handled_at", "handled_at"),
    ("client_rectification", "first_deadline", "deadline"),
)


def migrate(cr, version):
    """What is stored so far are the first dates."""
    for table, first, current in FIRST:
        cr.execute(f"UPDATE {table} SET {first} = {current} WHERE {first} IS NULL")
