from odoo import api, fields, models
from odoo.exceptions import UserError

FIRST_YEAR, LAST_YEAR = 2000, 2100


class ClientTimesMixin(models.AbstractModel):
    """A record whose times are times that somebody can have meant.

    A year with a digit too many, or the clock of a phone that was never set, is told at
    once: by form, import, RPC and from the phone.
    """

    _name = "client.times.mixin"
    _description = "Times that can have been meant"

    # names of the fields, dates and times
    _times = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        given = self.default_get(sorted(self._times))
        for vals in vals_list:
            self._check_times({**given, **vals})
        return super().create(vals_list)

    def write(self, vals):
        self._check_times(vals)
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        # before anything is computed from it
        self._check_times(values)
        return super().onchange(values, field_names, fields_spec)

    def _check_times(self, vals):
        """
        :raise UserError: a time is none, or of another century; says which
        """
        for name in sorted(self._times & vals.keys()):
            if vals[name] and not self._can_be_meant(self._fields[name], vals[name]):
                raise UserError(
                    self.env._(
                        "“%(field)s” must be a time between the years %(first)s and "
                        "%(last)s. Look at the year, and at the clock of the device.",
                        field=self._fields[name]._description_string(self.env),
                        first=str(FIRST_YEAR),
                        last=str(LAST_YEAR),
                    )
                )

    @api.model
    def _can_be_meant(self, field, value):
        parse = (
            fields.Datetime.to_datetime
            if field.type == "datetime"
            else fields.Date.to_date
        )
        try:
            moment = parse(value)
        except (OverflowError, TypeError, ValueError):
            return False
        return moment is not None and FIRST_YEAR <= moment.year <= LAST_YEAR
