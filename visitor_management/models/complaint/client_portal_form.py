import hashlib
import re
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

# As long as a browser may keep a page that was filled in.
KEPT = timedelta(days=90)
BATCH = 10_000
TOKEN = re.compile(r"[\w-]{16,64}", re.ASCII)


class ClientPortalForm(models.Model):
    """A form of the portal that was sent: a repeat of it leads to what it made first.

    Each page with a form has a token of its own. A double click, a way back and sent
    again, three tabs at one moment: all bring the same token, and the database takes it
    once for each client.
    """

    _name = "client.portal.form"
    _description = "Sent Form of the Portal"

    client_id = fields.Many2one(
        "res.partner", required=True, readonly=True, ondelete="cascade"
    )
    token = fields.Char(required=True, readonly=True)
    # what was written, as a digest: whoever goes back and writes something else
    # sends no repeat
    digest = fields.Char(required=True, readonly=True)
    complaint_id = fields.Many2one(
        "client.complaint",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )

    visit_id = fields.Many2one(
        "visitor.visit",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="What a resident announced.",
    )

    _token_uniq = models.UniqueIndex("(client_id, token)")
    _sent_at = models.Index("(create_date)")

    @api.model
    def _new_token(self):
        """What stands in a new form; nothing is stored before it is sent."""
        return secrets.token_urlsafe(24)

    @api.model
    def _is_token(self, text):
        return bool(TOKEN.fullmatch(text))

    @api.model
    def _sent(self, client, token):
        """The form that was sent with a token before.

        :param client: ``res.partner``, the client that the user belongs to
        :param str token: of the form; may be empty: a page from before there were any
        :return: the form, as superuser, or nothing
        """
        forms_sudo = self.sudo()  # only of the client who asks
        if not token:
            return forms_sudo.browse()
        return forms_sudo.search(
            [("client_id", "=", client.id), ("token", "=", token)], limit=1
        )

    @api.model
    def _take(self, client, token, text, complaint=None):
        """Note that a form is being sent. Who sends it at the same moment waits here.

        When the first is done, the others begin anew, and find it.

        :param client: ``res.partner``
        :param str token: of the form; nothing is noted without one
        :param str text: what was written
        :param complaint: what it led to, or nothing yet
        :return: the form, as superuser, or nothing
        """
        if not token:
            return self.sudo().browse()
        now = fields.Datetime.now()
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO client_portal_form (
                    client_id, token, digest, complaint_id, create_uid, create_date
                ) VALUES (%s, %s, %s, %s, %s, %s)
                ON CONFLICT (client_id, token) DO NOTHING
                RETURNING id
                """,
                client.id,
                token,
                self._digest(text),
                complaint.id if complaint else None,
                self.env.uid,
                now,
            )
        )
        return self.sudo().browse(row[0] for row in rows)

    @api.model
    def _digest(self, text):
        return hashlib.sha256((text or "").encode()).hexdigest()

    def _says(self, text):
        """Whether the form said the same."""
        return self.digest == self._digest(text)

    @api.autovacuum
    def _gc_sent(self):
        """Forget what no browser keeps any more, and say whether there is more."""
        old = self.search(
            [("create_date", "<", fields.Datetime.now() - KEPT)], limit=BATCH
        )
        old.unlink()
        return len(old), len(old) == BATCH
