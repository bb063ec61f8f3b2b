from contextlib import contextmanager
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_time
from odoo.tools.translate import LazyTranslate

from ...tools.groups import RECEPTION
from ...tools.sentences import Label

_lt = LazyTranslate(__name__)
CARD = "visitor.card"

VISIT = "visitor.visit"
PERSON = "visitor.registration"
PASS = "visitor.pass"
STAY = "visitor.stay"
ESCORT = "visitor.escort"
WAIT = "visitor.waiting"
UNDO_WITHIN = timedelta(minutes=10)
# Neither an act that takes back nor one that was taken back.
STANDING = Domain("annuls_id", "=", False) & Domain("annulled_by_ids", "=", False)
# They say what becomes of a visit; what others do only follows from its people.
OF_VISIT = ("refuse_visit", "cancel_visit")
# All that an act at the desk may change, of whole visits, in one statement. Who holds
# the lock on their people is alone with it. No words: what a remark said stays where
# it is written.
LOOK = """
    WITH people AS (
        SELECT id, visit_id, state FROM visitor_registration
         WHERE visit_id IN %(visits)s
    ), passes AS (
        SELECT p.id, p.registration_id, people.visit_id, p.state, p.issue, p.card_id,
               p.scanned_in, p.area_id
          FROM visitor_pass p JOIN people ON people.id = p.registration_id
    )
    SELECT 'visitor.visit' AS model, id, id AS visit_id, NULL::int AS person_id,
           jsonb_build_object('state', state) AS row
      FROM visitor_visit WHERE id IN %(visits)s
     UNION ALL
    SELECT 'visitor.registration', id, visit_id, id,
           jsonb_build_object('state', state, 'movement', (
               SELECT MAX(m.id) FROM visitor_movement m
                WHERE m.registration_id = people.id AND m.granted
                  AND m.annuls_id IS NULL
                  AND NOT EXISTS (
                      SELECT FROM visitor_movement b WHERE b.annuls_id = m.id
                  )
           ))
      FROM people
     UNION ALL
    SELECT 'visitor.pass', id, visit_id, registration_id,
           jsonb_build_object('state', state, 'issue', issue, 'card_id', card_id,
                              'scanned_in', scanned_in, 'area_id', area_id)
      FROM passes
     UNION ALL
    SELECT 'visitor.pass.code', c.id, passes.visit_id, passes.registration_id,
           jsonb_build_object('state', c.state)
      FROM visitor_pass_code c JOIN passes ON passes.id = c.pass_id
     UNION ALL
    SELECT 'visitor.card', c.id, passes.visit_id, passes.registration_id,
           jsonb_build_object('state', c.state, 'pass_id', c.pass_id)
      FROM visitor_card c LEFT JOIN passes ON passes.id = c.pass_id
     WHERE passes.id IS NOT NULL OR c.id IN %(cards)s
     UNION ALL
    SELECT 'visitor.stay', s.id, people.visit_id, people.id,
           jsonb_build_object('out_at', to_char(s.out_at, 'YYYY-MM-DD HH24:MI:SS'),
                              'closed_by', s.closed_by, 'remarks', md5(s.remarks),
                              'seen_leaving_by_id', s.seen_leaving_by_id,
                              'seen_leaving_at', to_char(
                                  s.seen_leaving_at, 'YYYY-MM-DD HH24:MI:SS'
                              ))
      FROM visitor_stay s JOIN people ON people.id = s.registration_id
     UNION ALL
    SELECT 'visitor.waiver', w.id, people.visit_id, people.id, '{}'::jsonb
      FROM visitor_waiver w JOIN people ON people.id = w.registration_id
     UNION ALL
    SELECT 'visitor.escort', id, visit_id, NULL,
           jsonb_build_object('state', state)
      FROM visitor_escort WHERE visit_id IN %(visits)s
     UNION ALL
    SELECT 'visitor.belonging', b.id, people.visit_id, people.id, '{}'::jsonb
      FROM visitor_belonging b JOIN people ON people.id = b.registration_id
     UNION ALL
    SELECT 'visitor.waiting', w.id, w.visit_id, w.registration_id,
           jsonb_build_object('state', w.state, 'stands', w.stands)
      FROM visitor_waiting w WHERE w.visit_id IN %(visits)s
     UNION ALL
    SELECT 'mail.activity', id, res_id, NULL, '{}'::jsonb
      FROM mail_activity
     WHERE res_model = 'visitor.visit' AND res_id IN %(visits)s
       AND create_uid = %(uid)s
     UNION ALL
    SELECT 'mail.message', id, res_id, NULL, '{}'::jsonb
      FROM mail_message
     WHERE model = 'visitor.visit' AND res_id IN %(visits)s
       AND message_type = 'user_notification' AND create_uid = %(uid)s
"""


