from odoo import models


class VisitorVisit(models.Model):
    """Trainings that the visitors will be asked for, told while there is time."""

    _inherit = "visitor.visit"

    def _facts_ahead(self):
        facts = super()._facts_ahead()
        asked = self._inductions_ahead()
        return {
            visit: mine.but(
                induction={
                    "asked": [
                        # as it stands on the form: nobody has taken it yet
                        [each.id, {self.env.lang or "en_US": each.name}]
                        for each in asked[visit]
                    ]
                }
            )
            for visit, mine in facts.items()
        }

    def _inductions_ahead(self):
        """What kind, site, areas and importance ask for, of visits as they stand.

        :return: dict from visit to ``visitor.induction``
        """
        # sudo: names of trainings, of sites and areas one plans for
        visits_sudo = self.sudo()
        inductions = self.env["visitor.induction"].sudo()
        areas = visits_sudo.area_ids._origin._with_above()
        of_area = {area: area.induction_ids for area in areas}  # read at once
        important = inductions.search([("for_important", "=", True)])
        found = {}
        for visit_sudo, visit in zip(visits_sudo, self, strict=True):
            asked = visit_sudo.type_id.induction_ids | visit_sudo.site_id.induction_ids
            for area in visit_sudo.area_ids._origin._with_above():
                asked |= of_area[area]
            if important and visit_sudo._is_important():
                asked |= important
            company = visit_sudo.site_id.company_id
            found[visit] = asked.filtered(
                lambda each, company=company: (
                    each.active and each.company_id in (company, company.browse())
                )
            ).sorted(lambda each: (each.sequence, each._origin.id))
        return found
