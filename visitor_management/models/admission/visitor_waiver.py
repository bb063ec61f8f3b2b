from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools import admission
from ...tools.name_field import Line
from ...tools.sentences import say


class VisitorWaiver(models.Model):
    """A condition of admission set aside, or that ended by a second record."""

    _name = "visitor.waiver"
    _description = "Waiver"
    _inherit = ["visitor.kept.mixin", "visitor.site.clock.mixin"]
    _order = "id desc"
    _site_moments = ("create_date", "create_date")

    registration_id = fields.Many2one(
        "visitor.registration",
        "Visitor",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    site_id = fields.Many2one(related="registration_id.site_id")
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    company_id = fields.Many2one(
        related="registration_id.company_id", store=True, index=True
    )
    code = fields.Selection(
        lambda self: [
            (code, say(self.env, name)) for code, name in admission.waivable()
        ],
        "Condition",
        required=True,
        readonly=True,
    )
    at = fields.Datetime(
        "Set Aside On", readonly=True, default=lambda self: fields.Datetime.now()
    )
    reason = Line(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "By", required=True, readonly=True, index=True
    )
    ends_id = fields.Many2one(
        "visitor.waiver",
        "Takes Back",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The condition counts again: it was set aside by mistake.",
    )
    ended_by_ids = fields.One2many("visitor.waiver", "ends_id", "Taken Back By")

    def _standing(self):
        """Those that set a condition aside, and were not taken back."""
        return self.filtered(lambda each: not each.ends_id and not each.ended_by_ids)

    @api.model
    def _check_may_waive(self, code):
        """Whether the user may set a condition aside, as the condition itself says.

        :param str code: of the condition
        :raise UserError: nobody may
        :raise AccessError: somebody else may; says who
        """
        try:
            group = admission.waiver_of(code)
        except KeyError:
            group = None
        if not group:
            raise UserError(
                self.env._("Nobody can set “%s” aside: it has to be mended.", code)
            )
        if not self.env.su and not self.env.user.has_group(group):
            raise AccessError(
                self.env._(
                    "Only “%s” may set this condition aside.",
                    self.env.ref(group).sudo().name,  # the name of a group
                )
            )
