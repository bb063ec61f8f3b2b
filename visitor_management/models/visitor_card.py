from odoo import fields, models


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

    number = fields.Char(required=True, help="As printed on the plastic card.")
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
    pass_ids = fields.One2many("visitor.pass", "card_id", "Passes")

    _number_uniq = models.Constraint(
        "unique(site_id, number)", "This site already has a card with this number."
    )

    def action_report_lost(self):
        """Mark cards as lost; a lost card is not handed out again."""
        self.check_access("write")
        self._set_state("lost")
        return True

    def action_found(self):
        """A lost card turned up: it can be handed out again."""
        self.check_access("write")
        self.filtered(lambda card: card.state == "lost")._set_state("free")
        return True
