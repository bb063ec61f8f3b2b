from odoo import api, models

from odoo.addons.bus.models.bus import channel_with_db, json_dump

from ...tools.wake_up import wake_ups

MESSAGES = "visitor.bus.messages"
# Of what records are the channels that many people at gates and desks write to.
OURS = ("visitor.site", "res.company")


class BusBus(models.Model):
    _inherit = "bus.bus"

    @api.model
    def _sendone(self, target, notification_type, message):
        """Messages to our screens are kept as any other; they are woken by
        :mod:`~..tools.wake_up`, which needs no connection for each of them."""
        channel = channel_with_db(self.env.cr.dbname, target)
        if not (
            notification_type.startswith("visitor_management.") and channel[1] in OURS
        ):
            return super()._sendone(target, notification_type, message)
        waiting = self.env.cr.precommit.data.get(MESSAGES)
        if waiting is None:
            waiting = self.env.cr.precommit.data[MESSAGES] = []
            self.env.cr.precommit.add(self._keep_messages)
            self.env.cr.postcommit.add(lambda: wake_ups.send([to for to, _ in waiting]))
        waiting.append((channel, {"type": notification_type, "payload": message}))
        return None

    def _keep_messages(self):
        messages = self.env.cr.precommit.data.pop(MESSAGES)
        self.sudo().create(
            [
                {"channel": json_dump(channel), "message": json_dump(message)}
                for channel, message in messages
            ]
        )
