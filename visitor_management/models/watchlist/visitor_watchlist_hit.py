from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...tools import watchlist
from ...tools.groups import SECURITY
from ...tools.name_field import Line
from ...tools.names import readable


class VisitorWatchlistHit(models.Model):
    """A visitor who may be somebody on the watchlist. Found once, decided on, kept.

    An open or confirmed hit counts at admission; a cleared one does not, until entry or
    visitor change.
    """

    _name = "visitor.watchlist.hit"
    _description = "Watchlist Hit"
    _inherit = ["visitor.state.mixin", "visitor.site.clock.mixin"]
    _order = "id desc"
    _rec_name = "registration_id"
    _site_moments = ("found_at", "found_at")
    _transitions = {
        "open": {"cleared", "confirmed"},
        "cleared": {"open", "confirmed"},
        "confirmed": {"cleared"},
    }

    entry_id = fields.Many2one(
        "visitor.watchlist", required=True, readonly=True, ondelete="restrict"
    )
    registration_id = fields.Many2one(
        "visitor.registration",
        "Visitor",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="entry_id.company_id", store=True, index=True, precompute=True
    )
    site_id = fields.Many2one(related="registration_id.site_id")
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    visit_id = fields.Many2one(related="registration_id.visit_id")
    level = fields.Selection(related="entry_id.level")
    reason_of_entry = fields.Char(related="entry_id.reason", string="Why on the List")
    evidence = fields.Selection(
        [("strong", "Strong"), ("medium", "Medium"), ("weak", "Weak")],
        "How Sure",
        required=True,
        readonly=True,
    )
    field = fields.Selection(
        [
            ("document", "Document"),
            ("phone", "Phone"),
            ("email", "E-mail"),
            ("plate", "Plate"),
            ("birth_date", "Name and birth date"),
            ("organization", "Name and firm"),
            ("name", "Name"),
        ],
        "Found By",
        required=True,
        readonly=True,
    )
    entry_value = fields.Char("On the List", readonly=True, help="Covered.")
    person_value = fields.Char("Of the Visitor", readonly=True, help="Covered.")
    found_at = fields.Datetime("Found", required=True, readonly=True)
    state = fields.Selection(
        [
            ("open", "To Decide"),
            ("cleared", "Not the Same Person"),
            ("confirmed", "It Is Them"),
        ],
        "Status",
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    decided_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    decided_at = fields.Datetime(readonly=True, copy=False)
    reason = Line("Decided Because", readonly=True, copy=False)
    entry_revision = fields.Integer(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="Of the entry when it was decided.",
    )
    waived_before = fields.Integer(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="The last waiver of the visitor when it was found: it was not about this.",
    )

    _pair_uniq = models.UniqueIndex("(entry_id, registration_id)")

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Hits are kept: clear or confirm them."))

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_clear(self, reason):
        """Say that it is another person; it ends until entry or visitor change.

        The same person is not asked again on later visits: one name with one phone or
        e-mail, or the same linked contact.

        :param str reason: kept with the hit
        :return: True
        :raise AccessError: not security
        :raise UserError: no reason, or cleared already
        """
        return self._decide("cleared", reason)

    def action_confirm(self, reason):
        """Say that it is the person of the entry: only a waiver of security lets in.

        One given before, when nobody knew who it is, does not.

        :param str reason: kept with the hit
        :return: True
        :raise AccessError: not security
        :raise UserError: no reason, or confirmed already
        """
        return self._decide("confirmed", reason)

    def _decide(self, state, reason):
        self._check_security()
        reason = readable(reason)
        if not reason:
            raise UserError(self.env._("Say how you know: it is kept with the hit."))
        people_sudo = self.registration_id.sudo()  # security, checked above
        people_sudo._lock()
        for hit_sudo in self.sudo():
            if state == "confirmed":
                hit_sudo.waived_before = hit_sudo._last_waiver()
            hit_sudo._set_state(
                state,
                decided_by_id=self.env.uid,
                decided_at=fields.Datetime.now(),
                reason=reason,
                entry_revision=hit_sudo.entry_id.revision,
            )
        people_sudo._bus_changed()
        return True

    def _check_security(self):
        if not self.env.su and not self.env.user.has_group(SECURITY):
            raise AccessError(self.env._("Only security can do this."))
        self.check_access("read")

    # ------------------------------------------------------------
    # FOUND
    # ------------------------------------------------------------

    @api.model
    def _found(self, matches, changed=()):
        """Keep what was found, once for each entry and visitor.

        A cleared hit opens again where entry or visitor changed, or where it is more
        certain now. Who was cleared before, as the same person, is not asked again.

        :param dict matches: :class:`..tools.watchlist.Match` by (entry, registration)
        :param changed: pairs of ids that were written with other values
        """
        ids = {(entry.id, person.id): m for (entry, person), m in matches.items()}
        if not ids:
            return
        known = {
            (hit.entry_id.id, hit.registration_id.id): hit
            for hit in self.search(
                [
                    ("entry_id", "in", [entry for entry, _person in ids]),
                    ("registration_id", "in", [person for _entry, person in ids]),
                ]
            )
        }
        for pair in ids.keys() & known.keys():
            known[pair]._found_again(ids[pair], pair in changed)
        new = {pair: match for pair, match in ids.items() if pair not in known}
        self._insert(new)
        if new:
            people = self.env["visitor.registration"].browse(
                {person for _entry, person in new}
            )
            people._bus_changed()
            self._tell_channels(people, new)

    @api.model
    def _tell_channels(self, people, pairs):
        """Tell who listens of new hits to decide on; a guest to welcome is no alarm."""
        channel = self.env["visitor.notice.channel"]
        people = people.filtered(
            lambda person: "watchlist" in channel._listening(person.site_id.id)
        )
        if not people:
            return
        hits = self.search(
            [("registration_id", "in", people.ids), ("state", "=", "open")]
        )
        for hit in hits:
            pair = hit.entry_id.id, hit.registration_id.id
            if pair in pairs and hit.level != "notify":
                channel._tell(hit.site_id, "watchlist", hit, hit.registration_id)

    def _found_again(self, match, changed):
        surer = watchlist.is_surer(match.evidence, self.evidence)
        if surer:
            self.write(self._values(match))
        # an entry that was changed while it was archived is compared when it is back
        changed = changed or self.entry_revision != self.entry_id.revision
        if self.state == "cleared" and (changed or surer):
            self._open_again()
        elif surer:
            self.waived_before = self._last_waiver()
        self.registration_id._bus_changed()

    def _open_again(self):
        self._set_state(
            "open", found_at=fields.Datetime.now(), waived_before=self._last_waiver()
        )
        self._tell_channels(
            self.registration_id, {(self.entry_id.id, self.registration_id.id)}
        )

    def _ask_again(self):
        """Visitors are linked to somebody else: what was decided of whom they were
        taken for is not about them any more."""
        taken_over = self.filtered(
            lambda hit: hit.state == "cleared" and hit.decided_at < hit.found_at
        )
        pairs = {(hit.entry_id.id, hit.registration_id.id): hit for hit in taken_over}
        still = taken_over._cleared_before(pairs)
        for pair, hit in pairs.items():
            if pair not in still:
                hit._open_again()
                hit.registration_id._bus_changed()

    def _last_waiver(self):
        """The id of what was set aside last for the visitor: not for what is found now.

        Searched: what a user may not read is in no cache.
        """
        waivers_sudo = self.env["visitor.waiver"].sudo()
        mine = [("registration_id", "=", self.registration_id.id)]
        return waivers_sudo.search(mine, order="id desc", limit=1).id or 0

    def _is_another(self, reason):
        """It is not the same person any more, as somebody of security wrote it."""
        self._set_state(
            "cleared",
            decided_by_id=self.env.uid,
            decided_at=fields.Datetime.now(),
            reason=reason,
            entry_revision=self.entry_id.revision,
        )
        self.registration_id._bus_changed()

    def _values(self, match):
        return {
            "evidence": match.evidence,
            "field": match.field,
            "entry_value": match.entry_value,
            "person_value": match.person_value,
        }

    def _insert(self, found):
        """New hits, past the ORM: another transaction may find the same one."""
        cleared = self._cleared_before(found)
        for (entry_id, person_id), match in found.items():
            before = cleared.get((entry_id, person_id))
            if before and watchlist.is_surer(match.evidence, before.evidence):
                before = None
            decided = before or self.browse()
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO visitor_watchlist_hit (
                        entry_id, registration_id, company_id, evidence, field,
                        entry_value, person_value, found_at, state, decided_by_id,
                        decided_at, reason, entry_revision, waived_before,
                        create_uid, create_date, write_uid, write_date)
                    SELECT e.id, %(person)s, e.company_id, %(evidence)s, %(field)s,
                           %(entry_value)s, %(person_value)s, %(now)s, %(state)s,
                           %(by)s, %(at)s, %(reason)s, e.revision,
                           COALESCE((SELECT MAX(id) FROM visitor_waiver
                                      WHERE registration_id = %(person)s), 0),
                           %(uid)s, %(now)s, %(uid)s, %(now)s
                      FROM visitor_watchlist e WHERE e.id = %(entry)s
               ON CONFLICT (entry_id, registration_id) DO NOTHING
                    """,
                    entry=entry_id,
                    person=person_id,
                    now=fields.Datetime.now(),
                    uid=self.env.uid,
                    state="cleared" if before else "open",
                    by=decided.decided_by_id.id or None,
                    at=decided.decided_at or None,
                    reason=decided.reason or None,
                    **self._values(match),
                )
            )
        self.env["visitor.registration"].invalidate_model(["watchlist_hit_ids"])
        self.env["visitor.watchlist"].invalidate_model(["hit_ids", "hit_count"])

    def _cleared_before(self, pairs):
        """The last decision about the same person, where it was to clear; not those of
        these hits themselves.

        :param pairs: of ids of an entry and a registration
        :return: dict from pair to a hit of an earlier registration
        """
        entries = self.env["visitor.watchlist"].browse({entry for entry, _p in pairs})
        people = self.env["visitor.registration"].browse({p for _entry, p in pairs})
        known = {person.id: person for person in people}  # read together
        decided = self.search(
            [
                ("entry_id", "in", entries.ids),
                ("state", "in", ("cleared", "confirmed")),
                ("id", "not in", self.ids),
            ],
            order="decided_at, id",
        ).filtered(lambda hit: hit.entry_revision == hit.entry_id.revision)
        by_entry = decided.grouped("entry_id")
        found = {}
        for entry_id, person_id in pairs:
            hits = by_entry.get(entries.browse(entry_id))
            if not hits:
                continue
            domain = known[person_id]._same_person_domain()
            same = hits.filtered(
                lambda hit, domain=domain: hit.registration_id.filtered_domain(domain)
            )
            if same[-1:].state == "cleared":
                found[entry_id, person_id] = same[-1:]
        return found
