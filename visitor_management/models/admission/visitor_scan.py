from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from ...tools import admission, kept_plans, keys, pass_code
from ...tools.sentences import say

UNKNOWN_CODES_A_MINUTE = 60


class TooManyUnknownCodes(Exception):
    """A device tried more unknown codes than a person would."""


class VisitorScan(models.AbstractModel):
    """One scan of a device, from its body to the answer. See the README, API.

    Two scans of one pass at the same moment: both wait for the lock on the person,
    the second reads what the first did and is answered ``already_inside``. The same
    call again (device and nonce) is answered as the first time and stored once.
    """

    _name = "visitor.scan"
    _description = "Scan"

    def _scan(self, gate, nonce, code, direction, at=None, decision=None):
        """Decide about a scan, or take note of one decided offline.

        The transaction is at READ COMMITTED, or alone (``tools/transaction.py``).

        :param gate: the ``Device`` that scanned, authenticated by the caller
        :param str nonce: the device's own number of this call
        :param str code: token or short code as read; what a scanner sends along is
            taken off, see :func:`..tools.pass_code.trim`
        :param str direction: ``in`` or ``out``
        :param datetime at: naive UTC, when it happened; only for an offline scan
        :param str decision: ``granted`` or ``denied`` by the device while offline
        :return: dict, the answer of the protocol
        :raise TooManyUnknownCodes: more unknown codes than allowed from this device
        :raise UserError: nothing can be decided without the secret. With another
            one than the passes were made with it can: nobody knows them
        """
        self.env["visitor.secret"]._use()
        code = pass_code.trim(code)
        digest = keys.digest("scan", f"{direction}:{code}")
        scans = self.with_context(lang=gate.lang, allowed_company_ids=[gate.company_id])
        answer = scans._earlier_answer(gate, nonce, digest)
        if answer:
            return answer
        shown = scans._find_pass(gate, code)
        now = fields.Datetime.now()  # who waited for the lock comes after the other
        movement = {
            "at": min(at or now, now) if decision else now,
            "late": False,
            "direction": direction,
            "nonce": nonce,
            "code_digest": digest,
            "offline": bool(decision),
            "user_id": None,
        }
        if not shown:
            return scans._unknown(gate, movement, decision)
        return scans._known(shown, gate, movement, decision)

    def _known(self, shown, gate, movement, decision):
        self._not_before(shown["made_at"], movement)
        facts = self._facts_of(shown, gate, movement["at"])
        unmet = self._unmet(facts, movement["direction"])
        if decision:
            granted = decision == "granted"
        else:
            granted = movement["direction"] == "out" or not unmet
        movement |= self._decision(
            granted, movement["direction"], unmet[0] if unmet else None, gate
        )
        self._apply(facts, gate, movement)
        answer = self._answer(movement, gate, self._visitor(shown, gate, granted))
        return answer | self._items(shown, gate, movement)

    def _unknown(self, gate, movement, decision):
        throttle = self.env["visitor.throttle"]
        if not throttle._take("unknown code", gate.gate_id, UNKNOWN_CODES_A_MINUTE):
            raise TooManyUnknownCodes
        self._not_before(gate.made_at, movement)
        granted = decision == "granted"
        movement |= self._decision(
            granted, movement["direction"], admission.unknown_pass(), gate
        )
        self._store(gate, movement)
        return self._answer(movement, gate)

    def _not_before(self, made_at, movement):
        """Nobody came with a pass, or past a device, that did not exist yet.

        The clock of a device was wrong: the scan is kept, and changes nothing.
        """
        made_at = made_at.replace(microsecond=0)
        if movement["offline"] and movement["at"] < made_at:
            movement |= {"at": made_at, "late": True}

    # ------------------------------------------------------------
    # READ
    # ------------------------------------------------------------

    def _earlier_answer(self, gate, nonce, digest):
        # The same call twice at once: an unknown code has no person to lock. Two
        # statements, so that the second looks after the first has waited.
        kept_plans.execute(
            self.env,
            SQL(
                """
                SELECT code_digest, granted, reason, message, pass_id, direction,
                       COALESCE(offline, FALSE) AS offline
                  FROM visitor_movement WHERE gate_id = %s AND nonce = %s
                """,
                gate.gate_id,
                nonce,
            ),
            after=SQL(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
                f"visitor.scan:{gate.gate_id}:{nonce}",
            ),
        )
        earlier = self.env.cr.dictfetchone()
        if not earlier:
            return None
        if earlier["code_digest"] != digest:
            message = self.env._("This scan number was used for another scan.")
            return self._answer(
                {"granted": False, "reason": "nonce_conflict", "message": message}, gate
            )
        pass_id = earlier["pass_id"]
        shown = self._pass_row(SQL("p.id = %s", pass_id)) if pass_id else None
        answer = self._answer(
            earlier, gate, self._visitor(shown, gate, earlier["granted"]), replay=True
        )
        return answer | self._items(shown, gate, earlier)

    def _find_pass(self, gate, code):
        """The row of the pass a code belongs to, its holder locked, or None.

        What is decided upon is read after it: of a row that had to be waited for only
        the locked table is read again.
        """
        if token := pass_code.decode(code):
            return self._pass_row(
                SQL(
                    "c.code_hash = %s AND v.company_id = %s",
                    pass_code.id_hash(token.id),
                    gate.company_id,
                ),
                lock=True,
            )
        if short := pass_code.normalize_short_code(code):
            # typed codes are short: only at the visit's own site
            return self._pass_row(
                SQL("c.short_code = %s AND v.site_id = %s", short, gate.site_id),
                lock=True,
            )
        return None

    def _pass_row(self, condition, lock=False):
        # Names by subqueries: the planner takes longer for each table that is joined.
        kept_plans.execute(
            self.env,
            SQL(
                """
                SELECT c.id AS code_id, p.id AS pass_id, r.id AS registration_id,
                       p.create_date AS made_at,
                       v.name AS visit, r.name,
                       COALESCE(r.organization, '') AS organization,
                       COALESCE(
                           (SELECT name FROM hr_employee WHERE id = v.host_id),
                           (SELECT name FROM res_partner WHERE id = v.host_partner_id),
                           ''
                       ) AS host,
                       ARRAY(
                           SELECT a.name FROM visitor_pass_area_rel named
                             JOIN visitor_area a ON a.id = named.area_id
                            WHERE named.pass_id = p.id ORDER BY a.complete_name
                       ) AS areas
                       %s
                  FROM visitor_pass_code c
                  JOIN visitor_pass p ON p.id = c.pass_id
                  JOIN visitor_registration r ON r.id = p.registration_id
                  JOIN visitor_visit v ON v.id = r.visit_id
                 WHERE %s
              ORDER BY c.id DESC LIMIT 1
                   %s
                """,
                self._more_of_pass(),
                condition,
                SQL("FOR NO KEY UPDATE OF r") if lock else SQL(),
            ),
        )
        return self.env.cr.dictfetchone()

    def _more_of_pass(self):
        """More columns of the row of a pass, read in the same query: no gate has time.

        :return: SQL that begins with a comma, or nothing; the registration is ``r``
        """
        return SQL()

    def _facts_of(self, shown, gate, moment):
        person = self.env["visitor.registration"].browse(shown["registration_id"])
        facts = self.env["visitor.admission"]._facts(
            person,
            self.env["visitor.pass"].browse(shown["pass_id"]),
            shown["code_id"],
            gate,
            moment,
        )
        return facts[person.id]

    # ------------------------------------------------------------
    # DECIDE
    # ------------------------------------------------------------

    def _unmet(self, facts, direction):
        """What speaks against it; for an exit, what makes it look wrong."""
        decide = admission.unmet if direction == "in" else admission.wrong_exit
        return decide(facts)

    def _decision(self, granted, direction, first, gate):
        """What a movement keeps of a decision, ``first`` being what speaks against.

        The reason is the true one; the message is what the device was told.
        """
        if granted:
            message = (
                self.env._("Welcome.") if direction == "in" else self.env._("Goodbye.")
            )
        elif first:
            shown = admission.for_everybody([first])[0] if gate.for_visitors else first
            message = say(self.env, shown.message)
        else:
            message = self.env._("Not admitted. Send the person to reception.")
        return {
            "granted": granted,
            "forced": bool(granted and first),
            "reason": first.code if first else None,
            "message": message,
        }

    # ------------------------------------------------------------
    # WRITE
    # ------------------------------------------------------------

    def _apply(self, facts, gate, movement):
        """Store the scan, and let the person in or out where it was granted."""
        conditions = self.env["visitor.admission"].sudo()  # an authenticated device
        person = self.env["visitor.registration"].sudo().browse(facts.registration_id)
        holder = self.env["visitor.pass"].sudo().browse(facts.pass_.id)
        movement["late"] = movement["late"] or (
            movement["offline"] and self._is_late(person, movement["at"])
        )
        applies = movement["granted"] and not movement["late"]
        if applies and movement["direction"] == "in" and self._can_enter(facts):
            conditions._record_entry(holder, gate=gate, **movement)
            comes_first = facts.visit.registration_state == "expected"
            conditions._after_entry(person, person if comes_first else person[:0], gate)
        elif (
            applies and movement["direction"] == "out" and self._can_go(facts, movement)
        ):
            conditions._record_exit(person, holder, gate=gate, **movement)
            conditions._after_exit(person, gate)
        else:
            self._store(gate, movement, person.id, holder.id)
            if self._shows_who_left(gate, movement):
                person.stay_ids._note_seen_leaving(movement["at"])
            return
        self._seen(gate)

    def _can_enter(self, facts):
        # only an offline scan is granted and can't: then it is noted, nothing else
        return (
            facts.pass_.state in ("ready", "issued")
            and facts.pass_.code_state == "current"
            and facts.site_id == facts.gate.site_id
            and facts.visit.registration_state in ("expected", "outside", "inside")
        )

    def _can_go(self, facts, movement):
        inside = facts.visit.registration_state == "inside"
        return inside and not admission.is_of_another(movement["reason"])

    def _shows_who_left(self, gate, movement):
        """Whether the holder stood at an exit of the site, counted as gone before.

        Whom closing time checked out has the pass in hand that counts as given back.
        """
        reason = movement["reason"]
        return (
            movement["granted"]
            and movement["direction"] == "out"
            and gate.out_leaves_site
            and (reason == "pass_returned" or not admission.is_of_another(reason))
        )

    def _is_late(self, person, at):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT at FROM visitor_movement m
                 WHERE registration_id = %s AND granted AND annuls_id IS NULL
                   AND NOT EXISTS (  -- what was taken back has not happened
                       SELECT FROM visitor_movement b WHERE b.annuls_id = m.id
                   )
              ORDER BY at DESC LIMIT 1
                """,
                person.id,
            )
        )
        return bool(rows) and rows[0][0] > at

    def _store(self, gate, movement, registration_id=None, pass_id=None):
        movements = self.env["visitor.movement"].sudo()  # an authenticated device
        movements.create(
            {
                **movements._defaults(gate),
                **movement,
                "site_id": gate.site_id,
                "company_id": gate.company_id,
                "registration_id": registration_id,
                "pass_id": pass_id,
            }
        )
        self._seen(gate)

    def _seen(self, gate):
        """The device lives. A minute is exact enough, and two scans never wait."""
        now = fields.Datetime.now()
        if gate.last_seen and gate.last_seen > now - timedelta(minutes=1):
            return
        self.env.cr.execute(
            SQL(
                """
                UPDATE visitor_gate SET last_seen = %s WHERE id IN (
                    SELECT id FROM visitor_gate WHERE id = %s
                       FOR NO KEY UPDATE SKIP LOCKED
                )
                """,
                now,
                gate.gate_id,
            )
        )

    # ------------------------------------------------------------
    # ANSWER
    # ------------------------------------------------------------

    def _visitor(self, shown, gate, granted):
        if not shown or (not granted and gate.kind == "kiosk"):
            return {}
        fields_shown = ("name", "organization", "host", "visit", "areas")
        return {name: shown[name] for name in fields_shown}

    def _items(self, shown, gate, movement):
        """More of the answer: what the holder may take out.

        :param dict shown: the row of the pass, or None
        :param gate: the ``Device``
        :param dict movement: of this scan, or of the earlier same one
        :return: dict, empty where there is nothing
        """
        return {}

    def _answer(self, decision, gate, visitor=None, replay=False):
        reason = "" if decision["granted"] else decision["reason"] or ""
        if gate.for_visitors:
            reason = admission.code_for_everybody(reason)
        empty = {"name": "", "organization": "", "host": "", "visit": "", "areas": []}
        return {
            "status": "granted" if decision["granted"] else "denied",
            "reason": reason,
            "message": decision["message"],
            "replay": replay,
            "visitor": visitor or empty,
            "items": [],
            "server_time": fields.Datetime.now().isoformat() + "Z",
        }
