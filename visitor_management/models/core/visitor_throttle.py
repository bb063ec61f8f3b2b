import threading
from datetime import timedelta

from odoo import api, fields, models
from odoo.http import request
from odoo.tools import SQL, hmac

from ...tools import addresses, keys
from ...tools.transaction import begin_read_committed

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
MISSES_A_MINUTE = 20
# A burst does not take a second connection for each of its requests: they are few.
ONE_AT_A_TIME = threading.Lock()
KEPT = timedelta(days=1)  # longer than any time within which something is counted


class VisitorThrottle(models.Model):
    """How often somebody did what is limited: tried a wrong secret, made a record.

    One row for what is counted, as a digest. Addresses are keyed by the secret of the
    installation: a copy of the database tells none. What passes by a good secret is
    never counted and waits for nobody here.
    """

    _name = "visitor.throttle"
    _description = "Limit of Tries"
    _log_access = False

    digest = fields.Char(required=True)
    since = fields.Datetime("Counted Since", required=True)
    count = fields.Integer("Times Counted", required=True)

    _digest_uniq = models.UniqueIndex("(digest)")
    _since_idx = models.Index("(since)")

    @api.model
    def _take(self, what, whose, limit, within=MINUTE):
        """Count once more, and say whether that is still within the limit.

        The time begins with the first that is counted, and again with the first after
        it is over.

        It is counted in a transaction of its own: it stays counted when the request
        fails, and of many at the same moment each waits for the one before, not
        for a whole request.

        :param str what: is limited
        :param whose: tries are counted together: an address, the id of a link, a device
        :param int limit: how many are let through
        :param timedelta within: that time
        :return: False for what is too much
        """
        digest = hmac(self.env(su=True), "visitor.throttle", f"{what}:{whose}")
        taken = self._taken_by_this_request()
        if digest not in taken:
            taken[digest] = self._count(digest, within)
        return taken[digest] <= limit

    @api.model
    def _miss(self, address):
        """Count a wrong secret that came from an address, whatever it was meant for.

        :param str address: IP address of the caller; behind a proxy it takes Odoo's
            ``proxy_mode`` to know it
        :return: False for one too many
        """
        self.env["visitor.secret"]._use()
        network = keys.digest("throttle", addresses.network(address) or "")
        return self._take("miss", network, MISSES_A_MINUTE)

    @api.model
    def _taken_by_this_request(self):
        """What this request was counted for: Odoo tries it again after a conflict."""
        if not request:
            return {}
        if not hasattr(request, "visitor_taken"):
            request.visitor_taken = {}
        return request.visitor_taken

    @api.model
    def _count(self, digest, within):
        """
        :return: how many it is now, this one included
        """
        now = fields.Datetime.now()
        with ONE_AT_A_TIME, self.env.registry.cursor() as cr:
            begin_read_committed(self.env(cr=cr))
            cr.execute(
                SQL(
                    """
                    INSERT INTO visitor_throttle AS counted (digest, since, count)
                         VALUES (%(digest)s, %(now)s, 1)
                    ON CONFLICT (digest) DO UPDATE
                            SET since = CASE WHEN counted.since <= %(over)s
                                             THEN %(now)s ELSE counted.since END,
                                count = CASE WHEN counted.since <= %(over)s
                                             THEN 1 ELSE counted.count + 1 END
                      RETURNING count
                    """,
                    digest=digest,
                    now=now,
                    over=now - within,
                )
            )
            return cr.fetchone()[0]

    @api.autovacuum
    def _gc_counted(self):
        self.search([("since", "<", fields.Datetime.now() - KEPT)]).unlink()
