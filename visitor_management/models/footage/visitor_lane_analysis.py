from odoo import fields, models
from odoo.tools import SQL

# Who tried longer ago than this went away and came back.
LONGEST_WAIT = "4 hours"


class VisitorLaneAnalysis(models.Model):
    """How visitors come in, as numbers: the share of the visitors' lanes, the wait.

    A line is one entry, by a gate or at the desk, that was not taken back. Waiting
    begins when it was said that the visitor stands there, or with the first try that
    was refused, whatever came first after the visitor's last movement; who is let in
    at the first try has waited for nothing.
    """

    _name = "visitor.lane.analysis"
    _description = "Entries and Lanes"
    _auto = False
    _order = "at desc, id desc"
    _rec_name = "gate_id"
    _depends = {
        "visitor.movement": ["registration_id", "gate_id", "site_id", "company_id"]
        + ["direction", "at", "granted", "late", "annuls_id"],
        "visitor.registration": ["headcount"],
        "visitor.gate": ["kind"],
        "visitor.waiting": ["registration_id", "since", "state"],
    }

    movement_id = fields.Many2one("visitor.movement", readonly=True)
    gate_id = fields.Many2one("visitor.gate", readonly=True)
    way = fields.Selection(
        [
            ("desk", "Reception desk"),
            ("kiosk", "Kiosk"),
            ("gate", "Gate"),
            ("lane", "Visitors' lane"),
        ],
        "Came In By",
        readonly=True,
    )
    site_id = fields.Many2one("visitor.site", readonly=True)
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    company_id = fields.Many2one("res.company", readonly=True)
    at = fields.Datetime("Came In At", readonly=True)
    day = fields.Date(readonly=True, help="On the clock of the site.")
    hour = fields.Integer(
        readonly=True, aggregator=None, help="Of the day, on the clock of the site."
    )
    entries = fields.Integer("People Let In", readonly=True)
    by_lane = fields.Integer("Let In by a Lane", readonly=True)
    lane_share = fields.Float(
        "Share of Lanes (%)",
        readonly=True,
        aggregator="avg",
        help="Of all entries, those by a visitors' lane.",
    )
    waiting = fields.Float(
        "Waiting (minutes)",
        readonly=True,
        aggregator="avg",
        help="From when the visitor was said to be there, or from the first try that "
        "was refused, until the visitor was let in; 0: let in at the first try.",
    )

    @property
    def _table_query(self):
        local = self.env["visitor.site"]._local_sql(SQL("m.at"), SQL("m.site_id"))
        return SQL(
            """
            SELECT m.id, m.id AS movement_id, m.gate_id, way.kind AS way, m.site_id,
                   m.company_id, m.at, here.at::date AS day,
                   EXTRACT(hour FROM here.at)::int AS hour,
                   r.headcount AS entries,
                   CASE WHEN way.kind = 'lane' THEN r.headcount ELSE 0 END AS by_lane,
                   CASE WHEN way.kind = 'lane' THEN 100.0 ELSE 0 END AS lane_share,
                   COALESCE(EXTRACT(
                       epoch FROM m.at - LEAST(tried.at, stood.at)
                   ) / 60, 0) AS waiting
              FROM visitor_movement m
              JOIN visitor_registration r ON r.id = m.registration_id
         LEFT JOIN visitor_gate g ON g.id = m.gate_id
        CROSS JOIN LATERAL (SELECT COALESCE(g.kind, 'desk') AS kind) way
        CROSS JOIN LATERAL (SELECT %(local)s AS at) here
         LEFT JOIN LATERAL (
                SELECT MAX(b.at) AS at
                  FROM visitor_movement b
                 WHERE b.registration_id = m.registration_id AND b.granted
                   AND b.at < m.at
             ) before ON TRUE
         LEFT JOIN LATERAL (
                SELECT MIN(d.at) AS at
                  FROM visitor_movement d
                 WHERE d.registration_id = m.registration_id AND NOT d.granted
                   AND d.direction = 'in' AND d.at <= m.at
                   AND d.at > COALESCE(before.at, d.at - interval '1 second')
                   AND d.at >= m.at - %(longest)s::interval
             ) tried ON TRUE
         LEFT JOIN LATERAL (
                SELECT MIN(w.since) AS at
                  FROM visitor_waiting w
                 WHERE w.registration_id = m.registration_id
                   AND w.state != 'taken_back' AND w.since <= m.at
                   AND w.since > COALESCE(before.at, w.since - interval '1 second')
                   AND w.since >= m.at - %(longest)s::interval
             ) stood ON TRUE
             WHERE m.granted AND m.direction = 'in' AND m.annuls_id IS NULL
               AND m.late IS NOT TRUE
               AND NOT EXISTS (
                   SELECT FROM visitor_movement back WHERE back.annuls_id = m.id
               )
            """,
            local=local,
            longest=LONGEST_WAIT,
        )
