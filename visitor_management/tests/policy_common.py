"""Texts that visitors accept, as tests need them."""

from odoo import fields

from .common import VisitorCommon
from .image_common import b64, picture_bytes


class PolicyCommon(VisitorCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.signature = b64(picture_bytes("PNG"))

    @classmethod
    def _policy(cls, publish=True, **values):
        """A text, published unless told otherwise, that nobody is asked for."""
        policy = (
            cls.env["visitor.policy"]
            .with_user(cls.user_admin)
            .create(
                {
                    "name": "Rules of the House",
                    "kind": "conduct",
                    "body": "<p>No smoking. Stay with your host.</p>",
                    **values,
                }
            )
        )
        if publish:
            policy.action_publish()
        return policy

    @classmethod
    def _asked(cls, policy, of=None):
        """Let the kind of visit that tests use, or something else, ask for a text."""
        (of or cls.type_open).sudo().policy_ids = [fields.Command.link(policy.id)]
        return policy

    @classmethod
    def _next(cls, policy, publish=True, **values):
        """The next version of a text."""
        draft = policy.browse(policy.action_new_version())
        draft.write(values)
        if publish:
            draft.action_publish()
        return draft

    def _codes(self, person):
        person.invalidate_recordset()
        return person.blocker_codes or []

    def _accepts(self, person, policy, **values):
        person.with_user(self.user_reception).accept_policy(policy.id, **values)
