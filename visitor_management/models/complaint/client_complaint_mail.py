from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize
from odoo.tools.translate import LazyTranslate

from ...tools import incoming_mail, sender_check
from ...tools.mail_text import plain_text
from ...tools.opening_hours import to_local
from .client_complaint import NEW
from .client_mail_stray import BY_MACHINE

_lt = LazyTranslate(__name__)

RECEIPT = "visitor_management.mail_template_client_complaint_received"


class ClientComplaint(models.Model):
    """Complaints that come by mail, and the receipt that a client gets.

    A mail never makes a contact: who is not known stays a name and an address in the
    complaint.
    """

    _inherit = "client.complaint"

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """A mail to the address of complaints becomes one.

        :param dict msg_dict: the mail, as ``mail.thread`` parsed it
        :param dict custom_values: the defaults of the alias
        :return: the new complaint
        """
        values = dict(custom_values or {})
        answers_id = values.pop("answers_id", False)
        forged = values.get("sender_check") == sender_check.FAILED
        company = self.env["res.company"].browse(values.get("company_id"))
        company = company or self._company_of_mail(msg_dict)
        name, address = incoming_mail.sender(msg_dict.get("email_from"))
        partner = self._client_of_mail(address, company)
        if forged:  # nobody's words, until somebody asked
            partner = partner.browse()
            msg_dict["author_id"] = False
        subject = (msg_dict.get("subject") or "").strip()
        body = plain_text(msg_dict.get("body"))
        content = "\n\n".join(filter(None, (subject, body)))[
            : incoming_mail.MAX_CONTENT
        ]
        values |= {
            "company_id": company.id,
            "channel": "mail",
            "partner_id": partner.id,
            "contact_name": name or self.env._("(mail without a sender)"),
            "email": address,
            "received_by_id": False,
            "content": content or self.env._("(empty mail)"),
        }
        values.setdefault("department_id", company.client_service_department_id.id)
        # not super(): the subject is no number, and readonly fields are the program's
        complaint = self.create(values)
        answered_sudo = self.sudo().browse(answers_id)  # a number of the same company
        if answered_sudo.company_id == company:
            complaint._log_said(
                _lt(
                    "This mail answers %s, but its sender is not confirmed.",
                    answered_sudo.name,
                )
            )
        complaint._welcome(msg_dict.get("message_id"))
        return complaint

    @api.model
    def _company_of_mail(self, msg_dict):
        """The company whose mail domain was written to, else the user's."""
        written = {
            (address or "").rpartition("@")[2].lower()
            for address in (msg_dict.get("recipients") or "").split(",")
        }
        companies = self.env["res.company"].search([("alias_domain_id", "!=", False)])
        found = companies.filtered(lambda each: each.alias_domain_id.name in written)
        return found[:1] if len(found) == 1 else self.env.company

    @api.model
    def _client_of_mail(self, address, company):
        """The contact that writes from an address, if there is but one."""
        normal = email_normalize(address)
        partners = self.env["res.partner"]
        if not normal:
            return partners
        found = partners.search(
            Domain("email_normalized", "=", normal)
            & Domain("company_id", "in", (company.id, False)),
            limit=2,
        )
        return found if len(found) == 1 else partners

    @api.model
    def _named_in_mail(self, msg_dict, company):
        """The complaint whose number a mail names in its subject.

        Numbers can be guessed: it must come from an address that the complaint or its
        client has.

        :param dict msg_dict: the mail, as ``mail.thread`` parsed it
        :param company: that was written to
        :return: the complaint, or nothing
        """
        sender = email_normalize(msg_dict.get("email_from") or "")
        numbers = incoming_mail.numbers(msg_dict.get("subject"))
        if not sender or not numbers:
            return self.browse()
        found = self.search(
            Domain("company_id", "=", company.id) & Domain("name", "in", numbers)
        )
        return found.filtered(lambda each: each._is_known_sender(sender))[:1]

    def _is_known_sender(self, address):
        """Whether an address is that of the complaint, its client or their people.

        :param str address: normalized
        """
        self.ensure_one()
        if email_normalize(self.email) == address:
            return True
        return bool(
            self.partner_id
            and self.env["res.partner"].search_count(
                Domain("email_normalized", "=", address)
                & Domain("id", "child_of", self.partner_id.commercial_partner_id.id),
                limit=1,
            )
        )

    # ------------------------------------------------------------
    # ANSWERS
    # ------------------------------------------------------------

    def _notify_get_reply_to_batch(self, defaults=None, author_ids=None):
        """What a client answers comes to the address of complaints, thus to its own."""
        found = super()._notify_get_reply_to_batch(defaults, author_ids)
        for complaint_sudo in self.sudo():  # the address of its company
            alias_sudo = complaint_sudo.company_id.client_complaint_alias_id
            if alias_sudo.alias_name and alias_sudo.alias_domain_id:
                author = (author_ids or {}).get(complaint_sudo.id)
                found[complaint_sudo.id] = self._notify_get_reply_to_formatted_email(
                    alias_sudo.alias_full_name,
                    author_id=author or complaint_sudo.company_id.partner_id.id,
                )
        return found

    # ------------------------------------------------------------
    # RECEIPT
    # ------------------------------------------------------------

    def _welcome(self, message_id=False):
        """What follows when a client brought a complaint without talking to anybody.

        The client gets the number by mail, customer service has it on its list, and
        both hear what is written from now on.

        :param str message_id: of the mail that it came by
        """
        for complaint in self:
            company = complaint.company_id
            service = complaint.department_id or company.client_service_department_id
            user = self.env["visitor.stand.in"]._who_answers(
                company, department=service
            )
            complaint.message_subscribe(
                (complaint.partner_id | user.partner_id).ids,
                self.env.ref("mail.mt_comment").ids,
            )
            due = complaint.answer_deadline or fields.Datetime.now()
            similar = ", ".join(complaint.similar_ids.mapped("name"))
            complaint.activity_schedule(
                NEW,
                date_deadline=to_local(due, company._client_tz()).date(),
                note=_lt("Maybe the same matter as %s. The form links them.", similar)
                if similar
                else False,
                user_id=user.id,
            )
            complaint._send_receipt(message_id)
        self._send_queue()

    def _send_receipt(self, message_id=False):
        """Put the mail with the number into the queue, where the company wants it.

        :param str message_id: of the mail that it answers
        """
        self.ensure_one()
        address = self.partner_id.email or self.email
        if (
            not address
            or not self.company_id.client_mail_receipts
            or self.sender_check
            == sender_check.FAILED  # the address is somebody else's
            or self.env.context.get("client_sender") is BY_MACHINE
        ):
            return
        template = self.env.ref(RECEIPT, raise_if_not_found=False)  # may be deleted
        if template:
            values = self._machine_mail_values(
                incoming_mail.ANSWERED_BY_MACHINE, message_id
            )
            template.send_mail(self.id, force_send=False, email_values=values)

    def _machine_mail_values(self, headers, message_id=False):
        """What a mail to the client carries that no person writes.

        It says so, so that no machine answers. What the client answers comes to the
        address of complaints; the message stays when the mail is gone, so that the
        answer finds the complaint.

        :param dict headers: of ``tools/incoming_mail.py``, answered or made by machine
        :param str message_id: of the mail that it answers, if any
        :return: dict of values of ``mail.mail``
        """
        self.ensure_one()
        reply_to = self._notify_get_reply_to(default=self.company_id.email_formatted)
        return {
            "headers": repr(headers),
            "is_notification": True,
            "references": message_id,
            "reply_to": reply_to[self.id],
        }

    @api.model
    def _send_queue(self):
        """Have the queue of mails sent soon; nobody waits for a mail server."""
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
