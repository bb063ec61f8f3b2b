from odoo import models

from ...tools.groups import check_reception


class VisitorUnit(models.Model):
    """What a unit has told the desk, shown as soon as the unit is chosen."""

    _inherit = "visitor.unit"

    def _compute_instruction_count(self):
        told = self._instructions()
        for unit in self:
            unit.instruction_count = len(told.get(unit._origin.id, ()))

    def _compute_not_let_in_count(self):
        counts = dict(
            self.env["visitor.watchlist"]._read_group(
                [("unit_id", "in", self.ids), ("level", "=", "deny")],
                ["unit_id"],
                ["__count"],
            )
        )
        for unit in self:
            unit.not_let_in_count = counts.get(unit._origin, 0)

    def _instructions(self):
        """What counts today of the units, for whoever may read it.

        :return: dict from the id of each unit to a list as of ``_words``
        """
        told = {unit_id: [] for unit_id in self.ids}
        if told:
            instructions = self.env["visitor.unit.instruction"]
            for each in instructions.search(
                [("unit_id", "in", self.ids), ("is_current", "=", True)],
                order="since, id",
            ):
                told[each.unit_id.id].append(each._words())
        return told

    def action_open_instructions(self):
        """Open what the unit has told the desk.

        :return: an action
        :raise AccessError: not reception
        """
        self.ensure_one()
        self.check_access("read")
        check_reception(self.env)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "visitor_management.visitor_unit_instruction_action"
        )
        return {
            **action,
            "domain": [("unit_id", "=", self.id)],
            "context": {"default_unit_id": self.id, "search_default_current": 1},
        }

    def action_open_not_let_in(self):
        """Open the entries of the watchlist for this unit alone: who is not let in.

        :return: an action
        :raise AccessError: not security
        """
        self.ensure_one()
        self.check_access("read")
        self.env["visitor.watchlist"].check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "visitor_management.visitor_watchlist_action"
        )
        return {
            **action,
            "domain": [("unit_id", "=", self.id)],
            "context": {
                "default_unit_id": self.id,
                "default_site_id": self.site_id.id,
                "default_level": "deny",
            },
        }
