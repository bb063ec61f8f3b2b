from odoo import fields
from odoo.tools import format_date


def printed(env):
    """When a form was printed and by whom, for the foot of its pages.

    :return: str
    """
    now = fields.Datetime.context_timestamp(env.user, fields.Datetime.now())
    return f"{format_date(env, now.date())} {now:%H:%M} · {env.user.name}"
