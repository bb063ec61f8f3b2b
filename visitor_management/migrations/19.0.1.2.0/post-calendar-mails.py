"""Appointments are known by what their mails called them; files of mails are theirs."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Keep the names that are in clients' calendars; take away what mails left."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    cr.execute(
        """
        UPDATE client_visit SET ical_uid = 'client.visit-' || id || '@' || %s
        WHERE ical_sequence > 0 AND ical_uid IS NULL
        """,
        [env["ir.config_parameter"].get_param("database.uuid")],
    )
    # each mail left its file behind when it was deleted
    cr.execute(
        """
        SELECT id FROM ir_attachment file
        WHERE name = 'visit.ics' AND res_model = 'mail.message' AND res_id = 0
          AND NOT EXISTS (
              SELECT FROM message_attachment_rel WHERE attachment_id = file.id
          )
        """
    )
    env["ir.attachment"].browse(row[0] for row in cr.fetchall()).unlink()
