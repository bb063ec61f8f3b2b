-- Puts a database of version 19.0.1.1.0 back to what version 19.0.1.0.0 made: its rules,
-- columns, keys and version. tests/test_upgrade.py updates it again and compares it with
-- a fresh installation. (No dump: that would be Odoo's own text.)
-- The functions of back.sql come before.

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

-- ---------------------------------------------------------------------------
-- tables and columns that are new
-- ---------------------------------------------------------------------------

DROP TABLE visitor_area_opening, visitor_area_opening_wizard,
    visitor_handover_visitor_handover_wizard_rel, visitor_handover_wizard,
    visitor_secret, visitor_throttle CASCADE;
ALTER TABLE client_callback_rating
    DROP COLUMN answered_at, DROP COLUMN from_staff, DROP COLUMN mail_ref;
ALTER TABLE mail_mail
    DROP COLUMN secret_about_id, DROP COLUMN secret_model,
    DROP COLUMN secret_retries, DROP COLUMN secret_user_id;
ALTER TABLE visitor_area DROP COLUMN responsible_id;
ALTER TABLE visitor_visit_type DROP COLUMN max_days;

-- ---------------------------------------------------------------------------
-- wrong secrets of public pages, which visitor.throttle counts now
-- ---------------------------------------------------------------------------

CREATE TABLE client_page_miss (
    id serial PRIMARY KEY, source varchar NOT NULL, at timestamp NOT NULL
);
CREATE INDEX client_page_miss_source_at ON client_page_miss (source, at);
CREATE INDEX client_page_miss_at ON client_page_miss (at);
CREATE INDEX visitor_movement_unknown_idx ON visitor_movement (gate_id, recorded_at)
    WHERE reason = 'pass_unknown';

-- ---------------------------------------------------------------------------
-- rules: whoever had an order to carry out could make others
-- ---------------------------------------------------------------------------

UPDATE ir_rule SET perm_create = true
WHERE id = pg_temp.id_of('client_rectification_rule_own');
DELETE FROM ir_rule WHERE id IN (
    pg_temp.id_of('client_rectification_rule_own_create'),
    pg_temp.id_of('visitor_area_opening_rule_company'),
    pg_temp.id_of('visitor_handover_rule_company'),
    pg_temp.id_of('visitor_handover_rule_head'),
    pg_temp.id_of('visitor_handover_rule_manager'),
    pg_temp.id_of('visitor_handover_rule_reception'),
    pg_temp.id_of('visitor_registration_rule_opener'),
    pg_temp.id_of('visitor_visit_rule_opener')
);
DELETE FROM mail_activity_type WHERE id = pg_temp.id_of('mail_activity_type_area_opening');
DELETE FROM ir_cron WHERE id = pg_temp.id_of('ir_cron_retry_mail_secrets');
DELETE FROM ir_model_data WHERE module = 'visitor_management' AND name IN (
    'client_rectification_rule_own_create', 'visitor_area_opening_rule_company',
    'visitor_handover_rule_company', 'visitor_handover_rule_head',
    'visitor_handover_rule_manager', 'visitor_handover_rule_reception',
    'visitor_registration_rule_opener', 'visitor_visit_rule_opener',
    'mail_activity_type_area_opening', 'ir_cron_retry_mail_secrets'
);
