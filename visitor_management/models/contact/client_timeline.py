from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ...tools.satisfaction import SATISFACTION
from ..callback import client_callback
from ..client_visit import client_visit
from ..complaint import client_complaint, client_rectification
from ..visit import visitor_registration, visitor_visit

# For each model: the kind of event, and where its columns come from. The alias of the
# document is d; the documents that the reader may see are added.
SOURCES = {
    "visitor.visit": SQL(
        """
        SELECT d.id, 'visit_to_us' AS kind, d.start AS at, d.partner_id, d.company_id,
               d.name, d.purpose AS summary, NULL AS severity, NULL::int AS result,
               d.state IN %s AS is_open
          FROM visitor_visit d
        """,
        visitor_visit.ASKS,
    ),
    "visitor.registration": SQL(
        """
        SELECT d.id, 'visit_to_us', v.start, d.partner_id, d.company_id,
               v.name, d.name, NULL, NULL::int,
               d.state IN %s
          FROM visitor_registration d JOIN visitor_visit v ON v.id = d.visit_id
        """,
        visitor_registration.OPEN_STATES,
    ),
    "client.visit": SQL(
        """
        SELECT d.id, 'our_visit',
               COALESCE(d.start, d.appointment_at, d.day::timestamp, d.create_date),
               d.partner_id, d.company_id, d.name, d.purpose, NULL, NULL::int,
               d.state IN %s
          FROM client_visit d
        """,
        client_visit.AHEAD_STATES,
    ),
    "client.complaint": SQL(
        """
        SELECT d.id, 'complaint', d.received_at, d.partner_id, d.company_id,
               d.name, d.content, d.severity, NULL::int,
               d.state IN %s
          FROM client_complaint d
        """,
        client_complaint.OPEN_STATES,
    ),
    "client.callback": SQL(
        """
        SELECT d.id, 'callback', COALESCE(d.reached_at, d.due_at), d.partner_id,
               d.company_id, d.name, d.client_words, d.severity, d.result::int,
               d.state IN %s
          FROM client_callback d
        """,
        client_callback.OPEN_STATES,
    ),
    "client.rectification": SQL(
        """
        SELECT d.id, 'order', d.create_date, COALESCE(c.partner_id, b.partner_id),
               d.company_id, d.name, d.requirement, NULL, NULL::int,
               d.state IN %s
          FROM client_rectification d
     LEFT JOIN client_complaint c ON c.id = d.complaint_id
     LEFT JOIN client_callback b ON b.id = d.callback_id
        """,
        client_rectification.OPEN_STATES,
    ),
}
# Whoever may read none of them
NOTHING = SQL(
    """
    SELECT NULL::int AS id, NULL AS kind, NULL::timestamp AS at,
           NULL::int AS partner_id, NULL::int AS company_id, NULL AS name,
           NULL AS summary, NULL AS severity,
           NULL::int AS result, FALSE AS is_open, NULL AS res_model, 0 AS source
     WHERE FALSE
    """
)


class ClientTimeline(models.Model):
    """What was between us and a client, in one line of time.

    A reader finds what the rules of each model let it read, and nothing of a model it
    has no right to: reception its visits, customer service its complaints.
    """

    _name = "client.timeline"
    _description = "Timeline of a Client"
    _inherit = ["client.clock.mixin"]
    _auto = False
    _order = "at desc, id desc"
    _depends = {
        "visitor.visit": ["name", "partner_id", "start", "purpose", "state"],
        "visitor.registration": ["name", "partner_id", "visit_id", "state"],
        "client.visit": ["name", "partner_id", "start", "appointment_at", "day"],
        "client.complaint": ["name", "partner_id", "received_at", "content", "state"],
        "client.callback": ["name", "partner_id", "reached_at", "due_at", "result"],
        "client.rectification": ["name", "complaint_id", "callback_id", "state"],
        "res.partner": ["commercial_partner_id"],
    }

    kind = fields.Selection(
        [
            ("visit_to_us", "Visit to Us"),
            ("our_visit", "Our Visit"),
            ("complaint", "Complaint"),
            ("callback", "Callback"),
            ("order", "Order"),
        ],
        readonly=True,
    )
    at = fields.Datetime("When", readonly=True)
    partner_id = fields.Many2one("res.partner", "Contact", readonly=True)
    client_id = fields.Many2one(
        "res.partner", readonly=True, help="The firm of the contact."
    )
    company_id = fields.Many2one("res.company", readonly=True)
    name = fields.Char("Case No.", readonly=True)
    summary = fields.Char("What It Is About", readonly=True)
    severity = fields.Selection(
        lambda self: (
            self.env["client.complaint"]
            ._fields["severity"]
            ._description_selection(self.env)
        ),
        readonly=True,
    )
    result = fields.Integer("Mean Satisfaction", readonly=True, aggregator="avg")
    satisfaction = fields.Selection(SATISFACTION, readonly=True)
    is_open = fields.Boolean("Still Open", readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Integer("Record ID", readonly=True, aggregator=None)
    status = fields.Char(compute="_compute_status")

    @property
    def _table_query(self):
        parts = [
            SQL(
                "SELECT x.*, %s AS res_model, %s AS source"
                " FROM (%s WHERE d.id IN %s) x",
                name,
                position,
                query,
                self._readable_ids(name),
            )
            for position, (name, query) in enumerate(SOURCES.items())
            if self.env[name].has_access("read")
        ]
        # ids stay apart: each model has its own remainder
        return SQL(
            """
            SELECT e.id * %s + e.source AS id, e.kind, e.at, e.partner_id,
                   p.commercial_partner_id AS client_id, e.company_id, e.name,
                   left(e.summary, 200) AS summary, e.severity, e.result,
                   e.result::text AS satisfaction, e.is_open,
                   e.res_model, e.id AS res_id
              FROM (%s) e JOIN res_partner p ON p.id = e.partner_id
            """,
            len(SOURCES),
            SQL(" UNION ALL ").join(parts) if parts else NOTHING,
        )

    def _readable_ids(self, name):
        """The documents of a model that the reader may see, by its rules."""
        return self.env[name]._search([]).subselect()

    def _check_access(self, operation):
        """A line is of a document that the reader may see, else it is not there."""
        denied = super()._check_access(operation)
        if denied or self.env.su or not self.ids:
            return denied
        hidden = self - self.search([("id", "in", self.ids)])
        if not hidden:
            return None
        return hidden, lambda: AccessError(
            self.env._("This document is not yours to see. Ask who handles it.")
        )

    def _compute_status(self):
        """The state in the words of each model, read for each model at once."""
        for name, lines in self.grouped("res_model").items():
            documents = self.env[name].browse(lines.mapped("res_id"))
            labels = dict(documents._fields["state"]._description_selection(self.env))
            states = {each.id: each.state for each in documents}
            for line in lines:
                line.status = labels.get(states[line.res_id], "")

    def action_open(self):
        """Open the document."""
        self.check_access("read")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }
