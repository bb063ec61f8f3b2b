from odoo import fields, models
from odoo.tools import SQL

from ..callback import client_callback
from ..complaint import client_complaint


class ClientInside(models.Model):
    """Clients who are in the house now, for customer service to go and talk to them.

    Read only, and no more than is needed for that: who, since when, with whom. No
    phone, no identity, nobody who came without a contact or the contact of a firm.
    """

    _name = "client.inside"
    _description = "Client in the House"
    _auto = False
    _order = "complaint_count desc, in_at desc, id desc"
    _depends = {
        "visitor.stay": ["registration_id", "site_id", "company_id", "in_at", "out_at"],
        "visitor.registration": ["name", "partner_id", "visit_id", "headcount"],
        "visitor.visit": ["partner_id", "host_id", "host_partner_id"],
        "client.complaint": ["partner_id", "company_id", "state", "severity"],
        "client.callback": ["partner_id", "company_id", "state", "due_at"],
        "res.partner": ["name", "commercial_partner_id"],
        "hr.employee": ["name"],
    }

    partner_id = fields.Many2one("res.partner", "Client", readonly=True)
    name = fields.Char("Visitor", readonly=True)
    headcount = fields.Integer("People", readonly=True)
    in_at = fields.Datetime("Inside Since", readonly=True)
    host_name = fields.Char("Host", readonly=True)
    site_id = fields.Many2one("visitor.site", readonly=True)
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    company_id = fields.Many2one("res.company", readonly=True)
    complaint_count = fields.Integer("Open Complaints", readonly=True)
    major = fields.Boolean("Major Complaint", readonly=True)
    callback_count = fields.Integer(
        "Callbacks Due", readonly=True, help="To be called within a day, or overdue."
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT s.id, client.id AS partner_id, r.name, s.headcount, s.in_at,
                   s.site_id, s.company_id,
                   COALESCE(host.name, host_partner.name) AS host_name,
                   complaints.number AS complaint_count,
                   complaints.major, callbacks.number AS callback_count
              FROM visitor_stay s
              JOIN visitor_registration r ON r.id = s.registration_id
              JOIN visitor_visit v ON v.id = r.visit_id
              JOIN res_partner person
                ON person.id = COALESCE(r.partner_id, v.partner_id)
              JOIN res_partner client ON client.id = person.commercial_partner_id
         LEFT JOIN hr_employee host ON host.id = v.host_id
         LEFT JOIN res_partner host_partner ON host_partner.id = v.host_partner_id
     CROSS JOIN LATERAL (
                   SELECT count(*)::int AS number,
                          COALESCE(bool_or(c.severity = 'major'), FALSE) AS major
                     FROM client_complaint c
                     JOIN res_partner p ON p.id = c.partner_id
                    WHERE p.commercial_partner_id = client.id
                      AND c.company_id = s.company_id
                      AND c.state IN %(complaint_open)s
                   ) complaints
     CROSS JOIN LATERAL (
                   SELECT count(*)::int AS number
                     FROM client_callback b
                     JOIN res_partner p ON p.id = b.partner_id
                    WHERE p.commercial_partner_id = client.id
                      AND b.company_id = s.company_id
                      AND b.state IN %(callback_open)s
                      AND b.due_at <= %(until)s
                   ) callbacks
             WHERE s.out_at IS NULL
            """,
            complaint_open=client_complaint.OPEN_STATES,
            callback_open=client_callback.OPEN_STATES,
            until=fields.Datetime.add(fields.Datetime.now(), days=1),
        )

    def action_timeline(self):
        """Open everything between us and the client who is here."""
        self.check_access("read")
        return self.partner_id.action_client_timeline()
