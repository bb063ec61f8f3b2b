from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools import identity_documents, watchlist
from ...tools.groups import SECURITY
from .visitor_watchlist_match import EXPECTED

CODE = "watchlisted"
# What tells who a visitor is.
WATCHED = frozenset("name phone email organization vehicle_plate partner_id".split())


class VisitorRegistration(models.Model):
    """A visitor is looked up in the watchlist when written, not when at the gate."""

    _inherit = "visitor.registration"

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        people = super().create(vals_list)
        people._match_watchlist(new=True)
        return people

    def write(self, vals):
        if not WATCHED & vals.keys():
            return super().write(vals)
        before = {person: person._own_traits() for person in self.sudo()}
        contacts = {person: person.partner_id for person in self.sudo()}
        result = super().write(vals)
        changed = self.sudo().filtered(
            lambda person: person._own_traits() != before[person]
        )
        changed._match_watchlist(changed=True)
        linked = contacts.keys() - set(changed)
        for person in linked:
            if person.partner_id != contacts[person]:
                person.watchlist_hit_ids._ask_again()
        if changed and not self.env.su and self.env.user.has_group(SECURITY):
            changed._let_go_of_hits(self.env)
        return result

    # ------------------------------------------------------------
    # MATCHING
    # ------------------------------------------------------------

    def _match_watchlist(self, new=False, changed=False, documents=(), born=None):
        """Find the entries that may mean these visitors, and keep the hits.

        :param bool new: they were just made, and have shown no document
        :param bool changed: what tells who they are is another than before; then also
            of those who are not expected: that may be taken back
        :param documents: fingerprints of a document that is shown and not kept
        :param born: the birth date that it tells
        """
        people_sudo = self.sudo().filtered(  # compared with entries nobody reads here
            lambda person: (
                (changed or person.state in EXPECTED) and not person.visit_id.sample
            )
        )
        if not people_sudo:
            return
        people_sudo._watch_sites()
        if new:
            traits = {person: person._own_traits() for person in people_sudo}
        else:
            traits = people_sudo._watched_traits()
        for person in people_sudo:
            traits[person] = traits[person]._replace(
                documents=traits[person].documents | frozenset(documents), born=born
            )
        entries_sudo = self.env["visitor.watchlist"].sudo()
        candidates = entries_sudo._entries_of(
            {person: watchlist.keys_of(known) for person, known in traits.items()}
        )
        if not any(candidates.values()):
            return
        shared = entries_sudo._shared(people_sudo)
        matches = {
            (entry, person): match
            for person, entries in candidates.items()
            for entry in entries
            if (match := entry._meets(person, traits[person], shared))
        }
        pairs = {(entry.id, person.id) for entry, person in matches}
        self.env["visitor.watchlist.hit"].sudo()._found(
            matches, changed=pairs if changed else ()
        )

    def _match_document(self, document_type, number):
        """Compare a document that was shown, and the birth date it tells.

        :param str document_type: of ``visitor.identity``
        :param str number: as it was typed or scanned
        """
        documents, company = [], self.company_id
        lasting = identity_documents.lasting(document_type, number)
        if lasting and self.env["visitor.watchlist"]._knows_documents(company):
            identities = self.env["visitor.identity"]
            documents = identities._fingerprints(company, document_type, number)
        self._match_watchlist(
            documents=documents, born=identity_documents.born(lasting)
        )

    def _watch_sites(self):
        """Hold the sites while somebody is registered there, see ``_cron_match``.

        Many do so at once; the job that matches a new entry makes whoever began before
        it begin again.
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "SELECT FROM visitor_site WHERE id = ANY(%s) ORDER BY id FOR SHARE",
                self.site_id.ids,
            )
        )

    def _let_go_of_hits(self, env):
        """Somebody of security has corrected the visitor: who is meant no more."""
        for person, traits in self._watched_traits().items():
            for hit in person.watchlist_hit_ids.filtered(lambda h: h.state == "open"):
                if not hit.entry_id._meets(person, traits):
                    hit.with_user(env.user).sudo()._is_another(
                        env._("Security has corrected the visitor.")
                    )

    # ------------------------------------------------------------
    # WAIVERS
    # ------------------------------------------------------------

    def waive(self, code, reason):
        """As for every condition; where the site wants two of security, twice.

        :raise UserError: this user of security has agreed already
        """
        two = self.site_id.sudo().watchlist_two_people  # a switch
        if code == CODE and two and self._has_agreed(self.env.user):
            raise UserError(
                self.env._("You have agreed already. A second one has to agree.")
            )
        return super().waive(code, reason)

    def _has_agreed(self, user):
        """Whether a user has set aside what was found of the visitor up to now."""
        self.ensure_one()
        found_sudo = self.env["visitor.watchlist.hit"].sudo()  # when, not what
        hits = found_sudo.search([("registration_id", "=", self.id)])
        waivers_sudo = self.env["visitor.waiver"].sudo()  # the user's own
        agreed = waivers_sudo.search(
            [
                ("registration_id", "=", self.id),
                ("code", "=", CODE),
                ("user_id", "=", user.id),
                ("id", ">", max(hits.mapped("waived_before"), default=0)),
            ]
        )
        return bool(hits and agreed._standing())
