"""Who is who: the groups of this addon that code asks for, and the two of Odoo's.

What each may is in ``security/``; who stands above whom is in the groups themselves.
"""

RECEPTION = "visitor_management.group_visitor_reception"
SECURITY = "visitor_management.group_visitor_security"
ESCORT = "visitor_management.group_visitor_escort"
ADMIN = "visitor_management.group_visitor_admin"
SERVICE = "visitor_management.group_client_service"
MANAGER = "visitor_management.group_client_manager"
LEADERSHIP = "visitor_management.group_client_leadership"

USER = "base.group_user"
SYSTEM = "base.group_system"
