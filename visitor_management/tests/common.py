"""The people and places that every test of the addon starts from."""

from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.tests import TransactionCase, new_test_user
from odoo.tools import SQL

GROUP = "visitor_management.group_"


def zone_of_morning():
    """A time zone where it is between eight and nine, whenever the tests run.

    What is a few hours from now is on the same day there.
    """
    hours = (8 - fields.Datetime.now().hour + 12) % 24 - 12
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


class VisitorCommon(TransactionCase):
    """A site with two areas and two gates, users of every role, visits on demand.

    Users are named like the demo logins. Test as them, never as the superuser.
    """

    # of the site; tests that say at what moment they play say where, too
    tz = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        quiet = {"tracking_disable": True, "no_reset_password": True}
        cls.env = cls.env(context={**cls.env.context, **quiet})
        cls.company = cls.env.company
        users = cls._users(cls._logins())
        cls.user_host, cls.user_host2 = users["host"], users["host2"]
        cls.user_reception = users["reception"]
        cls.user_security = users["security"]
        cls.user_admin = users["visitor_admin"]
        employees = cls._employees(
            {cls.user_host: "Anita Oliver", cls.user_host2: "Marc Demo"}
        )
        cls.employee = employees[cls.user_host]
        cls.employee2 = employees[cls.user_host2]
        cls.site = cls.env["visitor.site"].create(
            {"name": "Harbour Tower", "tz": cls.tz or zone_of_morning()}
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
    def _logins(cls):
        """The group of each login that is there from the beginning."""
        return {
            "host": "base.group_user",
            "host2": "base.group_user",
            "reception": f"{GROUP}visitor_reception",
            "security": f"{GROUP}visitor_security",
            "visitor_admin": f"{GROUP}visitor_admin",
        }

    @classmethod
    def _users(cls, logins):
        """The users of logins, made in one go: that costs a third of one by one."""
        users = cls.env["res.users"].search([("login", "in", list(logins))])
        missing = [login for login in logins if login not in users.mapped("login")]
        users += users.create(
            [
                {  # as new_test_user() makes them
                    "login": login,
                    "name": f"{login} ({logins[login]})",
                    "password": login.ljust(8, "x"),
                    "email": f"{login[0]}.{login[0]}@example.com",
                    "group_ids": [Command.set([cls.env.ref(logins[login]).id])],
                }
                for login in missing
            ]
        )
        return {user.login: user for user in users}

    @classmethod
    def _employees(cls, names):
        """The employees of users, by user; those that are missing get the names."""
        employees = cls.env["hr.employee"]
        employees.create(
            [
                {"name": name, "user_id": user.id}
                for user, name in names.items()
                if not user.employee_id
            ]
        )
        return {user: user.employee_id for user in names}

    @classmethod
    def _other_company(cls):
        """A second company with a site, a kind of visit and its own receptionist."""
        cls.company2 = cls.env["res.company"].create({"name": "Neighbours"})
        cls.site2 = cls.env["visitor.site"].create(
            {"name": "Next Door", "tz": "Europe/Berlin", "company_id": cls.company2.id}
        )
        cls.user_reception2 = cls._user(
            "reception_neighbours",
            f"{GROUP}visitor_reception",
            company_id=cls.company2.id,
            company_ids=[Command.set(cls.company2.ids)],
        )
        cls.employee_next_door = cls.env["hr.employee"].create(
            {"name": "Nora Next", "company_id": cls.company2.id}
        )

    @classmethod
    def _resident(cls, **values):
        """A resident of a unit with a restricted area of its own."""
        cls.floor = cls.env["visitor.area"].create(
            {"name": "Floor 12", "site_id": cls.site.id, "restricted": True}
        )
        cls.resident = cls.env["res.partner"].create({"name": "Li Na", **values})
        cls.unit = cls.env["visitor.unit"].create(
            {
                "name": "1202",
                "building": "3",
                "site_id": cls.site.id,
                "area_id": cls.floor.id,
                "partner_ids": [Command.link(cls.resident.id)],
            }
        )

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

    @classmethod
    def _card(cls, number="0412", site=None):
        return cls.env["visitor.card"].create(
            {"number": number, "site_id": (site or cls.site).id}
        )

    @classmethod
    def _put(cls, records, **values):
        """Write values past every guard, as a test needs a starting point."""
        records.env.flush_all()
        for name, value in values.items():
            records.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE id IN %s",
                    SQL.identifier(records._table),
                    SQL.identifier(name),
                    value,
                    tuple(records.ids),
                )
            )
        records.env.invalidate_all()

    def _in_slices(self, seconds_left=60):
        """Let a test call a job directly, without commits."""
        return patch.object(
            type(self.env["ir.cron"]),
            "_commit_progress",
            side_effect=lambda *_args, **_kwargs: seconds_left,
        )

    def _count_queries(self, call):
        """How many queries a call takes once what is cached for good is there."""
        self.env.flush_all()
        self.env.invalidate_all()
        call()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        return self.env.cr.sql_log_count - before

    def _told(self, visit):
        """What the host was told about a visit."""
        messages = (
            self.env["mail.message"]
            .sudo()
            .search([("model", "=", "visitor.visit"), ("res_id", "=", visit.id)])
        )
        return messages.filtered(
            lambda m: self.user_host.partner_id in m.notified_partner_ids
        )

    def _codes(self, answer):
        return [reason["code"] for reason in answer["reasons"]]
