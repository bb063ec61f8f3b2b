from odoo import models
from odoo.tools import SQL


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        """Let our records move along, also where both contacts had the same turn.

        A plan visits a client once in each span. If both contacts were in it, the
        further visits stay as visits beside the plan's turn: nothing is deleted.
        """
        self.env["client.visit"].flush_model(["plan_id", "partner_id", "turn"])
        self.env.cr.execute(
            SQL(
                """
                UPDATE client_visit SET turn = NULL WHERE id IN (
                    SELECT id FROM (
                        SELECT id, ROW_NUMBER() OVER (
                            PARTITION BY plan_id, turn
                            ORDER BY (partner_id = %s) DESC, id
                        ) AS place
                        FROM client_visit
                        WHERE turn IS NOT NULL AND partner_id IN %s
                    ) AS visit
                    WHERE place > 1
                )
                """,
                dst_partner.id,
                (src_partners | dst_partner)._ids,
            )
        )
        return super()._update_foreign_keys(src_partners, dst_partner)
