import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from ...tools import keys, pass_code
from ...tools.groups import SYSTEM
from ...tools.sentences import say
from ...tools.transaction import read_committed
from .visitor_pass import OPEN

_logger = logging.getLogger(__name__)
_lt = LazyTranslate(__name__)

DIFFERS = _lt(
    "The passes and identity numbers of this database were made with another secret "
    "than the present one. Put the former secret back; if it is lost, the "
    "administrator uses “Reissue All Open Passes” in the settings."
)


class VisitorSecret(models.Model):
    """The fingerprint of the secret that this database was written with: one row.

    The secret itself is the server's (``tools/keys.py``) and serves all databases on
    it. A secret that changed or was lost, and a database that was copied to another
    server, show by a fingerprint that differs. Nobody but :meth:`_reissue_all` replaces
    it. No role reads or writes here.
    """

    _name = "visitor.secret"
    _description = "Fingerprint of the Secret"
    _log_access = False

    fingerprint = fields.Char(required=True, groups=fields.NO_ACCESS)

    _one_row = models.UniqueIndex("((TRUE))")

    # ------------------------------------------------------------
    # BEFORE THE SECRET IS USED
    # ------------------------------------------------------------

    @api.model
    def _use(self):
        """Make sure that there is a secret, made now if nothing needs an older one.

        :raise UserError: from a ``SecretError``; says what to do
        """
        try:
            keys.secret()
        except keys.SecretError as error:
            if error.state != "missing" or self._was_used():
                raise self._told(error) from error
            self._make_file()

    @api.model
    def _use_to_make(self):
        """The same, and remember the secret with which the first thing is made.

        Where another one is in use since, things are made all the same: visitors come
        and go. They are not printed until the administrator has decided.

        :raise UserError: there is no good secret
        """
        self._use()
        if not self._stored() and self._fits():
            self._store(keys.fingerprint())

    @api.model
    def _check(self):
        """Make sure that the secret is the one this database was written with.

        :raise UserError: it is not, or there is no good one
        """
        self._use()
        if self._differs():
            raise UserError(say(self.env, DIFFERS))

    @api.model
    def _state(self):
        """How it stands about the secret, for settings and health.

        :return: pair of the state and the sentence that says what to do: ``good``;
            ``new``, nothing was made yet; ``differs`` from the one of this database;
            ``missing``, ``weak`` or ``unsafe``
        """
        try:
            keys.secret()
        except keys.SecretError as error:
            if error.state == "missing" and not self._was_used():
                return "new", ""
            return error.state, say(self.env, error.sentence)
        if self._differs():
            return "differs", say(self.env, DIFFERS)
        return ("good" if self._was_used() else "new"), ""

    # ------------------------------------------------------------
    # GETTING OUT OF IT
    # ------------------------------------------------------------

    @api.model
    def _reissue_all(self):
        """Go on with the present secret: new codes for all open passes.

        Of all companies. Identity numbers are taken over if the former secret is set;
        without it they can't be read any more. A file that was lost is made anew. All
        or nothing.

        :return: dict of counts: ``passes``, numbers ``moved`` and ``lost``
        :raise AccessError: not the administrator of the system
        :raise UserError: the present secret is not good either
        """
        if not self.env.user.has_group(SYSTEM):
            raise AccessError(
                self.env._("Only the administrator can issue all passes again.")
            )
        try:
            keys.secret()
        except keys.SecretError as error:
            if error.state != "missing":
                raise self._told(error) from error
            self._make_file()  # asked for, with the passes before one's eyes
        read_committed(self.env)
        # sudo: the administrator, checked above, of this database and all its companies
        done = {
            "passes": self.env["visitor.pass"].sudo()._reissue_open(),
            **self.env["visitor.identity"].sudo()._take_over(),
            "channels": self.env["visitor.notice.channel"].sudo()._take_over(),
        }
        self._store(keys.fingerprint(), replace=True)
        _logger.info("User %s reissued all open passes: %s", self.env.uid, done)
        return done

    # ------------------------------------------------------------
    # THE ROW
    # ------------------------------------------------------------

    def _stored(self):
        rows = self.env.execute_query(SQL("SELECT fingerprint FROM visitor_secret"))
        return rows[0][0] if rows else None

    def _store(self, fingerprint, replace=False):
        """Keep a fingerprint. Of two that come first at once, the first counts."""
        if replace:
            conflict = SQL("((TRUE)) DO UPDATE SET fingerprint = EXCLUDED.fingerprint")
        else:
            conflict = SQL("DO NOTHING")
        self.env.cr.execute(
            SQL(
                "INSERT INTO visitor_secret (fingerprint) VALUES (%s) ON CONFLICT %s",
                fingerprint,
                conflict,
            )
        )

    def _differs(self):
        stored = self._stored()
        return stored != keys.fingerprint() if stored else not self._fits()

    def _was_used(self):
        """Whether anything in this database needs the secret it was made with."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT EXISTS (SELECT FROM visitor_secret)
                    OR EXISTS (SELECT FROM visitor_pass_code)
                    OR EXISTS (SELECT FROM visitor_identity
                                WHERE number_hash IS NOT NULL)
                    OR EXISTS (SELECT FROM visitor_notice_channel
                                WHERE sealed_address IS NOT NULL)
                """
            )
        )
        return rows[0][0]

    def _fits(self):
        """Whether what a database without a fingerprint holds fits the secret.

        It was written by a version that kept none. Asked are the oldest of the open
        passes, for the latest may be made since, and the latest identity number.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.code_hash, p.seed, c.issue
                  FROM visitor_pass_code c JOIN visitor_pass p ON p.id = c.pass_id
                 WHERE p.state IN %s AND c.state = 'current'
              ORDER BY c.id LIMIT 1
                """,
                OPEN,
            )
        )
        if any(
            code_hash != pass_code.id_hash(pass_code.token_id(seed, issue))
            for code_hash, seed, issue in rows
        ):
            return False
        latest = (
            self.env["visitor.identity"]
            .sudo()  # whether it can be read, not what it says
            .search([("ciphertext", "!=", False)], limit=1)
        )
        return not latest or latest._can_be_read()

    def _make_file(self):
        try:
            keys.make_file()
            keys.secret()
        except keys.SecretError as error:
            raise self._told(error) from error

    def _told(self, error):
        """What a user is told, to be raised from the error."""
        return UserError(say(self.env, error.sentence))
