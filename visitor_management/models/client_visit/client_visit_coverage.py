from odoo import fields, models
from odoo.tools import SQL

from .client_visit import AHEAD_STATES

# Room for the company in an id that both make up.
COMPANY_BITS = 20


class ClientVisitCoverage(models.Model):
    """Who has not been visited for how long: one line for each client and company.

    Clients are those of work plans, occupants of units, and whoever was visited.
    """

    _name = "client.visit.coverage"
    _description = "Coverage of Client Visits"
    _auto = False
    _order = "last_visit_on asc nulls first, partner_id, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", "Client", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    last_visit_id = fields.Many2one("client.visit", readonly=True)
    last_visit_on = fields.Date("Last Visited", readonly=True)
    days_since = fields.Integer(
        readonly=True,
        aggregator="max",
        help="Days since the last visit; 0 for those who were never visited.",
    )
    never = fields.Boolean("Never Visited", readonly=True)
    next_visit_on = fields.Date("Next Visit", readonly=True)
    visit_count = fields.Integer("Visits in 12 Months", readonly=True, aggregator="sum")
    pending_count = fields.Integer("Open Items", readonly=True, aggregator="sum")

    @property
    def _table_query(self):
        self.env["client.visit"].flush_model()
        self.env["client.visit.item"].flush_model(["visit_id", "pending"])
        self.env["visitor.unit"].flush_model(["partner_ids", "company_id", "active"])
        self.env["client.visit.plan"].flush_model(["client_ids", "company_id"])
        return SQL(
            """
            WITH client AS (
                SELECT company_id, partner_id FROM client_visit
                 UNION
                SELECT plan.company_id, rel.res_partner_id
                  FROM client_visit_plan plan
                  JOIN client_visit_plan_res_partner_rel rel
                    ON rel.client_visit_plan_id = plan.id
                 WHERE plan.active
                 UNION
                SELECT unit.company_id, rel.res_partner_id
                  FROM visitor_unit unit
                  JOIN res_partner_visitor_unit_rel rel
                    ON rel.visitor_unit_id = unit.id
                 WHERE unit.active
            ), visited AS (
                SELECT DISTINCT ON (company_id, partner_id)
                       company_id, partner_id, id, day
                  FROM client_visit
                 WHERE state IN ('done', 'archived')
              ORDER BY company_id, partner_id, day DESC NULLS LAST, id DESC
            ), counted AS (
                SELECT company_id, partner_id,
                       MIN(day) FILTER (
                           WHERE state IN %(ahead)s
                             AND day >= %(today)s) AS next_day,
                       COUNT(*) FILTER (
                           WHERE state IN ('done', 'archived')
                             AND day > %(today)s - 365) AS visits
                  FROM client_visit
              GROUP BY company_id, partner_id
            ), waiting AS (
                SELECT visit.company_id, visit.partner_id, COUNT(*) AS items
                  FROM client_visit_item item
                  JOIN client_visit visit ON visit.id = item.visit_id
                 WHERE item.pending
              GROUP BY visit.company_id, visit.partner_id
            )
            SELECT (client.partner_id::bigint << %(bits)s) + client.company_id AS id,
                   client.partner_id,
                   client.company_id,
                   visited.id AS last_visit_id,
                   visited.day AS last_visit_on,
                   %(today)s - visited.day AS days_since,
                   visited.id IS NULL AS never,
                   counted.next_day AS next_visit_on,
                   COALESCE(counted.visits, 0) AS visit_count,
                   COALESCE(waiting.items, 0) AS pending_count
              FROM client
         LEFT JOIN visited USING (company_id, partner_id)
         LEFT JOIN counted USING (company_id, partner_id)
         LEFT JOIN waiting USING (company_id, partner_id)
            """,
            today=fields.Date.context_today(self),
            bits=COMPANY_BITS,
            ahead=AHEAD_STATES,
        )
