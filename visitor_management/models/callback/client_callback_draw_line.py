from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.entered_times import BEHIND
from ...tools.name_field import Line


class ClientCallbackDrawLine(models.Model):
    """A piece of work that may be drawn to be called back."""

    _name = "client.callback.draw.line"
    _description = "Work Order of a Sample"
    _inherit = [
        "visitor.fixed.mixin",
        "client.times.mixin",
        "client.contact.mixin",
        "client.clock.mixin",
        "client.repair.mixin",
        "visitor.held.mixin",
    ]
    _order = "draw_id desc, drawn desc, origin, id"
    _rec_name = "origin"
    _check_company_auto = True
    _draft_domain = [("draw_id.state", "=", "draft")]
    _fixed_fields = frozenset({"draw_id"})
    _times = {"started_at": BEHIND, "ended_at": BEHIND}

    draw_id = fields.Many2one(
        "client.callback.draw", "Sample", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="draw_id.company_id", store=True, index=True)
    source = fields.Selection(related="draw_id.source", store=True)
    origin = Line(
        "Work Order", required=True, help="Number of the work order, or the unit."
    )
    department_id = fields.Many2one(
        "hr.department",
        "Responsible",
        compute="_compute_department_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    category_id = fields.Many2one(
        "client.complaint.category",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    started_at = fields.Datetime("Begun")
    ended_at = fields.Datetime(
        "Work Done On", required=True, default=lambda self: fields.Datetime.now()
    )
    drawn = fields.Boolean(readonly=True, copy=False)
    callback_ids = fields.One2many(
        "client.callback", "draw_line_id", "Callbacks", readonly=True
    )

    _origin_uniq = models.UniqueIndex(
        "(draw_id, origin)", "This work order is in the sample already."
    )
    _same_thing = models.Index("(company_id, category_id, ended_at)")

    # ------------------------------------------------------------
    # COMPUTES, CONSTRAINTS
    # ------------------------------------------------------------

    @api.depends("draw_id.department_id")
    def _compute_department_id(self):
        for line in self:
            line.department_id = line.department_id or line.draw_id.department_id

    @api.constrains("partner_id", "contact_name", "unit_id")
    def _check_client(self):
        for line in self:
            if not (line._client_name() or line.unit_id):
                raise ValidationError(
                    self.env._(
                        "Say whom %s was done for, or in which unit.", line.origin
                    )
                )

    @api.constrains("started_at", "ended_at")
    def _check_order_of_times(self):
        for line in self:
            if line.started_at and line.started_at > line.ended_at:
                raise ValidationError(
                    self.env._("Work can't be done before it is begun.")
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._check_lot({name for vals in vals_list for name in vals})
        lines = super().create(vals_list)
        lines._check_draft()
        return lines

    def write(self, vals):
        self._check_lot(vals.keys())
        self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_drawn(self):
        self._check_draft()

    def _keep_words(self):
        for line in self:
            line.contact_name = line.contact_name or line.partner_id.name

    def _check_draft(self):
        if not self.env.su:
            self.draw_id._check_draft()

    def _check_lot(self, names):
        if "drawn" in names and not self.env.su:
            raise UserError(self.env._("Who is called is drawn, not chosen."))

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _fitting_rules(self):
        """The rules for the work: by source, category and how long it took."""
        self.ensure_one()
        started_at = self.started_at or self.ended_at
        return self.env["client.callback.rule"]._fitting(
            self.company_id,
            self.source,
            category=self.category_id,
            took=self.ended_at - started_at,
        )

    def _repaired_at(self):
        return self.ended_at

    def _drawn(self):
        return super()._drawn() | Domain("draw_id", "=", self.draw_id.id)

    # ------------------------------------------------------------
    # EFFECTS
    # ------------------------------------------------------------

    def _make_callbacks(self, rules, repeated):
        """Plan the callbacks of a line that was drawn.

        :param rules: the rules that fit it; without any, one by the usual date
        :param bool repeated: the same was repaired again and again
        """
        self.ensure_one()
        started_at = self.started_at or self.ended_at
        values = self._callback_values() | {"analysis_required": repeated}
        callbacks = self.env["client.callback"].create(
            [
                values
                | {
                    "rule_id": rule.id,
                    "due_at": rule._due_at(
                        *(self.company_id, started_at, started_at, self.ended_at),
                        self.department_id,
                    ),
                }
                for rule in rules
            ]
            or [values]
        )
        if repeated:
            self._ask_for_analysis(callbacks[:1])

    def _callback_values(self):
        return {
            "draw_line_id": self.id,
            "company_id": self.company_id.id,
            "source": self.source,
            "origin": self.origin,
            "anchor_at": self.ended_at,
            "partner_id": self.partner_id.id,
            "unit_id": self.unit_id.id,
            "contact_name": self.contact_name,
            "phone": self.phone,
            "email": self.email,
            "department_id": self.department_id.id,
            "category_id": self.category_id.id,
        }
