from contextlib import contextmanager

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.groups import MANAGER, RECEPTION, SECURITY
from ...tools.opening_hours import to_local
from ...tools.transaction import apart
from ..callback import client_callback
from ..client_visit import client_visit
from ..complaint import client_rectification

VISITS = ("visit",)
# When an employee can't do anything any more; e is the employee, u the login.
EMPLOYEE_LEFT = SQL(
    "(NOT e.active OR u.active IS FALSE OR e.company_id <> d.company_id)"
)
# For each model that names who has to act: what is open of whoever has left. The alias
# of the record is d, of who has left e (employee) and u (user). A date lasts all day.
SOURCES = {
    "client.callback": SQL(
        """
        SELECT d.id, 'callback' AS kind, 'client.callback' AS res_model,
               d.id AS res_id, d.company_id, u.id AS user_id, e.id AS employee_id,
               d.name, d.due_at, 0 AS source
          FROM client_callback d
          JOIN res_users u ON u.id = d.caller_id
     LEFT JOIN hr_employee e ON e.user_id = u.id AND e.company_id = d.company_id
         WHERE d.state IN %s
           AND d.concluded_at IS NULL
           AND (NOT u.active OR e.active IS FALSE OR NOT EXISTS (
                   SELECT FROM res_company_users_rel r
                    WHERE r.user_id = u.id AND r.cid = d.company_id))
        """,
        client_callback.OPEN_STATES,
    ),
    "client.rectification": SQL(
        """
        SELECT d.id, 'order', 'client.rectification', d.id, d.company_id, u.id, e.id,
               d.name, d.deadline + time '23:59', 1
          FROM client_rectification d
          JOIN hr_department department ON department.id = d.department_id
          JOIN hr_employee e ON e.id = COALESCE(d.employee_id, department.manager_id)
     LEFT JOIN res_users u ON u.id = e.user_id
         WHERE d.state IN %s
           AND (NOT e.active OR u.active IS FALSE
                OR (d.employee_id IS NOT NULL AND e.company_id <> d.company_id)
                -- a head may be employed elsewhere and yet work here
                OR (d.employee_id IS NULL AND u.id IS NOT NULL AND NOT EXISTS (
                   SELECT FROM res_company_users_rel r
                    WHERE r.user_id = u.id AND r.cid = d.company_id)))
        """,
        client_rectification.OPEN_STATES,
    ),
    "client.visit.item": SQL(
        """
        SELECT d.id, 'item', 'client.visit.item', d.id, d.visit_company_id, u.id, e.id,
               visit.name, d.deadline + time '23:59', 2
          FROM client_visit_item d
          JOIN client_visit visit ON visit.id = d.visit_id
          JOIN res_company company ON company.id = d.visit_company_id
          JOIN hr_employee e ON e.id = d.escalated_to_id
     LEFT JOIN res_users u ON u.id = e.user_id
         WHERE d.state = 'escalated'
           AND (NOT e.active OR u.active IS FALSE OR (
                   e.company_id <> d.visit_company_id AND
                   e.company_id IS DISTINCT FROM company.client_managing_company_id))
        """
    ),
    "client.visit.line": SQL(
        """
        SELECT d.id, 'client_visit', 'client.visit', visit.id, d.company_id, u.id, e.id,
               visit.name, COALESCE(visit.appointment_at, visit.day + time '23:59'), 3
          FROM client_visit visit
          JOIN client_visit_line d ON d.visit_id = visit.id
          JOIN hr_employee e ON e.id = d.employee_id
     LEFT JOIN res_users u ON u.id = e.user_id
         WHERE visit.state IN %s AND %s
        """,
        client_visit.AHEAD_STATES,
        EMPLOYEE_LEFT,
    ),
    "client.visit.plan.line": SQL(
        """
        SELECT d.id, 'plan', 'client.visit.plan', plan.id, d.company_id, u.id, e.id,
               plan.name, plan.date_to + time '23:59', 4
          FROM client_visit_plan plan
          JOIN client_visit_plan_line d ON d.plan_id = plan.id
          JOIN hr_employee e ON e.id = d.employee_id
     LEFT JOIN res_users u ON u.id = e.user_id
         WHERE plan.active AND plan.date_to >= CURRENT_DATE AND %s
        """,
        EMPLOYEE_LEFT,
    ),
    "visitor.visit": SQL(
        """
        SELECT d.id, 'visit', 'visitor.visit', d.id, d.company_id, u.id, e.id,
               d.name, d.start, 5
          FROM visitor_visit d
          JOIN hr_employee e ON e.id = d.host_id
     LEFT JOIN res_users u ON u.id = e.user_id
         WHERE d.state IN ('pending', 'approved') AND %s
        """,
        EMPLOYEE_LEFT,
    ),
}
# The field of a document that says by when; of the kinds that have a date, no moment.
DATES = {
    "client.rectification": "deadline",
    "client.visit.item": "deadline",
    "client.visit.plan": "date_to",
}


