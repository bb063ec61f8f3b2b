"""Phone numbers are told from each other by a new rule, see ``tools/phone.py``."""

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

BATCH = 10_000


def migrate(cr, version):
    """Fill the keys anew, each by the country of its site, in batches."""
    sites = api.Environment(cr, SUPERUSER_ID, {})["visitor.site"]
    last = 0
    while True:
        cr.execute(
            """
            SELECT id, site_id, phone FROM visitor_registration
            WHERE id > %s AND phone IS NOT NULL ORDER BY id LIMIT %s
            """,
            [last, BATCH],
        )
        rows = cr.fetchall()
        if not rows:
            break
        last = rows[-1][0]
        cr.execute(
            SQL(
                """
                UPDATE visitor_registration person SET phone_key = given.key
                FROM unnest(%s, %s) AS given (id, key)
                WHERE person.id = given.id
                    AND person.phone_key IS DISTINCT FROM given.key
                """,
                [person for person, _site, _number in rows],
                [
                    sites.browse(site)._phone_key(number) or None
                    for _person, site, number in rows
                ],
            )
        )
