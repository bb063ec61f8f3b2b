from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools.sentences import say

_lt = LazyTranslate(__name__)

# Where a visit goes, and when: one that was over meets what was entered since.
WATCHED = frozenset("unit_id site_id partner_id start stop".split())
SUBJECT = _lt("A visitor to welcome is here (%s)")
SENTENCE = _lt("%s is here, whom your company wants to welcome in person.")


class VisitorVisit(models.Model):
    """A visit that goes somewhere else, or another day, meets the entries of then."""

    _inherit = "visitor.visit"

    def write(self, vals):
        result = super().write(vals)
        if WATCHED & vals.keys():
            self.registration_ids._match_watchlist()
        return result

    def _who_greets(self):
        """The host and the host's manager, as ``res.partner``."""
        self.ensure_one()
        manager_sudo = self.host_id.sudo().parent_id.user_id  # who is told, not shown
        working = self.env["visitor.stand.in"]._at_work(manager_sudo)
        return self._host_partner() | working.sudo().partner_id

    def _tell_greeting(self, partner, person):
        visit, site = self, self.site_id.name

        def words(env):
            return (
                say(env, SUBJECT) % visit.name,
                say(env, SENTENCE) % f"{person.name} ({site})",
            )

        self.env["visitor.told"]._notify(
            partner, words, about=self, otherwise=self.site_id._lang()
        )
