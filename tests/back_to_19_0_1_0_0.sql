-- Puts a database of this checkout back to what version 19.0.1.0.0 made: its rules,
-- columns, keys and version. tests/test_upgrade.py updates it again and compares it with
-- a fresh installation. (No dump: that would be Odoo's own text.)
--
-- Whoever changes the shape of the database or a noupdate record since 19.0.1.0.0 adds
-- here what undoes it, by subject:
--   a new index          its name to DROP INDEX
--   another ON DELETE    the column to pg_temp.on_delete, with what it was before
--   a new column         ALTER TABLE … DROP COLUMN …;
--   a new table          DROP TABLE … CASCADE;
--   a new constraint     ALTER TABLE … DROP CONSTRAINT …;
--   a changed rule       UPDATE ir_rule SET domain_force = … (see pg_temp.id_of)
--   a new rule           DELETE FROM ir_rule … and its line of ir_model_data
--   a removed rule       INSERT INTO ir_rule …, ir_model_data … (noupdate)
-- What a migration script moves needs a row here that it moves.

-- the record of an external id of the addon
CREATE FUNCTION pg_temp.id_of(wanted text) RETURNS integer LANGUAGE sql AS $$
    SELECT res_id FROM ir_model_data
    WHERE module = 'visitor_management' AND name = wanted
$$;

-- what happens to columns when the record goes that they name
CREATE FUNCTION pg_temp.on_delete(action text, tab text, VARIADIC columns text[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    col text;
    key record;
BEGIN
    FOREACH col IN ARRAY columns LOOP
        SELECT conname, regexp_replace(
            pg_get_constraintdef(oid), ' ON DELETE .*', ''
        ) AS definition
        INTO STRICT key FROM pg_constraint
        WHERE contype = 'f' AND conrelid = tab::regclass
            AND pg_get_constraintdef(oid) LIKE 'FOREIGN KEY (' || col || ')%';
        EXECUTE format(
            'ALTER TABLE %I DROP CONSTRAINT %I, ADD CONSTRAINT %I %s ON DELETE %s',
            tab, key.conname, key.conname, key.definition, action
        );
    END LOOP;
END $$;

-- ---------------------------------------------------------------------------
-- version
-- ---------------------------------------------------------------------------

UPDATE ir_module_module SET latest_version = '19.0.1.0.0'
WHERE name = 'visitor_management';

-- ---------------------------------------------------------------------------
-- a second category "Visitors", which the privileges hung on
-- ---------------------------------------------------------------------------

UPDATE ir_module_category SET sequence = NULL WHERE id = (
    SELECT res_id FROM ir_model_data
    WHERE module = 'base' AND name = 'module_category_visitors'
);
WITH category AS (
    INSERT INTO ir_module_category (name, sequence)
    VALUES ('{"en_US": "Visitors"}', 35)
    RETURNING id
)
INSERT INTO ir_model_data (module, name, model, res_id, noupdate)
SELECT 'visitor_management', 'module_category_visitors', 'ir.module.category', id, false
FROM category;
UPDATE res_groups_privilege SET category_id = pg_temp.id_of('module_category_visitors')
WHERE id IN (
    SELECT res_id FROM ir_model_data
    WHERE module = 'visitor_management' AND model = 'res.groups.privilege'
);

-- ---------------------------------------------------------------------------
-- columns that let go of a deleted record, and indexes for those that keep it
-- ---------------------------------------------------------------------------

SELECT pg_temp.on_delete(
    'SET NULL', 'client_callback',
    'caller_id', 'category_id', 'department_id', 'partner_id', 'reviewer_id'
);
SELECT pg_temp.on_delete(
    'SET NULL', 'client_callback_draw',
    'department_id', 'drawn_by_id'
);
SELECT pg_temp.on_delete(
    'SET NULL', 'client_callback_draw_line',
    'department_id', 'partner_id'
);
SELECT pg_temp.on_delete('SET NULL', 'client_callback_rule', 'company_id');
SELECT pg_temp.on_delete(
    'SET NULL', 'client_callback_statistics',
    'acknowledged_by_id', 'recipient_id', 'submitted_by_id'
);
SELECT pg_temp.on_delete(
    'SET NULL', 'client_callback_statistics_item',
    'department_id', 'employee_id'
);
SELECT pg_temp.on_delete(
    'SET NULL', 'client_complaint',
    'client_visit_id', 'department_id', 'partner_id', 'received_by_id',
    'visitor_visit_id'
);
SELECT pg_temp.on_delete('SET NULL', 'client_complaint_category', 'company_id');
SELECT pg_temp.on_delete('SET NULL', 'client_complaint_term', 'company_id');
SELECT pg_temp.on_delete(
    'SET NULL', 'client_rectification',
    'climbed_to_id', 'employee_id', 'verified_by_id'
);
SELECT pg_temp.on_delete(
    'SET NULL', 'client_visit',
    'appointed_by_id', 'archived_by_id', 'contact_id', 'recorded_by_id'
);
SELECT pg_temp.on_delete(
    'SET NULL', 'client_visit_item',
    'climbed_to_id', 'company_id', 'department_id'
);
SELECT pg_temp.on_delete('SET NULL', 'res_company', 'client_service_department_id');
SELECT pg_temp.on_delete('SET NULL', 'res_partner', 'client_calendar_id');
SELECT pg_temp.on_delete(
    'SET NULL', 'visitor_movement',
    'annuls_id', 'company_id', 'user_id'
);
SELECT pg_temp.on_delete('SET NULL', 'visitor_registration', 'partner_id');
SELECT pg_temp.on_delete(
    'SET NULL', 'visitor_site',
    'partner_id', 'resource_calendar_id'
);
SELECT pg_temp.on_delete(
    'SET NULL', 'visitor_visit',
    'confirmed_by_id', 'department_id', 'host_id', 'host_partner_id', 'partner_id'
);
SELECT pg_temp.on_delete('SET NULL', 'visitor_visit_type', 'company_id');
SELECT pg_temp.on_delete(
    'CASCADE', 'visitor_area_visitor_visit_rel',
    'visitor_area_id'
);
SELECT pg_temp.on_delete('CASCADE', 'visitor_pass_area_rel', 'area_id');

DROP INDEX
    client_callback_attempt__user_id_index,
    client_callback_draw__department_id_index,
    client_callback_draw__drawn_by_id_index,
    client_callback_draw_line__department_id_index,
    client_callback_rating__user_id_index,
    client_callback_statistics__acknowledged_by_id_index,
    client_callback_statistics__recipient_id_index,
    client_callback_statistics__submitted_by_id_index,
    client_callback_statistics_item__category_id_index,
    client_callback_statistics_item__department_id_index,
    client_callback_statistics_item__employee_id_index,
    client_callback_statistics_line__category_id_index,
    client_callback_statistics_source__category_id_index,
    client_complaint__received_by_id_index,
    client_rectification__climbed_to_id_index,
    client_rectification__verified_by_id_index,
    client_visit__appointed_by_id_index,
    client_visit__archived_by_id_index,
    client_visit__recorded_by_id_index,
    res_company__client_service_department_id_index,
    res_partner__client_calendar_id_index,
    visitor_identity__seen_by_id_index,
    visitor_movement__area_id_index,
    visitor_movement__gate_id_index,
    visitor_movement__site_id_index,
    visitor_movement__user_id_index,
    visitor_site__partner_id_index,
    visitor_site__resource_calendar_id_index,
    visitor_stay__company_id_index,
    visitor_visit__confirmed_by_id_index,
    visitor_waiver__user_id_index;
