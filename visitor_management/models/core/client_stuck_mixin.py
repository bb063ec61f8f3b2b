from odoo import api, fields, models
from odoo.fields import Domain

STUCK = [
    ("nobody", "Nobody Carries It Out"),
    ("left", "Owner Has Left"),
    ("unanswered", "Unreachable After Dissatisfied"),
    ("closed", "The Complaint Is Closed"),
]


class ClientStuckMixin(models.AbstractModel):
    """Work that nobody will do by itself, for managers to see and to set going.

    The first reason that holds is said.
    """

    _name = "client.stuck.mixin"
    _description = "Work that may be stuck"

    stuck = fields.Selection(
        STUCK,
        "Why Stuck",
        compute="_compute_stuck",
        search="_search_stuck",
        help="It is open, and nobody will do it by itself.",
    )

    def _compute_stuck(self):
        """Not stored: it changes when somebody leaves, or becomes head."""
        found = {}
        open_ids = Domain("id", "in", self._origin.ids)
        for reason, domain in self._stuck_domains().items():
            # sudo: why, of documents the user reads; who works here is no secret
            for document_id in self.sudo().search(open_ids & domain).ids:
                found.setdefault(document_id, reason)
        for document in self:
            document.stuck = found.get(document._origin.id, False)

    def _search_stuck(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = self._stuck_domains()
        wanted = Domain.FALSE
        for reason in domains.keys() & set(value):
            wanted |= domains[reason]
        if False in value:
            wanted |= ~Domain.OR(domains.values())
        # sudo: as above; which documents the user sees is for the record rules
        return Domain("id", "in", self.sudo()._search(wanted))

    @api.model
    def _stuck_domains(self):
        """When a document is stuck, by the reasons that its model knows, in order.

        :return: dict of domains
        """
        raise NotImplementedError
