"""Record rules that changed with this version, see ``tools/record_rules.py``.

Whoever changes a rule in ``security/`` names it in the script of the version to come,
and whoever removes one, too. Rules that are new are made by the update itself.
``tests/test_upgrade.py`` finds what was forgotten.
"""

from odoo.addons.visitor_management.tools import record_rules

# As in the XML: without the name of the addon.
CHANGED = {
    "security/visitor_security.xml": (),
}
REMOVED = ()


def migrate(cr, version):
    record_rules.rewrite(cr, CHANGED, REMOVED)
