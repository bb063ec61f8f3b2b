from itertools import zip_longest

from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import pager

from .portal_forms import TOKEN
from .portal_visits import MAX_FORM, VisitPortal

PASS_KEYS = {
    TOKEN,
    "unit_id",
    "kind",
    "capacity",
    "carrier",
    "plate",
    "valid_on",
    "reason",
    "thing",
    "quantity",
}
STEP_KEYS = {"step"}
DECISION_KEYS = {"decision", "reason"}
INSTRUCTION_KEYS = {TOKEN, "unit_id", "kind", "note", "since", "until"}
BAR_KEYS = {TOKEN, "unit_id", "name", "phone", "email", "plate", "reason", "until"}
# So many lines for things the form has at first.
LINES = 3


class UnitPortal(VisitPortal):
    """What residents and tenants arrange for their unit besides visits: what may be
    taken out, who comes every week, what the desk has to know, whom it does not let in.
    """

    # ------------------------------------------------------------
    # REGULARS
    # ------------------------------------------------------------

    @route(
        "/my/visits/regulars",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def regulars(self, **kwargs):
        """Who comes every week, and when they came."""
        return self._regulars_page()

    @route(
        "/my/visits/regulars/<int:hours_id>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MAX_FORM,
    )
    def regular_step(self, hours_id, **post):
        """Pause, resume or end the hours of somebody who comes every week."""
        self._check_keys(post, STEP_KEYS)
        try:
            found = request.env["visitor.visit.hours"]._portal_step(
                hours_id, self._text(post, "step")
            )
        except UserError as error:
            return self._regulars_page(str(error))
        if not found:
            raise request.not_found()
        return request.redirect("/my/visits/regulars")

    # ------------------------------------------------------------
    # EXIT PASSES
    # ------------------------------------------------------------

    @route(
        ["/my/visits/passes", "/my/visits/passes/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def exit_passes(self, page=1, **kwargs):
        """The exit passes of the units of the user, a page of them."""
        passes = request.env["visitor.item.pass"]
        pages = pager(
            url="/my/visits/passes",
            total=passes.sudo().search_count(passes._portal_domain()),  # the own
            page=page,
            step=self._items_per_page,
        )
        values = self._visit_values("passes") | {
            "item_passes": passes._portal_search(
                limit=self._items_per_page, offset=pages["offset"]
            ),
            "pager": pages,
        }
        return self._private("visitor_management.portal_exit_passes", values)

    @route(
        "/my/visits/passes/new",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def exit_pass_form(self, **kwargs):
        """The form to ask for an exit pass."""
        return self._pass_form({})

    @route(
        "/my/visits/passes/new",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MAX_FORM,
    )
    def exit_pass_request(self, **post):
        """Ask for the exit pass that the form describes."""
        self._check_keys(post, PASS_KEYS)
        words = ("kind", "capacity", "carrier", "plate", "valid_on", "reason")
        try:
            item_pass = request.env["visitor.item.pass"]._portal_request(
                self._number(post, "unit_id"),
                self._things(),
                self._token(post),
                **{name: self._text(post, name) for name in words},
            )
        except UserError as error:
            return self._pass_form(post, str(error))
        return request.redirect(f"/my/visits/passes/{item_pass.id or ''}".rstrip("/"))

    @route(
        "/my/visits/passes/<int:item_pass_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def exit_pass(self, item_pass_id, **kwargs):
        """One exit pass: what may be taken out, and whether it was."""
        return self._pass_page(self._item_pass(item_pass_id))

    @route(
        "/my/visits/passes/<int:item_pass_id>/answer",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MAX_FORM,
    )
    def exit_pass_answer(self, item_pass_id, **post):
        """Let the things go, or not."""
        self._check_keys(post, DECISION_KEYS)
        pass_sudo = self._item_pass(item_pass_id)
        try:
            if self._text(post, "decision") == "approve":
                pass_sudo._portal_approve()
            else:
                pass_sudo._portal_refuse(self._text(post, "reason"))
        except UserError as error:
            return self._pass_page(pass_sudo, str(error))
        return request.redirect(f"/my/visits/passes/{item_pass_id}")

    # ------------------------------------------------------------
    # INSTRUCTIONS TO THE DESK
    # ------------------------------------------------------------

    @route(
        "/my/visits/instructions",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def unit_instructions(self, **kwargs):
        """What the desk knows from the user's units, and a form to say more."""
        return self._instructions_page({})

    @route(
        "/my/visits/instructions",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MAX_FORM,
    )
    def unit_instruction_say(self, **post):
        """Tell the desk something for the own unit."""
        self._check_keys(post, INSTRUCTION_KEYS)
        words = ("kind", "until", "note", "since")
        try:
            request.env["visitor.unit.instruction"]._portal_say(
                self._number(post, "unit_id"),
                token=self._token(post),
                **{name: self._text(post, name) for name in words},
            )
        except UserError as error:
            return self._instructions_page(post, str(error))
        return request.redirect("/my/visits/instructions")

    @route(
        "/my/visits/instructions/<int:instruction_id>/end",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MAX_FORM,
    )
    def unit_instruction_end(self, instruction_id, **post):
        """End what was said to the desk."""
        self._check_keys(post, set())
        if not request.env["visitor.unit.instruction"]._portal_end(instruction_id):
            raise request.not_found()
        return request.redirect("/my/visits/instructions")

    # ------------------------------------------------------------
    # WHO IS NOT LET IN
    # ------------------------------------------------------------

    @route(
        "/my/visits/barred",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def barred(self, **kwargs):
        """Who is not let in to the user's units, and a form to say so of others."""
        return self._barred_page({})

    @route(
        "/my/visits/barred",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MAX_FORM,
    )
    def barred_say(self, **post):
        """Say who is not to be let in to the own unit."""
        self._check_keys(post, BAR_KEYS)
        words = ("name", "phone", "email", "plate", "reason", "until")
        try:
            request.env["visitor.watchlist"]._portal_bar(
                self._number(post, "unit_id"),
                token=self._token(post),
                **{name: self._text(post, name) for name in words},
            )
        except UserError as error:
            return self._barred_page(post, str(error))
        return request.redirect("/my/visits/barred")

    @route(
        "/my/visits/barred/<int:entry_id>/end",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MAX_FORM,
    )
    def barred_end(self, entry_id, **post):
        """Let somebody in again."""
        self._check_keys(post, set())
        if not request.env["visitor.watchlist"]._portal_end(entry_id):
            raise request.not_found()
        return request.redirect("/my/visits/barred")

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _regulars_page(self, error=""):
        lines_sudo = request.env["visitor.visit.hours"]._portal_search()
        values = self._visit_values("regulars") | {
            "regulars": lines_sudo,
            "came": lines_sudo._portal_came(),
            "error": error,
        }
        return self._private("visitor_management.portal_unit_regulars", values)

    def _item_pass(self, item_pass_id):
        """
        :return: an exit pass that the user sees, as superuser
        :raise NotFound: there is none
        """
        pass_sudo = request.env["visitor.item.pass"]._portal_find(item_pass_id)
        if not pass_sudo:
            raise request.not_found()
        return pass_sudo

    def _pass_page(self, pass_sudo, error=""):
        values = self._visit_values("passes", "exit_pass") | {
            "item_pass": pass_sudo,
            "may_withdraw": pass_sudo._portal_may_withdraw(),
            "error": error,
        }
        return self._private("visitor_management.portal_exit_pass", values)

    def _pass_form(self, post, error=""):
        passes = request.env["visitor.item.pass"]
        values = self._visit_values("passes", "exit_pass_new")
        things = self._things() if post else []
        values |= {
            "kinds": self._choices(passes, "kind"),
            "capacities": self._choices(passes, "capacity"),
            "filled": self._filled(post, PASS_KEYS, values["units"], "valid_on"),
            "things": things + [("", "")] * max(LINES - len(things), 0),
            "error": error,
        }
        return self._private("visitor_management.portal_exit_pass_form", values)

    def _instructions_page(self, post, error=""):
        instructions = request.env["visitor.unit.instruction"]
        values = self._visit_values("instructions")
        values |= {
            "instructions": instructions._portal_search(),
            "kinds": self._choices(instructions, "kind"),
            "filled": self._filled(post, INSTRUCTION_KEYS, values["units"]),
            "error": error,
        }
        return self._private("visitor_management.portal_unit_instructions", values)

    def _barred_page(self, post, error=""):
        values = self._visit_values("barred")
        values |= {
            "entries": request.env["visitor.watchlist"]._portal_search(),
            "filled": self._filled(post, BAR_KEYS, values["units"]),
            "error": error,
        }
        return self._private("visitor_management.portal_unit_barred", values)

    def _choices(self, model, name):
        return model._fields[name]._description_selection(request.env)

    def _filled(self, post, keys, units, today=None):
        """What stands in a form: what was typed, or what is usual.

        :param str today: the field that begins with the day at the site
        """
        filled = {key: self._text(post, key) for key in keys}
        if not post and units:
            filled["unit_id"] = str(units[:1].id)
            if today:
                filled[today] = str(units[:1].site_id._today())
        return filled

    def _things(self):
        """Pairs of a thing and how many, line by line."""
        return list(
            zip_longest(self._several("thing"), self._several("quantity"), fillvalue="")
        )
