from ast import literal_eval
from email.message import EmailMessage

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_split
from odoo.tools.mail import append_content_to_html

from ...tools import incoming_mail, mail_charset, mail_files, mail_secret, sender_check
from ...tools.ours import is_ours
from ..core.visitor_throttle import HOUR
from .client_complaint_portal import MAX_COMPLAINTS, MAX_MESSAGES

COMPLAINT = "client.complaint"


class MailThread(models.AbstractModel):
    """What becomes of a mail that comes in: the one place where it is sorted.

    Mails of other apps go their way. Those to client relations are a person's words,
    which make a case or join one, or they are kept in ``client.mail.stray``.
    """

    _inherit = "mail.thread"

    @api.model
    def message_parse(self, message, save_original=False):
        if not isinstance(message, EmailMessage):  # a call, which Odoo refuses
            return super().message_parse(message, save_original=save_original)
        mail_secret.take_out(message)
        incoming_mail.remember(message)
        mail_charset.mend(message)
        message_dict = super().message_parse(message, save_original=save_original)
        message_dict.setdefault("subject", "")
        for name, value in message_dict.items():
            if isinstance(value, str):  # the database has no place for it
                message_dict[name] = value.replace("\x00", "")
        message_dict["attachments"] = [
            file._replace(fname=file.fname.replace("\x00", ""))
            for file in message_dict.get("attachments") or []
        ]
        return message_dict

    def _message_parse_extract_bounce(self, email_message, message_dict):
        try:
            return super()._message_parse_extract_bounce(email_message, message_dict)
        except (AttributeError, IndexError):  # a report with nothing in it
            return {
                "is_bounce": True,
                "bounced_email": False,
                "bounced_partner": self.env["res.partner"],
                "bounced_msg_ids": [],
                "bounced_message": self.env["mail.message"],
            }

    def _get_bounced_message_data(self, message, message_dict):
        if isinstance(message, EmailMessage):  # its headers may be a text of their own
            mail_charset.mend(message)
        return super()._get_bounced_message_data(message, message_dict)

    @api.model
    def message_route(
        self, message, message_dict, model=None, thread_id=None, custom_values=None
    ):
        # before robots are told from people: calendars answer by themselves, too
        if isinstance(message, EmailMessage):  # else a call, which Odoo refuses
            answer = incoming_mail.calendar_answer(message)
            if answer:
                # what inherits it answers routes
                # pylint: disable=assignment-from-none
                routes = self._route_calendar_answer(answer, message, message_dict)
                if routes is not None:
                    return routes
        # Odoo answers with routes, or raises
        # pylint: disable-next=assignment-from-none
        routes = super().message_route(
            message, message_dict, model, thread_id, custom_values
        )
        if message_dict.get("is_bounce"):
            self._keep_bounce(message, message_dict)
            return routes
        return self._sort_client_mail(message, message_dict, routes)

    def _detect_loop_sender(self, message, message_dict, routes):
        # Odoo throws away what is too much, and writes to its sender; ours is kept
        others = [each for each in routes or () if not self._is_of_clients(each[0])]
        return super()._detect_loop_sender(message, message_dict, others)

    # ------------------------------------------------------------
    # MAILS OF CLIENTS
    # ------------------------------------------------------------

    def _is_of_clients(self, model):
        return bool(model) and model.startswith("client.") and is_ours(self.env, model)

    def _sort_client_mail(self, message, message_dict, routes):
        """Keep what no person wrote, or too much of it, without a case.

        :param message: the mail
        :param dict message_dict: the same as ``mail.thread`` parsed it
        :param routes: where Odoo would bring it
        :return: where it goes
        """
        strays_sudo = self.env["client.mail.stray"].sudo()  # as the mail gateway
        sorted_routes = []
        for route in routes or ():
            if not self._is_of_clients(route[0]):
                sorted_routes.append(route)
                continue
            company = self._company_of_route(message_dict, route)
            reason = self._why_no_case(message, message_dict, route, company)
            if reason:
                answered = route[0] == COMPLAINT and route[1]
                strays_sudo._keep(reason, message, message_dict, company, answered)
                continue
            sorted_routes.append(
                self._client_route(message, message_dict, route, company)
            )
        return sorted_routes

    def _client_route(self, message, message_dict, route, company):
        """Where a person's mail to client relations goes, and what it brings.

        :param message: the mail
        :param dict message_dict: the same as ``mail.thread`` parsed it; files beyond
            the bounds are left out, and said
        :param route: where Odoo would bring it
        :param company: whose customer service it was written to
        :return: the route
        """
        self._bound_files(message_dict, company)
        model, thread_id, values, user_id, alias = route
        if model != COMPLAINT:
            return route
        values = {**(values or {}), "company_id": company.id}
        checked = sender_check.check(message, company._mail_servers())
        if checked:
            values["sender_check"] = checked
        if checked == sender_check.FAILED:
            # into nobody's complaint: it would be read there as the client's words
            message_dict.pop("parent_id", None)
            values["answers_id"], thread_id = thread_id, 0
        elif not thread_id:
            complaints_sudo = self.env[COMPLAINT].sudo()  # checks whose it is
            thread_id = complaints_sudo._named_in_mail(message_dict, company).id or 0
        return model, thread_id, values, user_id, alias

    def _why_no_case(self, message, message_dict, route, company):
        """
        :return: why a mail makes no case and joins none; an empty text for a person's
        """
        strays_sudo = self.env["client.mail.stray"].sudo()  # as the mail gateway
        reason = incoming_mail.robot(message)
        if reason:
            return reason
        sender = message_dict.get("email_from") or ""
        if strays_sudo._is_own_address(sender):
            return "own"
        checked = sender_check.check(message, company._mail_servers())
        failed = checked == sender_check.FAILED
        if route[0] != COMPLAINT and failed:
            return "failed"
        if failed:  # it joins no complaint
            route = (COMPLAINT, 0)
        within = self._is_within_bounds(sender, route, company, failed)
        return "" if within else "flood"

    def _is_within_bounds(self, sender, route, company, failed=False):
        """Whether a sender may bring one more, as a client on the portal may.

        What others write in their name is counted by itself: it must not use up theirs.
        """
        _name, address = incoming_mail.sender(sender)
        # sudo: senders that the administrator lets write as much as they like, and how
        # much came from this one
        env_sudo = self.sudo().env
        allowed_sudo = env_sudo["mail.gateway.allowed"]
        if allowed_sudo.search_count([("email_normalized", "=", address)], limit=1):
            return True
        # Odoo's own bound, where somebody set a lower one
        get_param = env_sudo["ir.config_parameter"].get_param
        most = int(get_param("mail.gateway.loop.threshold", MAX_MESSAGES))
        model, thread_id = route[:2]
        since = fields.Datetime.now() - HOUR
        if thread_id:
            answers = env_sudo["mail.message"].search_count(
                Domain("model", "=", model)
                & Domain("res_id", "=", thread_id)
                & Domain("message_type", "=", "email")
                & Domain("email_from", "ilike", address)
                & Domain("create_date", ">=", since),
                limit=MAX_MESSAGES,
            )
            return answers < min(MAX_MESSAGES, most)
        complaints = env_sudo[COMPLAINT].search_count(
            Domain("company_id", "=", company.id)
            & Domain("channel", "=", "mail")
            & Domain("email", "=", address)
            & Domain("sender_check", "=" if failed else "!=", sender_check.FAILED)
            & Domain("received_at", ">=", since),
            limit=MAX_COMPLAINTS,
        )
        return complaints < min(MAX_COMPLAINTS, most)

    def _company_of_route(self, message_dict, route):
        """The company whose customer service was written to."""
        model, thread_id, values = route[:3]
        if thread_id:
            # sudo: which company it is of
            return self.env[model].sudo().browse(thread_id).company_id
        company = self.env["res.company"].browse((values or {}).get("company_id"))
        return company or self.env[COMPLAINT]._company_of_mail(message_dict)

    def _bound_files(self, message_dict, company):
        kept, left_out = mail_files.bounded(message_dict.get("attachments") or [])
        message_dict["attachments"] = kept
        if left_out:
            told = self.with_context(lang=company.partner_id.lang or self.env.lang)
            note = told.env._(
                "Left out, being too large, too many or damaged: %s",
                ", ".join(left_out),
            )
            message_dict["body"] = append_content_to_html(
                message_dict.get("body") or "", note
            )

    # ------------------------------------------------------------
    # WHAT COMES BACK
    # ------------------------------------------------------------

    def _keep_bounce(self, message, message_dict):
        """Keep what a mail server says about a mail of client relations.

        Odoo has noted it at the mail that came back.
        """
        strays_sudo = self.env["client.mail.stray"].sudo()  # as the mail gateway
        sent_sudo = message_dict["bounced_message"].sudo()  # whose mail came back
        if self._is_of_clients(sent_sudo.model) and sent_sudo.res_id:
            route = (sent_sudo.model, sent_sudo.res_id, {})
        else:
            written = [each.lower() for each in email_split(message_dict["recipients"])]
            aliases_sudo = self.env["mail.alias"].sudo()  # which alias it is
            alias_sudo = aliases_sudo.search(
                [
                    ("alias_model_id.model", "=", COMPLAINT),
                    ("alias_full_name", "in", written),
                ],
                limit=1,
            )
            if not alias_sudo:
                return
            route = (COMPLAINT, 0, literal_eval(alias_sudo.alias_defaults))
        company = self._company_of_route(message_dict, route)
        answered = route[0] == COMPLAINT and route[1]
        strays_sudo._keep("bounce", message, message_dict, company, answered)
