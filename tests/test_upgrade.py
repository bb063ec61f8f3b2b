"""An installed base that is updated is what a fresh installation makes."""

from pathlib import Path

import pytest
from bases import SHAPE

HERE = Path(__file__).parent
# Each file goes back by one version.
VERSIONS = ("19_0_1_1_0", "19_0_1_0_0")
# Who may what, with the names of groups and models instead of their numbers.
RULES = """
    SELECT concat_ws(
        ' | ', data.name, data.noupdate, model.model, rule.active, rule.domain_force,
        rule.perm_read, rule.perm_write, rule.perm_create, rule.perm_unlink,
        (
            SELECT string_agg(known.name, ' ' ORDER BY known.name)
            FROM rule_group_rel AS link
            JOIN ir_model_data AS known
                ON known.model = 'res.groups' AND known.res_id = link.group_id
            WHERE link.rule_group_id = rule.id
        )
    )
    FROM ir_model_data AS data
    LEFT JOIN ir_rule AS rule ON rule.id = data.res_id
    LEFT JOIN ir_model AS model ON model.id = rule.model_id
    WHERE data.module = 'visitor_management' AND data.model = 'ir.rule'
"""
ACCESS = """
    SELECT concat_ws(
        ' | ', data.name, model.model, line.active, known.module, known.name,
        line.perm_read, line.perm_write, line.perm_create, line.perm_unlink
    )
    FROM ir_model_data AS data
    LEFT JOIN ir_model_access AS line ON line.id = data.res_id
    LEFT JOIN ir_model AS model ON model.id = line.model_id
    LEFT JOIN ir_model_data AS known
        ON known.model = 'res.groups' AND known.res_id = line.group_id
    WHERE data.module = 'visitor_management' AND data.model = 'ir.model.access'
"""
# Everything the addon brings: views, menus, jobs, groups, templates, fields, …
RECORDS = """
    SELECT concat_ws(' | ', model, name, noupdate) FROM ir_model_data
    WHERE module = 'visitor_management'
"""
MAILS = """
    SELECT concat_ws(' | ', data.name, template.body_html::text)
    FROM ir_model_data AS data
    JOIN mail_template AS template ON template.id = data.res_id
    WHERE data.module = 'visitor_management' AND data.model = 'mail.template'
"""
PRIVILEGES = """
    SELECT concat_ws(
        ' | ', data.name, known.module, known.name, category.sequence, category.name
    )
    FROM ir_model_data AS data
    JOIN res_groups_privilege AS privilege ON privilege.id = data.res_id
    LEFT JOIN ir_module_category AS category ON category.id = privilege.category_id
    LEFT JOIN ir_model_data AS known ON known.model = 'ir.module.category'
        AND known.res_id = privilege.category_id
    WHERE data.module = 'visitor_management' AND data.model = 'res.groups.privilege'
"""
VERSION = (
    "SELECT latest_version FROM ir_module_module WHERE name = 'visitor_management'"
)


@pytest.mark.parametrize("version", VERSIONS)
def test_an_update_makes_what_an_installation_makes(bases, version):
    updated, fresh = bases.copy(), bases.copy()
    since = VERSIONS[: VERSIONS.index(version) + 1]
    back = ["back", *(f"back_to_{each}" for each in since)]
    bases.sql(
        updated, "".join((HERE / f"{name}.sql").read_text("utf-8") for name in back)
    )
    for what in (SHAPE, VERSION):  # else the rest would prove nothing
        assert bases.rows(updated, what) != bases.rows(fresh, what)

    bases.odoo(updated, "-u", "visitor_management")
    for what in (SHAPE, RULES, ACCESS, RECORDS, MAILS, PRIVILEGES, VERSION):
        ours, theirs = bases.rows(updated, what), bases.rows(fresh, what)
        lacking, too_many = sorted(theirs - ours), sorted(ours - theirs)
        assert (lacking, too_many) == ([], []), "see migrations/ and the SQL file"
        assert theirs, "compared with nothing"


def test_an_update_fills_what_visitors_are_found_by(bases):
    name = bases.copy()
    bases.shell(name, ANNOUNCED)
    back = ("back", f"back_to_{VERSIONS[0]}")
    bases.sql(name, "".join((HERE / f"{each}.sql").read_text("utf-8") for each in back))
    bases.sql(name, "UPDATE visitor_registration SET phone_normalized = '+1065529988'")
    bases.odoo(name, "-u", "visitor_management")
    (found,) = bases.rows(
        name,
        """
        SELECT concat_ws(' | ', phone_key, words, person.start = visit.start)
        FROM visitor_registration person JOIN visitor_visit visit ON visit.id = visit_id
        """,
    )
    key, words, starts_with_visit = found.split(" | ")
    assert key == "+861065529988"
    assert words.startswith("张伟 zhangwei zw wei v")
    assert words.endswith(f" {key} anita oliver anitaoliver oliveranita audit")
    assert starts_with_visit == "t"
    # what clients' calendars know a visit by, and what mails left behind
    assert bases.rows(
        name,
        """
        SELECT ical_uid = 'client.visit-' || visit.id || '@' || value
        FROM client_visit visit, ir_config_parameter WHERE key = 'database.uuid'
        """,
    ) == {"t"}
    left = "SELECT id FROM ir_attachment WHERE name = 'visit.ics'"
    assert not bases.rows(name, left)
    # what was a number in the screen is one of each site
    assert bases.rows(name, "SELECT DISTINCT late_after FROM visitor_site") == {"15"}


ANNOUNCED = """
from datetime import datetime

site = env["visitor.site"].create({
    "name": "Works",
    "partner_id": env["res.partner"].create(
        {"name": "Works", "country_id": env.ref("base.cn").id}
    ).id,
})
env["visitor.visit"].create({
    "site_id": site.id,
    "host_id": env["hr.employee"].create({"name": "Anita Oliver"}).id,
    "purpose": "Audit",
    "start": datetime(2026, 11, 30, 9),
    "registration_ids": [(0, 0, {"name": "张伟", "phone": "010-6552 9988"})],
})
env.cr.commit()
"""


def test_a_changed_rule_is_written_anew(bases):
    """The way of the migration script, tried with two rules that somebody spoiled."""
    name = bases.copy()
    before = bases.rows(name, RULES)
    bases.sql(name, SPOIL)
    assert bases.rows(name, RULES) != before
    bases.shell(name, REWRITE)
    assert bases.rows(name, RULES) == before


SPOIL = """
    UPDATE ir_rule SET domain_force = '[(0, ''='', 1)]', perm_read = false
    WHERE id IN (
        SELECT res_id FROM ir_model_data WHERE module = 'visitor_management'
        AND name IN ('visitor_visit_rule_company', 'client_complaint_rule_company')
    )
"""
REWRITE = """
from odoo.addons.visitor_management.tools import record_rules

record_rules.rewrite(env.cr, {
    "security/visitor_security.xml": ("visitor_visit_rule_company",),
    "security/client_security.xml": ("client_complaint_rule_company",),
})
env.cr.commit()
"""
