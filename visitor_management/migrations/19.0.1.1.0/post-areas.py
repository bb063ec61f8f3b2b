"""Restricted areas are opened apart from the visit: what passes named stays open."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    # By whom: who confirmed the visit, where that is known. Noted by who made the pass.
    cr.execute(
        """
        INSERT INTO visitor_area_opening (
            visit_id, area_id, company_id, kind, at, opened_as, partner_id, channel,
            user_id, create_uid, create_date, write_uid, write_date
        )
        SELECT DISTINCT ON (visit.id, area.id)
               visit.id, area.id, visit.company_id, 'opened',
               COALESCE(visit.confirmed_at, pass.create_date), 'approval',
               visit.confirmed_by_id, visit.confirmation_channel,
               COALESCE(pass.create_uid, %(program)s),
               %(program)s, now() AT TIME ZONE 'UTC',
               %(program)s, now() AT TIME ZONE 'UTC'
          FROM visitor_pass_area_rel named
          JOIN visitor_area area ON area.id = named.area_id AND area.restricted
          JOIN visitor_pass pass ON pass.id = named.pass_id
          JOIN visitor_registration person ON person.id = pass.registration_id
          JOIN visitor_visit visit ON visit.id = person.visit_id
         WHERE NOT EXISTS (
               SELECT FROM visitor_area_opening known
                WHERE known.visit_id = visit.id AND known.area_id = area.id
               )
         ORDER BY visit.id, area.id, pass.id
        """,
        {"program": SUPERUSER_ID},
    )
    env = api.Environment(cr, SUPERUSER_ID, {})
    # what was asked for and stands on no pass is asked for now
    env["visitor.visit"].search(
        [
            ("state", "in", ("pending", "approved", "in_progress")),
            ("area_ids.restricted", "=", True),
        ]
    ).with_context(mail_activity_quick_update=True)._ask_openers()
