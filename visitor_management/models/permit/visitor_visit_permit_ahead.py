from odoo import models


class VisitorVisit(models.Model):
    """The work permit that the visitors will be asked for, told while there is time."""

    _inherit = "visitor.visit"

    def _facts_ahead(self):
        facts = super()._facts_ahead()
        return {
            visit: mine.but(works=visit._works_ahead(mine))
            for visit, mine in facts.items()
        }

    def _works_ahead(self, facts):
        """What admission knows of works, of a visit as it stands on the form: of the
        permit that it names, without its workers, whom the desk picks.

        :param Facts facts: of the visit when it begins
        """
        self.ensure_one()
        # sudo: what state a permit is in, of a visit that names it
        permit_sudo = self.sudo().permit_id
        required = self.type_id.permit_required
        if not required or not permit_sudo:
            return {"required": required}
        after = [
            first.isoformat()
            for first, _last in permit_sudo._windows()
            if first > facts.moment
        ]
        named = [
            permit_sudo.name,
            permit_sudo.state,
            permit_sudo._in_hours(facts.moment),
            min(after, default=None),
        ]
        return {"required": True, "permits": [named], "named": permit_sudo.name}
