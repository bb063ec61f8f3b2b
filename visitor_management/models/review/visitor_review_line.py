from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools import admission
from ...tools.groups import SECURITY
from ...tools.review_kinds import KINDS, NAMES
from ...tools.sentences import say


class VisitorReviewLine(models.Model):
    """One figure of a review, and which records it counted.

    The program writes lines; nobody else does.
    """

    _name = "visitor.review.line"
    _description = "Line of a Review"
    _order = "review_id, sequence, id"
    _rec_name = "label"

    review_id = fields.Many2one(
        "visitor.review",
        "Monthly Review",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="review_id.company_id", store=True, index=True)
    site_id = fields.Many2one(related="review_id.site_id", store=True)
    month = fields.Date(related="review_id.month", store=True)
    state = fields.Selection(related="review_id.state", store=True)
    sequence = fields.Integer(readonly=True)
    kind = fields.Selection(KINDS, "What Is Counted", required=True, readonly=True)
    code = fields.Char(readonly=True, help="Of the condition, where there is one.")
    title = fields.Char(readonly=True, help="Of the rule or the type, as it was then.")
    label = fields.Char("What It Is", compute="_compute_label")
    count = fields.Integer("Number", readonly=True)
    previous = fields.Integer("Month Before", readonly=True, aggregator=None)
    res_model = fields.Char("Counted From", readonly=True)
    record_ids = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    may_open = fields.Boolean(compute="_compute_may_open")

    @api.depends("kind", "code", "title")
    @api.depends_context("lang")
    def _compute_label(self):
        for line in self:
            name = NAMES.get((line.kind, line.code)) or admission.name_of(line.code)
            line.label = line.title or (
                name if isinstance(name, str) else say(self.env, name)
            )

    @api.depends("count", "res_model")
    @api.depends_context("uid")
    def _compute_may_open(self):
        security = self.env.user.has_group(SECURITY)
        for line in self:
            line.may_open = security and line.count > 0

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if vals_list:
            raise self._is_counted()
        return super().create(vals_list)

    def write(self, vals):
        if self:
            raise self._is_counted()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise self._is_counted()

    def _is_counted(self):
        return UserError(
            self.env._(
                "The figures follow from the records. Mend the record, then refresh "
                "the draft."
            )
        )

    def _keep(self, vals_list):
        """Write the lines of a draft; only the program calls this."""
        return super().create(vals_list)

    def _forget(self):
        """Drop the lines of a draft that is filled again."""
        if self:
            self.env.cr.execute(
                "DELETE FROM visitor_review_line WHERE id IN %s", (tuple(self.ids),)
            )
            self.invalidate_model()

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open(self):
        """Open the records that the figure counted, those of them that there still are.

        :return: window action
        :raise AccessError: the user is not security
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group(SECURITY):
            raise AccessError(self.env._("Only security opens the records."))
        line_sudo = self.sudo()  # ids only, the list shows what the user may read
        return {
            "type": "ir.actions.act_window",
            "name": f"{self.label} – {self.review_id.display_name}",
            "res_model": self.res_model,
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", line_sudo.record_ids or [])],
            "context": {"create": False},
        }
