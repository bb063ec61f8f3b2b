"""Who is on the watchlist is told by no way to those who need not know."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .watchlist_common import WatchlistCommon

NEUTRAL = "Please ask reception."


@tagged("post_install", "-at_install")
class TestWatchlistLeaks(WatchlistCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kiosk = cls.gate.create(
            {
                "name": "Kiosk",
                "site_id": cls.site.id,
                "kind": "kiosk",
                "checks_in": True,
            }
        )
        cls.gate.checks_in = True
        cls._entry(reason="Stole tools")
        cls.person = cls._person()

    def test_hosts_are_told_to_ask_reception(self):
        for user in (self.user_host,):
            theirs = self.person.with_user(user)
            self.assertEqual(theirs.blocker_codes, ["ask_reception"])
            self.assertEqual(theirs.blockers, NEUTRAL)
        desk = self.person.with_user(self.user_reception)
        self.assertEqual(desk.blocker_codes, ["watchlisted"])
        self.assertNotIn("tools", desk.blockers)

    def test_a_kiosk_hears_nothing_else_and_hears_it_again(self):
        """The same in a replay, and in what the device was told; security reads why."""
        code, nonce = self._token(self.person), "6f7a5a8e-0000-4000-8000-000000000001"
        first = self._scan(code, gate=self.kiosk, nonce=nonce)
        again = self._scan(code, gate=self.kiosk, nonce=nonce)
        for answer in (first, again):
            self.assertEqual(answer["status"], "denied")
            self.assertEqual(answer["reason"], "ask_reception")
            self.assertEqual(answer["message"], NEUTRAL)
            self.assertEqual(answer["visitor"]["name"], "")
        self.assertEqual((first["replay"], again["replay"]), (False, True))
        movement = self._movements(("gate_id", "=", self.kiosk.id))
        self.assertEqual(movement.message, NEUTRAL)
        self.assertEqual(movement.reason, "watchlisted")

    def test_gate_and_desk_read_the_true_reason(self):
        answer = self._scan(self.person)
        self.assertEqual(answer["reason"], "watchlisted")
        self.assertIn("Same person?", answer["message"])

    def test_only_security_reads_entries_and_hits(self):
        for user in (self.user_host, self.user_reception):
            for name in ("visitor.watchlist", "visitor.watchlist.hit"):
                records = self.env[name].with_user(user)
                for call in (
                    lambda records=records: records.search([]),
                    lambda records=records: records.name_search("Boris"),
                    lambda records=records: records.formatted_read_group(
                        [], [], ["__count"]
                    ),
                    lambda records=records: records.create({}),
                ):
                    with self.assertRaises(AccessError):
                        call()
        with self.assertRaises(AccessError):
            self.env["visitor.watchlist.key"].with_user(self.user_admin).search([])

    def test_nobody_finds_them_through_a_visitor(self):
        people = self.env["visitor.registration"]
        for user in (self.user_host, self.user_reception):
            for domain in (
                [("watchlist_hit_ids", "!=", False)],
                [("watchlist_hit_ids.evidence", "=", "weak")],
                [("watchlist_hit_ids", "any", [])],
                [("watchlist_keys", "like", "becket")],
            ):
                with self.subTest(user=user.login, domain=domain):
                    with self.assertRaises(AccessError):
                        people.with_user(user).search(domain)
            theirs = self.person.with_user(user)
            for name in ("watchlist_hit_ids", "watchlist_keys"):
                with self.assertRaises(AccessError):
                    theirs.read([name])
        with self.assertRaises(AccessError):
            people.with_user(self.user_admin).search([("watchlist_keys", "!=", False)])

    def test_nothing_is_written_where_others_read(self):
        """Neither in the history of the visit nor in what its host is sent."""
        visit = self.person.visit_id.sudo()
        words = " ".join(
            f"{message.subject} {message.body}" for message in visit.message_ids
        )
        self.assertNotIn("atchlist", words)
        self.assertFalse(visit.activity_ids)

    def test_a_host_deletes_a_draft_whoever_it_names(self):
        """An error would tell that somebody is on the list."""
        visit = self._visit(names=("Boris Becket",))
        self.assertTrue(self._hits(visit.registration_ids))
        visit.unlink()

    def test_reception_reads_that_security_decided_not_why(self):
        guard = self.person.with_user(self.user_security)
        guard.waive("watchlisted", "Known thief, comes with the police")
        desk = self.env["visitor.reception"].with_user(self.user_reception)
        detail = desk.open_person(self.person.id)
        self.assertNotIn("thief", str(detail))
        self.assertEqual(len(detail["waived"]), 1)
        waivers = self.env["visitor.waiver"].with_user(self.user_reception)
        self.assertFalse(waivers.search([("reason", "ilike", "thief")]))
        self.env.invalidate_all()
        security = self.env["visitor.reception"].with_user(self.user_security)
        self.assertIn("thief", str(security.open_person(self.person.id)))
