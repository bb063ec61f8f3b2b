from contextlib import contextmanager

from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.groups import check_reception
from ...tools.name_field import Line
from ...tools.transaction import lock


class VisitorCard(models.Model):
    _name = "visitor.card"
    _description = "Visitor Card"
    _inherit = ["visitor.state.mixin"]
    _order = "site_id, number"
    _rec_name = "number"
    _check_company_auto = True

    _transitions = {
        "free": {"issued", "lost"},
        "issued": {"free", "lost"},
        "lost": {"free"},
    }
    _taken_back = {"lost": {"issued"}}

    number = Line("Card Number", required=True, help="As printed on the plastic card.")
    site_id = fields.Many2one(
        "visitor.site", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="site_id.company_id", store=True, index=True)
    state = fields.Selection(
        [("free", "Free"), ("issued", "Issued"), ("lost", "Lost")],
        "Status",
        default="free",
        required=True,
        readonly=True,
        copy=False,
    )
    pass_id = fields.Many2one(
        "visitor.pass",
        "Handed Out With",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    pass_ids = fields.One2many("visitor.pass", "card_id", "Passes")
    damaged = fields.Boolean(
        readonly=True,
        copy=False,
        help="Put aside: it is not handed out until it was replaced.",
    )

    _number_uniq = models.Constraint(
        "unique(site_id, number)", "This site already has a card with this number."
    )

    def write(self, vals):
        if "site_id" in vals and any(card.state == "issued" for card in self):
            raise UserError(self.env._("A card that is handed out stays at its site."))
        return super().write(vals)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_report_lost(self):
        """Mark cards as lost: none is handed out again, nobody gets in with its pass.

        :return: True
        :raise AccessError: not reception
        :raise UserError: a card is lost already
        """
        for card_sudo in self._begin_desk_action():
            if card_sudo.pass_id.state in ("issued", "left_open"):
                card_sudo.pass_id.report_lost()
            else:
                card_sudo._set_state("lost")
        return True

    def action_found(self):
        """A lost card turned up: it can be handed out again.

        :return: True
        :raise AccessError: not reception
        :raise UserError: a card is not lost
        """
        for card_sudo in self._begin_desk_action():
            if card_sudo.state != "lost":
                raise card_sudo._step_not_allowed("free")
            card_sudo._come_back()
        return True

    def action_report_damaged(self):
        """Put broken cards aside: none is handed out until it was replaced.

        :return: True
        :raise AccessError: not reception
        :raise UserError: a card is not at the desk
        """
        for card_sudo in self._begin_desk_action():
            card_sudo._lock()
            if card_sudo.state != "free":
                raise UserError(
                    self.env._(
                        "Card %s is not at the desk. Take it back first.",
                        card_sudo.number,
                    )
                )
            card_sudo._put_aside(True)
        return True

    def action_replaced(self):
        """A broken card was replaced by another with the same number.

        :return: True
        :raise AccessError: not reception
        """
        for card_sudo in self._begin_desk_action():
            card_sudo._put_aside(False)
        return True

    def _begin_desk_action(self):
        """Check that reception asks; answer superuser records."""
        self.check_access("read")
        check_reception(self.env)
        return self.sudo()

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _lock(self):
        """Two desks do not hand out one card: the second waits and sees it is gone."""
        lock(self)

    def _hand_out(self, visitor_pass):
        """Give the card to the holder of a pass."""
        self.ensure_one()._set_state("issued", pass_id=visitor_pass.id)
        visitor_pass.card_id = self

    def _come_back(self):
        """The card is at the desk again."""
        self._set_state("free", pass_id=False)

    def _put_aside(self, damaged):
        with self._noting_moves():
            self.damaged = damaged

    def _whereabouts(self):
        """Where the card is: a key of ``visitor.card.move``."""
        return "damaged" if self.damaged and self.state == "free" else self.state

    # ------------------------------------------------------------
    # WHAT A COUNT GOES BY
    # ------------------------------------------------------------

    def _set_state(self, state, **vals):
        with self._noting_moves():
            return super()._set_state(state, **vals)

    def _step_back(self, state, **vals):
        with self._noting_moves():
            return super()._step_back(state, **vals)

    @contextmanager
    def _noting_moves(self):
        before = {card: card._whereabouts() for card in self}
        yield
        self.env["visitor.card.move"]._note(self, before)
