"""Records of a month, made as a test needs them."""

from datetime import datetime

from .client_common import ClientCommon

# A day in the middle of a month, on the clock of Shanghai as well as in UTC.
MID_JANUARY = datetime(2026, 1, 15, 4)


class StatisticsCommon(ClientCommon):
    """Engineering's month, filled by the manager and read by leadership."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["client.callback.rule"].search([]).unlink()  # one callback each

    @classmethod
    def _case(cls, due=MID_JANUARY, result="5", reached=None, **values):
        """A callback about a complaint, due and reached at some moment.

        :param reached: when; by default when it was due, False for never
        """
        complaint = cls._complaint(state="handled", **values)
        callback = complaint.callback_ids
        cls._put(
            complaint,
            deadline=due,
            first_deadline=due,
            handled_at=due,
            first_handled_at=due,
            received_at=due,
        )
        cls._call(callback, due, result, reached)
        return callback.sudo()

    @classmethod
    def _call(cls, callback, due, result="5", reached=None):
        reached = due if reached is None else reached
        cls._put(
            callback,
            due_at=due,
            first_due_at=due,
            reached=bool(reached),
            reached_at=reached or None,
            result=(result or None) if reached else None,
            state="finished" if reached else "planned",
        )

    @classmethod
    def _next_round(cls, callback, due, result="5", reached=None):
        """A further round of a case."""
        following = cls.env["client.callback"].create(
            {
                "complaint_id": callback.complaint_id.id,
                "source": callback.source,
                "department_id": callback.department_id.id,
                "previous_id": callback.id,
                "round": callback.round + 1,
                "due_at": due,
            }
        )
        cls._call(following, due, result, reached)
        return following

    @classmethod
    def _form(cls, month="2026-01-01", department=None, user=None):
        """The form of a month, filled by the manager, as a user sees it."""
        forms = cls.env["client.callback.statistics"].with_user(cls.user_manager)
        number = forms.generate(month, (department or cls.engineering).id)
        return forms.browse(number).with_user(user or cls.user_manager)

    def _total(self, form, kpi):
        """Numerator and denominator of a rate, of all categories together."""
        line = form.line_ids.filtered(lambda each: each.is_total and each.kpi == kpi)
        self.assertEqual(len(line), 1)
        return line.numerator, line.denominator

    def _line(self, form, kpi):
        return form.line_ids.filtered(lambda each: each.is_total and each.kpi == kpi)
