from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import plaintext2html

from ..core.visitor_throttle import HOUR
from .client_complaint import OPEN_STATES

# What a client reads of a complaint by its own rights; severity, cause, analysis, who
# handles it and what is still being written stay inside.
PORTAL_FIELDS = {
    "id",
    "display_name",
    "name",
    "company_id",
    "partner_id",
    "client_name",
    "contact_name",
    "unit_id",
    "category_id",
    "channel",
    "received_at",
    "content",
    "remedy",
    "state",
    "answered_at",
    "deadline",
    "handled_at",
    "closed_at",
    "create_date",
    "write_date",
}
MAX_TEXT = 5000
# How much one client writes within an hour
MAX_COMPLAINTS = 10
MAX_MESSAGES = 30


class ClientComplaint(models.Model):
    """What clients see of their complaints, and what they may do: file and write.

    The pages of the portal go through these methods. Each begins with the check who
    asks; what it reads or writes afterwards it does as superuser.
    """

    _inherit = "client.complaint"

    def _has_field_access(self, field, operation):
        allowed = super()._has_field_access(field, operation)
        if allowed and not self.env.su and self.env.user._is_portal():
            return operation == "read" and field.name in PORTAL_FIELDS
        return allowed

    def _get_access_action(self, access_uid=None, force_website=False):
        """Clients who follow the link of a mail come to the portal.

        Odoo's ``portal.mixin`` would do it with a secret of each complaint, kept in the
        database: a client logs in instead.
        """
        self.ensure_one()
        user = self.env["res.users"].browse(access_uid) if access_uid else self.env.user
        if user.sudo().share:  # a flag of the user who asks
            url = f"/my/complaints/{self.id}"
            return {"type": "ir.actions.act_url", "url": url, "target": "self"}
        return super()._get_access_action(access_uid, force_website)

    def message_post(self, **kwargs):
        """Clients write by :meth:`_portal_write` only, which checks what they write.

        :raise AccessError: a client calls it directly
        """
        if not self.env.su and self.env.user._is_portal():
            raise AccessError(self.env._("Write on the page of the complaint."))
        return super().message_post(**kwargs)

    # ------------------------------------------------------------
    # READ
    # ------------------------------------------------------------

    @api.model
    def _portal_domain(self):
        """The complaints of the client that the user belongs to."""
        client = self.env.user.partner_id.commercial_partner_id
        return Domain("partner_id", "child_of", client.ids)

    @api.model
    def _portal_find(self, complaint_id):
        """One complaint of the user's client, as superuser.

        :param int complaint_id: as it stood in an address
        :return: the complaint, or nothing: unknown, or another client's
        """
        found = self.search(self._portal_domain() & Domain("id", "=", complaint_id))
        return found.sudo()  # it is the client's own

    def _portal_state(self):
        """The state in the client's words.

        :return: pair of a key (``received handling handled closed``) and its label
        """
        self.ensure_one()
        if self.state == "new":
            return "received", self.env._("Received by Us")
        if self.state in OPEN_STATES:
            return "handling", self.env._("Being Handled")
        if self.state == "handled":
            return "handled", self.env._("Handled")
        return "closed", self.env._("Closed")

    def _portal_calls(self):
        """The callbacks as the client knows them: what was agreed, said and told.

        :return: callbacks as superuser, the latest first, the waived ones left out
        """
        return self.sudo().callback_ids.filtered(  # only read after _portal_find
            lambda callback: callback.state != "waived"
        )[::-1]

    def _portal_messages(self):
        """What client and company wrote to each other, oldest first; no notes.

        :return: ``mail.message`` as superuser
        """
        self.ensure_one()
        return (
            self.env["mail.message"]
            .sudo()  # only read after _portal_find
            .search(
                [
                    ("model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("message_type", "in", ("comment", "email")),
                    ("subtype_id", "=", self.env.ref("mail.mt_comment").id),
                    ("is_internal", "=", False),
                ],
                order="id",
            )
        )

    @api.model
    def _portal_categories(self):
        """The categories that a client chooses from, as superuser."""
        return (
            self.env["client.complaint.category"]
            .sudo()  # names that everybody may know
            .search([("company_id", "in", (self.env.company.id, False))])
            .sorted("complete_name")
        )

    @api.model
    def _portal_units(self):
        """The units of the user or its firm, as superuser."""
        partner = self.env.user.partner_id
        return (
            self.env["visitor.unit"]
            .sudo()  # only those that the user's own client occupies
            .search(
                [
                    (
                        "partner_ids",
                        "in",
                        (partner | partner.commercial_partner_id).ids,
                    ),
                    ("company_id", "=", self.env.company.id),
                ]
            )
        )

    # ------------------------------------------------------------
    # WRITE
    # ------------------------------------------------------------

    @api.model
    def _portal_file(
        self, content, remedy="", category_id=False, unit_id=False, files=(), token=""
    ):
        """File a complaint as the client that the user belongs to.

        A form that was sent before leads to the complaint that it made then.

        :param str content: what happened
        :param str remedy: what the client asks for
        :param int category_id: one of :meth:`_portal_categories`
        :param int unit_id: one of :meth:`_portal_units`
        :param files: pairs of name and bytes
        :param str token: of the form, see ``client.portal.form``
        :return: the complaint, as superuser
        :raise UserError: something is missing or too much; says what to do
        """
        partner = self._portal_partner()
        if sent := self._portal_sent(token):
            return sent.complaint_id
        content, remedy = self._portal_text(content), self._portal_text(remedy)
        if not content:
            raise UserError(self.env._("Tell us what happened."))
        if category_id and category_id not in self._portal_categories().ids:
            raise UserError(self.env._("Choose one of the categories."))
        if unit_id and unit_id not in self._portal_units().ids:
            raise UserError(self.env._("Choose one of your units."))
        files = self._portal_files(files)
        with self.env.cr.savepoint():  # what is refused was not sent
            sent = self._portal_take(token, content)
            throttle = self.env["visitor.throttle"]
            if not throttle._take("complaint", partner.id, MAX_COMPLAINTS, HOUR):
                raise UserError(
                    self.env._(
                        "You filed many complaints just now. Please call us instead."
                    )
                )
            complaints_sudo = self.sudo()  # the caller was checked above
            complaint_sudo = complaints_sudo.with_context(
                mail_create_nosubscribe=True
            ).create(
                {
                    "company_id": self.env.company.id,
                    "partner_id": partner.id,
                    "unit_id": unit_id,
                    "category_id": category_id,
                    "channel": "portal",
                    "received_by_id": False,
                    "content": content,
                    "remedy": remedy,
                }
            )
            sent.complaint_id = complaint_sudo
            if files:
                complaint_sudo._portal_post(
                    partner, self.env._("Files of the complaint"), files
                )
            complaint_sudo._welcome()
        return complaint_sudo

    def _portal_write(self, text, files=(), token=""):
        """Write a message to the company, as the client. Sent again, it is not doubled.

        :param str text: plain text
        :param files: pairs of name and bytes
        :param str token: of the form, see ``client.portal.form``
        :raise UserError: nothing was written, or too much; says what to do
        """
        partner = self._portal_own()
        if self._portal_sent(token):
            return
        text = self._portal_text(text)
        if not text and not files:
            raise UserError(self.env._("Write your message first."))
        files = self._portal_files(files)
        with self.env.cr.savepoint():  # what is refused was not sent
            self._portal_take(token, text)
            self._portal_throttle(partner)
            # sudo: the caller was checked above
            self.sudo()._portal_post(partner, text, files)

    def _portal_own(self):
        """
        :return: the contact of the user, whose client's the complaint is
        :raise AccessError: it is another client's
        """
        self.ensure_one()
        partner = self._portal_partner()
        client = partner.commercial_partner_id
        # sudo: compared only; this is the check of who writes
        if self.sudo().partner_id.commercial_partner_id != client:
            raise AccessError(self.env._("This complaint is not yours."))
        return partner

    def _portal_client(self):
        """As :meth:`_portal_own`, of who answers: a colleague is no client.

        :raise AccessError: it is another client's, or the user is a colleague
        """
        partner = self._portal_own()
        if not self.env.user.share:
            raise AccessError(
                self.env._("Only the client answers here. Colleagues call the client.")
            )
        return partner

    def _portal_throttle(self, partner):
        """
        :raise UserError: the client wrote too much
        """
        throttle = self.env["visitor.throttle"]
        if not throttle._take("message", partner.id, MAX_MESSAGES, HOUR):
            raise UserError(
                self.env._("You wrote many messages just now. Please call us instead.")
            )

    @api.model
    def _portal_sent(self, token):
        """The form that the user's client sent with a token before, as superuser."""
        client = self.env.user.partner_id.commercial_partner_id
        return self.env["client.portal.form"]._sent(client, token)

    def _portal_take(self, token, text):
        """Note that a form is being sent; what is sent with it again finds it."""
        client = self.env.user.partner_id.commercial_partner_id
        complaint = self[:1]
        return self.env["client.portal.form"]._take(client, token, text, complaint)

    def _portal_post(self, partner, text, files):
        """A message of the client that both sides read; mails go out by the queue."""
        self.with_context(mail_notify_force_send=False).message_post(
            body=plaintext2html(text),
            author_id=partner.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=[(self._portal_file_name(*each), each[1]) for each in files],
        )
        self._send_queue()

    def _portal_partner(self):
        """
        :return: the contact of the user who files or writes
        :raise AccessError: nobody is signed in
        """
        if self.env.user._is_public():
            raise AccessError(self.env._("Sign in first."))
        return self.env.user.partner_id

    @api.model
    def _portal_plain(self, text):
        """The text of a form without what no text has."""
        return (text or "").replace("\x00", "").replace("\r\n", "\n").strip()

    def _portal_text(self, text):
        """Plain text of a form.

        :raise UserError: it is too long
        """
        text = self._portal_plain(text)
        if len(text) > MAX_TEXT:
            raise UserError(
                self.env._("Please use %s characters at most.", f"{MAX_TEXT:,}")
            )
        return text