class VisitorHandover(models.Model):
    """What is open of somebody who has left, to be handed to somebody else.

    A line says what it is, of whom and by when, no more: nothing of the client or the
    visitor, so that the head of a department can give away what the department's people
    left, whatever the head may read of it.
    """

    _name = "visitor.handover"
    _description = "Work Whose Owner Has Left"
    _auto = False
    _order = "due_at, id"
    _depends = {
        "client.callback": ["name", "caller_id", "company_id", "due_at", "state"],
        "client.rectification": ["name", "employee_id", "department_id", "deadline"]
        + ["company_id", "state"],
        "client.visit": ["name", "appointment_at", "day", "state"],
        "client.visit.item": ["visit_id", "escalated_to_id", "deadline", "state"]
        + ["visit_company_id"],
        "client.visit.line": ["visit_id", "employee_id", "company_id"],
        "client.visit.plan": ["name", "active", "date_to"],
        "client.visit.plan.line": ["plan_id", "employee_id", "company_id"],
        "visitor.visit": ["name", "host_id", "company_id", "start", "state"],
        "hr.department": ["manager_id"],
        "hr.employee": ["name", "active", "user_id", "company_id"]
        + ["current_version_id"],
        "hr.version": ["department_id"],
        "res.company": ["client_managing_company_id"],
        "res.partner": ["name"],
        "res.users": ["active", "partner_id"],
    }

    kind = fields.Selection(
        [
            ("callback", "Callback"),
            ("order", "Order"),
            ("item", "Item"),
            ("client_visit", "Client Visit"),
            ("plan", "Work Plan"),
            ("visit", "Visit to Us"),
        ],
        "What",
        readonly=True,
    )
    name = fields.Char("Case No.", readonly=True)
    owner = fields.Char("Who Has Left", readonly=True)
    user_id = fields.Many2one("res.users", "Login", readonly=True)
    employee_id = fields.Many2one("hr.employee", readonly=True)
    department_id = fields.Many2one("hr.department", "Their Department", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    due_at = fields.Datetime("When", readonly=True)
    due_on = fields.Date("By When", compute="_compute_document")
    is_late = fields.Boolean("Past Due", readonly=True)
    status = fields.Char(compute="_compute_document")
    res_model = fields.Char(readonly=True)
    res_id = fields.Integer("Record ID", readonly=True, aggregator=None)

    @property
    def _table_query(self):
        # ids stay apart: each source has its own remainder
        return SQL(
            """
            SELECT x.id * %s + x.source AS id, x.kind, x.name, x.user_id, x.employee_id,
                   x.company_id, x.due_at, x.res_model, x.res_id,
                   x.due_at < %s AS is_late, version.department_id,
                   COALESCE(employee.name, partner.name) AS owner
              FROM (%s) x
         LEFT JOIN hr_employee employee ON employee.id = x.employee_id
         LEFT JOIN hr_version version ON version.id = employee.current_version_id
         LEFT JOIN res_users login ON login.id = x.user_id
         LEFT JOIN res_partner partner ON partner.id = login.partner_id
            """,
            len(SOURCES),
            fields.Datetime.now(),
            SQL(" UNION ALL ").join(SOURCES.values()),
        )

    def _compute_document(self):
        """By when and in which state, of all documents of a model at once."""
        for name, lines in self.grouped("res_model").items():
            # sudo: two plain values of documents of which the line was read
            documents_sudo = self.env[name].sudo().browse(lines.mapped("res_id"))
            field = documents_sudo._fields.get("state")
            labels = dict(field._description_selection(self.env)) if field else {}
            for line, document_sudo in zip(lines, documents_sudo, strict=True):
                line.status = labels.get(document_sudo.state) if field else False
                tz = line.sudo().company_id._client_tz()
                if name in DATES:
                    line.due_on = document_sudo[DATES[name]]
                else:
                    line.due_on = line.due_at and to_local(line.due_at, tz).date()

    # ------------------------------------------------------------
    # WHAT IS LEFT
    # ------------------------------------------------------------

    @api.model
    def _sources(self):
        """The models that name who has to act, in the order of their remainders."""
        return list(SOURCES)

    @api.model
    def _left_query(self, name):
        """The ids of the documents of a model whose owner has left, as a subquery."""
        # sudo: that somebody has left is no secret; who asks reads the documents anyway
        lines = self.sudo()._search([("res_model", "=", name)])
        return lines.subselect(SQL.identifier(lines.table, "res_id"))

    @api.model
    def _left_documents(self, name, ids):
        """Those of some documents of a model whose owner has left: ids."""
        # sudo: as above
        lines = self.sudo().search([("res_model", "=", name), ("res_id", "in", ids)])
        return lines.mapped("res_id")

    @api.model
    def _of_people(self, people):
        """The lines of users or employees, of all companies."""
        field = "user_id" if people._name == "res.users" else "employee_id"
        # sudo: whoever archives somebody learns how much is open, not what
        return self.sudo().search([(field, "in", people.ids)])

    @api.model
    @contextmanager
    def _following(self, people):
        """Follow that people are archived, or come back, inside the block.

        Nothing that goes wrong here keeps anybody from archiving.

        :param people: ``res.users`` or ``hr.employee``
        """
        before = self.browse()
        with apart(people):
            before = self._of_people(people)
        yield
        with apart(people):
            after = self._of_people(people)
            (after - before)._tell_managers()
            for source, ids in (before - after)._records():
                # sudo: what stands in their name goes back on their list
                self.env[source].sudo().browse(ids).exists()._put_on_list()

    def _records(self):
        """The records behind the lines: pairs of a model and ids. By the id alone: a
        line that is no longer there can't be read."""
        found = {}
        for line_id in self.ids:
            document_id, source = divmod(line_id, len(SOURCES))
            found.setdefault(self._sources()[source], []).append(document_id)
        return found.items()

    # ------------------------------------------------------------
    # WHO IS TOLD
    # ------------------------------------------------------------

    def _tell_managers(self):
        """Tell who can hand it over how much is open, each person once."""
        theirs = {}
        for lines in self.grouped(
            lambda line: (line.department_id, line.company_id, line.kind in VISITS)
        ).values():
            user = lines[0]._manager()
            theirs[user] = theirs.get(user, self.browse()) | lines
        for user, lines in theirs.items():
            if not user:
                continue  # it stays in the list
            self.env["visitor.told"]._notify(
                user.partner_id, lambda env, lines=lines: lines._words_left(env)
            )

    def _words_left(self, env):
        """What who can hand these lines over is told: subject and body."""
        subject = env._(
            "Has left: %(people)s. Still open: %(count)s",
            people=", ".join(sorted(set(self.mapped("owner")))),
            count=len(self),
        )
        link = Markup('<a href="/odoo/owner-has-left">%s</a>') % (
            env._("Show what is open")
        )
        body = env._("Hand over what is open to somebody who goes on.")
        return subject, Markup("<p>%s</p><p>%s</p>") % (body, link)

    def _manager(self):
        """Who hands a line over: the head of the department or of the one above, as
        the record rules say, else who may by role."""
        stand_in = self.env["visitor.stand.in"]
        for department in (self.department_id, self.department_id.parent_id):
            if user := stand_in._head_at_work(department, self.company_id):
                return user
        if self.kind not in VISITS:
            return stand_in._deputy(self.company_id)
        return stand_in._of_group(SECURITY, self.company_id)

    # ------------------------------------------------------------
    # HAND OVER
    # ------------------------------------------------------------

    def action_open(self):
        """Open the document, for who may read it.

        :return: action
        """
        self.ensure_one()
        self.check_access("read")
        self.env[self.res_model].browse(self.res_id).check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }

    def action_hand_over(self):
        """Ask who goes on with the lines.

        :return: action
        """
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "visitor_management.visitor_handover_wizard_action"
        )
        return action | {"context": {"default_line_ids": self.ids}}

    def _of_the_same(self):
        """Everything of those who have left that the user may hand over."""
        users, employees = self.user_id, self.employee_id
        theirs = Domain("user_id", "in", users.ids)
        theirs |= Domain("employee_id", "in", employees.ids)
        return self.search(theirs)

    def _give_to(self, user, employee):
        """Hand the lines to somebody.

        :param user: ``res.users``, empty for an employee without a login
        :param employee: ``hr.employee``, empty for a user who is none
        :raise AccessError: a line is not the user's to hand over, or the head of a
            department hands over to somebody of another
        :raise UserError: the other one can't take it on; says why
        """
        self.check_access("read")  # the rules say whose matter it is
        self._check_taker(user, employee)
        partner = user.partner_id or employee.sudo().work_contact_id
        told = self.env["visitor.told"]._in_language_of(partner)
        kinds = dict(self._fields["kind"]._description_selection(told.env))
        what = [
            f"{kinds[line.kind]} {line.name}" for line in self
        ]  # while it is listed
        for company, lines in self.grouped("company_id").items():
            own = lines._employee_in(company, user, employee)
            for source, ids in lines._records():
                # sudo: checked above; quiet: one message says it of all, below
                records_sudo = self.env[source].sudo().browse(ids)
                quiet = records_sudo.with_context(mail_activity_quick_update=True)
                quiet._hand_over(user, own)
        if partner and user != self.env.user:
            self.env["visitor.told"]._notify(
                partner, lambda env: self._words_taken(env, what, bool(user))
            )

    def _words_taken(self, env, what, signs_in):
        """What who goes on is told: subject and body.

        :param list what: it is, kind and number
        :param bool signs_in: then it stands on their lists
        """
        body = env._("Somebody has left, and you go on with it.")
        if signs_in:
            body = env._(
                "Somebody has left, and you go on with it. It is on your lists."
            )
        items = Markup("<ul>%s</ul>") % Markup().join(
            Markup("<li>%s</li>") % each for each in what
        )
        subject = env._("%s handed over to you", len(what))
        return subject, Markup("<p>%s</p>%s") % (body, items)

    def _check_taker(self, user, employee):
        stand_in = self.env["visitor.stand.in"]
        if not user and not employee:
            raise UserError(self.env._("Say who goes on."))
        # sudo: who signs in as an employee is no secret
        if user and employee and employee.sudo().user_id != user:
            raise UserError(
                self.env._(
                    "The login is not that of the employee. Choose the two of one "
                    "person, or leave the login empty."
                )
            )
        if user.sudo().share:  # only whether it is a colleague's
            raise UserError(
                self.env._("Clients don't go on with our work. Choose a colleague.")
            )
        if stand_in._has_left(user) or stand_in._has_left(employee):
            raise UserError(
                self.env._("This person has left, too. Choose another one.")
            )
        kinds = set(self.mapped("kind"))
        if "callback" in kinds and not user:
            raise UserError(
                self.env._(
                    "Callbacks are for somebody who can sign in. Choose somebody with "
                    "a login."
                )
            )
        by_role = self.filtered(lambda line: line._is_by_role())
        if self - by_role and not self._is_of_own_department(user, employee):
            raise AccessError(
                self.env._(
                    "As the head of a department you hand over to yourself, or to "
                    "somebody of your department. For others ask a manager."
                )
            )

    def _is_of_own_department(self, user, employee):
        """Whether it is the user, or somebody of a department that the user heads."""
        # sudo: who works where is public
        person_sudo = employee.sudo() or user.sudo().employee_ids
        heads_sudo = person_sudo.department_id.manager_id.user_id
        return self.env.user in (person_sudo.user_id | user | heads_sudo)

    def _is_by_role(self):
        """Whether the user hands such things over whosever they were."""
        group = RECEPTION if self.kind in VISITS else MANAGER
        return self.env.user.has_group(group)

    def _employee_in(self, company, user, employee):
        """The employee who goes on in a company.

        :raise UserError: the person does not work there
        """
        manages = company.sudo().client_managing_company_id
        only_items = set(self.mapped("kind")) == {"item"}
        allowed = company | manages if only_items else company
        if employee.sudo().company_id in allowed:
            return employee
        found_sudo = user.sudo().employee_ids.filtered(
            lambda each: each.company_id == company
        )
        needed = set(self.mapped("kind")) - {"callback"}
        if (needed and not found_sudo) or (
            user and company not in user.sudo().company_ids
        ):
            raise UserError(
                self.env._(
                    "An employee of %s is needed for this. Choose one.", company.name
                )
            )
        return employee.browse(found_sudo.ids)

    @api.model
    def _may_hand_over(self):
        """Whether the user hands over client matters, by role or as a head."""
        user = self.env.user
        if user.has_group(MANAGER):
            return True
        # sudo: whether the user heads a department
        heads = self.env["hr.department"].sudo()
        return bool(heads.search_count([("manager_id.user_id", "=", user.id)], limit=1))
