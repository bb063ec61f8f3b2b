-- Puts a database of this checkout back to what version 19.0.1.1.0 made: its rules,
-- columns, keys and version. tests/test_upgrade.py updates it again and compares it with
-- a fresh installation. (No dump: that would be Odoo's own text.)
-- The functions of back.sql come before.
--
-- Whoever changes the shape of the database or a noupdate record since 19.0.1.1.0 adds
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

-- ---------------------------------------------------------------------------
-- contractors' papers
-- ---------------------------------------------------------------------------

DROP TABLE visitor_contractor_paper, visitor_contractor_paper_kind CASCADE;
ALTER TABLE res_partner DROP COLUMN visitor_paper_contact;
DELETE FROM ir_cron WHERE id = pg_temp.id_of('ir_cron_visitor_papers');
DELETE FROM ir_model_data WHERE module = 'visitor_management'
    AND name = 'ir_cron_visitor_papers';
DELETE FROM ir_rule WHERE id IN (
    SELECT res_id FROM ir_model_data WHERE module = 'visitor_management'
    AND model = 'ir.rule' AND name LIKE 'visitor\_contractor\_paper\_%'
);
DELETE FROM ir_model_data WHERE module = 'visitor_management'
    AND model IN ('ir.rule', 'visitor.contractor.paper.kind')
    AND name LIKE 'visitor\_contractor\_paper\_%';

-- ---------------------------------------------------------------------------
-- belongings and exit passes
-- ---------------------------------------------------------------------------

DROP TABLE visitor_belonging, visitor_item_pass, visitor_item_pass_line,
    visitor_belonging_claim, visitor_item_pass_word, visitor_item_pass_check,
    visitor_item_pass_settle CASCADE;
ALTER TABLE visitor_site DROP COLUMN identity_deposit;
DELETE FROM ir_sequence WHERE code IN
    ('visitor.belonging', 'visitor.belonging.found', 'visitor.item.pass');
DELETE FROM ir_rule WHERE id IN (
    SELECT res_id FROM ir_model_data WHERE module = 'visitor_management'
    AND model = 'ir.rule'
    AND (name LIKE 'visitor\_belonging\_%' OR name LIKE 'visitor\_item\_pass\_%')
);
DELETE FROM mail_activity_type
WHERE id = pg_temp.id_of('mail_activity_type_items_stopped');
DELETE FROM ir_model_data WHERE module = 'visitor_management' AND (
    model = 'ir.rule'
    AND (name LIKE 'visitor\_belonging\_%' OR name LIKE 'visitor\_item\_pass\_%')
    OR name = 'mail_activity_type_items_stopped'
);
-- ---------------------------------------------------------------------------
-- what visitors ask for by their own link
-- ---------------------------------------------------------------------------

DROP TABLE visitor_visit_request CASCADE;
ALTER TABLE visitor_visit DROP COLUMN declined_at;
DELETE FROM mail_activity_type
WHERE id = pg_temp.id_of('mail_activity_type_visit_request');
DELETE FROM ir_rule WHERE id IN (
    SELECT res_id FROM ir_model_data WHERE module = 'visitor_management'
    AND model = 'ir.rule' AND name LIKE 'visitor\_visit\_request\_%'
);
DELETE FROM ir_model_data WHERE module = 'visitor_management' AND (
    model = 'ir.rule' AND name LIKE 'visitor\_visit\_request\_%'
    OR name = 'mail_activity_type_visit_request'
);

-- ---------------------------------------------------------------------------
-- waits for a host
-- ---------------------------------------------------------------------------

DROP VIEW IF EXISTS visitor_lane_analysis;
DROP TABLE visitor_waiting_call, visitor_waiting, visitor_call_number CASCADE;
ALTER TABLE visitor_site DROP COLUMN wait_host, DROP COLUMN wait_deputy,
    DROP COLUMN wait_phone, DROP COLUMN wait_limit, DROP COLUMN ahead_host,
    DROP COLUMN ahead_deputy, DROP COLUMN ahead_phone;
DELETE FROM ir_cron WHERE id = pg_temp.id_of('ir_cron_visitor_waiting');
DELETE FROM ir_rule WHERE id IN (
    SELECT res_id FROM ir_model_data WHERE module = 'visitor_management'
    AND model = 'ir.rule'
    AND (name LIKE 'visitor\_waiting%' OR name LIKE 'visitor\_call\_number%')
);
DELETE FROM ir_model_data WHERE module = 'visitor_management' AND (
    model = 'ir.rule'
    AND (name LIKE 'visitor\_waiting%' OR name LIKE 'visitor\_call\_number%')
    OR name = 'ir_cron_visitor_waiting'
);

-- deliveries, instructions of units, recordings
-- ---------------------------------------------------------------------------

DROP TABLE visitor_delivery, visitor_delivery_firm, visitor_delivery_kind,
    visitor_unit_instruction, visitor_footage_look, visitor_footage_wizard CASCADE;
DROP VIEW IF EXISTS visitor_lane_analysis;
ALTER TABLE visitor_gate DROP COLUMN camera_url, DROP COLUMN camera_before,
    DROP COLUMN camera_after;
DELETE FROM ir_rule WHERE id IN (
    SELECT res_id FROM ir_model_data WHERE module = 'visitor_management'
    AND model = 'ir.rule' AND (
        name LIKE 'visitor\_delivery%' OR name LIKE 'visitor\_unit\_instruction%'
        OR name LIKE 'visitor\_footage%' OR name LIKE 'visitor\_lane%'
    )
);
DELETE FROM ir_model_data WHERE module = 'visitor_management'
    AND model IN ('ir.rule', 'visitor.delivery.kind', 'visitor.delivery.firm',
        'visitor.delivery', 'visitor.unit.instruction')
    AND (
        name LIKE 'visitor\_delivery%' OR name LIKE 'visitor\_unit\_instruction%'
        OR name LIKE 'visitor\_footage%' OR name LIKE 'visitor\_lane%'
        OR name LIKE 'delivery\_%' OR name LIKE 'instruction\_%'
    );

-- ---------------------------------------------------------------------------
-- channels by which people are told
-- ---------------------------------------------------------------------------

DROP TABLE visitor_notice, visitor_notice_channel, visitor_notice_event,
    visitor_notice_channel_users_rel,
    visitor_notice_channel_visitor_notice_event_rel CASCADE;
ALTER TABLE visitor_gate DROP COLUMN silent_after, DROP COLUMN silent_told_at;
DELETE FROM ir_cron WHERE id IN (
    pg_temp.id_of('ir_cron_visitor_notice'),
    pg_temp.id_of('ir_cron_visitor_notice_watch')
);
DELETE FROM mail_activity_type
WHERE id = pg_temp.id_of('mail_activity_type_notice_channel');
DELETE FROM ir_rule WHERE id IN (
    SELECT res_id FROM ir_model_data WHERE module = 'visitor_management'
    AND model = 'ir.rule' AND name LIKE 'visitor\_notice%'
);
DELETE FROM ir_model_data WHERE module = 'visitor_management' AND (
    model IN ('ir.rule', 'visitor.notice.event') AND name LIKE 'visitor\_notice%'
    OR name IN (
        'ir_cron_visitor_notice', 'ir_cron_visitor_notice_watch',
        'mail_activity_type_notice_channel'
    )
);

-- ---------------------------------------------------------------------------
-- who stays too long
-- ---------------------------------------------------------------------------

ALTER TABLE visitor_visit DROP COLUMN overstay_told_at, DROP COLUMN overstay_told;
ALTER TABLE visitor_visit_type DROP COLUMN overstay_host_minutes,
    DROP COLUMN overstay_desk_minutes, DROP COLUMN overstay_manager_minutes,
    DROP COLUMN extend_minutes;
DELETE FROM ir_rule WHERE id = pg_temp.id_of('visitor_overstay_rule_company');
DELETE FROM ir_model_data WHERE module = 'visitor_management'
    AND name = 'visitor_overstay_rule_company';
ALTER TABLE visitor_stay DROP COLUMN seen_leaving_at, DROP COLUMN seen_leaving_by_id;
ALTER TABLE mail_message DROP COLUMN visitor_said;
DELETE FROM ir_cron WHERE id = pg_temp.id_of('ir_cron_visitor_overstay');
DELETE FROM ir_model_data WHERE module = 'visitor_management'
    AND name = 'ir_cron_visitor_overstay';

-- ---------------------------------------------------------------------------
-- roll calls
-- ---------------------------------------------------------------------------

DROP TABLE visitor_muster, visitor_muster_line, visitor_muster_tick,
    visitor_muster_point, visitor_muster_warden, visitor_muster_warden_link,
    visitor_muster_department_rel CASCADE;
DELETE FROM ir_rule WHERE id IN (
    pg_temp.id_of('visitor_muster_rule_company'),
    pg_temp.id_of('visitor_muster_line_rule_company'),
    pg_temp.id_of('visitor_muster_tick_rule_company'),
    pg_temp.id_of('visitor_muster_point_rule_company'),
    pg_temp.id_of('visitor_muster_warden_rule_company'),
    pg_temp.id_of('visitor_muster_warden_link_rule_company')
);
DELETE FROM mail_template WHERE id = pg_temp.id_of('mail_template_visitor_warden');
DELETE FROM ir_model_data WHERE module = 'visitor_management' AND name IN (
    'visitor_muster_rule_company', 'visitor_muster_line_rule_company',
    'visitor_muster_tick_rule_company', 'visitor_muster_point_rule_company',
    'visitor_muster_warden_rule_company', 'visitor_muster_warden_link_rule_company',
    'mail_template_visitor_warden'
);
-- a list of people
-- ---------------------------------------------------------------------------

DROP TABLE visitor_people_import CASCADE;

-- ---------------------------------------------------------------------------
-- invitations by mail
-- ---------------------------------------------------------------------------

ALTER TABLE visitor_registration DROP COLUMN invitation_state,
    DROP COLUMN invited_at, DROP COLUMN invitation_reminded_at,
    DROP COLUMN invitation_told, DROP COLUMN ical_uid, DROP COLUMN ical_sequence,
    DROP COLUMN ical_stranger;
ALTER TABLE mail_mail DROP COLUMN invitation_kind;
DELETE FROM ir_cron WHERE id = pg_temp.id_of('ir_cron_visitor_remind_invited');
DELETE FROM ir_model_data WHERE module = 'visitor_management'
    AND name = 'ir_cron_visitor_remind_invited';
ALTER TABLE visitor_visit_type DROP COLUMN invite_by_mail;
ALTER TABLE visitor_site DROP COLUMN directions, DROP COLUMN map_url;
ALTER TABLE visitor_gate DROP COLUMN directions, DROP COLUMN map_url;

-- ---------------------------------------------------------------------------
-- the tablet handed over
-- ---------------------------------------------------------------------------

DROP TABLE visitor_invitation CASCADE;
ALTER TABLE visitor_registration DROP COLUMN own_data_at;
DELETE FROM ir_rule WHERE id = pg_temp.id_of('visitor_invitation_rule_company');
DELETE FROM ir_model_data WHERE module = 'visitor_management'
    AND name = 'visitor_invitation_rule_company';

-- ---------------------------------------------------------------------------
-- rules of conduct
-- ---------------------------------------------------------------------------

DROP TABLE visitor_policy, visitor_policy_acceptance, visitor_policy_duty,
    visitor_policy_review, visitor_policy_review_wizard,
    visitor_policy_language_wizard, visitor_visit_type_policy_rel,
    visitor_site_policy_rel, visitor_area_policy_rel CASCADE;
ALTER TABLE visitor_visit_type DROP COLUMN each_by_name;
DELETE FROM ir_rule WHERE id IN (
    pg_temp.id_of('visitor_policy_rule_company'),
    pg_temp.id_of('visitor_policy_duty_rule_company'),
    pg_temp.id_of('visitor_policy_review_rule_company'),
    pg_temp.id_of('visitor_policy_acceptance_rule_company'),
    pg_temp.id_of('visitor_policy_rule_published'),
    pg_temp.id_of('visitor_policy_rule_admin'),
    pg_temp.id_of('visitor_policy_duty_rule_published'),
    pg_temp.id_of('visitor_policy_duty_rule_admin')
);
DELETE FROM ir_cron WHERE id = pg_temp.id_of('ir_cron_visitor_policies');
DELETE FROM mail_activity_type WHERE id IN (
    pg_temp.id_of('mail_activity_type_policy_duty'),
    pg_temp.id_of('mail_activity_type_policy_review')
);
DELETE FROM ir_model_data WHERE module = 'visitor_management' AND (
    name LIKE 'visitor\_policy\_%rule\_%' OR name IN (
        'ir_cron_visitor_policies', 'mail_activity_type_policy_duty',
        'mail_activity_type_policy_review'
    )
);

-- ---------------------------------------------------------------------------
-- escorts
-- ---------------------------------------------------------------------------

DROP TABLE visitor_answer_link, visitor_visit_asked_rel, visitor_deputy_rel CASCADE;
ALTER TABLE visitor_visit DROP COLUMN reopened;
DROP TABLE visitor_escort_link, visitor_escort_hand_over, visitor_escort CASCADE;
ALTER TABLE hr_employee DROP COLUMN may_escort CASCADE;
ALTER TABLE visitor_area DROP COLUMN escort_guests, DROP COLUMN escort_required,
    DROP COLUMN guests_per_escort;
ALTER TABLE visitor_site DROP COLUMN important_escort;
ALTER TABLE visitor_visit DROP COLUMN escort_told, DROP COLUMN escorts_needed;
ALTER TABLE visitor_visit_type DROP COLUMN escort_required;
DELETE FROM ir_cron WHERE id = pg_temp.id_of('ir_cron_visitor_escort_alarms');
DELETE FROM ir_rule WHERE id IN (
    SELECT res_id FROM ir_model_data WHERE module = 'visitor_management'
    AND model = 'ir.rule' AND name LIKE 'visitor\_escort\_%'
);
DELETE FROM mail_activity_type
WHERE id = pg_temp.id_of('mail_activity_type_escort');
DELETE FROM mail_template WHERE id = pg_temp.id_of('mail_template_visitor_escort');
DELETE FROM ir_model_data WHERE module = 'visitor_management' AND (
    model = 'ir.rule' AND name LIKE 'visitor\_escort\_%'
    OR name IN (
        'ir_cron_visitor_escort_alarms', 'mail_activity_type_escort',
        'mail_template_visitor_escort'
    )
);

-- ---------------------------------------------------------------------------
-- important visitors
-- ---------------------------------------------------------------------------

ALTER TABLE res_partner DROP COLUMN visitor_important;
DROP TABLE visitor_visit_programme CASCADE;
ALTER TABLE visitor_visit DROP COLUMN prepared_told_at, DROP COLUMN prepared_news;
DELETE FROM ir_cron WHERE id = pg_temp.id_of('ir_cron_visitor_prepare');
DELETE FROM ir_rule WHERE id IN (
    SELECT res_id FROM ir_model_data WHERE module = 'visitor_management'
    AND model = 'ir.rule' AND name LIKE 'visitor\_visit\_programme\_%'
);
DELETE FROM ir_model_data WHERE module = 'visitor_management' AND (
    model = 'ir.rule' AND name LIKE 'visitor\_visit\_programme\_%'
    OR name = 'ir_cron_visitor_prepare'
);

-- ---------------------------------------------------------------------------
-- monthly review of the visitor rules
-- ---------------------------------------------------------------------------

ALTER TABLE client_rectification DROP COLUMN review_id;
ALTER TABLE client_statistics_acknowledge DROP COLUMN review_id;
DROP TABLE visitor_review_line, visitor_review, visitor_review_generate CASCADE;
DELETE FROM ir_cron WHERE id = pg_temp.id_of('ir_cron_visitor_review');
DELETE FROM mail_activity_type WHERE id IN (
    pg_temp.id_of('mail_activity_type_visitor_review'),
    pg_temp.id_of('mail_activity_type_visitor_review_due')
);
DELETE FROM ir_rule WHERE id IN (
    SELECT res_id FROM ir_model_data WHERE module = 'visitor_management'
    AND model = 'ir.rule' AND (
        name LIKE 'visitor\_review\_%'
        OR name LIKE 'client\_rectification\_rule\_review\_%'
    )
);
DELETE FROM ir_model_data WHERE module = 'visitor_management' AND (
    model = 'ir.rule' AND (
        name LIKE 'visitor\_review\_%'
        OR name LIKE 'client\_rectification\_rule\_review\_%'
    )
    OR name IN (
        'ir_cron_visitor_review', 'mail_activity_type_visitor_review',
        'mail_activity_type_visitor_review_due'
    )
);

-- ---------------------------------------------------------------------------
-- work permits
-- ---------------------------------------------------------------------------

ALTER TABLE visitor_visit DROP COLUMN permit_id;
ALTER TABLE visitor_visit_type DROP COLUMN permit_required;
ALTER TABLE visitor_area
    DROP COLUMN resource_calendar_id, DROP COLUMN hot_work_when_closed;
DROP TABLE visitor_permit_level_approver_rel, visitor_permit_kind_hours,
    visitor_permit_detail, visitor_permit_worker_visit_rel, visitor_permit_related_rel,
    visitor_permit_kind_approver_rel,
    visitor_contractor_paper_kind_visitor_permit_kind_rel,
    visitor_permit_sign, visitor_permit_extend, visitor_permit_pick,
    visitor_permit_pick_worker_rel,
    visitor_permit_function_user_rel, visitor_permit_signature, visitor_permit_line,
    visitor_permit_worker, visitor_permit, visitor_permit_check,
    visitor_permit_function, visitor_permit_level, visitor_permit_kind CASCADE;
DELETE FROM ir_rule WHERE id IN (
    SELECT res_id FROM ir_model_data WHERE module = 'visitor_management'
    AND model = 'ir.rule' AND name LIKE 'visitor\_permit\_%'
);
DELETE FROM ir_sequence WHERE code = 'visitor.permit';
DELETE FROM ir_model_data WHERE module = 'visitor_management'
    AND model IN (
        'ir.rule', 'visitor.permit.kind', 'visitor.permit.level',
        'visitor.permit.function', 'visitor.permit.check'
    )
    AND name LIKE 'visitor\_permit\_%';

-- ---------------------------------------------------------------------------
-- violations
-- ---------------------------------------------------------------------------

DROP TABLE visitor_violation_photo, visitor_violation, visitor_violation_type,
    visitor_violation_wizard CASCADE;
DELETE FROM ir_rule WHERE id IN (
    SELECT res_id FROM ir_model_data WHERE module = 'visitor_management'
    AND model = 'ir.rule' AND name LIKE 'visitor\_violation\_%'
);
DELETE FROM mail_activity_type
WHERE id = pg_temp.id_of('mail_activity_type_violation_ban');
DELETE FROM ir_model_data WHERE module = 'visitor_management' AND (
    model IN ('ir.rule', 'visitor.violation.type')
    AND name LIKE 'visitor\_violation\_%'
    OR name = 'mail_activity_type_violation_ban'
);

-- ---------------------------------------------------------------------------
-- targets of the monthly rates
-- ---------------------------------------------------------------------------

ALTER TABLE res_company
    DROP COLUMN client_target_callback_rate,
    DROP COLUMN client_target_on_time_rate,
    DROP COLUMN client_target_contact_rate,
    DROP COLUMN client_target_satisfaction_rate,
    DROP COLUMN client_target_first_round_satisfaction_rate,
    DROP COLUMN client_target_handling_on_time_rate,
    DROP COLUMN client_target_closing_rate,
    DROP COLUMN client_target_rectification_on_time_rate,
    DROP COLUMN client_target_recovered_rate,
    DROP COLUMN client_target_repeat_rate,
    DROP COLUMN client_target_complaint_rate;

-- ---------------------------------------------------------------------------
-- talks: what the client was told, what is about facilities
-- ---------------------------------------------------------------------------

ALTER TABLE client_visit DROP COLUMN told_client;
ALTER TABLE client_visit_item DROP COLUMN facilities;

-- ---------------------------------------------------------------------------
-- feedback that acts
-- ---------------------------------------------------------------------------

ALTER TABLE res_company DROP COLUMN client_quality_owner_id, DROP COLUMN client_spikes;
ALTER TABLE client_callback DROP COLUMN quality_told_at;
DELETE FROM ir_cron WHERE id = pg_temp.id_of('ir_cron_client_spikes');
DELETE FROM mail_activity_type WHERE id IN (
    pg_temp.id_of('mail_activity_type_client_quality'),
    pg_temp.id_of('mail_activity_type_client_spike')
);
DELETE FROM ir_model_data WHERE module = 'visitor_management' AND name IN (
    'ir_cron_client_spikes', 'mail_activity_type_client_quality',
    'mail_activity_type_client_spike'
);

-- ---------------------------------------------------------------------------
-- version
-- ---------------------------------------------------------------------------

UPDATE ir_module_module SET latest_version = '19.0.1.1.0'
WHERE name = 'visitor_management';

-- ---------------------------------------------------------------------------
-- acts at the desk, and what is taken back
-- ---------------------------------------------------------------------------

DROP TABLE visitor_act CASCADE;
DROP TABLE visitor_act_registration_rel CASCADE;
ALTER TABLE visitor_waiver DROP COLUMN ends_id;
DELETE FROM ir_rule WHERE id = pg_temp.id_of('visitor_act_rule_company');
DELETE FROM ir_model_data
WHERE module = 'visitor_management' AND name = 'visitor_act_rule_company';
ALTER TABLE visitor_pass DROP COLUMN printed_at;

-- ---------------------------------------------------------------------------
-- setup cards, roles given from inside the app, the sample of a visit
-- ---------------------------------------------------------------------------

DROP TABLE visitor_role_log, visitor_role_wizard, visitor_setup_cards,
    visitor_setup_department, visitor_setup_hours, visitor_setup_site CASCADE;
ALTER TABLE res_company
    DROP COLUMN client_setup_hidden, DROP COLUMN visitor_print_tested,
    DROP COLUMN visitor_secret_noted, DROP COLUMN visitor_setup_hidden;
ALTER TABLE visitor_visit DROP COLUMN sample;
DELETE FROM ir_rule WHERE id = pg_temp.id_of('visitor_role_log_rule_company');
DELETE FROM ir_model_data WHERE module = 'visitor_management'
    AND name = 'visitor_role_log_rule_company';

-- ---------------------------------------------------------------------------
-- phone numbers were told from each other by another rule, in another column
-- ---------------------------------------------------------------------------

ALTER TABLE visitor_registration RENAME phone_key TO phone_normalized;
ALTER INDEX visitor_registration__phone_key_index
    RENAME TO visitor_registration__phone_normalized_index;
UPDATE ir_model_fields SET name = 'phone_normalized'
WHERE model = 'visitor.registration' AND name = 'phone_key';
UPDATE ir_model_data SET name = 'field_visitor_registration__phone_normalized'
WHERE module = 'visitor_management'
    AND name = 'field_visitor_registration__phone_key';

-- ---------------------------------------------------------------------------
-- what the search box looks at was not stored
-- ---------------------------------------------------------------------------

ALTER TABLE visitor_registration DROP COLUMN start, DROP COLUMN words,
    DROP COLUMN known_by_phone, DROP COLUMN known_by_email;

-- ---------------------------------------------------------------------------
-- the watchlist
-- ---------------------------------------------------------------------------

ALTER TABLE visitor_registration DROP COLUMN watchlist_keys;
ALTER TABLE visitor_site DROP COLUMN watchlist_two_people;
DROP TABLE visitor_watchlist, visitor_watchlist_hit, visitor_watchlist_key CASCADE;
DELETE FROM ir_cron WHERE id IN (
    pg_temp.id_of('ir_cron_visitor_watchlist'),
    pg_temp.id_of('ir_cron_visitor_watchlist_review')
);
DELETE FROM mail_activity_type
WHERE id = pg_temp.id_of('mail_activity_type_watchlist_review');
DELETE FROM ir_rule WHERE id IN (
    pg_temp.id_of('visitor_watchlist_rule_company'),
    pg_temp.id_of('visitor_watchlist_hit_rule_company'),
    pg_temp.id_of('visitor_watchlist_key_rule_company'),
    pg_temp.id_of('visitor_waiver_rule_reception'),
    pg_temp.id_of('visitor_waiver_rule_security')
);
DELETE FROM ir_model_data WHERE module = 'visitor_management' AND name IN (
    'ir_cron_visitor_watchlist', 'ir_cron_visitor_watchlist_review',
    'mail_activity_type_watchlist_review', 'visitor_watchlist_rule_company',
    'visitor_watchlist_hit_rule_company', 'visitor_watchlist_key_rule_company',
    'visitor_waiver_rule_reception',
    'visitor_waiver_rule_security'
);

-- ---------------------------------------------------------------------------
-- the handover at the change of shift
-- ---------------------------------------------------------------------------

DROP TABLE visitor_shift_answer, visitor_shift_line, visitor_shift_count,
    visitor_shift_thing, visitor_shift, visitor_card_move CASCADE;
ALTER TABLE visitor_card DROP COLUMN damaged;
DELETE FROM ir_rule WHERE id IN (
    pg_temp.id_of('visitor_shift_rule_company'),
    pg_temp.id_of('visitor_shift_line_rule_company'),
    pg_temp.id_of('visitor_shift_count_rule_company'),
    pg_temp.id_of('visitor_shift_thing_rule_company'),
    pg_temp.id_of('visitor_card_move_rule_company')
);
DELETE FROM ir_model_data
WHERE module = 'visitor_management'
    AND name IN (
        'visitor_shift_rule_company', 'visitor_shift_line_rule_company',
        'visitor_shift_count_rule_company', 'visitor_shift_thing_rule_company',
        'visitor_card_move_rule_company'
    );

-- ---------------------------------------------------------------------------
-- complaints that are reopened, callbacks that are concluded
-- ---------------------------------------------------------------------------

ALTER TABLE client_complaint
    DROP COLUMN first_handled_at, DROP COLUMN reopen_reason,
    DROP COLUMN reopened_at, DROP COLUMN reopened_by_id;
ALTER TABLE client_callback
    DROP COLUMN concluded_at, DROP COLUMN concluded_by_id, DROP COLUMN concluded_note;
DROP TABLE client_complaint_handled;

-- ---------------------------------------------------------------------------
-- the first dates, by which documents are judged
-- ---------------------------------------------------------------------------

ALTER TABLE client_complaint
    DROP COLUMN first_deadline, DROP COLUMN put_off_at,
    DROP COLUMN put_off_by_id, DROP COLUMN put_off_reason;
ALTER TABLE client_callback
    DROP COLUMN first_due_at, DROP COLUMN put_off_at,
    DROP COLUMN put_off_by_id, DROP COLUMN put_off_reason;
ALTER TABLE client_rectification
    DROP COLUMN first_deadline, DROP COLUMN put_off_at,
    DROP COLUMN put_off_by_id, DROP COLUMN put_off_reason;

-- ---------------------------------------------------------------------------
-- after how long somebody is late was a number in the screen
-- ---------------------------------------------------------------------------

ALTER TABLE visitor_site DROP COLUMN late_after;

-- ---------------------------------------------------------------------------
-- register and figures
-- ---------------------------------------------------------------------------

DROP INDEX visitor_stay_newest_idx;

ALTER TABLE visitor_site DROP COLUMN lang;
ALTER TABLE res_company DROP COLUMN visitor_reception_export;

DELETE FROM ir_rule WHERE id = pg_temp.id_of('visitor_analysis_rule_company');
DELETE FROM ir_model_data
 WHERE module = 'visitor_management' AND name = 'visitor_analysis_rule_company';

-- ---------------------------------------------------------------------------
-- targets that submitted statistics keep
-- ---------------------------------------------------------------------------

ALTER TABLE client_callback_statistics_line DROP COLUMN target;
-- ---------------------------------------------------------------------------
-- service hours
-- ---------------------------------------------------------------------------

DROP TABLE client_service_day CASCADE;
ALTER TABLE res_company DROP COLUMN client_service_calendar_id;
ALTER TABLE hr_department DROP COLUMN client_service_calendar_id;
ALTER TABLE client_callback DROP COLUMN next_hour;
DELETE FROM ir_rule WHERE id = pg_temp.id_of('client_service_day_rule_company');
DELETE FROM ir_model_data WHERE module = 'visitor_management'
    AND name = 'client_service_day_rule_company';

-- ---------------------------------------------------------------------------
-- forms of the portal that were sent, what clients write once a complaint is closed
-- ---------------------------------------------------------------------------

DROP TABLE client_portal_form CASCADE;
ALTER TABLE visitor_visit_type DROP COLUMN for_residents;
ALTER TABLE client_complaint
    DROP COLUMN client_message_id, DROP COLUMN handling_at;
DELETE FROM mail_activity_type
WHERE id = pg_temp.id_of('mail_activity_type_client_wrote');
DELETE FROM mail_template
WHERE id = pg_temp.id_of('mail_template_client_complaint_handled');
DELETE FROM ir_model_data WHERE module = 'visitor_management' AND name IN (
    'mail_activity_type_client_wrote', 'mail_template_client_complaint_handled'
);
-- the receipt had a plain link
UPDATE mail_template SET body_html = replace(replace(
    body_html::text,
    '/my/complaints/{{ object.id }}\" style=\"display: inline-block; padding: 10px 20px; border-radius: 4px; background-color: #17695f; color: #ffffff; text-decoration: none;\">',
    '/my/complaints/{{ object.id }}\">'
), 'object._has_portal_login()', 'object.partner_id.user_ids')::jsonb
WHERE id = pg_temp.id_of('mail_template_client_complaint_received');

-- ---------------------------------------------------------------------------
-- mails without a case, and forged senders
-- ---------------------------------------------------------------------------

DROP TABLE client_mail_stray CASCADE;
DROP INDEX client_complaint_mailed_idx;
ALTER TABLE client_complaint DROP COLUMN sender_check;
ALTER TABLE res_company DROP COLUMN client_mail_servers;
DELETE FROM ir_rule WHERE id = pg_temp.id_of('client_mail_stray_rule_company');
DELETE FROM ir_model_data
WHERE module = 'visitor_management' AND name = 'client_mail_stray_rule_company';

-- ---------------------------------------------------------------------------
-- who answers when nobody does; two people at one callback
-- ---------------------------------------------------------------------------

ALTER TABLE client_visit_item DROP COLUMN climbed_on;
ALTER TABLE client_callback DROP COLUMN answers_written;
ALTER TABLE client_callback_try DROP COLUMN known, DROP COLUMN meanwhile;

-- ---------------------------------------------------------------------------
-- what shows that an order was carried out
-- ---------------------------------------------------------------------------

DROP TABLE client_rectification_before_rel, client_rectification_after_rel,
    client_rectification_done_before_rel, client_rectification_done_after_rel CASCADE;
ALTER TABLE client_rectification DROP COLUMN signed_by;
ALTER TABLE client_rectification_done DROP COLUMN signed_by;

-- ---------------------------------------------------------------------------
-- the same matter, found as it arrives
-- ---------------------------------------------------------------------------

DROP INDEX client_complaint_client_received, client_complaint_unit_received,
    client_complaint_sender_received;

-- ---------------------------------------------------------------------------
-- appointments in the calendars of clients
-- ---------------------------------------------------------------------------

ALTER TABLE client_visit DROP COLUMN ical_uid, DROP COLUMN ical_stranger;
ALTER TABLE mail_mail DROP COLUMN calendar_file;
DELETE FROM mail_activity_type
 WHERE id = pg_temp.id_of('mail_activity_type_client_visit_date');
DELETE FROM ir_model_data WHERE module = 'visitor_management'
    AND name = 'mail_activity_type_client_visit_date';
-- a visit that was written about, and the file that its mail left behind
INSERT INTO client_visit (company_id, partner_id, kind, state, duration, ical_sequence)
SELECT id, partner_id, 'planned', 'planned', 1, 1 FROM res_company ORDER BY id LIMIT 1;
INSERT INTO ir_attachment (name, type, res_model, res_id, mimetype)
VALUES ('visit.ics', 'binary', 'mail.message', 0, 'text/calendar; method=request');

-- ---------------------------------------------------------------------------
-- what is to be done, in the language of who is to do it
-- ---------------------------------------------------------------------------

ALTER TABLE mail_activity DROP COLUMN visitor_said;

-- ---------------------------------------------------------------------------
-- nobody was trained
-- ---------------------------------------------------------------------------

DELETE FROM ir_cron WHERE id = pg_temp.id_of('ir_cron_visitor_training');
DELETE FROM ir_model_data WHERE module = 'visitor_management'
    AND name = 'ir_cron_visitor_training';
DROP TABLE visitor_induction_record, visitor_induction_answer,
    visitor_induction_question, visitor_induction_step, visitor_induction CASCADE;
DROP TABLE visitor_induction_visitor_visit_type_rel,
    visitor_area_visitor_induction_rel, visitor_induction_visitor_site_rel;
ALTER TABLE visitor_site
    DROP COLUMN evacuation_route, DROP COLUMN assembly_point,
    DROP COLUMN staff_training_required, DROP COLUMN staff_training_grace,
    DROP COLUMN staff_training_since;
ALTER TABLE visitor_area
    DROP COLUMN evacuation_route, DROP COLUMN assembly_point;
DELETE FROM ir_rule WHERE id IN (
    SELECT res_id FROM ir_model_data
    WHERE module = 'visitor_management' AND model = 'ir.rule'
        AND name LIKE 'visitor\_induction%'
);
DELETE FROM ir_model_data
WHERE module = 'visitor_management'
    AND (model LIKE 'visitor.induction%'
         OR model = 'ir.rule' AND name LIKE 'visitor\_induction%');

-- ---------------------------------------------------------------------------
-- emergencies
-- ---------------------------------------------------------------------------

ALTER TABLE visitor_visit DROP COLUMN emergency, DROP COLUMN emergency_reason,
    DROP COLUMN emergency_due_at, DROP COLUMN emergency_settled_at,
    DROP COLUMN emergency_told_at;
ALTER TABLE res_company DROP COLUMN visitor_emergency_hours;
DELETE FROM ir_cron WHERE id = pg_temp.id_of('ir_cron_visitor_emergency');
DELETE FROM ir_model_data WHERE module = 'visitor_management'
    AND name = 'ir_cron_visitor_emergency';

-- ---------------------------------------------------------------------------
-- regulars
-- ---------------------------------------------------------------------------

DROP VIEW IF EXISTS visitor_attendance;
DROP TABLE visitor_visit_hours, visitor_hours_wizard CASCADE;
ALTER TABLE visitor_visit DROP COLUMN regular;
ALTER TABLE visitor_waiver DROP COLUMN at;
DELETE FROM visitor_visit_type WHERE id = pg_temp.id_of('visitor_visit_type_regular');
DELETE FROM ir_cron WHERE id = pg_temp.id_of('ir_cron_visitor_regular');
DELETE FROM ir_rule WHERE id IN (
    SELECT res_id FROM ir_model_data WHERE module = 'visitor_management'
    AND model = 'ir.rule'
    AND (name LIKE 'visitor\_visit\_hours\_%' OR name LIKE 'visitor\_attendance\_%')
);
DELETE FROM ir_model_data WHERE module = 'visitor_management' AND (
    name IN ('ir_cron_visitor_regular', 'visitor_visit_type_regular')
    OR model = 'ir.rule'
    AND (name LIKE 'visitor\_visit\_hours\_%' OR name LIKE 'visitor\_attendance\_%')
);

-- ---------------------------------------------------------------------------
-- wishes of a site, weekly series
-- ---------------------------------------------------------------------------

ALTER TABLE visitor_site DROP COLUMN quiet_hours, DROP COLUMN host_visits_per_hour;
ALTER TABLE visitor_visit DROP COLUMN series_id, DROP COLUMN series_day;
ALTER TABLE visitor_visit_type DROP COLUMN series_approved_once;
DROP TABLE visitor_visit_series CASCADE;
DELETE FROM ir_cron WHERE id = pg_temp.id_of('ir_cron_visitor_series');
DELETE FROM ir_rule WHERE id IN (
    SELECT res_id FROM ir_model_data WHERE module = 'visitor_management'
    AND model = 'ir.rule' AND name LIKE 'visitor\_visit\_series\_%'
);
DELETE FROM ir_model_data WHERE module = 'visitor_management' AND (
    name = 'ir_cron_visitor_series'
    OR model = 'ir.rule' AND name LIKE 'visitor\_visit\_series\_%'
);
