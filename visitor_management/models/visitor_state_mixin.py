from odoo import api, models
from odoo.exceptions import UserError


class VisitorStateMixin(models.AbstractModel):
    """A document whose ``state`` moves only along the steps of one table.

    The state is set by the model's own methods through :meth:`_set_state`. Whoever
    writes it from outside, by RPC, form, import or with superuser rights, is refused.
    """

    _name = "visitor.state.mixin"
    _description = "Document with guarded states"

    # {state: {states that may follow}}
    _transitions = {}

    @api.model_create_multi
    def create(self, vals_list):
        if any("state" in vals for vals in vals_list):
            raise self._state_is_guarded()
        # A default in the caller's context would be a way around the check above.
        context = {k: v for k, v in self.env.context.items() if k != "default_state"}
        return super(VisitorStateMixin, self.with_context(context)).create(vals_list)

    def write(self, vals):
        if "state" in vals:
            raise self._state_is_guarded()
        return super().write(vals)

    def _state_is_guarded(self):
        return UserError(
            self.env._("The status follows from the actions; it can't be set directly.")
        )

    def _set_state(self, state, **vals):
        """Take the step to a state, with other values written in the same update.

        :raise UserError: the step is not in the model's table; names both states
        """
        for record in self:
            if state not in self._transitions.get(record.state, ()):
                raise record._step_not_allowed(state)
        # super(): straight to the mixin's parent, past the guard above
        return super().write({**vals, "state": state})

    def _step_not_allowed(self, state):
        labels = dict(self._fields["state"]._description_selection(self.env))
        return UserError(
            self.env._(
                "%(record)s: “%(current)s” can't become “%(next)s”.",
                # the kind of document, no name: messages of errors are logged
                record=self.env["ir.model"]._get(self._name).name,
                current=labels.get(self.state, self.state),
                next=labels.get(state, state),
            )
        )
