from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import same_matter

ANALYSIS = "visitor_management.mail_activity_type_client_analysis"
# How long ago the same client may have complained of the same matter.
SAME_MATTER = timedelta(days=90)
# As many earlier complaints are looked at for each, the latest first.
MOST = 500


class ClientComplaint(models.Model):
    """The same matter complained of more than once: one case, and an analysis."""

    _inherit = "client.complaint"

    @api.depends(
        *("partner_id", "unit_id", "email", "received_at", "parent_id"),
        *("category_id", "content", "company_id"),
    )
    def _compute_similar_ids(self):
        similar = self._find_similar()
        for complaint in self:
            complaint.similar_ids = similar[complaint]

    @api.depends("parent_id", "child_ids.state")
    def _compute_matter_count(self):
        counts = dict(
            # sudo: a number only, of the matter of complaints the user may read
            self.sudo()._read_group(
                [("parent_id", "in", self._matters().ids), ("state", "!=", "invalid")],
                ["parent_id"],
                ["__count"],
            )
        )
        for complaint in self:
            matter = complaint._matters()._origin
            complaint.matter_count = 1 + counts.get(matter.sudo(), 0)
            complaint.analysis_required = (
                complaint.matter_count >= complaint.company_id.client_repeat_complaints
            )

    def _search_analysis_required(self, operator, value):
        if operator != "in":
            return NotImplemented
        matters = SQL(
            """(
            SELECT root.id FROM client_complaint root
              JOIN res_company c ON c.id = root.company_id
              JOIN client_complaint again
                ON again.parent_id = root.id AND again.state != 'invalid'
          GROUP BY root.id, c.client_repeat_complaints
            HAVING count(*) + 1 >= c.client_repeat_complaints
            )"""
        )
        return Domain("id", "in", matters) | Domain("parent_id", "in", matters)

    @api.constrains("parent_id")
    def _check_parent(self):
        for complaint in self:
            if complaint.parent_id and (
                complaint.parent_id.parent_id or complaint.child_ids
            ):
                raise ValidationError(
                    self.env._("Choose the first complaint of the matter.")
                )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_same_matter(self):
        """Link the complaint with the one that its client made of the same before.

        :return: True
        :raise UserError: there is none
        """
        self.ensure_one()
        if not self.similar_ids:
            raise UserError(self.env._("No earlier complaint looks like this one."))
        first = self.similar_ids[0]  # the most alike
        self.parent_id = first.parent_id or first
        return True

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _matters(self):
        """The first complaints of the matters."""
        return self.parent_id | self.filtered(lambda each: not each.parent_id)

    def _find_similar(self):
        """Earlier complaints that may be of the same matter, the most alike first.

        Of the same client, unit or sender, within :data:`SAME_MATTER`; which of them is
        decided by :func:`..tools.same_matter.propose`. One query, however many
        complaints are asked about.

        :return: dict of complaints
        """
        found = {complaint: self.browse() for complaint in self}
        now = fields.Datetime.now()
        asked = self.filtered(lambda each: not each.parent_id)
        domain = Domain.OR(each._earlier_domain(now) for each in asked)
        if domain.is_false():
            return found
        earlier = self.search_fetch(
            domain & Domain("state", "!=", "invalid"),
            ["partner_id", "unit_id", "email", "received_at", "category_id", "content"],
            order="received_at desc, id desc",
            limit=MOST * len(asked),
        )[::-1]
        cases = {each: each._matter_case() for each in earlier}
        for complaint in asked:
            its = [
                (each.id, case)
                for each, case in cases.items()
                if complaint._came_after(each, now)
            ]
            ids = same_matter.propose(complaint._matter_case(), its)
            found[complaint] = self.browse(ids)
        return found

    def _matter_case(self):
        return same_matter.Case.of(self.category_id.parent_path, self.content)

    def _earlier_domain(self, now):
        """Complaints of the same client, unit or sender, within the time."""
        whose = self._same_client()
        if self.email:
            whose |= Domain("email", "in", list({self.email, self.email.lower()}))
        received = self.received_at or now
        return (
            whose
            & Domain("company_id", "=", self.company_id.id)
            & Domain("received_at", ">=", received - SAME_MATTER)
            & Domain("received_at", "<=", received)
        )

    def _came_after(self, other, now):
        """Whether another complaint is an earlier one of the same client."""
        received = self.received_at or now
        if (
            other == self._origin
            or other.company_id != self.company_id
            or not received - SAME_MATTER <= other.received_at <= received
        ):
            return False
        if self.unit_id and other.unit_id == self.unit_id._origin:
            return True
        if self.email and (other.email or "").lower() == self.email.lower():
            return True
        client, partner = (
            self.partner_id.commercial_partner_id._origin,
            other.partner_id,
        )
        while partner and client:
            if partner == client:
                return True
            partner = partner.parent_id
        return False

    def _note_same_matter(self):
        """Ask for an analysis of the causes once a matter came up often enough."""
        for matter in self.parent_id:
            asked = matter.activity_search([ANALYSIS])
            if matter.analysis_required and not asked and not matter.analysis:
                user = self.env["visitor.stand.in"]._who_answers(
                    matter.company_id, department=matter.department_id
                )
                matter.activity_schedule(ANALYSIS, user_id=user.id)
