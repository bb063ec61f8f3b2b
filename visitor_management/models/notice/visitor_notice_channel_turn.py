import hashlib
import json
import time

from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import email_split
from odoo.tools.translate import LazyTranslate

from ...tools import incoming_mail, notice_kinds, notice_rate
from ...tools.notice_events import EVENTS
from ...tools.sealed import Unreadable
from ...tools.sentences import say
from ...tools.transaction import apart

_lt = LazyTranslate(__name__)

BUNDLED = _lt("%s notices")


class VisitorNoticeChannel(models.Model):
    """What one channel says in its turn."""

    _inherit = "visitor.notice.channel"

    # ------------------------------------------------------------
    # TO AN ADDRESS
    # ------------------------------------------------------------

    def _turn(self):
        """The messages of this minute.

        :return: list of pairs of ``visitor.notice`` and ``notice_kinds.Request``
        """
        waiting = self.env["visitor.notice"]._waiting_of(self)
        env, said = self._env_of_site(), []
        for notice in waiting:
            with apart(notice):
                said.append((notice, notice._said(env)))
        # what can't be said would hold up all that comes after it
        (waiting - waiting.concat(*(notice for notice, _said in said)))._done(
            "given_up"
        )
        as_sent = json.dumps if self.kind == "webhook" else lambda each: each["text"]
        messages = notice_rate.plan(
            [said for _notice, said in said],
            self._room(time.time()),
            notice_kinds.LIMITS[self.kind],
            size=lambda each: len(as_sent(each).encode()),
        )
        turn = []
        try:
            for positions in messages:
                notices = waiting.concat(*(said[each][0] for each in positions))
                request = self._request(
                    [said[each][1] for each in positions], self._nonce(notices)
                )
                turn.append((notices, request))
        except (Unreadable, UserError):
            self._fails("unreadable address")
            return []
        return turn

    def _nonce(self, notices):
        """The number of a message: the same when it is sent again."""
        uuid = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        named = f"{uuid},{self.id},{notices.ids}"
        return hashlib.sha256(named.encode()).hexdigest()[:32]

    def _heard(self, turn, answers):
        """Note what became of the messages.

        :param turn: of :meth:`_turn`
        :param answers: of as many of them as were tried
        :return: whether one was heard
        """
        self._note_sent(len(answers))
        heard = [
            notices
            for (notices, _request), answer in zip(turn, answers, strict=False)
            if not answer.failed
        ]
        if heard:
            self.env["visitor.notice"].concat(*heard)._done()
            self._works()
        if answers and answers[-1].failed:
            self._fails(answers[-1].failed)
        return bool(heard)

    # ------------------------------------------------------------
    # TO PEOPLE
    # ------------------------------------------------------------

    def _say_to_people(self):
        """Queue what waits to those who are told: Odoo's own jobs send it.

        :return: whether it was queued
        """
        waiting = self.env["visitor.notice"]._waiting_of(self)
        room = self._room(time.time())
        # each by itself, or all at once: one message for each who is told
        bundles = list(waiting) if len(waiting) <= room else [waiting]
        try:
            with self.env.cr.savepoint():
                for notices in bundles:
                    told = {}
                    for notice in notices:
                        for whom in self._whom(notice):
                            told.setdefault(whom, []).append(notice)
                    self._send_to_people(told)
        except Exception as error:  # noqa: BLE001 (the job goes on; tried again)
            self._fails(type(error).__name__)
            return False
        self._note_sent(len(bundles))
        waiting._done()
        self._works()
        return True

    def _whom(self, notice):
        """Who is told of a notice: contacts, and addresses of e-mail.

        :return: list of ``res.partner`` and str, each once
        """
        site = notice.site_id
        at_work_sudo = self.env["visitor.stand.in"]._at_work(self.user_ids.sudo())
        partners_sudo = at_work_sudo.partner_id
        if self.to_host and EVENTS[notice.event].host:
            for visit in notice.sudo()._visit():
                partners_sudo |= visit._host_partner()
        if site and self.to_reception:
            partners_sudo |= site._receptionists().partner_id
        if site and self.to_security:
            partners_sudo |= site._security_officers().partner_id
        whom = list(partners_sudo)
        if self.kind == "mail":
            known = set(partners_sudo.mapped("email_normalized"))
            whom += [
                each for each in email_split(self.addresses or "") if each not in known
            ]
        return whom

    def _send_to_people(self, told):
        """
        :param dict told: from ``res.partner`` or address to a list of notices
        """
        for whom, notices in told.items():
            partner = self.env["res.partner"] if isinstance(whom, str) else whom
            lang = partner.sudo().lang or self._env_of_site().lang
            env = self.with_context(lang=lang).env
            said = [notice._said(env) for notice in notices]
            if len(said) > 1:
                subject = say(env, BUNDLED) % len(said)
            else:
                subject = notices[0]._headline(env)
            getattr(self, f"_say_by_{self.kind}")(whom, subject, said, notices)

    def _say_by_mail(self, whom, subject, said, _notices):
        address = whom if isinstance(whom, str) else whom.sudo().email
        if not address:
            return
        self.env["mail.mail"].sudo().create(  # of the program; nobody's
            {
                "subject": subject,
                "body_html": self._lines(said),
                "email_to": address,
                "auto_delete": True,
                "headers": repr(incoming_mail.MADE_BY_MACHINE),
            }
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _say_by_odoo(self, whom, subject, said, _notices):
        """In the inbox, or by e-mail where the user chose so, and on open screens."""
        self.env["visitor.told"]._notify(
            whom, lambda _env: (subject, self._lines(said))
        )
        for user in whom.sudo().user_ids:
            user._bus_send(
                "simple_notification",
                {"type": "info", "title": self.name, "message": subject},
            )

    def _say_by_push(self, whom, subject, said, notices):
        about = notices[0].sudo()._about()
        self.env["visitor.told"]._push(
            whom.sudo().user_ids,
            subject,
            "\n".join(each["text"] for each in said) if len(said) > 1 else "",
            self if about is None else about,
        )

    def _lines(self, said):
        line = Markup('<p><a href="%s">%s</a></p>')
        plain = Markup("<p>%s</p>")
        return Markup("").join(
            line % (each["link"], each["text"])
            if each["link"]
            else plain % each["text"]
            for each in said
        )
