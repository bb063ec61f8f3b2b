"""Record rules are ``noupdate``: an update leaves those of an installed base alone.

Whoever changes a rule in ``security/`` names it here, and whoever removes one, too.
Rules that are new are made by the update itself. ``tests/test_upgrade.py`` finds what
was forgotten.
"""

from io import BytesIO

from lxml import etree

from odoo import SUPERUSER_ID, api
from odoo.tools import file_open
from odoo.tools.convert import convert_xml_import

ADDON = "visitor_management"
# As in the XML: without the name of the addon.
CHANGED = {
    "security/visitor_security.xml": (),
    "security/client_security.xml": ("client_rectification_rule_own",),
    "security/client_statistics_security.xml": (),
    "security/client_visit_security.xml": (),
}
REMOVED = ()


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for path, names in CHANGED.items():
        _remove(env, names)  # made anew, so that nothing of the old rule stays
        if names:
            convert_xml_import(env, ADDON, _only(path, names), noupdate=True)
    _remove(env, REMOVED)


def _remove(env, names):
    for name in names:
        rule = env.ref(f"{ADDON}.{name}", raise_if_not_found=False)
        if rule:
            rule.unlink()


def _only(path, names):
    """The part of a data file that holds some records, as an open file."""
    with file_open(f"{ADDON}/{path}", "rb") as file:
        root = etree.parse(file).getroot()
    for record in root.xpath("//record"):
        if record.get("id") not in names:
            record.getparent().remove(record)
    found = {record.get("id") for record in root.xpath("//record")}
    if missing := set(names) - found:
        raise ValueError(f"{path} has no record {', '.join(sorted(missing))}")
    part = BytesIO(etree.tostring(root))
    part.name = path
    return part
