from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.groups import SERVICE, SYSTEM, USER


class ResCompany(models.Model):
    """Who hears of what clients are not satisfied with."""

    _inherit = "res.company"

    client_quality_owner_id = fields.Many2one(
        "res.users",
        "Quality Owner",
        groups=USER,
        check_company=True,
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref(SERVICE).ids),
            ("share", "=", False),
        ],
        index="btree_not_null",
        ondelete="set null",
        help="Looks into each rating of 2 or less. Empty: the head of customer "
        "service.",
    )
    client_spikes = fields.Json(
        copy=False,
        groups=SYSTEM,
        help="Spikes of complaints that were told: category, site and building.",
    )

    @api.constrains("client_quality_owner_id")
    def _check_client_quality_owner(self):
        for owner in self.client_quality_owner_id:
            if not owner.has_group(SERVICE):
                raise ValidationError(
                    self.env._(
                        "The quality owner reads callbacks and complaints: choose "
                        "somebody of customer service."
                    )
                )

    def _client_quality_user(self):
        """Who looks into what clients are not satisfied with.

        :return: ``res.users``, never empty
        """
        self.ensure_one()
        owner = self.sudo().client_quality_owner_id  # a name, decided here
        return self.env["visitor.stand.in"]._who_answers(self, owner)


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    client_quality_owner_id = fields.Many2one(
        related="company_id.client_quality_owner_id", readonly=False
    )
