from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

ANALYSIS = "visitor_management.mail_activity_type_client_analysis"
# How long ago the same client may have complained of the same matter.
SAME_MATTER = timedelta(days=90)


class ClientComplaintMatterMixin(models.AbstractModel):
    """The same matter complained of more than once: one case, and an analysis."""

    _name = "client.complaint.matter.mixin"
    _description = "Same matter of complaints"

    parent_id = fields.Many2one(
        "client.complaint",
        "Same Matter As",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
        domain="[('id', '!=', id), ('parent_id', '=', False)]",
        help="The first complaint of this matter. It is counted once.",
    )
    child_ids = fields.One2many("client.complaint", "parent_id", "Complained Again")
    similar_ids = fields.Many2many(
        "client.complaint",
        compute="_compute_similar_ids",
        string="Maybe the Same Matter",
    )
    matter_count = fields.Integer(
        "Times Complained",
        compute="_compute_matter_count",
        help="How often this matter was complained of.",
    )
    analysis_required = fields.Boolean(
        "Analysis Asked For",
        compute="_compute_matter_count",
        search="_search_analysis_required",
        help="The same matter came up so often that its causes are to be analysed.",
    )
    analysis = fields.Text(
        "Analysis of Causes",
        copy=False,
        help="Why the same matter came up again, and what is done about it.",
    )

    @api.depends("partner_id", "unit_id", "category_id", "received_at", "parent_id")
    def _compute_similar_ids(self):
        for complaint in self:
            complaint.similar_ids = complaint._find_similar()

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
        first = self.similar_ids[-1]
        self.parent_id = first.parent_id or first
        return True

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _matters(self):
        """The first complaints of the matters."""
        return self.parent_id | self.filtered(lambda each: not each.parent_id)

    def _find_similar(self):
        """Earlier complaints that may be of the same matter, the latest first."""
        self.ensure_one()
        whose = self._same_client()
        if whose.is_false() or not self.category_id or self.parent_id:
            return self.browse()
        received = self.received_at or fields.Datetime.now()
        return self.search(
            whose
            & Domain("category_id", "=", self.category_id.id)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("state", "!=", "invalid")
            & Domain("id", "!=", self._origin.id)
            & Domain("received_at", ">=", received - SAME_MATTER)
            & Domain("received_at", "<=", received),
            limit=5,
        )

    def _note_same_matter(self):
        """Ask for an analysis of the causes once a matter came up often enough."""
        for matter in self.parent_id:
            asked = matter.activity_search([ANALYSIS])
            if matter.analysis_required and not asked and not matter.analysis:
                stand_in, company = self.env["visitor.stand.in"], matter.company_id
                user = stand_in._head(matter.department_id, company)
                user = user or stand_in._instead_of(matter.received_by_id, company)
                matter.activity_schedule(ANALYSIS, user_id=user.id)
