from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.transaction import apart, batches
from .client_callback import (
    ARCHIVED_AFTER,
    CONTENT_FIELDS,
    DECIDED_FIELDS,
    FOLLOWED_FIELDS,
    LOCKED_STATES,
)


class ClientCallback(models.Model):
    """What stays as it is once it was found out, and what is archived."""

    _inherit = "client.callback"

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.ondelete(at_uninstall=False)
    def _unlink_except_untouched(self):
        for callback in self:
            if (
                callback.state != "planned"
                or callback.attempt_ids
                or callback.previous_id
            ):
                raise UserError(
                    self.env._("A callback that was begun is kept. Waive it instead.")
                )
            if callback.complaint_id:
                raise UserError(
                    self.env._("Complaints are called back. Waive it and say why.")
                )

    def _check_followed_fields(self, vals):
        """Whose call it is and whose work it was: the complaint says it.

        Without a complaint customer service says it, until the client is called.

        :raise UserError: it is the complaint's to say, or the client was called
        :raise AccessError: there is no complaint, and the user is not customer service
        """
        for callback in self:
            if not callback._differing(FOLLOWED_FIELDS, vals):
                continue
            if callback.state != "planned":
                sentence = self.env._(
                    "This callback is no longer to be made: its client and department "
                    "stay as they are."
                )
                raise UserError(callback._with_first(sentence))
            if callback.complaint_id:
                raise UserError(
                    self.env._(
                        "Client and department are those of the complaint. Change them "
                        "there."
                    )
                )
            if not self.env.su and not self._is_service():
                raise AccessError(
                    self.env._(
                        "Customer service says whom a callback is about, and whose "
                        "work it was."
                    )
                )

    def _last_step(self):
        """A client who rated by a link was before all of us."""
        if self._rated_by_client():
            return self._who_and_when(
                self.env._("the client, who rated by the link"), self.reached_at
            )
        return super()._last_step()

    def _kept_fields(self):
        """What can't be changed any more in the state of the callback."""
        self.ensure_one()
        if self.state in LOCKED_STATES:
            return CONTENT_FIELDS
        return DECIDED_FIELDS if self.state == "finished" else set()

    # ------------------------------------------------------------
    # JOBS
    # ------------------------------------------------------------

    @api.model
    def _cron_archive(self, limit=200):
        """From the tenth after a quarter on, archive what was reviewed in it."""
        done = Domain.FALSE
        waiting = self._read_group([("state", "=", "reviewed")], ["company_id"])
        for (company,) in waiting:
            today = company._client_today()
            quarter = today.replace(month=today.month - (today.month - 1) % 3, day=1)
            if (today - quarter).days >= ARCHIVED_AFTER:
                done |= Domain("company_id", "=", company.id) & Domain(
                    "reviewed_at", "<", company._start_of_day(quarter)
                )
        done &= Domain("state", "=", "reviewed")
        for callbacks in batches(self, done, limit):
            for callback in callbacks.try_lock_for_update():
                with apart(callback):
                    callback._archive()
