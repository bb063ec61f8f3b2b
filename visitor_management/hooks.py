"""What Odoo does not take away by itself when the addon is uninstalled."""

from odoo.tools import SQL

from .models.core.res_company_numbers import NUMBERED

ADDON = "visitor_management"


def uninstall_hook(env):
    """Remove what was made at run time and hangs on our models by their name only.

    The secret of the installation stays: other databases of the server may use it.
    """
    # PostgreSQL's sequences of the years go with the ranges, not with what they are of
    sequences = env["ir.sequence"].with_context(active_test=False)
    sequences = sequences.search([("code", "in", list(NUMBERED))])
    sequences.date_range_ids.unlink()
    sequences.unlink()

    ours = [model for model in env.values() if model._original_module == ADDON]
    names = [model._name for model in ours]
    for model, field in (
        ("ir.actions.act_window", "res_model"),
        ("ir.actions.report", "model"),
        ("ir.exports", "resource"),
        ("ir.filters", "model_id"),
        ("ir.ui.view", "model"),
    ):
        made = env[model].with_context(active_test=False).search([(field, "in", names)])
        made.filtered(lambda record: not record.get_external_id()[record.id]).unlink()

    # What other modules note about our models, and the keys of our columns on theirs.
    for model in ours:
        env.cr.execute(
            SQL(
                """
                DELETE FROM ir_model_data
                WHERE module != %s AND (
                    (model = 'ir.model.inherit' AND starts_with(name, %s))
                    OR (model = 'ir.model.fields.selection' AND starts_with(name, %s))
                )
                """,
                ADDON,
                f"model_inherit__{model._name.replace('.', '_')}__",
                f"selection__{model._name.replace('.', '_')}__",
            )
        )
    env.cr.execute(
        SQL(
            """
            DELETE FROM ir_model_constraint
            USING ir_module_module, ir_model
            WHERE ir_module_module.id = ir_model_constraint.module
                AND ir_module_module.name = %s
                AND ir_model.id = ir_model_constraint.model
                AND ir_model.model NOT IN %s
                AND ir_model_constraint.type = 'f'
            """,
            ADDON,
            tuple(names),
        )
    )
