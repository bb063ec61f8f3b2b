from odoo import models

# What decides how many escorts a visit needs, by the model that says it.
RULES = ("escort_required", "guests_per_escort", "parent_id")


class VisitorArea(models.Model):
    """What visits need follows when an area, or one above it, asks for an escort."""

    _inherit = "visitor.area"

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & set(RULES):
            visits = self.env["visitor.visit"]
            visits._follow_escort_rules([("area_ids", "child_of", self.ids)])
        return result


class VisitorVisitType(models.Model):
    _inherit = "visitor.visit.type"

    def write(self, vals):
        result = super().write(vals)
        if "escort_required" in vals:
            visits = self.env["visitor.visit"]
            visits._follow_escort_rules([("type_id", "in", self.ids)])
        return result


class VisitorSite(models.Model):
    _inherit = "visitor.site"

    def write(self, vals):
        result = super().write(vals)
        if "important_escort" in vals:
            visits = self.env["visitor.visit"]
            visits._follow_escort_rules([("site_id", "in", self.ids)])
        return result

    def _escorts_changed(self):
        """Boards of escorts read their site again: no more is told."""
        for site in self:
            site._bus_send(
                "visitor_management.escorts_changed",
                {"site_id": site.id},
                subchannel="escorts",
            )


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        if "visitor_important" in vals:
            visits = self.env["visitor.visit"]
            people = [("partner_id", "child_of", self.ids)]
            visits._follow_escort_rules(
                ["|", *people, ("registration_ids", "any", people)]
            )
        return result
