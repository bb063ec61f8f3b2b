from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_datetime


class ClientStateMixin(models.AbstractModel):
    """A document of client relations that two people may have before them at once.

    Whoever comes second reads who was first, and when.
    """

    _name = "client.state.mixin"
    _description = "Document that tells who was first"
    _inherit = ["visitor.state.mixin"]

    def _step_not_allowed(self, state):
        error = super()._step_not_allowed(state)
        return UserError(self._with_first(str(error)))

    def _with_first(self, sentence):
        """A refusal, with who was first and when, as far as that is known."""
        self.ensure_one()
        who, when = self._last_step()
        if not who:
            return sentence
        labels = dict(self._fields["state"]._description_selection(self.env))
        first = self.env._(
            "It is “%(current)s” since %(when)s, by %(who)s.",
            current=labels.get(self.state, self.state),
            when=when,
            who=who,
        )
        return f"{sentence} {first}"

    def _last_step(self):
        """Who brought the document into its state, and when.

        As the history has it, committed: whoever was first at the same moment.

        :return: two texts, on the clock of the company; both empty where nobody did
        """
        self.ensure_one()
        # sudo: of a document the user works on; names of colleagues are no secret
        trackings_sudo = self.env["mail.tracking.value"].sudo()
        tracking_sudo = trackings_sudo.search(
            [
                ("mail_message_id.model", "=", self._name),
                ("mail_message_id.res_id", "=", self.id),
                ("field_id.name", "=", "state"),
            ],
            order="id desc",
            limit=1,
        )
        message_sudo = tracking_sudo.mail_message_id
        return self._who_and_when(message_sudo.author_id.name, message_sudo.date)

    def _who_and_when(self, who, moment):
        """
        :param str who: may be empty
        :param datetime moment: naive UTC, may be empty
        """
        if not who or not moment:
            return "", ""
        tz = self.sudo().company_id._client_tz()  # not a secret
        return who, format_datetime(self.env, moment, tz)
