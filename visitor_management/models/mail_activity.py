from odoo import models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """Who only ticks off that something waits is asked again while it does."""
        visits = self.env["visitor.visit"].browse(
            self.filtered(lambda each: each.res_model == "visitor.visit").mapped(
                "res_id"
            )
        )
        done = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        visits.exists()._ask_again()
        return done
