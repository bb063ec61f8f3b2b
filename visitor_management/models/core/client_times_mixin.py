from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import entered_times
from ...tools.entered_times import AHEAD, FUTURE, MOVED, PAST, SOON
from ...tools.groups import MANAGER

FIRST_YEAR, LAST_YEAR = 2000, 2100
# A manager takes over old records by import. A caller's context can hold a key of that
# name, but not this very object.
OLD_RECORDS = object()


class ClientTimesMixin(models.AbstractModel):
    """A record whose times are times that somebody can have meant.

    A year with a digit too many, or the clock of a phone that was never set, is told at
    once: by form, import, RPC and from the phone.

    What a person enters makes sense on the day it is entered, too: nothing is promised
    for a day that is over, nothing happened tomorrow. That holds for what differs from
    what is stored, so a date that has passed since keeps nobody from mending the rest.
    Jobs and migrations, which have superuser rights, may write any; so may a manager
    who imports old records. Where the program writes for a person what that person
    entered, it calls :meth:`_check_entered` itself.
    """

    _name = "client.times.mixin"
    _description = "Times that can have been meant"

    # name of each field that people write: what they may enter, see ``entered_times``
    _times = {}

    @api.model_create_multi
    def create(self, vals_list):
        given = self.default_get(sorted(self._times))
        vals_list = [{**given, **vals} for vals in vals_list] if given else vals_list
        for vals in vals_list:
            self._check_times(vals)
        records = super().create(vals_list)
        if self._is_entered():
            for record, vals in zip(records, vals_list, strict=True):
                record._check_entered(vals, made=True)
        return records

    def write(self, vals):
        self._check_times(vals)
        if self._times.keys() & vals.keys() and self._is_entered():
            for record in self:
                record._check_entered(record._changed_times(vals))
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        # before anything is computed from it
        self._check_times(values)
        return super().onchange(values, field_names, fields_spec)

    def copy_data(self, default=None):
        """A copy promises nothing for a day that is over."""
        vals_list = super().copy_data(default)
        for record, vals in zip(self, vals_list, strict=True):
            today = record._clock_company()._client_today()
            for name in self._times.keys() & vals.keys() - (default or {}).keys():
                field = self._fields[name]
                if (
                    self._times[name] in (AHEAD, SOON)
                    and field.type == "date"
                    and vals[name]
                    and fields.Date.to_date(vals[name]) < today
                ):
                    vals[name] = field.required and today
        return vals_list

    def _load_records(self, data_list, update=False):
        # what an import makes, and what belongs to it
        old = self.env.user.has_group(MANAGER)
        loader = self.with_context(client_old_records=OLD_RECORDS) if old else self
        return super(ClientTimesMixin, loader)._load_records(data_list, update=update)

    # ------------------------------------------------------------
    # EVER
    # ------------------------------------------------------------

    def _check_times(self, vals):
        """
        :raise UserError: a time is none, or of another century; says which
        """
        for name in sorted(self._times.keys() & vals.keys()):
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
        try:
            moment = self._to_moment(field, value)
        except (OverflowError, TypeError, ValueError):
            return False
        return moment is not None and FIRST_YEAR <= moment.year <= LAST_YEAR

    @api.model
    def _to_moment(self, field, value):
        if field.type == "datetime":
            return fields.Datetime.to_datetime(value)
        return fields.Date.to_date(value)

    # ------------------------------------------------------------
    # ON THE DAY IT IS ENTERED
    # ------------------------------------------------------------

    @api.model
    def _is_entered(self):
        """Whether a person writes what is true now."""
        old = self.env.context.get("client_old_records") is OLD_RECORDS
        return not (self.env.su or (old and self.env.user.has_group(MANAGER)))

    def _changed_times(self, vals):
        """What of the values would change a time of this record."""
        stored_sudo = self.sudo()  # compared only
        return {
            name: vals[name]
            for name in self._times.keys() & vals.keys()
            if vals[name]
            and self._to_moment(self._fields[name], vals[name]) != stored_sudo[name]
        }

    def _check_entered(self, vals, made=False, company=None):
        """
        :param dict vals: what a person enters, as for :meth:`write`
        :param bool made: whether the record is made, not changed
        :param company: whose clock counts, where there is no record yet
        :raise UserError: a date is over that must lie ahead, or the other way round
        """
        named = {name: vals[name] for name in self._times.keys() & vals.keys()}
        if not any(named.values()):
            return
        now = fields.Datetime.now()
        company_sudo = (company or self._clock_company()).sudo()  # its clock only
        today = company_sudo._client_today()
        for name in sorted(named):
            kind = self._times[name]
            if not named[name]:
                continue
            value = self._to_moment(self._fields[name], named[name])
            if made and kind == MOVED and value == self._time_by_rule():
                continue  # a form sends along what the rule said
            if why := entered_times.wrong(kind, value, now, today):
                raise self._cannot_be(name, why)

    def _time_by_rule(self):
        """What a rule says of the time that is ``MOVED``: it may be over already."""
        return

    def _clock_company(self):
        """The company whose clock says what is over."""
        return self.company_id[:1] or self.env.company

    @api.model
    def _cannot_be(self, name, why):
        field = self._fields[name]
        label = field._description_string(self.env)
        if why == PAST:
            return UserError(
                self.env._(
                    "“%s” is a time that is over. Choose one that lies ahead.", label
                )
                if field.type == "datetime"
                else self.env._(
                    "“%s” is a day that is over. Choose today or a later day.", label
                )
            )
        if why == FUTURE:
            return UserError(
                self.env._(
                    "“%s” says when something happened: it can't lie in the future. "
                    "Look at the date, and at the clock of the device.",
                    label,
                )
            )
        return UserError(
            self.env._("“%s” is more than a year ahead. Choose an earlier day.", label)
        )
