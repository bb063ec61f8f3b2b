-- What the files back_to_….sql call.

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
