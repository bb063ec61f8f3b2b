import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError

from odoo import api, fields, models

from ...tools import notice_rate
from ...tools.notice_post import SECONDS, Answer, post
from ...tools.transaction import apart

BATCH = 500
MOST_AT_ONCE = 32


def send_in_turn(kind, requests, allowed):
    """Send the messages of one channel one after the other, until one is not heard.

    It runs beside those of other channels, without a database.

    :return: list of :class:`Answer`, as many as were tried
    """
    answers, end = [], time.monotonic() + 2 * SECONDS
    for request in requests:
        answers.append(post(kind, request, allowed))
        if answers[-1].failed or time.monotonic() > end:
            break
    return answers


class VisitorNotice(models.Model):
    """The job that sends what waits: each channel by itself, all at once.

    A channel that does not answer costs the others nothing but one timeout, and is left
    alone for longer each time. What nobody heard for hours is given up.
    """

    _inherit = "visitor.notice"

    @api.model
    def _cron_send(self):
        """Send what waits."""
        self._give_up_old()
        tried = self.env["visitor.notice.channel"]
        while channels := self._channels_due(tried):
            done = self._send_channels(channels)
            tried |= channels - done
            remaining = self.search_count(
                [("state", "=", "waiting"), ("channel_id", "in", done.ids)], limit=1
            )
            cron = self.env["ir.cron"]
            if not cron._commit_progress(len(done), remaining=remaining):
                return

    @api.model
    def _cron_watch(self):
        """Look for what nobody does, so that nobody tells of it."""
        self.env["visitor.gate"]._tell_silent()
        self.env["visitor.delivery"]._tell_over_time()

    def _channels_due(self, without):
        """The channels that have something to say and may speak now."""
        now = fields.Datetime.now()
        waiting = self._read_group([("state", "=", "waiting")], ["channel_id"])
        channels = self.env["visitor.notice.channel"].search(
            [
                ("id", "not in", without.ids),
                "|",
                ("next_at", "=", False),
                ("next_at", "<=", now),
                ("id", "in", [channel.id for [channel] in waiting]),
            ]
        )
        return channels.filtered(lambda channel: channel._room(time.time()))

    def _send_channels(self, channels):
        """Send what channels have to say, as much as goes into this minute.

        :return: those of which something was heard
        """
        channels = channels.try_lock_for_update()
        posted = channels.filtered("is_posted")
        heard = self.env["visitor.notice.channel"]
        for channel in channels - posted:
            with apart(channel):
                if channel._say_to_people():
                    heard |= channel
        turns = {}
        for channel in posted:
            with apart(channel):
                turns[channel] = channel._turn()
        for channel, answers in self._exchange(turns).items():
            with apart(channel):
                if channel._heard(turns[channel], answers):
                    heard |= channel
        return heard

    def _exchange(self, turns):
        """Send the messages of all channels at once, each channel's in its order.

        :param dict turns: from channel to pairs of notices and request
        :return: dict from channel to its answers
        """
        turns = {channel: turn for channel, turn in turns.items() if turn}
        if not turns:
            return {}
        pool = ThreadPoolExecutor(min(len(turns), MOST_AT_ONCE))
        futures = {
            channel: pool.submit(
                send_in_turn,
                channel.kind,
                [request for _notices, request in turn],
                channel._allowed(),
            )
            for channel, turn in turns.items()
        }
        answers, end = {}, time.monotonic() + 4 * SECONDS
        for channel, future in futures.items():
            try:
                answers[channel] = future.result(max(0.1, end - time.monotonic()))
            except FutureTimeoutError:
                answers[channel] = [Answer("timeout")]
        pool.shutdown(wait=False, cancel_futures=True)
        return answers

    def _waiting_of(self, channel):
        return self.search(
            [("channel_id", "=", channel.id), ("state", "=", "waiting")],
            limit=BATCH,
            order="id",
        )

    def _done(self, state="sent"):
        if self:
            self._set_state(state, done_at=fields.Datetime.now())

    @api.model
    def _give_up_old(self):
        """What nobody heard for hours is no news; administrators hear of it once."""
        old = self.search(
            [
                ("state", "=", "waiting"),
                ("at", "<", fields.Datetime.now() - notice_rate.GIVE_UP),
            ],
            limit=10 * BATCH,
        )
        for channel, notices in old.grouped("channel_id").items():
            with apart(channel):
                notices._done("given_up")
                if channel.active:
                    channel._gives_up()
