from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..models.complaint.client_complaint import OPEN_STATES
from ..models.complaint.client_complaint_portal_files import MAX_FILE_SIZE, MAX_FILES
from . import pages
from .portal_forms import TOKEN, PortalForms

FORM_KEYS = {TOKEN, "content", "remedy", "category_id", "unit_id", "attachments"}
MESSAGE_KEYS = {TOKEN, "text", "attachments"}
ANSWER_KEYS = {TOKEN, "result", "handling", "words", "unsolved"}
MAX_ANSWER_FORM = 64 * 1024
# All files of a form at their largest, and what else is in it.
MAX_FORM = MAX_FILES * MAX_FILE_SIZE + MAX_ANSWER_FORM


class ClientPortal(PortalForms, CustomerPortal):
    """Complaints of clients who have a login: file, follow, rate, write.

    The pages only read what a form says; who may see and do what is decided by the
    methods of ``client_complaint_portal.py``. A form that is sent again leads to
    what it made the first time; where something else was typed meanwhile, it is kept
    in the box to write.
    """

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "complaint_count" in counters:
            complaints = request.env["client.complaint"]
            values["complaint_count"] = (
                complaints.search_count(complaints._portal_domain())
                if complaints.has_access("read")
                else 0
            )
        return values

    # ------------------------------------------------------------
    # PAGES
    # ------------------------------------------------------------

    @route(
        ["/my/complaints", "/my/complaints/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def complaints(self, page=1, sortby=None, filterby=None, **kwargs):
        """The complaints of the client, a page of them."""
        complaints = request.env["client.complaint"]
        sortings, filters = self._sortings(), self._filters()
        sortby = sortby if sortby in sortings else "date"
        filterby = filterby if filterby in filters else "all"
        domain = complaints._portal_domain() & filters[filterby]["domain"]
        arguments = {"sortby": sortby, "filterby": filterby}
        pages = pager(
            url="/my/complaints",
            url_args=arguments,
            total=complaints.search_count(domain),
            page=page,
            step=self._items_per_page,
        )
        found = complaints.search(
            domain,
            order=sortings[sortby]["order"],
            limit=self._items_per_page,
            offset=pages["offset"],
        )
        values = self._prepare_portal_layout_values() | {
            "complaints": found.sudo(),  # the client's own, as the domain says
            "page_name": "complaint",
            "default_url": "/my/complaints",
            "pager": pages,
            "searchbar_sortings": sortings,
            "searchbar_filters": filters,
            **arguments,
        }
        return self._private("visitor_management.portal_my_complaints", values)

    @route(
        "/my/complaints/new",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def complaint_form(self, **kwargs):
        """The form to file a complaint."""
        return self._form({})

    @route(
        "/my/complaints/new",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MAX_FORM,
    )
    def complaint_file(self, **post):
        """File the complaint that the form describes."""
        self._check_keys(post, FORM_KEYS)
        complaints, token = request.env["client.complaint"], self._token(post)
        content = self._text(post, "content")
        sent = complaints._portal_sent(token)
        if sent and not sent._says(complaints._portal_plain(content)):
            return self._complaint_page(sent.complaint_id, text=content, again=True)
        try:
            complaint = complaints._portal_file(
                content=content,
                remedy=self._text(post, "remedy"),
                category_id=self._number(post, "category_id"),
                unit_id=self._number(post, "unit_id"),
                files=self._files(),
                token=token,
            )
        except UserError as error:
            return self._form(post, error=str(error))
        return request.redirect(f"/my/complaints/{complaint.id}?filed=1")

    @route(
        "/my/complaints/<int:complaint_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def complaint(self, complaint_id, filed=None, answered=None, **kwargs):
        """One complaint: how far it is, what was told, and the messages."""
        complaint_sudo = request.env["client.complaint"]._portal_find(complaint_id)
        if not complaint_sudo:
            raise request.not_found()
        return self._complaint_page(
            complaint_sudo, filed=filed == "1", answered=answered == "1"
        )

    @route(
        "/my/complaints/<int:complaint_id>/message",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MAX_FORM,
    )
    def complaint_message(self, complaint_id, **post):
        """Write to the company about a complaint."""
        self._check_keys(post, MESSAGE_KEYS)
        complaint_sudo = request.env["client.complaint"]._portal_find(complaint_id)
        if not complaint_sudo:
            raise request.not_found()
        text, token = self._text(post, "text"), self._token(post)
        sent = complaint_sudo.sudo(False)._portal_sent(token)
        if sent and not sent._says(complaint_sudo._portal_plain(text)):
            return self._complaint_page(complaint_sudo, text=text, again=True)
        try:
            complaint_sudo.sudo(False)._portal_write(text, self._files(), token)
        except UserError as error:
            return self._complaint_page(
                complaint_sudo, message_error=str(error), text=text
            )
        return request.redirect(f"/my/complaints/{complaint_id}#messages")

    @route(
        "/my/complaints/<int:complaint_id>/answer",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MAX_ANSWER_FORM,
    )
    def complaint_answer(self, complaint_id, **post):
        """Rate what became of a complaint, or say that it is still not solved."""
        self._check_keys(post, ANSWER_KEYS)
        complaint_sudo = request.env["client.complaint"]._portal_find(complaint_id)
        if not complaint_sudo:
            raise request.not_found()
        complaint = complaint_sudo.sudo(False)
        words, token = self._text(post, "words"), self._token(post)
        address = request.httprequest.remote_addr
        try:
            if "unsolved" in post:
                complaint._portal_unsolved(words, token, address)
            else:
                result, handling = (
                    self._text(post, name) for name in ("result", "handling")
                )
                complaint._portal_rate(result, handling, words, token, address)
        except UserError as error:
            asked = self._question(complaint_sudo) in ("rate", "again")
            # what was typed is kept: in the same box, or in that of messages
            kept = (
                {"answer_error": str(error), "answer": post}
                if asked
                else {"error": str(error), "text": words}
            )
            return self._complaint_page(complaint_sudo, **kept)
        return request.redirect(f"/my/complaints/{complaint_id}?answered=1")

    @route(
        "/my/complaints/<int:complaint_id>/files/<int:attachment_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def complaint_attachment(self, complaint_id, attachment_id, **kwargs):
        """A file of a message that the client can read."""
        complaint_sudo = request.env["client.complaint"]._portal_find(complaint_id)
        attachments = (
            complaint_sudo and complaint_sudo._portal_messages().attachment_ids
        )
        attachment_sudo = attachments and attachments.filtered(
            lambda each: each.id == attachment_id
        )
        if not attachment_sudo:
            raise request.not_found()
        stream = request.env["ir.binary"].sudo()._get_stream_from(attachment_sudo)
        response = stream.get_response(as_attachment=True, max_age=0)
        return pages.closed(response, **pages.OF_A_FILE)

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _sortings(self):
        return {
            "date": {
                "label": request.env._("Newest"),
                "order": "received_at desc, id desc",
            },
            "deadline": {
                "label": request.env._("Promised For"),
                "order": "deadline, id",
            },
        }

    def _filters(self):
        return {
            "all": {"label": request.env._("All"), "domain": Domain.TRUE},
            "open": {
                "label": request.env._("Still open"),
                "domain": Domain("state", "in", OPEN_STATES),
            },
            "done": {
                "label": request.env._("Handled or Closed"),
                "domain": Domain("state", "not in", OPEN_STATES),
            },
        }

    def _form(self, post, error=""):
        complaints = request.env["client.complaint"]
        units = complaints._portal_units()
        filled = {key: self._text(post, key) for key in FORM_KEYS}
        if not post:
            filled["unit_id"] = str(units[:1].id or "")
        values = self._prepare_portal_layout_values() | {
            "page_name": "complaint_new",
            "categories": complaints._portal_categories(),
            "units": units,
            "filled": filled,
            "error": error,
            **self._form_values(),
        }
        return self._private("visitor_management.portal_complaint_form", values)

    def _form_values(self):
        """What every form needs: a token of its own, and what its file box takes."""
        return {
            "new_token": request.env["client.portal.form"]._new_token,
            "max_files": MAX_FILES,
            "max_size": MAX_FILE_SIZE,
            "accepted": request.env["client.complaint"]._portal_accepted(),
        }

    def _complaint_page(self, complaint_sudo, **more):
        state, label = complaint_sudo._portal_state()
        values = self._prepare_portal_layout_values() | {
            "page_name": "complaint",
            "complaint": complaint_sudo,
            "state": state,
            "state_label": label,
            "steps": complaint_sudo._portal_steps(),
            "calls": complaint_sudo._portal_calls(),
            "messages": complaint_sudo._portal_messages(),
            "zone": complaint_sudo.company_id._client_tz(),
            "question": self._question(complaint_sudo),
            "ratings": complaint_sudo._portal_ratings(),
            "answer": {},
            "text": "",
            **self._form_values(),
            **more,
        }
        return self._private("visitor_management.portal_my_complaint", values)

    def _question(self, complaint_sudo):
        """What the user is asked; a colleague who looks answers for nobody."""
        return complaint_sudo._portal_question() if request.env.user.share else ""

    def _files(self):
        """The files of the form, read no further than what is too large."""
        files = request.httprequest.files.getlist("attachments")
        for each in files:
            each.seek(0)  # Odoo, when it tries again, goes back in the first one only
        return [
            (each.filename, each.read(MAX_FILE_SIZE + 1))
            for each in files
            if each.filename
        ]
