from odoo import api, models

from ...tools.groups import MANAGER, SYSTEM


class VisitorStandIn(models.AbstractModel):
    """Who is at work, and who works in the stead of somebody who has left.

    The one place that decides it: whatever picks a person by itself asks here, so that
    nobody who has left gets anything new. Whether somebody has left, and who heads a
    department, is no secret: it is read as superuser, and users are all that is told.
    """

    _name = "visitor.stand.in"
    _description = "Who Works in Whose Stead"

    # ------------------------------------------------------------
    # AT WORK
    # ------------------------------------------------------------

    @api.model
    def _at_work(self, people, company=None):
        """Those of some people who can still do something.

        An employee has left when archived, or when the login was taken away from them:
        then nothing reaches them any more. An employee who never had one is at work,
        and one who moved to another company has left this one. A
        user has left when archived, when the employee that the user is was archived,
        or when the user no longer works for the company.

        :param people: ``res.users`` or ``hr.employee``
        :param company: ``res.company`` of the matter; None: any of theirs
        :return: those at work, in the same order
        """
        people_sudo = people.sudo()
        if people._name == "hr.employee":
            found = people_sudo.filtered(
                lambda each: each.active and (not each.user_id or each.user_id.active)
            )
            if company:
                found = found.filtered(lambda each: each.company_id == company)
        else:
            found = people_sudo.filtered("active")
            if company:
                found = found.filtered(lambda user: company in user.company_ids)
            found -= self._archived_as_employee(found, company)
        return people.browse(found.ids)

    def _archived_as_employee(self, users_sudo, company=None):
        """The users all of whose employees (of a company) are archived."""
        if not users_sudo:
            return users_sudo
        employees_sudo = self.env["hr.employee"].sudo().with_context(active_test=False)
        domain = [("user_id", "in", users_sudo.ids)]
        if company:
            domain.append(("company_id", "=", company.id))
        found = employees_sudo.search_fetch(domain, ["user_id", "active"])
        working = found.filtered("active")
        return (found - working).user_id - working.user_id

    @api.model
    def _has_left(self, people, company=None):
        """Whether somebody is named there, and nobody of them is at work."""
        return bool(people) and not self._at_work(people, company)

    # ------------------------------------------------------------
    # IN WHOSE STEAD
    # ------------------------------------------------------------

    @api.model
    def _head(self, department, company):
        """The user who heads a department, or who answers where nobody does.

        :return: ``res.users``; empty where nobody is at work who could (a task that
            must have a person asks :meth:`_who_answers`)
        """
        return self._head_at_work(department, company) or self._deputy(company)

    @api.model
    def _deputy(self, company, department=None, but=None):
        """Who answers when nobody does: the head of the department, else the head of
        customer service, else a customer service manager. They all may read client
        matters.

        :param company: ``res.company`` of the matter
        :param department: ``hr.department`` of who has left, may be empty
        :param but: ``res.users`` who are not meant: they know already
        :return: ``res.users`` at work in the company, may be empty
        """
        but = but or self.env["res.users"]
        for each in (department, company.sudo().client_service_department_id):
            if each and (user := self._head_at_work(each, company) - but):
                return user
        return self._of_group(MANAGER, company, but)

    @api.model
    def _who_answers(self, company, people=None, department=None):
        """Who gets a task that must not stay without a person.

        :param company: ``res.company`` of the matter
        :param people: ``res.users`` whose task it is, the first at work has it; a
            client who signs in is none of us
        :param department: ``hr.department`` of the matter, its head comes next
        :return: ``res.users``, never empty: as a last resort an administrator, at work
            in the company if there is one
        """
        if people:
            ours = people.browse(people.sudo().filtered(lambda u: not u.share).ids)
            if at_work := self._at_work(ours, company):
                return at_work[:1]
        return self._deputy(company, department) or self._administrator(company)

    @api.model
    def _administrator(self, company):
        """Somebody who can give the roles that are missing; Odoo keeps at least one."""
        if user := self._of_group(SYSTEM, company):
            return user
        users_sudo = self.env.ref(SYSTEM).sudo().all_user_ids
        users_sudo = users_sudo.filtered("active").sorted("id")
        return self.env["res.users"].browse(users_sudo[:1].ids)

    @api.model
    def _head_at_work(self, department, company):
        """The head of a department as a user at work, or nobody."""
        head_sudo = self._at_work(department.sudo().manager_id)
        return self.env["res.users"].browse(
            self._at_work(head_sudo.user_id, company).ids
        )

    @api.model
    def _of_group(self, group, company, but=None):
        """Somebody of a group who is at work; an administrator when there is no other.

        :param str group: xml id
        :param but: ``res.users`` who are not meant
        """
        people_sudo = self._at_work(self.env.ref(group).sudo().all_user_ids, company)
        people_sudo -= but or people_sudo.browse()
        people_sudo = people_sudo.sorted(lambda user: (user._is_system(), user.id))
        return self.env["res.users"].browse(people_sudo[:1].ids)

    @api.model
    def _instead_of(self, user, company, department=None):
        """A user, or who works in the user's stead.

        :param user: ``res.users``, may be empty: then nobody is meant
        :param company: ``res.company`` of the matter
        :param department: ``hr.department`` of the matter; default: the user's own
        :return: ``res.users``
        """
        if not self._has_left(user, company):
            return user
        if not department:
            employees_sudo = user.sudo().with_context(active_test=False).employee_ids
            department = employees_sudo.filtered(
                lambda each: each.company_id == company
            ).department_id[:1]
        return self._deputy(company, department)

    @api.model
    def _superior(self, employee, signs_in=False):
        """Who is above an employee and at work: the manager, that one's manager, else
        the head of the department or of those above.

        :param employee: ``hr.employee``
        :param bool signs_in: only somebody who can be told something
        :return: ``hr.employee``, may be empty
        """

        def answers(people_sudo):
            return self._at_work(people_sudo).filtered(
                lambda each: each.user_id or not signs_in
            )

        employee_sudo = employee.sudo()
        seen = above_sudo = employee_sudo
        while above_sudo := above_sudo.parent_id - seen:
            if answers(above_sudo):
                return employee.browse(above_sudo.id)
            seen |= above_sudo
        department_sudo = employee_sudo.department_id
        while department_sudo:
            head_sudo = answers(department_sudo.manager_id - employee_sudo)
            if head_sudo:
                return employee.browse(head_sudo.id)
            department_sudo = department_sudo.parent_id
        return employee.browse()
