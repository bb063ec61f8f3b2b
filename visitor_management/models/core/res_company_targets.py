from odoo import api, models
from odoo.exceptions import ValidationError

from ...tools.client_kpis import KPIS
from ...tools.groups import USER
from ...tools.rate_field import Rate

PREFIX = "client_target_"
# not for clients on the portal, who read the company


class ResCompany(models.Model):
    """What the monthly rates are to be: one target per rate, empty for none."""

    _inherit = "res.company"

    client_target_callback_rate = Rate("Target: Called Back", groups=USER)
    client_target_on_time_rate = Rate("Target: Called Back in Time", groups=USER)
    client_target_contact_rate = Rate("Target: Reached per Try", groups=USER)
    client_target_satisfaction_rate = Rate("Target: Satisfied Clients", groups=USER)
    client_target_first_round_satisfaction_rate = Rate(
        "Target: Satisfied at First", groups=USER
    )
    client_target_handling_on_time_rate = Rate("Target: Handled in Time", groups=USER)
    client_target_closing_rate = Rate("Target: Complaints Closed", groups=USER)
    client_target_rectification_on_time_rate = Rate(
        "Target: Put Right in Time", groups=USER
    )
    client_target_recovered_rate = Rate("Target: Won Back", groups=USER)
    client_target_repeat_rate = Rate("Target: Complaints Repeated", groups=USER)
    client_target_complaint_rate = Rate("Target: Complaints per Unit", groups=USER)

    @api.constrains(*(PREFIX + kpi for kpi in KPIS))
    def _check_client_targets(self):
        for company in self:
            for kpi, target in company._client_targets().items():
                # there may be more complaints than units
                most = 1 if KPIS[kpi].denominator else float("inf")
                if target is not False and not 0 <= target <= most:
                    raise ValidationError(
                        self.env._(
                            "A target is between 0 and 100 %. Leave it empty where "
                            "there is none."
                        )
                    )

    def _client_targets(self):
        """The targets of the monthly rates.

        :return: dict of the name of a rate to a share, False where there is no target
        """
        self.ensure_one()
        return {kpi: self[PREFIX + kpi] for kpi in KPIS}


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    client_target_callback_rate = Rate(
        related="company_id.client_target_callback_rate", readonly=False
    )
    client_target_on_time_rate = Rate(
        related="company_id.client_target_on_time_rate", readonly=False
    )
    client_target_contact_rate = Rate(
        related="company_id.client_target_contact_rate", readonly=False
    )
    client_target_satisfaction_rate = Rate(
        related="company_id.client_target_satisfaction_rate", readonly=False
    )
    client_target_first_round_satisfaction_rate = Rate(
        related="company_id.client_target_first_round_satisfaction_rate", readonly=False
    )
    client_target_handling_on_time_rate = Rate(
        related="company_id.client_target_handling_on_time_rate", readonly=False
    )
    client_target_closing_rate = Rate(
        related="company_id.client_target_closing_rate", readonly=False
    )
    client_target_rectification_on_time_rate = Rate(
        related="company_id.client_target_rectification_on_time_rate", readonly=False
    )
    client_target_recovered_rate = Rate(
        related="company_id.client_target_recovered_rate", readonly=False
    )
    client_target_repeat_rate = Rate(
        related="company_id.client_target_repeat_rate", readonly=False
    )
    client_target_complaint_rate = Rate(
        related="company_id.client_target_complaint_rate", readonly=False
    )
