from odoo import api, models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...tools.sentences import say
from .visitor_permit import LIVE, OVER

_lt = LazyTranslate(__name__)

SUBJECTS = {
    "reworked": _lt("A work permit was taken back to a draft"),
    "approved": _lt("A work permit was approved"),
    "suspended": _lt("Works are suspended"),
    "resumed": _lt("Works may go on"),
    "extended": _lt("A work permit was extended"),
    "handed_back": _lt("A work permit was handed back"),
    "closed": _lt("A work permit was closed"),
    "cancelled": _lt("A work permit was cancelled"),
}


class VisitorPermit(models.Model):
    """Who hears of a permit: who decides, who asked for it, and who has works beside
    it."""

    _inherit = "visitor.permit"

    @api.depends("area_id", "start", "stop", "state")
    def _compute_overlap_ids(self):
        for permit in self:
            permit.overlap_ids = permit._overlapping()

    def _overlapping(self):
        """Other permits at the same time in the same area, or in one around or within.

        :return: ``visitor.permit`` that the user may read
        """
        self.ensure_one()
        if self.state in OVER or not (self.area_id and self.start and self.stop):
            return self.browse()
        return self.search(
            Domain("state", "in", LIVE)
            & Domain("id", "!=", self._origin.id)
            & Domain("start", "<", self.stop)
            & Domain("stop", ">", self.start)
            & (
                Domain("area_id", "child_of", self.area_id.ids)
                | Domain("area_id", "parent_of", self.area_id.ids)
            )
        )

    # ------------------------------------------------------------
    # TOLD
    # ------------------------------------------------------------

    def _issuers(self):
        """Who asked for the permit and who approved it, as far as they are at work."""
        people_sudo = self.sudo().submitted_by_id | self.sudo().approved_by_id
        return self.env["visitor.stand.in"]._at_work(people_sudo, self.company_id)

    def _tell_overlapping(self):
        """Both issuers hear of works at the same time in the same area."""
        self.ensure_one()
        others = self._overlapping()
        for permit, beside in [(self, others), *((other, self) for other in others)]:
            if beside:
                permit._tell(
                    permit._issuers() - self.env.user,
                    _lt("Works at the same time in one area"),
                    ", ".join(beside.mapped("name")),
                )

    def _tell_deciders(self):
        """Who signs and who approves hear that they are asked."""
        self.ensure_one()
        signers = self.env["res.users"]
        for function in self.kind_id.function_ids - self.kind_id.function_ids.filtered(
            "acceptor"
        ):
            signers |= function._signers(self.site_id)
        approvers = self._approvers_at_work() or self.site_id._security_officers()
        self._tell(
            (signers | approvers) - self.env.user, _lt("A work permit waits for you")
        )

    def _tell_issuers(self, step):
        """Who asked for it and who approved it hear what became of it."""
        self.ensure_one()
        self._tell(self._issuers() - self.env.user, SUBJECTS[step])

    def _tell(self, users, subject, more=""):
        """
        :param users: ``res.users``
        :param subject: a lazy translation, which the number of the permit follows
        :param str more: numbers of other permits
        """
        told, site_sudo = self.env["visitor.told"], self.site_id.sudo()

        def words(env):
            permit = self.with_env(env).sudo()  # told to those who read it
            body = env._(
                "%(kind)s, %(site)s, %(when)s.",
                kind=permit.kind_id.name,
                site=permit.site_id.name,
                when=permit.local_window,
            )
            return (
                f"{say(env, subject)} ({permit.name})",
                f"{body} {more}".strip(),
            )

        for user in users:
            told._notify(
                user.partner_id, words, about=self, otherwise=site_sudo._lang()
            )
