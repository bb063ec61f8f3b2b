from odoo import api, models

from ...tools import watchlist
from ...tools.watchlist import Traits


class VisitorRegistration(models.Model):
    """What tells who a visitor is, and the keys by which entries find the visitor."""

    _inherit = "visitor.registration"

    @api.depends("name", "phone_key", "email_normalized", "vehicle_plate")
    def _compute_watchlist_keys(self):
        for person in self:
            keys = watchlist.keys_of(person._own_traits())
            person.watchlist_keys = "|".join(sorted(keys)) or False

    def _own_traits(self):
        return Traits(
            names=(self.name,) if self.name else (),
            phone=self.phone_key or "",
            email=self.email_normalized or "",
            plate=self.vehicle_plate or "",
            organization=self.organization or "",
        )

    def _watched_traits(self):
        """What is known of visitors, with the documents they showed.

        :return: dict from visitor to :class:`..tools.watchlist.Traits`
        """
        documents = {
            identity.registration_id.id: identity.number_hash
            for identity in self.env["visitor.identity"].search(
                [("registration_id", "in", self.ids), ("number_hash", "!=", False)]
            )
        }
        return {
            person: person._own_traits()._replace(
                documents=frozenset(filter(None, [documents.get(person.id)]))
            )
            for person in self
        }

    def _to_greet(self):
        """Those of the visitors whom somebody wants to greet. No more is told."""
        hits_sudo = self.env["visitor.watchlist.hit"].sudo()  # whether, not why
        if not self.ids:
            return self
        hits = hits_sudo.search(
            [
                ("registration_id", "in", self.ids),
                ("state", "!=", "cleared"),
                ("entry_id.level", "=", "notify"),
                ("entry_id.state", "=", "active"),
                ("entry_id.active", "=", True),
            ]
        )
        standing = hits.filtered(
            lambda hit: (
                not hit.entry_id.until
                or hit.entry_id.until >= hit.registration_id.site_id._today()
            )
        )
        return self & self.browse(standing.registration_id.ids)
