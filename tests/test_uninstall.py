"""Uninstalled, the addon leaves nothing, however long it was in use."""

from bases import SHAPE

# What Odoo knows of every addon on its path, installed or not.
KNOWN = {
    "ir_module_module.name",
    "ir_module_module.summary",
    "ir_module_module.description",
    "ir_module_module.icon",
    "ir_model_data.name: base.module_visitor_management",
    "ir_model_data.name: base.module_category_visitors",
}
# Words of Odoo's own, and what it throws away each day.
ALSO = {"iap_service.description", "bus_bus.channel", "bus_bus.message"}
# Every text in the database that speaks of our models, tables or records.
MENTIONS = r"""
    CREATE FUNCTION pg_temp.mentions() RETURNS SETOF text LANGUAGE plpgsql AS $$
    DECLARE
        place record;
        name text;
        whose text;
        words text := '(visitor|client[._](visit|complaint|callback|rectif|statist))';
    BEGIN
        FOR place IN
            SELECT table_name, column_name
            FROM information_schema.columns
            JOIN information_schema.tables USING (table_schema, table_name)
            WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
                AND data_type IN ('text', 'character varying', 'jsonb')
        LOOP
            name := place.table_name || '.' || place.column_name;
            whose := CASE WHEN name = 'ir_model_data.name'
                THEN $q$ || ': ' || module || '.' || name $q$ ELSE '' END;
            RETURN QUERY EXECUTE format(
                'SELECT %L' || whose || ' FROM %I WHERE %I::text ~ %L',
                name, place.table_name, place.column_name, words
            );
        END LOOP;
    END $$;
    SELECT DISTINCT * FROM pg_temp.mentions()
"""
# How many there are of what an addon may leave without naming itself.
COUNTS = """
    SELECT 'crons ' || count(*) FROM ir_cron
    UNION ALL SELECT 'rules ' || count(*) FROM ir_rule
    UNION ALL SELECT 'access ' || count(*) FROM ir_model_access
    UNION ALL SELECT 'sequences ' || count(*) FROM ir_sequence
    UNION ALL SELECT 'menus ' || count(*) FROM ir_ui_menu
    UNION ALL SELECT 'views ' || count(*) FROM ir_ui_view
    UNION ALL SELECT 'actions ' || count(*) FROM ir_actions
    UNION ALL SELECT 'aliases ' || count(*) FROM mail_alias
    UNION ALL SELECT 'templates ' || count(*) FROM mail_template
    UNION ALL SELECT 'activities ' || count(*) FROM mail_activity
    UNION ALL SELECT 'activity types ' || count(*) FROM mail_activity_type
    UNION ALL SELECT 'groups ' || count(*) FROM res_groups
    UNION ALL SELECT 'privileges ' || count(*) FROM res_groups_privilege
    UNION ALL SELECT 'categories ' || count(*) FROM ir_module_category
    UNION ALL SELECT 'defaults ' || count(*) FROM ir_default
    UNION ALL SELECT 'filters ' || count(*) FROM ir_filters
    UNION ALL SELECT 'exports ' || count(*) FROM ir_exports
    UNION ALL SELECT 'paper ' || count(*) FROM report_paperformat
    UNION ALL SELECT 'parameter ' || key FROM ir_config_parameter
    UNION ALL SELECT 'file ' || name FROM ir_attachment WHERE name LIKE 'evidence%'
"""
USE = """
from datetime import datetime, timedelta
from odoo import Command

now = datetime.now().replace(microsecond=0)
employee = env["hr.employee"].create({"name": "Anita Oliver"})
client = env["res.partner"].create({"name": "Chen Meihua", "email": "c@example.com"})
department = env["hr.department"].create({"name": "Engineering"})
site = env["visitor.site"].create({"name": "Harbour Tower", "tz": "UTC"})
area = env["visitor.area"].create({"name": "Lobby", "site_id": site.id})
gate = env["visitor.gate"].create({"name": "Turnstile", "site_id": site.id})
gate.rotate_token()
env["visitor.unit"].create(
    {"name": "1202", "site_id": site.id, "partner_ids": [Command.link(client.id)]}
)
kind = env["visitor.visit.type"].create({"name": "Open", "approval": "none"})
visit = env["visitor.visit"].create(
    {
        "type_id": kind.id,
        "site_id": site.id,
        "host_id": employee.id,
        "start": now - timedelta(minutes=5),
        "stop": now + timedelta(hours=1),
        "area_ids": [Command.link(area.id)],
        "registration_ids": [
            Command.create({"name": "Zhang Wei", "partner_id": client.id})
        ],
    }
)
visit.action_submit()
assert visit.registration_ids.check_in()["status"] == "granted"
complaint = env["client.complaint"].create(
    {"partner_id": client.id, "content": "Noise", "department_id": department.id}
)
complaint.action_accept()
complaint.message_post(body="We call you back")
complaint.activity_schedule("mail.mail_activity_data_todo", user_id=env.uid)
env["ir.attachment"].create(
    {
        "name": "evidence.txt",
        "raw": b"evidence",
        "res_model": "client.complaint",
        "res_id": complaint.id,
    }
)
client.client_calendar_id = env.company.resource_calendar_id
env["client.visit"].create({"partner_id": client.id})
env["client.callback.statistics"].generate("2026-01-01", department.id)
env["res.config.settings"].create({"client_complaint_alias_name": "help"}).execute()
# what people make for themselves
env["ir.filters"].create({"name": "Mine", "model_id": "visitor.visit", "domain": "[]"})
env["ir.default"].set("client.complaint", "severity", "minor")
env["ir.exports"].create({"name": "All", "resource": "visitor.visit"})
env["ir.actions.act_window"].create({"name": "Mine", "res_model": "visitor.visit"})
env["ir.actions.report"].create(
    {"name": "Mine", "model": "visitor.visit", "report_name": "mine.report"}
)
env["ir.ui.view"].create(
    {
        "name": "mine",
        "model": "visitor.visit",
        "arch": "<list><field name='name'/></list>",
    }
)
model = env["ir.model"]._get_id("client.visit")
env["ir.rule"].create({"name": "Mine", "model_id": model, "domain_force": "[]"})
env["mail.template"].create({"name": "Mine", "model_id": model})
env["ir.actions.server"].create(
    {"name": "Mine", "model_id": model, "state": "code", "code": "pass"}
)
env.cr.commit()
"""
UNINSTALL = """
env["ir.module.module"]._get("visitor_management").button_immediate_uninstall()
"""


def test_nothing_is_left_of_an_addon_that_was_in_use(bases):
    used, never = bases.copy(), bases.without_addon()
    bases.shell(used, USE)
    bases.shell(used, UNINSTALL)

    assert bases.rows(used, MENTIONS) - ALSO == KNOWN
    for what in (SHAPE, COUNTS):
        left = sorted(bases.rows(used, what) - bases.rows(never, what))
        lost = sorted(bases.rows(never, what) - bases.rows(used, what))
        assert (left, lost) == ([], [])
