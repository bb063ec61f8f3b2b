from odoo import fields
from odoo.tools import format_date

from .opening_hours import to_local


def printed(env, tz):
    """When a form was printed and by whom, and on which clock its times are.

    It stands at the foot of each page.

    :param str tz: IANA name; the clock that the other times of the form are on
    :return: str
    """
    now = to_local(fields.Datetime.now(), tz)
    return f"{format_date(env, now.date())} {now:%H:%M} ({tz}) · {env.user.name}"
