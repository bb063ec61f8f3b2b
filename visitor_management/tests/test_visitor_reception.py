from odoo.tests import tagged

from .common import VisitorCommon


@tagged("post_install", "-at_install")
class TestReception(VisitorCommon):
    def test_one_whole_visit(self):
        """Announced by a host, checked in, through a gate, out, in the register."""
        visit = self._visit(type_id=self.type_host.id)
        visit.action_submit()
        self.assertEqual(visit.state, "approved", "the host's own invitation")
        self.assertEqual(visit.confirmed_by_id, self.user_host.partner_id)
        person = visit.registration_ids.with_user(self.user_reception)
        self.assertEqual(person.pass_ids.state, "ready")

        self.assertEqual(person.check_in()["status"], "granted")
        self.assertEqual((person.state, visit.state), ("inside", "in_progress"))
        self.assertEqual(person.pass_ids.state, "issued")
        self.assertEqual(self.site.inside_count, 1)

        self.assertEqual(person.check_out(), {"open": []})
        self.assertEqual((person.state, visit.state), ("left", "done"))
        self.assertEqual(person.pass_ids.state, "returned")
        stay = person.stay_ids
        self.assertTrue(stay.in_at <= stay.out_at)
        self.assertEqual(stay.closed_by, "desk")
        self.assertEqual(self.site.inside_count, 0)

    def test_a_second_check_in_is_answered_and_changes_nothing(self):
        person = self._inside()
        answer = person.check_in()
        self.assertEqual(self._codes(answer), ["already_inside"])
        self.assertEqual(len(person.stay_ids), 1)
