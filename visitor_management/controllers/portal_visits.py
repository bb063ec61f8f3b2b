from itertools import zip_longest

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..models.resident.visitor_visit_resident_announce import SaidFirst
from ..models.visit.visitor_visit import ASKS, OVER
from .portal_forms import TOKEN, PortalForms

ANNOUNCED_KEYS = {
    TOKEN,
    "unit_id",
    "type_id",
    "start",
    "stop",
    "headcount",
    "purpose",
    "organization",
    "name",
    "reach",
    "heard",
}
ANSWER_KEYS = {"decision", "reason"}
CANCEL_KEYS = {"reason"}
MAX_FORM = 64 * 1024
# So many lines for names the form has at first.
LINES = 2


class VisitPortal(PortalForms, CustomerPortal):
    """Visits to the units of residents and tenants who have a login.

    The pages only read what a form says; who sees what and says what is decided by
    the methods of ``models/resident``. What is not the user's is not found.
    """

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        visits = request.env["visitor.visit"]
        if "visitor_asking_count" in counters:
            values["visitor_asking_count"] = len(visits._portal_asking())
        if "visitor_visit_count" in counters:
            values["visitor_visit_count"] = visits._portal_count(
                Domain("state", "in", ASKS)
            )
        return values

    # ------------------------------------------------------------
    # PAGES
    # ------------------------------------------------------------

    @route(
        ["/my/visits", "/my/visits/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def visits(self, page=1, sortby=None, filterby=None, **kwargs):
        """The visits to the units of the user, a page of them."""
        visits = request.env["visitor.visit"]
        sortings, filters = self._visit_sortings(), self._visit_filters()
        filterby = filterby if filterby in filters else "ahead"
        usual = "next" if filterby in ("ahead", "waiting") else "latest"
        sortby = sortby if sortby in sortings else usual
        asking_sudo = visits._portal_asking()
        domain = filters[filterby]["domain"]
        if filterby == "ahead":  # above the others
            domain &= Domain("id", "not in", asking_sudo.ids)
        arguments = {"sortby": sortby, "filterby": filterby}
        pages = pager(
            url="/my/visits",
            url_args=arguments,
            total=visits._portal_count(domain),
            page=page,
            step=self._items_per_page,
        )
        found_sudo = visits._portal_search(
            domain,
            order=sortings[sortby]["order"],
            limit=self._items_per_page,
            offset=pages["offset"],
        )
        values = self._visit_values("visits") | {
            "visits": found_sudo,
            "asking": filterby == "ahead" and page == 1 and asking_sudo,
            "default_url": "/my/visits",
            "pager": pages,
            "searchbar_sortings": sortings,
            "searchbar_filters": filters,
            **arguments,
        }
        return self._private("visitor_management.portal_my_visits", values)

    @route(
        "/my/visits/new",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def visit_form(self, **kwargs):
        """The form to announce a visit."""
        return self._visit_form({})

    @route(
        "/my/visits/new",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MAX_FORM,
    )
    def visit_announce(self, **post):
        """Announce the visit that the form describes."""
        self._check_keys(post, ANNOUNCED_KEYS)
        try:
            visit_sudo = request.env["visitor.visit"]._portal_announce(
                unit_id=self._number(post, "unit_id"),
                type_id=self._number(post, "type_id"),
                start=self._text(post, "start"),
                stop=self._text(post, "stop"),
                people=self._people(),
                token=self._token(post),
                heard=self._text(post, "heard") == "1",
                headcount=self._number(post, "headcount"),
                organization=self._text(post, "organization"),
                purpose=self._text(post, "purpose"),
            )
        except SaidFirst as said:
            return self._visit_form(post, said=str(said))
        except UserError as error:
            return self._visit_form(post, error=str(error))
        return request.redirect(f"/my/visits/{visit_sudo.id}?announced=1")

    @route(
        "/my/visits/<int:visit_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def visit(self, visit_id, announced=None, **kwargs):
        """One visit: who comes and came, and what the user may say to it."""
        visit_sudo = self._visit(visit_id)
        return self._visit_page(visit_sudo, announced=announced == "1")

    @route(
        "/my/visits/<int:visit_id>/answer",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MAX_FORM,
    )
    def visit_answer(self, visit_id, **post):
        """Say yes or no to a visit, or what to do with somebody who stands there."""
        self._check_keys(post, ANSWER_KEYS)
        visit_sudo = self._visit(visit_id)
        try:
            visit_sudo._portal_answer(
                self._text(post, "decision"), self._text(post, "reason")
            )
        except UserError as error:
            return self._visit_page(visit_sudo, error=str(error))
        return request.redirect(f"/my/visits/{visit_id}")

    @route(
        "/my/visits/<int:visit_id>/cancel",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MAX_FORM,
    )
    def visit_cancel(self, visit_id, **post):
        """Call the own visit off."""
        self._check_keys(post, CANCEL_KEYS)
        visit_sudo = self._visit(visit_id)
        try:
            visit_sudo._portal_cancel(self._text(post, "reason"))
        except UserError as error:
            return self._visit_page(visit_sudo, error=str(error))
        return request.redirect(f"/my/visits/{visit_id}")

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _visit(self, visit_id):
        """
        :return: a visit that the user sees, as superuser
        :raise NotFound: there is none
        """
        visit_sudo = request.env["visitor.visit"]._portal_find(visit_id)
        if not visit_sudo:
            raise request.not_found()
        return visit_sudo

    def _visit_sortings(self):
        return {
            "next": {"label": request.env._("Soonest first"), "order": "start, id"},
            "latest": {
                "label": request.env._("Newest"),
                "order": "start desc, id desc",
            },
        }

    def _visit_filters(self):
        return {
            "ahead": {
                "label": request.env._("Expected or Inside"),
                "domain": Domain("state", "in", ASKS),
            },
            "waiting": {
                "label": request.env._("Waiting for an Answer"),
                "domain": Domain("state", "=", "pending"),
            },
            "over": {
                "label": request.env._("Visits that are over"),
                "domain": Domain("state", "in", OVER),
            },
            "all": {"label": request.env._("All"), "domain": Domain.TRUE},
        }

    def _visit_values(self, tab, page_name="visits"):
        """What each page of visits needs: its layout, and where the user is.

        :param str tab: which of the pages for the unit it belongs to
        """
        return self._prepare_portal_layout_values() | {
            "visit_tabs": self._visit_tabs(),
            "page_name": page_name,
            "visit_tab": tab,
            "units": request.env["visitor.visit"]._portal_units(),
            "new_token": request.env["client.portal.form"]._new_token,
        }

    def _visit_tabs(self):
        """The pages for a unit: name, address, label and icon of each."""
        env = request.env
        return [
            ("visits", "/my/visits", env._("Visits"), "fa-calendar"),
            ("regulars", "/my/visits/regulars", env._("Regulars"), "fa-repeat"),
            ("passes", "/my/visits/passes", env._("Exit passes"), "fa-truck"),
            (
                "instructions",
                "/my/visits/instructions",
                env._("For the desk"),
                "fa-comment-o",
            ),
            ("barred", "/my/visits/barred", env._("Not let in"), "fa-ban"),
        ]

    def _answers(self):
        """What may be said to a visit: label, look and icon of each."""
        env = request.env
        return {
            "approve": (env._("Approve Visit"), "btn-success", "fa-check"),
            "coming": (env._("I Am Coming"), "btn-success", "fa-street-view"),
            "send_up": (env._("Send Up"), "btn-success", "fa-arrow-up"),
            "wait": (env._("Please Wait"), "btn-light border", "fa-clock-o"),
            "refuse": (env._("No Visit"), "btn-outline-danger", "fa-ban"),
        }

    def _visit_page(self, visit_sudo, **more):
        values = self._visit_values("visits", "visit") | {
            "visit": visit_sudo,
            "people": visit_sudo._portal_people(),
            "standing": visit_sudo._portal_standing(),
            "hours": visit_sudo._portal_hours(),
            "decisions": visit_sudo._portal_decisions(),
            "answers": self._answers(),
            "may_cancel": visit_sudo._portal_may_cancel(),
            "zone": visit_sudo.site_id._tz(),
            "error": "",
            **more,
        }
        return self._private("visitor_management.portal_my_visit", values)

    def _visit_form(self, post, error="", said=""):
        visits = request.env["visitor.visit"]
        values = self._visit_values("visits", "visit_new")
        kinds = visits._portal_kinds(values["units"])
        filled = {key: self._text(post, key) for key in ANNOUNCED_KEYS}
        if not post:
            filled["unit_id"] = str(values["units"][:1].id or "")
            filled["type_id"] = str(kinds[:1].id or "")
            filled["start"] = self._soon(values["units"][:1])
        people = self._people() if post else []
        values |= {
            "kinds": kinds,
            "filled": filled,
            "people": people + [("", "")] * max(LINES - len(people), 0),
            "error": error,
            "said": said,
        }
        return self._private("visitor_management.portal_visit_form", values)

    def _soon(self, unit):
        """The next quarter of an hour at the site of a unit, as the form has it."""
        if not unit:
            return ""
        start = request.env["visitor.visit"]._default_start()
        return fields.Datetime.to_string(
            unit.site_id._to_local(start).replace(tzinfo=None)
        )[:16].replace(" ", "T")

    def _people(self):
        """Pairs of a name and how the person is reached, line by line."""
        return list(
            zip_longest(self._several("name"), self._several("reach"), fillvalue="")
        )
