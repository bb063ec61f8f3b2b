from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.groups import SECURITY, check_reception
from ...tools.names import readable
from ...tools.transaction import locked
from .visitor_contractor_paper import OPEN


class VisitorContractorPaper(models.Model):
    """What security decides about a paper, and how it is renewed."""

    _inherit = "visitor.contractor.paper"

    def action_accept(self):
        """Accept papers that wait: they count from their first day to their last.

        :return: True
        :raise AccessError: not security
        :raise UserError: one does not wait, has no end although its kind asks for one,
            or is over
        """
        for paper_sudo in self._begin():
            if "valid" not in self._transitions.get(paper_sudo.state, ()):
                raise paper_sudo._step_not_allowed("valid")
            if paper_sudo.kind.has_end and not paper_sudo.valid_to:
                raise UserError(
                    self.env._(
                        "Enter the last day of this paper first: it stands on it."
                    )
                )
            if paper_sudo.good_until and paper_sudo.good_until < paper_sudo._today():
                raise UserError(
                    self.env._("This paper is over already. Refuse it, and say so.")
                )
            paper_sudo._set_state("valid", **self._decided())
        return True

    def action_refuse(self, reason):
        """Refuse papers: the firm is told why, and brings other ones.

        :param str reason: one line; it is mailed to the firm
        :return: True
        :raise AccessError: not security
        :raise UserError: no reason, or one is not there to be refused
        """
        reason = readable(reason)
        papers_sudo = self._begin()
        for paper_sudo in papers_sudo:
            if "refused" not in self._transitions.get(paper_sudo.state, ()):
                raise paper_sudo._step_not_allowed("refused")
        if not reason:
            raise UserError(self.env._("Say why: the firm has to know what to mend."))
        for paper_sudo in papers_sudo:
            paper_sudo._set_state("refused", refused_reason=reason, **self._decided())
            paper_sudo._mail_refusal()
        return True

    def action_renew(self):
        """Enter the paper that follows a refused, expired or expiring one.

        :return: action that opens the one that is missing or waits, or a new one
        :raise AccessError: not reception
        """
        self.ensure_one()
        check_reception(self.env)
        self.check_access("read")
        waiting = self.search([*self._same_domain(), ("state", "in", OPEN)])
        action = {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "views": [(False, "form")],
            "name": self.env._("Renewed Paper"),
        }
        if waiting:
            return {**action, "res_id": waiting[:1].id}
        return {
            **action,
            "context": {
                "default_partner_id": self.partner_id.id,
                "default_kind": self.kind.id,
            },
        }

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _begin(self):
        """Lock the papers and answer them as superuser.

        :raise AccessError: the user is not security of the company
        """
        if not self.env.su and not self.env.user.has_group(SECURITY):
            raise AccessError(self.env._("Security accepts and refuses papers."))
        self.check_access("write")
        return locked(self.sudo())  # security, checked above

    def _decided(self):
        return {
            "decided_by_id": self.env.uid,
            "decided_at": fields.Datetime.now(),
        }

    def _same_domain(self):
        """Papers of the same kind of the same firm or worker."""
        return [
            ("company_id", "=", self.company_id.id),
            ("partner_id", "=", self.partner_id.id),
            ("kind", "=", self.kind.id),
        ]
