from odoo import fields, models

from ...tools.groups import RECEPTION
from ..complaint.client_complaint import OPEN_STATES


class VisitorClientHintMixin(models.AbstractModel):
    """Tell reception that whoever comes has an open major complaint.

    Reception reads no complaints. It gets one sentence: the number, that it is a major
    one, and whom of customer service to call.
    """

    _name = "visitor.client.hint.mixin"
    _description = "Hint about a client"

    client_hint = fields.Char(
        "Open Complaint", compute="_compute_client_hint", groups=RECEPTION
    )

    def _compute_client_hint(self):
        """Not stored: complaints come and go. Two queries, however many records."""
        clients = {record: record._hint_clients() for record in self}
        everybody = self.env["res.partner"].union(*clients.values())
        complaints = self._open_major_complaints(everybody)
        for record in self:
            mine = complaints.filtered(
                lambda complaint, record=record: (
                    complaint.company_id == record.company_id
                    and complaint.partner_id.commercial_partner_id in clients[record]
                )
            )
            record.client_hint = record._hint(mine) if mine else False

    def _open_major_complaints(self, clients):
        """Open major complaints of clients in the user's companies, as superuser."""
        # sudo: the field is for reception; of them only the sentence is told
        complaints_sudo = self.env["client.complaint"].sudo()
        if not clients or not self.env.user.has_group(RECEPTION):
            return complaints_sudo
        return complaints_sudo.search(
            [
                ("severity", "=", "major"),
                ("state", "in", OPEN_STATES),
                ("company_id", "in", self.env.companies.ids),
                ("partner_id.commercial_partner_id", "in", clients.ids),
            ],
            order="id",
        )

    def _hint(self, complaints_sudo):
        """The sentence that reception reads."""
        numbers = ", ".join(complaints_sudo.mapped("name"))
        service_sudo = self.company_id.sudo().client_service_department_id
        head_sudo = self.env["visitor.stand.in"]._at_work(service_sudo.manager_id)
        contact = ", ".join(
            filter(None, (head_sudo.name, head_sudo.work_phone))
        )  # both are public of an employee
        if not contact:
            return self.env._(
                "This firm has an open major complaint (%(numbers)s): tell customer "
                "service.",
                numbers=numbers,
            )
        return self.env._(
            "This firm has an open major complaint (%(numbers)s). Customer service: "
            "%(contact)s",
            numbers=numbers,
            contact=contact,
        )

    def _hint_clients(self):
        """The clients that come: the firm of the visit and the contacts among them."""
        partners = self.partner_id
        for name in ("visit_id", "registration_ids"):
            if name in self._fields:
                partners |= self[name].partner_id
        return partners.commercial_partner_id


class VisitorVisit(models.Model):
    _name = "visitor.visit"
    _inherit = ["visitor.visit", "visitor.client.hint.mixin"]


class VisitorRegistration(models.Model):
    _name = "visitor.registration"
    _inherit = ["visitor.registration", "visitor.client.hint.mixin"]
