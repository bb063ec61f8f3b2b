from typing import NamedTuple

from odoo import api, fields, models

from ...tools.name_field import Line


class TalkDraft(NamedTuple):
    """Which draft of which phone is being stored."""

    device: str
    number: int


class ClientTalkRevisionMixin(models.AbstractModel):
    """Text that is written on a phone and in the office.

    Each change makes a new revision. It is remembered which phone made it, and with
    which of its drafts, so that an older draft never overwrites a newer one and one
    that arrives twice is stored once.
    """

    _name = "client.talk.revision.mixin"
    _description = "Text with revisions"

    # fields whose change makes a new revision
    _talk_fields = frozenset()

    talk_revision = fields.Integer(readonly=True, copy=False)
    talk_writer = Line(readonly=True, copy=False)
    talk_draft = fields.Integer(readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        for record in records.sudo():  # what the program counts
            record._next_revision()
        return records

    def write(self, vals):
        changed = self._talk_fields & vals.keys()
        result = super().write(vals)
        if changed:
            for record in self.sudo():  # written above with the user's own rights
                record._next_revision()
        return result

    def _next_revision(self):
        sent = self.env.context.get("client_talk_draft")
        # of our own making only: a caller's context holds no such thing
        sent = sent if isinstance(sent, TalkDraft) else TalkDraft(False, 0)
        self.write(
            {
                "talk_revision": self.talk_revision + 1,
                "talk_writer": sent.device,
                "talk_draft": sent.number,
            }
        )

    def _talk_verdict(self, device, draft, base):
        """What a draft of a phone is to the stored text.

        :param str device: the phone
        :param int draft: which of its drafts, counted up
        :param int base: the revision that the phone began from
        :return: ``old`` (it has newer things of this phone), ``new``, or ``conflict``
        """
        self.ensure_one()
        if self.talk_writer == device:
            return "new" if draft > self.talk_draft else "old"
        return "new" if base == self.talk_revision else "conflict"
