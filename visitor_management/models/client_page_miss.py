from datetime import timedelta

from odoo import api, fields, models

from ..tools import keys

MISSES_A_MINUTE = 20
MINUTE = timedelta(minutes=1)


class ClientPageMiss(models.Model):
    """Wrong secrets that were tried on a public page, kept for a day.

    Not in the memory of a process: there are several of them.
    """

    _name = "client.page.miss"
    _description = "Wrong secret of a public page"
    _log_access = False

    source = fields.Char(required=True)
    at = fields.Datetime(required=True)

    _source_at = models.Index("(source, at)")
    _at = models.Index("(at)")

    @api.model
    def _too_many(self, address):
        """Whether so many wrong secrets came from an address that no more is looked at.

        :param str address: IP address of the caller
        """
        since = fields.Datetime.now() - MINUTE
        found = self.search_count(
            [("source", "=", self._source(address)), ("at", ">", since)]
        )
        return found >= MISSES_A_MINUTE

    @api.model
    def _note(self, address):
        """Remember that a wrong secret came from an address."""
        self.create({"source": self._source(address), "at": fields.Datetime.now()})

    @api.model
    def _source(self, address):
        return keys.digest("public-page", address or "")

    @api.autovacuum
    def _gc_misses(self):
        self.search([("at", "<", fields.Datetime.now() - timedelta(days=1))]).unlink()
