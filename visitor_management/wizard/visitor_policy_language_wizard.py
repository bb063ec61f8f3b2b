from odoo import fields, models


class VisitorPolicyLanguageWizard(models.TransientModel):
    """Add a language to a text, published or not."""

    _name = "visitor.policy.language.wizard"
    _description = "Language of Rules, Added"

    policy_id = fields.Many2one(
        "visitor.policy",
        "Rules",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(), "Language", required=True
    )
    name = fields.Char("Title", required=True)
    body = fields.Html("Text", required=True, sanitize_style=True)
    original = fields.Html(related="policy_id.body", string="First Text")

    def action_add(self):
        """Add the text.

        :return: action that closes the dialog
        :raise UserError: see ``visitor.policy.add_translation``
        """
        self.ensure_one()
        self.policy_id.add_translation(self.lang, self.body, self.name)
        return {"type": "ir.actions.act_window_close"}
