from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from ...tools import mail_secret, roll_call
from ...tools.groups import RECEPTION, SECURITY
from ...tools.transaction import read_committed
from .visitor_muster import RECORD_FIELDS

_lt = LazyTranslate(__name__)

FREEZE = """
    INSERT INTO visitor_muster_line (
        muster_id, company_id, key, category, registration_id, employee_id, name,
        number, group_size, organization, host_name, area_id, not_seen_leaving,
        added_late, status, create_uid, write_uid, create_date, write_date
    )
    SELECT %(muster)s, %(company)s, k.key, p.category, p.registration_id,
           p.employee_id, p.name, k.number, p.group_size, p.organization, p.host_name,
           p.area_id, p.unseen, FALSE, 'missing', %(uid)s, %(uid)s, %(now)s, %(now)s
      FROM (%(people)s) p
      JOIN unnest(%(persons)s, %(numbers)s, %(keys)s) AS k(person, number, key)
        ON k.person = COALESCE('r' || p.registration_id, 'e' || p.employee_id)
"""


class VisitorMuster(models.Model):
    """How a roll call begins, who ticks, and how it ends."""

    _inherit = "visitor.muster"

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("kind") not in (None, "drill") for vals in vals_list):
            raise UserError(
                self.env._("Only a drill is planned. Start the roll call instead.")
            )
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            for muster in self:
                muster._check_written(vals)
        return super().write(vals)

    def _check_written(self, vals):
        """
        :raise UserError: what happened is changed, or the drill was called off
        """
        # the other fields are the program's, or stay what they were made with
        changed = self._differing(vals.keys() & (RECORD_FIELDS | {"kind"}), vals)
        if changed and self.state == "cancelled":
            raise UserError(
                self.env._("This drill was called off: what was planned stays.")
            )
        if self.state != "planned" and set(changed) - RECORD_FIELDS:
            raise self._stays()

    def _stays(self):
        return UserError(
            self.env._(
                "A roll call stays as it was. A drill that does not take place is "
                "called off."
            )
        )

    # ------------------------------------------------------------
    # CALLS
    # ------------------------------------------------------------

    @api.model
    def start(self, site_id, kind):
        """Freeze everybody who is inside, and begin to look for them.

        Visitors, groups one line per head, contractors, escorts, and employees with an
        open attendance where that app is installed. A drill that is planned for the day
        becomes the one that runs. A second start answers the one that runs.

        :param int site_id: ``visitor.site``
        :param str kind: ``real``, ``drill`` or ``test``
        :return: id of the roll call that runs now
        :raise AccessError: neither reception nor security of the site's company
        :raise UserError: there is no such kind
        """
        self._check_ticker()
        site = self.env["visitor.site"].browse(int(site_id or 0))
        site.check_access("read")
        if not site.exists():
            raise UserError(self.env._("Choose the site of the roll call."))
        if kind not in [code for code, _label in roll_call.KINDS]:
            raise UserError(
                self.env._("A roll call is real, a drill or a test: say which one.")
            )
        read_committed(self.env)
        musters_sudo = self.sudo()  # reception or security of the site, checked above
        musters_sudo._lock_site(site)
        if running := musters_sudo._running(site):
            return running.id
        return musters_sudo._begin_now(site, kind).id

    def action_start(self):
        """Start the drill that is planned.

        :return: id of the roll call that runs at the site now
        :raise UserError: it is not planned any more
        """
        self.ensure_one()
        self._check_ticker()
        self.check_access("read")
        read_committed(self.env)
        muster_sudo = self.sudo()  # reception or security, checked above
        muster_sudo._lock_site(self.site_id)
        muster_sudo.invalidate_recordset()
        if running := muster_sudo._running(self.site_id):
            return running.id
        if self.state != "planned":
            raise self._step_not_allowed("running")
        return muster_sudo._begin_now(self.site_id, "drill", self).id

    def tick(self, rows):
        """Say of people on the list how they were seen; each counts once.

        :param list rows: ``{"line_id" or "key" or "code", "status", "at", "point",
            "nonce"}``: ``code`` of a visitor's pass that was scanned; ``status``
            ``safe``, ``injured``, ``off_site`` or ``missing``, which takes one back;
            ``at`` in UTC, now if it is missing; ``point`` an assembly point by id or
            name; ``nonce`` a number that this tick alone has, one is given if missing
        :return: ``{"missing", "safe"}``: how many are, now
        :raise AccessError: neither reception nor security
        :raise UserError: it does not run, or a row says something else
        """
        self.ensure_one()
        self._check_running()
        try:
            given = [
                {**row, "nonce": row.get("nonce") or self._nonce()} for row in rows
            ]
            ticks = roll_call.read_ticks(given, fields.Datetime.now())
        except (ValueError, TypeError, AttributeError) as error:
            raise UserError(
                self.env._("A tick names a person, a status and a number of its own.")
            ) from error
        read_committed(self.env)
        musters_sudo = self.sudo()  # reception or security, checked above
        musters_sudo.env["visitor.muster.tick"]._store(
            self.site_id, f"user-{self.env.uid}", ticks, user=self.env.user
        )
        counts = musters_sudo._counts()
        return {"missing": counts["missing"], "safe": counts["safe"]}

    def add(self, name, area_id=False, status="safe"):
        """Put somebody on the list who does not stand there.

        :param str name: of the person
        :param int area_id: ``visitor.area`` the person came from, or False
        :param str status: as for :meth:`tick`
        :return: id of the line
        :raise AccessError: neither reception nor security
        :raise UserError: it does not run; no name, another site's area, no such status
        """
        self.ensure_one()
        self._check_running()
        area = self.env["visitor.area"].browse(int(area_id or 0))
        if area_id and area.exists().site_id != self.site_id:
            raise UserError(self.env._("Choose an area of the site."))
        if status not in [code for code, _label in roll_call.STATUSES]:
            raise UserError(self.env._("Say whether the person is safe."))
        read_committed(self.env)
        ticks_sudo = self.sudo().env["visitor.muster.tick"]  # checked above
        tick_sudo = ticks_sudo._store_added(
            self.site_id,
            f"user-{self.env.uid}",
            {
                "nonce": self._nonce(),
                "name": name,
                "area_id": area.id if area_id else False,
                "status": status,
                "at": fields.Datetime.now(),
            },
            user=self.env.user,
        )
        return tick_sudo.line_id.id

    def action_end(self, note=""):
        """Everybody is accounted for, or the search goes on elsewhere: end it.

        :param str note: what has to be known about the end
        :return: True
        :raise AccessError: not security
        :raise UserError: it does not run
        """
        self._check_security()
        self.check_access("write")
        read_committed(self.env)
        for muster_sudo in self.sudo():  # security, checked above
            muster_sudo._lock_site(muster_sudo.site_id)
            muster_sudo.invalidate_recordset()
            muster_sudo._set_state(
                "ended",
                ended_at=fields.Datetime.now(),
                ended_by_id=self.env.uid,
                closing_note=note or False,
            )
            muster_sudo._keep_figures()
            muster_sudo._tell_screens()
        return True

    def action_cancel(self, reason=""):
        """Call a planned drill off.

        :param str reason: why it does not take place; kept as its note
        :return: True
        :raise AccessError: not security
        :raise UserError: it is not planned any more
        """
        self._check_security()
        self.check_access("write")
        for muster_sudo in self.sudo():  # security, checked above
            muster_sudo._set_state("cancelled", closing_note=reason or False)
        return True

    # ------------------------------------------------------------
    # BEGIN
    # ------------------------------------------------------------

    def _begin_now(self, site, kind, planned=None):
        """Freeze, with what phones sent before; the site is locked.

        :param planned: the drill that begins; default: the one of the day
        """
        if planned is None and kind == "drill":
            planned = self._planned_today(site)
        values = {"started_at": fields.Datetime.now(), "user_id": self.env.uid}
        if planned:
            muster = self.browse(planned.id)
            muster._set_state("running", **values)
        else:
            # a test and a real one are never planned
            muster = self.create({"site_id": site.id, "kind": "drill"})
            muster._set_state("running", kind=kind, **values)
        muster._freeze()
        self.env["visitor.muster.tick"]._merge(muster)
        muster._keep_figures()
        muster._tell_screens()
        muster._tell_security()
        return muster

    def _planned_today(self, site):
        """The drill that is planned for this day of the site, the next one."""
        since, until = site._day_bounds(site._today())
        return self.search(
            [
                ("site_id", "=", site.id),
                ("state", "=", "planned"),
                ("scheduled_at", ">=", since),
                ("scheduled_at", "<", until),
            ],
            order="scheduled_at, id",
            limit=1,
        )

    def _freeze(self):
        """Write down who is inside, in two statements whatever their number.

        Names go from table to table: no statement, and no log of one, holds any.
        """
        self.ensure_one()
        inside = self.env["visitor.muster.inside"]
        people = inside._statement(self.site_id)
        self.env.flush_all()
        groups = self.env.execute_query(
            SQL(
                "SELECT registration_id, employee_id, group_size FROM (%s) AS people",
                people,
            )
        )
        key = inside._key_maker(self.site_id)
        heads = [
            (
                f"r{registration}" if registration else f"e{employee}",
                number,
                key({"registration_id": registration, "employee_id": employee}, number),
            )
            for registration, employee, size in groups
            for number in range(1, size + 1)
        ]
        persons, numbers, known = zip(*heads, strict=True) if heads else ((), (), ())
        self.env.cr.execute(
            SQL(
                FREEZE,
                muster=self.id,
                company=self.company_id.id,
                people=people,
                persons=SQL("%s::text[]", list(persons)),
                numbers=SQL("%s::int[]", list(numbers)),
                keys=SQL("%s::text[]", list(known)),
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        self.env["visitor.muster.line"].invalidate_model()
        self.invalidate_recordset(["line_ids"])

    @api.model
    def _running(self, site):
        """The roll call that runs at a site, or none."""
        return self.search(
            [("site_id", "=", site.id), ("state", "=", "running")], limit=1
        )

    @api.model
    def _lock_site(self, site, shared=False):
        """Begin one roll call at a time, and no tick meanwhile.

        Ticks go beside each other; whoever begins waits for those that are being
        stored, so that none falls between the list and its merging.
        """
        lock = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
        self.env.cr.execute(
            SQL(
                "SELECT %s(hashtextextended(%s, 0))",
                SQL.identifier(lock),
                f"visitor.muster:{site.id}",
            )
        )
        # it may have begun or ended while this one waited
        self.env["visitor.muster"].invalidate_model()

    def _nonce(self):
        return mail_secret.make()[-43:]

    # ------------------------------------------------------------
    # WHO MAY
    # ------------------------------------------------------------

    def _check_ticker(self):
        if not self.env.su and not self.env.user.has_group(RECEPTION):
            raise AccessError(
                self.env._("Reception and security start a roll call and tick.")
            )

    def _check_security(self):
        if not self.env.su and not self.env.user.has_group(SECURITY):
            raise AccessError(self.env._("Security plans and ends roll calls."))

    def _check_running(self):
        """
        :raise AccessError: neither reception nor security of the site's company
        :raise UserError: it does not run
        """
        self._check_ticker()
        self.check_access("read")
        if self.state != "running":
            raise UserError(
                self.env._("This roll call does not run. Start one to tick people.")
            )

    # ------------------------------------------------------------
    # WHO IS TOLD
    # ------------------------------------------------------------

    def _tell_screens(self, lines=None):
        """Tell open screens of the site what to read again: numbers, no names.

        :param list lines: ids of lines; default: everything
        """
        for muster in self:
            changes = {"site_id": muster.site_id.id, "muster_id": muster.id}
            if lines is not None and len(lines) <= roll_call.MOST_ROWS:
                changes["line_ids"] = sorted(lines)
            muster.site_id._bus_send("visitor_management.muster", changes)

    def _tell_security(self):
        """Tell security that a roll call began; of a test nobody is told."""
        if self.kind == "test":
            return
        self.env["visitor.notice.channel"]._tell(self.site_id, "muster", self)
        told = self.env["visitor.told"]
        for officer in self.site_id._security_officers() - self.env.user:
            told._notify(officer.partner_id, self._begun_words)

    def _begun_words(self, env):
        site = self.site_id.with_env(env).name
        if self.kind == "drill":
            subject = env._("Drill at %s: a roll call began", site)
        else:
            subject = env._("Emergency at %s: a roll call began", site)
        return subject, env._("Open the roll call to see who is still missing.")
