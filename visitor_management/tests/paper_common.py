"""A contractor with a worker, and what they have to show."""

from odoo import fields

from .common import VisitorCommon
from .image_common import b64, picture_bytes

PDF = b"%PDF-1.4\n%%EOF\n"


class PaperCommon(VisitorCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.firm = partners.create(
            {"name": "Acme Works", "is_company": True, "email": "office@acme.example"}
        )
        cls.worker = partners.create({"name": "Zhang Wei", "parent_id": cls.firm.id})
        kinds = cls.env["visitor.contractor.paper.kind"]
        cls.insurance = kinds.create({"name": "Insurance"})
        cls.certificate = kinds.create({"name": "Welder", "whose": "worker"})

    @classmethod
    def _paper(cls, partner=None, kind=None, user=None, **values):
        """A paper that reception entered; it waits for security."""
        values = {"file": b64(PDF), "file_name": "paper.pdf", **values}
        return (
            cls.env["visitor.contractor.paper"]
            .with_user(user or cls.user_reception)
            .create(
                {
                    "partner_id": (partner or cls.firm).id,
                    "kind": (kind or cls.insurance).id,
                    "valid_to": fields.Date.add(fields.Date.today(), years=1),
                    **values,
                }
            )
        )

    @classmethod
    def _accepted(cls, partner=None, kind=None, **values):
        """A paper that security accepted."""
        paper = cls._paper(partner, kind, **values)
        paper.with_user(cls.user_security).action_accept()
        return paper

    @classmethod
    def _photo(cls):
        return b64(picture_bytes())
