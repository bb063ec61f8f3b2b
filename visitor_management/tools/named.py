"""Which records somebody names in the values of a form, a call or an import."""

from typing import NamedTuple

from odoo.fields import Command
from odoo.models import BaseModel

# What stands for a number that is none of a record: it is nobody's to name.
NO_ID = -1


class Link(NamedTuple):
    """Ids that are to stand in a field."""

    record: BaseModel  # whose field it is; none for one that is to be made
    field: str
    model: str  # of what is named
    ids: set


def named(record, vals, names=None):
    """What the values for a record name, in the records made or changed along, too.

    Takes all that the ORM takes: an id, a pair or a record, the values of a record that
    is still typed, commands, the text of a reference.

    :param record: whose values these are, an empty recordset if it is new
    :param dict vals: as given to ``create``, ``write`` and ``onchange``
    :param names: of the fields looked at; all by default
    :return: iterator of :class:`Link`
    """
    if not isinstance(vals, dict):
        return
    for name, value in vals.items():
        field = record._fields.get(name)
        if field is None or not value or (names is not None and name not in names):
            continue
        if field.type == "many2one":
            yield from _one(record, field, value)
        elif field.type in ("one2many", "many2many"):
            yield from _many(record, field, value)
        elif field.type == "reference":
            yield from _reference(record, field, value)
        elif field.type == "many2one_reference":
            stored = record[field.model_field] if record else False
            model = vals.get(field.model_field) or stored
            if model in record.env and (found := _id(value)):
                yield Link(record, name, model, {found})


def _one(record, field, value):
    model = field.comodel_name
    if isinstance(value, dict):  # a record that is still typed
        origin = _id(value.get("id"))
        yield from named(record.env[model].browse(origin or ()), value)
        value = origin
    elif isinstance(value, (tuple, list)):
        value = value[0] if value else False
    if found := _id(value):
        yield Link(record, field.name, model, {found})


def _many(record, field, value):
    comodel = record.env[field.comodel_name]
    ids = set(value._ids) if isinstance(value, BaseModel) else set()
    for command in () if ids or not isinstance(value, (tuple, list)) else value:
        if isinstance(command, dict):
            yield from named(comodel, command)
        elif not isinstance(command, (tuple, list)):
            ids.add(command)
        elif command and command[0] == Command.CREATE:
            yield from named(comodel, command[2])
        elif command and command[0] == Command.SET:
            ids.update(command[2] or ())
        elif len(command) > 1:
            ids.add(command[1])
            if command[0] == Command.UPDATE:
                line = comodel.browse(_id(command[1]) or ())
                yield from named(line, command[2])
    ids = {found for each in ids if (found := _id(each))}
    if ids:
        yield Link(record, field.name, comodel._name, ids)


def _reference(record, field, value):
    if isinstance(value, BaseModel):
        model, found = value._name, _id(value)
    else:
        model, _comma, text = str(value).partition(",")
        found = int(text) if text.isdecimal() else False
    if found and model in record.env:
        yield Link(record, field.name, model, {found})


def _id(value):
    """A real id, or False: a record that is only typed so far has none.

    Of texts and fractions the database makes numbers, in its own way: a text counts as
    what it says, a fraction as :data:`NO_ID`.
    """
    if isinstance(value, BaseModel):
        value = value._origin.id if value else False
    value = getattr(value, "origin", value)  # NewId
    if isinstance(value, bool):
        return False
    if isinstance(value, int):
        return value
    try:
        number = float(value)
    except (TypeError, ValueError):
        return False
    return int(number) if number.is_integer() else NO_ID
