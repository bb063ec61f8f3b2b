import re

from odoo import models

CHANNEL = re.compile(r"visitor\.site_(\d+)")


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """Reception screens listen to ``visitor.site_<id>`` of sites they may see.

        The channel asked for is text anybody could send; it is replaced by the record,
        for reception and after its rules, and by nothing otherwise.
        """
        asked = {c: int(m[1]) for c in channels if (m := CHANNEL.fullmatch(str(c)))}
        channels = [channel for channel in channels if channel not in asked]
        reception = "visitor_management.group_visitor_reception"
        if asked and self.env.uid and self.env.user.has_group(reception):
            companies = self.env.user.company_ids.ids
            sites = self.env["visitor.site"].with_context(allowed_company_ids=companies)
            channels.extend(sites.search([("id", "in", list(asked.values()))]))
        return super()._build_bus_channel_list(channels)
