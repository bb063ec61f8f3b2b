from odoo import models


class VisitorVisit(models.Model):
    """Which rules a visit will ask for, told to the host while there is time."""

    _inherit = "visitor.visit"

    def _policies_ahead(self):
        """How many texts each of these visits asks for when it begins.

        Of a visit as it stands on the form, saved or not.

        :return: dict from visit to a number
        """
        # sudo: how many there are, of kinds, sites and areas that one plans with
        named = {visit: visit.sudo()._policies_named() for visit in self}
        every = self.env["visitor.policy"].union(*named.values())
        published = every._versions().filtered(lambda text: text.state == "published")
        return {
            visit: len(
                {
                    text.series
                    for text in published
                    if text.series in set(named[visit].mapped("series"))
                    and text.valid_from <= visit.start
                    and text.company_id in (visit.company_id, text.company_id.browse())
                }
            )
            for visit in self
        }

    def _policies_named(self):
        """Whatever version is named by the kind, the site, and the areas of a visit."""
        areas = self.area_ids._origin
        named = self.type_id.policy_ids | self.site_id.policy_ids | areas.policy_ids
        while areas := areas.parent_id:
            named |= areas.policy_ids
        return named._origin
