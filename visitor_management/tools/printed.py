from odoo import fields
from odoo.tools import format_date

from .opening_hours import to_local


def printed(env, tz):
    """When a form was printed and by whom, for the foot of its pages.

    :param str tz: IANA name; the clock that the other times of the form are on
    :return: str
    """
    now = to_local(fields.Datetime.now(), tz)
    return f"{format_date(env, now.date())} {now:%H:%M} · {env.user.name}"
