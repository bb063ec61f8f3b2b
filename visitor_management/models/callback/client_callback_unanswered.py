from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.names import readable
from ...tools.satisfaction import DISSATISFIED
from ..complaint.client_complaint import CLOSED_STATES
from .client_callback import UNFINISHED
from .client_callback_life import CALL


class ClientCallback(models.Model):
    """How a callback ends without an answer of the client.

    It is waived, or nobody was reached and the client is told otherwise. Neither is an
    answer: whoever was dissatisfied before still is.
    """

    _inherit = "client.callback"

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("attempt_ids.outcome", "complaint_id.channel")
    @api.depends_context("uid")
    def _compute_may_waive(self):
        for callback in self:
            callback.may_waive = callback._may_waive()

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_waive(self, reason):
        """Don't call: an anonymous letter, or a client who asked not to be called.

        :param str reason: kept, and counted in the statistics
        :return: True
        :raise AccessError: the client neither refused nor is anonymous, and the user is
            no manager
        :raise UserError: no reason, or the client was reached already
        """
        self.check_access("write")
        reason = readable(reason)
        if not reason:
            raise UserError(self.env._("Say why the client is not called back."))
        for callback in self:
            if not callback._may_waive():
                raise AccessError(
                    self.env._(
                        "Customer service waives a callback when the client refused to "
                        "talk, or when the letter was anonymous. Otherwise ask a "
                        "manager."
                    )
                )
            callback._set_state("waived", waive_reason=reason)
            callback.sudo().activity_unlink([CALL])  # write access checked above
        return True

    def action_conclude(self, note):
        """Nobody was reached: the client was told another way. It leaves the list.

        The state stays: the client was not asked. A manager may review it now.

        :param str note: how the client was told, by letter, e-mail or a visit
        :return: True
        :raise UserError: no note, the client was not given up, or was told already
        """
        self.check_access("write")
        note = readable(note)
        if not note:
            raise UserError(
                self.env._(
                    "Write down how the client was told: by letter, e-mail or a visit."
                )
            )
        for callback in self:
            if callback.state != "unreachable":
                raise UserError(
                    self.env._(
                        "Only a callback whose tries are used up is concluded like "
                        "this. Note another try first."
                    )
                )
            if callback.concluded_at:
                raise UserError(callback._concluded_before())
            callback._check_work_goes_on()
            callback_sudo = callback.sudo()  # checked above
            callback_sudo.write(
                {
                    "concluded_note": note,
                    "concluded_at": fields.Datetime.now(),
                    "concluded_by_id": self.env.uid,
                }
            )
            callback_sudo.activity_feedback([CALL])
        return True

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _concluded_before(self):
        """Who told the client already, and when."""
        who, when = self._who_and_when(
            self.concluded_by_id.sudo().name,  # of a colleague
            self.concluded_at,
        )
        return self.env._(
            "%(who)s wrote down at %(when)s how this client was told. Add to the "
            "history what came after.",
            who=who,
            when=when,
        )

    def _may_waive(self):
        """A manager, or customer service where nobody wants to be called."""
        if self.env.su or self._is_manager():
            return True
        callback_sudo = self.sudo()  # yes or no, of a callback the user may write
        complaint_sudo = callback_sudo.complaint_id
        refused = "refused" in callback_sudo.attempt_ids.mapped("outcome")
        anonymous = (
            complaint_sudo.channel == "letter"
            and not complaint_sudo._is_named()
            and not callback_sudo._is_named()
        )
        return self._is_service() and (refused or anonymous)

    @api.model
    def _stuck_domains(self):
        given_up = Domain("state", "=", "unreachable") & Domain(
            "concluded_at", "=", False
        )
        open_yet = Domain("state", "in", UNFINISHED) | given_up
        return {
            "left": Domain("owner_has_left", "=", True),
            "unanswered": given_up & Domain.custom(to_sql=self._was_dissatisfied),
            "closed": open_yet & Domain("complaint_id.state", "in", CLOSED_STATES),
        }

    @api.model
    def _was_dissatisfied(self, model, alias, query):
        """Whether the last answer before this round, of the same case, was bad."""
        # the round before is read here, and a domain names only what it filters
        calls = self.env["client.callback"]
        calls.flush_model(
            ["complaint_id", "first_id", "reached", "result", "round", "state"]
        )
        return SQL(
            """
            COALESCE((SELECT b.result FROM client_callback b
              WHERE (b.first_id = %(first)s OR b.complaint_id = %(complaint)s)
                AND b.reached AND b.state != 'waived'
                AND (b.round, b.id) < (%(round)s, %(id)s)
           ORDER BY b.round DESC, b.id DESC LIMIT 1), '') IN %(bad)s
            """,
            bad=DISSATISFIED,
            **{
                key: model._field_to_sql(alias, name, query)
                for key, name in (
                    ("first", "first_id"),
                    ("complaint", "complaint_id"),
                    ("round", "round"),
                    ("id", "id"),
                )
            },
        )
