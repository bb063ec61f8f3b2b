from odoo import fields, models
from odoo.tools import SQL

from ...tools.arrivals import MARGIN


class VisitorAnalysis(models.Model):
    """Who came and who did not, as numbers: what reception's figures are counted from.

    A line is one time inside, or somebody who was announced and did not come. It holds
    nothing about a person but where the record is, which has rights of its own.
    Coming back on the same day is a line, but no second arrival.
    """

    _name = "visitor.analysis"
    _description = "Arrivals and No-Shows"
    _auto = False
    _order = "at desc, id desc"
    _rec_name = "visit_id"
    _depends = {
        "visitor.stay": ["registration_id", "site_id", "company_id", "headcount"]
        + ["in_at", "out_at", "closed_by"],
        "visitor.registration": ["visit_id", "headcount", "state"],
        "visitor.site": ["late_after"],
        "visitor.visit": ["type_id", "site_id", "company_id", "department_id"]
        + ["walk_in", "start", "state", "headcount", "regular"],
    }

    # what
    outcome = fields.Selection(
        [("came", "Was Here"), ("no_show", "Did Not Come")],
        "What Happened",
        readonly=True,
    )
    visit_id = fields.Many2one("visitor.visit", readonly=True)
    registration_id = fields.Many2one("visitor.registration", "Visitor", readonly=True)
    type_id = fields.Many2one("visitor.visit.type", "Kind", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    walk_in = fields.Boolean("Without an Appointment", readonly=True)
    # where and when
    site_id = fields.Many2one("visitor.site", readonly=True)
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    company_id = fields.Many2one("res.company", readonly=True)
    at = fields.Datetime(
        "When", readonly=True, help="Came at, or was expected at and did not come."
    )
    day = fields.Date(readonly=True, help="On the clock of the site.")
    hour = fields.Integer(
        readonly=True, aggregator=None, help="Of the day, on the clock of the site."
    )
    # how many
    arrivals = fields.Integer(
        readonly=True,
        help="People who came in for the first time on a day.",
    )
    walk_ins = fields.Integer(
        "Walk-Ins", readonly=True, help="Arrivals without an appointment."
    )
    no_shows = fields.Integer(
        "No-Shows", readonly=True, help="People who were announced and did not come."
    )
    # how long, how late
    duration = fields.Float(
        "Length of Stay",
        readonly=True,
        aggregator="avg",
        help="In hours. Not known where closing time checked the visitor out.",
    )
    # a field, not Odoo's old attribute
    # pylint: disable-next=attribute-deprecated
    length = fields.Selection(
        [
            ("0", "Less than 30 minutes"),
            ("1", "30 to 60 minutes"),
            ("2", "1 to 2 hours"),
            ("3", "2 to 4 hours"),
            ("4", "4 to 8 hours"),
            ("5", "8 hours and more"),
        ],
        "How Long",
        readonly=True,
    )
    delay = fields.Float(
        "Delay (minutes)",
        readonly=True,
        aggregator="avg",
        help="Between the beginning of the visit and the arrival on its first day; "
        "less than 0: early.",
    )
    punctuality = fields.Selection(
        [
            ("0", "More than 15 minutes early"),
            ("1", "On time"),
            ("2", "Late"),
            ("3", "Very late"),
        ],
        readonly=True,
        help="The site says after how many minutes a visitor is late; very late is who "
        "comes more than 15 minutes after that.",
    )

    @property
    def _table_query(self):
        local = self.env["visitor.site"]._local_sql
        visit_site = SQL("v.site_id")
        # ids stay apart: each part has its own remainder
        return SQL(
            """
            SELECT s.id::bigint * 3 AS id, 'came' AS outcome, v.id AS visit_id,
                   s.registration_id, v.type_id, v.department_id,
                   v.walk_in IS TRUE AS walk_in,
                   s.site_id, s.company_id, s.in_at AS at, here.at::date AS day,
                   EXTRACT(hour FROM here.at)::int AS hour,
                   CASE WHEN again.was_here THEN 0 ELSE s.headcount END AS arrivals,
                   CASE WHEN v.walk_in AND again.was_here IS NULL THEN s.headcount
                        ELSE 0 END AS walk_ins,
                   0 AS no_shows,
                   stay.duration, CASE WHEN stay.duration IS NOT NULL THEN
                       WIDTH_BUCKET(stay.duration, ARRAY[0.5, 1, 2, 4, 8])::text
                       END AS length,
                   late.delay, CASE WHEN late.delay IS NOT NULL THEN
                       CASE WHEN late.delay < -%(margin)s THEN '0'
                            WHEN late.delay <= site.late_after THEN '1'
                            WHEN late.delay <= site.late_after + %(margin)s THEN '2'
                            ELSE '3' END
                       END AS punctuality
              FROM visitor_stay s
              JOIN visitor_registration r ON r.id = s.registration_id
              JOIN visitor_visit v ON v.id = r.visit_id
              JOIN visitor_site site ON site.id = s.site_id
        CROSS JOIN LATERAL (SELECT %(in_at)s AS at, %(start)s AS start) here
         LEFT JOIN LATERAL (
                SELECT TRUE AS was_here
                  FROM visitor_stay e
                 WHERE e.registration_id = s.registration_id
                   AND e.in_at < s.in_at
                   AND %(earlier)s::date = here.at::date
                 LIMIT 1
             ) again ON TRUE
        CROSS JOIN LATERAL (
                SELECT CASE WHEN s.closed_by IN ('person', 'desk')
                       THEN EXTRACT(epoch FROM s.out_at - s.in_at) / 3600
                        END AS duration
             ) stay
        CROSS JOIN LATERAL (
                SELECT CASE WHEN again.was_here IS NULL AND v.walk_in IS NOT TRUE
                             AND here.at::date = here.start::date
                             AND v.regular IS NOT TRUE
                       THEN EXTRACT(epoch FROM s.in_at - v.start) / 60
                        END AS delay
             ) late
         UNION ALL
            SELECT r.id::bigint * 3 + 1, 'no_show', v.id, r.id, v.type_id,
                   v.department_id, FALSE, v.site_id, v.company_id, v.start,
                   here.at::date, EXTRACT(hour FROM here.at)::int, 0, 0, r.headcount,
                   NULL, NULL, NULL, NULL
              FROM visitor_registration r
              JOIN visitor_visit v ON v.id = r.visit_id
        CROSS JOIN LATERAL (SELECT %(start_here)s AS at) here
             WHERE r.state = 'no_show'
         UNION ALL
            SELECT v.id::bigint * 3 + 2, 'no_show', v.id, NULL, v.type_id,
                   v.department_id, FALSE, v.site_id, v.company_id, v.start,
                   here.at::date, EXTRACT(hour FROM here.at)::int, 0, 0,
                   v.headcount - named.people, NULL, NULL, NULL, NULL
              FROM visitor_visit v
        CROSS JOIN LATERAL (
                SELECT COALESCE(SUM(r.headcount), 0)::int AS people
                  FROM visitor_registration r
                 WHERE r.visit_id = v.id
             ) named
        CROSS JOIN LATERAL (SELECT %(start_here)s AS at) here
             WHERE v.state = 'no_show' AND v.headcount > named.people
            """,
            in_at=local(SQL("s.in_at"), SQL("s.site_id")),
            earlier=local(SQL("e.in_at"), SQL("s.site_id")),
            start=local(SQL("v.start"), SQL("s.site_id")),
            start_here=local(SQL("v.start"), visit_site),
            margin=MARGIN,
        )

    def action_open_visit(self):
        """Open the visit that a line is about.

        :return: an action
        """
        self.ensure_one()
        return self.visit_id._get_records_action()
