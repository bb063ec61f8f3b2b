from odoo import fields, models

from ...tools.name_field import Line
from .visitor_waiting import ANSWERS, BY_DESK

OUTCOMES = [
    ("reached", "Reached"),
    ("no_answer", "No answer"),
    ("busy", "Engaged"),
    ("wrong_number", "Wrong number"),
]


class VisitorWaitingCall(models.Model):
    """One try of the desk to reach somebody for a visitor who waits: by what way, whom,
    when, and what was said. Written once."""

    _name = "visitor.waiting.call"
    _description = "Call by the Desk"
    _inherit = ["visitor.kept.mixin"]
    _order = "at, id"
    _rec_name = "called"

    waiting_id = fields.Many2one(
        "visitor.waiting", required=True, index=True, ondelete="cascade", readonly=True
    )
    site_id = fields.Many2one(
        related="waiting_id.site_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="waiting_id.company_id", store=True, index=True, precompute=True
    )
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    at = fields.Datetime("Called At", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users",
        "Called By",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    channel = fields.Selection(BY_DESK, "By Way Of", required=True, readonly=True)
    called = Line("Whom", required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    outcome = fields.Selection(OUTCOMES, required=True, readonly=True)
    answer = fields.Selection(ANSWERS, readonly=True)
    reason = Line("Said With It", readonly=True)
