from odoo import fields, models
from odoo.tools import SQL

NOTHING = dict.fromkeys(
    ("visitors", "organization", "languages", "area_names", "host_name", "guests"),
    False,
)


class VisitorEscortNeed(models.Model):
    """A visit that needs an escort, as the coordinator reads it.

    One line a visit, with its id. The coordinator reads neither the visit nor who is
    on it; names, languages, firm, time and areas stand here, and nothing else.
    """

    _name = "visitor.escort.need"
    _description = "Visit That Needs an Escort"
    _inherit = ["visitor.site.clock.mixin"]
    _auto = False
    _order = "start, id"
    _site_moments = ("start", "stop")

    name = fields.Char("Visit No.", readonly=True)
    site_id = fields.Many2one("visitor.site", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    type_id = fields.Many2one("visitor.visit.type", "Kind", readonly=True)
    department_id = fields.Many2one("hr.department", "Host's Department", readonly=True)
    start = fields.Datetime(readonly=True)
    stop = fields.Datetime(readonly=True)
    local_window = fields.Char("Time at the Site", compute="_compute_local_window")
    state = fields.Selection(
        selection=lambda self: (
            self.env["visitor.visit"]._fields["state"]._description_selection(self.env)
        ),
        string="Status",
        readonly=True,
    )
    needed = fields.Integer("Escorts Needed", readonly=True, aggregator="sum")
    accepted = fields.Integer("Escorts Accepted", readonly=True, aggregator="sum")
    asked = fields.Integer("Escorts Asked", readonly=True, aggregator="sum")
    missing = fields.Integer("Escorts Missing", readonly=True, aggregator="sum")
    visitors = fields.Char(
        "Visitors' Names", compute="_compute_about", compute_sudo=True
    )
    organization = fields.Char("Firm", compute="_compute_about", compute_sudo=True)
    languages = fields.Char(
        "Visitors' Languages", compute="_compute_about", compute_sudo=True
    )
    area_names = fields.Char(
        "Areas Visited", compute="_compute_about", compute_sudo=True
    )
    host_name = fields.Char(
        "Visited Person", compute="_compute_about", compute_sudo=True
    )
    guests = fields.Integer("Visitors", compute="_compute_about", compute_sudo=True)

    @property
    def _table_query(self):
        self.env["visitor.visit"].flush_model()
        self.env["visitor.escort"].flush_model(["state", "visit_id"])
        return SQL(
            """
            SELECT v.id, v.name, v.site_id, v.company_id, v.type_id, v.department_id,
                   v.start, v.stop, v.state, COALESCE(v.escorts_needed, 0) AS needed,
                   escorts.accepted, escorts.asked,
                   GREATEST(
                       COALESCE(v.escorts_needed, 0) - escorts.accepted, 0
                   ) AS missing
              FROM visitor_visit v
             CROSS JOIN LATERAL (
                   SELECT COUNT(DISTINCT e.employee_id) FILTER (
                              WHERE e.state IN ('accepted', 'active')
                                 OR e.state = 'done' AND v.state = 'done'
                          ) AS accepted,
                          COUNT(*) FILTER (WHERE e.state = 'requested') AS asked
                     FROM visitor_escort e WHERE e.visit_id = v.id
                   ) escorts
             WHERE v.state != 'draft'
               AND (v.escorts_needed > 0 OR escorts.accepted + escorts.asked > 0)
            """
        )

    def _compute_local_window(self):
        for need in self:
            need.local_window = need.site_id._format_window(need.start, need.stop)

    def _compute_about(self):
        # as whoever asks: an id that is no such visit, or another company's, tells
        # nothing
        known = self.sudo(False).search([("id", "in", self.ids)])
        visits_sudo = self.env["visitor.visit"].sudo().browse(self.ids)
        for need, visit_sudo in zip(self, visits_sudo, strict=True):
            needs = need.id in known._ids
            need.update(visit_sudo._about_for_escorts() if needs else NOTHING)

    def _escorts(self):
        """Everybody who was asked, as the coordinator reads them."""
        return self.env["visitor.escort"].search(
            [("visit_id", "in", self.ids)], order="id"
        )

    def _language_codes(self):
        visit_sudo = self.env["visitor.visit"].sudo().browse(self.id)  # codes only
        return {each for each in visit_sudo.registration_ids.mapped("lang") if each}
