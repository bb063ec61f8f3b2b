from collections import defaultdict

from odoo import api, models, tools
from odoo.exceptions import AccessError

from ...tools.named import named
from ...tools.ours import ADDON

# Whose public record one may read may be named, see hr.employee of Odoo.
PUBLIC = {"hr.employee": "hr.employee.public"}


class Base(models.AbstractModel):
    """Nobody names what they can't read.

    A record shows the names of what it points to, whoever may read those: who could
    write any id into a field would read its name there, and what is computed from it.
    So each id in what a user sends is looked at, before anything is computed from it.
    """

    _inherit = "base"

    # ------------------------------------------------------------
    # WHAT A USER SENDS
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and self._guarded_links():
            self._check_named(*((self.browse(), vals) for vals in vals_list))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and self._guarded_links():
            self._check_named(*((record, vals) for record in self))
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        if not self.env.su and self._guarded_links():
            self.check_access("write" if self else "create")
            self._check_named((self, values))
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def default_get(self, fields):
        defaults = super().default_get(fields)
        if not self.env.su and self._guarded_links():
            # a caller chooses some of them by the context
            self._check_named((self.browse(), defaults))
        return defaults

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    @tools.ormcache()
    def _guarded_links(self):
        """Names of the fields whose ids are looked at: all of our models', and those
        that we add to others."""
        ours = self._original_module == ADDON
        return tuple(
            name
            for name, field in self._fields.items()
            if (field.relational or field.type in ("reference", "many2one_reference"))
            and (ours or field._module == ADDON)
        )

    def _check_named(self, *sent):
        """
        :param sent: pairs of a record (none if it is new) and values for it
        :raise AccessError: the values name a record that the user can't read, and that
            does not stand in this field already
        """
        links = [
            link
            for record, vals in sent
            for link in named(record, vals, record._guarded_links())
        ]
        asked = defaultdict(set)
        for link in links:
            asked[link.record.browse(), link.field, link.model] |= link.ids
        for (holder, field, model), ids in asked.items():
            records = self.env[model].browse(sorted(each for each in ids if each > 0))
            refused = ids - set(holder._may_be_named(field, records).ids)
            for link in links if refused else ():
                if (link.record.browse(), link.field) != (holder, field):
                    continue
                if (link.ids & refused) - link.record._known_ids(field):
                    raise holder._is_not_yours(field)

    def _is_not_yours(self, name):
        label = self._fields[name]._description_string(self.env)
        return AccessError(
            self.env._(
                "“%(field)s” names a record that you can't read, or that is not there "
                "any more. Choose another one.",
                field=label,
            )
        )

    def _known_ids(self, name):
        """Ids that stand in a field of a record already, as far as the user sees it."""
        field = self._fields[name]
        if not self or not self._has_field_access(field, "read"):
            return set()
        if not self.exists() or not self.has_access("read"):
            return set()
        value = self.sudo()[name]  # of a record and a field the user may read
        if field.type == "many2one_reference":
            return {value}
        return set(value.ids if value else ())

    def _may_be_named(self, name, records):
        """Which records the user may write into a field of this model.

        :param str name: of the field
        :param records: of its model
        :return: those of them that the user may read
        """
        public = PUBLIC.get(records._name)
        if public and not records.browse().has_access("read"):
            return records.browse(
                self.env[public].browse(records.ids)._filtered_access("read").ids
            )
        return records._filtered_access("read")
