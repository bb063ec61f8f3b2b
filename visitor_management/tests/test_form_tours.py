from datetime import datetime

from odoo.tests import HttpCase, tagged

from .common import VisitorCommon


@tagged("post_install", "-at_install")
class TestFormTours(VisitorCommon, HttpCase):
    """The forms of hosts and administrators, in a browser."""

    tz = "Asia/Shanghai"

    def test_a_host_far_away_announces_a_visit_at_the_time_of_the_site(self):
        self.user_host.tz = "America/New_York"
        self.env["visitor.site"].search([("id", "!=", self.site.id)]).active = False
        self.start_tour("/odoo/visitor-my-visits/new", "visitor_announce", login="host")
        visit = self.env["visitor.visit"].search([("purpose", "=", "Design review")])
        self.assertEqual(visit.start, datetime(2030, 11, 27, 6, 30), "UTC+8")
        self.assertEqual((visit.state, visit.host_id), ("approved", self.employee))
        self.assertEqual(visit.registration_ids.name, "Zhang Wei 张伟")

    def test_a_new_visit_left_without_typing_leaves_no_draft(self):
        before = self.env["visitor.visit"].search_count([])
        self.start_tour(
            "/odoo/visitor-my-visits/new", "visitor_new_untouched", login="host"
        )
        self.assertEqual(self.env["visitor.visit"].search_count([]), before)

    def test_the_token_of_a_gate_is_shown_once(self):
        self.start_tour(
            f"/odoo/visitor-gates/{self.gate.id}",
            "visitor_gate_token",
            login="visitor_admin",
        )
        self.assertTrue(self.gate.sudo().token_hash)

    def test_a_revealed_number_stays_until_it_is_closed(self):
        self.type_open.identity_storage = "full"
        person = self._registration().with_user(self.user_reception)
        person.set_identity("resident_id", "11010519491231002X")
        identity = person.sudo().identity_ids
        self.start_tour(
            f"/odoo/visitor.identity/{identity.id}",
            "visitor_reveal_number",
            login="security",
        )
        self.assertEqual(identity.reveal_ids.reason, "Police asked")
