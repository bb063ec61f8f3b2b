from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...tools.names import readable
from ...tools.sentences import say
from ...tools.transaction import locked

_lt = LazyTranslate(__name__)


class VisitorViolation(models.Model):
    """What security does with a violation, step by step."""

    _inherit = "visitor.violation"

    def action_handle(self, measure, note=""):
        """Decide what is done about the violations; again, as long as none is closed.

        :param str measure: a ``measure``; a ban has its own action, as it has an end
        :param str note: what is decided, kept with it
        :return: True
        :raise AccessError: not security
        :raise UserError: no such measure, or one is closed
        """
        self._check_security()
        measures = dict(self._fields["measure"]._description_selection(self.env))
        if measure not in measures:
            raise UserError(self.env._("Choose one of the measures."))
        if measure == "ban":
            raise UserError(
                self.env._("A ban has an end and a reason. Use “Ban” to propose it.")
            )
        for violation_sudo in self._begin():
            violation_sudo._check_no_ban()
            if violation_sudo.ban_decided_at:
                raise UserError(
                    self.env._("This ban is decided. The watchlist has its end.")
                )
            violation_sudo._set_state(
                "handling", **violation_sudo._decided(measure, note)
            )
        return True

    def action_close(self, note):
        """Close the violations: nothing of them changes any more.

        :param str note: what came of it, or why it was none
        :return: True
        :raise AccessError: not security
        :raise UserError: no note, one is closed already, an objection has no answer,
            or a proposed ban waits for its decision
        """
        self._check_security()
        note = readable(note)
        violations_sudo = self._begin()
        for violation_sudo in violations_sudo:
            if "closed" not in self._transitions.get(violation_sudo.state, ()):
                raise violation_sudo._step_not_allowed("closed")
        if not note:
            raise UserError(self.env._("Write down what came of it."))
        for violation_sudo in violations_sudo:
            if readable(violation_sudo.objection) and not readable(
                violation_sudo.answer
            ):
                raise UserError(
                    self.env._("The person objected. Answer the objection first.")
                )
            violation_sudo._check_no_ban()
            violation_sudo._set_state(
                "closed",
                closing_note=note,
                closed_by_id=self.env.uid,
                closed_at=fields.Datetime.now(),
            )
        return True

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _begin(self):
        """Lock the violations, whose rights were checked; answer superuser records."""
        return locked(self.sudo())  # security, which the callers checked

    def _decided(self, measure, note):
        return {
            "measure": measure,
            "decision": readable(note) or False,
            "decided_by_id": self.env.uid,
            "decided_at": fields.Datetime.now(),
        }

    def _tell_security(self):
        """Whoever handles violations hears of a new one, without names."""
        self.ensure_one()
        self.env["visitor.notice.channel"]._tell(self.site_id, "violation", self)
        told = self.env["visitor.told"]
        officers = self.site_id._security_officers() - self.env.user

        def words(env):
            violation = self.with_env(env).sudo()  # told to those who read it
            severity = dict(violation._fields["severity"]._description_selection(env))[
                violation.severity
            ]
            return (
                say(env, _lt("A violation was reported (%s)", violation.name)),
                env._(
                    "%(type)s (%(severity)s), %(site)s. Look at it and decide.",
                    type=violation.type_id.name,
                    severity=severity,
                    site=violation.site_id.name,
                ),
            )

        for user in officers:
            told._notify(
                user.partner_id, words, about=self, otherwise=self.site_id._lang()
            )
