from odoo import models
from odoo.exceptions import UserError

from .visitor_permit import LIVE


class VisitorPermit(models.Model):
    """The papers that permits ask for: of the firm, and of each worker."""

    _inherit = "visitor.permit"

    def _check_plan(self):
        """
        :raise UserError: papers of the firm are asked for, and no firm is named
        """
        result = super()._check_plan()
        firms_sudo = self.sudo().kind_id.paper_kind_ids.filtered(  # names only
            lambda each: each.whose == "firm"
        )
        if firms_sudo and not self.partner_id:
            raise UserError(
                self.env._(
                    "Choose the contractor: papers of the firm are asked for, %s.",
                    ", ".join(firms_sudo.mapped("name")),
                )
            )
        return result

    def _ask_papers(self):
        """Make those that are missing, so that they stand in the list and the firm is
        asked for them."""
        asking = self.sudo().filtered(lambda permit: permit.state in LIVE)
        papers = self.env["visitor.contractor.paper"].sudo()  # asked for by the permit
        for permit_sudo in asking:
            papers._make_missing(permit_sudo.company_id, permit_sudo._asked_papers())

    def _asked_papers(self):
        """What these permits ask for.

        :return: list of tuples of a firm, whose paper it is (the firm or a worker),
            both ``res.partner``, and its ``visitor.contractor.paper.kind``
        """
        asked = {}
        for permit_sudo in self.sudo():  # what is asked for, of whom
            firm = permit_sudo.partner_id.commercial_partner_id
            workers = permit_sudo.worker_ids
            people = workers.partner_id | workers.registration_id.partner_id
            for kind in permit_sudo.kind_id.paper_kind_ids:
                for partner in firm if kind.whose == "firm" else people:
                    to_ask = firm or partner.commercial_partner_id
                    asked[to_ask, partner, kind] = True
        return list(asked)
