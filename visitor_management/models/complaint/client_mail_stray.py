import base64
import email
import email.policy
import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from ...tools import incoming_mail
from ...tools.mail_text import plain_text
from ...tools.name_field import Line
from ...tools.names import LONGEST

_logger = logging.getLogger(__name__)

KEPT = timedelta(days=90)  # names and words of people who may be no clients at all
BATCH = 1000
# Of one sender: a robot that answers itself must not fill the disk.
HOUR = timedelta(hours=1)
MOST_WHOLE = 30  # within an hour are kept with all their files
MOST = 10 * MOST_WHOLE  # within an hour are kept at all

# Who writes by machine gets no receipt, or two machines thank each other. A caller's
# context can hold a key of that name, but not this very object.
BY_MACHINE = object()


class ClientMailStray(models.Model):
    """A mail to customer service that made no case, and why.

    Nobody is answered and nothing gets lost: whoever finds a client's words here makes
    the case that the mail would have made. After 90 days it is deleted. Of a sender who
    writes without end, the text alone is kept, then nothing.
    """

    _name = "client.mail.stray"
    _description = "Mail Without a Case"
    _inherit = ["client.clock.mixin"]
    _rec_name = "subject"
    _order = "received_at desc, id desc"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    active = fields.Boolean("To Look At", default=True, readonly=True)
    reason = fields.Selection(
        [
            ("automatic", "Automatic Answer"),
            ("list", "Mailing List"),
            ("bulk", "Mass Mail"),
            ("bounce", "Returned Mail"),
            ("own", "From Our Own Address"),
            ("flood", "Too Many at Once"),
            ("failed", "Sender Not Confirmed"),
        ],
        "Why No Case",
        required=True,
        readonly=True,
    )
    received_at = fields.Datetime("Mail Arrived On", required=True, readonly=True)
    sender_name = Line("Sender", readonly=True)
    sender_email = Line("Sender's Address", readonly=True)
    subject = Line("Mail Subject", readonly=True)
    content = fields.Text("Mail Text", readonly=True)
    original = fields.Binary(
        "Original Mail", attachment=True, readonly=True, help="With all its files."
    )
    original_name = fields.Char(compute="_compute_original_name")
    message_ref = fields.Char("Message-Id", readonly=True, index=True)
    answers_id = fields.Many2one(
        "client.complaint",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="The complaint that the mail is an answer to.",
    )
    complaint_id = fields.Many2one(
        "client.complaint",
        "Case Made of It",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )

    _received_idx = models.Index("(received_at)")
    # how much one sender wrote just now
    _sender_idx = models.Index("(company_id, sender_email, received_at)")

    @api.depends("received_at")
    def _compute_original_name(self):
        for stray in self:
            stray.original_name = f"mail-{stray.id}.eml"

    @api.depends("subject", "sender_name", "sender_email")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for stray in self:
            stray.display_name = (
                stray.subject
                or stray.sender_name
                or stray.sender_email
                or self.env._("Mail without a subject")
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_make_case(self):
        """Make the complaint that the mail would have made, or add it to its own.

        Pressed again, it leads to the same complaint.

        :return: the action that opens the complaint
        :raise AccessError: not customer service
        :raise UserError: no more than its text was kept
        """
        self.ensure_one()
        self.check_access("read")
        self.env["client.complaint"].check_access("create")
        stray_sudo = self.sudo()  # read and create checked above
        # two people press at the same moment: Odoo tries the second again
        if not stray_sudo.complaint_id:
            stray_sudo.complaint_id = stray_sudo._make_case()
        return {
            "type": "ir.actions.act_window",
            "res_model": "client.complaint",
            "res_id": stray_sudo.complaint_id.id,
            "views": [(False, "form")],
        }

    def action_set_aside(self):
        """Somebody looked at it, and it needs no case.

        :return: True
        :raise AccessError: not customer service
        """
        self.check_access("read")
        self.sudo().active = False  # checked above; it is no more than looked at
        return True

    def action_look_again(self):
        """Take it back to the list of what is to be looked at.

        :return: True
        :raise AccessError: not customer service
        """
        self.check_access("read")
        self.sudo().active = True  # checked above
        return True

    def _make_case(self):
        """
        :return: the complaint, to which the mail and its files are added
        :raise UserError: no more than its text was kept
        """
        original = self.with_context(bin_size=False).original
        if not original:
            raise UserError(
                self.env._(
                    "Only the text of this mail was kept: its sender wrote too much "
                    "within an hour. File the complaint yourself and copy the text."
                )
            )
        threads = self.env["mail.thread"]
        if self.reason != "flood":
            threads = threads.with_context(client_sender=BY_MACHINE)
        message = email.message_from_bytes(
            base64.b64decode(original),
            policy=email.policy.SMTP,
        )
        message_dict = threads.message_parse(message)
        message_dict.pop("parent_id", None)
        values = {"company_id": self.company_id.id, "received_at": self.received_at}
        route = ("client.complaint", self.answers_id.id, values, self.env.uid, None)
        routes = [threads._client_route(message, message_dict, route, self.company_id)]
        message_dict.update(
            threads._message_parse_post_process(message, message_dict, routes)
        )
        found = threads._message_route_process(message, message_dict, routes)
        return self.answers_id.browse(found)

    # ------------------------------------------------------------
    # KEEPING
    # ------------------------------------------------------------

    @api.model
    def _keep(self, reason, message, message_dict, company, answered_id=False):
        """Keep a mail that makes no case, once, and within bounds for its sender.

        :param str reason: a key of :attr:`reason`
        :param email.message.EmailMessage message: the mail
        :param dict message_dict: the same as ``mail.thread`` parsed it
        :param company: whose customer service it was written to
        :param int answered_id: the complaint that it answers
        """
        message_ref = message_dict["message_id"][:LONGEST]
        known = self.with_context(active_test=False).search_count(
            [("company_id", "=", company.id), ("message_ref", "=", message_ref)],
            limit=1,
        )
        if known:  # delivered twice
            return
        now = fields.Datetime.now()
        name, address = incoming_mail.sender(message_dict.get("email_from"))
        earlier = self._count_of_sender(address, company, now - HOUR)
        if earlier >= MOST:
            _logger.warning(
                "A mail without a case was not kept: one sender wrote %s to company %s "
                "within an hour",
                earlier,
                company.id,
            )
            return
        whole = earlier < MOST_WHOLE and incoming_mail.original(message)
        body = plain_text(message_dict.get("body"))
        self.create(
            {
                "company_id": company.id,
                "reason": reason,
                "received_at": now,
                "sender_name": name,
                "sender_email": address,
                "subject": (message_dict.get("subject") or "")[:LONGEST],
                "content": body.replace("\x00", "").strip()[
                    : incoming_mail.MAX_CONTENT
                ],
                "original": whole and base64.b64encode(whole),
                "message_ref": message_ref,
                "answers_id": answered_id or False,
            }
        )

    @api.model
    def _count_of_sender(self, address, company, since):
        return self.with_context(active_test=False).search_count(
            [
                ("company_id", "=", company.id),
                ("sender_email", "=", address),
                ("received_at", ">=", since),
            ],
            limit=MOST,
        )

    @api.model
    def _is_own_address(self, address):
        """Whether a mail comes from us: a machine of ours, or a loop of them."""
        normal = email_normalize(address)
        if not normal:
            return False
        # sudo: a yes or no
        if self.env["mail.alias.domain"].sudo()._find_aliases([normal]):
            return True
        companies_sudo = self.env["res.company"].sudo()
        own = [("partner_id.email_normalized", "=", normal)]
        return bool(companies_sudo.search_count(own, limit=1))

    @api.autovacuum
    def _gc_old(self):
        """Delete what is older than 90 days, looked at or not."""
        old = self.with_context(active_test=False).search(
            [("received_at", "<", fields.Datetime.now() - KEPT)], limit=BATCH
        )
        old.unlink()
        return len(old), len(old) == BATCH
