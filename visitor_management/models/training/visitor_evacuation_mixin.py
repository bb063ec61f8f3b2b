from odoo import models


class VisitorEvacuationMixin(models.AbstractModel):
    """A site or an area: how one leaves it in an emergency, and where one gathers.

    The fields stand with those of the place.
    """

    _name = "visitor.evacuation.mixin"
    _description = "Place With an Evacuation Route"

    def _shown_evacuation(self):
        """Route and assembly point, in the language of the environment.

        :return: ``{"id", "model", "name", "route", "point", "plan": bool, "url"}``, or
            None where nothing is said
        """
        self.ensure_one()
        plan = bool(self.evacuation_plan)
        if not (self.evacuation_route or self.assembly_point or plan):
            return None
        return {
            "id": self.id,
            "model": self._name,
            "name": self.display_name,
            "route": self.evacuation_route or "",
            "point": self.assembly_point or "",
            "plan": plan,
            "url": f"/web/image/{self._name}/{self.id}/evacuation_plan" if plan else "",
        }
