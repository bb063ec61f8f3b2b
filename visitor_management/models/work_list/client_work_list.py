from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...tools.groups import MANAGER, SERVICE
from ...tools.names import readable
from ...tools.phone import mask
from ...tools.satisfaction import DISSATISFIED
from ..callback.client_callback import UNFINISHED
from ..complaint.client_rectification import OPEN_STATES
from ..core.client_work_bus_mixin import CHANGES

# The counters of the screen. The first shows those of the next three together.
LISTS = (
    *("due", "overdue", "today", "next", "waiting", "unreachable", "review"),
    "stuck",
)
PAGE = 80
MOST = 1000
# Named on the bus one by one; more of them, and the screen reads everything again.
MANY = 200


class ClientWorkList(models.AbstractModel):
    """What the work list reads: who is to be called, in the right order.

    Callbacks and orders of the companies that are chosen in the switcher. The number of
    queries is the same however many there are. Times are sent in UTC with the time zone
    of the company; the screen formats them.
    """

    _name = "client.work.list"
    _description = "Callback work list"

    # ------------------------------------------------------------
    # READ
    # ------------------------------------------------------------

    @api.model
    @api.readonly
    def read_screen(self):
        """What the screen needs once: who may do what here, and how things are called.

        :return: ``{"companies", "departments", "labels", "dissatisfied", "user_id",
            "is_service", "is_manager"}``
        :raise AccessError: the user calls nobody
        """
        self._check_caller()
        departments = self.env["hr.department"].search_fetch(
            [("company_id", "in", [*self.env.companies.ids, False])],
            ["complete_name", "company_id"],
        )
        return {
            "user_id": self.env.uid,
            "is_service": self.env.user.has_group(SERVICE),
            "is_manager": self.env.user.has_group(MANAGER),
            "companies": [
                {"id": company.id, "name": company.name, "tz": company._client_tz()}
                for company in self.env.companies
            ],
            "departments": [
                {
                    "id": department.id,
                    "name": department.complete_name,
                    "company_id": department.company_id.id,
                }
                for department in departments
            ],
            "labels": {
                "source": self._labels("client.callback", "source"),
                "severity": self._labels("client.callback", "severity"),
                "result": self._labels("client.callback", "result"),
                "state": self._labels("client.callback", "state"),
                "outcome": self._labels("client.callback.attempt", "outcome"),
                "order": self._labels("client.rectification", "state"),
                "stuck": self._labels("client.rectification", "stuck"),
            },
            "dissatisfied": list(DISSATISFIED),
        }

    @api.model
    @api.readonly
    def read_list(self, shown="due", filters=None, limit=PAGE, kept=None):
        """The lines of one list, and how many are on each.

        :param str shown: one of the counters
        :param dict filters: ``{"whose", "source", "severity", "text"}``, each may be
            left out; whose: ``all mine free``
        :param int limit: how many lines at most
        :param dict kept: ``{"kind", "id"}`` of the line that is looked at: it is among
            the lines whatever became of it; kind: ``callback order``
        :return: ``{"lines": [...], "more": bool, "counts": {list: number}}``; besides
            the lists, ``elsewhere`` counts what is stuck and has no line here
        :raise AccessError: the user calls nobody
        """
        self._check_caller()
        shown = shown if shown in LISTS else LISTS[0]
        limit = max(1, min(int(limit), MOST))
        filters = filters if isinstance(filters, dict) else {}
        domains = self._domains(filters)
        counts = {
            name: self.env[self._model_of(name)].search_count(domain)
            for name, domain in domains.items()
            if name != "due"
        }
        counts["due"] = counts["overdue"] + counts["today"] + counts["next"]
        counts.update(self._stuck_counts(filters))
        if shown == "stuck":
            lines = self._stuck_lines(filters, limit, kept)
        elif shown == "waiting":
            lines = self._order_lines(domains["waiting"], limit, kept)
        else:
            order = "finished_at, due_at, id" if shown == "review" else "due_at, id"
            lines = self._callback_lines(domains[shown], order, limit, kept)
        shown_at_most = counts[shown]
        if shown == "stuck":
            shown_at_most -= counts["elsewhere"]
        return {"lines": lines, "more": shown_at_most > limit, "counts": counts}

    # ------------------------------------------------------------
    # LISTS
    # ------------------------------------------------------------

    @api.model
    def _model_of(self, shown):
        return "client.rectification" if shown == "waiting" else "client.callback"

    def _domains(self, filters):
        """The domain of each list.

        Overdue is what should have been done, today what is left of the day on the
        clock of the company.
        """
        companies = Domain("company_id", "in", self.env.companies.ids)
        mine = self._callback_filter(filters)
        to_call = companies & Domain("state", "in", UNFINISHED) & mine
        now = fields.Datetime.now()
        tomorrow = Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("due_at", ">=", company._start_of_day(company._client_tomorrow()))
            for company in self.env.companies
        )
        domains = {
            "due": to_call,
            "overdue": to_call & Domain("due_at", "<", now),
            "today": to_call & Domain("due_at", ">=", now) & ~tomorrow,
            "next": to_call & Domain("due_at", ">=", now) & tomorrow,
            "waiting": companies
            & Domain("state", "in", (*OPEN_STATES, "done"))
            & self._order_filter(filters),
            "unreachable": companies
            & Domain("state", "=", "unreachable")
            & Domain("concluded_at", "=", False)
            & mine,
            "review": Domain.FALSE,
        }
        if self.env.user.has_group(MANAGER):
            domains["review"] = (
                companies
                & self._to_review()
                & Domain("caller_id", "!=", self.env.uid)
                & mine
            )
        return domains

    @api.model
    def _to_review(self):
        """Finished, or given up and the client was told otherwise, by a colleague."""
        concluded = Domain("state", "=", "unreachable") & Domain(
            "concluded_by_id", "not in", [self.env.uid, False]
        )
        return Domain("state", "=", "finished") | concluded

    def _callback_filter(self, filters):
        domain = Domain.TRUE
        if filters.get("whose") == "mine":
            domain &= Domain("caller_id", "=", self.env.uid)
        elif filters.get("whose") == "free":
            domain &= Domain("caller_id", "=", False)
        for name in ("source", "severity"):
            if filters.get(name):
                domain &= Domain(name, "=", str(filters[name]))
        text = readable(filters.get("text")).replace("\x00", "")
        if text:
            domain &= self._text_domain(text, "")
        return domain

    def _order_filter(self, filters):
        """As of callbacks: of an order from its callback or its complaint."""
        domain = Domain.TRUE
        if filters.get("whose") == "mine":
            domain &= Domain("callback_id.caller_id", "=", self.env.uid) | Domain(
                "complaint_id.received_by_id", "=", self.env.uid
            )
        source = filters.get("source")
        if source == "complaint":
            domain &= Domain("complaint_id", "!=", False)
        elif source:
            domain &= Domain("callback_id.source", "=", str(source))
        severity = filters.get("severity")
        if severity:
            domain &= Domain("complaint_id.severity", "=", str(severity)) | Domain(
                "callback_id.severity", "=", str(severity)
            )
        text = readable(filters.get("text")).replace("\x00", "")
        if text:
            domain &= (
                Domain("name", "ilike", text)
                | self._text_domain(text, "callback_id.")
                | Domain("complaint_id.name", "ilike", text)
                | Domain("complaint_id.partner_id.name", "ilike", text)
            )
        return domain

    def _text_domain(self, text, path):
        """Number, client, person, origin; digits are looked for in phone numbers."""
        names = (
            *("name", "origin", "contact_name", "partner_id.name"),
            *("complaint_id.name", "unit_id.name"),
        )
        domain = Domain.OR(Domain(f"{path}{name}", "ilike", text) for name in names)
        digits = [character for character in text if character.isdigit()]
        if len(digits) > 3 and not any(character.isalpha() for character in text):
            domain |= Domain(f"{path}phone", "=ilike", f"%{'%'.join(digits)}%")
        return domain

    # ------------------------------------------------------------
    # LINES
    # ------------------------------------------------------------

    def _callback_lines(self, domain, order, limit, kept):
        callbacks = self.env["client.callback"]
        found = callbacks.search(domain, order=order, limit=limit)
        if kept and kept.get("kind") == "callback":
            found |= callbacks.search([("id", "=", int(kept["id"]))])
        tries = {
            callback.id: (count, last)
            for callback, count, last in self.env[
                "client.callback.attempt"
            ]._read_group(
                [("callback_id", "in", found.ids)],
                ["callback_id"],
                ["__count", "at:max"],
            )
        }
        return [
            self._callback_line(callback, *tries.get(callback.id, (0, False)))
            for callback in found
        ]

    def _order_lines(self, domain, limit, kept):
        """Those that are done first: they wait for customer service to look."""
        orders = self.env["client.rectification"]
        found = orders.search(domain & Domain("state", "=", "done"), limit=limit)
        if len(found) < limit:
            found |= orders.search(
                domain & Domain("state", "!=", "done"), limit=limit - len(found)
            )
        if kept and kept.get("kind") == "order":
            found |= orders.search([("id", "=", int(kept["id"]))])
        seen = self._seen(found)
        return [self._order_line(order, seen) for order in found]

    def _callback_line(self, callback, tried=0, tried_at=False):
        to_string = fields.Datetime.to_string
        complaint_sudo = callback.complaint_id.sudo()  # of a callback the user may read
        caller_sudo = callback.caller_id.sudo()  # names of colleagues are no secret
        return {
            "kind": "callback",
            "id": callback.id,
            "number": callback.name or "",
            "company_id": callback.company_id.id,
            "due_at": to_string(callback.due_at),
            "state": callback.state,
            "source": callback.source,
            "severity": callback.severity or "",
            "round": callback.round,
            "client": callback.client_name or "",
            "person": callback.partner_id.is_company and callback.contact_name or "",
            "unit": callback.unit_id.display_name or "",
            "phone": mask(callback.phone),
            "subject": self._first_line(complaint_sudo.content)
            or callback.category_id.complete_name
            or callback.origin
            or "",
            "caller_id": caller_sudo.id,
            "caller": caller_sudo.name or "",
            "result": callback.result or "",
            "tried": tried,
            "tried_at": to_string(tried_at),
            "finished_at": to_string(callback.finished_at),
        }

    def _order_line(self, order, seen):
        # sudo: of what was found to be the user's to see
        callback_sudo = (order.callback_id & seen["callbacks"]).sudo()
        complaint_sudo = (order.complaint_id & seen["complaints"]).sudo()
        case_sudo = complaint_sudo or callback_sudo
        return {
            "kind": "order",
            "id": order.id,
            "number": order.name or "",
            "company_id": order.company_id.id,
            "deadline": fields.Date.to_string(order.deadline),
            "state": order.state,
            "late": order.is_overdue,
            "department": order.department_id.name,
            "severity": case_sudo.severity or "",
            "round": callback_sudo.round or 0,
            "client": case_sudo.client_name or "",
            "unit": case_sudo.unit_id.display_name or "",
            "subject": self._first_line(order.requirement),
        }

    def _seen(self, orders):
        """What of the cases of orders the user may see.

        Who carries out an order sees the order; customer service sees whose it is.
        """
        return {
            "callbacks": orders.callback_id._filtered_access("read"),
            "complaints": orders.complaint_id._filtered_access("read"),
        }

    @api.model
    def _first_line(self, text):
        """What fits into a line of the list."""
        line = next(iter((text or "").strip().splitlines()), "")
        return f"{line[:140]}…" if len(line) > 140 else line

    # ------------------------------------------------------------
    # RIGHTS
    # ------------------------------------------------------------

    @api.model
    def _is_caller(self):
        """Whether the user calls clients.

        Customer service does, heads of departments do by some rules, and whoever a
        callback is given to. Which of them they see is for the record rules.
        """
        user = self.env.user
        if user.has_group(SERVICE):
            return True
        if not user._is_internal():
            return False
        # sudo: whether there is any of one's own
        heads = self.env["hr.department"].sudo()
        callbacks = self.env["client.callback"].sudo()
        return bool(
            heads.search_count([("manager_id.user_id", "=", user.id)], limit=1)
            or callbacks.search_count([("caller_id", "=", user.id)], limit=1)
        )

    def _check_caller(self):
        if not self._is_caller():
            raise AccessError(
                self.env._(
                    "Clients are called back by customer service and by the heads of "
                    "departments. If you are to call clients too, ask an administrator "
                    "for the role “Customer Service”."
                )
            )

    def _readable(self, model, record_id):
        self._check_caller()
        record = self.env[model].browse(int(record_id))
        record.check_access("read")
        return record

    @api.model
    def _labels(self, model, name):
        return dict(self.env[model]._fields[name]._description_selection(self.env))

    # ------------------------------------------------------------
    # BUS
    # ------------------------------------------------------------

    def _send_changes(self):
        """Tell the open work lists what to read again: ids, nothing personal."""
        changes = self.env.cr.precommit.data.pop(CHANGES, {})
        for company_id, names in changes.items():
            company = self.env["res.company"].browse(company_id)
            ids = {name: sorted(changed) for name, changed in names.items()}
            if sum(map(len, ids.values())) > MANY:
                ids = {"everything": True}
            # the channel is a record: nobody can guess one
            self.env["bus.bus"]._sendone(
                (company, "client_work"),
                "visitor_management.client_changed",
                {"company_id": company_id, **ids},
            )
