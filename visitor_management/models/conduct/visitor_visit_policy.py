from odoo import models


class VisitorVisit(models.Model):
    """Which rules a visit will ask for, told to the host while there is time."""

    _inherit = "visitor.visit"

    def _facts_ahead(self):
        facts = super()._facts_ahead()
        asked = self._policies_ahead()
        return {
            visit: mine.but(
                # as it stands on the form: nobody has accepted it yet
                policy={"asked": [[text.id, False] for text in asked[visit]]}
            )
            for visit, mine in facts.items()
        }

    def _policies_ahead(self):
        """The texts that will be in force when each of these visits begins, of those
        that it asks for.

        Of a visit as it stands on the form, saved or not.

        :return: dict from visit to a list of ``visitor.policy``
        """
        # sudo: which there are, of kinds, sites and areas that one plans with
        named = {visit: visit.sudo()._policies_named() for visit in self}
        every = self.env["visitor.policy"].union(*named.values())
        published = every._versions().filtered(lambda text: text.state == "published")
        found = {}
        for visit in self:
            series = set(named[visit].mapped("series"))
            latest = {
                text.series: text
                for text in published.sorted(
                    lambda text: (text.valid_from, text.version)
                )
                if text.series in series
                and text.valid_from <= visit.start
                and text.company_id in (visit.company_id, text.company_id.browse())
            }
            found[visit] = list(latest.values())
        return found

    def _policies_named(self):
        """Whatever version is named by the kind, the site, and the areas of a visit."""
        areas = self.area_ids._origin._with_above()
        named = self.type_id.policy_ids | self.site_id.policy_ids | areas.policy_ids
        return named._origin
