"""Who is who: the groups of this addon that code asks for, and the two of Odoo's.

What each may is in ``security/``; who stands above whom is in the groups themselves.
"""

from odoo.exceptions import AccessError

RECEPTION = "visitor_management.group_visitor_reception"
SECURITY = "visitor_management.group_visitor_security"
ESCORT = "visitor_management.group_visitor_escort"
ADMIN = "visitor_management.group_visitor_admin"
SERVICE = "visitor_management.group_client_service"
MANAGER = "visitor_management.group_client_manager"
LEADERSHIP = "visitor_management.group_client_leadership"

USER = "base.group_user"
SYSTEM = "base.group_system"


def check_reception(env):
    """What is done at the desk is done by reception, or by code that checked.

    :param env: environment of who asks
    :raise AccessError: the user is not reception
    """
    if not env.su and not env.user.has_group(RECEPTION):
        raise AccessError(env._("Only reception can do this."))
