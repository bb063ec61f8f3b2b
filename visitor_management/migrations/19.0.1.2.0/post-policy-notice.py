"""The draft of a notice to visitors, which a new installation has as well."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Make it: a function of the data is not called on an update."""
    api.Environment(cr, SUPERUSER_ID, {})["visitor.policy"]._make_notice()
