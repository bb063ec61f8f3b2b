from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize, html2plaintext
from odoo.tools.mail import parse_contact_from_email

from ..tools.names import LONGEST
from ..tools.opening_hours import to_local
from .mail_thread import BY_MACHINE

NEW = "visitor_management.mail_activity_type_client_complaint"
RECEIPT = "visitor_management.mail_template_client_complaint_received"
MAX_CONTENT = 20_000


class ClientComplaintMailMixin(models.AbstractModel):
    """Complaints that come by mail, and the receipt that a client gets.

    A mail never makes a contact: who is not known stays a name and an address in the
    complaint.
    """

    _name = "client.complaint.mail.mixin"
    _description = "Complaint by mail"

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """A mail to the address of complaints becomes one.

        :param dict msg_dict: the mail, as ``mail.thread`` parsed it
        :param dict custom_values: the defaults of the alias
        :return: the new complaint
        """
        values = dict(custom_values or {})
        company = self.env["res.company"].browse(values.get("company_id"))
        company = company or self._company_of_mail(msg_dict)
        sender = msg_dict.get("email_from") or ""
        name, address = parse_contact_from_email(sender)
        partner = self._client_of_mail(address, company)
        subject = (msg_dict.get("subject") or "").strip()
        body = html2plaintext(msg_dict.get("body") or "", include_references=False)
        content = "\n\n".join(filter(None, (subject, body.strip())))[:MAX_CONTENT]
        values |= {
            "company_id": company.id,
            "channel": "mail",
            "partner_id": partner.id,
            "contact_name": (name or address or sender)[:LONGEST],
            "email": (address or sender)[:LONGEST],
            "received_by_id": False,
            "content": content or self.env._("(empty mail)"),
        }
        values.setdefault("department_id", company.client_service_department_id.id)
        # not super(): the subject is no number, and readonly fields are the program's
        complaint = self.create(values)
        complaint._welcome()
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

    # ------------------------------------------------------------
    # RECEIPT
    # ------------------------------------------------------------

    def _welcome(self):
        """What follows when a client brought a complaint without talking to anybody.

        The client gets the number by mail, customer service has it on its list, and
        both hear what is written from now on.
        """
        for complaint in self:
            company = complaint.company_id
            service = complaint.department_id or company.client_service_department_id
            head = self.env["visitor.stand.in"]._head(service, company)
            complaint.message_subscribe(
                (complaint.partner_id | head.partner_id).ids,
                self.env.ref("mail.mt_comment").ids,
            )
            if head:
                due = complaint.answer_deadline or fields.Datetime.now()
                complaint.activity_schedule(
                    NEW,
                    date_deadline=to_local(due, company._client_tz()).date(),
                    user_id=head.id,
                )
            complaint._send_receipt()
        self._send_queue()

    def _send_receipt(self):
        """Put the mail with the number into the queue, where the company wants it."""
        self.ensure_one()
        address = self.partner_id.email or self.email
        wanted = self.company_id.client_mail_receipts and address
        if wanted and self.env.context.get("client_sender") is not BY_MACHINE:
            template = self.env.ref(RECEIPT, raise_if_not_found=False)  # may be deleted
            if template:
                template.send_mail(self.id, force_send=False)

    @api.model
    def _send_queue(self):
        """Have the queue of mails sent soon; nobody waits for a mail server."""
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