class VisitorAct(models.Model):
    """One act at the desk, with what was before: for ten minutes it can be taken back.

    Taking it back is another act, which annuls it. Both stay as they were written.
    """

    _name = "visitor.act"
    _description = "Act at the Desk"
    _inherit = [
        "visitor.kept.mixin",
        "visitor.site.clock.mixin",
    ]
    _order = "id desc"
    _rec_name = "kind"
    _site_moments = ("at", "at")

    kind = fields.Selection(
        [
            ("arrive", "Said to be there"),
            ("check_in", "Checked in"),
            ("step_in", "Back in"),
            ("step_out", "Out for now"),
            ("check_out", "Checked out"),
            ("waive", "Condition set aside"),
            ("refuse", "Refused"),
            ("cancel", "Cancelled"),
            ("refuse_visit", "Visit refused"),
            ("cancel_visit", "Visit cancelled"),
            ("revoke", "Pass withdrawn"),
            ("lose", "Pass reported lost"),
            ("give_back", "Pass given back"),
            ("undo", "Taken back"),
        ],
        "What Happened",
        required=True,
        readonly=True,
    )
    visit_id = fields.Many2one(
        "visitor.visit", required=True, index=True, ondelete="restrict", readonly=True
    )
    site_id = fields.Many2one(
        "visitor.site", required=True, ondelete="restrict", readonly=True
    )
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    company_id = fields.Many2one(
        related="site_id.company_id", store=True, index=True, precompute=True
    )
    registration_ids = fields.Many2many(
        "visitor.registration",
        "visitor_act_registration_rel",
        "act_id",
        "registration_id",
        string="Visitors",
        ondelete="restrict",
        readonly=True,
    )
    at = fields.Datetime("When", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users",
        "By",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    annuls_id = fields.Many2one(
        "visitor.act", "Takes Back", readonly=True, ondelete="restrict"
    )
    annulled_by_ids = fields.One2many("visitor.act", "annuls_id", "Taken Back By")
    annulled_kind = fields.Selection(related="annuls_id.kind", string="Taken Back")
    changes = fields.Json(readonly=True, groups=fields.NO_ACCESS)

    _annuls_uniq = models.UniqueIndex(
        "(annuls_id) WHERE annuls_id IS NOT NULL", "This was taken back already."
    )
    _site_idx = models.Index("(site_id, at)")

    # ------------------------------------------------------------
    # RECORD
    # ------------------------------------------------------------

    @api.model
    @contextmanager
    def _recording(self, kind, people, visits=None, cards=None):
        """Keep what is done in the block as an act at the desk, one for each visit.

        What hosts do is no act of the desk, and nothing is kept of it.

        :param str kind: what is done
        :param people: ``visitor.registration``, all of their visits locked
        :param visits: ``visitor.visit``; default: those of the people
        :param cards: ``visitor.card`` that are handed out, locked
        """
        visits = people.visit_id if visits is None else visits
        if not visits or not self.env.user.has_group(RECEPTION):
            yield
            return
        acts_sudo = self.sudo()  # the program writes what reception does
        before = acts_sudo._look(visits, cards.ids if cards else ())
        yield
        after = acts_sudo._look(visits, [key[1] for key in before if key[0] == CARD])
        acts_sudo.create(
            [
                values
                for visit in visits
                if (values := acts_sudo._difference(kind, visit, people, before, after))
            ]
        )

    def _look(self, visits, card_ids):
        """What acts change, as it is now: pairs of model and id with owner and row."""
        self.env.flush_all()
        rows = self.env.execute_query_dict(
            SQL(
                LOOK,
                visits=tuple(visits.ids),
                cards=tuple(card_ids) or (0,),
                uid=self.env.uid,
            )
        )
        return {(row["model"], row["id"]): row for row in rows}

    def _difference(self, kind, visit, people, before, after):
        """The values of an act, empty where nothing was done."""
        of_visit = {
            key: row
            for key, row in after.items()
            # a card that came back is of no visit any more
            if visit.id == (row["visit_id"] or before.get(key, row)["visit_id"])
        }
        created = {key: row for key, row in of_visit.items() if key not in before}
        changed = {
            key: row
            for key, row in of_visit.items()
            if key in before and row["row"] != before[key]["row"]
        }
        if not created and not changed:
            return {}
        rows = [*created.values(), *changed.values(), *map(before.get, changed)]
        touched = {row["person_id"] for row in rows}
        who = people.filtered(lambda each: each.visit_id == visit)
        if kind not in OF_VISIT:
            who = who.filtered(lambda each: each.id in touched)
        if kind == "check_in" and who:
            came = {before[PERSON, each.id]["row"]["state"] for each in who}
            kind = "step_in" if came == {"outside"} else kind
        # what has to be as it was left when the act is taken back
        for key, row in of_visit.items():
            if key in before and key[0] in (PERSON, PASS):
                if row["person_id"] in who.ids:
                    changed[key] = row
        return {
            "kind": kind,
            "visit_id": visit.id,
            "site_id": visit.site_id.id,
            "registration_ids": [fields.Command.set(who.ids)],
            "at": fields.Datetime.now(),
            "user_id": self.env.uid,
            "changes": {
                "created": [[*key, row["row"]] for key, row in created.items()],
                "changed": [
                    [*key, before[key]["row"], row["row"]]
                    for key, row in changed.items()
                ],
            },
        }

    # ------------------------------------------------------------
    # TAKE BACK
    # ------------------------------------------------------------

    @api.model
    def _latest(self, people):
        """The latest act on people that stands."""
        of_people = Domain("registration_ids", "in", people.ids)
        return self.search(of_people & STANDING, limit=1)

    @api.model
    def _recent(self, site):
        """The acts at a site that can still be taken back by their age."""
        since = fields.Datetime.now() - UNDO_WITHIN
        here = Domain("site_id", "=", site.id) & Domain("at", ">=", since)
        return self.search(here & STANDING, limit=20)

    def _take_back(self):
        """Restore what was before; the caller checked who asks.

        :raise UserError: it is too late, or something followed; says what
        """
        self.ensure_one()
        self.visit_id.registration_ids._lock()
        self._check_stands()
        cards = self.env["visitor.card"].browse(
            [row[1] for row in self.changes["changed"] if row[0] == CARD]
        )
        cards._lock()
        now = self._look(self.visit_id, cards.ids)
        self._check_nothing_followed(now)
        self.create(
            {
                "kind": "undo",
                "visit_id": self.visit_id.id,
                "site_id": self.site_id.id,
                "registration_ids": [fields.Command.set(self.registration_ids.ids)],
                "at": fields.Datetime.now(),
                "user_id": self.env.uid,
                "annuls_id": self.id,
            }
        )
        self.env["visitor.act.restore"]._restore(self, now)
        self._tell_it_was_wrong()

    def _check_stands(self):
        site = self.site_id
        back = self.search([("annuls_id", "=", self.id)], limit=1)
        if back:
            raise UserError(
                self.env._(
                    "This was taken back already, at %s.",
                    format_time(self.env, back.at, site._tz(), "short"),
                )
            )
        if self.at < fields.Datetime.now() - UNDO_WITHIN:
            raise UserError(
                self.env._(
                    "This was done more than ten minutes ago and is not taken back "
                    "any more. Check the visitor out, have the times corrected, or "
                    "announce the visit again."
                )
            )

    def _check_nothing_followed(self, now):
        for model, record_id, *_before, after in self._rows():
            if model in (CARD, ESCORT, WAIT) or (
                model == VISIT and self.kind not in OF_VISIT
            ):
                continue
            row = now.get((model, record_id), {"row": None})["row"]
            if row != after:
                raise self._followed()
        later = Domain("id", ">", self.id) & STANDING
        if self.search_count(
            later & Domain("registration_ids", "in", self.registration_ids.ids),
            limit=1,
        ):
            raise self._followed()

    def _rows(self):
        """What has to be as the act left it: model, id, (before,) after."""
        kept = (STAY, PASS)
        created = [row for row in self.changes["created"] if row[0] in kept]
        return self.changes["changed"] + created

    def _followed(self):
        return UserError(
            self.env._(
                "Something else has happened with these visitors since then. Look at "
                "it first: what came last is taken back first."
            )
        )

    def _tell_it_was_wrong(self):
        """Whoever was told of the act is told that it was a mistake."""
        told = self.env["mail.message"].browse(self._created("mail.message"))
        sentence = self._correction()
        for partner in told.exists().notified_partner_ids:
            self.visit_id._tell(
                partner,
                _lt("A mistake at reception (%s)", self.visit_id.name),
                sentence,
                self.registration_ids,
            )
        kind = Label(self._name, "kind", self.kind)
        self.visit_id._log_said(_lt("Taken back at the desk: %s", kind))

    def _created(self, model):
        return [row[1] for row in self.changes["created"] if row[0] == model]
