"""Clients see how far a complaint has come; the mail about it has a button to there."""

from odoo import SUPERUSER_ID, api

RECEIPT = "visitor_management.mail_template_client_complaint_received"
LINK = 'href="{{ object.get_base_url() }}/my/complaints/{{ object.id }}">'
BUTTON = LINK.replace(
    ">",
    ' style="display: inline-block; padding: 10px 20px; border-radius: 4px; '
    'background-color: #17695f; color: #ffffff; text-decoration: none;">',
)
MAY_LOOK = ('t-if="object.partner_id.user_ids"', 't-if="object._has_portal_login()"')


def migrate(cr, version):
    """Since when what is in hand was; the receipt, which no update writes anew."""
    cr.execute(
        """
        UPDATE client_complaint complaint SET handling_at = (
            SELECT min(create_date) FROM client_rectification
            WHERE complaint_id = complaint.id
        )
        WHERE handling_at IS NULL AND state IN ('handling', 'handled', 'closed')
        """
    )
    env = api.Environment(cr, SUPERUSER_ID, {})
    template = env.ref(RECEIPT, raise_if_not_found=False)
    for lang, _name in env["res.lang"].get_installed() if template else ():
        words = template.with_context(lang=lang)
        body = str(words.body_html or "")
        changed = body.replace(LINK, BUTTON).replace(*MAY_LOOK)
        if changed != body:  # in whatever words it is by now
            words.body_html = changed
