from odoo import api, fields, models

from ...tools import addresses


class ClientCallbackRating(models.Model):
    """Whether the answer that came by a link is the client's own."""

    _inherit = "client.callback.rating"

    def _note_answer(self, address):
        """Use the link up; keep when, and whether a colleague may have answered.

        :param str address: IP address of who answers; it is not kept
        """
        self.ensure_one()
        now = fields.Datetime.now()
        staff = self.env.user._is_internal() or self._is_staff_address(address)
        self.write({"ended_at": now, "answered_at": now, "from_staff": staff})

    @api.model
    def _is_staff_address(self, address):
        """Whether an internal user signs in from there too.

        :param str address: IP address
        """
        network = addresses.network(address)
        if not network:
            return False
        # sudo: a yes or no, for who reviews the answer
        groups = (
            self.env["res.device.log"]
            .sudo()
            ._read_group([("user_id.share", "=", False)], ["ip_address"])
        )
        return any(addresses.network(known) == network for (known,) in groups)
