"""Record rules are not updated by themselves: who may give orders is a rule apart."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    own = env.ref(
        "visitor_management.client_rectification_rule_own", raise_if_not_found=False
    )
    if own:  # reads and writes as before
        own.perm_create = False
