from odoo import api, models
from odoo.exceptions import UserError


class VisitorStateMixin(models.AbstractModel):
    """A document whose ``state`` moves only along the steps of one table.

    The state is set by the model's own methods through :meth:`_set_state`. Whoever
    writes it from outside, by RPC, form, import or with superuser rights, is refused.
    The other readonly fields are the program's as well: a form does not offer them,
    and a call that sets them without superuser rights is refused.
    """

    _name = "visitor.state.mixin"
    _description = "Document with guarded states"
    _inherit = ["visitor.held.mixin", "visitor.fixed.mixin"]

    # {state: {states that may follow}}
    _transitions = {}
    # {state: {states before it}}: the steps of what is taken back, and of nothing else
    _taken_back = {}

    @api.model
    def default_get(self, fields):
        # Neither the caller's context nor a user's own defaults decide readonly fields.
        defaults = super().default_get(fields)
        for name in defaults.keys() & self._guarded_fields():
            del defaults[name]
            if default := self._fields[name].default:
                defaults[name] = default(self)
        return defaults

    @api.model_create_multi
    def create(self, vals_list):
        self._check_guarded_fields({name for vals in vals_list for name in vals})
        # a default state would reach what is made along with the document, too
        context = {k: v for k, v in self.env.context.items() if k != "default_state"}
        # pylint: disable-next=context-overridden
        clean = self.with_context(context)
        return super(VisitorStateMixin, clean).create(vals_list)

    def write(self, vals):
        self._check_guarded_fields(vals.keys())
        return super().write(vals)

    @api.model
    def _guarded_fields(self):
        return {
            name
            for name, field in self._fields.items()
            # the ORM itself leaves out the magic ones
            if field.readonly and field.store and name not in models.MAGIC_COLUMNS
        }

    def _check_guarded_fields(self, names):
        """What only the program sets.

        :param names: the fields that somebody writes
        :raise UserError: one of them is not theirs to write; names it
        """
        if "state" in names:
            raise UserError(
                self.env._(
                    "The status follows from the actions; it can't be set directly."
                )
            )
        guarded = not self.env.su and self._guarded_fields() & set(names)
        if guarded:
            labels = [
                self._fields[name]._description_string(self.env)
                for name in sorted(guarded)
            ]
            raise UserError(
                self.env._("These fields can't be set by hand: %s", ", ".join(labels))
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

    def _step_back(self, state, **vals):
        """Take the step back to the state before an act that is taken back.

        :raise UserError: the step is not in the model's tables; names both states
        """
        for record in self:
            before = self._taken_back.get(record.state, set())
            if state not in before | set(self._transitions.get(record.state, ())):
                raise record._step_not_allowed(state)
        return super().write({**vals, "state": state})

    def _keeps_files(self):
        """Whether files that lie at the document stay as they are, as it does."""
        self.ensure_one()
        return False

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
