from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .visitor_belonging import ASKED_ON_LEAVING

# What is said of a thing as it is entered at the desk.
WORDS = ("place", "look", "serial", "declared", "seal")


class VisitorRegistration(models.Model):
    """What a visitor has with them, has given away to be kept, or takes out."""

    _inherit = "visitor.registration"

    @api.depends("belonging_ids.state")
    def _compute_open_belonging_count(self):
        counts = dict(
            self.env["visitor.belonging"]._read_group(
                [("registration_id", "in", self.ids), ("state", "=", "open")],
                ["registration_id"],
                ["__count"],
            )
        )
        for person in self:
            person.open_belonging_count = counts.get(person._origin, 0)

    # ------------------------------------------------------------
    # DESK
    # ------------------------------------------------------------

    def add_belonging(self, kind, name, quantity=1, valuable="no", **words):
        """Write down a thing of this visitor at the desk.

        :param str kind: a ``kind`` of ``visitor.belonging``
        :param str name: what it is
        :param int quantity: how many
        :param str valuable: ``no``, ``declared`` or ``sealed``
        :param words: ``place``, ``look``, ``serial``, ``declared``, ``seal``: texts
        :return: ``{"id", "slip"}``; the slip is empty where none is handed out
        :raise AccessError: not reception
        :raise UserError: something of it can't be
        """
        self.ensure_one()
        self._check_reception()
        things = self.env["visitor.belonging"]
        for field, value in (("kind", kind), ("valuable", valuable)):
            if value not in things._fields[field].get_values(self.env):
                raise UserError(self.env._("Choose one of the answers."))
        texts = {"name": name, **words}
        if words.keys() - {*WORDS} or any(
            each and not isinstance(each, str) for each in texts.values()
        ):
            raise UserError(self.env._("Write down what it is as text."))
        if type(quantity) is not int or not 0 < quantity < 10**6:
            raise UserError(self.env._("Enter how many there are, as a number."))
        thing = things.create(
            {
                **texts,
                "registration_id": self.id,
                "kind": kind,
                "quantity": quantity,
                "valuable": valuable,
            }
        )
        return {"id": thing.id, "slip": thing.slip or ""}

    def action_open_belongings(self):
        """Open what this visitor brought, left to be kept, or takes out.

        :return: window action
        :raise AccessError: not reception
        """
        self.ensure_one()
        self._check_reception()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "visitor_management.visitor_belonging_action"
        )
        return action | {
            "domain": [("registration_id", "=", self.id)],
            "context": {"default_registration_id": self.id},
        }

    # ------------------------------------------------------------
    # LEAVING
    # ------------------------------------------------------------

    def _open_belongings(self):
        """What these visitors are asked about when they leave: kept for them, brought
        in, or waiting outside.

        :return: open ``visitor.belonging``, oldest first
        """
        of_them = Domain("registration_id", "in", self.ids)
        asked = Domain("state", "=", "open") & Domain("kind", "in", ASKED_ON_LEAVING)
        return self.env["visitor.belonging"].search(of_them & asked, order="at, id")

    def _leave(
        self, at, card_returned, closed_by="desk", remarks="", printed_returned=None
    ):
        """Nobody is held: what is still here is listed, and stays in the ledger."""
        still_open = super()._leave(
            at, card_returned, closed_by, remarks, printed_returned
        )
        for thing in self._open_belongings():
            still_open[thing.registration_id.id].append(
                {"kind": thing.kind, "name": thing.name}
            )
        for item_pass in self._unused_item_passes():
            still_open[item_pass.registration_id.id].append(
                {"kind": "items", "name": item_pass.name}
            )
        return still_open

    def _unused_item_passes(self):
        """Exit passes of these visitors, approved and not used."""
        return self.env["visitor.item.pass"].search(
            [("registration_id", "in", self.ids), ("state", "=", "approved")],
            order="id",
        )
