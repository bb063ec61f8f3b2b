from odoo import api, models


class VisitorReception(models.AbstractModel):
    """What a unit has told the desk, with whoever comes to see it."""

    _inherit = "visitor.reception"

    def _rows(self, people, visits=None):
        """Whether a unit asks something: then nobody is checked in past it."""
        rows = super()._rows(people, visits)
        shown = people.visit_id | (visits or people.visit_id.browse())
        told = shown.unit_id._instructions()
        units = {visit.id: visit.unit_id.id for visit in shown}
        for row in rows["visits"]:
            row["told"] = bool(told.get(units[row["id"]]))
        return rows

    def _visit_details(self, visit):
        told = visit.unit_id._instructions()
        return {
            **super()._visit_details(visit),
            "unit": visit.unit_id.display_name or "",
            "instructions": told.get(visit.unit_id.id, []),
        }

    @api.model
    @api.readonly
    def find_hosts(self, site_id, text):
        hosts = super().find_hosts(site_id, text)
        ids = [host["values"].get("unit_id") for host in hosts]
        told = self.env["visitor.unit"].browse(filter(None, ids))._instructions()
        for host, unit_id in zip(hosts, ids, strict=True):
            host["instructions"] = told.get(unit_id, [])
        return hosts
