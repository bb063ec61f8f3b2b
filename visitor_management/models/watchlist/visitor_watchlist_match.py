from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import watchlist
from ...tools.transaction import batches, read_committed

# Nobody is announced for longer than a visit may last.
LONGEST_VISIT = timedelta(days=400)
# Who may still come in.
EXPECTED = ("expected", "inside", "outside", "no_show")
# So many names with one phone number or address: it is a firm's, and tells nobody.
SHARED_BY = 3


class VisitorWatchlist(models.Model):
    """Entries and visitors find each other when one of them is written.

    A visitor is looked up in the keys of entries, in the transaction that writes the
    visitor; an entry in those of the people who are expected, when it is saved, and
    once more by a job: whoever was being registered at that moment is found then.
    """

    _inherit = "visitor.watchlist"

    # ------------------------------------------------------------
    # AN ENTRY FINDS PEOPLE
    # ------------------------------------------------------------

    def _match_people(self, changed=False):
        """Find the people expected at this moment who may be meant.

        :param bool changed: whether the entries tell somebody else now
        """
        entries_sudo = self.sudo()  # visitors of the company, compared only
        entries_sudo._set_to_match(True)
        cron_sudo = self.env.ref(
            "visitor_management.ir_cron_visitor_watchlist", raise_if_not_found=False
        )
        if cron_sudo:
            cron_sudo.sudo()._trigger()  # for whoever saves an entry
        entries_sudo._match_expected(changed)

    def _set_to_match(self, waits):
        return self._write_own({"to_match": waits})

    def _match_expected(self, changed=False):
        hits = self.env["visitor.watchlist.hit"]
        for entry in self:
            people = entry._expected_people() if entry._is_in_force() else ()
            matches, pairs = {}, set()
            shared = entry._shared(people) if people else frozenset()
            for person, traits in (people and people._watched_traits().items()) or ():
                match = entry._meets(person, traits, shared)
                if match:
                    matches[entry, person] = match
                    pairs.add((entry.id, person.id))
            hits._found(matches, changed=pairs if changed else ())
            if changed and entry._is_in_force():  # else nobody was compared with it
                entry._let_go_of(matches)

    def _let_go_of(self, matches):
        """Whom the entry does not mean any more, since security has changed it."""
        met = {person.id for _entry, person in matches}
        for hit in self.hit_ids:
            if hit.state == "open" and hit.registration_id.id not in met:
                hit._is_another(self.env._("The entry was changed."))

    def _is_in_force(self):
        return self.active and self.state == "active"

    def _expected_people(self):
        rows = self._people_with(
            watchlist.keys_of(self._traits()),
            fields.Datetime.now() - LONGEST_VISIT,
            expected=True,
        )
        return self.env["visitor.registration"].browse(row[0] for row in rows)

    def _people_with(self, keys, since, expected=False):
        """The visitors of the company of an entry who share a key with it.

        :param keys: see :func:`..tools.watchlist.keys_of`
        :param datetime since: naive UTC, when the visit begins at the earliest
        :param bool expected: only those who may still come in
        :return: rows of id, name and keys
        """
        if not keys:
            return []
        self.env.flush_all()
        documents = [key[2:] for key in keys if key.startswith("d:")]
        return self.env.execute_query(
            SQL(
                """
                SELECT r.id, r.name, r.watchlist_keys
                  FROM visitor_registration r
                  JOIN visitor_visit v ON v.id = r.visit_id
                 WHERE r.id IN (
                           SELECT id FROM visitor_registration
                            WHERE string_to_array(watchlist_keys, '|')
                                  && %(keys)s::text[]
                            UNION
                           SELECT registration_id FROM visitor_identity
                            WHERE number_hash = ANY(%(documents)s)
                       )
                   AND r.company_id = %(company)s AND v.start >= %(since)s
                   AND %(site)s AND %(unit)s
                   AND v.sample IS NOT TRUE AND %(expected)s
                """,
                keys=sorted(keys),
                documents=documents,
                company=self.company_id.id or self.env.company.id,
                since=since,
                site=self._here(SQL("r.site_id"), self.site_id),
                unit=self._here(SQL("v.unit_id"), self.unit_id),
                expected=SQL(
                    "r.state IN %s AND v.stop >= %s",
                    EXPECTED,
                    fields.Datetime.now() - timedelta(days=2),
                )
                if expected
                else SQL("TRUE"),
            )
        )

    def _here(self, column, place):
        """Where an entry counts; without a place it does everywhere."""
        return SQL("%s = %s", column, place._origin.id) if place else SQL("TRUE")

    def _meets(self, person, traits, shared=frozenset()):
        """How sure it is that a visitor is meant, or None.

        :param person: ``visitor.registration``
        :param traits: of the visitor
        :param shared: see :func:`..tools.watchlist.match`
        """
        if self.site_id and self.site_id != person.site_id:
            return None
        if self.unit_id and self.unit_id != person.visit_id.unit_id:
            return None
        return watchlist.match(self._traits(), traits, shared)

    @api.model
    def _shared(self, people):
        """The phone numbers and addresses of some people that several people gave."""
        phones = [each for each in people.mapped("phone_key") if each]
        emails = [each for each in people.mapped("email_normalized") if each]
        if not phones and not emails:
            return frozenset()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT phone_key FROM visitor_registration
                 WHERE phone_key = ANY(%(phones)s) AND company_id = ANY(%(companies)s)
              GROUP BY phone_key HAVING COUNT(DISTINCT known_by_phone) >= %(many)s
             UNION ALL
                SELECT email_normalized FROM visitor_registration
                 WHERE email_normalized = ANY(%(emails)s)
                   AND company_id = ANY(%(companies)s)
              GROUP BY email_normalized
                HAVING COUNT(DISTINCT known_by_email) >= %(many)s
                """,
                phones=phones,
                emails=emails,
                companies=people.company_id.ids,
                many=SHARED_BY,
            )
        )
        return frozenset(row[0] for row in rows)

    @api.model
    def _cron_match(self, limit=20):
        """Match new entries once more, when nobody is being registered.

        Who registers somebody holds the site (``_watch_sites``): either this waits for
        another minute, or they begin again after it and find the entry.
        """
        read_committed(self.env)
        everything = self.with_context(active_test=False)
        for entries in batches(everything, Domain("to_match", "=", True), limit):
            read_committed(self.env)
            if not entries._take_sites():
                cron = self.env.ref("visitor_management.ir_cron_visitor_watchlist")
                cron._trigger(fields.Datetime.now() + timedelta(minutes=1))
                return
            entries._match_expected()
            entries._set_to_match(False)

    def _take_sites(self):
        """Make whoever registers somebody at the same moment begin again.

        :return: bool, False where somebody is being registered just now
        """
        sites = self.env["visitor.site"].with_context(active_test=False)
        ids = sites.search([("company_id", "in", self.company_id.ids)]).ids
        if not ids:
            return True
        self.env.cr.execute(
            SQL(
                """
                UPDATE visitor_site SET write_date = write_date WHERE id IN (
                    SELECT id FROM visitor_site WHERE id = ANY(%s)
                     ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
                )
                """,
                ids,
            )
        )
        return self.env.cr.rowcount == len(ids)

    # ------------------------------------------------------------
    # PEOPLE FIND ENTRIES
    # ------------------------------------------------------------

    @api.model
    def _entries_of(self, keys_by_person):
        """The entries in force that share a key with visitors.

        :param dict keys_by_person: sets of keys by ``visitor.registration``
        :return: dict from visitor to ``visitor.watchlist``
        """
        companies = {person.company_id.id for person in keys_by_person}
        every = sorted(set().union(*keys_by_person.values()))
        if not every:
            return {}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT k.company_id, k.key, e.id
                  FROM visitor_watchlist_key k
                  JOIN visitor_watchlist e ON e.id = k.entry_id
                 WHERE k.company_id = ANY(%s) AND k.key = ANY(%s)
                   AND e.active AND e.state = 'active'
                """,
                sorted(companies),
                every,
            )
        )
        found = {}
        for company_id, key, entry_id in rows:
            found.setdefault((company_id, key), set()).add(entry_id)
        if not found:
            return {}
        return {
            person: self.browse(
                sorted(
                    set().union(
                        *(found.get((person.company_id.id, key), ()) for key in keys)
                    )
                )
            )
            for person, keys in keys_by_person.items()
        }

    @api.model
    def _knows_documents(self, company):
        """Whether somebody is known by a document there."""
        domain = [("company_id", "=", company.id), ("document_hash", "!=", False)]
        return bool(self.sudo().search_count(domain, limit=1))  # whether, not who
