from odoo import api, fields, models
from odoo.tools import SQL


class VisitorAttendance(models.Model):
    """When a regular visitor was there, for the unit that pays: a line for each time.

    On a day on which one unit expects the visitor, the whole time is that unit's; where
    several do, each has what lies in its own hours. How long is not known where nobody
    saw the visitor leave.
    """

    _name = "visitor.attendance"
    _description = "Attendance of Regular Visitors"
    _auto = False
    _order = "day desc, in_at desc, id desc"
    _rec_name = "registration_id"
    _depends = {
        "visitor.stay": ["registration_id", "site_id", "company_id", "in_at", "out_at"]
        + ["closed_by"],
        "visitor.registration": ["visit_id"],
        "visitor.visit": ["regular"],
        "visitor.visit.hours": ["visit_id", "unit_id", "date_from", "date_to"]
        + ["windows"],
    }

    hours_id = fields.Many2one("visitor.visit.hours", "Agreed Hours", readonly=True)
    unit_id = fields.Many2one("visitor.unit", readonly=True)
    registration_id = fields.Many2one("visitor.registration", "Visitor", readonly=True)
    visit_id = fields.Many2one("visitor.visit", readonly=True)
    stay_id = fields.Many2one("visitor.stay", readonly=True)
    site_id = fields.Many2one("visitor.site", readonly=True)
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    company_id = fields.Many2one("res.company", readonly=True)
    day = fields.Date(readonly=True, help="On the clock of the site.")
    in_at = fields.Datetime("Came At", readonly=True)
    out_at = fields.Datetime("Left At", readonly=True)
    times = fields.Integer("Times There", readonly=True)
    duration = fields.Float(
        "Hours There",
        readonly=True,
        help="Empty while the visitor is inside, and where nobody saw the visitor "
        "leave.",
    )

    @property
    def _table_query(self):
        local = self.env["visitor.site"]._local_sql
        site = SQL("s.site_id")
        of_day = SQL(
            "%s::date = here.day", local(SQL("(hours ->> 0)::timestamp"), site)
        )
        return SQL(
            """
            SELECT s.id::bigint * 1000 + line.place AS id, line.id AS hours_id,
                   line.unit_id, s.registration_id, r.visit_id, s.id AS stay_id,
                   s.site_id, s.company_id, here.day, share.in_at, share.out_at,
                   1 AS times,
                   CASE WHEN s.out_at IS NOT NULL AND s.closed_by != 'auto'
                        THEN share.hours END AS duration
              FROM visitor_stay s
              JOIN visitor_registration r ON r.id = s.registration_id
              JOIN visitor_visit v ON v.id = r.visit_id AND v.regular
        CROSS JOIN LATERAL (SELECT %(day)s::date AS day) here
              JOIN LATERAL (
                SELECT each.*, found.starts, found.stops, found.overlap,
                       ROW_NUMBER() OVER (ORDER BY each.id) AS place,
                       ROW_NUMBER() OVER (
                           PARTITION BY each.unit_id
                           ORDER BY found.starts IS NULL, each.id
                       ) AS of_unit,
                       each.date_from <= here.day
                       AND each.date_to >= here.day AS in_force
                  FROM visitor_visit_hours each
            CROSS JOIN LATERAL (
                    SELECT MIN((hours ->> 0)::timestamp) AS starts,
                           MAX((hours ->> 1)::timestamp) AS stops,
                           SUM(GREATEST(EXTRACT(epoch FROM
                               LEAST(s.out_at, (hours ->> 1)::timestamp)
                               - GREATEST(s.in_at, (hours ->> 0)::timestamp)
                           ) / 3600, 0)) AS overlap
                      FROM JSONB_ARRAY_ELEMENTS(each.windows) hours
                     WHERE %(of_day)s
                 ) found
                 WHERE each.visit_id = v.id
             ) line ON TRUE
        CROSS JOIN LATERAL (
                SELECT COUNT(DISTINCT e.unit_id) FILTER (WHERE EXISTS (
                           SELECT FROM JSONB_ARRAY_ELEMENTS(e.windows) hours
                            WHERE %(of_day)s
                       )) AS expecting,
                       COUNT(DISTINCT e.unit_id) FILTER (
                           WHERE e.date_from <= here.day AND e.date_to >= here.day
                       ) AS in_force
                  FROM visitor_visit_hours e
                 WHERE e.visit_id = v.id
             ) units
        CROSS JOIN LATERAL (
                SELECT units.expecting <= 1 AS whole
             ) of_day
        CROSS JOIN LATERAL (
                SELECT CASE WHEN whole THEN s.in_at
                            ELSE GREATEST(s.in_at, line.starts) END AS in_at,
                       CASE WHEN whole OR s.out_at IS NULL THEN s.out_at
                            ELSE LEAST(s.out_at, line.stops) END AS out_at,
                       CASE WHEN whole
                            THEN EXTRACT(epoch FROM s.out_at - s.in_at) / 3600
                            ELSE line.overlap END AS hours
             ) share
             WHERE CASE
                   WHEN units.expecting > 1
                   THEN line.starts < COALESCE(s.out_at, %(now)s)
                        AND line.stops > s.in_at
                   WHEN units.expecting = 1
                   THEN line.starts IS NOT NULL AND line.of_unit = 1
                   ELSE line.in_force AND units.in_force = 1 AND line.of_unit = 1 END
            """,
            day=local(SQL("s.in_at"), site),
            of_day=of_day,
            now=fields.Datetime.now(),
        )

    @api.model
    def _of_month(self, hours, day):
        """The lines of a month, oldest first.

        :param hours: ``visitor.visit.hours``
        :param date day: one of the month
        """
        first = fields.Date.start_of(day, "month")
        return self.search(
            [
                ("hours_id", "in", hours.ids),
                ("day", ">=", first),
                ("day", "<=", fields.Date.end_of(first, "month")),
            ],
            order="day, in_at, id",
        )
