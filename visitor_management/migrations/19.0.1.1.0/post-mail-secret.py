"""Mails with a link to rate held its secret: who sent them could read it."""

import re

from odoo.api import SUPERUSER_ID, Environment
from odoo.fields import Datetime

from odoo.addons.visitor_management.tools.keys import hashed
from odoo.addons.visitor_management.tools.mail_secret import SLOT

LINK = re.compile(r"(/client/rating\?lang=\w+#)([\w-]{20,})")


def migrate(cr, version):
    """Take the secrets out of stored mails; what waits gets a new one as it leaves."""
    env = Environment(cr, SUPERUSER_ID, {})
    links = env["client.callback.rating"]
    for mail in env["mail.mail"].search(
        [("body_html", "like", "/client/rating?lang=")]
    ):
        found = LINK.search(mail.body_html)
        if not found:
            continue
        mail.body_html = LINK.sub(rf"\g<1>{SLOT}", mail.body_html)
        link = links.search([("token_hash", "=", hashed(found[2]))], limit=1)
        if link and mail.state in ("outgoing", "exception"):
            link.ended_at = link.ended_at or Datetime.now()
            mail.write(
                {
                    "secret_model": links._name,
                    "secret_about_id": link.callback_id.id,
                    "secret_user_id": link.user_id.id,
                }
            )
    for message in env["mail.message"].search(
        [("body", "like", "/client/rating?lang=")]
    ):
        message.body = LINK.sub(rf"\g<1>{SLOT}", message.body)
