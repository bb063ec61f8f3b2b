from odoo import api, models

# Changes of one transaction, gathered until it is committed.
CHANGES = "visitor_management.client_work"


class ClientWorkBusMixin(models.AbstractModel):
    """Whose changes the open work lists of the company show without reloading."""

    _name = "client.work.bus.mixin"
    _description = "Seen on work lists"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._tell_work_lists()
        return records

    def write(self, vals):
        result = super().write(vals)
        self._tell_work_lists()
        return result

    def unlink(self):
        self._tell_work_lists()
        return super().unlink()

    def _work_list_ids(self):
        """What of a work list is to be read again.

        :return: dict of lists of ids: ``callback_ids complaint_ids order_ids``
        """
        raise NotImplementedError

    def _tell_work_lists(self):
        """Tell the open work lists, once for each company and transaction."""
        precommit = self.env.cr.precommit
        if CHANGES not in precommit.data:
            precommit.data[CHANGES] = {}
            # sudo: ids only are told, and to the channel of their company
            precommit.add(self.env["client.work.list"].sudo()._send_changes)
        changes = precommit.data[CHANGES]
        for company, records_sudo in self.sudo().grouped("company_id").items():
            gathered = changes.setdefault(company.id, {})
            for name, ids in records_sudo._work_list_ids().items():
                gathered.setdefault(name, set()).update(ids)
