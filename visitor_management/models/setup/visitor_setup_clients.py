from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...tools.groups import ADMIN, SERVICE, SYSTEM


class VisitorSetup(models.AbstractModel):
    """What client relations need before the first complaint comes."""

    _inherit = "visitor.setup"

    @api.model
    def _clients_lines(self, company):
        return [
            self._department_line(company),
            self._head_line(company),
            self._working_clock_line(company),
            self._service_days_line(company),
            self._address_line(company),
            self._outgoing_line(company),
            self._service_roles_line(company),
        ]

    # ------------------------------------------------------------
    # WHO ANSWERS
    # ------------------------------------------------------------

    def _department_line(self, company):
        _ = self.env._
        department = company.client_service_department_id
        action = {"label": _("Choose"), "id": self._dialog("department")}
        if department:
            return self._line(
                "department", True, _("Customer service: %s", department.name)
            )
        return self._line(
            "department",
            False,
            _("No customer service department"),
            _("It owns new complaints and calls clients back."),
            action,
        )

    def _head_line(self, company):
        department = company.client_service_department_id
        if not department:
            return None
        _ = self.env._
        # sudo: who heads a department, and whether they log in, is no secret
        head_sudo = department.sudo().manager_id
        if head_sudo.user_id:
            return self._line("head", True, _("Head: %s", head_sudo.name))
        action = {}
        if self.env["hr.department"].has_access("write"):
            action = {"label": _("Name the head"), "id": self._dialog("department")}
        if head_sudo:
            label = _("%s, who heads it, does not log in", head_sudo.name)
        else:
            label = _("%s has no head", department.name)
        detail = _("What stays open too long is put on the list of the head.")
        if not action:
            detail = _("Ask human resources to name one who logs in.")
        return self._line("head", False, label, detail, action)

    def _service_roles_line(self, company):
        _ = self.env._
        people = self._people_with(SERVICE, company, but=ADMIN)
        action, detail = {}, ""
        if self.env.user.has_group(ADMIN):
            action = {"label": _("Give roles"), "id": self._dialog("role")}
        if people:
            return self._line(
                "roles", True, _("In customer service: %s", len(people)), "", action
            )
        if not action:
            detail = _("Ask the administrator of visitors to give the role.")
        return self._line(
            "roles", False, _("Nobody is in customer service yet"), detail, action
        )

    # ------------------------------------------------------------
    # WHEN
    # ------------------------------------------------------------

    def _working_clock_line(self, company):
        _ = self.env._
        calendar = company._clock_schedule()
        if not company._clock_is_doubtful():
            return self._line(
                "clock",
                True,
                _("Working hours go by %s", company._client_tz()),
                calendar.name,
            )
        guess = company._guess_clock().tz
        label = _("Working hours go by %s", company._client_tz())
        if not company.country_id and guess == "UTC":
            detail = _("Give the company an address with a country first.")
        else:
            detail = _("Deadlines would end at the wrong hour of the day.")
        if not self._may_set_working_clock(company):
            detail = _("An administrator of Odoo changes the working schedule.")
            return self._line("clock", False, label, detail)
        if guess == "UTC" or not calendar:
            action = {
                "label": _("Open the company"),
                "id": "base.action_res_company_form",
            }
        else:
            action = {"label": _("Set to %s", guess), "method": "set_company_clock"}
        return self._line("clock", False, label, detail, action)

    def _may_set_working_clock(self, company):
        calendar = company._clock_schedule()
        return calendar.has_access("write") if calendar else company.has_access("write")

    def _service_days_line(self, company):
        """Holidays ahead, entered as service days or as leaves of everybody."""
        _ = self.env._
        company_sudo = company.sudo()  # whether there are any
        today = company._client_today()
        days = company_sudo.client_service_day_ids.filtered(lambda d: d.date >= today)
        now = fields.Datetime.now()
        leaves = company_sudo.client_leave_ids.filtered(
            lambda leave: leave.date_to >= now
        )
        if days or leaves:
            return self._line(
                "service_days", True, _("Holidays ahead: %s", len(days) + len(leaves))
            )
        action = {}
        if self.env["client.service.day"].has_access("create"):
            action = {
                "label": _("Enter or import"),
                "id": "visitor_management.client_service_day_action",
            }
        return self._line(
            "service_days",
            False,
            _("No holidays ahead are entered"),
            _("Deadlines would run on them, and make-up days would not count."),
            action,
        )

    # ------------------------------------------------------------
    # MAIL
    # ------------------------------------------------------------

    def _address_line(self, company):
        _ = self.env._
        # sudo: the address that clients are given
        alias_sudo = company.sudo().client_complaint_alias_id
        if alias_sudo.alias_name and alias_sudo.alias_domain_id:
            return self._line(
                "address", True, _("Complaints come to %s", alias_sudo.alias_full_name)
            )
        return self._line(
            "address",
            False,
            _("No address for complaints by mail"),
            _("Give the company a mail domain first, then the address a name.")
            if not company.sudo().alias_domain_id
            else "",
            self._settings_button(),
        )

    def _outgoing_line(self, company):
        _ = self.env._
        # sudo: whether there is one
        server = self.env["ir.mail_server"].sudo().search_count([], limit=1)
        if server and company.email:
            return self._line("outgoing", True, _("Mail goes out as %s", company.email))
        if server:
            label = _("The company has no mail address")
        else:
            label = _("No server for outgoing mail")
        return self._line(
            "outgoing",
            False,
            label,
            _("Receipts, invitations and reminders would stay in the queue."),
            self._settings_button()
            if not server
            else self._system_button(
                _("Open the company"), "base.action_res_company_form"
            ),
        )

    def _settings_button(self):
        return self._system_button(
            self.env._("Settings"), "visitor_management.visitor_config_settings_action"
        )

    def _system_button(self, label, action):
        if self.env.user.has_group(SYSTEM):
            return {"label": label, "id": action}
        return {}

    # ------------------------------------------------------------
    # BUTTONS
    # ------------------------------------------------------------

    @api.model
    def set_company_clock(self):
        """Let the working schedule of the company go by the clock of its place.

        :return: True
        :raise AccessError: not who sets client relations up, or not who may change
            working schedules
        """
        self._check_half("clients")
        company = self.env.company
        guess = company._guess_clock()
        if not self._may_set_working_clock(company):
            raise AccessError(
                self.env._("An administrator of Odoo changes the working schedule.")
            )
        if company._clock_is_doubtful():
            company._clock_schedule().tz = guess.tz
        return True
