def migrate(cr, version):
    """One category "Visitors": privileges move to the one that the manifest makes.

    Odoo deletes the other one at the end of the update, when no file names it. The
    place in the list is written here, because Odoo's categories are ``noupdate``.
    """
    cr.execute(
        """
        UPDATE res_groups_privilege
        SET category_id = kept.res_id
        FROM ir_model_data AS kept, ir_model_data AS left_over
        WHERE kept.module = 'base'
            AND kept.name = 'module_category_visitors'
            AND left_over.module = 'visitor_management'
            AND left_over.name = 'module_category_visitors'
            AND category_id = left_over.res_id
        """
    )
    cr.execute(
        """
        UPDATE ir_module_category
        SET sequence = 35
        FROM ir_model_data
        WHERE ir_model_data.module = 'base'
            AND ir_model_data.name = 'module_category_visitors'
            AND ir_module_category.id = res_id
        """
    )
