from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

ADDON = "visitor_management"


class VisitorHeldMixin(models.AbstractModel):
    """Somebody or something that our records name: archived, not deleted.

    The database forbids it, too (``ondelete="restrict"``), for everybody and whatever
    happens at the same moment. Here the sentence is said that a person understands,
    and drafts let go of whom they name: what has not happened yet keeps nobody.

    A model says with ``_draft_domain`` which of its records are drafts, and in
    ``_keep_words`` what is written down of somebody whom a draft lets go of.
    """

    _name = "visitor.held.mixin"
    _description = "Named by what happened"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        self._check_not_held()

    def _check_not_held(self):
        """Make drafts let go of the records, and refuse if others name them.

        :raise UserError: a record that is kept names one of them; says which kind
        """
        for model, field in self._named_in("restrict"):
            named = Domain(field.name, "in", self.ids)
            drafts = getattr(model, "_draft_domain", None)
            if drafts and field.type == "many2one" and not field.required:
                self._let_go(model.search(named & Domain(drafts)), field)
            if model.search_count(named, limit=1):
                raise self._is_held(model, field)
        # What goes along with them is asked as well: a unit with its site. (Of a unit
        # that loses one of its occupants only that line goes.)
        for model, field in self._named_in("cascade"):
            if field.type == "many2one" and hasattr(model, "_check_not_held"):
                model.search([(field.name, "in", self.ids)])._check_not_held()

    def _named_in(self, ondelete):
        """The columns of ours that name records of this model.

        :param str ondelete: ``restrict`` or ``cascade``
        :return: pairs of an empty recordset and a field
        """
        for model in self.env.values():
            if model._abstract or model._transient or not model._auto:
                continue
            for field in model._fields.values():
                if (
                    field.type in ("many2one", "many2many")
                    and field.store
                    and field.comodel_name == self._name
                    and field.ondelete == ondelete
                    and field._module == ADDON
                ):
                    # sudo: whether somebody is named does not depend on who asks
                    yield model.sudo().with_context(active_test=False), field

    def _let_go(self, drafts, field):
        """Empty a field of drafts, past what guards it from people."""
        if drafts:
            if hasattr(drafts, "_keep_words"):
                drafts._keep_words()
                drafts.flush_recordset()
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = NULL WHERE id IN %s",
                    SQL.identifier(drafts._table),
                    SQL.identifier(field.name),
                    tuple(drafts.ids),
                )
            )
            drafts.invalidate_recordset([field.name], flush=False)
            drafts.modified([field.name])

    def _is_held(self, model, field):
        kinds = self.env["ir.model"]
        words = {
            # kinds and no names: messages of errors are logged
            "what": kinds._get(self._name).name,
            "kind": kinds._get(model._name).name,
            "field": field._description_string(self.env),
        }
        if "active" in self._fields:
            return UserError(
                self.env._(
                    "%(what)s: not deleted, because a record of the kind “%(kind)s” "
                    "names it under “%(field)s”. Archive it instead.",
                    **words,
                )
            )
        return UserError(
            self.env._(
                "%(what)s: not deleted, because a record of the kind “%(kind)s” "
                "names it under “%(field)s”.",
                **words,
            )
        )
