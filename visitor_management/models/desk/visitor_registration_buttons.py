from odoo import models


class VisitorRegistration(models.Model):
    """The buttons of the visitor's form: what they answer is shown to a person."""

    _inherit = "visitor.registration"

    def action_check_in(self):
        """Check the visitor in, or say what is missing.

        :return: True, or the message to show
        :raise AccessError: not reception
        """
        answer = self.check_in()
        if answer["status"] == "granted":
            return True
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger",
                "title": self.env._("Not checked in"),
                "message": "\n".join(each["message"] for each in answer["reasons"]),
                "className": "text-prewrap",
                "sticky": True,
            },
        }

    def action_step_out(self):
        """Let the visitor out for now.

        :return: True
        :raise AccessError: not reception
        """
        self.step_out()
        return True
