import re

from odoo import models

from ...tools.groups import ESCORT, RECEPTION

CHANNEL = re.compile(r"visitor\.site_(\d+)")
ESCORT_CHANNEL = re.compile(r"visitor\.escorts_(\d+)")
WORK_CHANNEL = re.compile(r"client\.work_(\d+)")


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """Reception screens listen to ``visitor.site_<id>`` of sites they may see.

        The channel asked for is text anybody could send; it is replaced by the record,
        for reception and after its rules, and by nothing otherwise.
        """
        asked = {c: int(m[1]) for c in channels if (m := CHANNEL.fullmatch(str(c)))}
        channels = [channel for channel in channels if channel not in asked]
        reception = RECEPTION
        if asked and self.env.uid and self.env.user.has_group(reception):
            companies = self.env.user.company_ids.ids
            sites = self.env["visitor.site"].with_context(allowed_company_ids=companies)
            channels.extend(sites.search([("id", "in", list(asked.values()))]))
        channels = self._with_escort_channels(channels)
        return super()._build_bus_channel_list(self._with_work_channels(channels))

    def _with_escort_channels(self, channels):
        """Boards of escorts listen to ``visitor.escorts_<site>`` of sites they may see.

        As above: a subchannel of the site's record for the coordinator.
        """
        asked = {
            c: int(m[1]) for c in channels if (m := ESCORT_CHANNEL.fullmatch(str(c)))
        }
        channels = [channel for channel in channels if channel not in asked]
        if asked and self.env.uid and self.env.user.has_group(ESCORT):
            companies = self.env.user.company_ids.ids
            sites = self.env["visitor.site"].with_context(allowed_company_ids=companies)
            found = sites.search([("id", "in", list(asked.values()))])
            channels.extend((site, "escorts") for site in found)
        return channels

    def _with_work_channels(self, channels):
        """Work lists listen to ``client.work_<company>`` of companies they may see.

        As above: a subchannel of the company's record for those who call clients.
        """
        asked = {
            c: int(m[1]) for c in channels if (m := WORK_CHANNEL.fullmatch(str(c)))
        }
        channels = [channel for channel in channels if channel not in asked]
        if asked and self.env.uid and self.env["client.work.list"]._is_caller():
            companies = self.env.user.company_ids
            channels.extend(
                (company, "client_work")
                for company in companies
                if company.id in asked.values()
            )
        return channels
