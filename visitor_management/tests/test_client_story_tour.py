from odoo.tests import tagged

from .test_client_work_tour import WorkTourCase


@tagged("post_install", "-at_install")
class TestClientStory(WorkTourCase):
    """Dissatisfied, unreachable, a letter, reopened, closed: in both languages."""

    def test_in_english(self):
        self._story()

    def test_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        users = self.user_service | self.user_manager | self.user_engineer
        users.lang = "zh_CN"
        self._story()

    def _story(self):
        complaint = self._complaint(
            state="handled",
            partner_id=self.client.id,
            department_id=self.engineering.id,
        )
        form = f"/odoo/client-complaints/{complaint.id}"
        first = self._due(complaint.callback_ids, hours=-1)
        self._finish_dissatisfied(first)
        order = first.rectification_ids
        order.with_user(self.user_engineer).action_done("Contact replaced")
        order.action_verify()

        second = first.next_ids
        for _try in range(2):
            second.log_attempt("no_answer")
        self._due(second, hours=-1)
        self._tour("client_story_letter")
        self.assertEqual(second.state, "unreachable", "the client was not asked")
        self.assertEqual(second.concluded_note, "A letter at the door")

        self._tour("client_story_review", "service_manager")
        self.assertEqual({first.state, second.state}, {"reviewed"})
        self._tour("client_story_close", "service_manager", form)
        self.assertEqual(complaint.close_reason, "Nothing more can be done")
        before = complaint.first_handled_at

        self._tour("client_story_reopen", url=form)
        self.assertEqual(complaint.reopen_reason, "The lift stops again")
        self.assertEqual(complaint.first_handled_at, before, "the first date counts")
        third = complaint.callback_ids - first - second
        self.assertEqual((third.state, third.round), ("planned", 3))

        self._due(third, hours=-1)
        self._tour("client_story_satisfied")
        self._tour("client_story_end", url=form)
        self.assertEqual((complaint.state, complaint.last_result), ("closed", "5"))

    def _finish_dissatisfied(self, callback):
        values, order = self._dissatisfied()
        callback.log_attempt("reached")
        callback.write(values)
        self._order(callback, **order)
        callback.action_finish()
