import json
import time
import uuid

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools import notice_kinds, notice_rate
from ...tools.groups import ADMIN
from ...tools.notice_events import TEST
from ...tools.notice_post import Answer, post
from ...tools.sealed import Unreadable

DEAD = "visitor_management.mail_activity_type_notice_channel"
ALLOWED = "visitor_management.notice_private_hosts"
MOST_SHOWN = 300


class VisitorNoticeChannel(models.Model):
    """How a channel goes: a test, what it sent, when it is tried again, its end."""

    _inherit = "visitor.notice.channel"

    # ------------------------------------------------------------
    # A TEST
    # ------------------------------------------------------------

    def action_test(self):
        """Send a test at once, and show what was answered. People get none but you.

        :return: an action that shows the answer
        :raise AccessError: not the administrator
        :raise UserError: the channel is not set up, or spoke too often this minute
        """
        self.ensure_one()
        if not self.env.user.has_group(ADMIN):
            raise AccessError(self.env._("Only the administrator can send a test."))
        self.check_access("write")
        if self.is_posted:
            answer = self._test_posted()
        else:
            self._test_people()
            answer = Answer("")
        if answer.failed:
            text = self.env._(
                "It did not arrive: %s", self._failure_told(answer.failed)
            )
        else:
            text = self.env._("The test was sent.")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if answer.failed else "success",
                "title": text,
                "message": answer.text[:MOST_SHOWN],
                "sticky": bool(answer.failed),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _test_posted(self):
        if not self.has_address:
            raise UserError(self.env._("Enter the address and save it, then test."))
        if not self._room(time.time()):
            raise UserError(
                self.env._("The channel spoke too often. Wait a minute, then test.")
            )
        said = self._test_notice()._said(self._env_of_site())
        try:
            request = self._request([said], uuid.uuid4().hex)
        except Unreadable as error:
            raise UserError(
                self.env._(
                    "The address was stored with another secret of the installation. "
                    "Enter it again."
                )
            ) from error
        answer = post(self.kind, request, self._allowed())
        channel_sudo = self.sudo()  # an administrator; how it goes is the program's
        channel_sudo._note_sent()
        if answer.failed:
            channel_sudo._fails(answer.failed)
        else:
            channel_sudo._works()
        return answer._replace(text=self._covered(answer.text))

    def _test_people(self):
        """To whoever tests, in the way of the channel."""
        self._send_to_people({self.env.user.partner_id: [self._test_notice()]})

    def _test_notice(self):
        return self.env["visitor.notice"].new(
            {
                "channel_id": self.id,
                "site_id": self.site_id.id,
                "event": TEST,
                "at": fields.Datetime.now(),
            }
        )

    @api.depends("failure")
    @api.depends_context("lang")
    def _compute_failure_text(self):
        for channel in self:
            channel.failure_text = self._failure_told(channel.failure or "")

    def _failure_told(self, failed):
        """A failure as a person reads it; numbers of an answer stay as they are."""
        told = {
            "redirect": self.env._("it sends on to another address"),
            "timeout": self.env._("it did not answer in time"),
            "certificate": self.env._("its certificate is not good"),
            "no connection": self.env._("there is no connection"),
            "not https": self.env._("the address has to begin with https://"),
            "no address": self.env._("the address is not complete"),
            "unknown host": self.env._("there is no such server"),
            "private address": self.env._(
                "it is inside of a private network; the administrator of the system "
                "can allow it"
            ),
            "too long an answer": self.env._("it answered more than a webhook does"),
            "unreadable address": self.env._(
                "the address can't be read; enter it again"
            ),
            "no errcode": self.env._("it did not answer as such a robot does"),
        }
        return told.get(failed, failed)

    # ------------------------------------------------------------
    # SENDING
    # ------------------------------------------------------------

    def _request(self, said, nonce):
        """What is sent to the address.

        :param list said: dicts of ``visitor.notice._said``
        :param str nonce: of the message
        :raise Unreadable: the address was stored with another secret
        """
        address, secret = self._secrets()
        return notice_kinds.request(
            self.kind, address, secret, said, time.time(), nonce
        )

    def _allowed(self):
        """Hosts of the own network that the administrator of the system allows."""
        value = self.env["ir.config_parameter"].sudo().get_param(ALLOWED) or ""
        return frozenset(filter(None, value.replace(",", " ").lower().split()))

    def _covered(self, text):
        try:
            return notice_kinds.covered(text, *self._secrets())
        except Unreadable:
            return ""

    def _env_of_site(self):
        lang = self.site_id._lang() if self.site_id else self.company_id.partner_id.lang
        return self.with_context(lang=lang or self.env.lang).env

    # ------------------------------------------------------------
    # HOW IT GOES
    # ------------------------------------------------------------

    def _stamps(self):
        return json.loads(self.sudo().stamps or "[]")  # of the program

    def _room(self, now):
        """How many messages may go out this minute.

        :param float now: seconds since 1970 (UTC)
        """
        return notice_rate.room(self._stamps(), now)

    def _note_sent(self, count=1):
        """So many messages went out now, heard or not."""
        now = time.time()
        stamps = [*notice_rate.recent(self._stamps(), now), *[now] * count]
        self.stamps = json.dumps(stamps)

    def _works(self):
        """A message was heard."""
        if self.gave_up:
            self.activity_unlink([DEAD])
        self.write(
            {
                "failures": 0,
                "failure": False,
                "gave_up": False,
                "next_at": False,
                "sent_at": fields.Datetime.now(),
            }
        )

    def _fails(self, failed):
        """A message was not heard: the channel is left alone for a while.

        :param str failed: a word for it, without anything of an answer
        """
        failures = self.failures + 1
        pause = notice_rate.pause(failures, notice_kinds.is_too_many(failed))
        self.write(
            {
                "failures": failures,
                "failure": failed,
                "next_at": fields.Datetime.now() + pause,
            }
        )

    def _gives_up(self):
        """Notices were lost: the administrators hear it once, until it works again."""
        if self.gave_up:
            return
        self.gave_up = True
        sites = self.site_id or self.env["visitor.site"].search(
            [("company_id", "=", self.company_id.id)], limit=1
        )
        for user in sites._users_of(ADMIN) if sites else ():
            self.activity_schedule(DEAD, user_id=user.id)

    @api.model
    def _health(self, company_id=None):
        """How the channels are, for what watches the installation: counts alone.

        :param int company_id: whose; None: those of all companies
        :return: dict of ``channels``, those ``failing`` and notices ``waiting``
        """
        mine = [("company_id", "=", company_id)] if company_id else []
        return {
            "channels": self.search_count(mine),
            "failing": self.search_count([*mine, ("failures", ">", 0)]),
            "waiting": self.env["visitor.notice"].search_count(
                [*mine, ("state", "=", "waiting")]
            ),
        }
