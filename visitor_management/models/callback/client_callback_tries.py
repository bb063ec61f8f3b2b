from odoo import models

from .client_callback import TO_ASK


class ClientCallback(models.Model):
    """Calls of several people, and of a client who has rated by a link before.

    What a client rated stays, whatever is noted after it or taken back.
    """

    _inherit = "client.callback"

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _may_try(self):
        """Whether the client may be called: not reached yet, or not by us."""
        return self.state in TO_ASK or self._rated_by_client()

    def _rated_by_client(self):
        """Whether the client rated by a link, and nobody has finished with it."""
        return self.state == "reached" and self.reached_by == "mail"

    def _state_before_try(self):
        """The state that the tries which are left make; what a client rated stays."""
        tries_sudo = self.sudo().attempt_ids  # of a callback the user writes
        if "reached" in tries_sudo.mapped("outcome"):
            return "reached"
        return "unreachable" if len(tries_sudo) >= self.attempts else "planned"

    def _tried_meanwhile(self, known):
        """What a colleague has noted since the user saw so many tries.

        :return: sentence, or an empty text
        """
        tries_sudo = self.sudo().attempt_ids.sorted("id")  # of one the user writes
        others_sudo = tries_sudo[known:].filtered(
            lambda each: each.user_id != self.env.user
        )
        if not others_sudo:
            return ""
        last_sudo = others_sudo[-1]
        outcomes = dict(last_sudo._fields["outcome"]._description_selection(self.env))
        who, when = self._who_and_when(last_sudo.user_id.name, last_sudo.at)
        return self.env._(
            "%(who)s noted “%(outcome)s” at %(when)s, while you called. Yours is not "
            "noted yet; what you typed is still here. Note it once more if you called, "
            "too.",
            who=who,
            outcome=outcomes[last_sudo.outcome],
            when=when,
        )

    # ------------------------------------------------------------
    # EFFECTS
    # ------------------------------------------------------------

    def _tried_after_rating(self, outcome):
        """A call after the client rated by a link: the rating stays as it is."""
        tries_sudo = self.sudo().attempt_ids.sorted("id")  # of one the user writes
        rating_sudo = tries_sudo.filtered(lambda each: each.channel == "mail")[-1:]
        since = tries_sudo.filtered(lambda each: each.id > rating_sudo.id)
        if outcome == "reached":
            self.caller_id = self._caller_who_reached()
        elif len(since) == self.attempts:
            self.sudo()._ask_to_write()  # to-dos of a callback the user writes
