"""Clients, the people who visit them, and the company that manages ours."""

from datetime import datetime

from odoo import Command
from odoo.tests import freeze_time

from .common import GROUP, VisitorCommon

NINE_TO_FIVE = [(day, 9, 17) for day in range(5)]
# A Monday in the future at 10:00 in Shanghai.
MONDAY = datetime(2029, 3, 5, 2, 0)


class ClientVisitCommon(VisitorCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        users = cls._users(cls._logins())
        cls.user_service, cls.user_leader = users["service"], users["leader"]
        cls.user_manager = users["service_manager"]
        employees = cls._employees(
            {cls.user_service: "Liu Min", cls.user_manager: "Grace Okafor"}
        )
        cls.service = employees[cls.user_service]
        cls.manager = employees[cls.user_manager]
        cls.company.resource_calendar_id = cls._calendar(
            "Our hours", [(day, 0, 24) for day in range(7)]
        )
        cls.company.email = "office@harbour.example.com"
        cls.client = cls.env["res.partner"].create(
            {
                "name": "Blue Sky",
                "is_company": True,
                "email": "hello@bluesky.example.com",
                "tz": "Asia/Shanghai",
            }
        )

    @classmethod
    def _logins(cls):
        return {
            **super()._logins(),
            "service": f"{GROUP}client_service",
            "service_manager": f"{GROUP}client_manager",
            "leader": f"{GROUP}client_leadership",
        }

    @classmethod
    def _calendar(cls, name, hours, tz="Asia/Shanghai", company=None):
        """Working hours: (day of the week, from, until)."""
        return cls.env["resource.calendar"].create(
            {
                "name": name,
                "tz": tz,
                "company_id": (company or cls.company).id,
                "attendance_ids": [
                    Command.create(
                        {
                            "name": "Work",
                            "dayofweek": str(day),
                            "hour_from": low,
                            "hour_to": high,
                            "day_period": "morning",
                        }
                    )
                    for day, low, high in hours
                ],
            }
        )

    @classmethod
    def _managing_company(cls):
        """The company that manages ours, with an employee and their manager."""
        cls.company2 = cls.env["res.company"].create({"name": "Holding"})
        cls.company.client_managing_company_id = cls.company2
        cls.user_next = cls._user(
            "holding",
            "base.group_user",
            company_id=cls.company2.id,
            company_ids=[Command.set(cls.company2.ids)],
        )
        cls.user_boss = cls._user(
            "holding_boss",
            "base.group_user",
            company_id=cls.company2.id,
            company_ids=[Command.set(cls.company2.ids)],
        )
        people = cls.env["hr.employee"]
        values = {"company_id": cls.company2.id}
        cls.boss = people.create(
            {"name": "Bo Boss", "user_id": cls.user_boss.id, **values}
        )
        cls.next_door = people.create(
            {
                "name": "Nora Next",
                "user_id": cls.user_next.id,
                "parent_id": cls.boss.id,
                **values,
            }
        )

    @classmethod
    def _client_visit(cls, user=None, **values):
        """A planned visit to the client, made by customer service."""
        return (
            cls.env["client.visit"]
            .with_user(user or cls.user_service)
            .create({"partner_id": cls.client.id, "purpose": "Quarterly", **values})
        )

    @classmethod
    def _appointed(cls, **values):
        visit = cls._client_visit(
            **{
                "place": "Their office",
                "appointment_at": MONDAY,
                "confirmed_by": "Mrs Chen",
                **values,
            }
        )
        visit.action_appoint()
        return visit

    @classmethod
    def _done(cls, **values):
        """A visit that was made, seen from the moment when it was over."""
        visit = cls._appointed(**values)
        with freeze_time(visit.appointment_stop):
            visit.action_done()
        return visit

    @classmethod
    def _item(cls, visit, **values):
        return (
            cls.env["client.visit.item"]
            .with_env(visit.env)
            .create({"visit_id": visit.id, "content": "The lift is slow", **values})
        )
