from odoo import api, models
from odoo.exceptions import UserError


class VisitorFixedMixin(models.AbstractModel):
    """A record that stays with what it was made for.

    What a record belongs to decides who reads it, whose number it has and what it keeps
    from being closed. It is said when the record is made. Whoever changes it later, by
    RPC, form, import or with superuser rights, is refused.
    """

    _name = "visitor.fixed.mixin"
    _description = "Stays with what it was made for"

    # names of stored fields
    _fixed_fields = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        self._check_derived_fields({name for vals in vals_list for name in vals})
        return super().create(vals_list)

    def write(self, vals):
        if self._fixed_fields & vals.keys():
            self.check_access("write")  # nobody learns by trying what is written there
            self._check_fixed_fields(vals)
        self._check_derived_fields(vals.keys())
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        # before anything is computed from a record that the form was pointed at
        if self:
            self.check_access("write")
            self._check_fixed_fields(values)
        return super().onchange(values, field_names, fields_spec)

    def _check_fixed_fields(self, vals):
        """
        :raise UserError: a value differs from what the record was made with
        """
        for record in self:
            changed = record._differing(self._fixed_fields, vals)
            if changed:
                raise record._is_fixed(changed[0])

    def _check_derived_fields(self, names):
        """What follows from other fields, as the company from the site.

        :raise UserError: somebody says it otherwise
        """
        derived = not self.env.su and [
            self._fields[name]._description_string(self.env)
            for name in sorted(names & self._fields.keys())
            if self._fields[name].store
            and self._fields[name].readonly
            and self._fields[name].compute
        ]
        if derived:
            raise UserError(
                self.env._("These fields can't be set by hand: %s", ", ".join(derived))
            )

    def _differing(self, names, vals):
        """Which of the fields would not stay as they are.

        :param names: names of fields
        :param dict vals: as for :meth:`write`
        :return: list of names
        """
        self.ensure_one()
        stored_sudo = self.sudo()  # compared only
        return [
            name
            for name in sorted(names & vals.keys())
            if self._comparable(name, vals[name])
            != self._comparable(name, stored_sudo[name])
        ]

    def _comparable(self, name, value):
        """A value as the cache holds it; all kinds of nothing are the same."""
        return self._fields[name].convert_to_cache(value, self, validate=False) or False

    def _is_fixed(self, name):
        return UserError(
            self.env._(
                "%(record)s: “%(field)s” stays what it was when it was made. Make a "
                "new one for another.",
                # the kind of document, no name: messages of errors are logged
                record=self.env["ir.model"]._get(self._name).name,
                field=self._fields[name]._description_string(self.env),
            )
        )
