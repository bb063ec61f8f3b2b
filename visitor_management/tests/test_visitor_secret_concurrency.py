"""The first use of the secret, by many at the same moment."""

from odoo.tests import tagged

from ..tools import keys
from .concurrency_common import ConcurrencyCase


@tagged("-standard", "-at_install", "post_install", "visitor_concurrency")
class TestSecretConcurrency(ConcurrencyCase):
    tables = ("visitor_secret",)

    @classmethod
    def _make_places(cls, env):
        env.cr.execute("DELETE FROM visitor_secret")

    def setUp(self):
        super().setUp()
        with self._transaction() as env:
            env.cr.execute("DELETE FROM visitor_secret")

    def _rows(self):
        with self._transaction() as env:
            env.cr.execute("SELECT fingerprint FROM visitor_secret")
            return [fingerprint for (fingerprint,) in env.cr.fetchall()]

    def test_many_keep_one_fingerprint(self):
        calls = [
            lambda env, _n=n: env["visitor.secret"]._use_to_make() for n in range(10)
        ]
        self.assertEqual(self._together(*calls), [None] * 10)
        self.assertEqual(self._rows(), [keys.fingerprint()])

    def test_of_two_servers_with_a_secret_each_the_first_counts(self):
        """The other one says that its secret differs, and prints nothing."""

        def second(env):
            env["visitor.secret"]._store("second")

        def first(env):
            env["visitor.secret"]._store("first")
            waiting = self._start(second)
            self._wait_until_blocked(second)
            return waiting

        self._start(first).result(timeout=30).result(timeout=30)
        self.assertEqual(self._rows(), ["first"])
