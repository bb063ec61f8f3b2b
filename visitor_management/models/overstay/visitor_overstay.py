from odoo import fields, models
from odoo.tools import SQL


class VisitorOverstay(models.Model):
    """Who stayed longer than announced, as lines to count: past the grace of the site.

    It holds nothing about a person but where the record is, which has rights of its
    own. An end that was put off in time is no overstay.
    """

    _name = "visitor.overstay"
    _description = "Overstay"
    _auto = False
    _order = "due_at desc, id desc"
    _rec_name = "registration_id"
    _depends = {
        "visitor.stay": ["registration_id", "site_id", "company_id", "headcount"]
        + ["in_at", "out_at", "closed_by"],
        "visitor.registration": ["visit_id"],
        "visitor.site": ["grace_after"],
        "visitor.visit": ["type_id", "department_id", "stop", "overstay_told"],
    }

    registration_id = fields.Many2one("visitor.registration", "Visitor", readonly=True)
    organization = fields.Char(related="registration_id.organization")
    visit_id = fields.Many2one("visitor.visit", readonly=True)
    host_name = fields.Char(related="visit_id.host_name")
    type_id = fields.Many2one("visitor.visit.type", "Kind", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    site_id = fields.Many2one("visitor.site", readonly=True)
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    company_id = fields.Many2one("res.company", readonly=True)
    due_at = fields.Datetime("Visit Until", readonly=True)
    day = fields.Date(readonly=True, help="On the clock of the site.")
    out_at = fields.Datetime("Time Out", readonly=True)
    closed_by = fields.Selection(
        lambda self: (
            self.env["visitor.stay"]
            ._fields["closed_by"]
            ._description_selection(self.env)
        ),
        readonly=True,
    )
    still_inside = fields.Boolean(readonly=True)
    headcount = fields.Integer("People", readonly=True)
    minutes_over = fields.Integer(
        readonly=True,
        aggregator="avg",
        help="From the end of the visit until the person left, or until now.",
    )
    level = fields.Selection(
        [
            ("0", "Nobody"),
            ("1", "The host"),
            ("2", "Reception"),
            ("3", "The manager"),
        ],
        "Told Up To",
        readonly=True,
        help="Who was told of it, as far as the kind of visit says.",
    )

    @property
    def _table_query(self):
        local = self.env["visitor.site"]._local_sql
        return SQL(
            """
            SELECT stay.id, stay.registration_id, v.id AS visit_id, v.type_id,
                   v.department_id, stay.site_id, stay.company_id, v.stop AS due_at,
                   (%(day)s)::date AS day, stay.out_at, stay.closed_by,
                   stay.out_at IS NULL AS still_inside, stay.headcount,
                   (EXTRACT(epoch FROM COALESCE(stay.out_at, %(now)s) - v.stop) / 60
                   )::int AS minutes_over,
                   CASE WHEN v.overstay_told LIKE '%%manager%%' THEN '3'
                        WHEN v.overstay_told LIKE '%%desk%%' THEN '2'
                        WHEN v.overstay_told LIKE '%%host%%' THEN '1'
                        ELSE '0' END AS level
              FROM visitor_stay stay
              JOIN visitor_registration r ON r.id = stay.registration_id
              JOIN visitor_visit v ON v.id = r.visit_id
              JOIN visitor_site site ON site.id = stay.site_id
             WHERE stay.in_at < v.stop
               AND COALESCE(stay.out_at, %(now)s)
                   > v.stop + site.grace_after * interval '1 minute'
            """,
            day=local(SQL("v.stop"), SQL("stay.site_id")),
            now=fields.Datetime.now(),
        )

    def action_open_visit(self):
        """Open the visit that a line is about.

        :return: an action
        """
        self.ensure_one()
        return self.visit_id._get_records_action()
