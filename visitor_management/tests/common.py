"""The people and places that every test of the addon starts from."""

from datetime import timedelta

from odoo import Command, fields
from odoo.tests import TransactionCase, new_test_user

GROUP = "visitor_management.group_"


class VisitorCommon(TransactionCase):
    """A site with two areas and two gates, users of every role, visits on demand.

    Users are named like the demo logins. Test as them, never as the superuser.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        quiet = {"tracking_disable": True, "no_reset_password": True}
        cls.env = cls.env(context={**cls.env.context, **quiet})
        cls.company = cls.env.company
        cls.user_host = cls._user("host", "base.group_user")
        cls.user_host2 = cls._user("host2", "base.group_user")
        cls.user_reception = cls._user("reception", f"{GROUP}visitor_reception")
        cls.user_security = cls._user("security", f"{GROUP}visitor_security")
        cls.user_admin = cls._user("visitor_admin", f"{GROUP}visitor_admin")
        cls.employee = cls._employee("Anita Oliver", cls.user_host)
        cls.employee2 = cls._employee("Marc Demo", cls.user_host2)
        cls.site = cls.env["visitor.site"].create(
            {"name": "Harbour Tower", "tz": "Asia/Shanghai"}
        )
        areas = cls.env["visitor.area"]
        cls.lobby = areas.create({"name": "Lobby", "site_id": cls.site.id})
        cls.lab = areas.create(
            {
                "name": "Laboratory",
                "site_id": cls.site.id,
                "parent_id": cls.lobby.id,
                "restricted": True,
            }
        )
        gates = cls.env["visitor.gate"]
        cls.gate = gates.create(
            {"name": "Turnstile", "site_id": cls.site.id, "area_id": cls.lobby.id}
        )
        cls.gate_lab = gates.create(
            {"name": "Lab door", "site_id": cls.site.id, "area_id": cls.lab.id}
        )
        types = cls.env["visitor.visit.type"]
        cls.type_open = types.create({"name": "Open", "approval": "none"})
        cls.type_host = types.create({"name": "Guest", "approval": "host"})
        cls.type_security = types.create({"name": "Works", "approval": "security"})

    @classmethod
    def _user(cls, login, *groups, **values):
        if user := cls.env["res.users"].search([("login", "=", login)]):
            return user  # the demo data made them
        return new_test_user(cls.env, login=login, groups=",".join(groups), **values)

    @classmethod
    def _employee(cls, name, user):
        employee = user.employee_id or cls.env["hr.employee"].create(
            {"name": name, "user_id": user.id}
        )
        return employee

    @classmethod
    def _visit(cls, user=None, names=("Zhang Wei",), **values):
        """A draft visit of now, announced by a user (default: the host).

        Without other times it began five minutes ago and takes an hour.
        """
        now = fields.Datetime.now()
        return (
            cls.env["visitor.visit"]
            .with_user(user or cls.user_host)
            .create(
                {
                    "type_id": cls.type_open.id,
                    "site_id": cls.site.id,
                    "start": now - timedelta(minutes=5),
                    "stop": now + timedelta(hours=1),
                    "registration_ids": [
                        Command.create({"name": name}) for name in names
                    ],
                    **values,
                }
            )
        )

    @classmethod
    def _registration(cls, **values):
        """An expected visitor of an approved visit, as reception sees them."""
        visit = cls._visit(**values)
        visit.action_submit()
        return visit.registration_ids[:1].with_user(cls.user_reception)

    @classmethod
    def _inside(cls, **values):
        """A visitor who was checked in at the desk."""
        person = cls._registration(**values)
        answer = person.check_in()
        assert answer["status"] == "granted", answer
        return person

    def _codes(self, answer):
        return [reason["code"] for reason in answer["reasons"]]
