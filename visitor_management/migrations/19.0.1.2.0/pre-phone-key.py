"""The column that tells phone numbers from each other has another name and content."""

RENAMES = """
    ALTER TABLE visitor_registration RENAME phone_normalized TO phone_key;
    ALTER INDEX IF EXISTS visitor_registration__phone_normalized_index
        RENAME TO visitor_registration__phone_key_index;
    UPDATE ir_model_fields SET name = 'phone_key'
        WHERE model = 'visitor.registration' AND name = 'phone_normalized';
    UPDATE ir_model_data SET name = 'field_visitor_registration__phone_key'
        WHERE module = 'visitor_management'
        AND name = 'field_visitor_registration__phone_normalized';
"""


def migrate(cr, version):
    """Rename it, so that the update does not compute it once more for everybody."""
    cr.execute(RENAMES)
