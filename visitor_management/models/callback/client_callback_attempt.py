from odoo import api, fields, models

from ...tools.name_field import Line

OUTCOMES = [
    ("reached", "Reached"),
    ("no_answer", "No Answer"),
    ("busy", "Busy"),
    ("wrong_number", "Wrong Number"),
    ("refused", "Does Not Want To Talk"),
]


class ClientCallbackAttempt(models.Model):
    _name = "client.callback.attempt"
    _description = "Try to Reach a Client"
    _inherit = ["visitor.kept.mixin", "client.clock.mixin", "client.work.bus.mixin"]
    _order = "at desc, id desc"

    callback_id = fields.Many2one(
        "client.callback", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="callback_id.company_id", store=True, index=True
    )
    at = fields.Datetime(required=True, default=fields.Datetime.now)
    outcome = fields.Selection(OUTCOMES, "Outcome of the Try", required=True)
    channel = fields.Selection(
        [
            ("phone", "Phone"),
            ("visit", "In Person"),
            ("mail", "Rated by the Client"),
        ],
        required=True,
        default="phone",
    )
    note = Line()
    user_id = fields.Many2one(
        "res.users",
        "By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        index=True,
    )

    _company_at = models.Index("(company_id, at)")

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.su:  # the program alone: a wrong key that is taken back
            raise self._is_kept()

    def _work_list_ids(self):
        return {"callback_ids": self.callback_id.ids}
