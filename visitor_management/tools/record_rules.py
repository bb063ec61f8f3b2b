"""Record rules are ``noupdate``: an update leaves those of an installed base alone.

A migration script names the rules that changed; they are made anew from the XML.
"""

from io import BytesIO

from lxml import etree

from odoo import SUPERUSER_ID, api
from odoo.tools import file_open
from odoo.tools.convert import convert_xml_import

ADDON = "visitor_management"


def rewrite(cr, changed, removed=()):
    """Make rules anew, so that nothing of the old ones stays.

    :param dict changed: names of rules by their file, all without the addon's name
    :param removed: names of rules that are not in the XML any more
    :raise ValueError: a file has no such rule
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    for path, names in changed.items():
        _remove(env, names)
        if names:
            convert_xml_import(env, ADDON, _only(path, names), noupdate=True)
    _remove(env, removed)


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
