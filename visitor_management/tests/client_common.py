"""The people of client relations: what their tests start from."""

from datetime import datetime, timedelta

from .common import GROUP, VisitorCommon

# A Monday morning at 9:00 in Shanghai, as naive UTC.
MONDAY = datetime(2026, 11, 23, 1, 0)


class ClientCommon(VisitorCommon):
    """Customer service with its manager, two departments with heads, two clients.

    The company works Monday to Friday, 8-12 and 13-17, on the clock of Shanghai.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        calendar = cls.env["resource.calendar"].create(
            {"name": "Office hours", "tz": "Asia/Shanghai"}
        )
        cls.company.resource_calendar_id = calendar
        cls.calendar = calendar
        users = cls._users(cls._logins())
        cls.user_service, cls.user_service2 = users["service"], users["service2"]
        cls.user_manager, cls.user_leader = users["service_manager"], users["leader"]
        cls.user_engineer, cls.user_cleaner = users["engineer"], users["cleaner"]
        cls.user_technician = users["technician"]
        employees = cls._employees(
            {
                cls.user_service: cls.user_service.name,
                cls.user_service2: cls.user_service2.name,
                cls.user_manager: "Grace Okafor",
                cls.user_engineer: "Daniel Brandt",
                cls.user_cleaner: "Ma Li",
                cls.user_technician: "Wu Hao",
            }
        )
        cls.manager = employees[cls.user_manager]
        cls.engineer = employees[cls.user_engineer]
        cls.cleaner = employees[cls.user_cleaner]
        cls.technician = employees[cls.user_technician]
        departments = cls.env["hr.department"]
        cls.service = departments.create(
            {"name": "Customer Service", "manager_id": cls.manager.id}
        )
        cls.engineering = departments.create(
            {"name": "Engineering", "manager_id": cls.engineer.id}
        )
        cls.cleaning = departments.create(
            {"name": "Cleaning", "manager_id": cls.cleaner.id}
        )
        cls.company.client_service_department_id = cls.service
        cls.client = cls.env["res.partner"].create(
            {"name": "Chen Meihua", "phone": "+86 138 0013 8000"}
        )
        cls.client2 = cls.env["res.partner"].create(
            {"name": "Blue Sky Ltd", "is_company": True}
        )
        categories = cls.env["client.complaint.category"]
        cls.facilities = categories.create({"name": "Facilities"})
        cls.lifts = categories.create({"name": "Lifts", "parent_id": cls.facilities.id})

    @classmethod
    def _logins(cls):
        return {
            **super()._logins(),
            "service": f"{GROUP}client_service",
            "service2": f"{GROUP}client_service",
            "service_manager": f"{GROUP}client_manager",
            "leader": f"{GROUP}client_leadership",
            "engineer": "base.group_user",
            "cleaner": "base.group_user",
            "technician": "base.group_user",
        }

    @classmethod
    def _complaint(cls, user=None, state="new", **values):
        """A complaint as customer service writes it down, up to a state."""
        complaint = (
            cls.env["client.complaint"]
            .with_user(user or cls.user_service)
            .create(
                {
                    "partner_id": cls.client.id,
                    "content": "The lift stops between floors",
                    "category_id": cls.lifts.id,
                    "department_id": cls.engineering.id,
                    **values,
                }
            )
        )
        if state in ("accepted", "handled"):
            complaint.action_accept()
        if state == "handled":
            complaint.action_handled()
        return complaint

    @classmethod
    def _callback(cls, user=None, **values):
        """The callback of a handled complaint, as the caller sees it."""
        callback = cls._complaint(state="handled", **values).callback_ids
        return callback.with_user(user or cls.user_service)

    @classmethod
    def _mail_link(cls, callback):
        """Send the client a link to rate, and make it as if the mail left.

        :return: the secret in it
        """
        callback.action_send_rating()
        mails_sudo = cls.env["mail.mail"].sudo()
        mail = mails_sudo.search([("secret_about_id", "=", callback.id)], limit=1)
        return cls.env["client.callback.rating"]._issue(mail)

    @classmethod
    def _later(cls, days=4):
        """A day that lies ahead on the clock of the company, as ISO text."""
        return str(cls.company._client_today() + timedelta(days=days))

    @classmethod
    def _order(cls, record, **values):
        """An order to engineering that follows from a complaint or a callback."""
        origin = "callback_id" if record._name == "client.callback" else "complaint_id"
        return record.env["client.rectification"].create(
            {
                origin: record.id,
                "department_id": cls.engineering.id,
                "requirement": "Replace the door contact",
                "deadline": cls._later(),
                **values,
            }
        )
