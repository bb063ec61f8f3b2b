"""Visits that need an escort, employees who may be one, and who sends them."""

from datetime import timedelta

from odoo import fields

from .common import GROUP, VisitorCommon

HOUR = timedelta(hours=1)


class EscortCommon(VisitorCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_hr = cls._user("hr_escorts", f"{GROUP}visitor_escort")
        cls.user_anna = cls._user("anna", "base.group_user", email="anna@example.com")
        cls.user_tom = cls._user("tom", "base.group_user", email="tom@example.com")
        cls.anna = cls._employee("Anna Guide", cls.user_anna)
        cls.tom = cls._employee("Tom Guide", cls.user_tom)
        (cls.anna | cls.tom).with_user(cls.user_hr).set_may_escort(True)
        cls.type_escort = cls.env["visitor.visit.type"].create(
            {"name": "Guided Tour", "approval": "none", "escort_required": True}
        )
        cls.board = cls.env["visitor.escort.board"].with_user(cls.user_hr)

    @classmethod
    def _guided(cls, names=("Zhang Wei",), **values):
        """An approved visit that needs an escort."""
        values = {"type_id": cls.type_escort.id, **values}
        visit = cls._visit(names=names, **values)
        visit.action_submit()
        return visit

    @classmethod
    def _asked(cls, visit, employee=None, **values):
        """An escort that was asked by the coordinator."""
        return (
            cls.env["visitor.escort"]
            .with_user(cls.user_hr)
            .create(
                {
                    "visit_id": visit.id,
                    "employee_id": (employee or cls.anna).id,
                    **values,
                }
            )
        )

    @classmethod
    def _accepted(cls, visit, employee=None, **values):
        escort = cls._asked(visit, employee, **values)
        escort.with_user(escort.sudo().employee_id.user_id).action_accept()
        return escort

    def _codes(self, visit):
        person = visit.registration_ids[:1].with_user(self.user_reception)
        person.invalidate_recordset(["blocker_codes"])
        return person.blocker_codes or []

    def _people(self, visit):
        return visit.registration_ids.with_user(self.user_reception)

    def _told(self, user, words):
        """Messages to a user whose subject has these words."""
        return self.env["mail.message"].search_count(
            [
                ("message_type", "=", "user_notification"),
                ("notified_partner_ids", "in", user.partner_id.ids),
                ("subject", "like", words),
            ]
        )

    def _run_alarms(self):
        """As the scheduler does."""
        job = self.env.ref("visitor_management.ir_cron_visitor_escort_alarms")
        with self.enter_registry_test_mode():
            job.method_direct_trigger()
        self.env.invalidate_all()

    def _now(self):
        return fields.Datetime.now()
