from odoo import fields, models
from odoo.tools import SQL

# Who waits for these visitors: of their visits, now, and with nobody else.
WAITING = """
    SELECT e.id FROM visitor_escort e JOIN visitor_site s ON s.id = e.site_id
     WHERE e.visit_id IN (
               SELECT visit_id FROM visitor_registration WHERE id IN %(people)s
           )
       AND e.state = 'accepted'
       AND e.start - s.grace_before * INTERVAL '1 minute' <= %(now)s
       AND e.stop + s.grace_after * INTERVAL '1 minute' >= %(now)s
       AND NOT EXISTS (
               SELECT FROM visitor_escort busy
                WHERE busy.employee_id = e.employee_id AND busy.state = 'active'
           )
  ORDER BY e.id
"""


class VisitorAdmission(models.AbstractModel):
    """Escorts begin with the first visitor who comes in, and end with the last one who
    leaves. Nobody is kept from leaving."""

    _inherit = "visitor.admission"

    def _after_entry(self, people, first, gate=None):
        result = super()._after_entry(people, first, gate)
        # hosts were told of who comes first: their visits are read already
        known = first == people and people.sudo().visit_id
        if not known or any(visit.escorts_needed for visit in known):
            self._begin_escorts(people)
        return result

    def _after_exit(self, people, gate=None, for_good=False, left_behind=None):
        result = super()._after_exit(people, gate, for_good, left_behind)
        if for_good:
            for visit in people.visit_id:
                visit._end_escorts_if_gone()
        return result

    def _begin_escorts(self, people):
        """Those who wait for these visitors are with them; one query where none do."""
        rows = self.env.execute_query(
            SQL(
                WAITING,
                people=tuple(people.ids) or (0,),
                now=fields.Datetime.now(),
            )
        )
        begun = set()
        for escort in self.env["visitor.escort"].sudo().browse(r[0] for r in rows):
            if escort.employee_id.id not in begun:
                begun.add(escort.employee_id.id)
                escort._begin()
