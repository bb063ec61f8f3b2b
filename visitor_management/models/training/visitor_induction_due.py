from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.groups import RECEPTION
from .visitor_induction_record import SOON

# Who works at reception: users with the role, or one above it, who are employees.
AT_RECEPTION = """
    WITH RECURSIVE role AS (
        SELECT res_id AS id FROM ir_model_data
         WHERE module = %(module)s AND name = %(name)s
         UNION
        SELECT above.gid FROM res_groups_implied_rel above
          JOIN role ON role.id = above.hid
    )
    SELECT DISTINCT employee.id, employee.company_id, employee.parent_id
      FROM hr_employee employee
      JOIN res_users u ON u.id = employee.user_id
      JOIN res_groups_users_rel has ON has.uid = u.id
      JOIN role ON role.id = has.gid
     WHERE employee.active AND u.active
"""
LINES = """
    SELECT ROW_NUMBER() OVER (ORDER BY staff.id, n.id)::int AS id,
           staff.id AS employee_id, staff.company_id, staff.parent_id AS manager_id,
           n.id AS induction_id, n.version, last.at AS taken_at,
           last.id IS NOT NULL AS ever, counts.id IS NOT NULL AS counts,
           counts.valid_until
      FROM (%(staff)s) staff
      JOIN visitor_induction n ON n.active AND n.for_reception
       AND (n.company_id IS NULL OR n.company_id = staff.company_id)
 LEFT JOIN LATERAL (
               SELECT r.id, r.at FROM visitor_induction_record r
                WHERE r.employee_id = staff.id AND r.induction_id = n.id AND r.passed
             ORDER BY r.at DESC, r.id DESC LIMIT 1
           ) last ON TRUE
 LEFT JOIN LATERAL (
               SELECT r.id, r.valid_until FROM visitor_induction_record r
                WHERE r.employee_id = staff.id AND r.induction_id = n.id AND r.passed
                  AND r.version >= n.asked_version
             ORDER BY r.valid_until DESC NULLS FIRST LIMIT 1
           ) counts ON TRUE
"""


class VisitorInductionDue(models.Model):
    """Who works at reception, with each training that is asked of them."""

    _name = "visitor.induction.due"
    _description = "Training of Reception and Guards"
    _auto = False
    _order = "employee_id, induction_id"
    _rec_name = "induction_id"
    _depends = {
        "hr.employee": ["active", "company_id", "parent_id", "user_id"],
        "visitor.induction": ["active", "asked_version", "company_id", "for_reception"]
        + ["version"],
        "visitor.induction.record": ["at", "employee_id", "induction_id", "passed"]
        + ["valid_until", "version"],
        "res.users": ["active"],
    }

    employee_id = fields.Many2one("hr.employee", readonly=True)
    employee_name = fields.Char(compute="_compute_employee_name", compute_sudo=True)
    company_id = fields.Many2one("res.company", readonly=True)
    manager_id = fields.Many2one("hr.employee", readonly=True)
    induction_id = fields.Many2one("visitor.induction", "Training", readonly=True)
    version = fields.Integer(readonly=True, aggregator=None)
    taken_at = fields.Datetime(readonly=True)
    ever = fields.Boolean("Taken Before", readonly=True)
    counts = fields.Boolean("Taken in a Version That Counts", readonly=True)
    valid_until = fields.Date(readonly=True)
    life = fields.Selection(
        [
            ("due", "Not taken yet"),
            ("expired", "Out of date"),
            ("soon", "Expires soon"),
            ("valid", "Valid"),
        ],
        "Status",
        compute="_compute_life",
        search="_search_life",
    )

    @property
    def _table_query(self):
        module, name = RECEPTION.split(".")
        return SQL(LINES, staff=SQL(AT_RECEPTION, module=module, name=name))

    def _compute_employee_name(self):
        for line in self:
            line.employee_name = line.employee_id.name

    @api.depends("ever", "counts", "valid_until")
    def _compute_life(self):
        today = fields.Date.today()
        for line in self:
            if not line.ever:
                line.life = "due"
            elif not line.counts or (line.valid_until and line.valid_until < today):
                line.life = "expired"
            elif line.valid_until and (line.valid_until - today).days <= SOON:
                line.life = "soon"
            else:
                line.life = "valid"

    @api.model
    def _search_life(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.today()
        soon = today + timedelta(days=SOON)
        ever, counts = Domain("ever", "=", True), Domain("counts", "=", True)
        of_life = {
            "due": ~ever,
            "expired": ever & (~counts | Domain("valid_until", "<", today)),
            "soon": counts
            & Domain("valid_until", ">=", today)
            & Domain("valid_until", "<=", soon),
            "valid": counts
            & (Domain("valid_until", "=", False) | Domain("valid_until", ">", soon)),
        }
        return Domain.OR(of_life[life] for life in value if life in of_life)
